"""Codes of benchmark instances and their solutions (S5), which the solver's readers give."""

from logiroute.files.codes.code import Code

INSTANCES = {
    "S501": Code(
        "A file of no known format",
        "It is neither VRPLIB, nor Solomon's or Li & Lim's table, nor VROOM's JSON.",
        "Compare it with the examples in docs/instances.md.",
    ),
    "S502": Code(
        "A line or value that cannot be read",
        "Numbers are expected where something else stands, or too few or too many of them.",
        "Correct the line or key in the message.",
    ),
    "S503": Code(
        "Something is missing",
        "The format has no default for it.",
        "Add what the message names.",
    ),
    "S504": Code(
        "Values that contradict each other, or are out of bounds",
        "A count does not match its rows, a window ends before it starts, a number is too large.",
        "Correct the one in the message.",
    ),
    "S505": Code(
        "A rule that cannot be kept",
        "The format knows it, the problems of logiroute do not: a solution would break it.",
        "Express it otherwise, or delete it if it does not bind.",
    ),
    "S506": Code(
        "Unknown keyword, section or key",
        "A misspelt one would silently drop a rule.",
        "Write it as suggested; delete it if it limits nothing.",
    ),
    "S507": Code(
        "A solution that is not one of the instance",
        "It visits what the instance does not have, or something twice, or has too many routes.",
        "Correct the line in the message, or name the instance that it is of.",
    ),
}
