"""Tables for other tools."""

import csv
import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from logiroute.errors import InputError
from logiroute.files.matrix_file import Rows, write_matrix_csv, write_matrix_npz
from logiroute.files.points_file import NamedPoint
from logiroute.files.problems import InputLocation

NONE = 2**31 - 1
SECONDS = np.array([[0, 61], [NONE, 0], [7, NONE]], dtype=np.int32)
METRES = np.array([[0, 500], [NONE, 0], [60, NONE]], dtype=np.int32)


def test_csv_has_a_line_for_each_pair(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "table.csv"
    blocks = [(SECONDS[:2], METRES[:2]), (SECONDS[2:], METRES[2:])]
    write_matrix_csv(path, ['a"1', "b,2", "三"], ["x", "y z"], blocks, NONE)
    assert path.read_text("utf-8") == (
        "from,to,seconds,metres\n"
        '"a""1",x,0,0\n"a""1",y z,61,500\n'
        '"b,2",x,,\n"b,2",y z,0,0\n'
        "三,x,7,60\n三,y z,,\n"
    )
    with path.open(encoding="utf-8", newline="") as file:
        assert [row["from"] for row in csv.DictReader(file)][::2] == ['a"1', "b,2", "三"]


def test_nothing_is_left_of_a_table_that_failed(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("old", "utf-8")

    def broken() -> Iterator[Rows]:
        yield SECONDS[:1], METRES[:1]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_matrix_csv(path, ["a", "b"], ["x", "y"], broken(), NONE)
    assert path.read_text("utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["table.csv"]


def test_npz_needs_no_pickles(tmp_path: Path) -> None:
    def point(name: str, lon: float) -> NamedPoint:
        return NamedPoint(name, name, (lon, 30.0), InputLocation("p.csv", 2), "lon_wgs84")

    path = tmp_path / "table.npz"
    origins, targets = [point("a", 1.5), point("三", 2.5), point("c", 3.5)], [point("x", 4.0)] * 2
    away = (np.array([1.0, np.inf, 2.0]), np.array([0.0, 0.5]))
    write_matrix_npz(path, origins, targets, (SECONDS, METRES), away)
    with np.load(path, allow_pickle=False) as table:
        assert sorted(table) == [
            *("from_ids", "from_lon_lat", "from_snap_m", "metres"),
            *("seconds", "to_ids", "to_lon_lat", "to_snap_m"),
        ]
        assert table["seconds"].dtype == table["metres"].dtype == np.int32
        assert (table["seconds"] == SECONDS).all()
        assert (table["metres"] == METRES).all()
        assert table["from_ids"].tolist() == ["a", "三", "c"]
        assert table["to_lon_lat"].tolist() == [[4.0, 30.0], [4.0, 30.0]]
        assert table["from_snap_m"].tolist() == [1.0, np.inf, 2.0]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the file cannot be written .* \[S115\]"):
        write_matrix_csv(tmp_path, ["a"], ["x"], [], NONE)


IDS = st.lists(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1), min_size=1, max_size=4
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(origins=IDS, targets=IDS, data=st.data())
def test_any_table_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    origins: list[str],
    targets: list[str],
    data: st.DataObject,
) -> None:
    shape = (len(origins), len(targets))
    entries = st.one_of(st.just(NONE), st.integers(0, NONE))
    seconds = data.draw(arrays(np.int32, shape, elements=entries))
    metres = np.where(seconds == NONE, NONE, data.draw(arrays(np.int32, shape, elements=entries)))
    path = tmp_path_factory.mktemp("table") / "table.csv"
    split = data.draw(st.integers(0, len(origins)))
    blocks = [(seconds[:split], metres[:split]), (seconds[split:], metres[split:])]
    write_matrix_csv(path, origins, targets, blocks, NONE)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = itertools.product(range(shape[0]), range(shape[1]))
    for row, (i, j) in zip(rows, pairs, strict=True):
        assert (row["from"], row["to"]) == (origins[i], targets[j])
        if seconds[i, j] == NONE:
            assert row["seconds"] == row["metres"] == ""
        else:
            assert (int(row["seconds"]), int(row["metres"])) == (seconds[i, j], metres[i, j])
