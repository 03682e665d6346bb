"""Fixtures of the files' tests."""

from pathlib import Path

import pytest

from tests.files.day_builder import DayBuilder


@pytest.fixture
def day(tmp_path: Path) -> DayBuilder:
    """A sound small day, not written yet."""
    return DayBuilder(tmp_path / "day")
