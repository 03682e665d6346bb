"""Search processes that are started before there is a problem."""

from contextlib import ExitStack
from types import TracebackType

from logiroute.solver.budget import Budget
from logiroute.solver.crew.cores import cores, team_size
from logiroute.solver.crew.member import Member
from logiroute.solver.searches import DEFAULT_SEARCH, kind_of


class Standby:
    """Processes that load what a search needs while its problem is still being made.

    Loading takes them most of a second, while the caller reads files or fills tables of travel
    times. They end with the thread that started them. Use it as a context manager::

        with Standby() as standby:
            travel = travel_times(scenario, roads)
            plan = solve(scenario, travel, standby=standby)

    Parameters
    ----------
    processes : int or None
        As many as will search; None for one per core.
    search : str
        As will be asked of the search.

    Raises
    ------
    ValueError
        There is no such search.
    """

    def __init__(self, processes: int | None = None, search: str = DEFAULT_SEARCH) -> None:
        kind_of(search)
        self.search = search
        self._members: list[Member] = []
        with ExitStack() as on_error:
            on_error.callback(self.close)
            for _ in range(cores() if processes is None else processes):
                self._members.append(Member(search))
            on_error.pop_all()

    def take(self) -> Member | None:
        """One that stands by, for whoever will end it; None if nobody is left."""
        return self._members.pop(0) if self._members else None

    def close(self) -> None:
        """End all that nobody took."""
        while member := self.take():
            member.end()

    def __enter__(self) -> "Standby":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def stand_by(budget: Budget, processes: int | None, search: str) -> Standby:
    """As many processes as `search_problem` will take for the same."""
    return Standby(team_size(budget, processes), search)
