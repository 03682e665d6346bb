"""Table of contents of the auditor's rules.

A rule is one module with ``check(replay)``. It looks at facts one by one and yields ``None`` for
each that is in order and a `Violation` for each that is not, so that what it yields is also the
count of what it looked at. To add a rule, write its module and add it here.
"""

from collections.abc import Callable, Iterator, Mapping

from logiroute.audit.record import Replay
from logiroute.audit.rules import (
    access,
    beds,
    capacity,
    cleaning,
    coverage,
    duty,
    lifo,
    mixing,
    pairing,
    parties,
    service,
    shifts,
    slots,
    stock,
    suits,
    travel,
    trips,
    windows,
)
from logiroute.audit.violation import Violation
from logiroute.model.rules import Rule

#: A rule of the auditor: one item per fact looked at.
Check = Callable[[Replay], Iterator[Violation | None]]

RULES: Mapping[Rule, Check] = {
    Rule.COVERAGE: coverage.check,
    Rule.TRAVEL: travel.check,
    Rule.SERVICE: service.check,
    Rule.WINDOWS: windows.check,
    Rule.SHIFTS: shifts.check,
    Rule.CAPACITY: capacity.check,
    Rule.ACCESS: access.check,
    Rule.PAIRING: pairing.check,
    Rule.BEDS: beds.check,
    Rule.PARTIES: parties.check,
    Rule.MIXING: mixing.check,
    Rule.CLEANING: cleaning.check,
    Rule.STOCK: stock.check,
    Rule.TRIPS: trips.check,
    Rule.LIFO: lifo.check,
    Rule.DUTY: duty.check,
    Rule.SUITS: suits.check,
    Rule.SLOTS: slots.check,
}
