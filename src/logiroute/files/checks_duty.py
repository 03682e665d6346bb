"""Do the shifts of a vehicle leave its drivers the time off that their driving rule asks for."""

from itertools import pairwise

from logiroute.files.problems import Problems
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_fleet import VehicleRow
from logiroute.files.table import Entry
from logiroute.model.driving import DrivingRule


def check_duty(rows: DayRows, problems: Problems) -> None:
    """Note shifts that follow one another too soon, and drivers who have driven enough."""
    for entry in rows.vehicles:
        if rows.policy is None or rows.vehicle_class(entry.row.vehicle_class) is None:
            continue
        rule = rows.policy.driving_rule(entry.row.vehicle_class)
        if rule is None:
            continue
        _check_driven(entry, rule, problems)
        if rule.off_duty_s is None:
            continue
        shifts = sorted(entry.row.shifts, key=lambda shift: shift.start)
        for before, after in pairwise(shifts):
            if (after.start - before.end).total_seconds() >= rule.off_duty_s:
                continue
            hours = f"{rule.off_duty_s / 3600:g} h"
            problems.error(
                "S246",
                entry.at,
                entry.column("shifts"),
                f"a shift starts at {after.start:%H:%M}, less than {hours} after one that ends at "
                f"{before.end:%H:%M}; {rule.label} asks for {hours} off: give the later shift to a "
                "row of its own, with another crew",
            )


def _check_driven(entry: Entry[VehicleRow], rule: DrivingRule, problems: Problems) -> None:
    row = entry.row
    for field, driven, most in (
        ("driven_day_min", row.driven_day_min, rule.day_drive_s),
        ("driven_week_min", row.driven_week_min, rule.week_drive_s),
    ):
        if most is not None and driven >= most:
            problems.warn(
                "S319",
                entry.at,
                entry.column(field),
                f"its drivers have driven {driven / 3600:g} h, and {rule.label} allows "
                f"{most / 3600:g} h, so it stays where it is; correct the number, or give it "
                "another crew",
            )
