"""Vendored files are what their README says; our own scripts never make markup from text."""

import hashlib
import re
from importlib import resources
from pathlib import Path

import pytest

ASSETS = Path(str(resources.files("logiroute.report"))) / "assets"
OWN_SCRIPTS = sorted(ASSETS.glob("*.js"))


def table() -> dict[str, str]:
    text = (ASSETS / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", text, re.MULTILINE))


def test_every_vendored_file_has_the_checksum_of_the_readme() -> None:
    found = {
        path.relative_to(ASSETS).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in ASSETS.rglob("*")
        if path.is_file() and path.parent != ASSETS
    }
    assert found
    assert found == table()


def test_every_vendored_folder_has_its_licence() -> None:
    folders = [path for path in ASSETS.iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        assert (folder / "LICENSE").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("script", OWN_SCRIPTS, ids=lambda path: path.name)
def test_own_scripts_put_texts_on_the_page_as_texts(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    for risky in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "fetch("):
        assert risky not in text, f"{script.name} uses {risky}"


def test_there_are_own_scripts() -> None:
    assert len(OWN_SCRIPTS) >= 6
