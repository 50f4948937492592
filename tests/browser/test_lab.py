"""What a lecturer and a student see in JupyterLab, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

START = "notebooks/00_start_here.ipynb"
NOTEBOOKS = sorted(f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("0*.ipynb"))
TALL = 24_000  # pixels; higher than any notebook
ANYTHING = re.compile(".")
WIDGET = "application/vnd.jupyter.widget-view+json"
HOMEWORK = "assignments/hw3_backprop/hw3_backprop.ipynb"


def test_lab_opens_on_the_start_notebook_with_its_kernel_and_asks_nothing(visit):
    visit.page.goto(f"{visit.lab.url}/?token=browser-tests")
    visit.page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for()
    assert START in visit.page.url
    visit.wait_until_idle()
    visit.page.wait_for_timeout(3000)  # a prompt would come a moment after the start
    assert visit.page.locator(".jp-Dialog").count() == 0
    assert visit.page.locator(".Toastify__toast").count() == 0
    kernel = visit.page.locator(".jp-NotebookPanel .jp-KernelName").first.inner_text()
    assert kernel == "Python 3 (ipykernel)"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: Path(notebook).stem)
def test_notebook_runs_and_every_slider_answers_to_the_keyboard(visit, notebook):
    visit.open(notebook)
    visit.wait_until_idle()
    cells = visit.run_all(notebook, seconds=300)
    assert_ran_without_error(cells)
    visit.page.set_viewport_size({"width": 1400, "height": TALL})  # all cells are drawn
    handle_of = visit.page.locator(".noUi-handle")
    books = visit.page.locator(".widget-vbox").filter(has=handle_of)
    explorers = visit.page.locator("figure.explorer")
    widgets = sum(WIDGET in out.get("data", {}) for cell in cells for out in cell.outputs)
    assert widgets > 0
    expect(explorers.or_(books)).to_have_count(widgets)
    for explorer in explorers.all():
        expect(explorer).to_have_attribute("data-scene", ANYTHING)  # its first picture is drawn
        before = explorer.get_attribute("data-scene")
        explorer.locator("input[type=range]").first.press("ArrowRight")
        expect(explorer).not_to_have_attribute("data-scene", before)
    for book in books.all():
        handle, page = book.locator(handle_of), book.locator("img:visible")
        before = page.get_attribute("alt")
        at_the_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        handle.press("ArrowLeft" if at_the_end else "ArrowRight")
        expect(page).not_to_have_attribute("alt", before)


def assert_ran_without_error(cells):
    assert cells
    assert all(cell.execution_count for cell in cells)
    errors = [out for cell in cells for out in cell.outputs if out.output_type == "error"]
    assert errors == []
    stderr = [out for cell in cells for out in cell.outputs if out.get("name") == "stderr"]
    assert stderr == []


def test_untouched_homework_says_not_attempted(visit):
    visit.open(HOMEWORK)
    visit.wait_until_idle()
    cells = visit.run_all(HOMEWORK, seconds=120)
    checks = [cell for cell in cells if cell.source.startswith("check(")]
    assert len(checks) >= 8
    for cell in checks:
        html = " ".join(out.get("data", {}).get("text/html", "") for out in cell.outputs)
        assert "not attempted" in html.lower(), cell.source
    shown = visit.page.locator(".jp-OutputArea-output").filter(has_text="attempted").first
    shown.scroll_into_view_if_needed()
    assert shown.is_visible()


def test_validate_button_reports_what_is_left_to_do(visit):
    visit.open(HOMEWORK)
    visit.wait_until_idle()
    button = visit.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").get_by_text("Validate")
    button.first.click()
    dialog = visit.page.locator(".jp-Dialog")
    dialog.get_by_text("Validation Results").wait_for(timeout=120_000)
    text = dialog.inner_text()
    visit.screenshot("validate_dialog")
    assert "failed" in text
    assert "Traceback" not in text
