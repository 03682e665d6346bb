"""An empty day to fill in: a commented folder and a workbook with drop-downs."""

import csv
import io
from pathlib import Path

from logiroute.errors import InputError
from logiroute.files.columns import Column, columns_of
from logiroute.files.problems import InputLocation, Problems
from logiroute.files.rows_settings import SettingsRow
from logiroute.files.tables import ROWS
from logiroute.files.template_workbook import shown_columns, template_workbook
from logiroute.files.whole_file import write_whole

#: Keys that the template fills in.
PRESET = {"timezone": "Asia/Shanghai", "policy": "default"}

_TOP = """\
# A day to plan. Fill in the values between the quotation marks; lines that begin with # are notes.
# All keys and the columns of every table are described in docs/file-format.md.
"""

_EMPTY_ZONES = """\
{
 "type": "FeatureCollection",
 "features": []
}
"""


def new_day(directory: Path | str) -> list[Path]:
    """Write an empty day folder, and ``day.xlsx`` as another way to fill in the same.

    Parameters
    ----------
    directory : Path or str
        Made if it does not exist.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    InputError
        S114 for each file that is in the way (then nothing is written), S115 if the folder cannot
        be written to.
    """
    folder = Path(directory)
    files: dict[str, bytes] = {"scenario.toml": _scenario_toml().encode()}
    # With the mark, Excel opens them as UTF-8.
    files |= {f"{name}.csv": _csv(name).encode("utf-8-sig") for name in ROWS}
    files["zones.geojson"] = _EMPTY_ZONES.encode()
    files["day.xlsx"] = template_workbook(PRESET)
    problems = Problems()
    try:
        for name in files:
            if (folder / name).exists() or (folder / name).is_symlink():
                problems.error(
                    "S114",
                    InputLocation(str(folder / name)),
                    "",
                    "the file is already there and is not replaced; choose an empty folder",
                )
        problems.raise_errors()
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problems.error(
            "S115",
            InputLocation(str(folder)),
            "",
            f"the folder cannot be made ({reason}); choose another name",
        )
        raise InputError(problems.sorted()) from error
    for name, data in files.items():
        write_whole(folder / name, data)
    return [folder / name for name in files]


def _scenario_toml() -> str:
    parts = [_TOP]
    for column in columns_of(SettingsRow):
        col = column.col
        notes = [f"# {col.help}" + ("" if col.required else " May be left out.")]
        written = PRESET.get(column.name)
        if written is None and not col.required:
            parts.append("\n".join([*notes, f"# {column.name} = {_toml(column)}"]))
        else:
            notes.append(f"# Example: {column.name} = {_toml(column)}")
            parts.append("\n".join([*notes, f'{column.name} = "{written or ""}"']))
    return "\n\n".join(parts) + "\n"


def _toml(column: Column) -> str:
    example = column.col.example
    return example if example.isdigit() else f'"{example}"'


def _csv(name: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    columns = shown_columns(ROWS[name])
    writer.writerow(column.name for column in columns)
    left_out = ROWS[name].not_in_example
    examples = ["" if c.field in left_out else c.col.example for c in columns]
    writer.writerow([f"# {examples[0]}", *examples[1:]])
    return text.getvalue()
