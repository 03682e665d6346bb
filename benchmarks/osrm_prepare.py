"""OSRM's preparation of a street file, step by step."""

from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from benchmarks.osrm_programs import Programs


def extract(programs: Programs, streets: Path, lua: Path, base: Path) -> float:
    """Make OSRM's edge-based graph of an OpenStreetMap file.

    Parameters
    ----------
    streets : path
        ``.osm`` or ``.osm.pbf``.
    lua : path
        The profile.
    base : path
        What the names of all files to be written start with.

    Returns
    -------
    float
        Seconds.

    Raises
    ------
    OsrmError
        It failed; so all functions here.
    """
    return programs.run("osrm-extract", streets, "--profile", lua, "--output", base)


def contract(programs: Programs, base: Path, speeds: Path) -> float:
    """Contract the graph for contraction hierarchies (``ch``).

    Parameters
    ----------
    speeds : path
        Speed file (`write_closures`); the profile's speeds hold where it says nothing.

    Returns
    -------
    float
        Seconds.
    """
    return programs.run("osrm-contract", base, "--segment-speed-file", speeds)


def partition(programs: Programs, base: Path) -> float:
    """Partition the graph for multi-level Dijkstra (``mld``); returns seconds."""
    return programs.run("osrm-partition", base)


def customize(programs: Programs, base: Path, speeds: Path) -> float:
    """Set the speeds of a partitioned graph, as `contract` does; returns seconds."""
    return programs.run("osrm-customize", base, "--segment-speed-file", speeds)


def write_closures(path: Path, pairs: ArrayLike) -> None:
    """Write the speed file that closes pieces of road.

    Parameters
    ----------
    pairs : array of int, shape (n, 2)
        Node ids at both ends of straight pieces, each closed in this direction.
    """
    rows = np.asarray(pairs, dtype=np.int64)
    path.write_text("".join(f"{tail},{head},0\n" for tail, head in rows.tolist()), "ascii")
