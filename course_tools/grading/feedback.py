"""The page a student gets back: marks and messages, no hidden test, readable without a network.

nbgrader's own page shows the hidden tests and their tracebacks, and fetches the program that
sets formulas from the internet. Two settings mend that (`nbgrader_config.py` has them too, for
nbgrader's own button): a preprocessor that takes the hidden tests out, and an exporter that turns
formulas into MathML, which browsers set themselves.
"""

import builtins
import functools
import html
import re
from pathlib import Path

import nbgrader
from jinja2 import BytecodeCache, Environment, FileSystemLoader, PrefixLoader, pass_context
from jinja2.bccache import Bucket
from latex2mathml.converter import convert as mathml
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearHiddenTests, GetGrades, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Dict, Int, List, default
from traitlets.config import Config

from course_tools.errors import naming
from course_tools.grading.course import Course
from course_tools.grading.recorder import ENDS_HERE
from course_tools.grading.recorder import HIDDEN as FOR_THE_GRADER
from course_tools.grading.result import Result

TEMPLATES = Path(__file__).with_name("templates")
NBGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
LEFT_OUT = (
    "[From here on, what your cells put out while they were graded is left out, since a hidden "
    "test ran before them. The grader sees it. The points stand at the top of the page.]"
)
SCORE = re.compile(r"(?<=Score: )[\d.]+ /")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
FAILING_LINE = re.compile(r"^-+> *(\d+)", re.MULTILINE)
MOST_COLOURED = 2000  # cells kept in colours
MOST_NEWLY_COLOURED = 150_000  # characters of a page's code that no page before had
MOST_REMEMBERED = 5_000  # characters of Markdown that is kept as HTML
LINE_NUMBER = re.compile(r"^(?:-+>)? *\d+ ?")


class ShowWhatIsOpen(NbGraderPreprocessor):
    """Marks the cells whose points a human has not given yet: they are no zero."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            submitted = gradebook.find_submission_notebook(
                names["notebook"], names["assignment"], names["student"]
            )
            is_open = {grade.name for grade in submitted.grades if grade.needs_manual_grade}
        for cell in nb.cells:
            data = cell.metadata.get("nbgrader", {})
            if data.get("grade_id") in is_open and "points" in data:
                data["needs_manual_grade"] = True
        return nb, resources


class HideHiddenTests(ClearHiddenTests):
    """Takes hidden tests out of the test cells, and out of the tracebacks they left.

    The markers are those of nbgrader's `ClearHiddenTests`, with its configuration.
    """

    display_data_priority = List(GetGrades.display_data_priority.default_args[0]).tag(config=True)

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int) -> tuple:
        if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
            visible, hidden = self._split(cell.source)
            cell.source = "\n".join(visible.values()).strip("\n")
            shown = [output for output in cell.outputs if not _is_for_the_grader(output)]
            cell.outputs = [_without(hidden, output) for output in shown]
            if cell.metadata.get(FOR_THE_GRADER):
                cell.outputs = [_without_text(output) for output in cell.outputs]
        elif cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not _is_for_the_grader(output)]
        if cell.metadata.get(ENDS_HERE):
            cell.outputs.append(new_output("stream", name="stdout", text=LEFT_OUT))
        return cell, resources

    def _split(self, source: str) -> tuple[dict[int, str], dict[int, str]]:
        """Return the visible and the hidden lines of a cell, by line number from 1."""
        visible, hidden, inside = {}, {}, False
        for number, line in enumerate(source.split("\n"), 1):
            inside = inside or self.begin_test_delimeter in line
            (hidden if inside else visible)[number] = line
            inside = inside and self.end_test_delimeter not in line
        return visible, hidden


def _is_for_the_grader(output: NotebookNode) -> bool:
    """What was printed or shown while a hidden line ran."""
    return output.get("metadata", {}).get(FOR_THE_GRADER, False)


def _without_text(output: NotebookNode) -> NotebookNode:
    """Return an error without what student code said after it was called by a hidden test."""
    if output.output_type == "error":
        output.evalue = ""
        output.ename = _builtin_name(output.ename)
        output.traceback = [f"Your code raised an exception ({output.ename}) in a visible test."]
    return output


def _builtin_name(name: str) -> str:
    """Return the name of an exception; a class of the student's own could bear as its name what a
    test gave it."""
    return name if isinstance(getattr(builtins, name, None), type) else "Exception"


def _without(hidden: dict[int, str], output: NotebookNode) -> NotebookNode:
    """Return an output of a test cell as its student may see it."""
    if output.output_type != "error" or not hidden:
        return output
    frames = [COLOUR.sub("", frame) for frame in output.traceback]
    if any(_fails_in(hidden, frame) for frame in frames):
        output.evalue = ""
        output.ename = _builtin_name(output.ename)
        output.traceback = [f"A hidden test did not pass ({output.ename})."]
    else:
        output.traceback = [_without_lines(hidden, frame) for frame in frames]
    return output


def _fails_in(hidden: dict[int, str], frame: str) -> bool:
    """Is the line at the arrow of a traceback's frame one of the hidden ones?"""
    for match in FAILING_LINE.finditer(frame):
        text = frame[match.end() :].split("\n", 1)[0].strip()
        if hidden.get(int(match[1]), "").strip() == text and text:
            return True
    return False


