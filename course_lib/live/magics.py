"""The magics of live coding; see `course_lib.live`."""

import builtins
import os
import re
from datetime import datetime
from pathlib import Path

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class

from course_lib.live.clock import Progress, clock_time, schedule
from course_lib.live.lecture import find_lecture

REVEAL = re.compile(r"\s*%reveal\b.*")
NOWHERE = (
    "this is no cell of a lecture. Type {magic} in a cell that was there when you opened the "
    "notebook, under its prompt"
)


def only_reveal(lines):
    r"""Let a cell with `%reveal` in it do nothing else, however unfinished the code around it.

    >>> only_reveal(["# Square\n", "def square(\n", "    %reveal 2\n"])
    ['%reveal 2\n']
    """
    found = [line for line in lines if REVEAL.fullmatch(line.rstrip("\n"))]
    return [found[0].lstrip()] if found else lines


@magics_class
class LiveMagics(Magics):
    """Magics that know the complete notebook; what they remember ends with the kernel."""

    def __init__(self, shell):
        super().__init__(shell)
        self.folder = Path.cwd()
        self.began = None  # when the first cell ran
        self.last = None  # (lecture's name, index) of the last cell that ran and is known
        self.shown = set()  # questions whose answer comes next

    def note_run(self, info):
        """Remember where one is, whenever a cell is about to run."""
        self.began = self.began or datetime.now()
        lecture, index = self._find(info.cell_id, info.raw_cell)
        if index is not None:
            self.last = (lecture.name, index)

    @line_magic
    def reveal(self, line):
        """Write the finished code of this cell into it: `%reveal`, or `%reveal 3` for 3 lines."""
        lecture, index = self._here()
        if index is None or lecture.cells[index].kind != "code":
            raise UsageError(f"%reveal: {NOWHERE.format(magic='%reveal')}.")
        lines = lecture.cells[index].source.split("\n")
        count = _count(line, len(lines))
        self.shell.set_next_input("\n".join(lines[:count]), replace=True)

    @line_magic
    def catchup(self, line):
        """Run all cells before this one, finished and silently: `%catchup`; `%catchup 4`: part 4.

        Names of your own stay, but for those that hide one of Python's.
        """
        lecture, index = self._place(line, "%catchup")
        cells = lecture.code_before(index)
        self._set_right()
        progress = Progress(len(cells))
        for number, cell in enumerate(cells, 1):
            progress.show(number)
            problem = self._run_silently(cell.source)
            if problem is not None:
                what = f"{type(problem).__name__}: {problem}".strip(": ")
                first = cell.source.split("\n")[0]
                progress.end(f"Stopped in cell {number} of {len(cells)} ({first}): {what}")
                print("%restart_here does the same in a fresh kernel.")
                return
        seconds = progress.seconds
        progress.end(f"Caught up: {len(cells)} cells of {lecture.title}, in {seconds:.1f} s.")

    @line_magic
    def restart_here(self, line):
        """Be here again with a fresh kernel: after it died, `%restart_here` is `%catchup`.

        In a kernel that holds names already, it ends the kernel; Jupyter starts a new one, in
        which you run this cell again.
        """
        self._place(line, "%restart_here")
        if not self._user_names():
            return self.catchup(line)
        kernel = getattr(self.shell, "kernel", None)
        if kernel is None:
            raise UsageError("%restart_here: there is no kernel here that could be restarted.")
        print("Ending this kernel. Jupyter starts a new one: wait, then run this cell again.")
        kernel.do_shutdown(restart=True)

    @line_magic
    def minutes(self, line):
        """Show the plan against the clock: `%minutes`; `%minutes 10:15` when the lecture began."""
        now = datetime.now()
        if line.strip():
            try:
                self.began = clock_time(line.strip(), now)
            except ValueError:
                raise UsageError(
                    f"%minutes: {line.strip()!r} is no clock time. Say when the lecture began, "
                    "as in %minutes 10:15."
                ) from None
        lecture, index = self._near("%minutes")
        try:
            print(schedule(lecture, index, self.began or now, now))
        except ValueError as error:
            raise UsageError(f"%minutes: {error}.") from None
        if not line.strip():
            print(
                f"Counted from the first cell that ran, {self.began or now:%H:%M}; "
                "%minutes 10:15 says that the lecture began at 10:15."
            )

    @line_magic
    def poll(self, line):
        """Show the predict-first question before this cell; the second time, its answer."""
        from IPython.display import Markdown, display

        lecture, index = self._near("%poll")
        found = lecture.question_at(index)
        if found is None:
            raise UsageError("%poll: no question comes before this cell.")
        key = (lecture.name, found)
        if key in self.shown:
            self.shown.remove(key)
            answer = lecture.answer(found) or "The answer is what the next cell shows: run it."
            display(Markdown(f"**Answer.** {answer}"))
        else:
            self.shown.add(key)
            display(Markdown(lecture.question(found)))

    def _here(self):
        """The lecture and the index of the cell that is running; (None, None) if it is new."""
        parent = self.shell.get_parent() if hasattr(self.shell, "get_parent") else {}
        cell_id = parent.get("metadata", {}).get("cellId", "")
        return self._find(cell_id, parent.get("content", {}).get("code", ""))

    def _find(self, cell_id, text):
        name = os.environ.get("JPY_SESSION_NAME", "")
        lecture = find_lecture(self.folder, name, cell_id or "", text)
        return lecture, lecture and lecture.position(cell_id or "", text)

    def _near(self, magic):
        """The lecture and where one is: a new cell stands before the next one to be run."""
        lecture, index = self._here()
        if lecture is None:
            raise UsageError(f"{magic}: found no lecture in {self.folder}. Open one of notebooks/.")
        if index is None:
            name, last = self.last or ("", -1)
            index = lecture.next_code(last if name == lecture.name else -1)
        return lecture, index

    def _place(self, line, magic):
        """The lecture and the index up to which to run: this cell's, or where a part begins."""
        lecture, index = self._here()
        if line.strip() and lecture is not None:
            part = lecture.part_numbered(line.strip().rstrip("."))
            if part is None:
                numbers = [p.title.split(".")[0] for p in lecture.plan() if p.title[0].isdigit()]
                raise UsageError(
                    f"{magic}: no part {line.strip()!r}; the parts are {', '.join(numbers)}."
                )
            return lecture, part.start
        if index is None:
            part = f", or name a part, as in {magic} 4"
            raise UsageError(f"{magic}: {NOWHERE.format(magic=magic)}{part}.")
        return lecture, index

    def _set_right(self):
        """Undo what would keep the cells from running: hidden names of Python's, another folder."""
        os.chdir(self.folder)
        names, ours = self.shell.user_ns, self.shell.user_ns_hidden
        for name in [n for n in names if hasattr(builtins, n) and not n.startswith("__")]:
            if name in ours:
                names[name] = ours[name]
            else:
                del names[name]

    def _run_silently(self, source):
        from IPython.utils.capture import capture_output

        with capture_output():
            result = self.shell.run_cell(source, store_history=False, silent=True)
        return result.error_before_exec or result.error_in_exec

    def _user_names(self):
        ours = self.shell.user_ns_hidden
        return [n for n in self.shell.user_ns if n not in ours and not n.startswith("_")]


def _count(line, most):
    """How many lines `%reveal 3` asks for; all without a number."""
    text = line.strip()
    if not text:
        return most
    if not (text.isdecimal() and int(text) > 0):
        raise UsageError(
            f"%reveal: {text!r} is no number of lines. %reveal writes all, %reveal 3 three lines."
        )
    return int(text)
