"""Who does the work: the processor's time of the processes that another one has started (Linux)."""

from pathlib import Path

# Of the busiest one's time; less is what an idle process spends on looking whether it is needed.
LEAST_SHARE = 0.1


def spent_by_children(master):
    """{pid: ticks of the processor} of the children of a process; nothing for process 0."""
    if not master:
        return {}
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return {int(pid): _ticks(pid) for pid in children}


def _ticks(pid):
    # The name of the program, which may have anything in it, ends with the last parenthesis (proc(5)).
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(told[11]) + int(told[12])


def is_shared(before, after):
    """Whether each process has worked between the two, not only some."""
    worked = [ticks - before.get(pid, 0) for pid, ticks in after.items()]
    return not worked or min(worked) >= LEAST_SHARE * max(worked)
