"""Why is this order unserved? By vehicle class: the rule in the way, by how much, and a remedy.

An order (or group) is first inserted alone into every kind of empty shift of a class. If that
fails, the class cannot do it at all, and the nearest miss says why. If it succeeds, the order is
inserted into the plan as it is, and the nearest miss there is told. A remedy is a change of the
scenario under which the order really went into the plan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from logiroute.model.order import Transfer
from logiroute.model.plan import Reason, Unserved
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.travel import UNREACHABLE, TravelTimes
from logiroute.solver.blame import Blame
from logiroute.solver.changes import Change, Changes
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.fill import places_for
from logiroute.solver.insertion import Inserter, Insertion, Refused
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Routes
from logiroute.solver.remedies import Remedies, worth_trying
from logiroute.solver.rules import beds
from logiroute.solver.rules.parties import units_of
from logiroute.solver.sentences import Sentences, known_as
from logiroute.units import COST_UNITS_PER_CENT, ceil_div

#: Places in busy routes that are tried to say what is nearest to fit, for all orders together:
#: about 20 seconds. The most urgent orders come first.
_PLACES_TRIED = 400_000

#: Shifting a limit by more than this is a larger change than one more vehicle.
_SMALL_S = 3600


@dataclass(frozen=True)
class _Tries:
    """Insertions of one unit into the shifts of one class."""

    inserted: Insertion | None
    nearest: Refused | None


class Explainer:
    """Explains what a plan leaves out.

    Parameters
    ----------
    scenario : Scenario
    travel : TravelTimes
    evaluator : Evaluator
        Of the scenario's problem.
    routes : Routes
        The plan.
    """

    def __init__(
        self, scenario: Scenario, travel: TravelTimes, evaluator: Evaluator, routes: Routes
    ) -> None:
        self._scenario = scenario
        self._travel = travel
        self._evaluator = evaluator
        self._problem = evaluator.problem
        self._routes = routes
        self._inserter = Inserter(evaluator)
        self._words = Sentences(scenario, self._problem)
        self._changes = Changes(scenario, self._problem)
        self._remedies = Remedies(travel, evaluator, routes)
        self._blame = Blame(scenario, self._problem, self._changes, self._remedies)
        self._places_left = _PLACES_TRIED
        self._shifts: dict[str, list[int]] = {}
        for shift, row in enumerate(self._problem.shift_vehicle.tolist()):
            self._shifts.setdefault(scenario.vehicles[row].vehicle_class, []).append(shift)

    def unserved(self) -> tuple[Unserved, ...]:
        """Every order that is left out, in the scenario's order, with its reasons."""
        served = self._evaluator.served(self._routes)
        found: dict[int, tuple[Reason, ...]] = {}
        told: dict[tuple[str, int], tuple[Reason, ...]] = {}
        waiting = [unit for unit in units_of(self._problem) if unit[0] not in served]
        # The dearest first: on a large day they are the ones that get remedies.
        waiting.sort(key=lambda unit: -sum(self._evaluator.penalty[order] for order in unit))
        for unit in waiting:
            alike = self._alike(unit)
            reasons = told.get(alike)
            if reasons is None:
                reasons = tuple(self._reason(unit, name) for name in sorted(self._shifts))
                told[alike] = reasons
            found.update(dict.fromkeys(unit, reasons))
        return tuple(
            Unserved(order_id=self._scenario.orders[row].id, reasons=found[row])
            for row in sorted(found)
        )

    def _alike(self, unit: Sequence[int]) -> tuple[str, int]:
        """What units share that fail for the same reasons: parts of a cohort by their size."""
        order = self._scenario.orders[unit[0]]
        return order.asked_id, order.party.persons if isinstance(order, Transfer) else 0

    def _try(
        self, routes: Sequence[Sequence[int]], shifts: Sequence[int], unit: Sequence[int]
    ) -> _Tries:
        """Try every shift; empty ones that are alike only once."""
        inserted: Insertion | None = None
        nearest: Refused | None = None
        distance = self._inserter.distance
        for shift in worth_trying(self._problem, routes, shifts):
            found = self._inserter.into(routes, shift, unit)
            if isinstance(found, Insertion):
                if inserted is None or found.extra < inserted.extra:
                    inserted = found
            elif nearest is None or distance(found.miss, unit) < distance(nearest.miss, unit):
                nearest = found
        return _Tries(inserted, nearest)

    def _reason(self, unit: Sequence[int], vehicle_class: str) -> Reason:
        shifts = self._shifts[vehicle_class]
        empty: Routes = ((),) * self._problem.shifts
        alone = self._try(empty, shifts, unit)
        shift = None if alone.inserted is None else alone.inserted.shift
        if shift is None:
            shift = self._for_want_of_beds(alone)
        if shift is None:
            return self._cannot(unit, vehicle_class, alone)
        self._places_left -= places_for(self._problem, self._routes, shifts, unit)
        if self._places_left < 0:
            return self._busy_somehow(vehicle_class)
        here = self._try(self._routes, shifts, unit)
        if here.inserted is not None:
            return self._too_dear(unit, vehicle_class, here.inserted)
        return self._busy(unit, vehicle_class, here, shift)

    def _for_want_of_beds(self, alone: _Tries) -> int | None:
        """A shift that would fit if others left their beds; nobody does in an empty plan."""
        nearest = alone.nearest
        if nearest is None or not beds.may_be_left(self._problem, nearest.miss):
            return None
        return nearest.shift

    def _busy_somehow(self, vehicle_class: str) -> Reason:
        """The class could do it; whether on top of what it has to do, nobody looked."""
        label = self._scenario.policy.vehicle_class(vehicle_class).label
        return Reason(
            vehicle_class=vehicle_class,
            rule=Rule.COVERAGE,
            text=f"No room was found in any {label}; what is missing was not looked for.",
        )

    def _who_is_busy(self, vehicle_class: str, nearest: int) -> str:
        """``"All 3 vehicles of class Bus are busy; the nearest miss is B2"``, that of a shift."""
        row = self._problem.shift_vehicle.tolist()
        of_class = self._shifts[vehicle_class]
        count = len({row[shift] for shift in of_class})
        busy = {row[shift] for shift in of_class if self._routes[shift]}
        label = self._scenario.policy.vehicle_class(vehicle_class).label
        if count == 1:
            who = f"The only {label} is{'' if busy else ' not'}"
        elif len(busy) == count:
            who = f"All {count} vehicles of class {label} are"
        else:
            are = "is" if len(busy) == 1 else "are"
            who = f"{len(busy) or 'None'} of {count} vehicles of class {label} {are}"
        idle = "" if row[nearest] in busy else ", which has nothing to do"
        return f"{who} busy; the nearest miss is {self._words.vehicle(nearest)}{idle}"

    def _cannot(self, unit: Sequence[int], vehicle_class: str, alone: _Tries) -> Reason:
        """The class could not do it even with nothing else to do."""
        if alone.nearest is None:
            raise RuntimeError(f"nothing of class {vehicle_class} was tried")
        shift, miss = alone.nearest
        why = self._words.why(vehicle_class, shift, miss)
        if (miss.rule, miss.why) == (Rule.MIXING, "mixed"):
            why = self._words.apart()
        if miss.unit == "s":
            why = f"even straight from {self._words.vehicle(shift)}'s start: {why}"
            why += self._blame.standing_still(shift, unit, vehicle_class)
        if miss.rule is Rule.TRAVEL:
            why += self._open_at_times(shift, miss)
        changes = self._for_miss(shift, unit, alone.nearest)
        return _missed(vehicle_class, miss, why, self._remedies.first(changes, unit, vehicle_class))

    def _open_at_times(self, shift: int, miss: Miss) -> str:
        """Hours in which there is a legal way to a place and on from it; empty if there are none.

        Ways there and on are looked for in the same hours, the longest of the day.
        """
        vehicle = self._scenario.vehicles[int(self._problem.shift_vehicle[shift])]
        index, horizon = self._travel.index, self._scenario.horizon
        place = self._scenario.places[int(self._problem.task_place[miss.task])]
        start, there, end = (index[i] for i in (vehicle.start_id, place.id, vehicle.end_id))
        hours = [
            (table.valid_from or horizon.start, table.valid_to or horizon.end)
            for table in self._travel.tables[self._scenario.movement(vehicle)]
            if max(table.seconds[start, there], table.seconds[there, end]) < UNREACHABLE
        ]
        if not hours:
            return ""
        opens, closes = max(hours, key=lambda span: span[1] - span[0])
        clock = self._words.clock
        there_is = f"; there is one {clock(opens)}–{clock(closes)}"
        if miss.why != "unreachable":
            return there_is
        duty = vehicle.shifts[int(self._problem.shift_number[shift])]
        return f" during its shift, {clock(duty.start)}–{clock(duty.end)}{there_is}"

    def _busy(
        self, unit: Sequence[int], vehicle_class: str, here: _Tries, free_shift: int
    ) -> Reason:
        """The class could do it, but not on top of what it has to do."""
        if here.nearest is None:
            raise RuntimeError(f"nothing of class {vehicle_class} was tried")
        shift, miss = here.nearest
        no_bay = self._blame.bays(unit, vehicle_class, self._routes)
        if no_bay is not None:
            at, want, cure = no_bay
            return _missed(vehicle_class, want, self._words.why(vehicle_class, at, want), cure)
        why = self._words.why(vehicle_class, shift, miss)
        if beds.may_be_left(self._problem, miss):
            why += self._still_there(miss)
        if miss.unit == "s":
            why += self._blame.standing_still(shift, unit, vehicle_class)
        if miss.rule not in (Rule.BEDS, Rule.STOCK, Rule.SLOTS):
            why = f"{self._who_is_busy(vehicle_class, shift)}: {why}"
        changes = list(self._for_miss(shift, unit, here.nearest))
        at = 0 if miss.unit == "s" and miss.amount > _SMALL_S else len(changes)
        one_more = self._changes.one_more(free_shift)
        changes.insert(at, one_more)
        remedy = self._remedies.first(changes, unit, vehicle_class)
        if not remedy and miss.rule not in (Rule.BEDS, Rule.STOCK):
            short = self._remedies.still_short(one_more, unit, vehicle_class)
            why += f"; and with {one_more.text}, {short}" if short else ""
        return _missed(vehicle_class, miss, why, remedy)

    def _still_there(self, miss: Miss) -> str:
        """Who is in beds of a place that others may have, as the plan does not fetch them."""
        place = self._problem.task_place
        left_out = beds.leavers(self._problem) - self._evaluator.served(self._routes)
        first = self._problem.first_task
        ids = dict.fromkeys(
            known_as(self._scenario.orders[row])
            for row in sorted(left_out)
            if place[first[row]] == place[miss.task]
        )
        return self._words.not_fetched(list(ids))

    def _too_dear(self, unit: Sequence[int], vehicle_class: str, found: Insertion) -> Reason:
        """It fits; it costs more than leaving it out, or the search ended before trying."""
        penalty = sum(self._evaluator.penalty[order] for order in unit)
        over = max(0, ceil_div(found.extra - penalty, COST_UNITS_PER_CENT))
        vehicle = self._words.vehicle(found.shift)
        extra = ceil_div(found.extra, COST_UNITS_PER_CENT)
        if found.extra < penalty:
            return Reason(
                vehicle_class=vehicle_class,
                rule=Rule.COVERAGE,
                text=f"The search ended before it was added to {vehicle}.",
                remedy="search longer",
            )
        urgent = self._changes.more_urgent(unit[0], extra) if len(unit) == 1 else None
        return Reason(
            vehicle_class=vehicle_class,
            rule=Rule.COVERAGE,
            amount=over,
            unit="cents",
            text=(
                f"{vehicle} could do it, for {extra / 100:.2f} {self._scenario.currency}; "
                f"its priority weighs only {penalty / COST_UNITS_PER_CENT / 100:.2f}."
            ),
            remedy="" if urgent is None else urgent.text,
        )

    def _for_miss(self, shift: int, unit: Sequence[int], refused: Refused) -> Iterator[Change]:
        if refused.miss.rule is Rule.STOCK:
            yield self._changes.more_stock(refused.miss.place, unit, self._routes)
        else:
            yield from self._changes.for_miss(shift, refused.miss, unit)


def _missed(vehicle_class: str, miss: Miss, why: str, remedy: str) -> Reason:
    return Reason(
        vehicle_class=vehicle_class,
        rule=miss.rule,
        amount=miss.amount,
        unit=miss.unit,
        text=f"{why[0].upper()}{why[1:]}.",
        remedy=remedy,
    )
