"""What stands under each task of a homework: `check`, `hint` and `points_so_far`.

A check calls a student's function on inputs of its own and compares what comes back with what is
expected, both as plain data. It knows no reference solution: what is right, and what known
mistakes give, lies as arrays in `fixtures.json` beside the notebook.

>>> from course_lib.checks import check, hint, points_so_far
"""

from course_lib.checks.fresh import check
from course_lib.checks.records import hint, points_so_far

__all__ = ["check", "hint", "points_so_far"]
