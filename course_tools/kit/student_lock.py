"""The students' lock: those entries of requirements.txt that course_lib leads to."""

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course_tools.lock import declared_requirements

HEADING = (
    "# The packages of this kit, in the versions it was tested with. Cut from the course's lock.\n"
)


def student_lock(root: Path) -> str:
    """Return the entries, hashes included, of course_lib's dependencies and all they need.

    The lock itself tells who needs whom ("# via …"), for every platform at once.
    """
    wanted = {canonicalize_name(r.name) for r in declared_requirements(root / "pyproject.toml")[""]}
    entries = list(lock_entries((root / "requirements.txt").read_text(encoding="utf-8")))
    while more := {name for name, _, needed_by in entries if needed_by & wanted} - wanted:
        wanted |= more
    return HEADING + "".join(entry for name, entry, _ in entries if name in wanted)


def lock_entries(lock: str):
    """Yield (name, text without comments, names of the packages that need it) of each entry."""
    for entry in re.findall(r"^[A-Za-z0-9].*?(?=^[A-Za-z0-9]|\Z)", lock, re.MULTILINE | re.DOTALL):
        comments = re.findall(r"^ +#(?: +via)? *(\S*).*\n", entry, re.MULTILINE)
        text = re.sub(r"^ +#.*\n", "", entry, flags=re.MULTILINE)
        name = Requirement(re.split(r"\s*\\\n|\s+--hash", text)[0].strip()).name
        yield canonicalize_name(name), text, {canonicalize_name(c) for c in comments if c}
