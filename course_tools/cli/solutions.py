"""`course solutions`: write a clean model solution, to publish after the deadline."""

import argparse
from pathlib import Path

from course_tools.paths import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `course solutions`."""
    parser.add_argument("homework", help="name of the homework, as its folder is called")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write it (default: in dist/)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the model solution and say where it is; return 0."""
    from course_tools.build.homeworks import model_solution
    from course_tools.build.writing import write_file

    root = course_root(arguments.course_dir)
    content = model_solution(root, arguments.homework)
    target = arguments.output or root / "dist" / f"{arguments.homework}_solution.ipynb"
    write_file(target, content)
    print(f"{target}: the model solution, without markers and hidden tests.")
    print("Its checks run beside the assignment's fixtures.json. Publish it after the deadline.")
    return 0
