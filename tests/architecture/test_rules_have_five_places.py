"""A rule has one name and a place in five rooms; none may be forgotten."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest

from logiroute.audit.rules import RULES
from logiroute.model.rules import Rule

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "src/logiroute/solver/rules/{}.py",
    "src/logiroute/audit/rules/{}.py",
    "tests/rules/test_{}.py",
    "docs/rules/{}.md",
)


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_has_a_place_for_each_rule_and_no_other(room: str) -> None:
    folder, pattern = (ROOT / room).parent, Path(room).name
    places = {path.name for path in folder.glob(pattern.format("*"))}
    wanted = {pattern.format(rule.value) for rule in Rule}
    # Beside the rules' own modules a table of contents, and an index of the documents.
    assert places - {"__init__.py", "README.md", "index.md"} == wanted


def test_the_auditors_table_of_contents_lists_every_rule() -> None:
    assert list(RULES) == list(Rule)
    for rule, check in RULES.items():
        assert inspect.getmodule(check) is import_module(f"logiroute.audit.rules.{rule.value}")


def test_the_solvers_table_of_contents_lists_every_rule() -> None:
    table = import_module("logiroute.solver.rules").RULES
    assert sorted(module.RULE for module in table) == sorted(Rule)
    for module in table:
        assert module is import_module(f"logiroute.solver.rules.{module.RULE.value}")


@pytest.mark.parametrize("rule", Rule)
def test_the_document_explains_the_rule_to_a_dispatcher(rule: Rule) -> None:
    text = (ROOT / "docs" / "rules" / f"{rule.value}.md").read_text(encoding="utf-8")
    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert text.startswith(f"# {rule.value.capitalize()}\n")
    assert headings == [
        "What it means",
        "What is checked",
        "Where the numbers come from",
        "An example by hand",
        "When an order is left out because of it",
    ]
