"""Random small days on which drivers have to rest, and random routes with rests in them."""

from datetime import time

from hypothesis import strategies as st

from logiroute.model.driving import DrivingRule, Hours
from logiroute.model.fleet import CrewMember
from logiroute.model.place import Place, PlaceKind
from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.rules import duty
from tests.properties.rule_days import Day, changed, washing_days
from tests.properties.scenarios import days, one_in, travel_of

#: Legs take up to 25 minutes, shifts up to four hours from 06:00 on.
_MORNING = Hours(start=time(7), end=time(8))


@st.composite
def driving_rules(draw: st.DrawFn) -> DrivingRule:
    """Few minutes without a rest, fewer at night, which is from seven to eight."""
    night = draw(st.sampled_from((None, 600, 1_200)))
    return DrivingRule(
        id="rule",
        label="the rule",
        drive_s=draw(st.sampled_from((1_500, 2_400, 3_600))),
        rest_s=draw(st.sampled_from((300, 900))),
        night=None if night is None else _MORNING,
        night_drive_s=night,
        day_drive_s=draw(st.sampled_from((None, None, 5_400))),
        duty_s=draw(st.sampled_from((None, None, 9_000))),
        stands_still=draw(st.sampled_from((None, None, _MORNING))),
        stands_still_over_m=draw(st.sampled_from((4_000, 8_000))),
        disinfection_rests=draw(st.booleans()),
    )


@st.composite
def held(draw: st.DrawFn, day: Day) -> Day:
    """A day of roomy vans that are all held to a driving rule, one shift each."""
    scenario, _ = day
    rule = draw(driving_rules())
    policy = scenario.policy
    policy = policy.model_copy(
        update={
            "driving_rules": (rule,),
            "vehicle_classes": tuple(
                entry.model_copy(update={"driving_rule": rule.id})
                for entry in policy.vehicle_classes
            ),
        }
    )
    site = next(place for place in scenario.places if place.id == "S3")
    relief = site.model_copy(update={"id": "R1", "name": "R1", "kind": PlaceKind.RELIEF_AREA})
    places: list[Place] = [*scenario.places, relief]
    if draw(st.booleans()):
        places[places.index(site)] = site.model_copy(update={"rest": True})
    vehicles = []
    for vehicle in scenario.vehicles:
        changes: dict[str, object] = {
            "shifts": vehicle.shifts[:1],
            "vehicle_class": "van",
            "own_zone_id": None,
            "capacity": dict.fromkeys(vehicle.capacity, 90),
            "driven_day_s": draw(st.sampled_from((0, 0, 1_800))),
        }
        if draw(one_in(6)):
            crew = (CrewMember(id="a", name="a"), CrewMember(id="b", name="b"))
            changes["crew"] = crew
        vehicles.append(vehicle.model_copy(update=changes))
    made = changed(
        scenario, policy=policy, places=tuple(places), vehicles=tuple(vehicles), zones=()
    )
    return made, draw(travel_of(made, most_parts=draw(st.sampled_from((0, 0, 2)))))


@st.composite
def duty_days(draw: st.DrawFn) -> Day:
    """Any small day with a driving rule."""
    return draw(held(draw(days(min_orders=2, max_orders=5))))


@st.composite
def coach_days(draw: st.DrawFn) -> Day:
    """Nothing but people, after whom vehicles are disinfected, with a driving rule."""
    return draw(held(draw(washing_days())))


@st.composite
def with_rests(draw: st.DrawFn, problem: Problem, routes: Routes) -> Routes:
    """The same routes with up to three rests in each, anywhere."""
    kinds = problem.of(Rule.DUTY, duty.Columns).kind
    free = [task for task, kind in enumerate(kinds) if kind >= 0]
    found = []
    for tasks in routes:
        route = list(tasks)
        for _ in range(draw(st.integers(0, 3)) if route and free else 0):
            rest = free.pop(draw(st.integers(0, len(free) - 1)))
            route.insert(draw(st.integers(0, len(route))), rest)
        found.append(tuple(route))
    return tuple(found)
