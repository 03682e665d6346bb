"""What kinds of places, orders and tasks are called, and the rules."""

from logiroute.model.order import OrderKind
from logiroute.model.place import PlaceKind
from logiroute.model.plan import TaskKind
from logiroute.model.rules import Rule
from logiroute.report.texts import N_

PLACE_KINDS = {
    PlaceKind.DEPOT: N_("Depot"),
    PlaceKind.SITE: N_("Site"),
    PlaceKind.HAND_OVER: N_("Hand-over point"),
    PlaceKind.TRANSIT_STATION: N_("Transit station"),
    PlaceKind.QUARANTINE_SITE: N_("Quarantine site"),
    PlaceKind.HOSPITAL: N_("Designated hospital"),
    PlaceKind.LABORATORY: N_("Laboratory"),
    PlaceKind.DISINFECTION_STATION: N_("Disinfection station"),
    PlaceKind.RELIEF_AREA: N_("Relief area"),
    PlaceKind.EXIT: N_("Exit of the map"),
}

ORDER_KINDS = {
    OrderKind.DELIVERY: N_("Delivery"),
    OrderKind.TRANSFER: N_("Transfer"),
    OrderKind.COLLECTION: N_("Collection"),
    OrderKind.CALL: N_("Call"),
}

TASK_KINDS = {
    TaskKind.LOAD: N_("Load"),
    TaskKind.UNLOAD: N_("Unload"),
    TaskKind.BOARD: N_("Board"),
    TaskKind.ALIGHT: N_("Alight"),
    TaskKind.SERVE: N_("Serve"),
    TaskKind.DISINFECT: N_("Disinfect"),
    TaskKind.REST: N_("Rest"),
}

RULES = {
    Rule.COVERAGE: N_("Coverage"),
    Rule.TRAVEL: N_("Driving time"),
    Rule.SERVICE: N_("Service time"),
    Rule.WINDOWS: N_("Time windows"),
    Rule.SHIFTS: N_("Shifts"),
    Rule.CAPACITY: N_("Capacity"),
    Rule.ACCESS: N_("Access"),
    Rule.PAIRING: N_("Pick-up and set-down"),
    Rule.BEDS: N_("Beds"),
    Rule.PARTIES: N_("Parties"),
    Rule.MIXING: N_("No mixing"),
    Rule.CLEANING: N_("Disinfection"),
    Rule.STOCK: N_("Stock"),
    Rule.TRIPS: N_("Trips"),
    Rule.LIFO: N_("Last in, first out"),
    Rule.DUTY: N_("Driving hours"),
    Rule.SUITS: N_("Protective suits"),
    Rule.SLOTS: N_("Docks"),
}
