"""The four kinds of order."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from logiroute.model.frozen import Frozen
from logiroute.model.moment import Moment
from logiroute.model.place import Id, Window
from logiroute.units import CHILD_SEATS, SEATS, STRETCHERS, WHEELCHAIRS, numbered

#: Nobody is older, in years.
MOST_YEARS = 130


class OrderKind(StrEnum):
    """What is asked for."""

    DELIVERY = "delivery"
    TRANSFER = "transfer"
    COLLECTION = "collection"
    CALL = "call"


class Line(Frozen):
    """So many units of one item."""

    item_id: Id
    quantity: int = Field(gt=0)


#: Age of a person in years.
Age = Annotated[int, Field(ge=0, le=MOST_YEARS)]


class Party(Frozen):
    """People who travel together.

    Attributes
    ----------
    party_class : str
        A party class of the policy (``positive``, ``close_contact``, …).
    needs : tuple of str
        Printed on the driver's page (pregnant, oxygen, …); some places refuse some of them.
    ages : tuple of int
        Years, of every person; empty where they are not known.
    households : tuple of int
        Sizes of the households they are, where it is known.
    stretchers, wheelchairs : int
        How many of the persons lie on a stretcher, or stay in their wheelchair; they take no seat.
    child_seats : int
        How many of the seats must have a child seat.
    """

    persons: int = Field(gt=0)
    party_class: str
    needs: tuple[str, ...] = ()
    ages: tuple[Age, ...] = ()
    households: tuple[int, ...] = ()
    stretchers: int = Field(default=0, ge=0)
    wheelchairs: int = Field(default=0, ge=0)
    child_seats: int = Field(default=0, ge=0)

    @property
    def seated(self) -> int:
        """Persons who take a seat."""
        return self.persons - self.stretchers - self.wheelchairs

    @property
    def loads(self) -> dict[str, int]:
        """What they take of a vehicle, by load dimension; none is zero."""
        taken = {
            SEATS: self.seated,
            STRETCHERS: self.stretchers,
            WHEELCHAIRS: self.wheelchairs,
            CHILD_SEATS: self.child_seats,
        }
        return {name: count for name, count in taken.items() if count}

    @model_validator(mode="after")
    def _every_age_or_none(self) -> Self:
        if self.ages and len(self.ages) != self.persons:
            raise ValueError(
                f"{numbered(len(self.ages), 'age')} for {numbered(self.persons, 'person')}"
            )
        return self

    @model_validator(mode="after")
    def _everybody_once(self) -> Self:
        if self.seated < self.child_seats:
            raise ValueError(
                f"{numbered(self.persons, 'person')}, of whom {self.stretchers} lie on stretchers "
                f"and {self.wheelchairs} are in wheelchairs, do not need {self.child_seats} child "
                "seats"
                if self.seated >= 0
                else f"{self.stretchers} on stretchers and {self.wheelchairs} in wheelchairs are "
                f"more than {numbered(self.persons, 'person')}"
            )
        return self

    @property
    def household_count(self) -> int:
        """How many households they are; one, where nothing is said of them."""
        return len(self.households) or 1

    @model_validator(mode="after")
    def _everybody_in_one_household(self) -> Self:
        persons = sum(self.households)
        if self.households and (persons != self.persons or min(self.households) < 1):
            raise ValueError(
                f"households of {numbered(persons, 'person')} do not make {self.persons}"
            )
        return self


class Cohort(Frozen):
    """What was ordered for people who may be split, but in whole households only.

    Each of its parts is a `Transfer` of its own.

    Attributes
    ----------
    id : str
        The order as it was asked for; no order of the scenario has this id.
    persons, households : int
        Of all parts together.
    """

    id: Id
    persons: int = Field(gt=0)
    households: int = Field(gt=0)


class _Order(Frozen):
    id: Id
    name: str = ""
    #: 1 is the most urgent; the policy gives each priority its penalty.
    priority: int = Field(default=3, ge=1, le=9)
    #: When work at the (first) place may start; empty means any time the place is open.
    windows: tuple[Window, ...] = ()
    #: Seconds of work beyond what the quantities need.
    service_s: int = Field(default=0, ge=0)
    #: Skills some member of the vehicle's crew must have.
    skills: tuple[str, ...] = ()
    #: Vehicle classes that may do it; empty leaves it to the policy.
    vehicle_classes: tuple[str, ...] = ()
    #: Orders of one group ride in one vehicle's shift, all of them or none.
    together: str = ""
    contact: str = ""
    note: str = ""

    @property
    def asked_id(self) -> str:
        """Id under which it was asked for: of a part of a cohort, the cohort's."""
        return self.id


