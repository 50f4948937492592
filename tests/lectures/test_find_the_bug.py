"""Each case of lecture 8 ends as its verdict says: its experiment prints what the verdict needs."""

import contextlib
import io
import re

import matplotlib.pyplot as plt
import pytest

from .reading import ROOT, read

CASE = re.compile(r"^### Case (\d+) ·", re.MULTILINE)
VERDICTS = {  # case → what its experiments must print; 0 is the opening, before the first case
    0: [r"1/N forgotten +\[5\. 5\. 5\.\]", r"½ only .* +\[2\. 2\. 2\.\]", "right gradient"],
    1: ["start 0.0028139", "plus  0.0028298", "minus 0.0027980"],
    2: [r"\[-1\. -1\.\]"],
    3: [r"w_AZ.*ratio 1\.03", r"w_BZ.*ratio 1\.029", r"bias.*ratio 0\.841"],
    4: [r"\[0\.9524 0\.9524 1\. +1\. +\]"],
    5: [r"\(3, 4\) numpy refuses", r"\(3, 3\) \["],
    6: ["right gradient"],
    7: [r"all, summed +\[1\.\]", r"alone \[1\.1"],
    8: ["as ∂J/∂p: False", "as ∂J/∂z: True", "is −y/p: True"],
    9: ["float64: z = 37,", "float32: z = 17,"],
    10: ["-709.0 1.2", "-710.0 OverflowError"],
    11: [r"answer: -1\.0e-09", r"0\.0: .*\[1\.\]", r"-40\.0: .*e\+08\]"],
    12: [r"softmax\(z    \) (\[.*\])\nsoftmax\(z \+ 5\) \1\n", r"\[0\. 0\. 0\.\]"],
    14: [r"variance : n·Var\(W\) = 22\.", r"deviation: n·Var\(W\) = [12]\.\d"],
    15: [r"E\[a²\] 0\.(49|50)", r"Var\(a\) 0\.3[34]", r"1/\(\.3408 n\): .* 1\.4"],
    16: ["relu   forward 1.00   backward 1.00", "elu    forward 1.29   backward 1.34",
         "gelu   forward 0.85   backward 0.91", "swish  forward 0.71   backward 0.76"],
    18: [r"\[0\.124 0\.481 0\.891 0\.508\]"],
    19: [r"gradient \[0\. 0\. 0\.\] +curvatures \[0\.0392 0\.0625 0\.3983\]"],
    20: [r"\[2, 11, 38, 101\]"],
    21: [r"0\.01: η up to +19\d", r" 1\.0: η up to +1\.9", r"100\.0: η up to +0\.0(19|20)"],
    23: [r"− 1: 0\.0"],
    24: [r"inside  \['AND', 'NAND', 'NOR', 'OR'\]", r"outside \['NOR'\]"],
    27: ["rank 1"],
    29: [r"1/n_in: Var\(z\) = (0\.99|1\.0)", r"Glorot: Var\(z\) = 1\.(5|6)"],
    31: ["same weights: True   same order: False"],
    32: [r"z²   .*e-1[2-6]", r"tanh .*e-0[1-4]", r"ReLU .*e-0[12]"],
    33: [r"after   10 .*-5\.", r"after 1000 .*e-1[3-6]"],
    34: [r"\[0\.0275 0\.0811 0\.082 +0\.8883\]"],
    35: [r"w\.grad: 0\.0", r"∂\(w x²\)/∂w: 4\.0   ∂\(w x²\)/∂x: 12\.0"],
}  # fmt: skip
BY_CLAIM = {13, 17, 25, 26, 28, 30}  # what they print differs a little from machine to machine
BY_PICTURE = {22}  # and by tests/lectures/test_derivations.py


@pytest.fixture(scope="module")
def printed() -> dict[int, str]:
    """Run the lecture's cells, and return what each case prints."""
    notebook, case, said, names = read(LECTURE), 0, {0: ""}, {"__name__": "lecture"}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = CASE.findall(cell.source)
            case = int(found[-1]) if found else case
            said.setdefault(case, "")
            continue
        with contextlib.redirect_stdout(io.StringIO()) as output:
            *statements, last = re.split(r"\n(?=\S)", cell.source)
            exec("\n".join(statements), names)
            value = _value(last, names)
        said[case] += output.getvalue() + ("" if value is None else f"{value!r}\n")
    plt.close("all")
    return said


LECTURE = ROOT / "sources" / "lectures" / "08_find_the_bug.py"


def _value(last: str, names: dict):
    try:
        return eval(last, names)
    except SyntaxError:
        return exec(last, names)


@pytest.mark.parametrize("case", VERDICTS)
def test_the_experiment_says_what_the_verdict_says(case, printed):
    missing = [text for text in VERDICTS[case] if not re.search(text, printed[case])]
    assert not missing, printed[case]


def test_every_case_is_held_by_something():
    text = "\n".join(cell.source for cell in read(LECTURE).cells)
    cases = [int(number) for number in CASE.findall(text)]
    assert cases == list(range(1, len(cases) + 1))
    assert len(cases) >= 20
    assert set(cases) == set(VERDICTS) - {0} | BY_CLAIM | BY_PICTURE


def test_the_file_at_the_end_lists_every_case_once():
    cells = [cell.source for cell in read(LECTURE).cells]
    table = next(text for text in cells if "what convicted or acquitted" in text)
    listed = re.findall(r"\d+", "".join(line.split("|")[2] for line in table.splitlines()[4:]))
    assert sorted(map(int, listed)) == list(range(1, len(CASE.findall("\n".join(cells))) + 1))
