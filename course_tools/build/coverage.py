"""sources/coverage.toml → docs/coverage.md: every item of the sources, and where it is taught.

A lecture's cell is named by words that stand in it and in no other of its notebook, a homework's by
its task, so that a link cannot outlive what it leads to.
"""

import functools
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from course_tools.errors import CourseError

SOURCE, PAGE = "sources/coverage.toml", "docs/coverage.md"
NUMBERS = "tests/data/published_numbers.json"
MISSING = "*to come*"
HEAD = """# Coverage

What the course's sources teach, item by item, and the cell that teaches it. `course build` makes
this page from `sources/coverage.toml`; a test fails when an item has no cell, a cell is gone, a
published number is not computed, or an erratum has neither a right statement nor a test.

Sources: **T** M. Turcotte, *Training Artificial Neural Networks (Part 2)*, CSI 4106, University of
Ottawa, Fall 2025 · **M** A. Masood, *Teaching Backpropagation and Vanishing Gradients in Neural
Networks*, notebook run by A. M. Asad, Jan 2025 · **E** M. Sonnewald, *ECS171 L8: NN
Backpropagation*, UC Davis · **H** K. Han, S. Suárez Dou, *Artificial Neural Networks – a gentle
introduction*, MCMP-21, University of Luxembourg, Nov 2024.
"""


@dataclass(frozen=True)
class Place:
    """A cell of a built notebook: its path, its id, and the title of the part it stands in."""

    path: str
    cell: str
    part: str

    def link(self) -> str:
        """Return a link in markdown; JupyterLab scrolls to the part that is named behind the #."""
        stem = Path(self.path).stem
        anchor = "#" + self.part.replace(" ", "-") if self.part else ""
        name = f"homework {stem[2]}" if stem.startswith("hw") else f"lecture {int(stem[:2])}"
        part = re.match(r"\d+", self.part)
        where = f", part {part[0]}" if part else f", {self.part}" if self.part else ""
        return f"[{name}{where}](<../{self.path}{anchor}>) `{self.cell}`"


class Cells:
    """All cells of the built notebooks, to be found by what they say."""

    def __init__(self, built: Mapping[str, bytes]):
        self.notebooks = {
            Path(path).name.split("_")[0]: (path, content)
            for path, content in built.items()
            if re.match(r"notebooks/\d\d_.*\.ipynb$|assignments/.*/hw\d+_[^/]*\.ipynb$", path)
        }

    def find(self, name: str) -> Place:
        """Return the cell that "03 | words" names; `CourseError` unless there is exactly one."""
        notebook, _, words = name.partition(" | ")
        if notebook not in self.notebooks:
            raise CourseError(f"{SOURCE}: no notebook {notebook!r}, which {name!r} names.")
        path, places = self._places(notebook)
        by_id = notebook.startswith("hw")
        found = [p for text, p in places if (words == p.cell if by_id else words in text)]
        if len(found) != 1:
            raise CourseError(f"{SOURCE}: {name!r} names {len(found)} cells of {path}, not one.")
        return found[0]

    @functools.cache  # noqa: B019 (one object a build)
    def _places(self, notebook: str) -> tuple[str, list[tuple[str, Place]]]:
        path, content = self.notebooks[notebook]
        part, places = "", []
        for cell in json.loads(content)["cells"]:
            text = "".join(cell["source"])
            if cell["cell_type"] == "markdown" and (title := re.search(r"^## (.*)$", text, re.M)):
                part = title[1]
            places.append((text, Place(path, cell["id"], part)))
        return path, places


def built(root: Path, notebooks: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return path → content of the page; nothing for a course without `sources/coverage.toml`.

    `notebooks` is what else is built. Raises `CourseError` for a cell that is not there.
    """
    if not (root / SOURCE).is_file():
        return {}
    return {PAGE: "\n".join(_page(inventory(root), Cells(notebooks), root)).encode()}


def inventory(root: Path) -> dict:
    """Return what the source says: topics with rows, published numbers, errata, acquittals."""
    return tomllib.loads((root / SOURCE).read_text(encoding="utf-8"))


def _page(data: dict, cells: Cells, root: Path) -> Iterator[str]:
    yield HEAD
    for topic in data["topic"]:
        yield f"## {topic['title']}\n\n| item | from | taught in |\n|---|---|---|"
        for row in topic["rows"]:
            yield f"| {row['item']} | {row['from']} | {_links(row, cells)} |"
        yield ""
    yield "## Published numbers\n"
    yield f"Computed again by `tests/numerics/test_published_numbers.py`; `{NUMBERS}` has them.\n"
    yield "| numbers | from | agree | differ | not computable | shown in |"
    yield "|---|---|---:|---:|---:|---|"
    rows = {row["id"]: row for row in json.loads((root / NUMBERS).read_text(encoding="utf-8"))}
    for group in data["published"]:
        counts = " | ".join(str(n) for n in _counts([rows[name] for name in group["numbers"]]))
        yield f"| {group['title']} | {group['from']} | {counts} | {_links(group, cells)} |"
    yield "\n## Errata\n\nWhere the sources err, what the course says instead, and what holds it.\n"
    yield "| from | printed | right | said in | held by |\n|---|---|---|---|---|"
    for row in data["erratum"]:
        texts = f"{row['from']} | {row['wrong']} | {row['right']}"
        yield f"| {texts} | {_links(row, cells)} | {_tests(row)} |"
    yield "\n## Suspected, and right\n\n| from | what | said in | held by |\n|---|---|---|---|"
    for row in data["acquitted"]:
        yield f"| {row['from']} | {row['what']} | {_links(row, cells)} | {_tests(row)} |"
    yield ""


def _links(row: dict, cells: Cells) -> str:
    return " · ".join(cells.find(name).link() for name in row["cells"]) or MISSING


def _tests(row: dict) -> str:
    return " · ".join(f"`{test}`" for test in row["tests"]) or MISSING


def _counts(rows: list[dict]) -> tuple[int, int, int]:
    computed = [row["verdict"] for row in rows if "not_computed" not in row]
    return computed.count("agrees"), computed.count("differs"), len(rows) - len(computed)
