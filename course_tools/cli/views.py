"""`course views`: bundle the explorers' views for the browser."""

import argparse

from course_tools.paths import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`course views` takes no arguments of its own."""


def run(arguments: argparse.Namespace) -> int:
    """Write the bundles and say how large they are; return 0."""
    from course_tools.views import BUNDLES, bundle_views

    root = course_root(getattr(arguments, "course_dir", None))
    for path in bundle_views(root, root / BUNDLES):
        print(f"{path.relative_to(root)}: {path.stat().st_size / 1000:.0f} kB")
    return 0
