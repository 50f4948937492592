"""Calls to a student's function: with inputs of its own, and whatever it does is an outcome."""

import contextlib
import inspect
import io
import sys
import sysconfig
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from numpy import array, ndarray

from course_lib.checks.plain import Odd, plain
from course_lib.checks.tasks import Outcome

LIBRARIES = tuple(
    {str(Path(sysconfig.get_paths()[name])) for name in ("stdlib", "purelib", "platlib")}
    | {str(Path(__file__).parents[1])}
)
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Failure:
    """An exception in words: type, text, and the student's own line it came from."""

    kind: str
    text: str
    line_number: int | None = None
    line: str = ""


@dataclass(frozen=True)
class Call:
    """One call: its outcome, and what goes with it for the message to the student."""

    outcome: Outcome
    failure: Failure | None = None
    unwritten: bool = False  # the answer cell is as it was released
    warning: str = ""


def call(
    function: Callable,
    arguments: Sequence,
    names: Sequence[str] = (),
    *,
    by_name: bool = False,
    shows: bool = False,
) -> Call:
    """Call `function` on copies of `arguments`; prints, warnings and exceptions are kept.

    `names` are those of the arguments, which are handed over `by_name` if need be. What is printed
    `shows` at once, if so wished.

    >>> call(lambda z: 2 * z, (3.0,)).outcome.value
    array(6.)
    """
    own = copied(tuple(arguments))
    with _listening(shows) as heard:
        try:
            named = dict(zip(names, own, strict=False)) if by_name else {}
            value = plain(function(*(() if by_name else own), **named))
            told = _told_changes(function, names)
            unwritten = _is_unwritten(function, value)
        except KeyboardInterrupt:  # someone presses stop, or a grader's time is up
            raise
        except BaseException as error:
            return _raised(error, heard)
    seen = {i for i, (a, b) in enumerate(zip(arguments, own, strict=True)) if _differ(a, b)}
    return Call(
        Outcome(value, changed=tuple(sorted(seen | told))),
        unwritten=unwritten,
        warning=heard.warning,
    )


def copied(value):
    """Return nested containers and arrays as new ones; everything else as it is."""
    if isinstance(value, ndarray):
        return array(value)
    if isinstance(value, (list, tuple)):
        return type(value)(copied(item) for item in value)
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return value


def _told_changes(function: Callable, names: Sequence[str]) -> set[int]:
    """Return the arguments that a stand-in for a function says its last call changed.

    It gets copies of them in another process, where what it changes is not seen from here.
    """
    if not hasattr(type(function), "__changed_arguments__"):
        return set()
    told = set(function.__changed_arguments__)
    return {i for i, name in enumerate(names) if told & {str(i), name}}


def _differ(before, after) -> bool:
    if type(before) is not type(after):
        return True
    if isinstance(before, ndarray):
        same = before.shape == after.shape and before.dtype == after.dtype
        return not same or before.tobytes() != after.tobytes()
    if isinstance(before, (list, tuple)):
        return len(before) != len(after) or any(map(_differ, before, after))
    if isinstance(before, dict):
        return list(before) != list(after) or any(map(_differ, before.values(), after.values()))
    return before != after


def wants_names(function: Callable, names: Sequence[str]) -> bool:
    """Must a function be given these arguments by name, for it takes them in no other way?

    Asked once for all calls: a stand-in asks another process.

    >>> wants_names(lambda *, rng: rng, ["rng"]), wants_names(lambda rng: rng, ["rng"])
    (True, False)
    """
    try:
        signature = _signature(function)
    except Exception:  # a built-in function has none; a student's object may raise what it likes
        return False
    return not _binds(signature, *names) and _binds(signature, **dict.fromkeys(names))


def _signature(function: Callable) -> inspect.Signature:
    """Return how a function is called; a stand-in says it at once, and is asked nothing else."""
    own = getattr(function, "__signature__", None)
    return own if type(own) is inspect.Signature else inspect.signature(function)


def _binds(signature: inspect.Signature, *positional, **named) -> bool:
    try:
        signature.bind(*positional, **named)
    except TypeError:
        return False
    return True


@dataclass
class _Heard:
    """The first warning of a call."""

    warning: str = ""

    def keep(self, message, category, *_place, **_more) -> None:
        self.warning = self.warning or f"{category.__name__}: {message}"[:200]


class _Bounded(io.StringIO):
    """Keeps the beginning of what is written to it, and hands it on."""

    def __init__(self, beyond: TextIO | None = None) -> None:
        super().__init__()
        self.beyond = beyond

    def write(self, text) -> int:
        kept = str(text)[: max(0, LONGEST_TEXT - self.tell())]
        super().write(kept)
        if kept and self.beyond is not None:
            self.beyond.write(kept)
        return len(text)

    def close(self) -> None:
        """Stay open, whatever a student closes: it is read afterwards."""


@contextlib.contextmanager
def _listening(shows: bool) -> Iterator[_Heard]:
    heard = _Heard()
    with (
        contextlib.redirect_stdout(_Bounded(sys.stdout if shows else None)),
        contextlib.redirect_stderr(_Bounded()),  # stderr on a test cell costs all its points
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("always")
        warnings.showwarning = heard.keep
        yield heard


def _raised(error: BaseException, heard: _Heard) -> Call:
    frames = _own_frames(error)
    last = frames[-1] if frames else None
    text = _first_line(error)
    failure = Failure(
        kind=type(error).__name__[:60],
        text=text,
        line_number=last.lineno if last else None,
        line=(last.line or "").strip()[:100] if last else "",
    )
    return Call(
        Outcome(raised=f"{failure.kind}: {text}"),
        failure=failure,
        unwritten=isinstance(error, NotImplementedError) and len(frames) <= 1,
        warning=heard.warning,
    )


def _own_frames(error: BaseException) -> list[traceback.FrameSummary]:
    """The frames of the student's cells; of an exception from another process it brings them."""
    brought = getattr(error, "student_lines", None)
    if isinstance(brought, list):
        return [traceback.FrameSummary("", n, name, line=line) for n, line, name in brought]
    return [frame for frame in traceback.extract_tb(error.__traceback__) if _is_own(frame)]


def _is_own(frame: traceback.FrameSummary) -> bool:
    """Is this a frame of the student's cells, and of no library?"""
    return not frame.filename.startswith(LIBRARIES) and "site-packages" not in frame.filename


def _first_line(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:  # a student's exception may fail to say what it is
        text = ""
    lines = text.strip().splitlines() or [""]
    return lines[0][:200]


def _is_unwritten(function, value) -> bool:
    """Did nothing come back from a function whose body does nothing?"""
    kind = value.type_name if isinstance(value, Odd) else ""
    return kind == "ellipsis" or (kind == "NoneType" and does_nothing(function))


def does_nothing(function) -> bool:
    """Has a function no body, but perhaps a docstring, `pass` or `...`?"""
    import dis

    harmless = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}
    code = getattr(function, "__code__", None)
    return inspect.iscode(code) and all(step.opname in harmless for step in dis.Bytecode(code))
