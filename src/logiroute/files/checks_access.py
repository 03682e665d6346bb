"""Do passes and profiles say one thing each, and is there anybody who needs them."""

from logiroute.files.problems import Problems, shown
from logiroute.files.rows_day import DayRows, by_id
from logiroute.files.rows_streets import PassRow
from logiroute.files.table import Entry


def check_access(rows: DayRows, problems: Problems) -> None:
    """Note passes for nothing or for two things, and passes and profiles nobody needs."""
    for entry in rows.passes:
        _check_pass(entry, rows, problems)
    _check_profiles(rows, problems)


def _check_pass(entry: Entry[PassRow], rows: DayRows, problems: Problems) -> None:
    row = entry.row
    if not row.zone and not row.gate and not rows.passes.header_known:
        return  # noted already, at the header
    if bool(row.zone) == bool(row.gate):
        message = "a pass is for a zone or for one gate; fill one of the two cells"
        if row.zone:
            message = "a pass is for a zone or for one gate, not both; write a row for each"
        problems.error("S236", entry.at, entry.column("gate" if row.zone else "zone"), message)
        return
    vehicle = by_id(rows.vehicles).get(row.vehicle)
    vehicle_class = rows.vehicle_class(vehicle.vehicle_class) if vehicle else None
    gate = by_id(rows.gates).get(row.gate)
    zone = by_id(rows.zones).get(gate.zone if gate else row.zone)
    if vehicle_class is None or zone is None:
        return  # noted already
    access = vehicle_class.zones.get(zone.zone_class)
    if access is not None and not access.asks_for_pass:
        problems.warn(
            "S271",
            entry.at,
            entry.column("vehicle"),
            f"a {vehicle_class.id} needs no pass at gates of {zone.zone_class} zones by the policy "
            f"(it enters: {access.enter}, leaves: {access.leave}), so this one changes nothing; "
            "correct the policy, or delete the row",
        )


def _check_profiles(rows: DayRows, problems: Problems) -> None:
    if not rows.vehicles.entries or len(rows.vehicles.entries) < rows.vehicles.written:
        return
    used = {entry.row.profile for entry in rows.vehicles}
    for entry in rows.profiles:
        if entry.row.id not in used:
            problems.warn(
                "S272",
                entry.at,
                entry.column("id"),
                f"no vehicle moves by the profile {shown(entry.row.id)}; name it under profile in "
                "vehicles, or delete it",
            )
