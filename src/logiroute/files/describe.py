"""Words about columns, for the template and the documentation."""

from logiroute.files.columns import Column, Row, columns_of
from logiroute.files.tables import SHEETS


def table_markdown(model: type[Row]) -> str:
    """The columns of a table as a Markdown table, as it stands in docs/file-format.md."""
    lines = [
        "| column | 中文 | unit | example | meaning |",
        "|---|---|---|---|---|",
    ]
    for column in columns_of(model):
        col = column.col
        required = " **Required.**" if col.required else ""
        cells = (
            f"`{column.name}`",
            column.chinese[0],
            col.unit or "–",
            f"`{_escaped(col.example)}`" if col.example else "–",
            _escaped(col.help) + required,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def explain(column: Column) -> str:
    """Unit, example and meaning of a column as a note on its header cell."""
    col = column.col
    parts = [f"{column.name} · {column.chinese[0]}", col.help]
    if col.unit:
        parts.append(f"Unit: {col.unit}")
    if col.example:
        parts.append(f"Example: {col.example}")
    parts.append("Required." if col.required else "May be empty.")
    return "\n".join(parts)


def all_columns() -> list[tuple[str, Column]]:
    """Every column of every table and sheet with the name of its table."""
    return [(name, column) for name, model in SHEETS.items() for column in columns_of(model)]


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
