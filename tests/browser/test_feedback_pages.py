"""The page that a student gets back, at a desk and on a phone."""

import pytest

from course_tools.build.homework import answer_source, load
from course_tools.cli.prove import graded
from course_tools.demo.outcome import Answers

from .conftest import ROOT, SCREENSHOTS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OUTSIDE = """() => [...document.querySelectorAll('.panel-heading .pull-right')].filter(score => {
    const [inner, outer] = [score, score.parentElement].map(e => e.getBoundingClientRect());
    return inner.bottom > outer.bottom + 1 || inner.right > outer.right + 1;
}).map(score => score.textContent)"""  # white on white, below its blue bar


@pytest.fixture(scope="module")
def page_of_half(tmp_path_factory):
    """The page of a student who did the first tasks of homework 3, one of them wrong."""
    work = load(ROOT / "sources" / "homework" / "hw3_backprop")
    sources = {task.name: answer_source(task) for task in work.tasks[:8]}
    (bug, *_) = work.bugs_of("softmax")
    half = Answers(sources | {"softmax": answer_source(bug)}, {"softmax": bug})
    course, _ = graded(work, {"half": half}, ROOT, tmp_path_factory.mktemp("pages"))
    (page,) = course.feedback("half", work.name).glob("*.html")
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_cut_off_and_every_score_stands_in_its_bar(browser, page_of_half, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(page_of_half.as_uri())
    page.screenshot(path=SCREENSHOTS / f"feedback_{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(OUTSIDE) == []
    rows = {row.split()[0]: row for row in page.locator(".points tr").all_inner_texts()}
    assert "✓" in rows["cross_entropy"]
    assert "✓" not in rows["softmax"] + rows["train"]
    assert "Your answer" in page.locator(".panel-heading").all_inner_texts()[1]
    page.close()
