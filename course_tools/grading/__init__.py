"""Grading of any nbgrader course: submissions in, marks, feedback pages and a gradebook out.

nbgrader stays the system of record. Who runs the submissions is one seam (`executor.Executor`);
this package knows nbgrader and nothing of the course that is graded.
"""
