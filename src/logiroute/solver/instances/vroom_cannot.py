"""What is contradictory in a VROOM problem, and what cannot be expressed; by its keys."""

from collections import Counter
from collections.abc import Iterator

from logiroute.solver.instances.complaints import Complaints
from logiroute.solver.instances.vroom_document import Document, Step

#: Keys of vehicles for which there is no rule.
_OF_VEHICLE = {
    "breaks": "breaks cannot be kept yet; leave the time of a break out of the time window",
    "max_travel_time": "a longest driving time cannot be kept yet",
    "max_distance": "a longest distance cannot be kept yet",
    "steps": "steps given beforehand cannot be kept",
}

#: Keys of steps for which there is no rule.
_OF_STEP = {
    "setup_per_type": "times by type of vehicle cannot be kept yet; give one setup",
    "service_per_type": "times by type of vehicle cannot be kept yet; give one service",
}


def say_what_cannot_be(document: Document, complaints: Complaints) -> None:
    """Complain about everything that keeps a document from being a problem."""
    steps = list(_steps(document))
    if not steps:
        complaints.say(0, "jobs", "there are neither jobs nor shipments; add one", "S503")
    _say_ids(document, complaints)
    for name, step in steps:
        for key, message in _OF_STEP.items():
            if getattr(step, key) is not None:
                complaints.say(0, f"{name}.{key}", message, "S505")
        if step.location_index is None:
            message = "it is missing; give the row of the place in the matrices"
            complaints.say(0, f"{name}.location_index", message, "S503")
        for row, (opens, closes) in enumerate(step.time_windows):
            if opens > closes:
                message = f"the window from {opens} to {closes} is none; correct it"
                complaints.say(0, f"{name}.time_windows[{row}]", message, "S504")
    _say_setups(steps, complaints)
    _say_vehicles(document, complaints)
    _say_amounts(document, complaints)


def _steps(document: Document) -> Iterator[tuple[str, Step]]:
    for row, job in enumerate(document.jobs):
        yield f"jobs[{row}]", job
    for row, shipment in enumerate(document.shipments):
        yield f"shipments[{row}].pickup", shipment.pickup
        yield f"shipments[{row}].delivery", shipment.delivery


def _say_ids(document: Document, complaints: Complaints) -> None:
    for name, ids in (
        ("jobs[{}].id", [job.id for job in document.jobs]),
        ("shipments[{}].pickup.id", [entry.pickup.id for entry in document.shipments]),
        ("shipments[{}].delivery.id", [entry.delivery.id for entry in document.shipments]),
        ("vehicles[{}].id", [vehicle.id for vehicle in document.vehicles]),
    ):
        seen: set[int] = set()
        for row, number in enumerate(ids):
            if number in seen:
                message = f"{number} is given twice; change one of them"
                complaints.say(0, name.format(row), message, "S504")
            seen.add(number)


def _say_setups(steps: list[tuple[str, Step]], complaints: Complaints) -> None:
    """The setup of tasks at one place is that of the stop: one for all, and no windows.

    VROOM counts it after the wait for a window, a stop's own time counts before.
    """
    at = Counter(step.location_index for _, step in steps)
    setups: dict[int | None, set[int]] = {}
    windows: set[int | None] = set()
    for _, step in steps:
        setups.setdefault(step.location_index, set()).add(step.setup)
        if step.time_windows:
            windows.add(step.location_index)
    for name, step in steps:
        place = step.location_index
        if step.setup and at[place] > 1 and (len(setups[place]) > 1 or place in windows):
            message = (
                "of several tasks at one place, setup can be kept only if it is the same for all"
                " and none of them has time windows; add it to service instead"
            )
            complaints.say(0, f"{name}.setup", message, "S505")


def _say_vehicles(document: Document, complaints: Complaints) -> None:
    for row, vehicle in enumerate(document.vehicles):
        name = f"vehicles[{row}]"
        for key, message in _OF_VEHICLE.items():
            if getattr(vehicle, key) not in (None, []):
                complaints.say(0, f"{name}.{key}", message, "S505")
        if vehicle.costs.per_task_hour not in (None, 0):
            message = "a cost of work cannot be kept yet"
            complaints.say(0, f"{name}.costs.per_task_hour", message, "S505")
        if vehicle.max_tasks is not None and document.shipments:
            message = "a largest number of tasks cannot be kept where there are shipments"
            complaints.say(0, f"{name}.max_tasks", message, "S505")
        for key in ("start", "end"):
            given, index = getattr(vehicle, key), getattr(vehicle, f"{key}_index")
            if given is not None and index is None:
                message = "it is missing; give the row of the place in the matrices"
                complaints.say(0, f"{name}.{key}_index", message, "S503")
        if vehicle.start_index is None and vehicle.end_index is None and vehicle.start is None:
            message = "a vehicle needs start_index, end_index or both; add one"
            complaints.say(0, name, message, "S503")
        window = vehicle.time_window
        if window is not None and window[0] > window[1]:
            message = f"the window from {window[0]} to {window[1]} is none; correct it"
            complaints.say(0, f"{name}.time_window", message, "S504")
        matrices = document.matrices.get(vehicle.profile)
        rates = {"per_hour", "per_km"} & vehicle.costs.model_fields_set
        if matrices is not None and matrices.costs is not None and rates:
            message = (
                f"matrices.{vehicle.profile}.costs says what driving costs; delete one of them"
            )
            complaints.say(0, f"{name}.costs", message, "S504")


def _say_amounts(document: Document, complaints: Complaints) -> None:
    """As many amounts everywhere as there are dimensions."""
    dimensions = len(document.vehicles[0].capacity)
    amounts = [(f"vehicles[{row}].capacity", v.capacity) for row, v in enumerate(document.vehicles)]
    for row, job in enumerate(document.jobs):
        amounts += [(f"jobs[{row}].{key}", getattr(job, key)) for key in ("delivery", "pickup")]
    amounts += [(f"shipments[{row}].amount", s.amount) for row, s in enumerate(document.shipments)]
    for name, given in amounts:
        optional = not name.endswith("capacity")
        if len(given) != dimensions and (given or not optional):
            message = f"it has {len(given)} amounts, vehicles[0].capacity has {dimensions}"
            complaints.say(0, name, message, "S504")