def _without_lines(hidden: dict[int, str], frame: str) -> str:
    """Drop the hidden lines that a traceback shows around the failing one."""
    secret = {line.strip() for line in hidden.values() if line.strip()}
    kept = (line for line in frame.split("\n") if LINE_NUMBER.sub("", line).strip() not in secret)
    return "\n".join(kept)


class MathRenderer(IPythonRenderer):
    """Renders formulas as MathML; one that cannot be converted stays as it was typed. In place of a
    picture that should be attached and is not stands its description."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        scheme, _, name = url.partition(":")
        if scheme == "attachment" and name not in self.attachments:
            return f"<em>{html.escape(text or name)}</em>"
        return super().image(text, url, title)

    def inline_math(self, body: str) -> str:
        return _formula(body, "inline") or super().inline_math(body)

    def block_math(self, body: str) -> str:
        return _formula(body, "block") or super().block_math(body)

    def latex_environment(self, name: str, body: str) -> str:
        latex = rf"\begin{{{name}}}{body}\end{{{name}}}"
        return _formula(latex, "block") or super().latex_environment(name, body)


def _formula(latex: str, display: str) -> str | None:
    try:
        return mathml(_plain_latex(latex), display=display)
    except Exception:  # whatever a student typed between two dollar signs
        return None


ROWS = {"aligned": "align*", "align": "align*", "gathered": "matrix", "gather": "matrix"}


def _plain_latex(latex: str) -> str:
    r"""Say in the converter's words what it does not know (it takes their & for a letter).

    >>> print(_plain_latex(r"\begin{aligned} a &= b \end{aligned}"))
    \begin{align*} a &= b \end{align*}
    """
    for name, known in ROWS.items():
        latex = re.sub(rf"\\(begin|end){{{name}\*?}}", rf"\\\1{{{known}}}", latex)
    return latex.replace(r"\operatorname*", r"\operatorname")


IMAGE = re.compile(r"<img\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)


def described(image: re.Match) -> str:
    """Return an <img> tag with a description for those who do not see it.

    >>> IMAGE.sub(described, "<img src='a>b.png'><img alt='x'>")
    "<img alt='picture without a description' src='a>b.png'><img alt='x'>"
    """
    if re.search(r"\salt\s*=", image[0], re.IGNORECASE):
        return image[0]
    return f"<img alt='picture without a description'{image[0][4:]}"


def without_open_scores(page: str, nb: NotebookNode) -> str:
    """Return the page with *not graded yet* at answers that wait for a person, in place of a 0."""
    for cell in nb.cells:
        data = cell.metadata.get("nbgrader", {})
        if data.get("needs_manual_grade"):
            before, anchor, after = page.partition(f'<a name="{data["grade_id"]}"></a>')
            page = before + anchor + SCORE.sub("not graded yet, of", after, count=1)
    return page


class _Compiled(BytecodeCache):
    """Templates compiled once in a process, not once a page."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class FeedbackExporter(HTMLExporter):
    """nbgrader's feedback page without scripts: nothing is fetched, nothing runs."""

    @default("extra_loaders")
    def _extra_loaders_default(self) -> list:
        """Look for templates here first, then under nbgrader/… in nbgrader's own."""
        return [FileSystemLoader(TEMPLATES), PrefixLoader({"nbgrader": FileSystemLoader(NBGRADER)})]

    _colours = Dict()
    _newly_coloured = Int()
    optimistic_validation = Bool(True).tag(config=True)  # once, not after each preprocessor
    exclude_anchor_links = Bool(True).tag(config=True)

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.bytecode_cache = _COMPILED
        return environment

    def from_notebook_node(self, nb: NotebookNode, resources=None, **kw) -> tuple[str, dict]:
        """Return the page, as nbconvert's own exporter does, but for its second parse of it.

        That takes more time than all the rest, to describe images without a description and to
        make parts of another template focusable.
        """
        self._newly_coloured = 0
        resources = self._init_resources(resources)
        language = nb.metadata.get("language_info", {}).get("pygments_lexer") or "ipython3"
        self.register_filter("highlight_code", functools.partial(self._highlighted, language))
        chosen = WidgetsDataTypeFilter(self._nb_metadata, parent=self, resources=resources)
        self.register_filter("filter_data_type", chosen)
        self.register_filter("without_open_scores", without_open_scores)
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return IMAGE.sub(described, page), resources

    def _highlighted(self, usual: str, source: str, language=None, metadata=None) -> str:
        """Return code in colours; most of a class's cells are the same."""
        magics = (metadata or {}).get("magics_language", "")
        key = source, language or usual, magics
        if key not in self._colours:
            self._newly_coloured += len(source)
            if self._newly_coloured > MOST_NEWLY_COLOURED:
                return f"<pre>{html.escape(source)}</pre>"
            if len(self._colours) >= MOST_COLOURED:
                self._colours.clear()
            chosen = {"magics_language": magics} if magics else None
            self._colours[key] = Highlight2HTML(usual, parent=self)(source, language, chosen)
        return self._colours[key]

    @pass_context
    def markdown2html(self, context, source: str) -> str:
        """Convert Markdown to HTML, formulas to MathML."""
        return markdown_with_formulas(
            context,
            source,
            embed_images=self.embed_images,
            anchor_link_text=self.anchor_link_text,
            exclude_anchor_links=self.exclude_anchor_links,
        )


