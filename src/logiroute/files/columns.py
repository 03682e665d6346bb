"""What a column is: its names in both languages, its unit, an example, and how a cell is read.

A table is a pydantic row model whose fields are annotated with `Col`; the reader, the template
and the documentation all look here.
"""

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from logiroute.files.cells import ERROR_CELLS, CellContext, CellError, is_empty
from logiroute.files.clock import NoSuchTimeError, NotATimeError
from logiroute.files.workbook_scan import UNCALCULATED


@dataclass(frozen=True)
class Col:
    """One column.

    Attributes
    ----------
    parse : callable
        Reads a cell that is not empty.
    zh : str
        Chinese header; further spellings after ``/``.
    help : str
        One sentence for template and documentation.
    unit, example : str
        As shown to the dispatcher; the example must parse.
    required : bool
        Whether an empty cell is an error.
    default : object
        Value of an empty cell that is not required.
    """

    parse: Callable[[object, CellContext], Any]
    zh: str
    help: str
    unit: str = ""
    example: str = ""
    required: bool = False
    default: Any = None

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let pydantic call `read` for the field, and nothing else."""
        del source, handler
        return core_schema.with_info_plain_validator_function(self.read)

    def read(self, cell: object, info: ValidationInfo) -> Any:
        """The value of a cell; ``info.context`` is a `CellContext`.

        Raises
        ------
        CellError
            With the code and the sentence for the dispatcher.
        """
        if is_empty(cell):
            if self.required:
                example = f", for example {self.example}" if self.example else ""
                raise CellError("S201", f"nothing is written here; write a value{example}")
            return self.default
        if isinstance(cell, str) and cell.strip() in ERROR_CELLS:
            if cell.strip() == UNCALCULATED:
                cure = "open the workbook in a spreadsheet and save it, or write the value"
                raise CellError("S212", f"the formula here was never worked out; {cure}")
            raise CellError("S212", f"the cell shows {cell.strip()}; repair the formula")
        context = info.context
        if not isinstance(context, CellContext):
            raise TypeError("rows are validated with a CellContext")
        try:
            return self.parse(cell, context)
        except NoSuchTimeError as error:
            raise CellError("S216", str(error)) from error
        except NotATimeError as error:
            raise CellError("S207", str(error)) from error


class Row(BaseModel):
    """Base of all row models."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Field for free columns (``capacity_<name>``) → prefixes of their headers, English first.
    open_prefixes: ClassVar[dict[str, tuple[str, ...]]] = {}

    #: Field for free columns → what stands between the pointed brackets in documents.
    open_labels: ClassVar[dict[str, str]] = {}

    #: Field for free columns → the only names they may carry; absent: any.
    open_names: ClassVar[dict[str, tuple[str, ...]]] = {}

    #: Fields that stand before inherited ones.
    leading: ClassVar[tuple[str, ...]] = ()

    #: Fields that the example row of a template leaves empty, as others exclude them.
    not_in_example: ClassVar[tuple[str, ...]] = ()

    #: Whether rows with coordinate columns may leave them empty, or have none at all.
    point_optional: ClassVar[bool] = False


@dataclass(frozen=True)
class Column:
    """A column of a table as the reader and the docs see it.

    Attributes
    ----------
    field : str
        Field of the row model.
    name : str
        English header; ends in ``<name>`` for free columns.
    chinese : tuple of str
        Chinese headers, the one shown first.
    """

    field: str
    name: str
    chinese: tuple[str, ...]
    col: Col

    @property
    def is_open(self) -> bool:
        """Whether the column may appear several times, with names of the dispatcher's own."""
        return "<" in self.name


def columns_of(model: type[Row]) -> Iterator[Column]:
    """The columns of a table, in the order they are documented."""
    for field in dict.fromkeys((*model.leading, *model.model_fields)):
        info = model.model_fields[field]
        col = next((part for part in info.metadata if isinstance(part, Col)), None)
        if col is not None:
            yield Column(field, field, tuple(col.zh.split("/")), col)
        else:
            prefixes = model.open_prefixes[field]
            inner = _inner_col(info.annotation)
            label = model.open_labels.get(field, "name")
            yield Column(field, f"{prefixes[0]}<{label}>", tuple(inner.zh.split("/")), inner)


def _inner_col(annotation: object) -> Col:
    """The `Col` of ``dict[str, Annotated[T, Col(...)]]``."""
    if isinstance(annotation, types.GenericAlias) and get_origin(annotation) is dict:
        value = get_args(annotation)[1]
        if get_origin(value) is Annotated:
            for part in get_args(value)[1:]:
                if isinstance(part, Col):
                    return part
    raise TypeError(f"no Col in {annotation}")
