"""What a test cell that has run came to."""

import sys
import traceback

REPEATS = "comes out the same again"  # a right: of a test that can be tried a second time


def verdict_of(result, filename: str, hidden: frozenset[int]) -> dict:
    """Return ok, the value of the last expression as a number, and what failed where.

    `filename` is the cell's, `hidden` the numbers of its hidden lines.
    """
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return {"ok": True, "score": score_of(result.result)} | value_of(result.result)
    lines = [
        (frame.lineno or 0, (frame.line or "")[:300], frame.name)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == filename
    ]
    hidden_lines = [entry for entry in lines if entry[0] in hidden]
    found = {
        "name": type(error).__name__,
        "text": text_of(error),
        "lines": (hidden_lines or lines)[-1:],
        "own": getattr(error, "student_lines", []),
        "is_students": "student_text" in vars(error),
    }
    return {"ok": False, "error": found, "hidden": bool(hidden_lines)}


def text_of(error: BaseException) -> str:
    """The text of an exception, whatever its own `__str__` does."""
    try:
        return str(error)[:2000]
    except BaseException:  # a student's `__str__` may raise SystemExit
        return ""


def score_of(value):
    """Return a cell's value as a number of points; None where it is no number.

    numpy's numbers count as Python's do; True is full marks and False none.

    >>> score_of(1.5), score_of(True), score_of(False), score_of("0")
    (1.5, None, 0.0, None)
    """
    if value is None or isinstance(value, str | bytes):
        return None
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return None if value else 0.0
    try:
        return float(value)
    except Exception:  # whatever an object of a student's makes of the question
        return None


def value_of(value) -> dict:
    """Return what kind of value a cell ended in (text is no verdict, and no number)."""
    return {"value_kind": "" if value is None else type(value).__name__}


def is_line_running(filename: str, lines: frozenset[int]) -> bool:
    """Say whether the cell of this name is at one of these lines now."""
    frame = sys._getframe() if lines else None
    while frame is not None:
        if frame.f_code.co_filename == filename and frame.f_code.co_name == "<module>":
            return frame.f_lineno in lines
        frame = frame.f_back
    return False
