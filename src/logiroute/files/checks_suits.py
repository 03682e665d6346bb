"""Is it known whether the day is hot, where crews in suits work less long then."""

from logiroute.files.problems import Problems
from logiroute.files.rows_day import DayRows


def check_suits(rows: DayRows, problems: Problems) -> None:
    """Warn of limits in heat on a day of which nobody says how hot it is."""
    settings, policy = rows.settings.row, rows.policy
    if policy is None or settings is None or settings.temperature_c is not None:
        return
    used = {entry.row.vehicle_class for entry in rows.vehicles}
    held = [
        entry.id
        for entry in policy.vehicle_classes
        if entry.id in used and entry.suit_max_hot_s is not None
    ]
    if not held or policy.hot_from_c is None:
        return
    at, key = rows.settings.key("temperature_c")
    problems.warn(
        "S308",
        at,
        key,
        f"crews of {', '.join(held)} are in protective suits for less long from "
        f"{policy.hot_from_c} °C on, and nobody says how hot the day is, so it is planned as one "
        f"that is not; write the highest temperature of the day",
    )
