"""What the README says a tool can do, done."""

import ast
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import logiroute
from tests.end_to_end.conftest import REPO

README = (REPO / "README.md").read_text("utf-8")


def test_python_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "".join(re.findall(r"```python\n(.*?)```", README, re.S))
    assert "seconds=30" in code
    shutil.copytree(REPO / "examples", tmp_path / "examples")
    (tmp_path / "data").symlink_to(REPO / "data")
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {}
    exec(compile(code.replace("seconds=30", "seconds=5"), "README.md", "exec"), namespace)  # noqa: S102
    for name in ("plan.json", "desk.html", "plan.xlsx"):
        assert (tmp_path / name).stat().st_size > 10_000
    assert namespace["way"].seconds > 0
    assert namespace["why"].verified


def test_type_checkers_see_what_loads_at_run_time() -> None:
    """The imports for type checkers and the table of homes are the same list, written twice."""
    (block,) = [
        part
        for part in ast.parse(Path(logiroute.__file__).read_text("utf-8")).body
        if isinstance(part, ast.If)
    ]
    seen = {
        (alias.asname, part.module)
        for part in block.body
        if isinstance(part, ast.ImportFrom)
        for alias in part.names
    }
    assert seen == {(name, getattr(logiroute, name).__module__) for name in logiroute.__all__}


def test_every_public_name_is_there_and_sorted() -> None:
    assert logiroute.__all__ == sorted(logiroute.__all__)
    for name in logiroute.__all__:
        assert getattr(logiroute, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        logiroute.no_such_name  # noqa: B018


def test_named_files_exist() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r'src="([^":]+)"', README)
    assert len(targets) > 5
    for target in targets:
        assert (REPO / target).exists(), target
