"""A submission made canonical, before anything of it is stored or run.

It starts from the source's own cells, in their order, and takes from the submission only the
answers (by grade_id), the plain cells that students may change, and cells of the student's own.
Tests that were edited, deleted, copied or moved are put right, and told to the grader. Text is
made harmless: what a student writes is shown on pages on which a grader is logged in.
"""

import itertools
import json
import re
from collections.abc import Iterator

import nbformat
from nbformat.notebooknode import NotebookNode

from course_tools.grading.judge import outputs
from course_tools.grading.judge.trial import ANSWER, TEST
from course_tools.grading.plan import TEXT, Plan, PlannedCell

MOST_CELLS, MOST_SOURCE, MOST_TEXT = 500, 500_000, 50_000  # cells of a student's own; characters
SIMPLE_TAG = re.compile(
    r"</?(?:b|i|em|strong|sub|sup|br|hr|p|u|s|kbd|code|pre|details|summary|table|thead|tbody|tr|td"
    r"|th|ul|ol|li|blockquote|center|div|span)\s*/?>",
    re.IGNORECASE,
)
OPENS_TAG = re.compile(r"<(?=[A-Za-z/!?])")
# Entities may hide a scheme: none but these stay, and no & that makes one when it is read twice.
ENTITY = re.compile(r"&(?!(?:lt|gt|nbsp);|amp;(?!#|\w{1,40};))(?=#|\w{2,40};)")
SCHEME = re.compile(r"(?:javascript|vbscript)\s*\\?:|(?:data|file|blob)\\?:(?=\S)", re.I)
# TeX that MathJax turns into links, attributes, or other such TeX.
ACTIVE_TEX = re.compile(
    r"\\(?=(?:href|url|style|class|cssId|require|mmlToken|def|let|(?:re)?newcommand"
    r"|(?:re)?newenvironment|DeclareMathOperator)(?![A-Za-z]))"
)
SEEN = "outputs_handed_in"  # key in a cell's metadata, from the intake to the recorder
LONG_LINE = re.compile(r"([^\n]{1500,1999}) |([^\n]{2000})")  # slow for those who read Markdown
ATTACHMENT_NAME = re.compile(r"[\w.() -]{1,100}")
IMAGE = re.compile(r"!\[(?:[^\]\n]{0,200}\]\(attachment:(?P<name>[\w.-]{1,100})\))?")


