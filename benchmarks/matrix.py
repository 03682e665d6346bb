"""Tables of travel times by logiroute, scipy and OSRM on the same streets at the same speeds.

Run it as ``python benchmarks/matrix.py``; docs/benchmarks.md says what is compared.
"""

import argparse
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.agreement import SAME_MS, compare, growth_exponent, relative_gaps, same_times
from benchmarks.osrm_side import OsrmSide, osrm_side
from benchmarks.ours import Ours, without_restrictions
from benchmarks.places import Places
from benchmarks.random_restrictions import add_restrictions
from benchmarks.scene import ClosedZone, agreed_places, closed_zone
from logiroute.geo.loading.load import load_roads
from logiroute.geo.profiles import PROFILES
from logiroute.geo.roads import Roads

_ENGINES = ("ours", "scipy", "osrm")
#: Ours are always times and distances.
_TABLE, _CHANGE = "ours: times and distances", "ours: zone change (times and distances)"
#: Ratios to print: OSRM's time, ours, and what the ratio ought to be at least.
_RATIOS = (
    ("OSRM CH: times and distances", _TABLE, 1.0),
    ("OSRM CH: times", _TABLE, 1.0),
    ("OSRM MLD: times and distances", _TABLE, 2.0),
    ("OSRM MLD: times", _TABLE, 2.0),
    ("OSRM MLD: zone change (times)", _CHANGE, 3.0),
    ("scipy: times and distances", _TABLE, 1.0),
)


