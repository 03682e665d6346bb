"""Where a pick-up and one of its set-downs go best into a route: every pair of positions."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.layout import FAR, rows_at
from logiroute.solver.recreate.memory import LOOKED, memory_at
from logiroute.solver.recreate.places import NEVER, offer, packed
from logiroute.solver.recreate.state import may_draw, state_at
from logiroute.solver.recreate.steps import change_of_kind, duty_of, first_in_time

#: Of many sites, so many are looked at of those that cost least from the pick-up, and those where
#: the route stops anyway.
_CHOICES = 12


@lazily_compiled
def _goals(board: Board, u: int, r: int, k: int) -> int:
    """List the set-downs of an order to look at, in `Memory.goals`; return how many there are."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    unit = rows.unit[u]
    start, first = rows.kind[k].start, rows.task[unit.first]
    if unit.choice_end - unit.choice_begin > _CHOICES:
        memory.number[LOOKED] += 1
        for at in range(state.route[r].length):
            memory.comes_by[state.halt[r, at].place] = memory.number[LOOKED]
    looked = count = 0
    last = -1
    for row in range(unit.choice_begin, unit.choice_end):
        goal = rows.choice[row]
        there = rows.task[goal].place
        # Parts of the day at one place come one after the other, and count as one.
        if there != last and looked >= _CHOICES and memory.comes_by[there] != memory.number[LOOKED]:
            continue
        if not rows.allowed[goal, k] or rows.task[goal].closes < first.opens:
            continue
        if not may_draw(board, goal, start):
            continue
        if there != last:
            looked += 1
            last = there
        memory.goals[count] = row
        count += 1
    return count


