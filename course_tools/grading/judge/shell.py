"""IPython's shell without a kernel around it: runs a cell and keeps what it puts out, bounded."""

import os
import sys
import traceback
from base64 import b64encode
from collections.abc import Callable

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any, Type

from course_tools.grading.judge.verdict import text_of

MOST_OUTPUTS, MOST_CHARACTERS, MOST_OUTPUT_BYTES = 200, 100_000, 20_000_000
MIME_TYPES = ("text/plain", "text/html", "text/latex", "text/markdown", "image/png", "image/jpeg")
CHECK = "application/vnd.course-check+json"
INLINE = "module://matplotlib_inline.backend_inline"


class Outputs:
    """What a cell put out, as nbformat has it; past the bounds nothing more is kept.

    `stamp()` gives what is noted on each output when it comes (which line was running).
    """

    def __init__(self, stamp: Callable[[], bool] = lambda: False) -> None:
        self.items, self.stamp = [], stamp
        self.characters = self.bytes = 0
        self.cut = False

    def write(self, stream: str, text: str) -> None:
        """Add text printed to a stream, joined to what the same stream printed just before."""
        room = MOST_CHARACTERS - self.characters
        self.characters += len(text)
        if room <= 0:
            self.cut = True
            return
        self.cut = self.cut or len(text) > room
        hidden = self.stamp()
        last = self.items[-1] if self.items else {}
        if last.get("name") == stream and last["hidden"] == hidden:
            last["text"] += text[:room]
        else:
            self._add({"output_type": "stream", "name": stream, "text": text[:room]}, hidden)

    def show(self, kind: str, data: dict) -> None:
        """Add a display or the value of a cell, in the formats that are kept."""
        kept = {k: as_text(v) for k, v in data.items() if k in MIME_TYPES or k == CHECK}
        size = sum(len(v) for v in kept.values() if isinstance(v, str))
        self.bytes += size
        if self.bytes > MOST_OUTPUT_BYTES:
            self.cut = True
        elif kept:
            self._add({"output_type": kind, "data": kept, "metadata": {}}, self.stamp())

    def fail(self, name: str, text: str, lines: list[str]) -> None:
        """Add an exception: its class, its text, and the lines of code that led to it."""
        error = {"output_type": "error", "ename": name, "evalue": text[:2000], "traceback": lines}
        self._add(error, self.stamp())

    def _add(self, output: dict, hidden: bool) -> None:
        if len(self.items) < MOST_OUTPUTS:
            self.items.append(output | {"hidden": hidden})
        else:
            self.cut = True


def as_text(data):
    """Return displayed data as a notebook keeps it: bytes (Pillow's pictures are) in base 64.

    >>> as_text(b"PNG"), as_text("text")
    ('UE5H', 'text')
    """
    return b64encode(data).decode("ascii") if isinstance(data, bytes) else data


class Stream:
    """A text file that writes into the outputs of the cell that is running."""

    encoding, errors, closed = "utf-8", "replace", False

    def __init__(self, shell: "Shell", name: str) -> None:
        self.shell, self.name = shell, name

    def write(self, text: str) -> int:
        self.shell.outputs.write(self.name, str(text))
        return len(text)

    def writelines(self, lines) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing waits to be written."""

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        raise OSError("this stream has no file descriptor")

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False


class Hook(DisplayHook):
    """Shows the value of a cell's last expression among its outputs."""

    def __call__(self, result=None):
        self.check_for_underscore()
        if result is not None and not self.quiet():
            data, _ = self.compute_format_data(result)
            self.update_user_ns(result)
            self.fill_exec_result(result)
            self.shell.outputs.show("execute_result", data)

    def quiet(self) -> bool:
        try:
            return super().quiet()
        except (AttributeError, IndexError):
            return False


class Publisher(DisplayPublisher):
    """Puts what `display` shows among the outputs."""

    def publish(self, data, metadata=None, *args, **kwargs):
        self.shell.outputs.show("display_data", data)

    def clear_output(self, wait=False):
        self.shell.outputs.items.clear()


class Shell(InteractiveShell):
    """An IPython shell in this very process: magics, rich display, no terminal, no history."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    outputs = Any()
    transformed = Any()  # (source, code) of a cell that is about to run, if that is known already

    def transform_cell(self, raw_cell: str) -> str:
        """Return the Python of a cell: magics, `!` and `?` become calls."""
        known, self.transformed = self.transformed, None
        return known[1] if known and known[0] == raw_cell else super().transform_cell(raw_cell)

    def init_history(self):
        super().init_history()
        self.history_manager.enabled = False

    def init_traceback_handlers(self, custom_exceptions):
        """IPython's own tracebacks are not shown, and take longer than most cells: make none."""
        super().init_traceback_handlers(custom_exceptions)
        self.InteractiveTB.structured_traceback = lambda *_, **__: []

    def enable_gui(self, gui=None):
        """There is no window to draw in."""

    def _showtraceback(self, etype, evalue, stb):
        self.outputs.fail(etype.__name__, text_of(evalue), student_traceback(self, evalue))

    def run(self, source: str, number: int, outputs: Outputs):
        """Run a cell; return IPython's result. What it puts out is in `outputs`."""
        self.outputs = outputs
        self.execution_count = number
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream(self, "stdout"), Stream(self, "stderr")
        try:
            return self.run_cell(source, store_history=False)
        finally:
            sys.stdout, sys.stderr = before
            if self.execution_count == number:
                self.execution_count += 1


def make_shell(folder: str) -> Shell:
    """Return the shell of this process, its files in `folder`; what starts late starts now."""
    from traitlets.config import Config

    os.environ["IPYTHONDIR"] = folder
    os.environ["MPLBACKEND"] = INLINE  # figures are outputs, as in a notebook
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.automagic = True
    shell = Shell.instance(config=config, ipython_dir=folder)
    shell.run("1 + 1\n", 0, Outputs())
    shell.reset(new_session=True)
    return shell


def own_lines(shell: Shell, error: BaseException, most: int = 8) -> list[tuple[int, str, str]]:
    """Return (line number, line, function) of the frames that lie in cells, outermost first."""
    frames = traceback.extract_tb(error.__traceback__)
    here = [f for f in frames if f.filename in shell.compile._filename_map or is_cell(f.filename)]
    return [(f.lineno or 0, (f.line or "")[:300], f.name) for f in here][-most:]


def is_cell(filename: str) -> bool:
    """Say whether code was compiled from a cell."""
    return filename.startswith("<ipython-input-") or "/ipykernel_" in filename


def student_traceback(shell: Shell, error: BaseException) -> list[str]:
    """Return a short traceback: the lines of cells alone, then the exception.

    A line of code stands behind an arrow and its number, as IPython has it.
    """
    if isinstance(error, SyntaxError) and error.text:
        lines = [f"----> {error.lineno or 0} {error.text.rstrip()[:300]}"]
    else:
        lines = [f"in {name}\n----> {n} {line}" for n, line, name in own_lines(shell, error)]
    return [*lines, f"{type(error).__name__}: {text_of(error)}"]