class Delivery(_Order):
    """Goods from a depot to a site.

    Attributes
    ----------
    depot_ids : tuple of str
        Depots the goods may come from; empty means any.
    release : datetime or None
        When the goods are at the depot: loading of the trip that brings them starts then or later.
    """

    kind: Literal[OrderKind.DELIVERY] = OrderKind.DELIVERY
    site_id: Id
    lines: tuple[Line, ...] = Field(min_length=1)
    depot_ids: tuple[Id, ...] = ()
    release: Moment | None = None


class Call(_Order):
    """A team comes and does something, with goods from a depot (as for `Delivery`) or without."""

    kind: Literal[OrderKind.CALL] = OrderKind.CALL
    site_id: Id
    lines: tuple[Line, ...] = ()
    depot_ids: tuple[Id, ...] = ()
    release: Moment | None = None

    @model_validator(mode="after")
    def _releases_goods(self) -> Self:
        if self.release is not None and not self.lines:
            raise ValueError(f"order {self.id}: a release, but no goods to be released")
        return self


class Transfer(_Order):
    """A party from where it is to one of several sites with free beds.

    Attributes
    ----------
    destination_ids : tuple of str
        At least one; resolved by the reader when the table leaves the choice open.
    exclusive : bool
        Nobody else aboard while this party is.
    approved : bool
        Whether who decides about transfers has said yes; see `Scenario.plan_unapproved`.
    arrive_by : datetime or None
        Latest moment to be let out at the destination.
    due : datetime or None
        When they should be let out there: what is later is allowed, and costs.
    notice : datetime or None
        When it was decided that they go: they board then or later, and the limits of their class
        are counted from it.
    max_aboard_s : int or None
        Longest time between the end of boarding and the start of alighting, in seconds.
    max_way_m : int or None
        Longest way by road straight from origin to destination, in metres, for the vehicle that
        drives it, at that hour.

    cohort : Cohort or None
        What it is a part of.
    """

    kind: Literal[OrderKind.TRANSFER] = OrderKind.TRANSFER
    origin_id: Id
    destination_ids: tuple[Id, ...] = Field(min_length=1)
    party: Party
    exclusive: bool = False
    approved: bool = True
    arrive_by: Moment | None = None
    due: Moment | None = None
    notice: Moment | None = None
    max_aboard_s: int | None = Field(default=None, gt=0)
    max_way_m: int | None = Field(default=None, gt=0)

    cohort: Cohort | None = None

    @property
    def asked_id(self) -> str:
        """Id under which it was asked for: of a part of a cohort, the cohort's."""
        return self.id if self.cohort is None else self.cohort.id


class Collection(_Order):
    """Specimens or waste from a place to a laboratory or depot; times as for `Transfer`."""

    kind: Literal[OrderKind.COLLECTION] = OrderKind.COLLECTION
    origin_id: Id
    destination_ids: tuple[Id, ...] = Field(min_length=1)
    lines: tuple[Line, ...] = Field(min_length=1)
    arrive_by: Moment | None = None
    due: Moment | None = None
    max_aboard_s: int | None = Field(default=None, gt=0)


Order = Annotated[Delivery | Call | Transfer | Collection, Field(discriminator="kind")]
