"""`course doctor`: is everything here that the course needs, and what mends it?"""

import argparse
from collections.abc import Iterable
from pathlib import Path

from course_tools.paths import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`course doctor` takes no arguments of its own."""


def run(arguments: argparse.Namespace) -> int:
    """Print one line a finding; return 0 if nothing that is needed is missing, else 1."""
    from course_tools.doctor import CHECKS, State, examine

    checks = CHECKS | {"sandbox for grading": sandbox}
    findings = list(examine(checks, course_root(getattr(arguments, "course_dir", None))))
    show(findings)
    return int(any(finding.state is State.MISSING for _, finding in findings))


def sandbox(root: Path):
    """Try to make the sandbox that `course grade` runs submissions in."""
    from course_tools.doctor import system
    from course_tools.grading.judge.sandbox import why_not

    return system.sandbox(why_not())


def show(findings: Iterable[tuple]) -> None:
    """Print the findings as a table; as plain lines where rich itself is what is missing."""
    try:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text
    except ImportError:
        for name, finding in findings:
            print(f"{finding.state.value:8} {name}: {finding.detail} {finding.mend}".rstrip())
        return
    colours = {"OK": "green", "note": "yellow", "missing": "bold red"}
    table = Table("", "", "what was found, and what mends it", title="course doctor")
    for name, finding in findings:
        state = Text(finding.state.value, style=colours[finding.state.value])
        mend = f"\n→ {finding.mend}" if finding.mend else ""
        table.add_row(state, name, Text(finding.detail + mend, overflow="fold"))
    Console().print(table)
