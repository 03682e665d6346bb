"""Values of a VRPLIB file by node or by vehicle, whether a keyword or a section gives them."""

import math
from dataclasses import dataclass

import numpy as np

from logiroute.solver.instances.complaints import Complaints
from logiroute.solver.instances.convention import Floats
from logiroute.solver.instances.vrplib_text import Row, Section, VrplibText


@dataclass(frozen=True)
class VrplibTable:
    """Reads values and complains about them.

    Attributes
    ----------
    text : VrplibText
    complaints : Complaints
    """

    text: VrplibText
    complaints: Complaints

    def has(self, name: str) -> bool:
        """Whether a keyword or section of that name is there."""
        return name in self.text.words or name in self.text.sections

    def line(self, name: str) -> int:
        """Line of a keyword or section, 0 if it is not there."""
        found = self.text.words.get(name) or self.text.sections.get(name)
        return found.line if found else 0

    def word(self, name: str, default: str = "") -> str:
        """Text of a keyword."""
        return self.text.words[name].text if name in self.text.words else default

    def number(self, name: str, default: float) -> float:
        """Number of a keyword, not below zero."""
        if name not in self.text.words:
            return default
        word = self.text.words[name]
        try:
            value = float(word.text)
        except ValueError:
            value = math.nan
        if not 0 <= value < math.inf:
            message = f'expected a number from 0 on, got "{word.text}"'
            self.complaints.say(word.line, name, message, "S502")
            return default
        return value

    def count(self, name: str, default: int) -> int:
        """Whole number of a keyword, from 1 on."""
        value = self.number(name, default)
        if value != int(value) or value < 1:
            message = f"expected a whole number from 1 on, got {value:g}"
            self.complaints.say(self.line(name), name, message, "S502")
            return default
        return int(value)

    def columns(self, name: str, count: int, width: int | None) -> Floats | None:
        """Numbers of a section, one row each for 1 to a count; None if there is no such section.

        Parameters
        ----------
        name : str
        count : int
            Rows there have to be.
        width : int or None
            Numbers after that of the row; None takes as many as the first row has.
        """
        section = self.text.sections.get(name)
        if section is None:
            return None
        rows = self._numbered(name, section, count)
        if rows is None:
            return np.zeros((count, width or 1))
        found = np.zeros((count, width or max(1, len(rows[0].numbers) - 1)))
        for row, entry in enumerate(rows):
            numbers = entry.numbers[1:]
            if len(numbers) != found.shape[1]:
                message = f"expected {found.shape[1]} numbers after the row's own, got {numbers}"
                self.complaints.say(entry.line, f"{name}_SECTION", message, "S502")
            else:
                found[row] = numbers
        return found

    def values(self, name: str, count: int, default: float, *, skip: int = 0) -> Floats:
        """One number a row, from 0 on: of a section, or of a keyword for all rows.

        Parameters
        ----------
        name : str
        count : int
        default : float
            Where neither is there.
        skip : int
            Rows at the beginning to which a keyword does not apply: they have the default.
        """
        found = self.columns(name, count, 1)
        if found is None:
            values = np.full(count, self.number(name, default))
            values[:skip] = default
            return values
        values = found[:, 0]
        for row in np.flatnonzero(values < 0).tolist():
            line = self.text.sections[name].rows[row].line
            message = f"expected a number from 0 on, got {values[row]:g}"
            self.complaints.say(line, f"{name}_SECTION", message, "S504")
        return np.maximum(values, 0.0)

    def lists(self, name: str, count: int, most: int) -> list[tuple[int, ...]] | None:
        """Numbers from 1 to a bound, as many a row as there are; None without such a section.

        They are returned counted from 0.
        """
        section = self.text.sections.get(name)
        if section is None:
            return None
        rows = self._numbered(name, section, count)
        found: list[tuple[int, ...]] = []
        for entry in rows or ():
            numbers = entry.numbers[1:]
            bad = [number for number in numbers if number != int(number) or not 1 <= number <= most]
            if bad:
                message = f"expected whole numbers from 1 to {most}, got {bad[0]:g}"
                self.complaints.say(entry.line, f"{name}_SECTION", message, "S504")
                numbers = ()
            found.append(tuple(int(number) - 1 for number in numbers))
        return found or [()] * count

    def _numbered(self, name: str, section: Section, count: int) -> tuple[Row, ...] | None:
        """Rows of a section, if there are as many as there have to be, in order."""
        if len(section.rows) != count:
            message = f"it has {len(section.rows)} rows where {count} belong"
            self.complaints.say(section.line, f"{name}_SECTION", message, "S504")
            return None
        # Some files number the first row 0.
        for row, entry in enumerate(section.rows):
            if entry.numbers[0] != row + 1 and (row or entry.numbers[0] != 0):
                message = f"expected row {row + 1}, got {entry.numbers[0]:g}; put rows in order"
                self.complaints.say(entry.line, f"{name}_SECTION", message, "S504")
                return None
        return section.rows
