"""OSRM's executables: taken from the package index by pip, run one at a time on one thread."""

import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

#: The wheel that carries the executables is built for this Python; they need none themselves.
_PYTHON = "3.12"
_PACKAGE = "osrm-bindings"
_EXECUTABLES = ("osrm-extract", "osrm-contract", "osrm-partition", "osrm-customize", "osrm-routed")


class OsrmError(Exception):
    """OSRM cannot be had, or one of its programs failed."""


@dataclass(frozen=True)
class Programs:
    """A folder with OSRM's executables."""

    folder: Path

    def path(self, name: str) -> Path:
        """Where an executable lies."""
        return self.folder / name

    def run(self, name: str, *arguments: str | Path) -> float:
        """Run an executable on one thread to its end.

        Returns
        -------
        float
            Seconds it took.

        Raises
        ------
        OsrmError
            It ended with an error; the last lines it printed are in the message.
        """
        command = [str(self.path(name)), *map(str, arguments), "--threads", "1"]
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - begun
        if done.returncode:
            last = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
            raise OsrmError(f"{name} ended with {done.returncode}:\n{last}")
        return seconds


def kept_programs(cache: Path | None = None) -> Programs | None:
    """OSRM's executables if an earlier call of `programs` has put them into the cache folder."""
    folder = (cache or _default_cache()) / "osrm" / "bin"
    complete = all((folder / name).is_file() for name in _EXECUTABLES)
    return Programs(folder) if complete else None


def programs(cache: Path | None = None) -> Programs:
    """OSRM's executables, downloaded by pip at the first call.

    Parameters
    ----------
    cache : path, optional
        Folder to keep them in; by default ``logiroute/osrm`` in the user's cache folder.

    Raises
    ------
    OsrmError
        pip found no wheel for this machine, or the wheel holds no executables.
    """
    cache = cache or _default_cache()
    if kept_programs(cache) is None:
        cache.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(dir=cache) as download,
            zipfile.ZipFile(_wheel(Path(download))) as wheel,
        ):
            wheel.extractall(cache)
    found = kept_programs(cache)
    if found is None:
        raise OsrmError(f"{_PACKAGE}: its wheel lacks one of {', '.join(_EXECUTABLES)}")
    for name in _EXECUTABLES:
        found.path(name).chmod(0o755)
    return found


def _default_cache() -> Path:
    return platformdirs.user_cache_path("logiroute", appauthor=False) / "osrm"


def _wheel(folder: Path) -> Path:
    """Download the wheel with the index that pip is set up for."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary=:all:", "--python-version", _PYTHON]
    command += ["--dest", str(folder), _PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = sorted(folder.glob("*.whl"))
    if done.returncode or not found:
        raise OsrmError(
            f"pip could not download {_PACKAGE} for Python {_PYTHON}:\n{done.stderr.strip()}"
        )
    return found[0]
