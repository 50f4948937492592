"""The command `course`: its subcommands, exit codes, and words instead of tracebacks."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course_tools import cli, paths
from course_tools.cli import COMMANDS, main
from course_tools.errors import CourseError, UsageError

from .tiny_course import NAME, ROOT


def test_commands_are_all_there():
    assert {
        *("build", "lab", "grade", "report", "doctor", "demo", "kit", "solutions", "sync-back")
    } <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, capsys):
    assert main([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"usage: course {name} ")
    assert "--course-dir" in text


def test_help_lists_the_commands_and_imports_none(capsys):
    program = (
        "import sys; from course_tools.cli import main; main(['--help'])\n"
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('numpy', 'nbformat', 'nbgrader', 'jupytext', 'rich', 'IPython', 'matplotlib')\n"
        "       or m.startswith('course_tools.cli.')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stderr == "[]\n"
    assert all(f"    {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize(
    "wrong", [[], ["nix"], ["build", "--nix"], ["build", "more"], ["sync-back"]]
)
def test_wrong_use_exits_with_2(wrong, capsys):
    assert main(wrong) == 2
    assert "usage: course" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("problem", "exit_code", "words"),
    [
        (CourseError("mend it"), 1, "course: mend it\n"),
        (UsageError("not like this"), 2, "course: not like this\n"),
        (KeyboardInterrupt(), 130, "Stopped.\n"),
        (OSError(28, "No space left on device", "a.csv"), 1, "course: a.csv: No space left on"),
        (PermissionError(13, "Permission denied", "b.csv"), 1, "course: b.csv: Permission denied"),
    ],
)
def test_expected_trouble_is_told_in_a_line(monkeypatch, capsys, problem, exit_code, words):
    def run(arguments):
        raise problem

    module = importlib.import_module("course_tools.cli.build")
    monkeypatch.setattr(module, "run", run)
    assert main(["build"]) == exit_code
    told = capsys.readouterr().err
    assert told.startswith(words)
    assert told.count("\n") == 1


def test_an_unexpected_error_is_not_hidden(monkeypatch):
    def run(arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(importlib.import_module("course_tools.cli.build"), "run", run)
    with pytest.raises(ZeroDivisionError):
        main(["build"])


def test_course_dir_is_taken_before_and_after_the_command(monkeypatch):
    seen = []
    module = importlib.import_module("course_tools.cli.build")
    monkeypatch.setattr(module, "run", lambda arguments: seen.append(arguments.course_dir) or 0)
    assert main(["build"]) == main(["--course-dir", "a", "build"]) == 0
    assert main(["build", "--course-dir", "b"]) == 0
    assert main(["--course-dir", "a", "build", "--course-dir", "b"]) == 0
    assert seen == [None, "a", "b", "b"]


def test_arguments_of_lab_are_passed_on(monkeypatch):
    seen = []
    module = importlib.import_module("course_tools.lab")
    monkeypatch.setattr(module, "start", lambda root, more: seen.append(more) or 0)
    assert main(["lab", "--", "--no-browser", "--port=9999"]) == 0
    assert seen == [["--no-browser", "--port=9999"]]


def test_lab_opens_without_the_deck_that_was_left_open(tmp_path):
    lab = importlib.import_module("course_tools.lab")
    lab.end_deck(tmp_path)  # where nobody ever presented, there is nothing to end
    file = tmp_path / "jupyterlab-slideshow" / "plugin.jupyterlab-settings"
    file.parent.mkdir()
    file.write_text(
        '{\n    // Activate Deck\n    "active": true,\n    "showCodeCellPrompt": true\n}'
    )
    lab.end_deck(tmp_path)
    left = '{\n    // Activate Deck\n    "active": false,\n    "showCodeCellPrompt": true\n}'
    assert file.read_text() == left


def test_lab_sends_the_kernel_s_messages_at_once(monkeypatch):
    """As the server finds it by the argument that `course lab` gives."""
    from jupyter_server.serverapp import ServerApp

    lab = importlib.import_module("course_tools.lab")
    arguments = lab.lab_arguments(Path("course"), is_root=False)
    (given,) = [a.split("=", 1)[1] for a in arguments if "websocket_connection_class" in a]
    connected = ServerApp(kernel_websocket_connection_class=given).kernel_websocket_connection_class
    asked = []

    class Handler:
        def set_nodelay(self, value):
            asked.append(value)

    monkeypatch.setattr(connected, "websocket_handler", Handler())
    monkeypatch.setattr(connected.__base__, "connect", lambda self: asked.append("connected"))
    connected.__new__(connected).connect()
    assert asked == [True, "connected"]


def test_python_m_is_the_command_and_a_closed_pipe_is_no_error(course):
    command = [sys.executable, "-m", "course_tools.cli"]
    done = subprocess.run(
        [*command, "build", "--check"], cwd=course, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*command, "build", "--check"], cwd=course, stdout=writer, stderr=subprocess.PIPE
    )
    os.close(writer)
    assert b"Traceback" not in done.stderr


def test_root_is_the_course_around_the_working_directory(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course / "sources" / "lectures")
    assert paths.course_root() == course
    assert paths.course_root(tmp_path) == tmp_path
    monkeypatch.chdir(tmp_path)
    assert paths.course_root() == ROOT
    with pytest.raises(UsageError, match="no such folder"):
        paths.course_root(tmp_path / "missing")
    monkeypatch.setattr(paths, "INSTALLED_FROM", tmp_path)
    with pytest.raises(CourseError, match="Change into the course's folder"):
        paths.course_root()


def test_solutions_are_written_where_asked(course, capsys):
    assert main(["solutions", NAME, "--course-dir", str(course)]) == 0
    default = course / "dist" / f"{NAME}_solution.ipynb"
    other = course / "out" / "solution.ipynb"
    assert main(["solutions", NAME, "--course-dir", str(course), "--output", str(other)]) == 0
    assert default.read_bytes() == other.read_bytes()
    assert str(other) in capsys.readouterr().out
    assert main(["solutions", "hw9", "--course-dir", str(course)]) == 2
    assert f"it has: {NAME}" in capsys.readouterr().err


def test_report_says_when_nothing_was_graded_and_makes_no_gradebook(course, capsys):
    before = sorted(path.name for path in course.iterdir())
    assert main(["report", "--course-dir", str(course)]) == 2
    assert main(["report", NAME, "--course-dir", str(course)]) == 2
    assert "course grade" in capsys.readouterr().err
    assert sorted(path.name for path in course.iterdir()) == before


def test_told_is_the_one_place_that_prints_errors(capsys):
    assert cli.told("words", 3) == 3
    assert capsys.readouterr().err == "course: words\n"
