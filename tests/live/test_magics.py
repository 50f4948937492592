"""The magics of live coding in a real kernel, which is told the cell as JupyterLab tells it."""

import json
import re
import time

import pytest

from .classroom import LIVE, NOTEBOOKS, Classroom, code_of
from .test_live_versions import is_live

CHAIN_RULE = NOTEBOOKS / "live" / "02_scalar_chain_rule.ipynb"


@pytest.fixture(scope="module")
def kernel():
    classroom = Classroom(CHAIN_RULE.parent, CHAIN_RULE.name)
    yield classroom
    classroom.close()


@pytest.fixture
def room(kernel):
    """Return the kernel with an empty namespace, in a lecture of the chain rule."""
    kernel.run("%reset -f\nget_ipython().magics_manager.registry['LiveMagics'].shown.clear()")
    return kernel


def finished(number=None):
    """Return the code cells of the complete lecture; or the live one of that number."""
    found = code_of(NOTEBOOKS / CHAIN_RULE.name)
    return found if number is None else [cell for cell in found if is_live(cell)][number]


@pytest.mark.parametrize("path", LIVE, ids=lambda path: path.stem)
def test_reveal_writes_the_finished_code_of_every_cell(path, room):
    for cell in filter(is_live, code_of(NOTEBOOKS / path.name)):
        typed = cell.source.split("\n")[0] + "\ndef half_typed(\n    %reveal"
        ran = room.run(typed, cell.id)
        assert ran.error == ran.text == ""
        assert ran.next_input["replace"] is True
        assert ran.next_input["text"] == cell.source


def test_reveal_of_some_lines(room):
    cell = finished(1)
    ran = room.run("%reveal 3", cell.id)
    assert ran.next_input["text"] == "\n".join(cell.source.split("\n")[:3])
    assert room.run("%reveal 400", cell.id).next_input["text"] == cell.source


def test_reveal_knows_the_cell_by_its_prompt_where_no_id_is_sent(room):
    cell = finished(2)
    ran = room.run(cell.source.split("\n")[0] + "\n%reveal", cell_id="")
    assert ran.next_input["text"] == cell.source


def test_reveal_does_no_harm_in_the_complete_notebook():
    classroom = Classroom(NOTEBOOKS, CHAIN_RULE.name)
    try:
        for cell in finished()[:6]:
            ran = classroom.run(cell.source + "\n%reveal", cell.id)
            assert ran.error == ""
            assert ran.next_input["text"] == cell.source
    finally:
        classroom.close()


@pytest.mark.parametrize(
    ("magic", "advice"),
    [
        ("%reveal", "Type %reveal in a cell that was there"),
        ("%catchup", "or name a part, as in %catchup 4"),
        ("%catchup 44", "no part '44'; the parts are 1, 2, 3"),
        ("%restart_here", "Type %restart_here in a cell that was there"),
        ("%minutes soon", "as in %minutes 10:15"),
        ("%minutes 27:15", "as in %minutes 10:15"),
    ],
)
def test_wrong_use_in_a_new_cell_says_what_to_do(magic, advice, room):
    ran = room.run(magic)
    assert ran.error.startswith("UsageError: ")
    assert advice in ran.error
    assert "Traceback" not in ran.error + ran.text


@pytest.mark.parametrize("line", ["0", "-1", "three", "2 3"])
def test_reveal_wants_a_number_of_lines(line, room):
    ran = room.run(f"%reveal {line}", finished(0).id)
    assert "%reveal 3 three lines" in ran.error
    assert ran.next_input is None


def seen(ran):
    """The text as a page shows it: what follows a carriage return is written over the line."""
    lines = []
    for line in ran.text.split("\n"):
        shown = ""
        for written in line.split("\r"):
            shown = written + shown[len(written) :]
        lines.append(shown)
    return "\n".join(lines)


