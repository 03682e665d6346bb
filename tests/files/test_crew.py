"""Who of a crew drives where the table does not say."""

import pytest

from logiroute.files.day import inspect_day, read_scenario
from tests.files.day_builder import DayBuilder

Member = tuple[str, str]


@pytest.mark.parametrize(
    ("crew", "roles", "drivers", "warned"),
    [
        ([("", ""), ("", "nurse")], ["driver", "escort"], 1, [3]),
        ([("", "nurse"), ("", "")], ["escort", "driver"], 1, [2]),
        ([("", "nurse"), ("司机", "")], ["escort", "司机"], 1, [2]),
        ([("", ""), ("", "")], ["driver", "driver"], 2, []),
        ([("", "nurse"), ("driver", "nurse")], ["escort", "driver"], 1, [2]),
        ([("driver", "nurse"), ("driver", "nurse")], ["driver", "driver"], 2, []),
        # Somebody has to drive.
        ([("", "nurse")], ["driver"], 1, []),
        ([("", "nurse"), ("loader", "")], ["driver", "loader"], 1, []),
        ([("", "nurse"), ("", "sampling")], ["driver", "escort"], 1, [3]),
    ],
)
def test_who_came_along_for_a_skill_does_not_drive(
    day: DayBuilder, crew: list[Member], roles: list[str], drivers: int, warned: list[int]
) -> None:
    day.tables["crew"] = [
        {"id": f"C{number}", "vehicle": "B1", "name": "", "role": role, "skills": skills}
        for number, (role, skills) in enumerate(crew)
    ]
    bus = read_scenario(day.write()).vehicle["B1"]
    assert [member.role for member in bus.crew] == roles
    assert bus.drivers == drivers
    found = [p for p in inspect_day(day.write()).problems if p.file == "crew.csv"]
    assert [(p.row, p.column, p.code) for p in found] == [(n, "role", "S315") for n in warned]


def test_another_vehicles_crew_does_not_count(day: DayBuilder) -> None:
    day.tables["crew"] = [
        {"id": "C1", "vehicle": "B1", "name": "Wu", "role": "", "skills": "nurse"},
        {"id": "C2", "vehicle": "T1", "name": "Li", "role": "driver", "skills": ""},
    ]
    assert [member.role for member in read_scenario(day.write()).vehicle["B1"].crew] == ["driver"]
