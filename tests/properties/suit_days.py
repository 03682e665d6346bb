"""Random small days on which crews work in protective suits, some of them in heat."""

from hypothesis import strategies as st

from logiroute.model.place import PlaceKind
from tests.properties.level_days import level_days
from tests.properties.rule_days import Day, changed, washing_days
from tests.properties.scenarios import in_suits, one_in, suits, travel_of, windows

#: Degrees from which on it is hot.
_HOT = 35


@st.composite
def _limited(draw: st.DrawFn) -> dict[str, int | None]:
    """Suits with a limit of time, mostly one that is near what a run takes."""
    fields = draw(suits())
    limits = st.sampled_from((1_500, 2_400, 2_700, 3_000, 3_600))
    return {**fields, "suit_max_s": None if draw(one_in(6)) else draw(limits)}


@st.composite
def suit_days(draw: st.DrawFn) -> Day:
    """A day of disinfections, after people or after work in zones, all of it in suits."""
    scenario, _ = draw(washing_days() | level_days(min_orders=3))
    names = [entry.id for entry in scenario.policy.vehicle_classes]
    policy = in_suits(scenario.policy, draw(_limited()), names)
    # Two classes of which one wears other suits, or none.
    policy = in_suits(policy, draw(_limited()) if draw(one_in(2)) else {}, names[-1:])
    # Sites that open late make crews wait: in suits, if they have been put on.
    places = tuple(
        place.model_copy(update={"windows": draw(windows(most=1))})
        if place.kind is not PlaceKind.DISINFECTION_STATION and draw(one_in(4))
        else place
        for place in scenario.places
    )
    made = changed(
        scenario,
        policy=policy.model_copy(update={"hot_from_c": _HOT}),
        places=places,
        temperature_c=draw(st.sampled_from((None, _HOT - 1, _HOT, _HOT + 4))),
    )
    return made, draw(travel_of(made, most_parts=draw(st.sampled_from((0, 0, 2)))))
