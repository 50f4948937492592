"""docs/lecturer.md has something to say to every question, and a plan that adds up."""

import collections
import re

import pytest

from course_lib.live.lecture import asks, read_lecture
from course_tools.cli import COMMANDS

from .classroom import NOTEBOOKS, ROOT

PAGE = (ROOT / "docs" / "lecturer.md").read_text(encoding="utf-8")
TABLES = {
    int(number): [line for line in text.splitlines() if re.match(r"\| \d+ \|", line)]
    for number, text in re.findall(r"^### Lecture (\d+)(.*?)(?=^###? |\Z)", PAGE, re.M | re.S)
}


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7])
def test_every_question_has_its_row(number):
    (path,) = NOTEBOOKS.glob(f"0{number}_*.ipynb")
    lecture = read_lecture(path)
    asked = [lecture.part_at(n).title for n, cell in enumerate(lecture.cells) if asks(cell)]
    rows = [line.split("|")[1].strip() for line in TABLES[number]]
    assert collections.Counter(rows) == collections.Counter(t.split(".")[0] for t in asked)
    assert rows == sorted(rows, key=int)
    assert all(len(line.split(" | ")) == 3 for line in TABLES[number])


def test_the_first_lecture_runs_by_its_plan():
    (path,) = NOTEBOOKS.glob("01_*.ipynb")
    table = PAGE.split("## Lecture 1, minute by minute")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \| (\d+\. [^|]+?) \|", table, re.MULTILINE)
    core = [part for part in read_lecture(path).plan() if not part.is_further]
    titles = [part.title for part in core if part.title[0].isdigit()]
    assert [title for _, title in rows] == titles
    start = 0
    for (minute, _), part in zip(rows, core, strict=False):
        assert abs(int(minute) - start) <= 2, part.title
        start += part.minutes


def test_magics_and_commands_on_the_page_exist():
    from course_lib.live.magics import LiveMagics

    known = LiveMagics.magics["line"]
    named = set(re.findall(r"`%([a-z_]+)", PAGE)) - {"load_ext"}
    assert named == set(known)
    assert set(re.findall(r"`course ([a-z-]+)", PAGE)) <= set(COMMANDS)
    assert set(re.findall(r"`make ([a-z-]+)", PAGE)) <= {"lab", "slides"}
