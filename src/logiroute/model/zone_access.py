"""What a vehicle class may do in a zone class, without people aboard and with them."""

from functools import cached_property
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from logiroute.model.frozen import Frozen

Crossing = Literal["no", "pass", "gate", "yes"]
Stopping = Literal["no", "set_points", "party", "yes"]

#: From the strictest on.
_CROSSINGS: tuple[Crossing, ...] = get_args(Crossing)


class LoadedAccess(Frozen):
    """What is stricter in a `ZoneAccess` while people are aboard; ``None`` is the same."""

    enter: Crossing | None = None
    stop: Stopping | None = None
    through: bool | None = None
    leave: Crossing | None = None
    mainline_transit: bool | None = None


class ZoneAccess(Frozen):
    """What one vehicle class may do in one zone class.

    Attributes
    ----------
    enter, leave : {"no", "pass", "gate", "yes"}
        How the zone's edge may be crossed inward and outward: not at all, at gates by holders of a
        `Pass`, at gates, anywhere.
    stop : {"no", "set_points", "party", "yes"}
        Where it may stop inside: nowhere, at hand-over points and transit stations only, where its
        people board or alight only, anywhere.
    through : bool
        Whether a leg may run through the zone that neither starts nor ends in it.
    mainline_transit : bool
        Whether the main carriageway of an expressway counts as outside the zone: it may be driven,
        its slip roads inside are shut.
    disinfect_s : int
        Seconds of disinfection at a station that a vehicle needs after work at a place inside:
        before it works at a place of a lower level, loads again or takes people up, and before its
        shift ends. 0: none.
    loaded : LoadedAccess
        What it may not do while people are aboard. Never more than without them: of a way on which
        people may be aboard, or may not, the planner takes that on which they are.
    """

    enter: Crossing = "no"
    stop: Stopping = "no"
    through: bool = False
    leave: Crossing = "no"
    mainline_transit: bool = False
    disinfect_s: int = Field(default=0, ge=0)
    loaded: LoadedAccess = LoadedAccess()

    @cached_property
    def with_people(self) -> "ZoneAccess":
        """What holds while people are aboard."""
        stricter = self.loaded.model_dump(exclude_none=True)
        return self.model_copy(update={**stricter, "loaded": LoadedAccess()})

    def for_ride(self, *, loaded: bool) -> "ZoneAccess":
        """What holds on a way, with people aboard or without."""
        return self.with_people if loaded else self

    @property
    def asks_for_pass(self) -> bool:
        """Whether a `Pass` is of any use, with people aboard or without."""
        both = (self, self.with_people)
        return any("pass" in (entry.enter, entry.leave) for entry in both)

    @property
    def ways_differ(self) -> bool:
        """Whether ways with people aboard are not those without."""
        return self._on_the_way != self.with_people._on_the_way

    @property
    def _on_the_way(self) -> tuple[Crossing, bool, Crossing, bool]:
        return self.enter, self.through, self.leave, self.mainline_transit

    @model_validator(mode="after")
    def _stops_where_disinfected_after(self) -> Self:
        if self.disinfect_s and self.stop == "no":
            raise ValueError(
                'nothing is disinfected after stops where stop is "no"; '
                "leave disinfect_min out, or write where it may stop"
            )
        return self

    @model_validator(mode="after")
    def _stricter_with_people(self) -> Self:
        loaded = self.with_people
        wider = [
            name
            for name, more in (
                ("enter", _CROSSINGS.index(loaded.enter) > _CROSSINGS.index(self.enter)),
                ("stop", loaded.stop not in ("no", self.stop) and self.stop != "yes"),
                ("through", loaded.through > self.through),
                ("leave", _CROSSINGS.index(loaded.leave) > _CROSSINGS.index(self.leave)),
                ("mainline_transit", loaded.mainline_transit > self.mainline_transit),
            )
            if more
        ]
        if wider:
            raise ValueError(
                f"loaded allows more than the entry itself: {', '.join(wider)}; with people aboard "
                "a class may do as much as without them, or less"
            )
        # Elsewhere a gate on the carriageway could let it in where without people it is outside.
        shut = loaded.enter == loaded.leave == "no"
        if self.mainline_transit > loaded.mainline_transit and not shut:
            raise ValueError(
                "mainline_transit may differ under loaded only where enter and leave are "
                '"no" there; write those, or leave it out'
            )
        return self
