"""`course figures`: compute anew the stored data of figures, and the page that shows them."""

import argparse

from course_tools.paths import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--page`: only draw, from the data that are stored."""
    parser.add_argument("--page", action="store_true", help="compute nothing, only draw anew")


def run(arguments: argparse.Namespace) -> int:
    """Write `sources/lectures/figure_data` and `docs/published_figures.md`; say the CPU time."""
    from tqdm import tqdm

    from course_tools.figures import page, stored

    root = course_root(getattr(arguments, "course_dir", None))
    if not arguments.page:
        seconds = {}
        for experiment in stored.EXPERIMENTS:
            folder = root / "sources" / "lectures" / "figure_data"
            seconds[experiment.FILE] = round(stored.write(experiment, folder, progress=tqdm), 1)
            print(f"{experiment.FILE}: {seconds[experiment.FILE]} s of CPU time")
        seconds["all"] = round(sum(seconds.values()), 1)
        stored.record(seconds, root / page.PICTURES / "cpu_seconds.json")
    written = page.write(root)
    print(f"Wrote {written[0].relative_to(root)} and {len(written) - 1} pictures.")
    print("Run `course build` next.")
    return 0
