"""The names of the rules. Each has one place in solver, audit, tests and docs as well."""

from enum import StrEnum


class Rule(StrEnum):
    """Families of rules a plan must keep."""

    COVERAGE = "coverage"  #: every order is served once and whole, or listed as unserved
    TRAVEL = "travel"  #: driving takes at least as long as the travel table says
    SERVICE = "service"  #: work takes at least as long as the quantities need
    WINDOWS = "windows"  #: work starts inside the windows of order and place
    SHIFTS = "shifts"  #: a route lies inside a shift of its vehicle, from start to end place
    CAPACITY = "capacity"  #: no load dimension is ever exceeded
    ACCESS = "access"  #: vehicle, order and zones fit: kinds, skills, gates, no forbidden metre
    PAIRING = "pairing"  #: what is picked up is set down later, by the same vehicle, in time
    BEDS = "beds"  #: no site receives more people than it has beds, nor a class it does not take
    PARTIES = "parties"  #: groups ride together, exclusive parties ride alone
    MIXING = (
        "mixing"  #: two party classes never share an unwashed vehicle, nor people and goods any
    )
    CLEANING = "cleaning"  #: after a transfer run, or work in a zone, the vehicle is disinfected
    STOCK = "stock"  #: no depot issues more of an item than it may
    TRIPS = "trips"  #: a shift has its number of trips, goods are loaded when they are there
    LIFO = "lifo"  #: of vehicles with a rear door only, what came aboard last leaves first
    DUTY = "duty"  #: nobody drives longer than the driving rule lets them, nor without a rest
    SUITS = "suits"  #: nobody is in a protective suit longer than the policy allows
    SLOTS = "slots"  #: no more vehicles work at a place at once than it has docks
