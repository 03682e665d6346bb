"""What a task is."""

from enum import IntEnum


class Role(IntEnum):
    """What a task is to its order."""

    SITE = 0  #: the only task of a delivery or call
    PICK_UP = 1  #: where a party boards or a collection is loaded
    SET_DOWN = 2  #: one of the places where it may alight or be unloaded
    RELOAD = 3  #: of no order: the vehicle is at a depot and loads for a further trip
    WASH = 4  #: of no order: the vehicle is disinfected at a station
    REST = 5  #: of no order: the driver rests
    BERTH = 6  #: of no order: the vehicle has a dock from now on, for the work that follows


#: Visits of no order that are put in where a route needs them; there are many more than are used.
VISITS = (Role.WASH, Role.REST, Role.BERTH)