def outputs(ran):
    """What can be compared of a cell's outputs: text, and pages without ids of widgets."""
    pages = [data.get("text/html", data.get("text/plain", "")) for data in ran.data]
    return re.sub(r"[\d.]+ evaluations \(timed", "(timed", ran.text), ran.error, pages


@pytest.mark.slow
def test_caught_up_the_rest_of_the_lecture_gives_what_a_complete_run_gives(room):
    everything = finished()
    middle = len(everything) // 2
    expected = [outputs(room.run(cell.source, cell.id)) for cell in everything][middle:]
    room.run("%reset -f")
    caught_up = room.run("%catchup\n" + everything[middle].source, everything[middle].id)
    said, _, rest = seen(caught_up).partition("\n")
    assert re.fullmatch(rf"Caught up: {middle} cells of Lecture 2 · .*, in [\d.]+ s\. *", said)
    caught_up.text = rest
    behind = [caught_up, *(room.run(cell.source, cell.id) for cell in everything[middle + 1 :])]
    assert [outputs(ran) for ran in behind] == expected


def test_catchup_whatever_was_done_before(room):
    room.run("import os, builtins\nos.chdir('/')\nprint = range = len = open = None\nnp = 'lost'")
    room.run("mine = 17\ndef sigmoid(z):\n    raise ValueError")
    cell = finished(8)
    ran = room.run("%catchup", cell.id)
    assert seen(ran).startswith("Caught up: ")
    assert ran.error == ""
    assert room.run("print(len(range(mine)), open, sigmoid(0.0), np.pi)").error == ""


def test_catchup_shows_nothing_but_one_line(room):
    ran = room.run("%catchup", finished()[-1].id)
    assert ran.text.count("\n") == 1
    assert ran.data == []
    assert ran.error == ""


