"""What there is to say about one kind of input problem."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """One kind of input problem."""

    title: str
    cause: str
    cure: str
