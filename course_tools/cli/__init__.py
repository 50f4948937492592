"""The command `course`: one module a subcommand, imported when it is called."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from course_tools.errors import CourseError, UsageError

COMMANDS = {
    "build": ("build", "make notebooks, solutions and assignments from the sources"),
    "lab": ("lab", "open the course in JupyterLab"),
    "grade": ("grade", "autograde submissions, with feedback pages and a gradebook"),
    "report": ("report", "show what the class got, and what it misunderstood"),
    "prove": ("prove", "put the grading of the homework to the proof"),
    "slides": ("slides", "write the lectures as slides that need no network"),
    "figures": ("figures", "compute the stored data of figures anew (minutes)"),
    "views": ("views", "bundle the explorers' views for the browser"),
    "doctor": ("doctor", "look at the installation, and name what mends it"),
    "demo": ("demo", "carry a homework through an invented class"),
    "kit": ("kit", "write the zip that students get"),
    "solutions": ("solutions", "write a clean model solution, to publish after the deadline"),
    "sync-back": ("sync_back", "bring an edit made in JupyterLab back into the text source"),
}
COURSE_DIR = {"metavar": "DIR", "help": "the course's folder (default: the one around here)"}
INTERRUPTED = 130  # what a shell reports for a program that was stopped by Ctrl-C


class Subcommand(argparse.ArgumentParser):
    """The parser of one subcommand; its module is imported when the command is called."""

    def parse_known_args(self, args=None, namespace=None):
        """Let the module add its arguments, then parse them."""
        module = importlib.import_module(f"{__name__}.{self.get_default('module')}")
        module.add_arguments(self)
        self.set_defaults(run=module.run)
        return super().parse_known_args(args, namespace)


def parser() -> argparse.ArgumentParser:
    """Return the parser of `course`, which knows the names and the help of all subcommands."""
    top = argparse.ArgumentParser(prog="course", description=__doc__.split("\n")[0])
    top.add_argument("--course-dir", **COURSE_DIR)
    commands = top.add_subparsers(metavar="COMMAND", required=True, parser_class=Subcommand)
    for name, (module, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        # Given before the command or after it; only what is given overwrites what was before.
        command.add_argument("--course-dir", default=argparse.SUPPRESS, **COURSE_DIR)
        command.set_defaults(module=module)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand and return its exit code.

    0: done; 1: something must be mended (or, of a check, was found); 2: wrong use; 130: Ctrl-C.
    What can be expected to go wrong is told in a line on standard error, without a traceback.
    """
    try:
        arguments = parser().parse_args(argv)
    except SystemExit as stop:  # after help, or after argparse has said what is wrong
        return stop.code
    try:
        return arguments.run(arguments)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # as in `course report | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except UsageError as error:
        return told(error, 2)
    except CourseError as error:
        return told(error, 1)
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        return told(f"{name}{error.strerror or error}.", 1)


def told(problem: object, exit_code: int) -> int:
    """Print what went wrong, and return the exit code."""
    print(f"course: {problem}", file=sys.stderr)
    return exit_code
