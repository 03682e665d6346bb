"""Do the gates stand where streets cross the edges of their zones."""

import numpy as np

from logiroute.errors import InputProblem
from logiroute.geo.crossings import cut
from logiroute.geo.roads import Roads
from logiroute.geo.zones import GATE_REACH_M, metres_of
from logiroute.model.scenario import Scenario


def gate_problems(scenario: Scenario, roads: Roads) -> list[InputProblem]:
    """Find the gates that no street passes.

    Parameters
    ----------
    scenario : Scenario
    roads : Roads

    Returns
    -------
    list of InputProblem
        S302 for every gate that is not where a street crosses the edge of its zone; ``column`` is
        the gate's id.
    """
    points = {
        zone_id: cut(roads, scenario.zone[zone_id]).crossing_points(roads)
        for zone_id in {gate.zone_id for gate in scenario.gates}
    }
    problems = []
    for gate in scenario.gates:
        here = points[gate.zone_id] - metres_of(roads, gate.point)
        away = float(np.hypot(here[:, 0], here[:, 1]).min(initial=np.inf))
        if away > GATE_REACH_M:
            nearest = f"; the nearest is {away:.0f} m away" if away < np.inf else ""
            problems.append(
                InputProblem(
                    "gates",
                    0,
                    gate.id,
                    f"gate {gate.id} ({gate.name}): no street crosses the edge of zone "
                    f"{gate.zone_id} within {GATE_REACH_M:.0f} m of it{nearest}; move the gate "
                    "to a street on the edge",
                    "S302",
                )
            )
    return problems
