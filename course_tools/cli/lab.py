"""`course lab`: open the course in JupyterLab."""

import argparse

from course_tools.paths import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `course lab`."""
    parser.add_argument(
        "jupyter_arguments",
        nargs=argparse.REMAINDER,
        metavar="ARGUMENT",
        help="passed on to `jupyter lab`, as in `course lab -- --no-browser --port 9999`",
    )


def run(arguments: argparse.Namespace) -> int:
    """Start JupyterLab on the start notebook; return its exit code."""
    from course_tools.lab import start

    more = [argument for argument in arguments.jupyter_arguments if argument != "--"]
    return start(course_root(getattr(arguments, "course_dir", None)), more)
