"""`course build`: from the text sources to notebooks, solutions and assignments."""

import argparse

from course_tools.paths import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `course build`."""
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; list what a build would change, exit with 1 if that is anything",
    )


def run(arguments: argparse.Namespace) -> int:
    """Build, or say what a build would change; return 1 if a check finds a difference."""
    from course_tools.build import everything, writing

    root = course_root(arguments.course_dir)
    built = everything.built(root)
    changes = writing.differences(root, built)
    if arguments.check:
        return report(changes)
    put_aside = writing.write(root, built, changes)
    for change in changes:
        print(change)
    for path in put_aside:
        print(f"Edited by hand, or made by no build; put aside: {path}")
    print(f"{len(built)} files built, {len(changes)} of them changed.")
    return 0


def report(changes: list) -> int:
    """List what differs; return 1 if anything does."""
    for change in changes:
        print(change)
    if changes:
        print("The built folders are not as the sources give them: call `course build`.")
        return 1
    print("The built folders are as the sources give them.")
    return 0
