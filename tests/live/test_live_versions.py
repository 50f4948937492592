"""What `course build` makes of the cells that are typed in class."""

import re

import pytest

from course_tools.build.lectures import lecture
from course_tools.build.live import live_version

from .classroom import LIVE, NOTEBOOKS, ROOT, cells, code_of


def complete(path):
    return NOTEBOOKS / path.name


def is_live(cell):
    return "live" in cell.metadata.get("tags", [])


def test_every_lecture_with_cells_to_type_has_a_live_version():
    typed = {p.name for p in NOTEBOOKS.glob("*.ipynb") if any(map(is_live, cells(p)))}
    assert typed == {path.name for path in LIVE}
    assert len(typed) >= 5


@pytest.mark.parametrize("path", LIVE, ids=lambda path: path.stem)
def test_live_cells_hold_their_prompt_and_all_others_everything(path):
    live = {cell.id: cell for cell in cells(path)}
    added = [cell.id for cell in cells(path)]
    for cell in cells(complete(path)):
        added.remove(cell.id)
        if is_live(cell) and cell.cell_type == "code":
            lines = live[cell.id].source.splitlines()
            assert lines
            assert all(line.startswith("#") for line in lines)
            assert cell.source.startswith("\n".join(lines))
            assert len(cell.source) > len(live[cell.id].source)
        elif cell.cell_type == "code":
            assert live[cell.id].source == cell.source
        assert live[cell.id].metadata == cell.metadata
    assert added == ["live-opening", "live-loading"]


@pytest.mark.parametrize("path", LIVE, ids=lambda path: path.stem)
def test_prompts_tell_a_cell_where_a_front_end_sends_no_ids(path):
    prompts = [c.source.split("\n")[0] for c in code_of(complete(path)) if is_live(c)]
    assert len(set(prompts)) == len(prompts)


@pytest.mark.parametrize("path", LIVE, ids=lambda path: path.stem)
def test_links_lead_to_files(path):
    for cell in cells(path):
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\((?![a-z]+:|[#/])([^)#\s]+)", cell.source):
                assert (path.parent / target).exists(), target


def test_links_of_a_live_version_lead_one_folder_up(tmp_path):
    source = tmp_path / "lecture.py"
    source.write_text(
        "# %% [markdown]\n# [next](02.ipynb), [task](../assignments/a.ipynb#b), [here](#part), "
        '[web](https://example.org)\n\n# %% tags=["live"]\n# Bind\nx = 1\n'
    )
    live = live_version(lecture(source, tmp_path))
    assert live.cells[0].source == (
        "[next](../02.ipynb), [task](../../assignments/a.ipynb#b), [here](#part), "
        "[web](https://example.org)"
    )
    assert [cell.source for cell in live.cells[2:]] == ["%load_ext course_lib.live", "# Bind\n"]


def test_nothing_to_type_gives_no_live_version(tmp_path):
    source = tmp_path / "lecture.py"
    source.write_text("# %%\nx = 1\n")
    assert live_version(lecture(source, tmp_path)) is None


def test_an_edit_of_a_live_version_is_sent_to_the_complete_one():
    from course_tools.build.sync_back import source_of
    from course_tools.errors import UsageError

    with pytest.raises(UsageError, match=r"live version.*Edit notebooks/01"):
        source_of(ROOT, LIVE[0])
