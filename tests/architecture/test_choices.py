"""The command line names what its options may say again, so that ``--help`` loads no room."""

import subprocess
import sys
from typing import get_args

from logiroute import cli_choices
from logiroute.geo.engine import EngineName
from logiroute.report.texts import LANGUAGES
from logiroute.solver.searches import DEFAULT_SEARCH


def test_the_command_line_offers_every_engine_language_and_search() -> None:
    assert [name.value for name in cli_choices.EngineName] == list(get_args(EngineName))
    assert [lang.value for lang in cli_choices.Language] == list(LANGUAGES)
    # In a process of its own: tests of the conductor have a search more.
    said = "from logiroute.solver.searches import SEARCHES; print(*SEARCHES)"
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert [search.value for search in cli_choices.SearchName] == run.stdout.split()
    assert cli_choices.DEFAULT_SEARCH.value == DEFAULT_SEARCH
