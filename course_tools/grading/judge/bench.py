"""The judge's bench: runs the instructor's cells, in a namespace where the student's names are
stand-ins, and says what each test came to. It runs in a sandbox of its own."""

import importlib
import math
import os
import re

from course_tools.grading.judge import chance, proxies, stand_ins, surroundings, wire
from course_tools.grading.judge.changes import change_in_place, digest_of, is_mutable, is_plain
from course_tools.grading.judge.channel import Channel, Closed
from course_tools.grading.judge.names import names_in
from course_tools.grading.judge.shell import Outputs, Shell
from course_tools.grading.judge.verdict import REPEATS, is_line_running, verdict_of

TEST = "test"
MISSING = object()
DRAWS = "student code draws"
NO_VERDICT = {"ok": False, "error": None, "hidden": False}
# With these a test can come at any name.
LOOK_AROUND = {"globals", "locals", "vars", "dir", "eval", "exec", "get_ipython", "__main__"}
MAKES_FUNCTIONS = re.compile(r"\b(def|class|lambda)\b")


class Bench:
    """Runs set-up and test cells on request, and asks the student's side what they need of it."""

    def __init__(self, shell: Shell, driver: Channel, student: Channel) -> None:
        self.shell, self.driver = shell, driver
        self.student = student
        self.peer: proxies.Peer | None = None
        self.usual_transformers = self._transformers()
        self.used: set[str] = set()
        self.lasting: set[str] = set()  # used by functions of earlier cells, perhaps
        self.near: set[str] = set()  # names that this cell comes at, itself or by those functions
        self.stored: set[str] = set()  # names that this cell binds or deletes
        self.synced: dict[str, object] = {}
        self.digests: dict[str, str] = {}
        self.watched: set[str] = set()  # names of what both sides have
        self.filename, self.hidden = "", frozenset()
        self.has_told = False  # student code has got something from a hidden line
        self.libraries: set[str] = set()  # names that stand for what a library has, here
        self.doubtful: set[str] = set()  # names that should, and are something of the student's
        self.kind = ""  # of the cell that runs
        self.has_seeded = False  # a test has, the global generators
        self.is_seed_hidden = False  # a test that has hidden lines did
        self.carried: tuple = ()  # where they stood when student code last drew on from there
        self.is_carried = False  # since they were seeded last
        self.insists = False  # on the library's own for those names
        self.tries_twice = False  # to see which tests can be repeated

    def serve(self) -> None:
        """Answer until the driver closes its end."""
        surroundings.install()
        chance.watch_seeding(self._note_seeding)
        self.shell.user_ns["type"] = surroundings.kind_of
        while True:
            try:
                message, _ = self.driver.receive()
                if message["do"] == "begin":
                    self._begin(message)
                else:
                    self.driver.send(self._run(message))
            except Closed:
                return
            except KeyboardInterrupt:
                continue  # came between two cells

    def _begin(self, message: dict) -> None:
        granted = message["rights"]
        rights = proxies.Rights(None if granted is None else set(granted))
        self.peer = proxies.Peer(self.student, rights, self._before_asking, self._take_over)
        os.environ.update(message["environment"])
        self.tries_twice = message["tries_twice"]

    def _run(self, message: dict) -> dict:
        source, kind = message["source"], message["kind"]
        code, used, stored = self._read(source, message.get("read"))
        self.used |= used | stored
        self.stored = stored
        owned = set(message["owned"])
        if MAKES_FUNCTIONS.search(code):
            self.lasting |= used
        self.near = owned if self.used & LOOK_AROUND else used | self.lasting
        self.hidden = frozenset(message.get("hidden", ()))
        self.filename = self.shell.compile.get_code_name(source, code, message["number"])
        self.peer.rights.cell = message.get("cell", "")
        outputs = Outputs(self._is_for_the_grader)
        self.kind, self.insists = kind, kind != TEST
        try:
            verdict = self._attempt(message, owned, outputs)
            if verdict["ok"] and self.doubtful:
                verdict = self._with_libraries(message, owned, verdict)
            if verdict["ok"] and self.peer.has_overstepped and kind == TEST:
                verdict = self._with_all_changes(message, owned, verdict)
            if verdict["ok"] and self.tries_twice and kind == TEST:
                self._note_if_it_repeats(message, owned, verdict)
            if verdict["ok"] and self.peer.is_gone:  # a bare `except` does not pass over that
                verdict = NO_VERDICT
            if kind != TEST:
                self._share(stored - owned)
                self._note_common(stored - owned)
        except proxies.StudentGone:
            verdict = NO_VERDICT
        except (Exception, proxies.Ended) as error:  # of names, before or after the test's lines
            verdict = NO_VERDICT | {"error": refusal(error)}
        except KeyboardInterrupt:
            return self._too_late(outputs)
        reply = {"outputs": outputs.items, "cut": outputs.cut, "bound": sorted(stored - owned)}
        reply["student_gone"], reply["told"] = self.peer.is_gone, self.has_told
        reply["rights"] = sorted(self.peer.rights.granted) if self.peer.rights.recording else []
        return reply | verdict

    def _read(self, source: str, ahead: list | None) -> tuple[str, set[str], set[str]]:
        """Return a cell as IPython runs it, with the names it uses and binds."""
        if ahead and self._transformers() == self.usual_transformers:
            code, used, stored = ahead
        else:
            code = self.shell.transform_cell(source)
            used, stored = names_in(code)
        self.shell.transformed = source, code
        return code, set(used), set(stored)

    def _transformers(self) -> list:
        return [*self.shell.input_transformers_cleanup, *self.shell.input_transformers_post]

    def _attempt(self, message: dict, owned: set[str], outputs: Outputs) -> dict:
        """Run a cell, and return what it came to."""
        self.peer.has_overstepped = False
        self._drew()  # before this cell: that is none of its affair
        surroundings.install_pyplot(self.peer)
        self._fetch(owned)
        self._watch_common()
        result = self.shell.run(message["source"], message["number"], outputs)
        self._write_back()
        self._note_drawing()
        return self._verdict(result)

    def _with_libraries(self, message: dict, owned: set[str], first: dict) -> dict:
        """Judge again a test that passed with names of the student's in place of a library's.

        The instructor's answer imports them: `allclose` may be a tool of the test's, or the answer
        itself. A test passes if it does with the student's own, and with the library's.
        """
        self.insists = True
        try:
            second = self._attempt(message, owned, Outputs())
        finally:
            self.insists = False
        return first if _is_as_good(second, first) else second

    def _with_all_changes(self, message: dict, owned: set[str], first: dict) -> dict:
        """Judge again a test that passed while changes in place were kept from it.

        They were, for they could win marks; but a test may look whether an argument stayed as it
        was. Let all changes happen: if that alone makes the test fail, it fails. Of a test that
        repeats itself for the instructor's solution, it need not be shown that it was that alone.
        """
        unseen = Outputs()
        self.peer.lets_all_change = True
        try:
            second = self._attempt(message, owned, unseen)
        finally:
            self.peer.lets_all_change = False
            self.peer.take_back()
        if _is_as_good(second, first):
            return first
        repeats = self.peer.rights.has_here(REPEATS)
        if repeats or _is_as_good(self._attempt(message, owned, unseen), first):
            return second
        return first

    def _note_if_it_repeats(self, message: dict, owned: set[str], first: dict) -> None:
        if _is_as_good(self._attempt(message, owned, Outputs()), first):
            self.peer.rights.allow_here(REPEATS)

    def _too_late(self, outputs: Outputs) -> dict:
        error = {"name": "TimeoutError", "text": "this test took too long", "lines": [], "own": []}
        reply = {"outputs": outputs.items, "cut": outputs.cut, "bound": [], "rights": []}
        gone = self.peer.is_gone
        reply |= {"told": self.has_told, "student_gone": gone}
        return reply | {"ok": False, "error": error, "hidden": False}

    def _verdict(self, result) -> dict:
        if stand_ins.is_proxy(result.result):
            result.result = None  # a student's object is no number of points
        verdict = verdict_of(result, self.filename, self.hidden)
        if isinstance(result.error_in_exec, proxies.StudentGone):
            verdict["error"]["text"] = ""
        return verdict

    # -- what is hidden

    def _is_hidden(self) -> bool:
        return is_line_running(self.filename, self.hidden)

    def _is_for_the_grader(self) -> bool:
        """Say whether what is put out now may tell what a hidden line gave to student code."""
        return self._is_hidden() or (self.has_told and self.peer.is_quoting)

    def _before_asking(self) -> None:
        self.has_told = self.has_told or self._is_hidden()
        self._write_back()
        self._carry_chance()

    # -- chance

    def _note_seeding(self) -> None:
        self.has_seeded = self.has_seeded or self.kind == TEST
        self.is_seed_hidden = self.is_seed_hidden or bool(self.hidden)
        self.is_carried = self.is_carried and self.kind != TEST

    def _carry_chance(self) -> None:
        """Let student code draw on from where a test stands that seeds the global generators, if
        the instructor's does. (What it draws does not come back: the test's cases are its own.)"""
        rights = self.peer.rights
        self._note_drawing()
        if self.has_seeded and (rights.recording or rights.has_here(DRAWS)):
            there = chance.state()
            if there != self.carried or not self.is_carried:
                self.carried, self.is_carried = there, True
                self.has_told = self.has_told or self.is_seed_hidden or bool(self.hidden)
                self.peer.ask("chance", there)

    def _note_drawing(self) -> None:
        if self._drew():
            self.peer.rights.allow_here(DRAWS)

    def _drew(self) -> bool:
        """Say, in a contract run, whether the solution drew since this was last asked."""
        recording = self.peer.rights.recording
        return recording and bool(self.carried) and self.peer.ask("drew") is True

    # -- the names that the student owns

    def _fetch(self, owned: set[str]) -> None:
        names = sorted(owned if self.used & LOOK_AROUND else owned & self.used)
        space, self.synced, self.digests = self.shell.user_ns, {}, {}
        self.libraries, self.doubtful = set(), set()
        if not names or self.peer.is_gone:
            for name in names:
                space.pop(name, None)
            return
        try:
            found = dict(map(tuple, self.peer.ask("fetch", names)))
        except TypeError:  # one of the values is refused: ask for each by itself
            found = self._fetch_one_by_one(names)
        for name in names:
            if name in found:
                space[name] = self._own_or_theirs(name, found[name])
            else:
                space.pop(name, None)
            self._note(name, space.get(name, MISSING))

    def _own_or_theirs(self, name: str, value):
        """Return what a name of the student's stands for: what a library has is taken from here.

        Else student code would run where a test says `np.allclose`. Which names these are, the
        instructor's own solution shows.
        """
        rights, said = self.peer.rights, stand_ins.library_of(value)
        wanted = said if rights.recording else rights.library(name)
        own = library_object(wanted)
        if own is MISSING:
            return stand_ins.named(value, name)
        if rights.recording:
            rights.allow_here(f"{name} is of a library: {' '.join(wanted)}")
        if said != wanted:
            self.doubtful |= {name} & self.near  # not every later test is to be run twice for it
            if not self.insists:
                return stand_ins.named(value, name)
        self.libraries.add(name)
        return own

    def _fetch_one_by_one(self, names: list[str]) -> dict:
        found = {}
        for name in names:
            try:
                found |= dict(map(tuple, self.peer.ask("fetch", [name])))
            except TypeError:
                continue  # it stays unknown, as if it had not been bound
        return found

    def _note(self, name: str, value) -> None:
        """Remember what a name of the student's stands for, to notice when the test changes it."""
        self.synced[name] = value
        self.digests[name] = digest_of(value) if is_mutable(value) else ""

    def _write_back(self) -> None:
        """Carry what a test bound, deleted or changed among the student's names over to them."""
        space = self.shell.user_ns
        for name, value in list(self.synced.items()):
            now = space.get(name, MISSING)
            if now is value and (not self.digests[name] or digest_of(now) == self.digests[name]):
                continue
            self._note(name, now)
            is_back = name in self.watched and now is self.peer.common[name]
            if name in self.watched and now is not MISSING and not is_back:
                continue  # the test's own, under a name that another cell has used
            self.has_told = self.has_told or bool(self.hidden)
            if now is MISSING:
                self.peer.ask("delete", [name])
            elif is_back:
                self.peer.ask("restore", [name])
            else:
                self.peer.ask("refill" if now is value else "assign", [[name, now]])

    def _note_common(self, stored: set[str]) -> None:
        """Note what a cell bound that both sides run: each has its own, under the same name."""
        space = self.shell.user_ns
        self.peer.common |= {name: space[name] for name in stored if name in space}

    def _watch_common(self) -> None:
        """Notice when a test deletes one of these names, and when it puts it back."""
        self.watched = set()
        if self.kind == TEST:
            self.watched = self.stored & set(self.peer.common) - set(self.synced)
        for name in self.watched:
            self._note(name, self.shell.user_ns.get(name, MISSING))

    def _take_over(self, names: dict) -> None:
        """See what student code changed among its own names; what the test bound anew stays."""
        space = self.shell.user_ns
        for name, new in names.items():
            old = self.synced.get(name, MISSING)
            if old is MISSING or space.get(name, MISSING) is not old or name in self.libraries:
                continue
            if not change_in_place(old, new):
                space[name] = stand_ins.named(new, name)
            self._note(name, space[name])

    def _share(self, stored: set[str]) -> None:
        """Give the student's side the data and the classes that a locked set-up cell bound."""
        space, pairs = self.shell.user_ns, []
        for name in sorted(stored & set(space)):
            value = space[name]
            if isinstance(value, type) and value.__module__ == "__main__":
                self.peer.shared.setdefault(name, value)
            elif is_plain(value):
                pairs.append([name, value])
        if pairs and not self.peer.is_gone:
            self.peer.ask("assign", pairs)


def library_object(path: list[str]):
    """Return what a library has under a path like ["numpy", "sin"]; MISSING if there is none."""
    if not path:
        return MISSING
    try:
        module = importlib.import_module(path[0])
    except Exception:  # it was there for the student's side alone
        return MISSING
    return vars(module).get(path[1], MISSING) if path[1:] else module


def refusal(error: BaseException) -> dict:
    """Return, as a test's error, that the names it needs could not be fetched or written back."""
    what = str(error) if type(error) is wire.WireError else type(error).__name__
    text = f"what came back, or went there, is refused ({what})"
    return {"name": "TypeError", "text": text, "lines": [], "own": [], "is_students": True}


def _is_as_good(verdict: dict, first: dict) -> bool:
    """Say whether a second verdict gives as many points as the first."""
    scores = [v["score"] if v.get("score") is not None else math.inf for v in (verdict, first)]
    return verdict["ok"] and scores[0] >= scores[1]
