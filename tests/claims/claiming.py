"""Claims in the prose of the lectures, and what a computation says to them.

In the text a claim is a remark behind the number, or behind the sentence, that it backs:

    training accuracy .946 ± .004<!-- claim: circles_over_shuffles --> over shuffles
    all hidden units remain copies.<!-- claim: zero_start_makes_copies -->

Here it is a function of a seed that gives a number, or True where the text has no number:

    @claim(seeds=20)
    def circles_over_shuffles(seed): ...

The number in the text must be the mean over the seeds, rounded as written, or as far off as one
standard error (other machines round differently, which moves single runs); what stands behind ±
must likewise be the standard deviation. A claim without a number must be true for every seed.
"""

import ast
import functools
import re
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
from lectures.reading import ROOT, code_cells, read

FEWEST_SEEDS = 20
NUMBER = r"[−-]?(?:\d[\d,]*)?\.?\d+"
IN_PROSE = re.compile(
    rf"(?:(?P<value>{NUMBER})(?:\s*±\s*(?P<spread>{NUMBER}))?\s*(?P<percent>%)?[*$]*)?"
    r"<!--\s*claim:\s*(?P<name>\w+)\s*-->"
)
CLAIMS = {}


@dataclass(frozen=True)
class Claim:
    """A computation over seeds; `compute` gives what each of them says."""

    name: str
    function: object
    seeds: int

    @functools.cached_property
    def values(self) -> np.ndarray:
        return np.array([self.function(seed) for seed in range(self.seeds)])


def claim(seeds=FEWEST_SEEDS):
    """Register a function of a seed under its name. Fewer than 20 seeds raise ValueError."""
    if seeds < FEWEST_SEEDS:
        raise ValueError(f"a claim needs at least {FEWEST_SEEDS} seeds, not {seeds}")

    def register(function):
        if function.__name__ in CLAIMS:
            raise ValueError(f"two claims have the name {function.__name__}")
        CLAIMS[function.__name__] = Claim(function.__name__, function, seeds)
        return function

    return register


@dataclass(frozen=True)
class Written:
    """A claim as it stands in the prose."""

    name: str
    value: str | None = None
    spread: str | None = None
    percent: bool = False


def written_in(notebook) -> list[Written]:
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return [
        Written(match["name"], match["value"], match["spread"], bool(match["percent"]))
        for text in texts
        for match in IN_PROSE.finditer(text)
    ]


def disagreement(written: Written, values) -> str:
    """Return what is wrong with the prose, or nothing."""
    values = np.asarray(values)
    if values.dtype == bool:
        if written.value is not None:
            return f"{written.name}: the prose says {written.value}, but the test gives yes or no"
        failed = np.flatnonzero(~values)
        return f"{written.name}: not so for the seeds {list(failed)}" if failed.size else ""
    if written.value is None:
        return f"{written.name}: the test gives numbers, the prose none right before the remark"
    values = values * (100 if written.percent else 1)
    mean, deviation = values.mean(), values.std(ddof=1)
    if not _agree(written.value, mean, deviation / np.sqrt(len(values))):
        return f"{written.name}: the prose says {written.value}, the mean is {mean:.5g}"
    slack = deviation / np.sqrt(2 * len(values))
    if written.spread is not None and not _agree(written.spread, deviation, slack):
        return f"{written.name}: the prose says ± {written.spread}, it is ± {deviation:.5g}"
    return ""


def _agree(text, number, standard_error):
    decimals = len(text.partition(".")[2])
    rounding = 0.5 * 10.0**-decimals * (1 + 1e-9)
    written = float(text.replace(",", "").replace("−", "-"))
    return abs(written - number) <= max(rounding, standard_error)


@functools.cache
def definitions(lecture: str, *also: str) -> SimpleNamespace:
    """Return what a lecture defines, so that its claims are tested with its own code.

    Run are its imports, functions, classes, constants (CAPITALS), and the assignments to the
    names in `also`; nothing else.
    """
    code = "\n\n".join(cell.source for cell in code_cells(read(_source(lecture))))
    namespace = {"__name__": lecture}
    for statement in ast.parse(code).body:
        if _is_definition(statement, also):
            exec(compile(ast.Module([statement], []), f"{lecture}.py", "exec"), namespace)
    return SimpleNamespace(**namespace)


def _source(lecture):
    return ROOT / "sources" / "lectures" / f"{lecture}.py"


def _is_definition(statement, also):
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef):
        return True
    targets = [name.id for target in getattr(statement, "targets", []) for name in ast.walk(target)
               if isinstance(name, ast.Name)]  # fmt: skip
    return any(name in also or (name.isupper() and len(name) > 2) for name in targets)
