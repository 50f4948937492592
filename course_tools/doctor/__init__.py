"""What `course doctor` looks at: is everything here that the course needs, and what mends it?

Each check returns one `Finding`. None of them changes anything.
"""

from course_tools.doctor.finding import Finding, State, examine
from course_tools.doctor.software import (
    browser,
    built_folders,
    kernel,
    lab_extensions,
    packages,
    python,
)
from course_tools.doctor.system import user

__all__ = ["CHECKS", "Finding", "State", "examine"]

CHECKS = {
    "Python": python,
    "packages": packages,
    "kernel": kernel,
    "JupyterLab extensions": lab_extensions,
    "built folders": built_folders,
    "browser for the tests": browser,
    "user": user,
}