@dataclass
class Results:
    """What was measured, by name.

    Attributes
    ----------
    seconds : dict of str to float
    tables, around : dict of str to ndarray
        Milliseconds without and with the closed zone.
    lengths : dict of str to ndarray
        Metres of the former, where asked for.
    shown : set of str
        What has been printed.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    tables: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    around: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    lengths: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)

    def add(self, what: str, seconds: float) -> None:
        """Keep a time if it is the shortest of its name."""
        self.seconds[what] = min(seconds, self.seconds.get(what, seconds))

    def show(self) -> None:
        """Print the times that have not been printed yet."""
        for what, seconds in self.seconds.items():
            if what not in self.shown:
                print(f"  {what:<54}{seconds:10.3f} s", flush=True)
        self.shown.update(self.seconds)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark and print what it finds."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder:
        if options.restrictions:
            made = Path(folder) / "random-restrictions.osm.pbf"
            add_restrictions(options.roads, made, options.restrictions, options.seed)
            print(f"{options.restrictions} SYNTHETIC turn restrictions on {options.roads.name}")
            options.roads = made
        _run(options)


def _run(options: argparse.Namespace) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a clipped extract is clipped for everybody
        roads = load_roads(options.roads)
    print(f"{options.roads.name}: {len(roads):,} segments, {roads.nodes:,} junctions")
    print(f"profile {options.profile}; one thread each; the best of {options.repeat} runs")
    results = Results()
    ours = Ours(roads, options.profile, "cch")
    print(f"{ours.size}\n\nPreparation")
    results.add("ours: graph", ours.build_seconds)
    results.add("ours: contract", ours.contract_seconds)
    with _other(options, ours) as osrm:
        for step, seconds in osrm.mirror.seconds.items() if osrm else ():
            results.add(f"OSRM: {step}", seconds)
        results.show()
        zone = closed_zone(ours.drivable)
        places, refused = agreed_places(
            ours.drivable,
            zone,
            max(options.n, *options.growth, 0),
            options.seed,
            [ours.puts_on, *([osrm.puts_on] if osrm else [])],
        )
        some = places.first(options.n)
        print(f"\n{refused} places left out: put on another street by one of the programs")
        print(f"\nN = {len(some):,}: tables of {len(some):,} x {len(some):,}")
        # In turns: what else the machine does then slows all of them alike.
        for _ in range(options.repeat):
            _measure_ours(ours, some, zone, results)
            if osrm:
                _measure_osrm(osrm, some, zone, results)
        if "scipy" in options.engines:
            _measure_scipy(roads, options.profile, some, zone, results)
        results.show()
        _print_ratios(results)
        for title, tables in (
            ("Agreement with ours", results.tables),
            ("Agreement with ours around the closed zone", results.around),
        ):
            _print_agreement(title, tables, some)
        _print_lengths(results)
        _print_restrictions(roads, options.profile, some, results)
        if options.growth:
            _print_growth(ours, osrm, places, options)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    shipped = Path(__file__).resolve().parent.parent / "data" / "roads" / "wuhan.parquet"
    parser.add_argument("--roads", type=Path, default=shipped, help="street file")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="truck")
    parser.add_argument("--n", type=int, default=1000, help="places in the table")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--engines", default=",".join(_ENGINES), help="some of ours,scipy,osrm")
    parser.add_argument("--growth", default="250,500,1000,2000,4000", help="Ns, or nothing")
    parser.add_argument(
        "--restrictions", type=int, default=0, help="random turn restrictions to add (synthetic)"
    )
    parser.add_argument("--osrm-folder", type=Path, help="keep OSRM's data there")
    options = parser.parse_args(arguments)
    options.engines = [name for name in options.engines.split(",") if name]
    if unknown := sorted(set(options.engines) - set(_ENGINES)):
        parser.error(f"unknown engines {', '.join(unknown)}; known are {', '.join(_ENGINES)}")
    options.growth = [int(size) for size in options.growth.split(",") if size]
    return options


def _other(options: argparse.Namespace, ours: Ours) -> AbstractContextManager[OsrmSide | None]:
    if "osrm" not in options.engines:
        return nullcontext()
    return osrm_side(options.roads, ours.drivable, options.profile, options.osrm_folder)


def _measure_ours(ours: Ours, places: Places, zone: ClosedZone, results: Results) -> None:
    table = ours.table(places)
    results.tables["ours"] = table.ms
    results.lengths["ours"] = table.cm / 100
    results.add(_TABLE, table.seconds)
    results.add("ours:   of it, putting places on streets", table.snap_seconds)
    table = ours.table(places, zone.polygon)
    results.around["ours"] = table.ms
    results.add(_CHANGE, table.change_seconds)
    results.add("ours:   of it, rules and weights", table.rules_seconds)


def _measure_scipy(
    roads: Roads, profile: str, places: Places, zone: ClosedZone, results: Results
) -> None:
    scipy = Ours(roads, profile, "scipy")
    table = scipy.table(places)
    results.tables["scipy"] = table.ms
    results.add("scipy: times and distances", table.seconds)
    results.around["scipy"] = scipy.table(places, zone.polygon).ms


def _measure_osrm(osrm: OsrmSide, places: Places, zone: ClosedZone, results: Results) -> None:
    for algorithm in ("ch", "mld"):
        name = f"OSRM {algorithm.upper()}"
        for metres, what in ((False, "times"), (True, "times and distances")):
            table = osrm.table(algorithm, places, metres=metres)
            results.tables[name] = table.ms
            if table.metres is not None:
                results.lengths[name] = table.metres
            results.add(f"{name}: {what}", table.server_seconds)
            results.add(f"{name}: {what}, with transport", table.seconds)
    change = osrm.zone_change(zone.segments, places)
    results.around["OSRM MLD"] = change.ms
    results.add("OSRM MLD: zone change (times)", change.seconds)
    results.add("OSRM MLD:   of it, customize", change.customize_seconds)
    results.add("OSRM MLD:   of it, restart", change.restart_seconds)


def _print_ratios(results: Results) -> None:
    print("\nRatios")
    for theirs, mine, wanted in _RATIOS:
        if theirs in results.seconds:
            ratio = results.seconds[theirs] / results.seconds[mine]
            verdict = "reached" if ratio >= wanted else "missed"
            print(f"  {theirs} / {mine}: {ratio:.2f} (at least {wanted:.0f} wanted: {verdict})")


def _print_agreement(title: str, tables: dict[str, NDArray[np.int64]], places: Places) -> None:
    print(f"\n{title}")
    for name, theirs in tables.items():
        if name == "ours":
            continue
        found = compare(tables["ours"], theirs)
        print(
            f"  {name}: {found.pairs:,} pairs; reached by ours alone {found.only_ours:,}, by "
            f"{name} alone {found.only_theirs:,}\n"
            f"    difference: median {found.median:.5%}, 99th percentile {found.percentile_99:.4%},"
            f" largest {found.largest:.3%}; {found.share_large:.4%} of pairs above 5 %;"
            f" {found.exact:.2%} equal to the millisecond"
        )
        for pair in found.worst:
            ends = (places.lonlat[pair.origin], places.lonlat[pair.target])
            (west, south), (east, north) = (end.tolist() for end in ends)
            print(
                f"    {west:.6f},{south:.6f} -> {east:.6f},{north:.6f}: "
                f"ours {pair.ours_ms} ms, {name} {pair.theirs_ms} ms"
            )


def _print_lengths(results: Results) -> None:
    print(f"\nLengths of the same paths (times at most {SAME_MS} ms apart)")
    for name, theirs in results.lengths.items():
        if name != "ours":
            same = same_times(results.tables["ours"], results.tables[name])
            gap = relative_gaps(results.lengths["ours"], theirs, same)
            print(
                f"  {name}: {len(gap):,} pairs; difference: median {np.median(gap):.4%}, "
                f"99th percentile {np.percentile(gap, 99):.4%}"
            )


def _print_restrictions(roads: Roads, profile: str, places: Places, results: Results) -> None:
    """Say how much the restrictions matter: agreement would mean little without them."""
    if not len(roads.ban_modes):
        print("\nThe streets have no turn restrictions.")
        return
    free = Ours(without_restrictions(roads), profile, "cch").table(places).ms
    other = float((free != results.tables["ours"]).mean())
    print(
        f"\n{len(roads.ban_modes)} turns forbidden by restrictions; "
        f"without them {other:.2%} of the table would be different"
    )


def _print_growth(
    ours: Ours, osrm: OsrmSide | None, places: Places, options: argparse.Namespace
) -> None:
    print("\nGrowth with N: seconds for all N x N times")
    runs: dict[str, Callable[[Places], float]] = {}
    runs["ours (and distances)"] = lambda some: ours.table(some).seconds
    if osrm:
        runs["OSRM CH"] = lambda some: osrm.table("ch", some, metres=False).server_seconds
    for name, run in runs.items():
        seconds = [
            min(run(places.first(size)) for _ in range(options.repeat)) for size in options.growth
        ]
        each = ", ".join(f"{n:,}: {s:.3f}" for n, s in zip(options.growth, seconds, strict=True))
        fit = f"N^{growth_exponent(options.growth, seconds):.2f}" if len(seconds) > 1 else "-"
        print(f"  {name}: {each}; grows as {fit}", flush=True)


if __name__ == "__main__":
    main()
