"""Keep built road networks on disk, under the hash of the file or place they come from."""

import hashlib
import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import platformdirs

from logiroute.atomic import write_bytes
from logiroute.errors import RoadsError
from logiroute.geo.roads import Roads, packed

#: Raise it whenever reading or building changes: older entries are then never found again.
FORMAT_VERSION = 3


def folder() -> Path:
    """Where the networks lie."""
    return platformdirs.user_cache_path("logiroute", appauthor=False) / "roads"


def key_of(path: Path) -> str:
    """Hash of a file's content, its name and the cache's format.

    Raises
    ------
    RoadsError
        The file cannot be read.
    """
    digest = hashlib.sha256(f"{FORMAT_VERSION}:{path.name}:".encode())
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise RoadsError(f"{path}: cannot be read ({error.strerror})") from error
    return digest.hexdigest()


def key_of_texts(*texts: str) -> str:
    """Hash of what was asked for, and of the cache's format."""
    return hashlib.sha256(repr((FORMAT_VERSION, texts)).encode()).hexdigest()


def fetch(key: str) -> Roads | None:
    """The network under that key; None if there is none or it is damaged."""
    try:
        # numpy would leave a file open that it cannot make sense of, so it is opened here.
        with (
            (folder() / f"{key}.npz").open("rb") as file,
            np.load(file, allow_pickle=False) as entry,
        ):
            arrays = {name: entry[name] for name in Roads.ARRAYS}
            about = json.loads(bytes(entry["about"]))
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zipfile.LargeZipFile):
        return None
    texts = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in about["texts"].items()
    }
    roads = packed(arrays, texts, about["dropped"])
    return roads if roads.hash == about["hash"] else None


def store(key: str, roads: Roads) -> None:
    """Put a network under that key; a cache that cannot be written is done without."""
    about = {
        "texts": {name: getattr(roads, name) for name in Roads.TEXTS},
        "dropped": dict(roads.dropped),
        "hash": roads.hash,
    }
    arrays = {name: getattr(roads, name) for name in Roads.ARRAYS}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    entry = io.BytesIO()
    np.savez(entry, **arrays)
    with suppress(OSError):
        write_bytes(folder() / f"{key}.npz", entry.getvalue())
