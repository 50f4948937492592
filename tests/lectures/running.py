"""Run a notebook once, from top to bottom, in a fresh kernel, and look at all it put out."""

import copy
import html.parser
import re

import nbformat
from nbclient import NotebookClient

CPU_CELL = "import time as _time; print(_time.process_time())"
STRAY = re.compile(
    r"<[\w.]+ (object )?at 0x|<matplotlib|\bFigure\(|\bText\(|\bnp\.\w+\(|<function |it/s\]"
)
SHORTEST_ALT = 40


def run(notebook, folder):
    """Return the executed notebook and the CPU seconds that its kernel took."""
    notebook = copy.deepcopy(notebook)
    notebook.cells.append(nbformat.v4.new_code_cell(CPU_CELL))
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.execute()
    seconds = float(notebook.cells.pop().outputs[0].text)
    return notebook, seconds


def outputs(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield cell, output


def noise(notebook) -> list[str]:
    """Complain of errors, warnings, and output that no reader was meant to see."""
    complaints = []
    for cell, output in outputs(notebook):
        where = cell.source[:60]
        if output.output_type == "error" or output.get("name") == "stderr":
            complaints.append(f"{output.get('text') or output.evalue} in: {where}")
        text = output.get("text", "") + output.get("data", {}).get("text/plain", "")
        if STRAY.search(text):
            complaints.append(f"stray output {text[:80]!r} in: {where}")
    return complaints


class Images(html.parser.HTMLParser):
    """Collect the attributes of every <img> in a piece of HTML."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.found.append(dict(attributes))


def images(notebook) -> list[dict]:
    found = []
    for _, output in outputs(notebook):
        found += Images(output.get("data", {}).get("text/html", "")).found
    return found


def figures_without_description(notebook) -> list[str]:
    complaints = []
    for cell, output in outputs(notebook):
        data = output.get("data", {})
        if any(kind.startswith("image/") for kind in data):
            complaints.append(
                f"a bare image, which has no alternative text, in: {cell.source[:60]}"
            )
        for image in Images(data.get("text/html", "")).found:
            if len(image.get("alt") or "") < SHORTEST_ALT:
                complaints.append(f"alternative text {image.get('alt')!r} in: {cell.source[:60]}")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for alt in re.findall(r"!\[(.*?)\]\(", cell.source):
                if len(alt) < SHORTEST_ALT:
                    complaints.append(f"alternative text {alt!r} in: {cell.source[:60]}")
    return complaints
