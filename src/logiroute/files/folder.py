"""Reading a day folder into its raw parts."""

import tomllib
from decimal import Decimal
from pathlib import Path

from logiroute.files.csv_table import read_csv
from logiroute.files.decode import read_text
from logiroute.files.headers import recogniser
from logiroute.files.problems import InputLocation, Problems, did_you_mean, shown
from logiroute.files.raw import (
    CHINESE,
    CLOSURES,
    DRAWN_CLOSURES,
    REQUIRED_TABLES,
    SCENARIO,
    TABLES,
    ZONES,
    RawDay,
    RawSettings,
    RawTable,
    RawText,
)
from logiroute.files.tables import ROWS
from logiroute.files.toml_lines import line_of, lines_of


def read_folder(folder: Path, problems: Problems) -> RawDay:
    """Everything in a day folder; what is missing, misnamed or unreadable is noted."""
    base = Path(folder).absolute()
    if not _is_folder(base):
        name = base.name or str(folder)
        message = f"there is no day folder or workbook {shown(folder)}"
        if base.exists():
            message = f"{shown(folder)} is neither a folder nor a workbook (.xlsx); name either"
        problems.error("S101", InputLocation(name), "", message)
        return RawDay(base, broken={*CHINESE})
    files = _find(base, problems)
    labels = {SCENARIO: "scenario.toml", ZONES: "zones.geojson"}
    labels |= {name: f"{name}.csv" for name in TABLES}
    labels |= {part: path.name for part, path in files.items()}
    tables: dict[str, RawTable] = {}
    broken: set[str] = set()
    for name in TABLES:
        if name not in files and name not in REQUIRED_TABLES:
            continue
        at = InputLocation(labels[name])
        path = files.get(name, base / labels[name])
        text = read_text(path, at, problems)
        table = None if text is None else read_csv(text, at, recogniser(ROWS[name]), problems)
        if table is None:
            broken.add(name)
        else:
            tables[name] = table
    settings = _read_settings(files.get(SCENARIO, base / labels[SCENARIO]), problems)
    zones = _read_drawn(files.get(ZONES), problems)
    if ZONES in files and zones is None:
        broken.add(ZONES)
    drawn = _read_drawn(files.get(DRAWN_CLOSURES), problems)
    return RawDay(base, settings, tables, broken, zones, labels, drawn)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _find(base: Path, problems: Problems) -> dict[str, Path]:
    """Part → file, by English or Chinese name in any case."""
    wanted = {f"{name}.csv": name for name in TABLES}
    wanted |= {f"{CHINESE[name]}.csv": name for name in TABLES}
    wanted |= {"scenario.toml": SCENARIO, f"{CHINESE[SCENARIO]}.toml": SCENARIO}
    wanted |= {"zones.geojson": ZONES, f"{CHINESE[ZONES]}.geojson": ZONES}
    chinese = f"{CHINESE[CLOSURES]}.geojson"
    wanted |= {"closures.geojson": DRAWN_CLOSURES, chinese: DRAWN_CLOSURES}
    found: dict[str, Path] = {}
    try:
        paths = sorted(path for path in base.iterdir() if path.is_file())
    except OSError as error:
        problems.error(
            "S101", InputLocation(base.name), "", f"the folder cannot be read ({error.strerror})"
        )
        return found
    for path in paths:
        part = wanted.get(path.name.casefold())
        if part is None:
            _note_stranger(path, wanted, problems)
        elif part in found:
            problems.error(
                "S109",
                InputLocation(path.name),
                "",
                f"{found[part].name} and {path.name} are the same table; delete one",
            )
        else:
            found[part] = path
    return found


def _note_stranger(path: Path, wanted: dict[str, str], problems: Problems) -> None:
    if path.suffix.casefold() not in {".csv", ".geojson"} or path.name.startswith((".", "~")):
        return
    names = [name for name in wanted if name.endswith(path.suffix.casefold())]
    hint = did_you_mean(path.name, names)
    message = f"{shown(path.name)} is no table of a day{hint}"
    if "did you mean" in hint:
        problems.error("S103", InputLocation(path.name), "", message)
    else:
        problems.warn("S103", InputLocation(path.name), "", f"{message}; it is not read")


def _read_settings(path: Path, problems: Problems) -> RawSettings | None:
    at = InputLocation(path.name)
    text = read_text(path, at, problems)
    if text is None:
        return None
    data = parse_toml(text, at, problems)
    if data is None:
        return None
    lines = lines_of(text)
    return RawSettings(
        path.name, {key: (value, line_of(lines, (key,))) for key, value in data.items()}
    )


def parse_toml(text: str, at: InputLocation, problems: Problems) -> dict[str, object] | None:
    """The content of a TOML text with exact decimals, or ``None`` after noting why not."""
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except (ValueError, RecursionError, ArithmeticError) as error:
        # tomllib names the line in its message; ValueError also covers numbers too long to read.
        words = str(error).split("(at line ")
        row = int(words[1].split(",")[0]) if len(words) > 1 else 0
        problems.error(
            "S111",
            InputLocation(at.file, row),
            "",
            f"this is not valid TOML ({words[0].strip() or 'too deeply nested'}); texts need "
            'quotation marks, as in title = "Town day"',
        )
        return None


def _read_drawn(path: Path | None, problems: Problems) -> RawText | None:
    if path is None:
        return None
    text = read_text(path, InputLocation(path.name), problems)
    return None if text is None else RawText(path.name, text)
