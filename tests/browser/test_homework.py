"""A student's first three tasks of each homework, in a real browser: right, wrong, not begun."""

import nbformat
import pytest
from homework import classroom

from course_tools.build.homework import answer_source, filled_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def begun(blank, work):
    """Return a notebook with task 1 done, a known mistake in task 2, and hints for task 3."""
    first, second, third = work.tasks[:3]
    bug = work.bugs_of(second.name)[0]
    answers = {first.name: answer_source(first), second.name: answer_source(bug)}
    notebook = filled_notebook(blank, answers)
    place = next(
        i
        for i, cell in enumerate(notebook.cells)
        if cell.source.startswith(f'check("{work.prefix}/{third.name}')
    )
    asking = f'hint("{work.prefix}/{third.name}")'
    hints = [nbformat.v4.new_code_cell(asking) for _ in range(3)]
    notebook.cells[place + 1 : place + 1] = hints
    return notebook, bug


@pytest.mark.parametrize("folder", classroom.FOLDERS, ids=lambda folder: folder.name)
def test_the_first_three_tasks(visit, folder):
    work = classroom.homework(folder)
    name = f"assignments/{work.name}/{work.name}.ipynb"
    path = visit.lab.folder / name
    untouched = path.read_text(encoding="utf-8")
    notebook, bug = begun(nbformat.reads(untouched, as_version=4), work)
    nbformat.write(notebook, path)
    try:
        visit.open(name)
        visit.wait_until_idle()
        cells = visit.run_all(name, seconds=120)
        first, second, third = (said_of(cells, work, task) for task in work.tasks[:3])
        is_number = [task.kind == "number" for task in work.tasks[:3]]
        assert ("recorded" if is_number[0] else "right") in first
        assert ("recorded" if is_number[1] else bug.message.split("`")[0][:40]) in second
        assert "not attempted yet" in third
        asked = [cell for cell in cells if cell.source.startswith("hint(")]
        texts = [html_of(cell) for cell in asked]
        assert [f"Hint {n} of 3" in text for n, text in enumerate(texts, 1)] == [True] * 3
        table = html_of(cells[-1])
        assert "Points so far" in table
        assert "not attempted yet" in table
        visit.page.set_viewport_size({"width": 1280, "height": 4000})
        shown = visit.page.locator(".course-check").first
        shown.scroll_into_view_if_needed()
        assert shown.is_visible()
    finally:
        path.write_text(untouched, encoding="utf-8")


def said_of(cells, work, task) -> str:
    call = f'check("{work.prefix}/{task.name}"'
    return html_of(next(cell for cell in cells if cell.source.startswith(call)))


def html_of(cell) -> str:
    import html

    found = (out.get("data", {}).get("text/html", "") for out in cell.outputs)
    return html.unescape("".join(found))
