"""No number about an experiment stands in the prose that nothing computes."""

import pytest

from .numerals import untagged
from .reading import LECTURES, notebook_of, read

EXACT = "follows by arithmetic from what stands beside it"
PUBLISHED = "printed by the source that is named; see tests/data/published_numbers.json"
CASES = "tests/lectures/test_find_the_bug.py holds what the cell prints"
DERIVED = "tests/lectures/test_derivations.py"

ALLOWED = {  # lecture → words of the sentence → why its numbers need no claim
    "01": {
        "75 % is possible": EXACT,
        "14 of 16 are separable": "known counts of threshold functions",
        "prints the loss every 2,000 epochs": PUBLISHED,
        ".124 .481 .891 .508.": PUBLISHED,
    },
    "02": {
        "the published figures": PUBLISHED,
        "120,201 paths": EXACT,
        "where we have .0065": PUBLISHED,
        "larger than .875 · .125": PUBLISHED,
        "minimum is .611": DERIVED,
    },
    "03": {
        "for 266,610": PUBLISHED,
        ".93571 in one print": PUBLISHED,
        "made 5,600 steps": EXACT,
        "The published .94": PUBLISHED,
    },
    "05": {
        "At already .394": "an integral, which the cell above prints",
        "(He et al. 2015, §2.2)": "the number of a section",
        "the variance is .341": DERIVED,
        ".0557 a layer": "the fixed point that the cell above prints; claim sigmoid_glorot_growth",
        "the mean singular value is .85": "8/(3π), the quarter-circle law",
    },
    "07": {"its last row adds up to": PUBLISHED},
    "08": {
        "1.03 is no forgotten factor": CASES,
        "The bias has another ratio": CASES,
        "(a later slide has .0080)": PUBLISHED,
        ".952 = .20/.21": EXACT,
        "starts with 1.47 times too much": DERIVED,
        "(11,302 and 266,611)": EXACT,
        "150 may be fine": CASES,
        "the entropy of": DERIVED,
        "two renders of one document": PUBLISHED,
        ".0275 .0811 .0820 .8883": CASES,
    },
}


def reason(lecture: str, sentence: str) -> str:
    found = [why for words, why in ALLOWED.get(lecture, {}).items() if words in sentence]
    return found[0] if found else ""


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_every_result_has_a_claim_or_a_reason(path):
    lecture = path.stem[:2]
    left = [(s[:90], numerals) for s, numerals in untagged(read(path)) if not reason(lecture, s)]
    assert not left, (
        f"{path.stem}: numbers that nothing computes; write a claim behind them, or add words of "
        f"their sentence to ALLOWED with a reason:\n" + "\n".join(map(str, left))
    )


def test_no_reason_is_given_for_what_is_not_there():
    for path in LECTURES:
        sentences = [sentence for sentence, _ in untagged(read(path))]
        for words in ALLOWED.get(path.stem[:2], {}):
            assert any(words in sentence for sentence in sentences), (path.stem, words)


@pytest.mark.parametrize(
    "prose",
    [
        "It reaches .93 in the end.",
        "All of 20 starts learn, 64 % of them within a minute.",
        "Var(δ) grows ×8.7 per layer.",
        "It took 11,301 evaluations.",
        "A claim stands elsewhere.<!-- claim: a --> But it reaches .93 here.",
        "- an item: .93 in a list",
    ],
)
def test_a_result_without_a_claim_is_noticed(prose):
    assert untagged(notebook_of(f"# %% [markdown]\n# {prose}\n\n# %%\nx = 1"))


@pytest.mark.parametrize(
    "prose",
    [
        "It reaches .93<!-- claim: a --> in the end.",
        "The rate is .1, as in the code.",
        "In a formula, $w = .93$, or `0.93` in code.",
        "| row | of a table |",
        "Lecture 4, part 5, and 20 starts.",
    ],
)
def test_what_is_no_result_or_has_its_claim_passes(prose):
    assert not untagged(notebook_of(f"# %% [markdown]\n# {prose}\n\n# %%\nrate = 0.1"))
