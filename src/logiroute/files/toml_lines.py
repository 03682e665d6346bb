"""In which line of a TOML text a key stands, which tomllib does not tell."""

import re
from collections.abc import Mapping

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"\s*\[\[?\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")


def lines_of(text: str) -> Mapping[tuple[str, ...], int]:
    """Path of keys → 1-based line of its first appearance.

    Lines inside multi-line texts may be taken for keys; they never hide a real key that comes
    earlier, and a wrong line only ever affects where a message points.
    """
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = _TABLE.match(line)
        if header:
            table = _parts(header.group(1))
            lines.setdefault(table, number)
            continue
        key = _KEY.match(line)
        if key:
            lines.setdefault(table + _parts(key.group(1)), number)
    return lines


def line_of(lines: Mapping[tuple[str, ...], int], path: tuple[str, ...]) -> int:
    """Line of a path, or of the nearest thing around it; 0 if there is none."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 0


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
