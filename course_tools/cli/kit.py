"""`course kit`: write the zip that students get."""

import argparse
from pathlib import Path

from course_tools.paths import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `course kit`."""
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write it (default: in dist/)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the kit and say where it is; return 0."""
    from course_tools.kit import kit_name, write_kit

    root = course_root(getattr(arguments, "course_dir", None))
    target = arguments.output or root / "dist" / f"{kit_name(root)}.zip"
    written = write_kit(root, target)
    print(f"{written} ({written.stat().st_size / 1e6:.1f} MB): this is what students get.")
    return 0
