"""The command line: results to stdout, progress and complaints to stderr.

Exit codes: 0 done (unserved orders are listed, not an error), 2 bad input, 3 no plan or no way at
all, 4 a plan that fails its audit. Heavy packages load inside the commands that need them.
"""

import json
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from logiroute import __version__, cli_roads, cli_solve
from logiroute.cli_choices import (
    DEFAULT_SEARCH,
    EXIT_AUDIT_FAILED,
    EXIT_BAD_INPUT,
    EXIT_INTERRUPTED,
    EXIT_NO_PLAN,
    EngineName,
    Iterations,
    Language,
    Plateau,
    Processes,
    Search,
    Seconds,
    Seed,
)
from logiroute.errors import (
    AuditError,
    InputError,
    LogirouteError,
    NoPlanError,
    RoadsError,
    Severity,
)
from logiroute.interrupts import interrupts
from logiroute.printed import count, print_audit, print_plan, with_severity

app = typer.Typer(
    name="logiroute",
    help="Plan a day of deliveries and transfers on real streets, and prove it keeps the rules.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Day = Annotated[Path, typer.Argument(help="Day folder, or workbook (.xlsx).", show_default=False)]


class SchemaName(StrEnum):
    """What `logiroute schema` can print."""

    SCENARIO = "scenario"
    PLAN = "plan"


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def top(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    """Plan a day of deliveries and transfers on real streets, and prove it keeps the rules."""


@app.command()
def new(
    directory: Annotated[Path, typer.Argument(help="Folder to make.", show_default=False)],
) -> None:
    """Write an empty, commented day folder and an Excel template."""
    from logiroute.files.template import new_day

    for path in new_day(directory):
        typer.echo(path)


@app.command()
def check(day: Day) -> None:
    """Say everything that is wrong with a day, without planning it."""
    from logiroute.planning import check_day

    problems = check_day(day).problems
    for problem in problems:
        typer.echo(with_severity(problem))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    typer.echo(f"{day}: {count(errors, 'error')}, {count(len(problems) - errors, 'warning')}")
    if errors:
        raise typer.Exit(EXIT_BAD_INPUT)


@app.command()
def plan(
    day: Day,
    out: Annotated[Path, typer.Option(help="Folder for the results; replaced as a whole.")],
    seconds: Seconds = None,
    iterations: Iterations = None,
    plateau: Plateau = None,
    seed: Seed = 0,
    processes: Processes = None,
    search: Search = DEFAULT_SEARCH,
    engine: Annotated[EngineName, typer.Option(help="Engine for travel times.")] = EngineName.CCH,
    lang: Annotated[Language, typer.Option(help="Language of the outputs.")] = Language.EN,
) -> None:
    """Plan a day: audited plan, desk map, driver pages, workbook."""
    from logiroute.planning import PlanSettings, plan_day
    from logiroute.progress import plan_progress

    if seconds is None and iterations is None and plateau is None:
        seconds = 30.0
    settings = PlanSettings(
        seconds=seconds,
        iterations=iterations,
        plateau_seconds=plateau,
        seed=seed,
        processes=processes,
        search=search.value,
        engine=engine.value,
        lang=lang.value,
    )
    with interrupts() as interrupted, plan_progress(seconds) as watcher:
        planned = plan_day(day, out, settings, watcher)
    if interrupted:
        typer.echo("interrupted; this is the best plan found until then", err=True)
    for problem in planned.warnings:
        typer.echo(with_severity(problem), err=True)
    print_plan(planned.scenario, planned.plan)
    print_audit(planned.result)
    typer.echo(f"Written to {out}")


@app.command()
def audit(
    day: Day,
    plan: Annotated[Path, typer.Argument(help="plan.json to check.", show_default=False)],
    engine: Annotated[EngineName, typer.Option(help="Engine for travel times.")] = EngineName.CCH,
) -> None:
    """Check any plan against its day, also one made or changed by hand."""
    from logiroute.planning import audit_day

    result = audit_day(day, plan, engine=engine.value)
    print_audit(result)
    if not result.clean:
        raise typer.Exit(EXIT_AUDIT_FAILED)


app.command()(cli_roads.roads)
app.command()(cli_roads.matrix)
app.command()(cli_roads.route)
app.command()(cli_solve.solve)


@app.command()
def schema(
    of: Annotated[SchemaName, typer.Argument(help="Which one.", show_default=False)],
) -> None:
    """Print the JSON Schema of scenario or plan."""
    from logiroute.model.plan import Plan
    from logiroute.model.scenario import Scenario

    model = Scenario if of is SchemaName.SCENARIO else Plan
    typer.echo(json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False))


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def main() -> None:
    """Run the command line; every expected failure ends in a message and an exit code."""
    with warnings.catch_warnings(), _failures_in_words():
        warnings.showwarning = _warn
        app()


def _warn(message: Warning | str, *_where: object, **_line: object) -> None:
    """Say a warning as every other one, without the line of code it comes from."""
    typer.echo(f"warning: {message}", err=True)


@contextmanager
def _failures_in_words() -> Iterator[None]:
    try:
        yield
    except InputError as error:
        for problem in error.problems:
            typer.echo(with_severity(problem), err=True)
        errors = sum(problem.severity is Severity.ERROR for problem in error.problems)
        typer.echo(f"{count(errors, 'error')}; nothing was written", err=True)
        sys.exit(EXIT_BAD_INPUT)
    except RoadsError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(EXIT_BAD_INPUT)
    except NoPlanError as error:
        typer.echo(f"no plan: {error}; nothing was written", err=True)
        sys.exit(EXIT_NO_PLAN)
    except AuditError as error:
        typer.echo("The plan breaks rules and was not written:", err=True)
        for violation in error.violations:
            typer.echo(f"  {violation}", err=True)
        sys.exit(EXIT_AUDIT_FAILED)
    except LogirouteError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(EXIT_BAD_INPUT)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(f"error: {where}{error.strerror or error}", err=True)
        sys.exit(EXIT_BAD_INPUT)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except Exception as error:
        if os.environ.get("LOGIROUTE_DEBUG"):
            raise
        typer.echo(
            f"logiroute failed on its own account ({type(error).__name__}: {error}); nothing was"
            " written. Please report it with the output of the same command under\n"
            "LOGIROUTE_DEBUG=1",
            err=True,
        )
        sys.exit(1)