@pass_context
def markdown_with_formulas(context, source: str, **options) -> str:
    """Convert a cell's Markdown to HTML and formulas to MathML: a filter for nbconvert's templates.

    `options` are those of nbconvert's `IPythonRenderer`.
    """
    attachments = context.get("cell", {}).get("attachments", {})
    if not attachments and not options.get("embed_images") and len(source) <= MOST_REMEMBERED:
        return _converted_once(source, **options)
    path = context.get("resources", {}).get("metadata", {}).get("path", "")
    return _converted(source, attachments=attachments, path=path, **options)


def _converted(source: str, **options) -> str:
    renderer = MathRenderer(escape=False, **{"exclude_anchor_links": True} | options)
    return balanced(MarkdownWithMath(renderer=renderer).render(source))


TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b[^<>]*?(/?)>")
# Elements without an end, and those whose end may be left out: they close nothing around them.
WITHOUT_END = frozenset(
    (
        *("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"),
        *("wbr", "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option"),
    )
)


def balanced(page: str) -> str:
    """Return HTML with the tags that have no partner turned into text: else a student's cell could
    close what it stands in, and hide or imitate the cells behind it.

    >>> balanced("</div><details><b>a</b><br><i>"), balanced("<p>a<b>b</b></p>")
    ('&lt;/div>&lt;details><b>a</b><br>&lt;i>', '<p>a<b>b</b></p>')
    >>> balanced("<details/> <math><mspace/></math>")  # only in a formula is that an end
    '&lt;details/> <math><mspace/></math>'
    """
    opened, alone, formulas = [], [], 0
    for tag in TAG.finditer(page):
        name = tag[2].lower()
        if name == "math":
            formulas += -1 if tag[1] else 1
        if name in WITHOUT_END or (tag[3] and formulas > 0):
            continue
        if not tag[1]:
            opened.append((name, tag.start()))
        elif opened and opened[-1][0] == name:
            opened.pop()
        else:
            alone.append(tag.start())
    places = sorted([*alone, *(place for _, place in opened)])
    ends = [0, *(place + 1 for place in places)]
    return "&lt;".join(page[a:b] for a, b in zip(ends, [*places, len(page)], strict=True))


_converted_once = functools.lru_cache(maxsize=300)(_converted)  # a class has most cells in common


PREPROCESSORS = [GetGrades, ShowWhatIsOpen, HideHiddenTests, CSSHTMLHeaderPreprocessor]


def configuration(course: Config) -> Config:
    """Return a course's configuration with the feedback page of this module.

    A course that chose preprocessors of its own keeps them; hidden tests are taken out anyway.
    """
    config = Config(course)
    chosen = list(config.GenerateFeedback.get("preprocessors", PREPROCESSORS))
    if not any("HideHiddenTests" in str(preprocessor) for preprocessor in chosen):
        chosen.append(HideHiddenTests)
    config.GenerateFeedback.preprocessors = chosen
    config.GenerateFeedback.setdefault("exporter_class", FeedbackExporter)
    return config


def write_page_without_marks(course: Course, result: Result) -> None:
    """Write the page of a submission that was not graded: what happened and what to do."""
    folder = course.feedback(result.student, result.assignment)
    folder.mkdir(parents=True, exist_ok=True)
    template = (TEMPLATES / "not_graded.html").read_text(encoding="utf-8")
    page = template.format(
        assignment=html.escape(result.assignment), reason=html.escape(result.reason)
    )
    for name in course.notebooks(result.assignment):  # where the exchange looks for pages
        with naming(folder / f"{name}.html"):
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
