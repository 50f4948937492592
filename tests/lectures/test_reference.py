"""The reference page: its derivatives are right, its links lead to where things are taught."""

import re

import pytest
import sympy as sp

from .reading import ROOT, read, words

SOURCES = ROOT / "sources" / "lectures"
TEXT = "\n".join(cell.source for cell in read(SOURCES / "09_reference.py").cells)
FEWEST_WORDS, FEWEST_QUESTIONS = 30, 40

DERIVATIVES = re.findall(r"^\| ([^|]+) \| `([^`]+)` \| `([^`]+)` \|$", TEXT, re.MULTILINE)
GLOSSARY = re.findall(
    r"^\| \*\*(.+?)\*\* \| (.+?) \| \[(\d+)\.(\d+)\]\(<(.+?)>\) \|$", TEXT, re.MULTILINE
)
LINKS = re.findall(r"\[(\d+)\.(\d+)\]\(<(\w+)\.ipynb#(.+?)>\)", TEXT)
QUESTIONS = re.findall(r"<details><summary>(\d+)\. (.+?)</summary>(.+?)</details>", TEXT, re.DOTALL)

z = sp.Symbol("z", positive=True)  # a table of pieces: each holds where its first column says
FUNCTIONS = {
    "sigma": lambda z: 1 / (1 + sp.exp(-z)),
    "phi": lambda z: sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi),
    "Phi": lambda z: (1 + sp.erf(z / sp.sqrt(2))) / 2,
    "z": z,
    **{name: sp.Symbol(name, positive=True) for name in ("alpha", "y", "y_hat")},
}


def difference(function: str, derivative: str):
    """What is left of the derivative by ŷ (by z where there is no ŷ), at some point."""
    f, df = (sp.sympify(text, locals=FUNCTIONS) for text in (function, derivative))
    variable = FUNCTIONS["y_hat"] if f.has(FUNCTIONS["y_hat"]) else z
    values = {z: 0.7, FUNCTIONS["alpha"]: 0.3, FUNCTIONS["y"]: 0.2, FUNCTIONS["y_hat"]: 0.6}
    left = sp.diff(f, variable) - df
    symbolic = sp.simplify(left.rewrite(sp.exp))
    return symbolic == 0 or abs(left.subs(values).evalf(30, subs=values)) < 1e-12


@pytest.mark.parametrize(("name", "function", "derivative"), DERIVATIVES, ids=lambda text: text)
def test_every_derivative_of_the_table_is_right(name, function, derivative):
    assert difference(function, derivative)


def test_the_table_has_every_activation_and_a_wrong_row_would_be_noticed():
    from course_lib.activations import ACTIVATIONS

    names = " ".join(name.lower().replace(" ", "_") for name, *_ in DERIVATIVES)
    assert not [name for name in ACTIVATIONS if name != "step" and name not in names]
    assert not difference("tanh(z)", "1 - tanh(z)")
    assert not difference("z*sigma(z)", "sigma(z)")


def headings(stem: str) -> dict[str, str]:
    """Return heading → text up to the next, of a lecture."""
    text = "\n".join(cell.source for cell in read(SOURCES / f"{stem}.py").cells)
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return {part.split("\n")[0].replace("*", ""): part for part in parts}


@pytest.mark.parametrize(("lecture", "part", "stem", "anchor"), sorted(set(LINKS)))
def test_every_link_leads_to_the_part_that_it_names(lecture, part, stem, anchor):
    assert stem.startswith(f"{int(lecture):02}_")
    (title,) = [title for title in headings(stem) if title.replace(" ", "-") == anchor]
    assert title.startswith(f"{part}. ")


def test_the_glossary_is_long_sorted_and_unique():
    terms = [term.lower() for term, *_ in GLOSSARY]
    assert len(terms) >= FEWEST_WORDS
    assert terms == sorted(set(terms))


@pytest.mark.parametrize(("term", "meaning", "lecture", "part", "address"), GLOSSARY)
def test_a_word_is_used_where_the_glossary_says_it_is_taught(term, meaning, lecture, part, address):
    assert words(meaning) >= 1
    title = address.partition("#")[2]
    texts = headings(address.partition(".ipynb")[0])
    text = next(text for name, text in texts.items() if name.replace(" ", "-") == title).lower()
    stems = [word[:6].lower() for word in re.findall(r"[\w-]{4,}", term)] or [term.lower()]
    assert any(stem in text for stem in stems), stems


def test_there_are_many_questions_each_with_an_answer():
    assert len(QUESTIONS) >= FEWEST_QUESTIONS
    assert len(QUESTIONS) == TEXT.count("<details")
    assert [int(number) for number, *_ in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))
    assert all(words(answer) >= 5 for *_, answer in QUESTIONS)
