"""Who of a crew drives, where the table leaves it open."""

from collections.abc import Sequence

from logiroute.files.problems import Problems, shown
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_fleet import CrewRow
from logiroute.model.fleet import drives

_DRIVER, _ESCORT = "driver", "escort"


def roles_of(crew: Sequence[CrewRow]) -> tuple[str, ...]:
    """The role of each member of one vehicle's crew.

    Two drivers need no rests, so whoever may have come along for what they can do is not counted as
    one: without a role, people with skills are escorts if somebody else drives.
    """
    sure = any(drives(row.role) if row.role else not row.skills for row in crew)
    found = []
    for row in crew:
        if row.role:
            found.append(row.role)
        elif row.skills and sure:
            found.append(_ESCORT)
        else:
            found.append(_DRIVER)
            sure = True
    return tuple(found)


def check_crew(rows: DayRows, problems: Problems) -> None:
    """Warn of people who are taken for escorts."""
    for crew in rows.crew_of.values():
        roles = roles_of([entry.row for entry in crew])
        for entry, role in zip(crew, roles, strict=True):
            if role == _ESCORT and not entry.row.role:
                problems.warn(
                    "S315",
                    entry.at,
                    entry.column("role"),
                    f"{shown(entry.row.name or entry.row.id)} has skills and no role, and somebody "
                    f"else drives: counted as an escort, who does not drive; write {_DRIVER} if "
                    f"they do, or {_ESCORT}",
                )
