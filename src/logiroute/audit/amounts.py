"""Amounts in the units people use."""

from logiroute.units import MASS, VOLUME, counted


def in_words(amount: int, dimension: str) -> str:
    """An amount of a load dimension, exact: ``1.5 kg``, ``0.03 m³``, ``3 seats``, ``1 seat``."""
    if dimension == MASS:
        return f"{_shifted(amount, 3)} kg"
    if dimension == VOLUME:
        return f"{_shifted(amount, 6)} m³"
    return counted(amount, dimension)


def _shifted(amount: int, places: int) -> str:
    """The amount with its decimal point moved to the left; any size of integer will do."""
    whole, rest = divmod(amount, 10**places)
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")
