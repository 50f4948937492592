"""`course figures`: compute anew the stored data of figures that take minutes."""

import argparse

from course_tools.paths import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`course figures` takes no arguments of its own."""


def run(arguments: argparse.Namespace) -> int:
    """Write the data into `sources/lectures/figure_data`; the same settings give the same data."""
    from tqdm import tqdm

    from course_tools.figures import he_depth

    root = course_root(getattr(arguments, "course_dir", None))
    path = he_depth.main(root / "sources" / "lectures" / "figure_data", progress=tqdm)
    explorers = root / "course_lib" / "explorers"
    short = he_depth.write_summary(path, explorers / he_depth.FILE)
    for written in (path, short):
        print(f"Wrote {written.relative_to(root)}: run `course build` next.")
    return 0
