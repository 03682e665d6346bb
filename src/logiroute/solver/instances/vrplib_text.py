"""VRPLIB files as keywords and sections of numbers, each with its line.

The PyPI package ``vrplib`` reads the same files, but forgets lines and row numbers: a mistake could
not be located.
"""

import math
from dataclasses import dataclass
from pathlib import Path

from logiroute.solver.instances.complaints import Complaints

_END = "_SECTION"


@dataclass(frozen=True)
class Row:
    """A line of numbers."""

    line: int
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class Section:
    """Lines of numbers under a name."""

    line: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Word:
    """What a keyword says."""

    line: int
    text: str


@dataclass(frozen=True)
class VrplibText:
    """Keywords and sections by their names, sections without ``_SECTION``."""

    words: dict[str, Word]
    sections: dict[str, Section]


def text_of(path: Path) -> str:
    """A file as text; comments in other encodings do no harm."""
    return path.read_bytes().decode("utf-8-sig", errors="replace")


def read_vrplib_text(text: str, complaints: Complaints) -> VrplibText:
    """Take a file apart.

    Parameters
    ----------
    text : str
    complaints : Complaints
        Told of lines that are neither keyword nor numbers.
    """
    words: dict[str, Word] = {}
    begun: dict[str, tuple[int, list[Row]]] = {}
    rows: list[Row] | None = None
    for line, raw in enumerate(text.splitlines(), start=1):
        content = raw.strip()
        if not content or content.startswith("#"):
            continue
        if content.upper() == "EOF":
            break
        name = content.rstrip(" :").upper()
        if name.endswith(_END):
            name = name.removesuffix(_END)
            if name in begun:
                complaints.say(line, f"{name}{_END}", "there are two of it; delete one", "S502")
            rows = []
            begun[name] = (line, rows)
        elif ":" in content:
            key, _, said = content.partition(":")
            name = key.strip().upper()
            if name in words:
                complaints.say(line, name, "it is said twice; delete one line", "S502")
            words[name] = Word(line, said.strip())
        elif rows is None:
            message = f'expected "KEYWORD : value" or a section, got "{content[:40]}"'
            complaints.say(line, "", message, "S502")
        elif (row := _row(line, content, complaints)) is not None:
            rows.append(row)
    sections = {name: Section(line, tuple(rows)) for name, (line, rows) in begun.items()}
    return VrplibText(words, sections)


def _row(line: int, content: str, complaints: Complaints) -> Row | None:
    try:
        numbers = tuple(map(float, content.split()))
    except ValueError:
        numbers = (math.nan,)
    if all(map(math.isfinite, numbers)):
        return Row(line, numbers)
    complaints.say(line, "", f'expected numbers, got "{content[:40]}"', "S502")
    return None
