"""When a crew is in protective suits: the auditor's own account of it."""

from logiroute.audit.parts import Part
from logiroute.model.fleet import Vehicle
from logiroute.model.plan import TaskKind
from logiroute.model.scenario import Scenario


class Suits:
    """Follows a crew from task to task.

    Suits are put on where the first order is worked on, before that work; they are taken off at the
    station before the vehicle is disinfected, and at the end of duty. Loading at a depot is done
    without.

    Attributes
    ----------
    on : bool
        Whether the crew is in suits now.
    off_s : int
        Seconds in which it takes them off.
    """

    def __init__(self, scenario: Scenario, vehicle: Vehicle | None) -> None:
        own = scenario.policy.vehicle_class(vehicle.vehicle_class) if vehicle else None
        self._worn = own is not None and own.wears_suits
        self._on_s = own.suit_on_s if own else 0
        self.off_s = own.suit_off_s if own else 0
        self.on = False

    def before(self, kind: TaskKind, part: Part | None) -> int:
        """Seconds of changing before a task, which is done in other clothes from then on."""
        if not self._worn:
            return 0
        if kind is TaskKind.DISINFECT:
            seconds, self.on = (self.off_s if self.on else 0), False
            return seconds
        if part is None or part is Part.ISSUE or self.on:
            return 0
        self.on = True
        return self._on_s
