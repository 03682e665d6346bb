"""Do the shifts of a vehicle leave its drivers the time off that their driving rule asks for."""

from itertools import pairwise

from logiroute.files.problems import Problems
from logiroute.files.rows_day import DayRows


def check_duty(rows: DayRows, problems: Problems) -> None:
    """Note shifts that follow one another too soon."""
    for entry in rows.vehicles:
        if rows.policy is None or rows.vehicle_class(entry.row.vehicle_class) is None:
            continue
        rule = rows.policy.driving_rule(entry.row.vehicle_class)
        if rule is None or rule.off_duty_s is None:
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
