"""What a solution in VROOM's words needs to know of the problem it is of."""

from dataclasses import dataclass
from typing import NamedTuple

from logiroute.solver.instances.vroom_document import Document, Job, Shipment, Step


class TaskName(NamedTuple):
    """A task in VROOM's words.

    Attributes
    ----------
    kind : str
        ``job``, ``pickup`` or ``delivery``.
    step : Step
        Where and how long.
    of : Job or Shipment
        What it belongs to.
    """

    kind: str
    step: Step
    of: Job | Shipment


@dataclass(frozen=True)
class VroomSource:
    """Where the rows of a problem come from.

    Attributes
    ----------
    document : Document
        Vehicles are the shifts of the problem, in turn.
    tasks : tuple of TaskName
        One a task row.
    origin : int
        The problem's second zero, in the document's seconds.
    """

    document: Document
    tasks: tuple[TaskName, ...]
    origin: int
