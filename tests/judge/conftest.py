"""Prints the table of attacks after they were graded."""

import sys


def pytest_terminal_summary(terminalreporter) -> None:
    """Print a line for each attack: its name, what was expected, what came of it."""
    table = getattr(sys.modules.get("judge.test_attacks"), "TABLE", ())
    if table:
        terminalreporter.section("attacks")
        for name, expected, got in table:
            terminalreporter.write_line(f"{name[:40]:40} {expected[:30]:30} {got[:140]}")
