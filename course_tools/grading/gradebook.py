"""Marks, read from nbgrader's gradebook, and how it is opened while a class is graded."""

import collections
import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from course_tools.grading.course import Course
from course_tools.grading.submission import missing_notebooks

PATIENCE = 20.0  # seconds to wait for another program that has the gradebook locked


@contextlib.contextmanager
def shared() -> Iterator[None]:
    """Let all of nbgrader that opens the gradebook in a `with` block share one engine and session.

    nbgrader opens it a dozen times a submission: each time with an engine that compiles all SQL
    anew, a look at every table, and a session that knows nothing yet. A gradebook that another
    program has locked is waited for.
    """
    from nbgrader import api

    make_engine, make, close = api.create_engine, api.Gradebook.__init__, api.Gradebook.close
    engines, opened = {}, {}

    def create_engine(url: str, **options):
        if url not in engines:
            if url.startswith("sqlite"):
                options["connect_args"] = {"timeout": PATIENCE}
            engines[url] = make_engine(url, **options)
        return engines[url]

    def open_shared(book, db_url: str, course_id: str = "default_course", authenticator=None):
        first = next((other for (url, _), other in opened.items() if url == db_url), None)
        if first is None:
            make(book, db_url, course_id, authenticator)
        else:
            vars(book).update(vars(first), course_id=course_id)
            if (db_url, course_id) not in opened:
                book.check_course(course_id)
        opened.setdefault((db_url, course_id), book)

    def close_shared(book) -> None:
        if "commit" not in vars(book.db):  # else see `all_or_nothing`
            book.db.expire_all()  # who opens it next sees what other programs wrote

    api.create_engine = create_engine
    api.Gradebook.__init__, api.Gradebook.close = open_shared, close_shared
    try:
        yield
    finally:
        api.create_engine, api.Gradebook.__init__, api.Gradebook.close = make_engine, make, close
        for book in opened.values():
            book.close()


@contextlib.contextmanager
def all_or_nothing(book) -> Iterator[None]:
    """Commit what nbgrader writes into a shared gradebook in a `with` block at its end.

    nbgrader commits cell by cell, and each time waits for the disk; and who stops it in between
    leaves half of a submission's marks.
    """

    def commit() -> None:
        book.db.flush()
        book.db.expire_all()  # scores are computed from what was written

    book.db.commit = commit
    try:
        yield
    except BaseException:
        del book.db.commit
        book.db.rollback()
        raise
    del book.db.commit
    book.db.commit()


def make_if_missing(course: Course) -> None:
    """Make a gradebook that is not there yet, all of it or nothing: nbgrader takes a second for
    it, and would keep one that was left unfinished."""
    from nbgrader.api import Gradebook

    url, course_id = course.directory.db_url, course.directory.course_id
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or path.exists():
        return
    draft = path.with_name(f"{path.name}.new")
    for left in (draft, draft.with_name(f"{draft.name}-journal")):
        left.unlink(missing_ok=True)
    Gradebook(f"sqlite:///{draft}", course_id).close()
    draft.replace(path)


def marks(course: Course, assignment: str, student: str) -> dict:
    """Return `score`, `max_score` and the points of every graded cell of a submission.

    A cell's points are None while they wait for a human. Where several notebooks of an
    assignment use the same grade_id, it is preceded by the notebook's name.
    """
    with course.gradebook() as book:
        found = book.find_submission(assignment, student)
        folder = course.autograded(student, assignment)
        entries = [
            (notebook.name, grade)
            for notebook in sorted(found.notebooks, key=lambda notebook: notebook.name)
            for grade in _in_document_order(notebook.grades, folder / f"{notebook.name}.ipynb")
        ]
        count = collections.Counter(grade.name for _, grade in entries)
        cells = {
            grade.name if count[grade.name] == 1 else f"{notebook}/{grade.name}": _points(grade)
            for notebook, grade in entries
        }
        return {"score": found.score, "max_score": found.max_score, "cells": cells}


def remark(course: Course, assignment: str, student: str) -> str:
    """Return what a grader should know of a graded submission; empty if nothing is missing."""
    remarks = [f"'{name}' is missing" for name in missing_notebooks(course, assignment, student)]
    with course.gradebook() as book:
        for notebook in book.find_submission(assignment, student).notebooks:
            tests = _test_cells(notebook)
            deleted = [g.name for g in notebook.grades if g.name in tests and g.auto_score is None]
            remarks += [f"the test cell '{name}' was deleted: not graded" for name in deleted]
    return "; ".join(remarks)


def _points(grade) -> float | None:
    is_open = grade.auto_score is None and grade.manual_score is None
    return None if is_open else grade.score


def _test_cells(submitted_notebook) -> set[str]:
    """Return the names of the cells whose points come from running them."""
    notebook = submitted_notebook.notebook
    answers = {cell.name for cell in notebook.solution_cells}
    tests = (cell for cell in notebook.grade_cells if cell.cell_type == "code")
    return {cell.name for cell in tests} - answers


def _in_document_order(grades: Iterable, path: Path) -> list:
    """The gradebook keeps no order of cells; the notebook does."""
    order = {name: place for place, name in enumerate(_grade_ids(path))}
    return sorted(grades, key=lambda grade: (order.get(grade.name, len(order)), grade.name))


def _grade_ids(path: Path) -> list[str]:
    import nbformat

    if not path.is_file():
        return []
    cells = nbformat.read(path, as_version=4).cells
    return [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in cells]
