"""Compare both engines, time and length, on many pairs of real streets among random zones.

    python benchmarks/exact.py [--pairs 1000000] [--zones 40] [--roads FILE] [--seed 1]

For a truck and a bus, without zones and with them: both engines must give the same milliseconds
and centimetres for every pair; every path of a sample must add up to its entry of the table, part
by part, and drive over no closed turn. Prints what was compared; ends with 1 if anything differs.
"""

import argparse
import sys
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.random_day import SNAP_LIMIT_M, random_day, random_places
from logiroute.geo.loading.load import load_roads
from logiroute.geo.movement import bare_roads, open_roads
from logiroute.geo.open_roads import OpenRoads
from logiroute.geo.paths import DrivenPath
from logiroute.geo.snap import Snap

WUHAN = Path(__file__).resolve().parents[1] / "data" / "roads" / "wuhan.parquet"
#: scipy's time grows with the origins only, so there are this many targets for each.
_TARGETS_PER_ORIGIN = 16
#: Origins and targets between which every path is looked at.
_PATHS = (20, 400)

Table = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class Compared:
    """What was compared on one set of open streets.

    Attributes
    ----------
    pairs, reached : int
    other_ms, other_cm : int
        Entries in which the engines differ.
    paths, gates : int
        Paths looked at, and gates that they pass.
    wrong_sums, closed_arcs : int
        Paths that do not add up to the table (or are missing), turns of paths that are closed.
    """

    pairs: int
    reached: int
    other_ms: int
    other_cm: int
    paths: int
    gates: int
    wrong_sums: int
    closed_arcs: int

    @property
    def faults(self) -> int:
        """How much is not as it must be."""
        return self.other_ms + self.other_cm + self.wrong_sums + self.closed_arcs


def compare_engines(
    fast: OpenRoads, slow: OpenRoads, origins: list[Snap], targets: list[Snap]
) -> tuple[Compared, Table]:
    """Compare the tables of two engines on the same open streets, and look at paths.

    Parameters
    ----------
    fast, slow : OpenRoads
        The paths are those of ``fast`` (of ``slow`` for the first origin).
    origins, targets : list of Snap

    Returns
    -------
    compared : Compared
    table : (ms, cm), each ndarray of int64, shape (len(origins), len(targets))
        Of ``fast``.
    """
    table, other = fast.table(origins, targets), slow.table(origins, targets)
    paths = gates = wrong = closed = 0
    few, some = origins[: _PATHS[0]], targets[: _PATHS[1]]
    for streets, starts in ((fast, few), (slow, few[:1])):
        for i, start in enumerate(starts):
            for j, path in enumerate(streets.paths(start, some)):
                if path is None:
                    wrong += int(table[0][i, j] >= 0)
                    continue
                paths += 1
                gates += sum(bool(passage.gate_id) for _, passage in streets.crossed(path))
                expected = (int(table[0][i, j]), int(table[1][i, j]))
                penalties = streets.allowance(start, some[j])
                wrong += int(not expected == (path.ms, path.cm) == summed(streets, path, penalties))
                closed += closed_arcs(streets, path)
    return (
        Compared(
            pairs=table[0].size,
            reached=int((table[0] >= 0).sum()),
            other_ms=int((table[0] != other[0]).sum()),
            other_cm=int((table[1] != other[1]).sum()),
            paths=paths,
            gates=gates,
            wrong_sums=wrong,
            closed_arcs=closed,
        ),
        table,
    )


def summed(streets: OpenRoads, path: DrivenPath, allowance: int) -> tuple[int, int] | None:
    """Milliseconds and centimetres of a path: its streets, turns and gates, one by one.

    None if it enters zones without through traffic more or less often than ``allowance``.
    """
    driving = streets.driving
    crossed = [passage for _, passage in streets.crossed(path)]
    if sum(passage.penalties for passage in crossed) != allowance:
        return None
    ms = sum(passage.delay_ms for passage in crossed)
    ms += sum(int(driving.turn_ms[arc]) for arc in path.arcs)
    cm = 0
    for piece in path.pieces:
        ms += streets.pace.ms(piece.segment, piece.forward, piece.start, piece.end)
        cm += round(int(driving.segment_cm[piece.segment]) * (piece.end - piece.start))
    return ms, cm


def closed_arcs(streets: OpenRoads, path: DrivenPath) -> int:
    """Turns and crossings of a path that may not be driven."""
    shut = sum(not streets.open[arc] for arc in path.arcs[1:])
    # Of the first street only the rest is driven, so the turn out of it counts by itself.
    shut += sum(
        not streets.driving.open_arc[arc] or bool(streets.limits.turn_closed[arc])
        for arc in path.arcs[:1]
    )
    return shut + sum(not passage.open for _, passage in streets.crossed(path))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was compared; 1 if anything differs, else 0."""
    options = _options(arguments)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a clipped extract is clipped for everybody
        roads = load_roads(options.roads)
    day = random_day(roads, options.zones, options.seed)
    holes = sum(len(rings) > 1 for zone in day.zones for rings in zone.polygons)
    print(f"{options.roads.name}: {len(roads):,} segments, {len(roads.ban_modes)} turns forbidden")
    print(f"{len(day.zones)} zones, {holes} with a hole, {len(day.gates)} gates")
    faults = 0
    for vehicle in day.vehicles:
        movement = day.movement(vehicle)
        bare = [bare_roads(roads, vehicle.profile, name) for name in ("cch", "scipy")]
        zoned = [open_roads(day, roads, movement, name) for name in ("cch", "scipy")]
        tables = []
        for title, (fast, slow) in (("no zones", bare), (f"{len(day.zones)} zones", zoned)):
            begun = time.perf_counter()
            origins, targets = _places(fast, zoned[0], options.pairs, options.seed)
            found, table = compare_engines(fast, slow, origins, targets)
            tables.append(table[0])
            faults += found.faults
            _show(f"{vehicle.id}, {title}", found, time.perf_counter() - begun)
        print(f"  the zones change {(tables[0] != tables[1]).mean():.1%} of the times")
    return int(faults > 0)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare both engines among random zones.")
    parser.add_argument("--roads", type=Path, default=WUHAN, help="street file")
    parser.add_argument("--pairs", type=int, default=1_000_000, help="pairs each")
    parser.add_argument("--zones", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _places(
    streets: OpenRoads, zoned: OpenRoads, pairs: int, seed: int
) -> tuple[list[Snap], list[Snap]]:
    """Origins and targets that have a street with and without zones."""
    origins = -int(-((pairs / _TARGETS_PER_ORIGIN) ** 0.5) // 1)
    size = origins * (1 + _TARGETS_PER_ORIGIN)
    xy = random_places(streets.roads, 2 * size, seed)
    both = zip(streets.snap(xy, SNAP_LIMIT_M), zoned.snap(xy, SNAP_LIMIT_M), strict=True)
    found = [snap for snap, other in both if snap is not None and other is not None][:size]
    return found[:origins], found[origins:]


def _show(title: str, found: Compared, seconds: float) -> None:
    print(
        f"{title}: {found.pairs:,} pairs, {found.reached:,} reached; differences: "
        f"{found.other_ms} in ms, {found.other_cm} in cm; {found.paths:,} paths past "
        f"{found.gates:,} gates, {found.wrong_sums} do not add up, {found.closed_arcs} closed "
        f"turns; {seconds:.0f} s",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
