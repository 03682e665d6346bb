"""The file of results: every run as it ends, so that a long comparison may be interrupted."""

import json
import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: What the file says it is; docs/benchmarks.md describes it.
SCHEMA = "logiroute-solver-benchmark-1"


@dataclass(frozen=True)
class Key:
    """What makes a run the same as another."""

    digest: str
    engine: str
    seconds: float
    seed: int
    cores: int

    @classmethod
    def of(cls, record: dict[str, Any]) -> "Key":
        """The key of a record."""
        return cls(*(record[name] for name in ("digest", "engine", "seconds", "seed", "cores")))


class Results:
    """Records of runs by key, in a file that is whole at any time.

    Parameters
    ----------
    path : Path or None
        Read if it is there, written after every run; None keeps nothing.

    Raises
    ------
    ValueError
        The file is something else.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._records: dict[Key, dict[str, Any]] = {}
        if path is not None and path.exists():
            content = json.loads(path.read_text())
            if content.get("schema") != SCHEMA:
                raise ValueError(f"{path} is no file of results ({SCHEMA})")
            self._records = {Key.of(record): record for record in content["runs"]}

    def find(self, key: Key) -> dict[str, Any] | None:
        """The record of a run, if there is one."""
        return self._records.get(key)

    def add(self, record: dict[str, Any]) -> None:
        """Keep a record, and write the file anew."""
        self._records[Key.of(record)] = record
        if self._path is None:
            return
        content = {"schema": SCHEMA, "machine": machine(), "runs": [*self._records.values()]}
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        beside.write_text(json.dumps(content, separators=(",", ":")))
        beside.replace(self._path)


def machine() -> dict[str, Any]:
    """Where the runs were made."""
    name = platform.processor()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            name = line.partition(":")[2].strip()
            break
    return {"processor": name, "cores": os.cpu_count(), "system": platform.platform()}
