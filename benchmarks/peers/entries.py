"""The instances of a comparison: read once, written down for every engine."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.judge import judge
from benchmarks.peers import logiroute as own
from benchmarks.peers.case import Case
from benchmarks.peers.cases import case_of
from logiroute.errors import InputError
from logiroute.solver.instances.instance import Instance
from logiroute.solver.instances.read import read_instance
from logiroute.solver.instances.solution import read_solution

#: What the list of best known costs beside the folders is called.
_BEST_KNOWN = "bks.csv"


@dataclass(frozen=True)
class Entry:
    """An instance in the comparison.

    Attributes
    ----------
    name, kind : str
        The kind is the class that geometric means are taken over.
    instance : Instance
    case : Case
    digest : str
        Of the case.
    best_known : float or None
        Cost units of the best known plan, where it is known under the same convention.
    """

    name: str
    kind: str
    instance: Instance
    case: Case
    digest: str
    best_known: float | None

    def prepare(self, folder: Path) -> None:
        """Write everything an engine is given into a folder."""
        folder.mkdir(parents=True)
        self.case.save(folder)
        own.write(self.instance.problem, folder)


def files(folders: Sequence[Path]) -> list[Path]:
    """Files of instances in folders and theirs, by name.

    Raises
    ------
    FileNotFoundError
        There are none, or no such folder.
    """
    found: list[Path] = []
    for folder in folders:
        if not folder.exists():
            raise FileNotFoundError(f"no such folder or file: {folder}")
        inside = [folder] if folder.is_file() else folder.rglob("*")
        found += [path for path in inside if path.suffix in (".vrp", ".txt")]
    if not found:
        raise FileNotFoundError("there is no instance (.vrp, .txt) in the folders")
    return sorted(set(found), key=lambda path: (path.parent.name, path.name))


def entries(folders: Sequence[Path], only: str | None) -> Iterator[Entry]:
    """Read instances one by one; says of those it cannot read why, and goes on.

    Parameters
    ----------
    folders : sequence of Path
    only : str or None
        Leave out other classes and, where no class is called so, other instances.
    """
    for path in files(folders):
        try:
            instance = read_instance(path)
            case = case_of(instance)
        except (InputError, ValueError) as error:
            print(f"{path.name} is left out: {error}", flush=True)
            continue
        if only is None or only.lower() in (instance.kind.lower(), instance.name.lower()):
            best = _best_known(path, instance, case)
            yield Entry(instance.name, instance.kind, instance, case, case.digest(), best)


def _best_known(path: Path, instance: Instance, case: Case) -> float | None:
    """Judged from the plan beside it, or from the list where it counts alike."""
    plan = path.with_suffix(".sol")
    if plan.exists():
        routes = read_solution(plan, instance).routes
        verdict = judge(case, {shift: list(tasks) for shift, tasks in enumerate(routes)})
        if verdict.faults:
            print(f"{plan.name} is no legal plan by the judge: {verdict.faults[0]}", flush=True)
        else:
            return verdict.cost
    for folder in path.parents[:2]:
        if (folder / _BEST_KNOWN).exists():
            with (folder / _BEST_KNOWN).open(newline="", encoding="utf-8") as stream:
                for row in csv.DictReader(stream):
                    if row["instance"] == path.stem and row["convention"].startswith("cost only"):
                        return float(row["best_known_cost"]) * instance.cost_scale
    return None
