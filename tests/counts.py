"""How many examples a test looks at: few in the ordinary run, many with ``make thorough``."""

import os

#: Whether ``make thorough`` asks.
THOROUGH = os.environ.get("LOGIROUTE_THOROUGH", "0") != "0"


def examples(few: int, many: int) -> int:
    """``few``, or ``many`` where the environment says ``LOGIROUTE_THOROUGH=1``."""
    return many if THOROUGH else few
