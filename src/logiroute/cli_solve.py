"""The command that solves benchmark instances: the solver as a tool of its own."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from logiroute.cli_choices import (
    DEFAULT_SEARCH,
    Iterations,
    Plateau,
    Processes,
    Search,
    Seconds,
    Seed,
)
from logiroute.interrupts import interrupts
from logiroute.search_progress import in_words, search_progress


class ConventionName(StrEnum):
    """Conventions to make whole numbers of a file's."""

    ROUND = "round"
    DIMACS = "dimacs"
    DIMACS_TIMES_10 = "dimacs_times_10"
    EXACT = "exact"
    DOUBLE = "double"


def _target(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter(f"{text!r} is not a number") from None
    if not value.is_finite():
        raise typer.BadParameter(f"{text!r} is not a number")
    return value


def solve(
    instance: Annotated[
        Path,
        typer.Argument(
            help="VRPLIB (.vrp), Gehring & Homberger or Li & Lim (.txt), VROOM (.json).",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option(help="File for the routes: .sol; .json for VROOM.")],
    seconds: Seconds = None,
    iterations: Iterations = None,
    plateau: Plateau = None,
    seed: Seed = 0,
    processes: Processes = None,
    search: Search = DEFAULT_SEARCH,
    target: Annotated[
        Decimal | None,
        typer.Option(
            parser=_target, metavar="COST", help="End as soon as the routes cost no more."
        ),
    ] = None,
    convention: Annotated[
        ConventionName | None,
        typer.Option(
            help="How times and distances become whole numbers [default: as published best values "
            "of such files]."
        ),
    ] = None,
    fewest_vehicles: Annotated[
        bool, typer.Option("--fewest-vehicles", help="A route less is worth any cost.")
    ] = False,
) -> None:
    """Solve a benchmark instance or a problem of VROOM's, and write the routes."""
    from logiroute.solving import SolveSettings, solve_instance

    if seconds is None and iterations is None and plateau is None:
        seconds = 30.0
    settings = SolveSettings(
        seconds=seconds,
        iterations=iterations,
        plateau_seconds=plateau,
        seed=seed,
        processes=processes,
        search=search.value,
        target=target,
        convention=None if convention is None else convention.value,
        fewest_vehicles=fewest_vehicles,
    )
    with interrupts() as interrupted, search_progress() as show:
        solved = solve_instance(instance, out, settings, show)
    if interrupted:
        typer.echo("interrupted; these are the best routes found until then", err=True)
    if solved.standing.missing:
        left = f"{solved.standing.missing:,} of {solved.instance.problem.orders:,}"
        typer.echo(
            f"warning: {left} orders could not be served; the cost leaves them out", err=True
        )
    found = solved.instance
    typer.echo(f"{found.name}: {found.kind}, {found.problem.orders:,} orders; {found.convention}")
    typer.echo(in_words(solved.standing))
    typer.echo(f"Written to {out}")
