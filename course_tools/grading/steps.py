"""The cells of a canonical notebook as the steps of a trial."""

import functools
from collections.abc import Iterator

from nbformat.notebooknode import NotebookNode

from course_tools.grading.judge.names import names_in
from course_tools.grading.judge.trial import ANSWER, EXTRA, PLAIN, SETUP, TEST, Step
from course_tools.grading.plan import Plan

JUDGED = (TEST, SETUP, PLAIN)


def steps_of(plan: Plan, notebook: NotebookNode) -> Iterator[Step]:
    """Yield the steps of a trial of a canonical notebook."""
    wanted = cells_wanted(plan)
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        planned = plan.by_id.get(cell.get("id", ""))
        if planned is None:
            yield Step(EXTRA, cell.source, place=place)
        elif planned.kind == TEST:
            yield Step(
                TEST,
                judge_source=planned.source,
                grade_id=planned.grade_id,
                points=planned.points,
                hidden=planned.hidden,
                place=place,
                is_in_student=planned.is_in_student,
            )
        elif planned.kind == SETUP:
            yield Step(SETUP, planned.released, planned.source, planned.grade_id, place=place)
        elif planned.kind == PLAIN:
            ours = planned.released if planned.id in wanted else ""
            yield Step(PLAIN, cell.source, ours, place=place)
        else:
            yield Step(ANSWER, cell.source, grade_id=planned.grade_id, place=place)


@functools.lru_cache(maxsize=16)
def cells_wanted(plan: Plan) -> frozenset[str]:
    """Return the ids of the plain cells that the judge must run too; found once for a class."""
    needed = names_needed(plan)
    plain = (cell for cell in plan.cells if cell.kind == PLAIN)
    return frozenset(cell.id for cell in plain if is_wanted(cell.released, needed))


def names_needed(plan: Plan) -> frozenset[str]:
    """Return the names that tests and locked cells use, and that the cells behind those use."""
    cells = [cell for cell in plan.cells if cell.kind in JUDGED]
    pairs = [names_in(_without_magics(cell.source)) for cell in cells]
    locked = [pair for pair, cell in zip(pairs, cells, strict=True) if cell.kind != PLAIN]
    needed = {name for used, _ in locked for name in used}
    while more := {n for used, stored in pairs if stored & needed for n in used} - needed:
        needed |= more
    return frozenset(needed)


def is_wanted(source: str, needed: frozenset[str]) -> bool:
    """Say whether the judge must run a plain cell: it binds a name that tests use, or imports,
    sets or seeds something. One that only shows what the student's code does is not run twice."""
    used, stored = names_in(_without_magics(source))
    return bool(stored & needed) or not used or "seed" in source or "path" in source


def _without_magics(source: str) -> str:
    lines = source.split("\n")
    return "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in lines)
