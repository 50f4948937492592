"""The check itself: from a student's answer to a verdict."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import ModuleType

from numpy import isfinite, ndarray

from course_lib.checks import classes, drawn, draws, records, tasks
from course_lib.checks.comparing import leaves, miscounted, part_count
from course_lib.checks.describing import (
    WRONG_SHAPE,
    WRONG_TYPE,
    Compared,
    Fact,
    about,
    first_fact,
    first_shown,
)
from course_lib.checks.matching import alike, changing, matching
from course_lib.checks.nets import NoNet, step_net
from course_lib.checks.observing import Call, call, wants_names
from course_lib.checks.plain import Odd, Plain, plain, type_name
from course_lib.checks.result import Result, Verdict
from course_lib.checks.tasks import Fingerprint, Outcome, Task

STEP = 0.25  # partial credit comes in quarters of a point
NOT_ATTEMPTED = "Replace the line that raises `NotImplementedError` (or `...`) by your code."


def check(name: str, answer: object) -> Result:
    """Check an answer to the task called `name` (hw3/softmax), and return its points.

    `answer` is the student's function, a net's weights, or the value of a typed number. The result
    is a float; a notebook shows what was found. Raises `LookupError` if there is no such task here.
    """
    task = tasks.find(name)
    verdict = recorded(task, answer) if task.kind == "number" else judged(task, answer)
    records.keep(verdict)
    return Result(verdict)


def judged(task: Task, function: object, *, safe: bool = False) -> Verdict:
    """Judge a function, what it draws, or what a net computes, on the cases of its task.

    With `safe`, the message tells nothing about inputs and expected values.
    """
    if function is None or function is Ellipsis:
        return _verdict(task, "not_attempted", NOT_ATTEMPTED)
    if task.kind == "net":
        try:
            function = step_net(function, inputs=task.cases[0].arguments[0].shape[1])
        except NoNet as error:
            return _verdict(task, WRONG_SHAPE, str(error), WRONG_SHAPE)
    if not callable(function):
        text = f"`{task.short}` is of type `{type_name(function)}`; a function is needed."
        return _verdict(task, WRONG_TYPE, text, WRONG_TYPE)
    measured = draws.measured(function) if task.kind == "draws" else function
    calls = _calls(task, measured, shows=not safe)
    if calls[0].unwritten:
        return _verdict(task, "not_attempted", NOT_ATTEMPTED)
    return JUDGEMENTS.get(task.kind, _Judgement)(task, calls, safe).verdict()


def recorded(task: Task, answer: object) -> Verdict:
    """Take a typed number (or several) down; whether it is right is judged after handing in."""
    if answer is None or answer is Ellipsis:
        what = "numbers" if task.parts else "number"
        return _verdict(task, "not_attempted", f"Type your {what} in the cell above.")
    value = numbers(answer, task.parts)
    wanted = f"{len(task.parts)} numbers are" if task.parts else "a number is"
    if value is None:
        text = f"`{task.short}` is of type `{type_name(answer)}`; {wanted} needed."
        return _verdict(task, WRONG_TYPE, text, WRONG_TYPE)
    if not are_all_there(value, task.parts):
        return _verdict(task, WRONG_TYPE, f"{wanted.capitalize()} needed.", WRONG_TYPE)
    return _verdict(task, "recorded", "Your answer is recorded. It is judged after you hand in.")


def numbers(answer: object, names: Sequence[str] = ()) -> ndarray | None:
    """Return one or several typed numbers as a vector; None if they are none."""
    value = plain(answer)
    if isinstance(value, dict):
        value = [value[name] for name in names] if set(names) == set(value) else [*value.values()]
        value = plain([v.tolist() if isinstance(v, ndarray) else None for v in value])
    return value.reshape(-1) if isinstance(value, ndarray) and value.dtype.kind == "f" else None


def are_all_there(value: ndarray, names: Sequence[str] = ()) -> bool:
    """Say whether typed numbers are as many as were asked for, and finite.

    >>> from numpy import array
    >>> are_all_there(array([1.0])), are_all_there(array([]))
    (True, False)
    """
    return value.size == max(1, len(names)) and bool(isfinite(value).all())


def _calls(task: Task, function: Callable, *, shows: bool) -> list[Call]:
    """Call a function on all cases; what the first call prints is shown, if anything is."""
    calls, names = [], task.arguments
    by_name = wants_names(function, names[: len(task.cases[0].arguments)])
    for case in task.cases:
        first = shows and not calls
        calls.append(call(function, case.arguments, names, by_name=by_name, shows=first))
        if calls[0].unwritten:
            break
    return calls


def _verdict(task: Task, state: str, message: str, diagnosis: str = "") -> Verdict:
    return Verdict(task.name, state, 0.0, task.points, message, diagnosis)


class _Judgement:
    """The calls to one answer, and what follows from them."""

    first_fact, alike = staticmethod(first_fact), staticmethod(alike)

    def __init__(self, task: Task, calls: list[Call], safe: bool) -> None:
        self.task, self.calls, self.safe = task, calls, safe
        self.outcomes = [made.outcome for made in calls]
        self.compared = [self._compared(*pair) for pair in zip(task.cases, calls, strict=True)]

    def _compared(self, case: tasks.Case, made: Call) -> Compared:
        arguments = dict(zip(self.task.arguments, case.arguments, strict=False))
        value = made.outcome.value
        if made.failure:
            return Compared(arguments, None)
        found = leaves(value, case.expected, self.task.parts)
        odd = value.type_name if isinstance(value, Odd) else ""
        if found is not None or odd:
            return Compared(arguments, found, type_name=odd)
        what, *counts = miscounted(value, case.expected, self.task.parts)
        return Compared(arguments, None, *counts, counted=what)

    def verdict(self) -> Verdict:
        if all(case.is_right for case in self.compared):
            return self._right()
        known = matching(self.task.fingerprints, self.outcomes, self.alike)
        state, code, general = self._what_happened()
        verdict = Verdict(
            self.task.name,
            "known_bug" if known else state,
            self._points(),
            self.task.points,
            _joined(general, _explanation(known), "" if self.safe else self._closing()),
            " or ".join(bug.bug for bug in known) or code,
            self._right_parts(),
        )
        return if_fed_rightly(verdict, self.task.uses)

    def _right(self) -> Verdict:
        if known := changing(self.task.fingerprints, self.outcomes):
            names = self._changed_names()
            text = f"The result is right, but {names} changed in place."
            message = _joined(text, _explanation(known))
            points = partial(1, 2, self.task.points)
            codes = " or ".join(bug.bug for bug in known)
            return Verdict(
                self.task.name,
                "known_bug",
                points,
                self.task.points,
                message,
                codes,
                frozenset(range(self._part_count())),
            )
        parts = frozenset(range(self._part_count()))
        return Verdict(
            self.task.name, "right", self.task.points, self.task.points, right_parts=parts
        )

    def _changed_names(self) -> str:
        changed = sorted({place for outcome in self.outcomes for place in outcome.changed})
        names = [f"`{self.task.arguments[place]}`" for place in changed]
        return f"the argument {names[0]} was" if len(names) == 1 else f"{', '.join(names)} were"

    def _what_happened(self) -> tuple[str, str, str]:
        """Return state, code and sentence of the most basic thing that is wrong."""
        for made, case in zip(self.calls, self.compared, strict=True):
            if made.failure:
                return "raised", f"raised {made.failure.kind}", self._raised(made, case)
        if all(_is_nothing(outcome.value) for outcome in self.outcomes):
            text = f"`{self.task.short}` returns nothing (`None`). Is a `return` missing?"
            return WRONG_TYPE, "returned_nothing", text
        fact, case = self.first_fact(self.compared)
        return fact.state, fact.code, self._sentence(fact, case)

    def _sentence(self, fact: Fact, case: Compared) -> str:
        sentence = fact.sentence(safe=self.safe)
        if self.safe:
            return f"On fresh inputs: {sentence[:1].lower()}{sentence[1:]}"
        others = "" if len(case.leaves or ()) < 2 else self._others(case, fact)
        warning = next((made.warning for made in self.calls if made.warning), "")
        told = f"Python warned: `{warning}`." if warning and fact.code == "not_finite" else ""
        return " ".join(
            filter(None, [sentence, others, told, f"(Input: {about(case.arguments)}.)"])
        )

    def _others(self, case: Compared, fact: Fact) -> str:
        right = [leaf.name for leaf in case.leaves if leaf.is_right]
        return f"Right: {', '.join(right)}." if right and fact.names else ""

    def _raised(self, made: Call, case: Compared) -> str:
        failure = made.failure
        if self.safe:
            return f"On fresh inputs it raised `{failure.kind}`."
        text = f": {failure.text}" if failure.text else ""
        line = f" In line {failure.line_number}: `{failure.line}`." if failure.line else ""
        given = f" (Input: {about(case.arguments)}.)"
        return f"It raised `{failure.kind}`{text}.{line}{given}".replace("..", ".")

    def _closing(self) -> str:
        return f'`hint("{self.task.name}")` gives a hint.' if self.task.hints else ""

    def _part_count(self) -> int:
        return part_count(self.task.cases[0].expected, self.task.parts)

    def _right_parts(self) -> frozenset[int]:
        """Return the parts that are right in every case."""
        right = set(range(self._part_count()))
        for case in self.compared:
            if case.leaves is None:
                return frozenset()
            right -= {leaf.part for leaf in case.leaves if not leaf.is_right}
        return frozenset(right)

    def _points(self) -> float:
        return partial(len(self._right_parts()), self._part_count(), self.task.points)


class _JudgementByLaw(_Judgement):
    """The same for results that stand beside laws, not beside arrays."""

    laws: ModuleType

    def first_fact(self, cases: Sequence[Compared]) -> tuple[Fact, Compared]:
        return first_shown(self.laws.FACTS, cases)

    def _compared(self, case: tasks.Case, made: Call) -> Compared:
        arguments = dict(zip(self.task.arguments, case.arguments, strict=False))
        if made.failure:
            return Compared(arguments, None)
        return self.laws.compared(arguments, made.outcome.value, case.expected, self.task.parts)


class _JudgementOfDraws(_JudgementByLaw):
    """For random draws, which are measured."""

    laws = drawn

    def alike(self, one: Outcome, other: Outcome) -> bool:
        """Where any form is right, none tells a mistake."""
        forms = any(drawn.ask_for_a_form(case.expected) for case in self.task.cases)
        return draws.alike(one, other, forms)

    def _part_count(self) -> int:
        return part_count(drawn.as_zeros(self.task.cases[0].expected), self.task.parts)


class _JudgementOfClasses(_JudgementByLaw):
    """For a classifier's predictions: how many are right is what counts."""

    laws, alike = classes, staticmethod(classes.alike)

    def _part_count(self) -> int:
        return 1


