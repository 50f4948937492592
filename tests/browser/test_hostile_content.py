"""What students hand in runs nothing and fetches nothing: on their pages, and in the formgrader."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from judge import attacked_course
from judge.attacked_course import ASSIGNMENT, NOTEBOOK
from judge.attacks import ATTACKS, MARKUP
from judge.test_attacks import hand_in

from course_tools.grading import pipeline
from course_tools.grading.course import Course
from course_tools.grading.judging import JudgeExecutor

from .conftest import ROOT, SCREENSHOTS, free_port, wait_until_it_answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAMES = (
    "honest",
    "markup_everywhere",
    "markup_that_leaves_its_cell",
    "nested_markup",
    "slow_markdown",
    "pixel_bomb",
    "=HYPERLINK(1)",
    "<img src=x onerror=window.hacked=40>",
)
FOLDERS = """
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
c.CourseDirectory.course_id = "attacked"
c.JudgeExecute.timeout = 2
"""
TOKEN = "hostile"
ACTIVE = r"""() => {
    const found = [];
    for (const element of document.querySelectorAll('*')) {
        for (const {name, value} of element.attributes) {
            if (/^on/i.test(name)) found.push(element.tagName + ' ' + name);
            if (/^\s*(javascript|vbscript|data:text)/i.test(value)) found.push(value);
            if (/127\.0\.0\.1:9/.test(value) && element.tagName != 'A') found.push(value);
        }
        if (/^(iframe|object|embed|svg|form|link|base|meta)$/i.test(element.tagName))
            found.push(element.tagName.toLowerCase());
    }
    return found;
}"""  # what could run, or fetch (a link to elsewhere may stay: whoever follows it knows)
ASIDE = {"meta", "link"}  # of the pages' own heads


class Watched:
    """A browser's page, with all that it asked for and all that went wrong."""

    def __init__(self, page, home: str) -> None:
        self.page, self.home = page, home
        self.elsewhere: list[str] = []
        self.dialogs: list[str] = []
        page.on("request", lambda request: self._note(request.url))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def _note(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "about:", "blob:")):
            self.elsewhere.append(url)

    def hacked(self) -> list:
        """Return what scripts of students set in any frame."""
        values = [frame.evaluate("() => window.hacked") for frame in self.page.frames]
        return [value for value in values if value is not None]

    def active(self) -> list[str]:
        """Return what could run or fetch; what the page itself brings in its head is left out."""
        return [found for found in self.page.evaluate(ACTIVE) if found not in ASIDE]

    def is_visible(self) -> bool:
        return self.page.evaluate("() => getComputedStyle(document.body).display") != "none"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course with the project's own configuration, graded, with hostile submissions."""
    folder = attacked_course.make_course(tmp_path_factory.mktemp("hostile") / "course")
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8") + FOLDERS
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    course = Course(folder)
    pipeline.register(course, ASSIGNMENT, folder / "release")
    attacks = {attack.name: attack for attack in ATTACKS}
    for name in NAMES:
        hand_in(attacks[name], folder, folder / "release", {})
    results = pipeline.grade(course, ASSIGNMENT, NAMES, executor=JudgeExecutor(2), seed="7")
    assert all(result.is_graded for result in results), results
    with course.gradebook() as book:
        found = book.notebook_submissions(NOTEBOOK, ASSIGNMENT)
        ids = {submission.student.id: submission.id for submission in found}
    return SimpleNamespace(folder=folder, ids=ids)


@pytest.fixture(scope="module")
def formgrader(graded, tmp_path_factory):
    """A Jupyter server in the course's folder, with nbgrader's formgrader; its address."""
    port, log = free_port(), graded.folder.with_name("server.log")
    home = tmp_path_factory.mktemp("home")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "XDG"))}
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment |= {"HOME": str(home), "PATH": programs, "PYTHONPATH": str(ROOT)}
    extension = "--ServerApp.jpserver_extensions=nbgrader.server_extensions.formgrader=True"
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", f"--port={port}", extension]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", "--allow-root"]
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=graded.folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(f"{url}/api?token={TOKEN}", server, log)
        yield url
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def watched(browser, request):
    """Return a function that opens an address in a fresh page, and watches it."""
    opened = []

    def watched(url: str, home: str) -> Watched:
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        page.set_default_timeout(60_000)
        found = Watched(page, home)
        opened.append(page)
        page.goto(url, wait_until="load")
        page.wait_for_timeout(300)  # for what waits a moment before it runs
        return found

    yield watched
    SCREENSHOTS.mkdir(exist_ok=True)
    for number, page in enumerate(opened):
        name = re.sub(r"\W+", "_", request.node.name)
        page.screenshot(path=SCREENSHOTS / f"{name}_{number}.png")
        page.close()


