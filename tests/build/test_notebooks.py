"""What the build writes: notebooks, solutions and assignments, and nothing else."""

import json

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from course_tools.build import cells as building
from course_tools.build import everything, homeworks

from .tiny_course import NAME

LECTURE = "notebooks/01_squares.ipynb"
SOLUTION = f"solutions/{NAME}/{NAME}.ipynb"
RELEASE = f"assignments/{NAME}/{NAME}.ipynb"
NOTEBOOKS = [LECTURE, SOLUTION, RELEASE]


def load(root, path):
    return nbformat.read(root / path, as_version=4)


def named(notebook):
    """Return grade_id → cell."""
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if is_graded(cell)}


def is_graded(cell):
    return "nbgrader" in cell.metadata


def test_built_folders_hold_just_this(built_once):
    folders = ("notebooks", "solutions", "assignments")
    files = {
        path.relative_to(built_once).as_posix()
        for folder in folders
        for path in (built_once / folder).rglob("*")
        if path.is_file()
    }
    homework = {f"{NAME}.ipynb", "fixtures.json", "data/points.csv"}
    assert files == {
        *(LECTURE, "notebooks/figure_data/curve.csv"),
        *("notebooks/live/01_squares.ipynb", "notebooks/live/figure_data/curve.csv"),
        *(f"{folder}/{NAME}/{name}" for folder in folders[1:] for name in homework),
    }


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_notebooks_are_clean(built_once, path):
    raw = json.loads((built_once / path).read_text(encoding="utf-8"))
    assert (raw["nbformat"], raw["nbformat_minor"]) == (4, 5)
    assert raw["metadata"]["kernelspec"]["name"] == "python3"
    assert raw["metadata"]["language_info"]["name"] == "python"
    assert "version" not in raw["metadata"]["language_info"]
    assert "jupytext" not in json.dumps(raw)
    for cell in raw["cells"]:
        assert "lines_to_next_cell" not in cell["metadata"]
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
    ids = [cell["id"] for cell in raw["cells"]]
    assert len(set(ids)) == len(ids)


def test_headers_of_a_lecture_arrive(built_once):
    cells = load(built_once, LECTURE).cells
    slides = [c.metadata.get("slideshow", {}).get("slide_type") for c in cells]
    assert slides == ["slide", "skip", "fragment", "fragment", "fragment", None]
    tags = [c.metadata.get("tags") for c in cells]
    assert tags == [None, None, ["live"], ["predict"], ["hide-input", "live"], None]
    assert cells[4].source.startswith("%precision 3\n"), "magics are code again"
    assert cells[2].source.endswith("return x * x")


def test_solution_is_in_nbgraders_format(built_once):
    graded = named(load(built_once, SOLUTION))
    flags = {
        name: tuple(cell.metadata.nbgrader[key] for key in ("solution", "grade", "locked"))
        for name, cell in graded.items()
    }
    assert flags == {
        "imports": (False, False, True),
        "square": (True, False, False),
        "square_check": (False, True, True),
        "total": (True, False, False),
        "total_check": (False, True, True),
        "entries": (True, False, False),
        "entries_check": (False, True, True),
        "why": (True, True, False),
        "points_so_far": (False, False, True),
    }
    points = {n: c.metadata.nbgrader.get("points") for n, c in graded.items()}
    assert points == dict.fromkeys(flags) | {
        **{"square_check": 2, "total_check": 3, "entries_check": 1, "why": 1}
    }
    assert all(cell.id == name for name, cell in graded.items())
    assert {c.metadata.nbgrader.schema_version for c in graded.values()} == {3}


def test_solution_holds_answers_and_hidden_tests(built_once):
    graded = named(load(built_once, SOLUTION))
    assert "answer_of_the_house" in graded["square"].source
    lines = graded["square_check"].source.split("\n")
    assert lines[:2] == ['check("hw1/square", square)', "### BEGIN HIDDEN TESTS"]
    assert lines[-1] == "### END HIDDEN TESTS"
    assert len(lines) > 3


def test_release_holds_stubs_and_no_hidden_tests(built_once):
    graded = named(load(built_once, RELEASE))
    assert graded["square"].source == (
        'def square(x):\n    """Return the squares of the entries of x."""\n'
        "    # YOUR CODE HERE\n    raise NotImplementedError()"
    )
    assert graded["square_check"].source == 'check("hw1/square", square)'
    assert graded["why"].source == "Why is a square never negative?\n\nYOUR ANSWER HERE"
    for cell in graded.values():
        assert cell.metadata.nbgrader.checksum == compute_checksum(cell)
        assert cell.metadata.deletable is False


@pytest.mark.parametrize("path", [SOLUTION, RELEASE])
def test_run_all_goes_on_behind_a_number_that_is_not_there_yet(built_once, path):
    tags = {name: cell.metadata.get("tags") for name, cell in named(load(built_once, path)).items()}
    assert {name for name in tags if tags[name]} == {"entries"}
    assert tags["entries"] == ["raises-exception"]


def test_the_untouched_release_runs_and_attempts_nothing(built_once):
    from nbclient import NotebookClient

    notebook = load(built_once, RELEASE)
    folder = {"metadata": {"path": str(built_once / "assignments" / NAME)}}
    NotebookClient(notebook, timeout=120, resources=folder).execute()
    results = {
        name: output["data"]["application/vnd.course-check+json"]
        for name, cell in named(notebook).items()
        if name.endswith("_check")
        for output in cell.outputs
    }
    assert len(results) == 3
    assert {result["state"] for result in results.values()} == {"not_attempted"}
    assert sum(result["points"] for result in results.values()) == 0


def test_release_touches_nobodys_gradebook(built_once):
    assert not list(built_once.glob("gradebook*"))
    assert not list(built_once.glob("*.log"))


def test_a_second_run_gives_the_same_bytes(built_once):
    content = everything.built(built_once)
    assert {path: (built_once / path).read_bytes() for path in content} == content


def test_ids_follow_content_so_that_an_insertion_changes_no_other(course):
    source = course / "sources" / "lectures" / "01_squares.py"
    before = [cell.id for cell in load(course, LECTURE).cells]
    text = source.read_text()
    source.write_text("# %% [markdown]\n# New.\n\n" + text)
    notebook = nbformat.reads(everything.built(course)[LECTURE].decode(), as_version=4)
    assert [cell.id for cell in notebook.cells][1:] == before


def test_cells_of_the_same_content_have_different_ids():
    from nbformat.v4 import new_code_cell

    cells = building.with_ids([new_code_cell("x"), new_code_cell("x"), new_code_cell("y")])
    assert len({cell.id for cell in cells}) == 3


def test_model_solution_is_clean(built_once):
    content = homeworks.model_solution(built_once, NAME)
    text = content.decode()
    for word in ("SOLUTION", "HIDDEN", "nbgrader", "deletable", "YOUR CODE"):
        assert word not in text
    cells = nbformat.reads(text, as_version=4).cells
    assert cells[2].source == (
        'def square(x):\n    """Return the squares of the entries of x."""\n'
        "    answer_of_the_house = np.asarray(x) ** 2\n    return answer_of_the_house"
    )
    assert cells[3].source == 'check("hw1/square", square)'
    assert cells[8].source.endswith("\n\nBecause both factors have the same sign.")
