"""Marks, read from nbgrader's gradebook, and how it is opened while a class is graded."""

import collections
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from course_tools.grading.course import Course
from course_tools.grading.submission import missing_notebooks

PATIENCE = 20.0  # seconds to wait for another program that has the gradebook locked


@contextlib.contextmanager
def shared() -> Iterator[None]:
    """Let all of nbgrader that opens the gradebook in a `with` block share one engine and session.

    nbgrader opens it a dozen times a submission: each time with an engine that compiles all SQL
    anew, a look at every table, and a session that knows nothing yet; and it asks for each cell's
    grade and comment by itself. A gradebook that another program has locked is waited for.
    """
    from nbgrader import api

    names = "__init__", "close", "find_grade", "find_comment"
    own = {name: getattr(api.Gradebook, name) for name in names}
    make_engine, make, engines, opened, known = api.create_engine, own["__init__"], {}, {}, {}

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
        """Who opens it next sees what other programs wrote, and scores that follow from it."""
        known.clear()
        if "commit" in vars(book.db) and book.db.is_active:  # see `all_or_nothing`
            book.db.flush()
        book.db.expire_all()

    def find_at_once(kind: type, find: str):
        def found(book, cell: str, *where: str):
            if (kind, where) not in known:
                notebook = book.find_submission_notebook(*where)
                known[kind, where] = by_name(book, kind, notebook)
            return known[kind, where].get(cell) or own[find](book, cell, *where)

        return found

    patched = open_shared, close_shared, find_at_once(api.Grade, "find_grade")
    patched += (find_at_once(api.Comment, "find_comment"),)
    api.create_engine = create_engine
    for name, function in zip(names, patched, strict=True):
        setattr(api.Gradebook, name, function)
    try:
        yield
    finally:
        api.create_engine = make_engine
        for name, function in own.items():
            setattr(api.Gradebook, name, function)
        for book in opened.values():
            book.close()


def by_name(book, kind: type, submitted_notebook) -> dict:
    """Return the name of a cell → the `Grade` or `Comment` of it in a submitted notebook."""
    from nbgrader.api import BaseCell, Grade
    from sqlalchemy.orm import undefer

    asked = book.db.query(BaseCell.name, kind).join(BaseCell, BaseCell.id == kind.cell_id)
    asked = asked.options(undefer(Grade.max_score)) if kind is Grade else asked
    return dict(map(tuple, asked.filter(kind.notebook_id == submitted_notebook.id)))


@contextlib.contextmanager
def all_or_nothing(book) -> Iterator[None]:
    """Commit what nbgrader writes into a shared gradebook in a `with` block at its end.

    nbgrader commits cell by cell, and each time waits for the disk; and who stops it in between
    leaves half of a submission's marks.
    """

    def commit() -> None:
        if book.db.new or book.db.deleted:  # what only changed is written all at once
            book.db.flush()

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
    from nbgrader.api import Grade

    with course.gradebook() as book:
        found = book.find_submission(assignment, student)
        folder = course.autograded(student, assignment)
        entries = [
            (notebook.name, grade)
            for notebook in sorted(found.notebooks, key=lambda notebook: notebook.name)
            for grade in _in_document_order(
                by_name(book, Grade, notebook), folder / f"{notebook.name}.ipynb"
            )
        ]
        count = collections.Counter(name for _, (name, _) in entries)
        cells = {
            name if count[name] == 1 else f"{notebook}/{name}": _points(grade)
            for notebook, (name, grade) in entries
        }
        return {"score": found.score, "max_score": found.max_score, "cells": cells}


def remark(course: Course, assignment: str, student: str) -> str:
    """Return what a grader should know of a graded submission; empty if nothing is missing."""
    from nbgrader.api import Grade

    remarks = [f"'{name}' is missing" for name in missing_notebooks(course, assignment, student)]
    with course.gradebook() as book:
        for notebook in book.find_submission(assignment, student).notebooks:
            tests, grades = _test_cells(book, notebook), by_name(book, Grade, notebook)
            deleted = [name for name in grades if name in tests and grades[name].auto_score is None]
            remarks += [f"the test cell '{name}' was deleted: not graded" for name in deleted]
    return "; ".join(remarks)


def _points(grade) -> float | None:
    is_open = grade.auto_score is None and grade.manual_score is None
    return None if is_open else grade.score


def _test_cells(book, submitted_notebook) -> set[str]:
    """Return the names of the cells whose points come from running them."""
    from nbgrader.api import GradeCell, SolutionCell

    answers, tests = (
        book.db.query(kind.name).filter(kind.notebook_id == submitted_notebook.notebook_id)
        for kind in (SolutionCell, GradeCell)
    )
    tests = tests.filter(GradeCell.cell_type == "code")
    return {name for (name,) in tests} - {name for (name,) in answers}


def _in_document_order(grades: dict, path: Path) -> list[tuple]:
    """The gradebook keeps no order of cells; the notebook does."""
    order = {name: place for place, name in enumerate(_grade_ids(path))}
    return sorted(grades.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0]))


def _grade_ids(path: Path) -> list[str]:
    if not path.is_file():
        return []
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell["metadata"].get("nbgrader", {}).get("grade_id", "") for cell in cells]
