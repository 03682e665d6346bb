"""Arrows point down, heavy packages load late, modules stay short."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "logiroute"
HEAVY = ("geopandas", "osmnx", "folium", "ortools", "numba", "pandas")
MOST_LINES = 300


def _run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_import_linter_contracts_are_kept() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    assert "0 broken" in _run(code)


@pytest.mark.parametrize("statement", ["import logiroute", "import logiroute.cli"])
def test_heavy_packages_load_late(statement: str) -> None:
    loaded = _run(f"{statement}; import sys; print(*sys.modules)").split()
    assert sorted({name.partition(".")[0] for name in loaded} & set(HEAVY)) == []


def test_the_auditor_loads_no_engine_and_no_road_network() -> None:
    loaded = _run("import logiroute.audit.audit_plan, sys; print(*sys.modules)").split()
    strange = {
        name
        for name in loaded
        if name.partition(".")[0] in HEAVY
        or name.startswith(("logiroute.solver", "logiroute.geo", "logiroute.files"))
    }
    assert sorted(strange) == []


def test_a_search_process_loads_what_it_searches_with_and_no_scenario() -> None:
    """Loading is most of the time to the first plan of a small day."""
    code = (
        "import logiroute.solver.crew.child, logiroute.solver.recreate.recreation, sys;"
        "print(*sys.modules)"
    )
    loaded = _run(code).split()
    needless = {"pydantic", "shapely", "ortools", "logiroute.model.scenario"}
    assert sorted(needless.intersection(loaded)) == []


def test_modules_stay_short() -> None:
    lengths = {
        str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCE.rglob("*.py")
    }
    assert len(lengths) > 30
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}