JUDGEMENTS = {"draws": _JudgementOfDraws, "classes": _JudgementOfClasses}


def if_fed_rightly(verdict: Verdict, uses: Sequence[str]) -> Verdict:
    """Return a verdict on what is wrong; *not judged* if a task that it uses is not right yet."""
    homework = verdict.task.rpartition("/")[0]
    said = {name: records.last(f"{homework}/{name}") for name in uses}
    unready = [f"`{name}`" for name, other in said.items() if other and not other.is_right]
    if not unready:
        return verdict
    *others, last = unready
    names = f"{', '.join(others)} and {last}" if others else last
    are, feed = ("are", "they feed") if others else ("is", "it feeds")
    message = f"Not judged, because {names} {are} not right yet, and {feed} this one."
    return replace(verdict, state="not_judged", diagnosis="", message=message)


def _is_nothing(value: Plain) -> bool:
    return isinstance(value, Odd) and value.type_name == "NoneType"


def partial(right: int, count: int, points: float) -> float:
    """Return the share of the points for right parts, in steps; never all of them.

    >>> partial(1, 3, 2.0), partial(1, 2, 3.0)
    (0.5, 1.5)
    """
    share = STEP * int(points * right / count / STEP)
    return min(share, points - STEP) if points > STEP else 0.0


def _explanation(known: Sequence[Fingerprint]) -> str:
    return one_or_other([bug.message for bug in known])


def one_or_other(messages: Sequence[str]) -> str:
    """Return what is said of known mistakes that give the same numbers.

    >>> one_or_other(["No root?", "No root?"]), one_or_other(["No root?", "No sum?"])
    ('No root?', 'Different mistakes give these numbers. No root? Or: No sum?')
    """
    messages = list(dict.fromkeys(messages))
    if len(messages) < 2:
        return "".join(messages)
    return "Different mistakes give these numbers. " + " Or: ".join(messages)


def _joined(*paragraphs: str) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
