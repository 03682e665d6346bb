"""OSRM with the streets, speeds and turning rules of a logiroute profile."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.drivable import Drivable
from benchmarks.osrm_prepare import contract, customize, extract, partition, write_closures
from benchmarks.osrm_profile import lua_profile, way_speeds
from benchmarks.osrm_programs import Programs
from benchmarks.street_file import StreetFile, copy_original, export_streets


@dataclass(frozen=True)
class Mirror:
    """Prepared data of OSRM.

    Attributes
    ----------
    streets : StreetFile
        What it was made from.
    ch, mld : path
        Bases of the contracted and of the partitioned data.
    seconds : dict of str to float
        What the steps took.
    """

    streets: StreetFile
    ch: Path
    mld: Path
    seconds: dict[str, float]


def mirror(
    programs: Programs, source: Path, drivable: Drivable, profile: str, folder: Path
) -> Mirror:
    """Prepare OSRM for both of its algorithms.

    Parameters
    ----------
    programs : Programs
    source : path
        The file the roads were read from. If it is an OpenStreetMap file, OSRM reads it itself,
        restrictions and all; otherwise it reads an export of the roads.
    drivable : Drivable
    profile : str
        Whose turn restrictions hold.
    folder : path
        Where OSRM's files go; created.

    Raises
    ------
    OsrmError
        One of OSRM's programs failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "streets.osm.pbf"
    if ".osm" in source.name or source.suffix == ".pbf":
        streets = copy_original(drivable, source, path)
    else:
        streets = export_streets(drivable, path)
    lua = folder / f"{profile}.lua"
    speeds = way_speeds(drivable, streets.way, streets.against)
    barriers = np.unique(streets.ends(drivable.roads)[drivable.barrier[drivable.roads.ends]])
    lua.write_text(lua_profile(speeds, profile, barriers.tolist()), "utf-8")
    ch, mld = folder / "ch", folder / "mld"
    seconds = {"extract": extract(programs, path, lua, ch)}
    # Partitioning renumbers the graph, so each algorithm gets its own copy.
    for file in folder.glob("ch.osrm*"):
        shutil.copy(file, folder / file.name.replace("ch.", "mld.", 1))
    unused = folder / "unused.csv"
    write_closures(unused, streets.unused)
    seconds["contract"] = contract(programs, ch, unused)
    seconds["partition"] = partition(programs, mld)
    seconds["customize"] = customize(programs, mld, unused)
    return Mirror(streets, ch, mld, seconds)
