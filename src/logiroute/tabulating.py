"""The conductor of tables: from files of points to a file of times and distances."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from logiroute.answering import Question, opened
from logiroute.errors import InputProblem, Severity
from logiroute.files.matrix_file import ENDINGS, write_matrix_csv, write_matrix_npz
from logiroute.files.points_file import NamedPoint, inspect_points
from logiroute.files.whole_file import file_problems
from logiroute.geo.checks import check_places
from logiroute.geo.journeys import Matrix, Mover, matrix
from logiroute.geo.snap import Snap
from logiroute.model.place import Place, PlaceKind, Point
from logiroute.model.travel import UNREACHABLE
from logiroute.mover_choice import option_problem

#: Entries of a table that are made before they are written: bounds the memory of a CSV.
_BLOCK = 4_000_000

#: Farther than any street of any extract, metres.
_ANYWHERE_M = 1e8


@dataclass(frozen=True)
class TableWritten:
    """What was written: so many rows and columns, and pairs without a way."""

    rows: int
    columns: int
    unreachable: int
    warnings: tuple[InputProblem, ...]


def table_of_times(
    question: Question, points: Path, out: Path, targets: Path | None = None
) -> TableWritten:
    """Write the times and distances between points to a file, or nothing.

    Parameters
    ----------
    question : Question
    points : Path
        File of points: the rows, and the columns too if there are no others.
    out : Path
        ``.csv`` or ``.npz``.
    targets : Path, optional
        File of points: the columns.

    Raises
    ------
    InputError
        Everything that is wrong with files and options.
    """
    found = file_problems(out, (question.roads, question.day, points, targets))
    if out.suffix.casefold() not in ENDINGS:
        message = f"the table is written as {' or '.join(ENDINGS)}; name a file that ends so"
        found.append(option_problem("--out", message))
    files = [inspect_points(path) for path in (points, targets) if path is not None]
    for file in files:
        found += file.problems
    mover, warnings = opened(question, found)
    origins, ends = files[0].points, files[-1].points
    to = None if targets is None else [end.point for end in ends]
    blocks = _Blocks(mover, [origin.point for origin in origins], to)
    if out.suffix.casefold() == ".csv":
        from_ids, to_ids = ([point.id for point in side] for side in (origins, ends))
        tables = ((block.seconds, block.metres) for block in blocks)
        write_matrix_csv(out, from_ids, to_ids, tables, UNREACHABLE)
    else:
        whole = blocks.together()
        table = (whole.seconds, whole.metres)
        write_matrix_npz(out, origins, ends, table, (whole.from_m, whole.to_m))
    off = _off_road(mover, origins, blocks.from_m)
    off += [] if targets is None else _off_road(mover, ends, blocks.to_m)
    return TableWritten(len(origins), len(ends), blocks.unreachable, (*warnings, *off))


class _Blocks:
    """A table, some rows at a time; knows afterwards what it has seen."""

    def __init__(
        self, mover: Mover, origins: Sequence[Point], targets: Sequence[Point] | None
    ) -> None:
        self._mover, self._origins, self._targets = mover, origins, targets
        self.unreachable = 0
        self.from_m = np.full(len(origins), np.inf)
        self.to_m = np.full(len(origins if targets is None else targets), np.inf)

    def __iter__(self) -> Iterator[Matrix]:
        targets = self._origins if self._targets is None else self._targets
        rows = max(1, _BLOCK // len(targets))
        for first in range(0, len(self._origins), rows):
            here = slice(first, first + rows)
            block = matrix(self._mover, self._origins[here], targets)
            if self._targets is None:
                own = np.flatnonzero(np.isfinite(block.from_m))
                block.seconds[own, first + own] = block.metres[own, first + own] = 0
            self.from_m[here], self.to_m = block.from_m, block.to_m
            self.unreachable += int((block.seconds == UNREACHABLE).sum())
            yield block

    def together(self) -> Matrix:
        """All rows."""
        shape = (len(self.from_m), len(self.to_m))
        seconds, metres = np.empty(shape, np.int32), np.empty(shape, np.int32)
        row = 0
        for block in self:
            here = slice(row, row + len(block.seconds))
            seconds[here], metres[here] = block.seconds, block.metres
            row = here.stop
        return Matrix(seconds, metres, self.from_m, self.to_m)


def _off_road(
    mover: Mover, points: Sequence[NamedPoint], away: NDArray[np.float64]
) -> list[InputProblem]:
    """A warning for each point that is on no street, and one if all seem to be shifted alike."""
    lost = np.flatnonzero(~np.isfinite(away)).tolist()
    nearest: list[Snap | None] = []
    if lost:
        xy = mover.roads.plane.metres([points[row].point for row in lost]).reshape(-1, 2)
        nearest = mover.streets(next(mover.windows())).snap(xy, _ANYWHERE_M)
    found = []
    for row, snap in zip(lost, nearest, strict=True):
        point = points[row]
        message = f"{point.id} has no way: " + (
            "there is no street it may be reached by"
            if snap is None
            else f"it is {snap.metres:,.0f} m from the nearest street that may be used, more than "
            f"the limit of {mover.snap_limit_m:,.0f} m; correct its coordinates or raise "
            "--snap-limit"
        )
        found.append(
            InputProblem(
                point.at.file, point.at.row, point.column, message, "S301", Severity.WARNING
            )
        )
    places = [Place(id=p.id, name=p.name, kind=PlaceKind.SITE, point=p.point) for p in points]
    whole = check_places(places, mover.roads, mover.snap_limit_m)
    shifted = [problem for problem in whole if problem.code == "S305"]
    return [*found, *(replace(problem, file=points[0].at.file) for problem in shifted)]
