"""Tasks of reloading, added to those of orders."""

from dataclasses import replace

import numpy as np

from logiroute.solver.assembly.numbers import Numbers


def with_reloads(numbers: Numbers) -> Numbers:
    """Add as many tasks of every kind of reload as could be of use.

    A trip brings something to at least one task, so no more than those; and no more than the shifts
    that may load so may load at all. A kind that is of no use at all is gone.
    """
    issued = sum(1 for tasks in numbers.choices if not tasks)
    most = (numbers.usable * np.minimum(numbers.most_reloads, issued)).sum(axis=1)
    most = np.minimum(most, issued)
    useful = most > 0
    kind = np.repeat(np.arange(useful.sum()), most[useful])
    reload_place, reload_s = numbers.reload_place[useful], numbers.reload_s[useful]
    horizon = int(numbers.closes.max(initial=0))
    return replace(
        numbers,
        place=np.append(numbers.place, reload_place[kind]),
        service_s=np.append(numbers.service_s, reload_s[kind]),
        open=(*numbers.open, *((((0, horizon),),) * len(kind))),
        change=np.pad(numbers.change, ((0, 0), (0, len(kind)))),
        issued=np.pad(numbers.issued, ((0, 0), (0, len(kind)))),
        release=np.append(numbers.release, np.full(len(kind), -1)),
        cost=np.append(numbers.cost, np.zeros(len(kind), dtype=np.int64)),
        kind=np.append(numbers.kind, kind),
        reload_place=reload_place,
        reload_s=reload_s,
        usable=numbers.usable[useful],
        refused=np.pad(numbers.refused, ((0, len(kind)), (0, 0))),
        staying=np.append(numbers.staying, np.zeros(len(kind), dtype=np.int64)),
    )
