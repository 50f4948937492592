"""A submission made canonical: what is taken from it, put right, and made harmless."""

import base64
import io
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from PIL import Image
from pipeline.tiny_course import CONFIGURATION, nbgrader

from course_tools.grading import intake, pipeline, submission
from course_tools.grading.course import Course
from course_tools.grading.feedback import markdown_with_formulas
from course_tools.grading.intake import canonical, harmless
from course_tools.grading.plan import ANSWER, PLAIN, SETUP, TEST, TEXT, Plan, PlannedCell

# -- text made harmless, seen through the programs that turn it into HTML


class Reader(HTMLParser):
    """Notes the tags, attributes and addresses of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.addresses = set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("href", "src", "action", "data"):
                self.addresses.append("".join((value or "").split()).lower())


def by_the_feedback(markdown: str) -> str:
    return markdown_with_formulas({"cell": {}, "resources": {}}, markdown)


def by_nbconvert(markdown: str) -> str:
    return HTMLExporter().markdown2html({"cell": {}, "resources": {}}, markdown)


SCHEMES = ("javascript:", "JaVaScRiPt:", "vbscript:", "data:text/html,", "file:///etc/passwd")
WAYS = {
    "plain": lambda s: s,
    "entity": lambda s: f"&#{ord(s[0])};{s[1:]}",
    "entity without an end": lambda s: f"&#{ord(s[0])}{s[1:]}",
    "hexadecimal": lambda s: f"&#x{ord(s[0]):x};{s[1:]}",
    "entity read twice": lambda s: f"&amp;#{ord(s[0])};{s[1:]}",
    "entity read three times": lambda s: f"&amp;amp;#{ord(s[0])};{s[1:]}",
    "colon by name": lambda s: s.replace(":", "&colon;"),
    "colon by name read twice": lambda s: s.replace(":", "&amp;colon;"),
    "tab by name": lambda s: s[:2] + "&Tab;" + s[2:],
    "line by name": lambda s: s[:2] + "&NewLine;" + s[2:],
    "tab": lambda s: s[:2] + "\t" + s[2:],
    "escaped colon": lambda s: s.replace(":", "\\:"),
    "blank first": lambda s: "&nbsp;" + s,
    "control first": lambda s: "\x01" + s,
    "per cent": lambda s: s.replace(":", "%3A"),
    "soft hyphen": lambda s: s[:2] + "\u00ad" + s[2:],
}
PLACES = {
    "link": "[x]({})",
    "link in brackets": "[x](<{}>)",
    "reference": "[x][r]\n\n[r]: {}",
    "reference in brackets": "[x][r]\n\n[r]: <{}>",
    "automatic link": "<{}>",
    "picture": "![x]({})",
    "linked picture": "[![x](a.png)]({})",
    "link in a table": "| a |\n|---|\n| [x]({}) |",
    "tag": '<a href="{}">x</a>',
    "title": "[x](http://a '\" onclick=\"{}')",
    "formula": "$\\href{{{}}}{{x}}$",
    "definition": "$$\\def\\a#1{{\\href{{#1}}{{x}}}} \\a{{{}}}$$",
}
SAFE_ADDRESSES = ("http:", "https:", "mailto:", "#", "attachment:")


@pytest.mark.parametrize("render", [by_the_feedback, by_nbconvert])
@pytest.mark.parametrize("place", PLACES)
def test_no_address_runs_or_reads(place, render):
    for (way, hide), scheme in itertools.product(WAYS.items(), SCHEMES):
        markdown = PLACES[place].format(hide(scheme) + "alert(1)")
        page = Reader(render(harmless(markdown)))
        for address in page.addresses:
            head = address.partition(":")[0]
            is_relative = ":" not in address or not head.isascii() or not head.isalnum()
            assert is_relative or address.startswith(SAFE_ADDRESSES), (way, scheme, address)
        assert not {name for name in page.attributes if name.startswith("on")}
        assert "img" not in page.tags or place == "linked picture"


def test_the_reader_sees_what_is_wrong():
    """Else the test above would say nothing."""
    for place, way in (("link", "entity"), ("tag", "plain"), ("link in brackets", "entity")):
        markdown = PLACES[place].format(WAYS[way]("javascript:") + "alert(1)")
        assert "javascript:alert(1)" in Reader(by_nbconvert(markdown)).addresses


MARKUP = ("<script>x</script>", "<img src=x onerror=a>", "<svg onload=a>", "<style>*{}</style>",
          "<iframe src=a>", "<b onclick=a>b</b>", "<!-- a --><base href=a>", "<B\nSTYLE=a>b</B>",
          "<form action=a><button formaction=b>", "<math><mtext><style><img src=x onerror=a>",
          "`<script>x</script>`", "    <script>x</script>", "<script\n>x</script>", "<<b>script>",
          "<b><script></b>", "</div></div><script>", "<scr<b>ipt>", "$<script>$")  # fmt: skip
PLAIN_TAGS = {"p", "b", "i", "em", "strong", "code", "pre", "div", "span", "a", "ul", "ol", "li"}


@pytest.mark.parametrize("render", [by_the_feedback, by_nbconvert])
@pytest.mark.parametrize("markup", MARKUP)
def test_no_tag_but_plain_ones(markup, render):
    for around in ("{}", "a {} b", "* {}", "> {}", "<div>\n{}\n</div>", "<details>{}</details>"):
        page = Reader(render(harmless(around.format(markup))))
        formulas = {tag for tag in page.tags if tag.startswith("m")}
        allowed = PLAIN_TAGS | {"blockquote", "details"} | (formulas if "$" in markup else set())
        assert page.tags - allowed <= {"sub", "sup"}, (around, page.tags)
        assert not {name for name in page.attributes if name.startswith(("on", "style"))}


def test_honest_text_stays_what_it_was():
    for markdown in (
        "The loss falls as $e^{-t}$, since $a < b$ & $c > d$.",
        "**Bold**, *italic*, `code & more`, [a link](https://a.org/?a=1&b=2), H<sub>2</sub>O",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "x &lt; y, AT&amp;T, a&nbsp;b",
        "data: see below. The file: none. Javascript: a language",
    ):
        assert harmless(markdown).replace("J avascript", "Javascript") == markdown


def test_text_is_bounded():
    long = harmless("x" * 200_000 + "\n" + "y " * 100_000)
    assert len(long) < 60_000
    assert long.endswith("[the rest was cut]")
    assert max(map(len, long.split("\n"))) <= 2000


# -- the cells of a submission


def planned(name: str, kind: str, released: str, source: str = "", cell_type: str = "code"):
    grade_id = "" if kind == PLAIN else name
    locked = kind in (TEST, SETUP)
    data = {"grade_id": grade_id, "locked": locked, "solution": not locked, "grade": kind == TEST}
    metadata = (("nbgrader", json.dumps(data)),) if grade_id else ()
    return PlannedCell(name, kind, cell_type, source or released, released, grade_id, 1.0,
                       metadata=metadata)  # fmt: skip


PLAN = Plan(
    "ps",
    "tasks",
    (
        planned("intro", TEXT, "# Tasks", cell_type="markdown"),
        planned("set-up", SETUP, "import math"),
        planned("plain", PLAIN, "limit = 5"),
        planned("answer", ANSWER, "def f(): ...", "def f(): return 1"),
        planned("check", TEST, "assert f() > 0", "assert f() > 0\nassert f() == 1"),
        planned("essay", TEXT, "Why?", cell_type="markdown"),
    ),
    Path("."),
)


def handed_in(**changes) -> nbformat.NotebookNode:
    """Return the released notebook with other sources in some cells; None leaves a cell out."""
    cells = []
    for cell in PLAN.cells:
        source = changes.get(cell.id.replace("-", "_"), cell.released)
        if source is None:
            continue
        metadata = {"nbgrader": {"grade_id": cell.grade_id}} if cell.grade_id else {}
        make = new_code_cell if cell.cell_type == "code" else new_markdown_cell
        cells.append(make(source, id=cell.id, metadata=metadata))
    return new_notebook(cells=cells)


def sources(notebook) -> dict[str, str]:
    return {cell.id: cell.source for cell in notebook.cells}


def test_an_honest_submission_is_taken_as_it_is():
    notebook, remarks = canonical(PLAN, handed_in(answer="def f(): return 2", essay="Because."))
    assert remarks == []
    assert sources(notebook) == {
        "intro": "# Tasks",
        "set-up": "import math",
        "plain": "limit = 5",
        "answer": "def f(): return 2",
        "check": PLAN.by_id["check"].source,
        "essay": "Because.",
    }
    nbformat.validate(notebook)


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"check": "1.0"}, "the test cell 'check' was changed, and put right"),
        ({"check": None}, "the test cell 'check' was deleted, and put back"),
        ({"set_up": "import cmath as math"}, "the locked cell 'set-up' was changed, and put right"),
        ({"answer": None}, "the answer cell 'answer' was deleted"),
    ],
)
def test_what_was_put_right_is_told(changes, remark):
    notebook, remarks = canonical(PLAN, handed_in(**changes))
    assert remarks == [remark]
    assert [cell.id for cell in notebook.cells] == [cell.id for cell in PLAN.cells]
    assert sources(notebook)["check"] == PLAN.by_id["check"].source
    assert sources(notebook)["set-up"] == "import math"
    assert sources(notebook)["answer"] == "def f(): ..."


def test_plain_cells_may_be_changed_and_cells_of_ones_own_stay_where_they_are():
    submitted = handed_in(plain="limit = 6")
    submitted.cells.insert(0, new_code_cell("first = 1"))
    submitted.cells.insert(5, new_code_cell("helper = 2"))
    notebook, remarks = canonical(PLAN, submitted)
    assert remarks == []
    assert [cell.source for cell in notebook.cells] == [
        "first = 1", "# Tasks", "import math", "limit = 6", "def f(): ...", "helper = 2",
        PLAN.by_id["check"].source, "Why?",
    ]  # fmt: skip
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_an_old_notebook_without_ids_is_matched_by_text_and_order():
    submitted = handed_in(plain="limit = 7")
    for cell in submitted.cells:
        cell.pop("id")
    notebook, _ = canonical(PLAN, submitted)
    assert sources(notebook)["plain"] == "limit = 7"
    assert len(notebook.cells) == len(PLAN.cells)


def test_of_two_answers_the_changed_one_counts_and_no_test_runs_twice():
    submitted = handed_in(answer="def f(): return 3")
    copies = [nbformat.from_dict(dict(cell)) for cell in (*handed_in().cells, submitted.cells[4])]
    for number, copy in enumerate(copies):
        copy["id"] = f"copy-{number}"
    submitted.cells = [*copies[3:], *submitted.cells]
    notebook, remarks = canonical(PLAN, submitted)
    assert sources(notebook)["answer"] == "def f(): return 3"
    assert [cell.id for cell in notebook.cells].count("check") == 1
    assert "the cell 'check' was there 3 times" in remarks


def test_nothing_that_was_handed_in_but_sources_gets_through():
    submitted = handed_in(answer="x = 1")
    for cell in submitted.cells:
        cell.metadata.update(tags=["<script>"], deletable=False, jupyter={"source_hidden": True})
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="2.0")]
            cell.execution_count = 7
    submitted.cells[3].metadata["nbgrader"].update(points=1000, locked=False, grade=True)
    submitted.metadata.update(title="<b>", widgets={}, kernelspec={"name": "evil"})
    notebook, _ = canonical(PLAN, submitted)
    assert set(notebook.metadata) == {"kernelspec"}
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"nbgrader", intake.SEEN}
        assert re.fullmatch("[0-9a-f]+", cell.metadata.get(intake.SEEN, "0"))  # a digest alone
        assert cell.get("outputs", []) == []
    answer = next(cell for cell in notebook.cells if cell.id == "answer")
    assert answer.metadata.nbgrader == {
        "grade_id": "answer", "locked": False, "solution": True, "grade": False,
    }  # fmt: skip


def test_there_is_an_end_to_cells_and_characters():
    submitted = handed_in(answer="x = 1\n" * 200_000)
    submitted.cells += [new_code_cell(f"own = {n}") for n in range(600)]
    notebook, remarks = canonical(PLAN, submitted)
    assert len(notebook.cells) == len(PLAN.cells) + intake.MOST_CELLS
    assert any("more than 500 cells" in remark for remark in remarks)
    assert len(sources(notebook)["answer"]) == intake.MOST_SOURCE


def test_control_characters_are_taken_out_of_code_but_form_feeds():
    notebook, _ = canonical(PLAN, handed_in(answer="x\x00 = '\x1b\u202e\ud800'\n\x0cy = 1\t"))
    assert sources(notebook)["answer"] == "x = ''\n\x0cy = 1\t"


PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5E"
    "rkJggg=="
)


def test_only_small_pictures_are_kept_as_attachments():
    cell = new_markdown_cell()
    cell["attachments"] = {
        "a.png": {"image/png": PNG},
        "b.svg": {"image/svg+xml": "<svg onload='a'/>"},
        "c.png": {"image/png": "<script>"},
        "../d.png": {"image/png": PNG},
        '"><script>': {"image/png": PNG},
    }
    assert list(intake.attachments(cell)) == ["a.png"]
    text = "![x](attachment:a.png) ![y](attachment:b.svg) ![z](http://a/b.png)"
    assert harmless(text, frozenset(["a.png"])) == (
        "![x](attachment:a.png) !\\[y](attachment:b.svg) !\\[z](http://a/b.png)"
    )


def test_files_beside_are_used_up_to_a_size_in_all(tmp_path, monkeypatch):
    monkeypatch.setattr(submission, "MOST_BYTES", 25)
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("x" * 10)
    source = tmp_path / "source"
    assert [path.name for path in submission.own_files(tmp_path, source)] == ["a.txt", "b.txt"]
    assert submission.left_out(tmp_path, source) == ["only 100 files of 0 MB in all are used"]
    monkeypatch.setattr(submission, "MOST_BYTES", 30)
    assert submission.left_out(tmp_path, source) == []


def test_ids_in_a_notebook_of_a_format_that_had_none_are_no_fault(tmp_path):
    cells = [new_code_cell("x = 1", id="first"), new_markdown_cell("text", id="second")]
    plain = new_notebook(cells=cells) | {"nbformat_minor": 4}
    path = tmp_path / "tasks.ipynb"
    path.write_text(json.dumps(plain))
    _, notebook = submission._read_notebook(path, 10**6)
    assert [cell.source for cell in notebook.cells] == ["x = 1", "text"]
    assert not any("id" in cell for cell in notebook.cells)


def test_pictures_attached_to_the_instructors_text_stay(tmp_path):
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, "PNG")
    png = base64.b64encode(buffer.getvalue()).decode()
    texts = {"shown": "![a sketch](attachment:a.png)", "lost": "![a <plan>](attachment:b.png)"}
    cells = [
        new_markdown_cell(text, id=name, metadata=nbgrader(name, locked=True))
        for name, text in texts.items()
    ]
    cells[0]["attachments"] = {"a.png": {"image/png": png}}
    check = nbgrader("check", points=1, locked=True)
    cells.append(new_code_cell("assert True", id="check", metadata=check))
    (tmp_path / "nbgrader_config.py").write_text(CONFIGURATION)
    for folder in ("source/ps", "submitted/ada/ps"):
        (tmp_path / folder).mkdir(parents=True)
        nbformat.write(new_notebook(cells=cells), tmp_path / folder / "tasks.ipynb")
    (result,) = pipeline.grade(Course(tmp_path), "ps")
    assert result.score == 1
    page = (tmp_path / "feedback" / "ada" / "ps" / "tasks.html").read_text()
    assert f"data:image/png;base64,{png}" in page
    assert "<em>a &lt;plan&gt;</em>" in page
