"""Commands about roads: what there is, and times and ways between any points of them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from logiroute.cli_choices import EXIT_NO_PLAN, EngineName, Language
from logiroute.errors import InputError, InputProblem
from logiroute.printed import count, print_roads, print_unreachable, with_severity

if TYPE_CHECKING:
    from logiroute.answering import Question

RoadFile = Annotated[Path, typer.Argument(metavar="ROADS", help="Road file.", show_default=False)]
Day = Annotated[
    Path | None,
    typer.Option(help="Day folder or workbook whose zones, gates and vehicles count."),
]
Vehicle = Annotated[str | None, typer.Option(help="Id of the vehicle of the day that moves.")]
Profile = Annotated[
    str | None,
    typer.Option(help="How it moves; of the day, if its vehicles all move alike [default: car]."),
]
At = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        help="Departure, 06:30 or 2022-04-10 06:30, on the day's clock [default: at any moment "
        "of the day].",
    ),
]
Loaded = Annotated[
    bool,
    typer.Option("--loaded", help="With people aboard: a zone may take note of it."),
]
SnapLimit = Annotated[
    float | None,
    typer.Option(
        metavar="METRES",
        help="Farther than this from every street there is no way [default: the day's, or 300].",
    ),
]
Engine = Annotated[EngineName, typer.Option(help="Engine for travel times.")]


def roads(
    source: Annotated[
        str | None,
        typer.Argument(help="Road file, or name of a place.", show_default=False),
    ] = None,
    bbox: Annotated[
        str | None,
        typer.Option(help="W,S,E,N in degrees instead of a place.", show_default=False),
    ] = None,
    polygon: Annotated[
        Path | None,
        typer.Option(help="GeoJSON file with the area instead.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write: .parquet (all of it), .graphml, .gpkg, .geojson.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Say what a road file or a place holds; write it for other tools."""
    from logiroute.files.whole_file import file_problems
    from logiroute.geo.loading.area import roads_of
    from logiroute.geo.loading.save import save_roads, writer_of
    from logiroute.geo.roads_summary import roads_summary

    if out is not None:
        writer_of(out)  # says now, not after the work, what it cannot write
        if problems := file_problems(out, (None if source is None else Path(source), polygon)):
            raise InputError(problems)
    network = roads_of(source, bbox=bbox, polygon=polygon)
    print_roads(str(source or bbox or polygon), roads_summary(network))
    if out is not None:
        save_roads(network, out)
        typer.echo(f"Written to {out}")
        if len(network.ban_modes) and out.suffix.lower() != ".parquet":
            bans = count(len(network.ban_modes), "forbidden turn")
            typer.echo(f"{out.name} cannot carry {bans}; .parquet can", err=True)


def matrix(
    roads: RoadFile,
    points: Annotated[
        Path,
        typer.Argument(
            metavar="POINTS",
            help="CSV or .xlsx: id and a pair of columns such as lon_wgs84, lat_wgs84.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option(help="Table to write: .csv, or .npz for large ones.")],
    to: Annotated[
        Path | None, typer.Option(help="Points to go to [default: the same points].")
    ] = None,
    day: Day = None,
    vehicle: Vehicle = None,
    profile: Profile = None,
    at: At = None,
    loaded: Loaded = False,
    snap_limit: SnapLimit = None,
    engine: Engine = EngineName.CCH,
) -> None:
    """Write the times and distances between points, row = from."""
    from logiroute.tabulating import table_of_times

    question = _question(roads, day, vehicle, profile, at, loaded, snap_limit, engine)
    written = table_of_times(question, points, out, to)
    _complain(written.warnings)
    typer.echo(
        f"{written.rows:,} × {written.columns:,}, "
        f"{count(written.unreachable, 'pair')} without a way; written to {out}"
    )


def route(
    roads: RoadFile,
    start: Annotated[
        str, typer.Option("--from", metavar="LON,LAT", help="Where it starts, WGS-84.")
    ],
    end: Annotated[str, typer.Option("--to", metavar="LON,LAT", help="Where it goes, WGS-84.")],
    out: Annotated[
        Path | None, typer.Option(help="GeoJSON to write [default: standard output].")
    ] = None,
    day: Day = None,
    vehicle: Vehicle = None,
    profile: Profile = None,
    at: At = None,
    lang: Annotated[Language, typer.Option(help="Language of the directions.")] = Language.EN,
    loaded: Loaded = False,
    snap_limit: SnapLimit = None,
    engine: Engine = EngineName.CCH,
) -> None:
    """Find the way from one point to another as GeoJSON, or say why there is none."""
    from logiroute.answering import way_between

    question = _question(roads, day, vehicle, profile, at, loaded, snap_limit, engine)
    answer = way_between(question, start, end, out, lang.value)
    _complain(answer.warnings)
    if answer.way is None:
        print_unreachable(start, end, answer.why_not)
        raise typer.Exit(EXIT_NO_PLAN)
    content = json.dumps(answer.geojson, ensure_ascii=False, allow_nan=False, indent=1)
    if out is None:
        typer.echo(content)
        return
    from logiroute.files.whole_file import write_whole

    write_whole(out, f"{content}\n".encode())
    typer.echo(f"{answer.way.seconds / 60:,.1f} min, {answer.way.metres / 1000:,.1f} km")
    for line in answer.way.directions(lang.value):
        typer.echo(f"  {line}")
    typer.echo(f"Written to {out}")


def _question(
    roads: Path,
    day: Path | None,
    vehicle: str | None,
    profile: str | None,
    at: str | None,
    loaded: bool,
    snap_limit: float | None,
    engine: EngineName,
) -> "Question":
    from logiroute.answering import Question

    return Question(roads, day, vehicle, profile, at, snap_limit, engine.value, loaded)


def _complain(problems: Iterable[InputProblem]) -> None:
    for problem in problems:
        typer.echo(with_severity(problem), err=True)
