"""What the checks of this process said last; the table of points, and hints."""

import html

from course_lib.checks import tasks
from course_lib.checks.result import STATES, Verdict, framed, paragraphs, score

NOTHING_CHECKED = (
    "Nothing to add up: no check has been run here. In your notebook, run the cells above; on a "
    "graded page the points stand at the top."
)

_verdicts: dict[str, Verdict] = {}
_hints_given: dict[str, int] = {}
_homework: list[str] = []


def keep(verdict: Verdict) -> None:
    """Keep what a check said; it replaces what it said before."""
    _verdicts[verdict.task] = verdict
    _homework[:] = [verdict.task.rpartition("/")[0]]


def last(name: str) -> Verdict | None:
    """Return what the check of a task said last, if it was called."""
    return _verdicts.get(name)


def forget() -> None:
    """Forget everything, as a new process would."""
    for kept in (_verdicts, _hints_given, _homework):
        kept.clear()


class Shown:
    """Something to show: HTML for a notebook, text elsewhere."""

    def __init__(self, text: str, page: str) -> None:
        self.text, self.page = text, page

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.page


def hint(name: str, level: int | None = None) -> Shown:
    """Return a hint for a task such as hw3/softmax: the next one at each call, or a given level.

    There are three; the last one names the part of the lecture. Raises `LookupError` for an
    unknown task, `ValueError` for a level that does not exist.
    """
    hints = tasks.find(name).hints
    if level is None:
        level = min(_hints_given.get(name, 0) + 1, len(hints))
    if level not in range(1, len(hints) + 1):
        raise ValueError(f"There are hints 1 to {len(hints)} for '{name}', no hint {level}.")
    _hints_given[name] = max(level, _hints_given.get(name, 0))
    text = f"Hint {level} of {len(hints)}: {hints[level - 1]}"
    return Shown(text, framed(paragraphs(text), "#b58900"))


def points_so_far() -> Shown:
    """Return the table of all tasks: points and state, as far as they were checked.

    Where no check was run there is none: grading runs this cell apart from the checks.
    """
    if not _verdicts:
        return Shown(NOTHING_CHECKED, framed(paragraphs(NOTHING_CHECKED), "#8a8a8a"))
    homework = _homework[0] if _homework else ""
    rows = [
        (task.short, task.points, last(task.name)) for task in tasks.all_tasks(homework).values()
    ]
    total = sum(verdict.points for *_, verdict in rows if verdict)
    possible = sum(points for _, points, _ in rows)
    lines = [(name, *_row(points, verdict)) for name, points, verdict in rows]
    lines.append(("all", f"{total:g} of {possible:g}", ""))
    return Shown(_as_text(lines), _as_table(lines))


def _row(points: float, verdict: Verdict | None) -> tuple[str, str]:
    if verdict is None:
        return f"– of {points:g}", "not checked yet"
    shown = f"– of {points:g}" if verdict.state == "recorded" else score(verdict).rsplit(" ", 1)[0]
    return shown, STATES[verdict.state][1]


def _as_text(lines: list[tuple[str, str, str]]) -> str:
    width = max(len(name) for name, *_ in lines)
    return "\n".join(f"{name:{width}}  {points:>10}  {state}" for name, points, state in lines)


def _as_table(lines: list[tuple[str, str, str]]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("task", "points", "state"))
    rows = "".join(
        f'<tr><th scope="row"><code>{html.escape(name)}</code></th>'
        f'<td style="text-align: right; white-space: nowrap">{points}</td><td>{state}</td></tr>'
        for name, points, state in lines
    )
    caption = "<caption>Points so far, by the checks that were run</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
