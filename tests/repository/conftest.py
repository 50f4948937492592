"""What the tests of the repository share: its root, and its files as git knows them."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def committed_files(root) -> list[Path]:
    """Return every file of the project: tracked, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    answer = subprocess.run(command, cwd=root, capture_output=True, check=True)
    paths = [root / name for name in answer.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]
