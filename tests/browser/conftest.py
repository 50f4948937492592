"""A real browser on a real `course lab`: one server for all tests, a fresh page for each.

The server works in a temporary copy of the built folders and in an empty home, so that nobody's
own settings decide what is seen. Each test leaves a screenshot in `screenshots/`.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, sync_playwright

from course_tools.doctor.software import find_chromium

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = Path(__file__).with_name("screenshots")
TOKEN = "browser-tests"
# Where its debugger asks a kernel that is only starting, JupyterLab says so in the console.
OF_JUPYTERLAB = ("Could not restore the debugger state",)
CHROMIUM_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return Chromium's path; as root on Debian it is installed, in CI its absence fails."""
    if find_chromium() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "--quiet", *command], stdout=subprocess.DEVNULL)
    path = find_chromium()
    if path is None:
        reason = "no Chromium: `apt install chromium` (or set CHROMIUM to the path of one)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return path


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address and the folder it shows."""

    url: str
    folder: Path
    log: Path


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory):
    """Start `course lab` on a free port, in a copy of what is built."""
    with running_lab(tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("home")) as lab:
        yield lab


@contextlib.contextmanager
def running_lab(folder: Path, home: Path):
    """Run `course lab` in a copy of the built folders, made in `folder`, with an empty home."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for name in ("notebooks", "solutions", "assignments"):
        shutil.copytree(ROOT / name, folder / name)
    port, log = free_port(), folder.with_name("lab.log")
    command = [sys.executable, "-m", "course_tools.cli", "lab", "--", "--no-browser"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "XDG"))}
    environment |= {"HOME": str(home), "PYTHONPATH": str(ROOT)}
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/api?token={TOKEN}", server, log)
        yield Lab(f"http://127.0.0.1:{port}", folder, log)
    finally:
        server.terminate()
        server.wait(30)


def free_port() -> int:
    """Return a port on this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(url: str, server: subprocess.Popen, log: Path, seconds=180) -> None:
    """Return as soon as the server answers; fail with its log if it ends or is too late."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"`course lab` did not come up:\n{log.read_text()}")


def is_whole(file: Path) -> bool:
    """Say whether a notebook can be read: while it is written it may be empty or cut off."""
    try:
        return bool(json.loads(file.read_text(encoding="utf-8")))
    except ValueError:
        return False


@dataclass
class Visit:
    """A page, and everything that went on behind it."""

    page: Page
    lab: Lab
    console_errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    failed_requests: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors in the console, requests that leave this machine, and failing ones."""
        self.page.on("console", lambda m: m.type == "error" and self.note_error(m.text))
        self.page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        self.page.on("request", lambda request: self.note_request(request.url))
        self.page.on("websocket", lambda socket: self.note_request(socket.url))
        self.page.on("response", lambda r: r.status >= 400 and self.note_failure(r))

    def note_error(self, text: str) -> None:
        if not text.startswith(OF_JUPYTERLAB):
            self.console_errors.append(text)

    def note_request(self, url: str) -> None:
        ours = (self.lab.url, self.lab.url.replace("http", "ws"), "data:", "blob:")
        if not url.startswith(ours):
            self.elsewhere.append(url)

    def note_failure(self, response) -> None:
        self.failed_requests.append(f"{response.status} {response.url}")

    def open(self, notebook: str) -> None:
        """Open a notebook as JupyterLab's start does, in a workspace that nobody has seen."""
        workspace = f"{Path(notebook).stem}-{time.monotonic_ns()}"
        self.page.goto(f"{self.lab.url}/lab/workspaces/{workspace}/tree/{notebook}?token={TOKEN}")
        self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell").first.wait_for()

    def wait_until_idle(self, seconds: float = 60) -> None:
        """Wait until the kernel of the open notebook has nothing to do."""
        indicator = '.jp-NotebookPanel:not(.lm-mod-hidden) [data-status="idle"]'
        self.page.locator(indicator).first.wait_for(timeout=seconds * 1000)

    def menu(self, menu: str, item: str) -> None:
        """Choose an item of the menu bar."""
        self.page.locator("#jp-MainMenu").get_by_role("menuitem", name=menu, exact=True).click()
        self.page.locator(".lm-Menu").get_by_text(item, exact=True).first.click()

    def run_all(self, notebook: str, seconds: float) -> list:
        """Run all cells and save until the last one has run; return the saved code cells.

        Where nothing has gone on for some seconds, an error has stopped it; or JupyterLab showed
        an idle kernel before it was connected, so that the command was lost: it is given again.
        """
        self.menu("Run", "Run All Cells")
        deadline, progress = time.monotonic() + seconds, []
        while True:
            self.page.wait_for_timeout(1000)
            self.wait_until_idle(seconds)
            self.save(notebook)
            saved = nbformat.read(self.lab.folder / notebook, as_version=4)
            cells = [cell for cell in saved.cells if cell.cell_type == "code" and cell.source]
            progress.append(sum(bool(cell.execution_count) for cell in cells))
            if progress[-1] == len(cells) or time.monotonic() > deadline:
                return cells
            if progress[-5:] == [progress[-1]] * 5:
                if any(out.output_type == "error" for cell in cells for out in cell.outputs):
                    return cells
                self.menu("Run", "Run All Cells")
                progress.clear()

    def save(self, notebook: str) -> None:
        """Save the notebook and wait until the file is written."""
        file = self.lab.folder / notebook
        before = file.stat().st_mtime_ns
        self.menu("File", "Save Notebook")
        for _ in range(100):
            if file.stat().st_mtime_ns != before and is_whole(file):
                return
            self.page.wait_for_timeout(100)
        pytest.fail(f"{notebook} was not saved")

    def screenshot(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.fixture(scope="session")
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, lab, request):
    """Return a fresh visit; when it ends, nothing may have left this machine or failed."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(60_000)
    visit = Visit(page, lab)
    visit.watch()
    yield visit
    visit.screenshot(request.node.name)
    page.close()
    assert visit.elsewhere == []
    assert visit.console_errors == []
    assert visit.failed_requests == []
