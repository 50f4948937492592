"""A lecture typed live in JupyterLab, from the first cell to the last, with an accident."""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import expect

from .conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "02_scalar_chain_rule.ipynb"
LIVE = f"notebooks/live/{NAME}"
TIMED = re.compile(r"[\d.]+ evaluations \(timed")


class Lectern:
    """The keyboard of a lecturer: what is typed, where, and what is then on the screen."""

    def __init__(self, visit):
        self.visit, self.page = visit, visit.page
        self.panel = visit.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    @property
    def cell(self):
        return self.panel.locator(".jp-Cell.jp-mod-active")

    def text(self):
        """What is in the active cell's editor."""
        lines = self.cell.locator(".cm-content .cm-line").all_inner_texts()
        return "\n".join(line.rstrip("\n") for line in lines)

    def type(self, text):
        """Type at the end of the active cell and run it, staying there."""
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Control+Enter")

    def run(self):
        """Run the active cell; again, if JupyterLab showed an idle kernel before it had one."""
        self.page.keyboard.press("Control+Enter")
        prompt = self.cell.locator(".jp-InputPrompt").first
        try:
            expect(prompt).not_to_have_text("[ ]:", timeout=15_000)
        except AssertionError:
            self.page.keyboard.press("Control+Enter")
        self.ran()

    def ran(self, seconds=120):
        """Wait until the active cell has run."""
        prompt = self.cell.locator(".jp-InputPrompt").first
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=seconds * 1000)

    def next(self):
        """Go on to the next cell without running this one."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("ArrowDown")


def executed():
    """The complete lecture, run without a browser: cell id → cell."""
    notebook = nbformat.read(ROOT / "notebooks" / NAME, as_version=4)
    where = {"metadata": {"path": str(ROOT / "notebooks")}}
    NotebookClient(notebook, timeout=300, resources=where).execute()
    return {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}


def said(cell):
    """What a reader sees of a cell's outputs: text, and descriptions of pictures."""
    text = "".join(output.get("text", "") for output in cell.outputs)
    pages = "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)
    return TIMED.sub("(timed", text), re.findall(r'alt="(.*?)"', pages)


def test_a_live_lecture_ends_where_the_complete_one_does(visit):
    wanted = executed()
    visit.open(LIVE)
    visit.wait_until_idle()
    lectern, page = Lectern(visit), visit.page
    page.locator(".jp-Notebook .jp-Cell").first.click()
    page.keyboard.press("Escape")
    cells = nbformat.read(visit.lab.folder / LIVE, as_version=4).cells
    typed = [cell.id for cell in cells if "live" in cell.metadata.get("tags", [])]
    accident = typed[len(typed) // 2]
    for cell in cells:
        if cell.id == accident:
            survive_an_accident(lectern)
        if cell.id in typed:
            reveal(lectern, wanted[cell.id].source)
        if cell.cell_type == "code":
            lectern.run()
        lectern.next()
    visit.wait_until_idle()
    visit.save(LIVE)
    saved = nbformat.read(visit.lab.folder / LIVE, as_version=4)
    found = {cell.id: cell for cell in saved.cells if cell.id in wanted}
    assert {key: cell.source for key, cell in found.items()} == {
        key: cell.source for key, cell in wanted.items()
    }
    for key, cell in wanted.items():
        assert said(found[key]) == said(cell), cell.source


def reveal(lectern, finished):
    """Begin to type, go wrong, and let the magic write the finished code."""
    lectern.type("def wrong(:\n%reveal")
    expect(lectern.cell.locator(".cm-content").first).not_to_contain_text("%reveal")
    assert lectern.text() == finished
    assert lectern.cell.locator(".jp-OutputArea-output").count() == 0


def survive_an_accident(lectern):
    """The kernel dies in class; the lecturer goes on in the same cell."""
    prompt, page = lectern.text(), lectern.page
    lectern.type("import os; os._exit(1)")
    page.locator(".jp-Dialog").get_by_text("Kernel Restarting").wait_for()
    lectern.visit.screenshot("live_kernel_died")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    lectern.visit.wait_until_idle()
    put(lectern, prompt + "%restart_here")
    output = lectern.cell.locator(".jp-OutputArea-output").first
    expect(output).to_contain_text("Caught up: ", timeout=120_000)
    lectern.visit.screenshot("live_caught_up")
    put(lectern, prompt + "%poll")
    expect(output).to_contain_text("Predict", timeout=30_000)
    page.keyboard.press("Control+Enter")
    expect(output).to_contain_text("Answer.", timeout=30_000)
    put(lectern, prompt + "%minutes")
    expect(output).to_contain_text("The core path ends at", timeout=30_000)
    lectern.visit.screenshot("live_minutes")
    put(lectern, prompt.rstrip("\n") + "\n", run=False)


def put(lectern, text, run=True):
    """Replace what is in the active cell by a text, and run it."""
    page = lectern.page
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter" if run else "Escape")
