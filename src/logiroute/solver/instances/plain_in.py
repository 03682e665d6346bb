"""Tables of plain text: Solomon's form, which Gehring & Homberger use, and Li & Lim's.

Both have the depot first. Their best values count vehicles first and distance in double precision.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from logiroute.solver.instances.complaints import Complaints
from logiroute.solver.instances.convention import Floats
from logiroute.solver.instances.distances import Distances
from logiroute.solver.instances.sheet import Nodes, Sheet, alike

#: Columns of a row: number, x, y, demand, ready time, due date, service time.
_SOLOMON = 7

#: The same, then the row of the pick-up and the row of the set-down, 0 for none.
_LI_LIM = 9

_HEADS = re.compile(r"VEHICLE|NUMBER\s+CAPACITY|CUSTOMER|CUST\b.*", re.IGNORECASE)


@dataclass(frozen=True)
class _Rows:
    """Numbers of a table, and the line of each row."""

    numbers: Floats
    lines: Sequence[int]


def is_solomon(text: str) -> bool:
    """Whether a text has the headings of Solomon's form."""
    heads = [line.split() for line in text.upper().splitlines()[:20]]
    return ["VEHICLE"] in heads and ["CUSTOMER"] in heads


def is_li_lim(text: str) -> bool:
    """Whether a text has three numbers, then rows of nine."""
    lines = [line.split() for line in text.splitlines() if line.strip()][:2]
    return [len(line) for line in lines] == [3, _LI_LIM] and all(
        re.fullmatch(r"-?[\d.]+", token) for line in lines for token in line
    )


def read_solomon(text: str, complaints: Complaints) -> Sheet:
    """Read Solomon's form.

    Raises
    ------
    InputError
        There are mistakes.
    """
    lines = list(_lines(text))
    name = lines[0][1] if lines and not _HEADS.fullmatch(lines[0][1]) else "instance"
    body = [entry for entry in lines[name != "instance" :] if not _HEADS.fullmatch(entry[1])]
    vehicles, capacity = _head(body, 2, "number of vehicles and capacity", complaints)
    rows = _table(body[1:], _SOLOMON, complaints)
    nodes = _nodes(rows, rows.numbers[:, 3:4], (), complaints)
    return Sheet(name, "VRPTW", nodes, alike(int(vehicles), 1, capacity))


def read_li_lim(text: str, complaints: Complaints) -> Sheet:
    """Read Li & Lim's form.

    Raises
    ------
    InputError
        There are mistakes.
    """
    body = list(_lines(text))
    vehicles, capacity, speed = _head(body, 3, "vehicles, capacity and speed", complaints)
    if speed != 1:
        message = "only a speed of 1 can be read: divide all distances by it"
        complaints.say(body[0][0], "speed", message, "S505")
    rows = _table(body[1:], _LI_LIM, complaints)
    pairs = _pairs(rows, complaints)
    nodes = _nodes(rows, np.maximum(rows.numbers[:, 3:4], 0.0), pairs, complaints)
    return Sheet("instance", "PDPTW", nodes, alike(int(vehicles), 1, capacity))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for line, raw in enumerate(text.splitlines(), start=1):
        if content := raw.strip():
            yield line, content


def _numbers(line: int, content: str, count: int, complaints: Complaints) -> tuple[float, ...]:
    """So many numbers of a line; zeros if they are not there."""
    try:
        numbers = tuple(map(float, content.split()))
    except ValueError:
        numbers = ()
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        complaints.say(line, "", f'expected {count} numbers, got "{content[:60]}"', "S502")
        return (0.0,) * count
    return numbers


def _head(
    body: Sequence[tuple[int, str]], count: int, what: str, complaints: Complaints
) -> tuple[float, ...]:
    if not body:
        complaints.stop(0, "", f"expected a line with {what}", "S503")
    numbers = _numbers(*body[0], count, complaints)
    if not complaints and (numbers[0] != int(numbers[0]) or numbers[0] < 1 or numbers[1] < 0):
        complaints.say(body[0][0], "", f"expected {what}, got {body[0][1]}", "S504")
    return numbers


def _table(body: Sequence[tuple[int, str]], count: int, complaints: Complaints) -> _Rows:
    """Rows numbered from 0."""
    if not body:
        complaints.stop(0, "", "expected a row for the depot; the table is empty", "S503")
    found = [_numbers(line, content, count, complaints) for line, content in body]
    complaints.close()
    for row, (numbers, (line, _)) in enumerate(zip(found, body, strict=True)):
        if numbers[0] != row:
            message = f"expected row {row}, got {numbers[0]:g}; put rows in order"
            complaints.stop(line, "", message, "S504")
    return _Rows(np.array(found), [line for line, _ in body])


def _nodes(
    rows: _Rows, demand: Floats, pairs: tuple[tuple[int, int], ...], complaints: Complaints
) -> Nodes:
    numbers = rows.numbers
    opens, closes, service = numbers[:, 4], numbers[:, 5], numbers[:, 6]
    bad = (opens > closes) | (opens < 0) | (service < 0) | (demand[:, 0] < 0)
    for row in np.flatnonzero(bad).tolist():
        message = "a window that ends before it starts, or a number below 0; correct it"
        complaints.say(rows.lines[row], "", message, "S504")
    complaints.close()
    return Nodes(
        depots=1,
        distances=Distances(numbers[:, 1:3]),
        demand=demand,
        backhaul=np.zeros(demand.shape),
        opens=opens,
        closes=closes,
        service=service,
        release=np.zeros(len(numbers)),
        prize=np.zeros(len(numbers)),
        pairs=pairs,
    )


def _pairs(rows: _Rows, complaints: Complaints) -> tuple[tuple[int, int], ...]:
    """Rows of pick-ups and of their set-downs, which name each other."""
    found = []
    partner = rows.numbers[:, 7:9].astype(np.int64)
    load = rows.numbers[:, 3]
    for row in range(1, len(load)):
        other = int(partner[row].max())
        paired = partner[row].min() == 0 and 0 < other < len(load)
        if not paired or partner[other].max() != row or load[other] != -load[row]:
            message = "expected the row of one partner, which names this row, and the same load"
            complaints.say(rows.lines[row], "", message, "S504")
        elif partner[row, 1] == other:
            found.append((row, other))
    complaints.close()
    return tuple(found)
