"""Say in a plan's reasons what stands in the way of orders that no legal way leads to."""

from collections.abc import Iterable

from logiroute.geo.engine import EngineName
from logiroute.geo.hindrances import Lifted
from logiroute.geo.journeys import Mover
from logiroute.geo.movement import open_roads
from logiroute.geo.roads import Roads
from logiroute.geo.unreachable import obstruction
from logiroute.model.fleet import Vehicle
from logiroute.model.loaded import loaded_legs
from logiroute.model.order import Collection, Transfer
from logiroute.model.place import Place, Window
from logiroute.model.plan import Plan, Reason, Unserved
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.travel import Movement


def name_obstructions(
    plan: Plan, scenario: Scenario, roads: Roads, *, engine: EngineName = "cch"
) -> Plan:
    """The plan with the closed things named in each reason that there is no legal way.

    Parameters
    ----------
    plan : Plan
    scenario : Scenario
    roads : Roads
        The ones the plan's travel times were made from.
    engine : {"cch", "scipy"}
    """
    guide = _Guide(scenario, roads, engine)
    return plan.model_copy(
        update={"unserved": tuple(guide.explained(unserved) for unserved in plan.unserved)}
    )


class _Guide:
    """Knows for every movement and shift what is in the way, once asked."""

    def __init__(self, scenario: Scenario, roads: Roads, engine: EngineName) -> None:
        self._scenario, self._roads, self._engine = scenario, roads, engine
        self._lifted: dict[tuple[Movement, Window, bool], Lifted] = {}

    def explained(self, unserved: Unserved) -> Unserved:
        """The same with more to read in its reasons."""
        reasons = tuple(self._explained(unserved.order_id, entry) for entry in unserved.reasons)
        return unserved.model_copy(update={"reasons": reasons})

    def _explained(self, order_id: str, reason: Reason) -> Reason:
        if reason.rule is not Rule.TRAVEL or reason.amount:
            return reason  # late, and not shut out
        vehicle = next(
            v for v in self._scenario.vehicles if v.vehicle_class == reason.vehicle_class
        )
        found = next((met for met in self._ways(vehicle, order_id) if met), [])
        if not found:
            return reason
        sentence = reason.text.removesuffix(".")
        text = f"{sentence}; in the way: {'; '.join(dict.fromkeys(found))}"
        return reason.model_copy(update={"text": text + reason.text[len(sentence) :]})

    def _ways(self, vehicle: Vehicle, order_id: str) -> Iterable[list[str]]:
        """What is in the way from the vehicle's start to each place of an order, and home.

        Where people in it make a difference, it is their way that is looked at in between.
        """
        scenario = self._scenario
        order = scenario.order[order_id]
        legs = loaded_legs(scenario, scenario.movement(vehicle))
        start, end = vehicle.start_id, vehicle.end_id
        if isinstance(order, Transfer) and legs is not None:
            yield self._between(vehicle, start, order.origin_id)
            for site in order.destination_ids:
                yield self._between(vehicle, order.origin_id, site, loaded=True)
                yield self._between(vehicle, site, end)
            return
        if isinstance(order, Transfer | Collection):
            wanted = (order.origin_id, *order.destination_ids)
        else:
            wanted = (order.site_id,)
        for place in wanted:
            yield self._between(vehicle, start, place)
            yield self._between(vehicle, place, end)

    def _on_roads(self, place_id: str) -> Place:
        """A place, or the exit it is fastest reached by from the roads."""
        place = self._scenario.place[place_id]
        if not place.approaches:
            return place
        return self._scenario.place[min(place.approaches, key=lambda a: a.seconds).exit_id]

    def _between(
        self, vehicle: Vehicle, from_id: str, to_id: str, *, loaded: bool = False
    ) -> list[str]:
        scenario, roads = self._scenario, self._roads
        movement, shift = scenario.movement(vehicle), vehicle.shifts[0]
        key = movement, shift, loaded
        if key not in self._lifted:
            self._lifted[key] = Lifted(
                open_roads(scenario, roads, movement, self._engine, shift, loaded=loaded)
            )
        lifted = self._lifted[key]
        ends = [self._on_roads(name).point for name in (from_id, to_id)]
        xy = roads.plane.metres(ends).tolist()
        here, there = (lifted.snap(point, scenario.snap_limit_m) for point in xy)
        if here is None or there is None:
            return []
        mover = Mover(
            roads, movement.profile, scenario, movement, engine=self._engine, loaded=loaded
        )
        return [obstruction(mover, met).text for met in lifted.between(here, there) or ()]
