"""How long a network takes to load and with how much memory, and points to be put on its streets.

    python benchmarks/loading.py [--roads FILE] [--points 50000] [--profile truck] [--repeat 3]

Every load is a process of its own, with a cache folder of its own. Peak memory is that of the
whole process as Linux counts it (``VmHWM``), with Python and the libraries in it; what there was
before loading is printed beside it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.random_day import random_places
from logiroute.geo.loading.load import load_roads
from logiroute.geo.movement import bare_roads
from logiroute.geo.profiles import PROFILES
from logiroute.geo.roads import Roads

WUHAN = Path(__file__).resolve().parents[1] / "data" / "roads" / "wuhan.parquet"
_SNAP_LIMIT_M = 300.0
#: What the times ought to be at most, seconds.
_FROM_CACHE_S, _SNAP_S = 2.0, 5.0


@dataclass(frozen=True)
class Load:
    """One load.

    Attributes
    ----------
    seconds : float
    before_mb, peak_mb : float
        Peak memory of the process before and after.
    segments : int
    """

    seconds: float
    before_mb: float
    peak_mb: float
    segments: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark and print what it finds."""
    options = _options(arguments)
    if options.load_once:
        print(json.dumps(asdict(_load(options.roads)[0])))
        return
    with tempfile.TemporaryDirectory() as cache:
        first = _in_a_process(options.roads, cache)
        later = [_in_a_process(options.roads, cache) for _ in range(options.repeat)]
    print(f"{options.roads.name}, {options.roads.stat().st_size / 1e6:.1f} MB")
    print(f"  {first.segments:,} segments")
    _show("read from the file, and kept in the cache", first)
    best = min(later, key=lambda load: load.seconds)
    _show(f"loaded from the cache (fastest of {len(later)})", best, _FROM_CACHE_S)
    roads = _load(options.roads)[1]
    taken = [_snap_seconds(roads, options) for _ in range(options.repeat)]
    on_street = taken[0][1]
    seconds = min(one for one, _ in taken)
    print(
        f"  {options.points:,} points put on streets for {options.profile}: {seconds:.2f} s, the "
        f"index of streets included{_verdict(seconds, _SNAP_S)}; {on_street:,} within "
        f"{_SNAP_LIMIT_M:.0f} m of a street"
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time and memory of loading and snapping.")
    parser.add_argument("--roads", type=Path, default=WUHAN, help="street file")
    parser.add_argument("--points", type=int, default=50_000)
    parser.add_argument("--profile", choices=sorted(PROFILES), default="truck")
    parser.add_argument("--repeat", type=int, default=3, help="runs each; the fastest counts")
    parser.add_argument("--load-once", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _load(path: Path) -> tuple[Load, Roads]:
    before = _peak_mb()
    begun = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a clipped extract is clipped for everybody
        roads = load_roads(path)
    seconds = time.perf_counter() - begun
    return Load(seconds, before, _peak_mb(), len(roads)), roads


def _in_a_process(path: Path, cache: str) -> Load:
    command = [sys.executable, __file__, "--load-once", "--roads", str(path)]
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return Load(**json.loads(done.stdout))


def _peak_mb() -> float:
    """Peak memory of this process; unlike ``getrusage`` it does not count the one it came from."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not say how much memory a process used at most")


def _snap_seconds(roads: Roads, options: argparse.Namespace) -> tuple[float, int]:
    """Seconds to put random points on streets, and how many have a street."""
    xy = random_places(roads, options.points, seed=1)
    begun = time.perf_counter()
    snaps = bare_roads(roads, options.profile).snap(xy, _SNAP_LIMIT_M)
    return time.perf_counter() - begun, sum(snap is not None for snap in snaps)


def _show(what: str, load: Load, limit: float | None = None) -> None:
    print(
        f"  {what}: {load.seconds:.2f} s{_verdict(load.seconds, limit)}, peak "
        f"{load.peak_mb:.0f} MB ({load.before_mb:.0f} MB before)"
    )


def _verdict(seconds: float, limit: float | None) -> str:
    if limit is None:
        return ""
    return f" (under {limit:.0f} s wanted: {'reached' if seconds < limit else 'missed'})"


if __name__ == "__main__":
    main()
