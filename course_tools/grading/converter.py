"""nbgrader's converters, run for one student and telling what went wrong."""

import contextlib
import warnings

from course_tools.grading.course import Course


def one_student(converter_class: type, course: Course, assignment: str, student: str, config):
    """Return a converter (`Autograde`, `GenerateFeedback`) for exactly one submission.

    Its `run()` returns the exception that stopped it, which nbgrader itself only logs, or None.
    It finds the submission by its path: nbgrader's own search takes ids for patterns, and misses
    a student called `bob[1]`. To be run inside `course.selected(assignment, student)`.
    """

    class OneStudent(converter_class):
        failure: BaseException | None = None

        def init_notebooks(self) -> None:
            name = self._input_directory
            folder = course.folder_of(name, student, assignment)
            self.assignments = {str(folder): sorted(map(str, folder.glob("*.ipynb")))}
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

        def run(self) -> BaseException | None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # sqlalchemy's, about nbgrader's own code
                try:
                    self.start()
                except (Exception, SystemExit) as error:
                    return self.failure or error
            return None

    OneStudent.__name__ = converter_class.__name__  # its section in the configuration
    converter = OneStudent(coursedir=course.directory, parent=course.app, config=config)
    converter.force = True
    return converter
