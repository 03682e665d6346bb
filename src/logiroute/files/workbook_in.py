"""Reading a workbook into the same raw parts as a folder."""

import io
from collections.abc import Sequence
from pathlib import Path

from logiroute.files.cells import text_of
from logiroute.files.csv_table import table_of
from logiroute.files.decode import read_bytes
from logiroute.files.headers import normal
from logiroute.files.problems import InputLocation, Problems, did_you_mean, shown
from logiroute.files.raw import CHINESE, REQUIRED_TABLES, SCENARIO, ZONES, RawDay, RawSettings
from logiroute.files.workbook_scan import MAX_CELLS, SheetScan, scan_workbook

#: Sheets the template brings along that hold no data of the day.
HELPER_SHEETS = frozenset({"help", "lists", "说明"})

_SUFFIXES = frozenset({".xlsx", ".xlsm"})


def is_workbook(path: Path) -> bool:
    """Whether a path is meant as a workbook rather than a folder."""
    return path.suffix.casefold() in _SUFFIXES and not path.is_dir()


def read_workbook(path: Path, problems: Problems) -> RawDay:
    """Every sheet of a workbook; what is missing, misnamed or unreadable is noted."""
    path = Path(path).absolute()
    at = InputLocation(path.name)
    labels = {part: f"{path.name}[{part}]" for part in CHINESE}
    raw = RawDay(path.parent, None, labels=labels)
    sheets = read_sheets(path, at, problems)
    if sheets is None:
        raw.broken.update(CHINESE)
        return raw
    wanted = {part: part for part in CHINESE} | {name: part for part, name in CHINESE.items()}
    names: dict[str, str] = {}
    for name in sheets:
        part = wanted.get(name.strip().casefold())
        if part is None:
            _note_stranger(name, path.name, wanted, problems)
        elif part in names:
            problems.error(
                "S109",
                InputLocation(f"{path.name}[{name}]"),
                "",
                f"the sheets {shown(names[part])} and {shown(name)} are the same table; delete one",
            )
        else:
            names[part] = name
            labels[part] = f"{path.name}[{name}]"
    for part in (SCENARIO, *sorted(REQUIRED_TABLES)):
        if part not in names:
            problems.error(
                "S101", InputLocation(labels[part]), "", f"the sheet {part} is missing; add it"
            )
            raw.broken.add(part)
    settings: RawSettings | None = None
    zones = None
    for part, name in names.items():
        table = table_of(enumerate(sheets[name], start=1), labels[part])
        if part == SCENARIO:
            settings = _settings(table.file, sheets[name])
        elif part == ZONES:
            zones = table if table.header else None
        elif table.header or part in REQUIRED_TABLES:
            raw.tables[part] = table
    return RawDay(raw.base, settings, raw.tables, raw.broken, zones, labels)


def read_sheets(
    path: Path, at: InputLocation, problems: Problems
) -> dict[str, list[list[object]]] | None:
    """Cells of every sheet from its first row and column on, or ``None`` after noting why not."""
    from python_calamine import CalamineWorkbook

    data = read_bytes(path, at, problems)
    if data is None:
        return None
    scans = scan_workbook(data)
    for name, scan in scans.items():
        if scan.rows * scan.columns > MAX_CELLS:
            problems.error(
                "S112",
                InputLocation(f"{path.name}[{name}]"),
                "",
                f"the sheet reaches to cell {scan.last}; delete what stands far from the table",
            )
            return None
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            }
    except BaseException as error:
        # A damaged file can make calamine panic, which is no Exception; it must stay a message.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        problems.error(
            "S112",
            at,
            "",
            f"the workbook cannot be opened ({shown(error)}); save it as .xlsx without a password",
        )
        return None
    return {name: _with_errors(rows, scans.get(name)) for name, rows in sheets.items()}


def _with_errors(rows: Sequence[Sequence[object]], scan: SheetScan | None) -> list[list[object]]:
    """The cells, with what a failed formula shows in place of the emptiness calamine gives."""
    cells = [list(row) for row in rows]
    for (row, column), shown_error in ({} if scan is None else scan.errors).items():
        while len(cells) <= row:
            cells.append([])
        cells[row] += [""] * (column + 1 - len(cells[row]))
        cells[row][column] = shown_error
    return cells


def _note_stranger(name: str, file: str, wanted: dict[str, str], problems: Problems) -> None:
    if name.strip().casefold() in HELPER_SHEETS:
        return
    hint = did_you_mean(name, wanted)
    message = f"the sheet {shown(name)} is no table of a day{hint}"
    at = InputLocation(f"{file}[{name}]")
    if "did you mean" in hint:
        problems.error("S103", at, "", message)
    else:
        problems.warn("S103", at, "", f"{message}; it is not read")


def _settings(file: str, rows: Sequence[Sequence[object]]) -> RawSettings:
    """Keys in the first column, values in the second; a header ``key, value`` is left out."""
    values: dict[str, tuple[object, int]] = {}
    for number, row in enumerate(rows, start=1):
        key = text_of(row[0]) if row else ""
        if not key or key.startswith("#") or normal(key) in {"key", "项目", "键"}:
            continue
        # A key that is given twice keeps both rows: the second gets a name of its own, which the
        # reader then refuses as the same key.
        name = key
        while name in values:
            name += " "
        values[name] = (row[1] if len(row) > 1 else None, number)
    return RawSettings(file, values)
