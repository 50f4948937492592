"""Stored data of figures: which experiments there are, and how their results are kept."""

import json
import time
from pathlib import Path

from course_tools.figures import (
    glorot_layers,
    he_depth,
    sigmoid_chains,
    variance_50,
    xor_success,
)

EXPERIMENTS = (glorot_layers, sigmoid_chains, variance_50, xor_success, he_depth)
DIGITS = 4  # significant ones; other machines agree to about as many


def rounded(content):
    """The same lists and dicts with every float to DIGITS significant digits.

    >>> rounded({"a": [1.234567, None, 3]})
    {'a': [1.235, None, 3]}
    """
    if isinstance(content, dict):
        return {key: rounded(value) for key, value in content.items()}
    if isinstance(content, list):
        return [rounded(value) for value in content]
    return float(f"{content:.{DIGITS}g}") if isinstance(content, float) else content


def write(experiment, folder: Path, settings=None, progress=lambda runs: runs) -> float:
    """Compute an experiment, write settings and results, and return the CPU seconds it took."""
    settings, start = settings or experiment.SETTINGS, time.process_time()
    content = {"settings": settings} | rounded(experiment.compute(settings, progress=progress))
    seconds = time.process_time() - start
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, separators=(",", ":"))
    (folder / experiment.FILE).write_text(text + "\n", encoding="utf-8")
    return seconds


def record(seconds: dict, file: Path) -> None:
    """Write the CPU seconds of a run, unless the file has about the same: within a fifth or 1 s.

    Times are never quite equal: so a second run leaves every file as it is.
    """
    known = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    alike = known.keys() == seconds.keys() and all(
        abs(known[name] - seconds[name]) <= max(1, 0.2 * known[name]) for name in known
    )
    if not alike:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(seconds, indent=1) + "\n", encoding="utf-8")


def read(experiment, folder: Path) -> dict:
    """Return what `write` stored."""
    return json.loads((folder / experiment.FILE).read_text(encoding="utf-8"))
