"""Gates as a vehicle passes them: when, for how long, how much time is left, on which pass."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from logiroute.model.plan import GatePassage, Leg
from logiroute.model.zone import Gate, Pass
from logiroute.report.directions import direction_lines
from logiroute.report.stop_view import StopView
from logiroute.report.view import PlanView, RouteView
from logiroute.report.wording import Wording

#: Less than this before a gate closes, and any hold-up on the way may be too much.
SCARCE_S = 15 * 60


@dataclass(frozen=True)
class Passing:
    """A gate passed on the way to a stop.

    Attributes
    ----------
    passes : tuple of Pass
        Those of the vehicle that are for this gate and in force during the whole check.
    """

    route: RouteView
    stop: StopView
    gate: Gate
    passage: GatePassage
    passes: tuple[Pass, ...]

    @property
    def through(self) -> datetime:
        """When the check is over."""
        return self.passage.at + timedelta(seconds=self.passage.delay_s)

    @property
    def closes(self) -> datetime | None:
        """When the gate closes after the passage, however its hours are cut up."""
        ends = [
            window.end
            for window in self.gate.windows
            if self.passage.at < window.end and self.gate.open_during(self.passage.at, window.end)
        ]
        return max(ends, default=None)

    @property
    def runs_out(self) -> datetime | None:
        """When the last of the passes runs out."""
        ends = [leave.valid_to for leave in self.passes]
        return None if None in ends else max((end for end in ends if end), default=None)


def passings(wording: Wording, route: RouteView, stop: StopView) -> list[Passing]:
    """The gates passed on the way to a stop, in order."""
    found = []
    for passage in stop.leg.gates if stop.leg else ():
        gate = wording.scenario.gate[passage.gate_id]
        through = passage.at + timedelta(seconds=passage.delay_s)
        passes = tuple(
            leave for leave in route.vehicle.passes if leave.admits(gate, passage.at, through)
        )
        found.append(Passing(route, stop, gate, passage, passes))
    return found


def passings_by_gate(view: PlanView, wording: Wording) -> Mapping[str, list[Passing]]:
    """Everybody who passes a gate, in order of time, by the gate's id."""
    found: dict[str, list[Passing]] = defaultdict(list)
    for route in view.routes:
        for stop in route.stops:
            for passing in passings(wording, route, stop):
                found[passing.gate.id].append(passing)
    for entries in found.values():
        entries.sort(key=lambda entry: (entry.passage.at, entry.route.key))
    return found


def open_hours(wording: Wording, gate: Gate) -> str:
    """``05:00–07:36, 15:00–18:00``; windows that touch are one, empty is always open."""
    spans: list[tuple[datetime, datetime]] = []
    for window in sorted(gate.windows, key=lambda entry: entry.start):
        if spans and window.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], window.end))
        else:
            spans.append((window.start, window.end))
    return wording.gettext(", ").join(wording.span(start, end) for start, end in spans)


def way_there(wording: Wording, leg: Leg) -> list[str]:
    """A sentence for each step of a leg, gates with their names and checks."""
    names = {passage.gate_id: wording.scenario.gate[passage.gate_id].name for passage in leg.gates}
    delays = {passage.gate_id: passage.delay_s for passage in leg.gates}
    return direction_lines(leg.steps, wording.lang, names, delays)


def check_text(wording: Wording, passing: Passing) -> str:
    """``check 4 min``; empty where nobody stops."""
    if not passing.passage.delay_s:
        return ""
    duration = wording.duration(passing.passage.delay_s)
    return wording.gettext("check {duration}").format(duration=duration)


def passing_text(wording: Wording, passing: Passing) -> str:
    """``07:22 North gate · check 4 min``."""
    parts = (
        f"{wording.clock(passing.passage.at)} {passing.gate.name}",
        check_text(wording, passing),
    )
    return " · ".join(filter(None, parts))


def scarce_text(wording: Wording, passing: Passing) -> str:
    """That the gate closes, or the pass runs out, soon after; empty if there is time to spare."""
    _ = wording.gettext
    ends = [
        (end, sentence)
        for end, sentence in (
            (passing.closes, _("Closes at {time}: {duration} to spare")),
            (passing.runs_out, _("Pass runs out at {time}: {duration} to spare")),
        )
        if end is not None
    ]
    if not ends:
        return ""
    end, sentence = min(ends)
    spare = round((end - passing.through).total_seconds())
    if spare >= SCARCE_S:
        return ""
    # Whole minutes, rounded down: better too early than before a closed gate.
    duration = wording.duration(max(0, spare) // 60 * 60)
    return sentence.format(time=wording.clock(end), duration=duration)


def pass_target(wording: Wording, leave: Pass) -> str:
    """The name of the zone or the gate a pass is for."""
    scenario = wording.scenario
    return scenario.zone[leave.zone_id].name if leave.zone_id else scenario.gate[leave.gate_id].name


def pass_text(wording: Wording, leave: Pass) -> str:
    """``Pass for North quarter, valid 06:00–12:00``."""
    _ = wording.gettext
    target, validity = pass_target(wording, leave), wording.validity(leave)
    if not validity:
        return _("Pass for {place}").format(place=target)
    return _("Pass for {place}, valid {validity}").format(place=target, validity=validity)
