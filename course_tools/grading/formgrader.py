"""The formgrader's view of a submission: no network, formulas as MathML, names escaped.

nbgrader's own fetches MathJax from the internet, lets it loose on what students wrote, and writes
their names as HTML. To be named in `nbgrader_config.py`.
"""

import importlib.util
from pathlib import Path


def configure(config) -> None:
    """Let the formgrader use this project's templates, before its own.

    Imports nothing of nbgrader's: a configuration is read often.
    """
    nbgrader = Path(importlib.util.find_spec("nbgrader").origin).parent
    theirs = str(nbgrader / "server_extensions" / "formgrader" / "templates")
    ours = str(Path(__file__).with_name("templates"))
    config.HTMLExporter.extra_template_basedirs = [ours, theirs]
    config.HTMLExporter.extra_template_paths = [theirs]  # for those of ours that build on theirs
    config.HTMLExporter.filters = {
        "markdown2html": "course_tools.grading.feedback.markdown_with_formulas"
    }
