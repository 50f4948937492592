"""The course as nbgrader sees it: its name and its folders."""

from pathlib import Path

from course_tools.grading import formgrader

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "backprop-course"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"

# Submissions are made canonical and tried by the judge, in sandboxes: also by nbgrader's own
# command and the formgrader's button.
c.Autograde.sanitize_preprocessors = [
    "course_tools.grading.judging.Intake",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "course_tools.grading.judging.JudgeExecute",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Feedback pages without hidden tests and without the internet (formulas as MathML), also when
# they are made by nbgrader's own command or the formgrader's button.
c.GenerateFeedback.exporter_class = "course_tools.grading.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "course_tools.grading.feedback.ShowWhatIsOpen",
    "course_tools.grading.feedback.HideHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

# The formgrader's view of a submission, likewise.
formgrader.configure(c)
