"""Where a pick-up and its set-down go best into a route: every pair of positions."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.layout import FAR, rows_at
from logiroute.solver.recreate.places import NEVER, offer, packed
from logiroute.solver.recreate.state import state_at
from logiroute.solver.recreate.steps import change_of_kind, duty_of


@lazily_compiled
def place_pair(board: Board, c: int, row: int, r: int, k: int, bound: int) -> tuple[int, int]:
    """A pick-up ``c`` and the set-down in a row, if they cost less than ``bound`` more."""
    rows, state = rows_at(board), state_at(board)
    route, seq = state.route[r], state.seq
    m = route.length
    b = rows.choice[row]
    kind, task, goal = rows.kind[k], rows.task[c], rows.task[b]
    if not rows.allowed[c, k] or not rows.allowed[b, k]:
        return NEVER, 0
    if route.class_ >= 0 and task.class_ >= 0 and route.class_ != task.class_:
        return NEVER, 0
    width, table, timed = rows.places, kind.table, rows.timed
    here, there = task.place, goal.place
    dimensions = rows.change.shape[1]
    by_duty = timed and (kind.second_cost > 0 or kind.duty < kind.closes - kind.opens)
    best, place = bound, 0
    found = False
    exact = route.exact or kind.exact or task.exact or goal.exact
    change = change_of_kind(board, r, k)
    to, to_goal = table + here * rows.in_here, table + there * rows.in_here
    between = int(rows.metres[table + here * width + there])
    leg_between = int(rows.span[table + here * width + there])
    p_before = -1
    straight = rows.cleaning and task.straight
    joins = False
    for at in range(m + 1):
        if at > 0:
            p_before = state.halt[r, at - 1].place
            if straight:
                company = rows.task[seq[r, at - 1]]
                joins = company.boards > 0
                if joins and company.party != task.party:
                    continue
                if company.need > 0 and at < m and rows.task[seq[r, at]].need > 0:
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
        if at < m:
            halt = state.halt[r, at]
            ahead = int(rows.metres[table + here * width + halt.place])
            least = metres_in + ahead - halt.arc
            if ahead < FAR and change + least * kind.metre_cost >= best:
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
        p_last = here
        alighted = False
        for on in range(at, m + 1):
            if timed and ready > goal.closes:
                break
            if on == at:
                metres = so_far + between
                leg = leg_between
            else:
                metres = so_far + rows.metres_in[to_goal + p_last * rows.in_before]
                leg = int(rows.span_in[to_goal + p_last * rows.in_before])
            if on < m:
                t = seq[r, on]
                p_next = state.halt[r, on].place
                metres += rows.metres[table + there * width + p_next]
                metres -= state.halt[r, on].arc
            else:
                metres += rows.ends[k, there, 3] - route.home
            extra = change + metres * kind.metre_cost
            boards_next = straight and on < m and rows.task[t].boards > 0
            if boards_next and not alighted and (joins or on > at):
                # Who boards next would find people that alight.
                extra = best
            if extra < best:
                fits = True
                if timed:
                    arrive = ready + leg
                    done = max(arrive, goal.opens) + goal.service
                    if on < m:
                        leg_on = int(rows.span[table + there * width + p_next])
                        after = state.spot[t]
                        last = after.latest_on
                        work_on, ready_on = after.work_on, after.ready_on
                    else:
                        leg_on = rows.ends[k, there, 2]
                        last = kind.closes
                        work_on, ready_on = 0, 0
                    fits = arrive <= goal.closes and done + leg_on <= last
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
                if fits and exact:
                    offer(board, extra, packed(at, on + 1, row))
                elif fits and extra < best:
                    best, place, found = extra, packed(at, on + 1, 0), True
            if on == m:
                break
            if rows.task[t].reload >= 0 and task.boards > 0:
                break
            if straight:
                boards = rows.task[t].boards > 0
                if rows.task[t].party != task.party or (boards and alighted):
                    break
                alighted |= not boards
            # Take what is at ``on`` along.
            if on == at:
                so_far += rows.metres[table + here * width + p_next] - state.spot[t].arc
                leg = int(rows.span[table + here * width + p_next])
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
    if not found:
        return NEVER, 0
    return best, place
