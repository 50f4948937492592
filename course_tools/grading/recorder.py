"""Writes what a trial came to into a notebook, in the form that nbgrader reads marks from.

It is the only one that writes, and takes nothing from a sandbox but numbers and harmless text.
"""

from nbformat import from_dict
from nbformat.notebooknode import NotebookNode

from course_tools.grading.intake import SEEN
from course_tools.grading.judge.outputs import CHECK, digest
from course_tools.grading.judge.trial import TEST, Outcome, Trial

HIDDEN = (
    "for_the_grader_only"  # key in an output's metadata, or a cell's: not on the student's page
)


def record(notebook: NotebookNode, trial: Trial) -> None:
    """Put each cell's outputs into the notebook; a test's first one is its points.

    Once student code was called by a hidden test it can say what it was given. What it says from
    then on is for the grader, but where the student had the same in the notebook handed in: up to
    the first cell in which that is not so, lest what is shown spell out the rest.
    """
    seen = {cell.get("id"): cell.metadata.pop(SEEN, None) for cell in notebook.cells}
    is_known = True
    for number, outcome in enumerate(trial.outcomes, 1):
        cell = notebook.cells[outcome.place]
        cell.execution_count = number
        said = _said(outcome)
        if outcome.is_late and said:
            is_known = is_known and digest(said) == seen.get(cell.get("id"))
            if not is_known and outcome.kind == TEST:
                cell.metadata[HIDDEN] = True
        is_kept = is_known or not outcome.is_late
        made = _of_a_test(outcome) if outcome.kind == TEST else _of_a_cell(outcome, is_kept)
        if outcome.is_cut:
            made.append(_new("stream", name="stdout", text="[the rest was cut]\n"))
        cell.outputs = [_numbered(output, number) for output in made]


def _said(outcome: Outcome) -> list[dict]:
    """Return what student code itself put out: of a test, the exception that ended it."""
    if outcome.kind != TEST:
        return list(outcome.outputs)
    error = outcome.error or {}
    if outcome.is_hidden or not error.get("own"):
        return []
    return [{"output_type": "error", "ename": error.get("name"), "evalue": error.get("text")}]


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
            shown.append(_output(output | {"name": "stdout"} if "name" in output else output))
    if not outcome.ok:
        return [_failure(outcome), *shown]
    data = {"text/plain": repr(float(outcome.score))}
    extra = value.get("data", {})
    if CHECK in extra and (not value.get("hidden") or extra[CHECK].get("safe") is True):
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
