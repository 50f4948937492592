"""`course slides`: write the lectures as slides that need no network."""

import argparse
from pathlib import Path

from course_tools.paths import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `course slides`."""
    parser.add_argument(
        "lectures", nargs="*", metavar="LECTURE", help="as in 03, or a file (default: all)"
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="where to write them (default: dist/slides)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the lectures, write their slides, and say where each is; return 0."""
    from course_tools.slides import OUTPUT, lectures, write_slides

    root = course_root(getattr(arguments, "course_dir", None))
    output = (arguments.output or root / OUTPUT).resolve()
    for page in write_slides(root, lectures(root, arguments.lectures), output):
        print(f"{page}: open it in a browser; S shows notes, ? all keys.", flush=True)
    return 0
