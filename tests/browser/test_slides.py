"""Slides, to the end: as an offline page, and as a deck inside JupyterLab with running code."""

import re

import nbformat
import pytest
from playwright.sync_api import expect

from course_tools.errors import CourseError, UsageError
from course_tools.slides import lectures, write_slides
from course_tools.views import installed

from .conftest import ROOT, SCREENSHOTS, running_lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LECTURE = ROOT / "notebooks" / "02_scalar_chain_rule.ipynb"
SLIDE = "document.querySelector('.slides section.present:not(.stack)')"
AXE = """async () => (await axe.run(document, {preload: false}))
    .violations.map(v => [v.id, v.nodes[0].html.slice(0, 200)])"""

# In JupyterLab what stands in cells is ours, and all around them is not.
AXE_OF_CELLS = """async () => (await axe.run(
        {include: [[".jp-RenderedMarkdown"], [".jp-OutputArea-output"]]},
        {preload: false, rules: {
            region: {enabled: false},
            "aria-input-field-name": {enabled: false},  // of ipywidgets: a label it does not tie
        }}
    )).violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)])"""


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    """Start a JupyterLab of its own: it remembers the deck, and would open all others in it."""
    with running_lab(tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("home")) as lab:
        yield lab


def axe_script():
    axe = installed(ROOT) / "node_modules" / "axe-core" / "axe.min.js"
    return axe.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    try:
        installed(ROOT)
    except CourseError as error:
        pytest.skip(f"the registry of npm cannot be reached: {error}")
    (page,) = write_slides(ROOT, [LECTURE], tmp_path_factory.mktemp("slides"))
    return page


@pytest.fixture
def deck(page_file, browser):
    """Return the page with the slides, opened from the disk; nothing may come from elsewhere."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    problems = []
    page.on("console", lambda m: m.type in ("error", "warning") and problems.append(m.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda r: r.url.startswith(("file:", "data:")) or problems.append(r.url))
    page.on("requestfailed", lambda r: problems.append(f"not there: {r.url}"))
    page.goto(page_file.as_uri())
    page.wait_for_function("window.deck && deck.isReady()", timeout=60_000)
    yield page
    page.close()
    assert problems == []


def starts_of_slides():
    cells = nbformat.read(LECTURE, as_version=4).cells
    types = [cell.metadata["slideshow"]["slide_type"] for cell in cells]
    return sum(kind in ("slide", "subslide") for kind in types)


def test_the_page_shows_every_slide_and_everything_on_it(deck):
    seen, steps = set(), 0
    while True:
        seen.add(deck.evaluate("deck.getSlidePastCount()"))
        shown = deck.evaluate(
            f"""() => {{
                const slide = {SLIDE}, box = slide.getBoundingClientRect();
                const last = [...slide.querySelectorAll(".fragment.visible")].pop();
                const found = last ? last.getBoundingClientRect() : box;
                const wide = slide.scrollWidth > slide.clientWidth + 1;
                return [found.top >= box.top - 2 && found.top < box.bottom, wide];
            }}"""
        )
        assert shown == [True, False], deck.evaluate(f"{SLIDE}.innerText.slice(0, 80)")
        if deck.evaluate("deck.isLastSlide() && !deck.availableFragments().next"):
            break
        deck.keyboard.press("Space")
        steps += 1
    assert len(seen) == starts_of_slides()
    assert steps > len(seen)
    broken = "[...document.images].filter(image => !image.naturalWidth).length"
    assert deck.evaluate(broken) == 0
    assert deck.evaluate("document.images.length") >= 8
    assert deck.evaluate("document.querySelectorAll('mjx-container').length") > 100
    assert deck.evaluate("document.querySelectorAll('[data-mjx-error], mjx-merror').length") == 0


@pytest.mark.parametrize("slide", [0, 3, 12, 28])
def test_slides_are_accessible(deck, slide):
    for _ in range(slide):
        deck.evaluate("deck.next({skipFragments: true})")
    deck.evaluate("() => { while (deck.availableFragments().next) deck.nextFragment(); }")
    SCREENSHOTS.mkdir(exist_ok=True)
    deck.screenshot(path=SCREENSHOTS / f"slide_{slide}.png")
    deck.evaluate(axe_script())
    assert deck.evaluate(AXE) == []


def test_lectures_are_chosen_by_number_or_name():
    assert [path.stem for path in lectures(ROOT, ["02"])] == [LECTURE.stem]
    assert lectures(ROOT, [str(LECTURE)]) == [LECTURE]
    assert len(lectures(ROOT)) >= 6
    with pytest.raises(UsageError, match=r"no lecture '77'; there are 00_start_here, "):
        lectures(ROOT, ["77"])


def test_a_cell_that_fails_is_named(tmp_path):
    from course_tools.slides import executed

    cell = nbformat.v4.new_code_cell("1 / 0")
    path = tmp_path / "broken.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    with pytest.raises(CourseError, match=r"broken.ipynb: ZeroDivisionError: division by zero"):
        executed(path)


def test_a_lecture_presents_inside_jupyterlab_with_running_code(visit):
    """The deck of jupyterlab-slideshow, from the first slide to the last; a slider on the way."""
    notebook = f"notebooks/{LECTURE.name}"
    visit.open(notebook)
    visit.wait_until_idle()
    page = visit.page
    visit.run_all(notebook, seconds=200)
    for explorer in page.locator(".explorer-picture").all():  # drawn when they come into sight
        explorer.scroll_into_view_if_needed()
        expect(explorer).to_have_attribute("aria-label", re.compile(r"\w"))
    page.evaluate(axe_script())
    assert page.evaluate(AXE_OF_CELLS) == []
    page.locator(".jp-Notebook .jp-Cell").first.click()
    page.keyboard.press("Control+Home")
    page.locator("[data-jp-item-name=deck]").first.click()
    panel = page.locator(".jp-NotebookPanel.jp-Deck")
    panel.wait_for()
    on_screen = ".jp-Cell.jp-deck-mod-onscreen.jp-deck-mod-visible"
    expect(panel.locator(on_screen).first).to_contain_text("Lecture 2")
    seen, moved = set(), False
    for _ in range(110):
        shown = panel.locator(on_screen)
        seen |= set(shown.evaluate_all("cells => cells.map(cell => cell.innerText.slice(0, 60))"))
        handle = shown.locator(".noUi-handle")
        if handle.count() and not moved:
            picture = shown.locator(".jp-OutputArea img:visible").last
            before = picture.get_attribute("alt")
            handle.first.press("ArrowRight")
            expect(picture).not_to_have_attribute("alt", before)
            visit.screenshot("deck_in_lab")
            moved = True
            shown.first.click()  # the keys are the slides' again
        if any(text.startswith("Where this leads") for text in seen):
            break
        page.keyboard.press("Space")
        page.wait_for_timeout(150)
    assert moved
    assert any(text.startswith("Where this leads") for text in seen)
    headings = [text for text in seen if text[:2].rstrip(".").isdigit()]
    assert len(headings) >= 12
