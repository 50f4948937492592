"""Writes what a trial came to into a notebook, in the form that nbgrader reads marks from.

It is the only one that writes, and takes nothing from a sandbox but numbers and harmless text.
"""

from nbformat import from_dict
from nbformat.notebooknode import NotebookNode

from course_tools.grading.intake import SEEN
from course_tools.grading.judge.outputs import CHECK, digest
from course_tools.grading.judge.trial import TEST, Outcome, Trial

# Keys in metadata: of an output, or a cell, that is not on the student's page; and of the cell from
# which on that is so for all that student code says.
HIDDEN, ENDS_HERE = "for_the_grader_only", "last_of_what_is_shown"
CUT = {"output_type": "stream", "name": "stdout", "text": "[the rest was cut]\n"}


def record(notebook: NotebookNode, trial: Trial) -> None:
    """Put each cell's outputs into the notebook; a test's first one is its points.

    Once student code was called by a hidden test it can say what it was given. What it says from
    then on is for the grader, but where the student had the same in the notebook handed in: up to
    the first cell in which that is not so, lest what is shown spell out the rest. Nor must it show
    which of the cells behind that one say something at all.
    """
    seen = {cell.get("id"): cell.metadata.pop(SEEN, None) for cell in notebook.cells}
    is_known = True
    for number, outcome in enumerate(trial.outcomes, 1):
        cell = notebook.cells[outcome.place]
        cell.execution_count = number
        if outcome.is_late and (said := _said(outcome)) is not None:
            was_known = is_known
            is_known = is_known and _is_as_seen(said, outcome, seen.get(cell.get("id")))
            if was_known and not is_known:
                cell.metadata[ENDS_HERE] = True
            if not is_known and outcome.kind == TEST:
                cell.metadata[HIDDEN] = True
        is_kept = is_known or not outcome.is_late
        made = _of_a_test(outcome) if outcome.kind == TEST else _of_a_cell(outcome, is_kept)
        if outcome.is_cut:
            is_for_all = is_kept and outcome.kind != TEST
            made.append(_output(CUT | {"hidden": not is_for_all}))
        cell.outputs = [_numbered(output, number) for output in made]


def _said(outcome: Outcome) -> list[dict] | None:
    """Return what student code itself put out, perhaps nothing: of a test, the exception that ended
    it, and None if it was none of the student's."""
    if outcome.kind != TEST:
        return list(outcome.outputs)
    error = outcome.error or {}
    if outcome.ok or outcome.is_hidden or not (outcome.is_students or error.get("is_students")):
        return None
    return [{"output_type": "error", "ename": error.get("name"), "evalue": error.get("text")}]


def _is_as_seen(said: list[dict], outcome: Outcome, seen: str | None) -> bool:
    """Say whether a student has seen just this in the notebook that was handed in."""
    return not outcome.is_cut and digest(said) == (seen or digest([]))


def _numbered(output: NotebookNode, number: int) -> NotebookNode:
    if output.output_type == "execute_result":
        output.execution_count = number
    return output


def _of_a_cell(outcome: Outcome, is_kept: bool) -> list[NotebookNode]:
    """Warnings name files: no two runs have the same, so they are not kept after a hidden call."""
    return [
        _output(output | {"hidden": not is_kept or (outcome.is_late and _is_warning(output))})
        for output in outcome.outputs
    ]


def _is_warning(output: dict) -> bool:
    return output.get("name") == "stderr"


def _of_a_test(outcome: Outcome) -> list[NotebookNode]:
    """The points first: nbgrader takes the first result for the marks, and stderr for a failure."""
    shown, value = [], {}
    for output in outcome.outputs:
        if output["output_type"] == "execute_result" and outcome.ok:
            value = output
        elif output["output_type"] != "error":
            output = output | {"name": "stdout"} if "name" in output else output
            is_told = outcome.is_students and outcome.is_late
            shown.append(_output(output | {"hidden": is_told or output["hidden"]}))
    if not outcome.ok:
        return [_failure(outcome), *shown]
    data = {"text/plain": repr(float(outcome.score))}
    extra = value.get("data", {})
    is_safe = not outcome.is_students and extra.get(CHECK, {}).get("safe") is True
    if CHECK in extra and (is_safe or not (value["hidden"] or outcome.is_students)):
        data |= {k: v for k, v in extra.items() if k in (CHECK, "text/html")}
    return [_new("execute_result", data=data), *shown]


def _failure(outcome: Outcome) -> NotebookNode:
    error = outcome.error or {}
    name, text = error.get("name", "Error"), error.get("text", "")
    lines = [f"----> {number} {line}" for number, line, _ in error.get("lines", ())[-1:]]
    own = [f"in your {where}, line {n}: {line}" for n, line, where in error.get("own", ())]
    lines += [line.replace("<module>", "cell") for line in own]
    return _new(
        "error", ename=name, evalue=text, traceback=["\n".join([*lines, f"{name}: {text}"])]
    )


def _output(output: dict) -> NotebookNode:
    made = {k: v for k, v in output.items() if k not in ("output_type", "hidden")}
    made = _new(output["output_type"], **made)
    if output.get("hidden"):
        if made.output_type in ("stream", "error"):  # they have no metadata: show them as text
            text = output["text"] if "text" in output else "\n".join(output["traceback"])
            made = _new("display_data", data={"text/plain": text})
        made.setdefault("metadata", {})[HIDDEN] = True
    return made


def _new(kind: str, **parts) -> NotebookNode:
    """Return an output as nbformat makes it; it is validated later, with the whole notebook."""
    usual = {"display_data": {"metadata": {}}, "stream": {}, "error": {}}
    usual["execute_result"] = {"metadata": {}, "execution_count": None}
    return from_dict({"output_type": kind} | usual[kind] | parts)
