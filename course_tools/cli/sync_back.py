"""`course sync-back`: bring an edit made in JupyterLab back into the text source."""

import argparse
from pathlib import Path

from course_tools.paths import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `course sync-back`."""
    parser.add_argument(
        "notebook",
        type=Path,
        help="a built notebook: notebooks/….ipynb or solutions/NAME/NAME.ipynb",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the edit into the source and say what changed there; return 0."""
    from course_tools.build.sync_back import sync_back

    root = course_root(arguments.course_dir)
    source, changes = sync_back(root, arguments.notebook)
    name = source.relative_to(root)
    if changes:
        print(f"{name}: cells {changes}. Now call `course build`.")
    else:
        print(f"{name} says the same already; nothing to bring back.")
    return 0
