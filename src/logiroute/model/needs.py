"""When a word stands in what people need; one meaning for all who ask."""

from collections.abc import Sequence


def needs_with(needs: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
    """Needs that have one of some words in them, in capitals or not."""
    plain = [word.casefold() for word in words]
    return tuple(need for need in needs if any(word in need.casefold() for word in plain))
