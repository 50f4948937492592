"""A course of one small lecture and one small homework, as sources."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "hw1_squares"

LECTURE = """\
# %% [markdown] slide="slide"
# # A lecture
#
# With *text* and $x^2$.

# %% slide="skip"
import numpy as np

# %% slide="fragment" tags=["live"]
# Square a number
def square(x):
    return x * x


# %% [markdown] slide="fragment" tags=["predict"]
# **Predict.** What is the square of 3?

# %% slide="fragment" tags=["hide-input", "live"]
# %precision 3
square(np.array([3.0]))

# %%
"""

NOTEBOOK = '''\
# %% [markdown]
# # Squares
#
# Fill in what is missing.

# %% setup="imports"
import numpy as np
from course_lib.checks import check, points_so_far

# %% task="square"
def square(x):
    """Return the squares of the entries of x."""
    ### BEGIN SOLUTION
    answer_of_the_house = np.asarray(x) ** 2
    return answer_of_the_house
    ### END SOLUTION


# %% check="square" points=2
check("hw1/square", square)

# %% task="total"
def total(x):
    """Return the sum of the squares of the entries of x."""
    ### BEGIN SOLUTION
    return float(np.sum(square(x)))
    ### END SOLUTION


# %% check="total" points=3 uses=["square"]
check("hw1/total", total)

# %% task="entries"
entries = None
### BEGIN SOLUTION
entries = 2 + 40
### END SOLUTION

# %% check="entries" kind="number" points=1
check("hw1/entries", entries)

# %% [markdown] manual="why" points=1
# Why is a square never negative?
#
# ### BEGIN SOLUTION
# Because both factors have the same sign.
# ### END SOLUTION

# %% summary="points_so_far"
points_so_far()
'''

REFERENCE = '''\
"""Right answers of the tiny homework."""

import numpy as np


def square(x):
    """Return the squares of the entries of x."""
    return np.multiply(x, x)


def cases_square(rng):
    """Return vectors of several lengths."""
    return [(rng.normal(size=size),) for size in (1, 3, 4)]


def total(x):
    """Return the sum of the squares of the entries of x."""
    return np.vdot(x, x)


def cases_total(rng):
    """Return vectors of several lengths."""
    return [(rng.normal(size=size),) for size in (2, 5)]


entries = 42

HINTS = {
    "square": ["Entry by entry.", "Which operator multiplies?", "Lecture 1, section 1."],
    "total": ["One number comes out.", "Which function adds up?", "Lecture 1, section 2."],
    "entries": ["Count rows.", "Count columns.", "Lecture 1, section 3."],
}
'''

BUGS = """\
# %% task="square" bug="doubles"
# Each entry was doubled. Is it multiplied by 2 instead of by itself? Lecture 1, section 1.
def square(x):
    return 2 * np.asarray(x)


# %% task="total" bug="takes_the_mean"
# This is the mean of the squares. Did you add them up? Lecture 1, section 2.
def total(x):
    return float(np.average(square(x)))
"""

ALTERNATIVES = """\
# %% task="square" alternative="power"
def square(x):
    return np.power(x, 2.0)
"""


def make_course(folder: Path) -> Path:
    """Write the sources of the tiny course; return its folder."""
    lectures, homework = folder / "sources" / "lectures", folder / "sources" / "homework" / NAME
    (lectures / "figure_data").mkdir(parents=True)
    (homework / "data").mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (lectures / "01_squares.py").write_text(LECTURE)
    (lectures / "figure_data" / "curve.csv").write_text("x,y\n1,1\n")
    (homework / "notebook.py").write_text(NOTEBOOK)
    (homework / "reference.py").write_text(REFERENCE)
    (homework / "bugs.py").write_text(BUGS)
    (homework / "alternatives.py").write_text(ALTERNATIVES)
    (homework / "data" / "points.csv").write_text("x\n1\n")
    return folder
