"""The table that opens a homework says what its cells say: tasks, points, minutes."""

import re

import pytest

from course_tools.build.homework import read_cells

from .classroom import FOLDERS

ROW = re.compile(r"^\| [^|]*\| `(\w+)`[^|]*\| (\d+) \| (\d+) \|$", re.MULTILINE)
TOTAL = re.compile(r"^\| \*\*all\*\* \| \| \*\*(\d+)\*\* \| \*\*(\d+)\*\* \|$", re.MULTILINE)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_table_lists_every_graded_cell_and_adds_up(folder):
    cells = read_cells(folder, "notebook.py")
    text = "\n".join(
        re.sub(r"(?m)^# ?", "", cell.source) for cell in cells if cell.kind == "markdown"
    )
    graded = {
        cell.header.get("check") or cell.header["manual"]: cell.header["points"]
        for cell in cells
        if {"check", "manual"} & set(cell.header)
    }
    rows = {name: (int(points), int(minutes)) for name, points, minutes in ROW.findall(text)}
    assert {name: points for name, (points, _) in rows.items()} == graded
    points, minutes = (sum(column) for column in zip(*rows.values(), strict=True))
    assert TOTAL.findall(text) == [(str(points), str(minutes))]
    assert f"about {minutes} minutes" in text
    least, most = (180, 240) if "in two parts" in text else (60, 120)
    assert least <= minutes <= most
