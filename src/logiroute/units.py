"""The integer scales of every quantity, in one place.

Seconds, metres, grams, cubic centimetres and hundredths of the currency are whole numbers inside
logiroute. Rounding is one-sided: a demand is rounded up and a capacity down, so that a plan never
looks feasible that is not.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

MASS = "mass_g"
VOLUME = "volume_cm3"
SEATS = "seats"
STRETCHERS = "stretchers"
WHEELCHAIRS = "wheelchairs"
CHILD_SEATS = "child_seats"

#: Load dimensions that everybody aboard is in once.
PEOPLE = (SEATS, STRETCHERS, WHEELCHAIRS)


def counted(count: int, dimension: str) -> str:
    """``1 stretcher``, ``2 child seats``; the name as it is of a dimension of one's own."""
    known = (*PEOPLE, CHILD_SEATS)
    name = dimension.removesuffix("s") if count == 1 and dimension in known else dimension
    return f"{count} {name.replace('_', ' ') if dimension in known else name}"


def numbered(number: int, noun: str) -> str:
    """``1 person``, ``2 persons``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


#: Base units in the unit that tables and pages use.
GRAMS_PER_KG = 1000
CM3_PER_M3 = 1_000_000

#: Costs are added up in units of 1/18,000 of a hundredth of the currency, where cents per
#: kilometre (×18 per metre) and cents per hour (×5 per second) are both whole numbers.
COST_UNITS_PER_CENT = 18_000
METRE_COST_FACTOR = 18
SECOND_COST_FACTOR = 5


#: Hours that count as late, least first: who is late counts as so late as the first of these that
#: is no shorter, and as the last where none is. Begun hours up to four, then eight, then a day.
LATE_STEPS_H = (1, 2, 3, 4, 8, 24)


def scale_up(value: Decimal, factor: int) -> int:
    """``value × factor`` rounded up: for demands and durations."""
    return int((value * factor).to_integral_value(rounding=ROUND_CEILING))


def scale_down(value: Decimal, factor: int) -> int:
    """``value × factor`` rounded down: for capacities."""
    return int((value * factor).to_integral_value(rounding=ROUND_FLOOR))


def ceil_div(numerator: int, denominator: int) -> int:
    """Whole-number division rounded up."""
    return -(-numerator // denominator)
