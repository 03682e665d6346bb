"""The command line names engines and languages again, so that ``--help`` loads neither room."""

from typing import get_args

from logiroute import cli_choices
from logiroute.geo.engine import EngineName
from logiroute.report.texts import LANGUAGES


def test_the_command_line_offers_every_engine_and_language() -> None:
    assert [name.value for name in cli_choices.EngineName] == list(get_args(EngineName))
    assert [lang.value for lang in cli_choices.Language] == list(LANGUAGES)