@lazily_compiled
def _detours(board: Board, goals: int, r: int, k: int) -> None:
    """Work out what a set-down costs at least at every position, but right after its pick-up."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    route, seq, halt = state.route[r], state.seq, state.halt
    m = route.length
    kind = rows.kind[k]
    for on in range(1, m + 1):
        memory.detour[on] = NEVER
    for row in range(goals):
        b = rows.choice[memory.goals[row]]
        goal = rows.task[b]
        there = goal.place
        to, away = kind.table + there * rows.in_here, kind.table + there * rows.places
        done = goal.opens + goal.service
        for on in range(1, m + 1):
            if rows.timed:
                if state.spot[seq[r, on - 1]].ready > goal.closes:
                    break
                if on < m and state.spot[seq[r, on]].latest_on < done:
                    continue
            metres = int(rows.metres_in[to + halt[r, on - 1].place * rows.in_before])
            if on < m:
                metres += rows.metres[away + halt[r, on].place] - halt[r, on].arc
            else:
                metres += rows.ends[k, there, 3] - route.home
            cost = metres * kind.metre_cost + goal.cost
            memory.detour[on] = min(memory.detour[on], cost)
    memory.detour_on[m + 1] = NEVER
    for on in range(m, 0, -1):
        memory.detour_on[on] = min(memory.detour[on], memory.detour_on[on + 1])


@lazily_compiled
def place_pair(board: Board, u: int, r: int, k: int) -> tuple[int, int]:
    """The cheapest place of a pick-up and one of its set-downs; see `insertion.best_place`."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    c = rows.unit[u].first
    route, seq = state.route[r], state.seq
    m = route.length
    kind, task = rows.kind[k], rows.task[c]
    if not rows.allowed[c, k]:
        return NEVER, 0
    if route.class_ >= 0 and task.class_ >= 0 and route.class_ != task.class_:
        return NEVER, 0
    goals = _goals(board, u, r, k)
    if goals == 0:
        return NEVER, 0
    width, table, timed = rows.places, kind.table, rows.timed
    here = task.place
    dimensions = rows.change.shape[1]
    by_duty = timed and (kind.second_cost > 0 or kind.duty < kind.closes - kind.opens)
    best, place = NEVER, 0
    exact = route.exact or kind.exact or task.exact or 2 * route.driven > kind.drives
    change = change_of_kind(board, r, k)
    to = table + here * rows.in_here
    p_before = p_next = -1
    t = work_on = ready_on = 0
    straight, runs = rows.cleaning and task.straight, rows.cleaning and task.runs
    stack = rows.lifo and kind.lifo and task.collected
    joins = again = False
    below = 0
    # When all set-downs are closed.
    until = rows.task[rows.choice[memory.goals[0]]].closes
    for goal_row in range(1, goals):
        until = max(until, rows.task[rows.choice[memory.goals[goal_row]]].closes)
    _detours(board, goals, r, k)
    begin = first_in_time(board, r, task.opens + task.service) if timed else 0
    for at in range(begin, m + 1):
        if at > 0:
            p_before = state.halt[r, at - 1].place
            if straight or runs:
                company = rows.task[seq[r, at - 1]]
                joins = company.boards > 0
                if joins and company.party != task.party:
                    continue
                if runs and at < m and company.runs and company.boards < 0:
                    follower = rows.task[seq[r, at]]
                    if follower.runs and follower.boards < 0:
                        continue
        ready, work, latest = route.opens, 0, kind.closes
        if at > 0:
            before = state.spot[seq[r, at - 1]]
            ready, work, latest = before.ready, before.work, before.latest
        if timed and ready > task.closes:
            break
        room = True
        for d in range(dimensions):
            load = state.start_load[r, d] if at == 0 else state.load[seq[r, at - 1], d]
            if load + rows.change[c, d] > rows.capacity[k, d]:
                room = False
        if not room:
            continue
        if at == 0:
            metres_in = rows.ends[k, here, 1]
            leg = rows.ends[k, here, 0]
        else:
            metres_in = int(rows.metres_in[to + p_before * rows.in_before])
            leg = int(rows.span_in[to + p_before * rows.in_before])
        # Without the set-down it costs at least this, where detours are never shorter.
        least = -FAR
        if at < m:
            halt = state.halt[r, at]
            ahead = int(rows.metres[table + here * width + halt.place])
            least = change + (metres_in + ahead - halt.arc) * kind.metre_cost
            if ahead < FAR and least >= best:
                continue
        if timed:
            arrive = ready + leg
            if arrive > task.closes:
                continue
            latest = min(latest, task.closes - leg - work)
            ready = max(arrive, task.opens) + task.service
            work += leg + task.service
        # Go on with the pick-up aboard; the set-down comes before what is at ``on``.
        so_far = metres_in
        driven = route.driven + leg
        p_last = here
        alighted = covered = again = False
        if stack:
            below = int(state.stacked[seq[r, at - 1]]) if at > 0 else 0
        for on in range(at, m + 1):
            if timed and ready > until:
                break
            if on > at and least + memory.detour_on[on] >= best:
                break
            if on < m:
                t = seq[r, on]
                p_next = state.halt[r, on].place
                work_on, ready_on = state.spot[t].work_on, state.spot[t].ready_on
            boards_next = runs and on < m and rows.task[t].boards > 0
            # Who boards next would find people that alight.
            barred = boards_next and not alighted and (joins or on > at)
            dear = on > at and least + memory.detour[on] >= best
            for goal_row in range(0 if barred or covered or dear else goals):
                b = rows.choice[memory.goals[goal_row]]
                goal = rows.task[b]
                if timed and ready > goal.closes:
                    continue
                there = goal.place
                into = table + p_last * width + there
                if on == at:
                    metres = so_far + rows.metres[into]
                    leg = int(rows.span[into])
                else:
                    into = table + there * rows.in_here + p_last * rows.in_before
                    metres = so_far + rows.metres_in[into]
                    leg = int(rows.span_in[into])
                if on < m:
                    metres += rows.metres[table + there * width + p_next]
                    metres -= state.halt[r, on].arc
                else:
                    metres += rows.ends[k, there, 3] - route.home
                extra = change + metres * kind.metre_cost + goal.cost
                if extra >= best:
                    continue
                fits = True
                clocked = exact or goal.exact
                if timed:
                    arrive = ready + leg
                    done = max(arrive, goal.opens) + goal.service
                    if on < m:
                        leg_on = int(rows.span[table + there * width + p_next])
                        last = state.spot[t].latest_on
                    else:
                        leg_on = rows.ends[k, there, 2]
                        last = kind.closes
                        work_on, ready_on = 0, 0
                    fits = arrive <= goal.closes and done + leg_on <= last
                    clocked |= driven + leg + leg_on > kind.drives
                    if fits and by_duty:
                        duty = duty_of(
                            work + leg + goal.service,
                            done,
                            min(latest, goal.closes - leg - work),
                            leg_on,
                            work_on,
                            ready_on,
                            last,
                        )
                        fits = duty <= kind.duty
                        extra += (duty - route.duty) * kind.second_cost
                if fits and clocked:
                    offer(board, extra, packed(at, on + 1, memory.goals[goal_row]))
                elif fits and extra < best:
                    best, place = extra, packed(at, on + 1, memory.goals[goal_row])
            if on == m:
                break
            if rows.task[t].reload >= 0 and task.boards > 0:
                break
            if straight and rows.task[t].party != task.party:
                break
            if runs:
                if rows.task[t].boards > 0 and alighted:
                    break
                alighted |= rows.task[t].boards < 0
            if stack:
                # What came before leaves before, and so do goods of its trip.
                again |= rows.task[t].reload >= 0
                height = int(state.stacked[t])
                if height < below or (rows.task[t].goods and not again):
                    break
                covered = height > below or (again and int(state.undelivered[t]) > 0)
            # Take what is at ``on`` along.
            if on == at:
                so_far += rows.metres[table + here * width + p_next] - state.spot[t].arc
                leg = int(rows.span[table + here * width + p_next])
                driven += leg
            else:
                leg = int(rows.span[table + p_last * width + p_next])
            p_last = p_next
            for d in range(dimensions):
                if state.load[t, d] + rows.change[c, d] > rows.capacity[k, d]:
                    room = False
            if not room:
                break
            if timed:
                task_on = rows.task[t]
                arrive = ready + leg
                if arrive > state.spot[t].latest_on:
                    break
                latest = min(latest, task_on.closes - leg - work)
                ready = max(arrive, task_on.opens) + task_on.service
                work += leg + task_on.service
    return best, place