def test_a_catchup_that_takes_long_says_how_far_it_is(tmp_path):
    """Cell by cell, on one line that is written over; at the end nothing of it is left."""
    notebook = json.loads((NOTEBOOKS / CHAIN_RULE.name).read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[1]["source"] = ["import time\n", "time.sleep(0.5)\n", *code[1]["source"]]
    (tmp_path / CHAIN_RULE.name).write_text(json.dumps(notebook), encoding="utf-8")
    classroom = Classroom(tmp_path, CHAIN_RULE.name)
    try:
        ran = classroom.run("%catchup", code[4]["id"])
        assert "Catching up: cell 3 of 4, " in ran.text
        assert re.fullmatch(r"Caught up: 4 cells of .* s\. *\n", seen(ran))
    finally:
        classroom.close()


def test_catchup_to_a_part_works_in_a_new_cell(room):
    ran = room.run("%catchup 4")
    assert seen(ran).startswith("Caught up: ")
    assert room.run("print(squared_error)").error == ""


def test_catchup_says_which_cell_stopped_it(room):
    room.run("import numpy\nkept, numpy.exp = numpy.exp, None")
    ran = room.run("%catchup", finished()[-1].id)
    room.run("numpy.exp = kept")
    assert re.match(r"Stopped in cell \d+ of \d+ \(# .*\): TypeError: ", seen(ran))
    assert "%restart_here" in ran.text


def test_a_saved_catchup_in_the_complete_notebook_does_not_call_itself(tmp_path):
    notebook = json.loads((NOTEBOOKS / CHAIN_RULE.name).read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[1]["source"] = ["%catchup\n", *code[1]["source"], "\n%reveal 3"]
    (tmp_path / CHAIN_RULE.name).write_text(json.dumps(notebook), encoding="utf-8")
    classroom = Classroom(tmp_path, CHAIN_RULE.name)
    try:
        ran = classroom.run("%catchup", code[4]["id"])
        assert seen(ran).startswith("Caught up: 4 cells")
    finally:
        classroom.close()


def test_restart_here_ends_a_kernel_that_holds_names_and_catches_up_in_a_fresh_one():
    classroom = Classroom(CHAIN_RULE.parent, CHAIN_RULE.name)
    cell = finished(3)
    try:
        fresh = classroom.run("%restart_here", cell.id)
        assert seen(fresh).startswith("Caught up: ")
        again = classroom.run("%restart_here", cell.id)
        assert "run this cell again" in again.text
        deadline = time.monotonic() + 30
        while classroom.manager.is_alive() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not classroom.manager.is_alive()
    finally:
        classroom.close()


def test_minutes_shows_the_plan_against_the_clock(room):
    ran = room.run("from datetime import datetime, timedelta\nnow = datetime.now()")
    room.run("began = f'{now - timedelta(minutes=20):%H:%M}'")
    began = room.run("print(began)").text.strip()
    ran = room.run(f"%minutes {began}", finished(8).id)
    head, *rows, tail = ran.text.strip().split("\n")
    where = r"(on time|\d+ min (ahead of|behind) the plan)"
    assert re.fullmatch(rf"Lecture 2 · .*: minute 2[01] of \d+, {where}\.", head)
    assert sum(row.startswith("▶") for row in rows) == 1
    assert rows[0].lstrip("▶ ").startswith(f"{began}–")
    assert "The core path ends at " in tail


def test_the_plan_says_who_is_late_and_gives_no_times_to_what_is_optional():
    from datetime import datetime, timedelta

    from course_lib.live.clock import schedule
    from course_lib.live.lecture import read_lecture

    lecture, began = read_lecture(NOTEBOOKS / CHAIN_RULE.name), datetime(2025, 3, 3, 10, 15)
    second, further = lecture.plan()[1], next(p for p in lecture.plan() if p.is_further)

    def at(part, minutes):
        return schedule(lecture, part.start, began, began + timedelta(minutes=minutes)).split("\n")

    assert at(second, 12)[0].endswith("minute 12 of 75, on time.")
    assert at(second, 30)[0].endswith("minute 30 of 75, 12 min behind the plan.")
    assert at(second, 2)[0].endswith("minute 2 of 75, 10 min ahead of the plan.")
    assert at(further, 60)[0].endswith("in a part outside the core path.")
    lines = at(second, 12)
    assert lines[2] == "▶ 10:27–10:33    6 min  2. A derivative is a nudge"
    assert "  11:26–11:30    4 min  Take-away and questions" in lines
    assert all(":" not in line[:14] for line in lines[1:-1] if "Further" in line)
    assert lines[-1].endswith("The core path ends at 11:30.")


def test_minutes_counts_from_the_first_cell_unless_told(room):
    assert "Counted from the first cell that ran" in room.run("%minutes", finished(0).id).text


def test_poll_asks_then_answers(room):
    cell = finished(1)  # behind no question yet
    assert "no question comes before" in room.run("%poll", cell.id).error
    asked = next(c for c in finished() if c.source.startswith("# One-sided: "))
    question = room.run("%poll", asked.id)
    assert "**Predict** the ratio for $f(w) = w^2$" in question.markdown
    assert "## " not in question.markdown
    answer = room.run("%poll", asked.id)
    assert answer.markdown.startswith("**Answer.** The one-sided ratio is $6 + h$")
    assert "<!--" not in answer.markdown
    assert room.run("%poll", asked.id).markdown == question.markdown


def test_poll_in_a_new_cell_is_about_the_question_just_read(room):
    before = next(n for n, c in enumerate(finished()) if c.source.startswith("# One-sided: "))
    room.run("pass", finished()[before - 1].id)
    assert "**Predict** the ratio for $f(w) = w^2$" in room.run("%poll").markdown


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 5])  # tests/lectures runs the same cells of all of them
def test_catchup_reaches_the_end_of_a_lecture(number):
    path = LIVE[number - 1]
    classroom = Classroom(path.parent, path.name)
    try:
        last = code_of(NOTEBOOKS / path.name)[-1]
        ran = classroom.run("%catchup", last.id)
        print(ran.text)
        assert seen(ran).startswith("Caught up: ")
        assert classroom.run(last.source, last.id).error == ""
    finally:
        classroom.close()
