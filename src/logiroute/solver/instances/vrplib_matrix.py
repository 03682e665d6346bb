"""Distances that a VRPLIB file lists itself."""

import numpy as np

from logiroute.solver.instances.convention import Floats
from logiroute.solver.instances.vrplib_table import VrplibTable

#: Format → rows and columns of the numbers in turn; the rest is their mirror.
_HALVES = {
    "LOWER_ROW": (np.tril_indices, -1),
    "LOWER_DIAG_ROW": (np.tril_indices, 0),
    "UPPER_ROW": (np.triu_indices, 1),
    "UPPER_DIAG_ROW": (np.triu_indices, 0),
}


def explicit_matrix(table: VrplibTable, count: int) -> Floats:
    """The matrix of an EDGE_WEIGHT_SECTION; numbers count in turn, wherever lines break.

    Parameters
    ----------
    table : VrplibTable
    count : int
        Nodes.
    """
    nothing = np.zeros((count, count))
    section = table.text.sections["EDGE_WEIGHT"]
    name = table.word("EDGE_WEIGHT_FORMAT", "FULL_MATRIX").upper()
    if name != "FULL_MATRIX" and name not in _HALVES:
        known = ", ".join(["FULL_MATRIX", *_HALVES])
        line = table.line("EDGE_WEIGHT_FORMAT")
        message = f"{name} is none of {known}; write the whole matrix"
        table.complaints.say(line, "EDGE_WEIGHT_FORMAT", message, "S505")
        return nothing
    if table.word("EDGE_WEIGHT_TYPE", "EXPLICIT").upper() != "EXPLICIT":
        line = table.line("EDGE_WEIGHT_TYPE")
        message = "an EDGE_WEIGHT_SECTION belongs to EXPLICIT; correct it or delete the section"
        table.complaints.say(line, "EDGE_WEIGHT_TYPE", message, "S504")
        return nothing
    numbers = np.array([number for row in section.rows for number in row.numbers])
    if name == "FULL_MATRIX":
        wanted = count * count
    else:
        half, offset = _HALVES[name]
        cells = half(count, offset)
        wanted = len(cells[0])
    if len(numbers) != wanted:
        message = f"it has {len(numbers):,} numbers where {wanted:,} belong"
        table.complaints.say(section.line, "EDGE_WEIGHT_SECTION", message, "S504")
        return nothing
    if (numbers < 0).any():
        message = "there are distances below 0; correct them"
        table.complaints.say(section.line, "EDGE_WEIGHT_SECTION", message, "S504")
        return nothing
    if name == "FULL_MATRIX":
        return numbers.reshape(count, count)
    matrix = nothing
    matrix[cells] = numbers
    mirrored: Floats = np.maximum(matrix, matrix.T)
    return mirrored
