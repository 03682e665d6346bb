"""The shipped example, planned once for all tests that look at the result."""

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]
TOWN_DAY = REPO / "examples" / "town-day"
#: Enough for every order of the example to be served; the same plan on every machine.
SEARCH = ("--iterations", "60", "--seed", "7")

NIGHT = REPO / "examples" / "transfer-night"

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def cli() -> Cli:
    """Run the installed command as a user does."""
    command = Path(sys.executable).with_name("logiroute")

    def run(*args: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [command, *map(str, args)],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            cwd=REPO,
        )

    return run


def write_rows(folder: Path, name: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Write a table with a column for every key of any row."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)


def on_the_towns_streets(folder: Path, name: str) -> Path:
    """A new day folder of a name with the places, streets and zones of the town day."""
    folder.mkdir()
    for file in ("places.csv", "zones.geojson", "gates.csv", "closures.csv", "profiles.csv"):
        shutil.copy(TOWN_DAY / file, folder / file)
    settings = (TOWN_DAY / "scenario.toml").read_text("utf-8")
    roads = (TOWN_DAY / "../../data/roads/wuhan.parquet").resolve()
    text = settings.replace("../../data/roads/wuhan.parquet", str(roads))
    (folder / "scenario.toml").write_text(text.replace('"town-day"', f'"{name}"'), "utf-8")
    return folder


def on_the_nights_streets(folder: Path) -> Path:
    """A new day folder with the settings, the zone and the gates of the transfer night."""
    folder.mkdir()
    for name in ("zones.geojson", "gates.csv"):
        shutil.copy(NIGHT / name, folder / name)
    settings = (NIGHT / "scenario.toml").read_text("utf-8")
    roads = (NIGHT / "../../data/roads/wuhan.parquet").resolve()
    text = settings.replace("../../data/roads/wuhan.parquet", str(roads))
    (folder / "scenario.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def town_plan(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Output folder of the example's plan."""
    out = tmp_path_factory.mktemp("town") / "out"
    result = cli("plan", TOWN_DAY, "--out", out, *SEARCH)
    assert result.returncode == 0, result.stderr
    return out
