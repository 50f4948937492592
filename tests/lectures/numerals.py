"""Numerals in prose that look like results of an experiment, and have no claim behind them.

A result looks like a decimal (.946), a percentage (64 %), a factor (×8.7) or a large count
(11,301). It is none if it stands in a formula or in code, if the same number is in a code cell (an
input), or if its sentence carries a <!-- claim: … -->. What is left must be on the list of
`test_numerals.py`, with the place where it is computed or the reason why it need not be.
"""

import re

from .reading import code_cells

NOT_RESULTS = (
    r"\$\$.*?\$\$",  # displayed formulas
    r"\$[^$\n]*\$",
    r"`[^`]*`",
    r"^#+ .*$",
    r"\]\([^)]*\)",  # addresses of links
    r"^\*\*Sources\.\*\*.*$",
    r"</?(?:details|summary)>",
)
NUMERAL = re.compile(
    r"(?<![\w.,·/])[−-]?(?:\d[\d,]*)?\.\d+(?![\w.])"  # a decimal
    r"|\d[\d.,]* ?%|×\s?[\d.,]+\d"
    r"|\b\d{1,3}(?:,\d{3})+\b"
)
SENTENCE = re.compile(r"(?:(?<=[.!?:])|(?<=-->))\s+(?=[A-Z*(\"“<])|\n\n|\n(?=[-|#\d])")


def sentences(markdown: str) -> list[str]:
    """Return the sentences of a cell, items of lists and rows of tables for themselves."""
    for pattern in NOT_RESULTS:
        markdown = re.sub(pattern, " ", markdown, flags=re.DOTALL | re.MULTILINE)
    return [" ".join(sentence.split()) for sentence in SENTENCE.split(markdown)]


def value(numeral: str) -> float:
    return abs(float(re.sub(r"[%×, −-]", "", numeral).rstrip(".") or "nan"))


def untagged(notebook) -> list[tuple[str, list[str]]]:
    """Return (sentence, numerals) wherever a result seems to stand without a claim."""
    code = "\n".join(cell.source for cell in code_cells(notebook))
    inputs = {float(text) for text in re.findall(r"\d+\.?\d*(?:e-?\d+)?|\.\d+", code)}
    found = []
    for cell in notebook.cells:
        for sentence in sentences(cell.source) if cell.cell_type == "markdown" else ():
            numerals = [match[0] for match in NUMERAL.finditer(sentence)]
            results = [n for n in numerals if not {value(n), value(n) / 100} & inputs]
            if results and "<!-- claim" not in sentence:
                found.append((sentence, results))
    return found
