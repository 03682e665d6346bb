"""Small instances as text, and reading them."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from logiroute.errors import InputError
from logiroute.solver.instances.instance import Instance
from logiroute.solver.instances.read import read_instance

#: Three customers on a line, 3, 4 and 10 away from the depot.
VRP = """NAME : line
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 3 0
3 4 0
4 10 0
DEMAND_SECTION
1 0
2 4
3 5
4 6
DEPOT_SECTION
1
-1
EOF
"""

SOLOMON = """line

VEHICLE
NUMBER     CAPACITY
  2          10

CUSTOMER
CUST NO.  XCOORD.    YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0      0         0          0          0        100          0
    1      1         1          4          0         50          1
    2      2         2          5          3         60          1
"""

LI_LIM = """2 10 1
0 0 0 0 0 100 0 0 0
1 3 0 6 0 50 1 0 2
2 4 0 -6 3 60 1 1 0
"""


def written(tmp_path: Path, text: str, name: str = "file.vrp") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def read(tmp_path: Path, text: str, *, fewest_vehicles: bool = False) -> Instance:
    return read_instance(written(tmp_path, text), fewest_vehicles=fewest_vehicles)


def swapped(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def problems(tmp_path: Path, text: str) -> list[tuple[int, str, str]]:
    """Line, key and code of everything that is wrong."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    for problem in caught.value.problems:
        assert problem.file == "file.vrp"
        assert problem.message
    return [(problem.row, problem.column, problem.code) for problem in caught.value.problems]