def assert_nothing_runs(found: Watched) -> None:
    assert found.hacked() == []
    assert found.elsewhere == []
    assert found.dialogs == []
    assert found.is_visible()


def test_the_same_content_untouched_runs_and_fetches(watched, tmp_path):
    """Else the tests below would say nothing."""
    page = tmp_path / "raw.html"
    page.write_text(f"<!DOCTYPE html><body>{MARKUP}</body>", encoding="utf-8")
    found = watched(page.as_uri(), page.as_uri())
    assert found.hacked()
    assert any("127.0.0.1:9" in url for url in found.elsewhere)
    active = found.active()
    assert any(value.startswith("javascript:") for value in active)
    assert any("127.0.0.1:9" in value for value in active)
    assert {"iframe", "svg", "form", "object", "IMG onerror", "B onclick"} <= set(active)
    assert not found.is_visible()


def page_of(graded, name: str) -> Path:
    return graded.folder / "feedback" / name / ASSIGNMENT / f"{NOTEBOOK}.html"


@pytest.mark.parametrize("name", NAMES)
def test_a_students_page(watched, graded, name):
    address = f"file://{quote(str(page_of(graded, name)))}"
    found = watched(address, address)
    assert_nothing_runs(found)
    assert found.active() == []
    assert found.page.locator("script").count() == 0
    assert found.page.locator("h1").first.inner_text().startswith(NOTEBOOK)


def test_markup_stays_in_its_cell(watched, graded):
    address = f"file://{quote(str(page_of(graded, 'markup_that_leaves_its_cell')))}"
    found = watched(address, address)
    last = found.page.get_by_text("YOUR ANSWER HERE").last
    assert last.is_visible()
    inside = last.evaluate("e => !!e.closest('details, s')")
    assert not inside


@pytest.mark.parametrize("name", NAMES)
def test_the_formgraders_view_of_a_submission(watched, graded, formgrader, name):
    address = f"{formgrader}/formgrader/submissions/{graded.ids[name]}/?token={TOKEN}"
    found = watched(address, formgrader)
    assert_nothing_runs(found)
    found.page.locator(".score").first.wait_for()
    body = found.page.locator("#notebook-container").first
    assert body.locator("script, iframe, object, svg, form, style").count() == 0
    handlers = body.evaluate(
        "body => [...body.querySelectorAll('*')].flatMap(e => [...e.attributes])"
        ".filter(a => /^on/i.test(a.name) || /^\\s*javascript/i.test(a.value))"
        ".map(a => a.ownerElement.outerHTML)"
    )
    assert handlers == []


PAGES = ("", "/manage_submissions/ps1", "/gradebook", "/gradebook/ps1", "/gradebook/ps1/tasks",
         "/manage_students", "/manage_students/=HYPERLINK(1)/ps1")  # fmt: skip


@pytest.mark.parametrize("place", PAGES)
def test_the_formgraders_lists(watched, formgrader, place):
    found = watched(f"{formgrader}/formgrader{place}?token={TOKEN}", formgrader)
    found.page.wait_for_load_state("networkidle")
    assert_nothing_runs(found)
    assert found.page.locator("table").first.inner_text()


def test_formulas_are_set_in_the_formgrader_without_a_network(watched, graded, formgrader):
    path = graded.folder / "autograded" / "honest" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    kept = shutil.copy(path, path.with_suffix(".kept"))
    try:
        text = path.read_text().replace('"# Eight tasks', '"# Eight $\\\\frac{1}{2}$ tasks')
        assert "frac" in text
        path.write_text(text)
        address = f"{formgrader}/formgrader/submissions/{graded.ids['honest']}/?token={TOKEN}"
        found = watched(address, formgrader)
        found.page.locator("math mfrac").first.wait_for()
        assert_nothing_runs(found)
    finally:
        shutil.move(kept, path)
