"""A real OSRM, served on the loopback address of this machine."""

import http.client
import json
import re
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from benchmarks.osrm_profile import SLOWNESS
from benchmarks.osrm_programs import OsrmError, Programs

Algorithm = Literal["ch", "mld"]

_LOOPBACK = "127.0.0.1"
_STARTUP_S = 60.0
#: How osrm-routed logs a request: date, time, its own milliseconds, …
_LOGGED = re.compile(r"\d\d:\d\d:\d\d ([\d.]+)ms " + re.escape(_LOOPBACK))


@dataclass(frozen=True)
class Waypoint:
    """Where OSRM put a place.

    Attributes
    ----------
    ways : tuple of int
        Way id of the street (the mirrored profile makes it the street's name); several where
        streets lie on each other.
    metres : float
        Distance from the place.
    """

    ways: tuple[int, ...]
    metres: float


@dataclass(frozen=True)
class OsrmTable:
    """A table and how long it took.

    Attributes
    ----------
    ms : ndarray of int64, shape (n, n)
        Milliseconds, -1 where there is no path.
    metres : ndarray of float64, shape (n, n), or None
        Distance of the same paths, -1 where there is no path; None if not asked for.
    seconds : float
        From sending the request to the last byte of the answer.
    server_seconds : float
        What the server says it needed, without the transport.
    """

    ms: NDArray[np.int64]
    metres: NDArray[np.float64] | None
    seconds: float
    server_seconds: float


class Server:
    """``osrm-routed`` on a free port of the loopback address; a context manager.

    Parameters
    ----------
    programs : Programs
    base : path
        What was given to `benchmarks.osrm_prepare.extract`.
    algorithm : {"ch", "mld"}
    places : int
        Largest number of places in one table.

    Attributes
    ----------
    startup_seconds : float
        From its start until it answers.

    Raises
    ------
    OsrmError
        It does not start within a minute.
    """

    def __init__(
        self, programs: Programs, base: Path, algorithm: Algorithm, places: int = 5_000
    ) -> None:
        self._log = base.with_name(f"{base.name}.{algorithm}.log")
        with socket.socket() as probe:
            probe.bind((_LOOPBACK, 0))
            self._port = int(probe.getsockname()[1])
        command = [str(programs.path("osrm-routed")), str(base), "--algorithm", algorithm]
        command += ["--ip", _LOOPBACK, "--port", str(self._port), "--threads", "1"]
        command += ["--max-table-size", str(places)]
        begun = time.perf_counter()
        with self._log.open("w") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            self._await()
        except BaseException:
            self.close()
            raise
        self.startup_seconds = time.perf_counter() - begun

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the server."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _await(self) -> None:
        until = time.perf_counter() + _STARTUP_S
        while time.perf_counter() < until and self._process.poll() is None:
            try:
                socket.create_connection((_LOOPBACK, self._port), timeout=1).close()
            except OSError:
                time.sleep(0.002)
            else:
                return
        raise OsrmError(f"osrm-routed did not start:\n{self._log.read_text()[-2000:]}")

    def _ask(self, service: str, question: dict[str, Any]) -> tuple[dict[str, Any], float]:
        body = json.dumps(question)
        connection = http.client.HTTPConnection(_LOOPBACK, self._port, timeout=600)
        try:
            begun = time.perf_counter()
            connection.request(
                "POST",
                f"/{service}/v1/driving",
                body,
                {"Content-Type": "application/json"},
            )
            text = connection.getresponse().read()
            seconds = time.perf_counter() - begun
        except OSError as error:
            raise OsrmError(f"osrm-routed: {service}: no answer ({error})") from error
        finally:
            connection.close()
        answer: dict[str, Any] = json.loads(text)
        if answer["code"] not in ("Ok", "NoRoute"):
            raise OsrmError(f"osrm-routed: {service}: {answer['code']}, {answer.get('message')}")
        return answer, seconds

    def _server_seconds(self) -> float:
        """What the server logged about the last request."""
        until = time.perf_counter() + 5
        while time.perf_counter() < until:
            found = _LOGGED.findall(self._log.read_text())
            if found:
                return float(found[-1]) / 1000
            time.sleep(0.01)
        raise OsrmError(f"{self._log}: no request logged")

    def waypoints(self, lonlat: NDArray[np.float64]) -> list[Waypoint]:
        """On which street each place is put.

        Parameters
        ----------
        lonlat : ndarray of float64, shape (n, 2)
        """
        found: list[Waypoint] = []
        for block in np.array_split(lonlat, max(len(lonlat) // 500, 1)):
            question = {
                "coordinates": block.tolist(),
                "sources": [0],
                "generate_hints": False,
            }
            answer, _ = self._ask("table", question)
            found += [
                Waypoint(
                    tuple(int(way) for way in entry["name"].split(" / ") if way),
                    float(entry["distance"]),
                )
                for entry in answer["destinations"]
            ]
        return found

    def table(self, lonlat: NDArray[np.float64], *, metres: bool) -> OsrmTable:
        """Times, and distances if wanted, between all places.

        Parameters
        ----------
        lonlat : ndarray of float64, shape (n, 2)
        metres : bool
        """
        question = {
            "coordinates": lonlat.tolist(),
            "annotations": ["duration", "distance"] if metres else ["duration"],
            "generate_hints": False,
            "skip_waypoints": True,
        }
        answer, seconds = self._ask("table", question)
        server = self._server_seconds()
        ms = _matrix(answer["durations"]) * (1000 / SLOWNESS)
        return OsrmTable(
            ms=np.where(np.isnan(ms), -1, np.round(np.nan_to_num(ms))).astype(np.int64),
            metres=np.nan_to_num(_matrix(answer["distances"]), nan=-1.0) if metres else None,
            seconds=seconds,
            server_seconds=server,
        )

    def route(self, places: Sequence[tuple[float, float]]) -> dict[str, Any] | None:
        """The fastest route through places; None if there is none.

        Parameters
        ----------
        places : sequence of (lon, lat)

        Returns
        -------
        dict
            OSRM's route with its line as GeoJSON; ``duration`` is in OSRM's slow seconds.
        """
        question = {
            "coordinates": [list(place) for place in places],
            "geometries": "geojson",
            "overview": "full",
            "steps": True,
        }
        answer, _ = self._ask("route", question)
        routes = answer.get("routes") or [None]
        best: dict[str, Any] | None = routes[0]
        return best


def _matrix(rows: list[list[float | None]]) -> NDArray[np.float64]:
    return np.array(rows, dtype=np.float64)