def canonical(plan: Plan, submitted: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Return the notebook that is graded, and remarks for the grader on what was put right."""
    intake = _Intake(plan, list(submitted.cells))
    cells = intake.cells()
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    return notebook, intake.remarks


class _Intake:
    def __init__(self, plan: Plan, submitted: list[NotebookNode]) -> None:
        self.plan, self.submitted = plan, submitted
        self.remarks: list[str] = []
        self.taken: dict[str, int] = {}  # id of a planned cell → place of the submitted one
        self.copies: set[int] = set()
        self._match_by_grade_id()
        self._match_plain_cells()

    def _match_by_grade_id(self) -> None:
        found: dict[str, list[int]] = {}
        for place, cell in enumerate(self.submitted):
            planned = self.plan.by_grade_id.get(_grade_id(cell))
            if planned is not None:
                found.setdefault(planned.id, []).append(place)
        for name, places in found.items():
            planned = self.plan.by_id[name]
            changed = [p for p in places if _source(self.submitted[p]) != planned.released]
            chosen = (changed or places)[0] if not planned.is_locked else places[0]
            self.taken[name] = chosen
            self.copies |= set(places) - {chosen}
            if len(places) > 1:
                self.remarks.append(f"the cell '{planned.grade_id}' was there {len(places)} times")

    def _match_plain_cells(self) -> None:
        """Match cells without a grade_id: by their id, else by their text, else by their order."""
        free = [p for p, c in enumerate(self.submitted) if p not in self._used() and not _data(c)]
        open_cells = [c for c in self.plan.cells if c.id not in self.taken and not c.grade_id]
        for same in (_same_id, _same_source):
            for planned in open_cells:
                if planned.id in self.taken:
                    continue
                match = next((p for p in free if same(planned, self.submitted[p])), None)
                if match is not None:
                    self.taken[planned.id] = match
                    free.remove(match)
        if not any(cell.get("id") for cell in self.submitted):
            self._match_by_order(open_cells, free)

    def _match_by_order(self, open_cells: list[PlannedCell], free: list[int]) -> None:
        """Notebooks of an old format have no ids: a changed plain cell is known by its place."""
        order = dict(self.taken)
        cells = self.plan.cells
        for index, planned in enumerate(cells):
            if planned not in open_cells or planned.id in self.taken:
                continue
            before = [order[c.id] for c in cells[:index] if c.id in order]
            after = [order[c.id] for c in cells[index + 1 :] if c.id in order]
            low, high = max(before, default=-1), min(after, default=len(self.submitted))
            fits = [
                p
                for p in free
                if low < p < high and self.submitted[p].cell_type == planned.cell_type
            ]
            if len(fits) == 1:
                self.taken[planned.id] = order[planned.id] = fits[0]
                free.remove(fits[0])

    def _used(self) -> set[int]:
        return set(self.taken.values()) | self.copies

    def cells(self) -> list[NotebookNode]:
        """Return the canonical cells: the plan's, and the student's own behind the cell before."""
        used = self._used()
        place_of = {place: name for name, place in self.taken.items()}
        own: dict[str, list[NotebookNode]] = {}
        behind = ""
        for place, cell in enumerate(self.submitted):
            if place in place_of:
                behind = place_of[place]
            elif place not in used:
                own.setdefault(behind, []).append(cell)
        number = itertools.count()
        made = self._own_cells(own.get("", []), number)
        for planned in self.plan.cells:
            made.append(self._planned_cell(planned))
            made += self._own_cells(own.get(planned.id, []), number)
        if next(number) > MOST_CELLS:
            self.remarks.append(f"more than {MOST_CELLS} cells of their own: the rest is left out")
        return made

    def _own_cells(self, cells: list[NotebookNode], number: Iterator[int]) -> list[NotebookNode]:
        pairs = ((next(number), cell) for cell in cells)
        return [self._own_cell(cell, place) for place, cell in pairs if place < MOST_CELLS]

    def _own_cell(self, cell: NotebookNode, number: int) -> NotebookNode:
        if _grade_id(cell):
            self.remarks.append(f"a cell with an unknown name ('{_grade_id(cell)[:60]}')")
        kind = "code" if cell.cell_type == "code" else "markdown"
        return _new_cell(kind, f"own-{number}", _source(cell), _seen(cell))

    def _planned_cell(self, planned: PlannedCell) -> NotebookNode:
        place = self.taken.get(planned.id)
        given = None if place is None else self.submitted[place]
        metadata = {key: json.loads(value) for key, value in planned.metadata}
        metadata.pop("collapsed", None)
        source = self._source_of(planned, given)
        metadata |= _seen(given)
        ours = (planned.source, planned.released)
        if source in ours:
            pictures = json.loads(planned.attachments)
            parts = {"attachments": pictures} if pictures else {}
            return _cell(planned.cell_type, source, id=planned.id, metadata=metadata, **parts)
        return _new_cell(planned.cell_type, planned.id, source, metadata, given)

    def _source_of(self, planned: PlannedCell, given: NotebookNode | None) -> str:
        if planned.is_locked or (planned.grade_id and planned.kind == TEXT and _is_locked(planned)):
            self._note_tampering(planned, given)
            return planned.source
        if given is None:
            if planned.kind == ANSWER:
                self.remarks.append(f"the answer cell '{planned.grade_id}' was deleted")
            return planned.released
        if given.cell_type != planned.cell_type and planned.grade_id:
            self.remarks.append(f"the cell '{planned.grade_id}' was turned into {given.cell_type}")
        return _source(given)

    def _note_tampering(self, planned: PlannedCell, given: NotebookNode | None) -> None:
        name = "test cell" if planned.kind == TEST else "locked cell"
        if given is None:
            self.remarks.append(f"the {name} '{planned.grade_id}' was deleted, and put back")
        elif _source(given).strip() != planned.released.strip():
            self.remarks.append(f"the {name} '{planned.grade_id}' was changed, and put right")


def _seen(cell: NotebookNode | None) -> dict[str, str]:
    """Return, as metadata, a digest of the outputs with which a cell was handed in: those a student
    has seen already."""
    found = cell.get("outputs") if cell is not None and cell.cell_type == "code" else None
    return {SEEN: outputs.digest(json.loads(json.dumps(found)))} if found else {}


def _is_locked(planned: PlannedCell) -> bool:
    data = dict(planned.metadata).get("nbgrader", "{}")
    return not json.loads(data).get("solution", False)


def _new_cell(kind: str, name: str, source: str, metadata: dict, given=None) -> NotebookNode:
    """Return a cell of what a student wrote, made harmless."""
    if kind == "code":
        return _cell(kind, code(source), id=name, metadata=metadata)
    pictures = attachments(given or {})
    made = _cell(kind, harmless(source, frozenset(pictures)), id=name, metadata=metadata)
    if pictures:
        made["attachments"] = pictures
    return made


def _cell(kind: str, source: str, **parts) -> NotebookNode:
    """Return a cell as nbformat makes it; it is validated once, with the whole notebook."""
    made = NotebookNode(cell_type=kind, source=source)
    made.update({"outputs": [], "execution_count": None} if kind == "code" else {})
    made.update(parts)
    return made


def attachments(cell) -> dict[str, dict[str, str]]:
    """Return the pictures attached to a text cell that are PNG or JPEG and not too large."""
    found = cell.get("attachments", {})
    kept = {}
    for name, bundle in list(found.items())[:20] if isinstance(found, dict) else []:
        for kind in ("image/png", "image/jpeg"):
            content = bundle.get(kind) if isinstance(bundle, dict) else None
            if ATTACHMENT_NAME.fullmatch(str(name)) and (picture := outputs.image(kind, content)):
                kept[name] = {kind: picture}
    return kept


def _data(cell: NotebookNode) -> dict:
    data = cell.get("metadata", {}).get("nbgrader", {})
    return data if isinstance(data, dict) else {}


def _grade_id(cell: NotebookNode) -> str:
    name = _data(cell).get("grade_id", "")
    return name if isinstance(name, str) else ""


def _source(cell: NotebookNode) -> str:
    source = cell.get("source", "")
    return ("".join(source) if isinstance(source, list) else str(source))[:MOST_SOURCE]


def _same_id(planned: PlannedCell, cell: NotebookNode) -> bool:
    return cell.get("id") == planned.id and cell.cell_type == planned.cell_type


def _same_source(planned: PlannedCell, cell: NotebookNode) -> bool:
    return cell.cell_type == planned.cell_type and _source(cell) == planned.released


def code(source: str) -> str:
    """Return code without control characters; tabs and form feeds stay as Python has them."""
    return outputs.UNPRINTABLE.sub(lambda m: m[0] if m[0] == "\x0c" else "", source)


def harmless(markdown: str, pictures: frozenset[str] = frozenset()) -> str:
    """Return Markdown in which no HTML but plain tags, no script and no foreign image is left.

    `pictures` are the names of attachments that may be shown.

    >>> harmless("a <b>bold</b> x <script>alert(1)</script> ![p](http://a/b.png) $a<b$")
    'a <b>bold</b> x < script>alert(1)< /script> !\\\\[p](http://a/b.png) $a< b$'
    """
    text = outputs.UNPRINTABLE.sub("", markdown.replace("\r\n", "\n"))
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT] + "\n\n[the rest was cut]"
    text = LONG_LINE.sub(lambda match: f"{match[1] or match[2]}\n", text)
    text = ACTIVE_TEX.sub(r"\\ ", ENTITY.sub("& ", text))
    text = SCHEME.sub(lambda match: match[0][:1] + " " + match[0][1:], text)
    parts, last = [], 0
    for match in SIMPLE_TAG.finditer(text):
        parts += [OPENS_TAG.sub("< ", text[last : match.start()]), match[0]]
        last = match.end()
    text = "".join([*parts, OPENS_TAG.sub("< ", text[last:])])
    return IMAGE.sub(lambda m: m[0] if m["name"] in pictures else "!\\[" + m[0][2:], text)
