"""nbgrader's converters, run for one student at a time and telling what went wrong."""

import contextlib
import os
import warnings

from course_tools.grading.course import Course
from course_tools.grading.files import is_text


def one_by_one(converter_class: type, course: Course, config):
    """Return a converter (`Autograde`, `GenerateFeedback`) that takes one submission at a time.

    Its `run(assignment, student)` returns the exception that stopped it, which nbgrader itself
    only logs, or None. It finds the submission by its path: nbgrader's own search takes ids for
    patterns, and misses a student called `bob[1]`.
    """

    class OneByOne(converter_class):
        failure: BaseException | None = None
        is_started = False

        def start(self) -> None:
            """Make exporter and writer once, as nbgrader does for a whole class."""
            if not self.is_started:
                super().start()
                self.is_started = True
                return
            self.init_notebooks()
            before = os.getcwd()
            os.chdir(self.coursedir.root)
            try:
                self.convert_notebooks()
            finally:
                os.chdir(before)

        def init_notebooks(self) -> None:
            chosen = self.coursedir.student_id, self.coursedir.assignment_id
            folder = course.folder_of(self._input_directory, *chosen)
            found = sorted(map(str, folder.glob("*.ipynb")))
            self.assignments = {str(folder): [path for path in found if is_text(path)]}
            self.notebooks = []

        def init_assignment(self, assignment_id: str, student_id: str) -> None:
            with self._recorded():
                super().init_assignment(assignment_id, student_id)

        def convert_single_notebook(self, notebook_filename: str) -> None:
            with self._recorded():
                super().convert_single_notebook(notebook_filename)

        @contextlib.contextmanager
        def _recorded(self):
            try:
                yield
            except Exception as error:
                self.failure = error
                raise

        def run(self, assignment: str, student: str) -> BaseException | None:
            self.failure = None
            with course.selected(assignment, student), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # sqlalchemy's, about nbgrader's own code
                try:
                    self.start()
                except (Exception, SystemExit) as error:
                    return self.failure or error
            return None

    OneByOne.__name__ = converter_class.__name__  # its section in the configuration
    converter = OneByOne(coursedir=course.directory, parent=course.app, config=config)
    converter.force = True
    return converter
