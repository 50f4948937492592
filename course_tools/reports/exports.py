"""Tables as CSV, made harmless for the spreadsheets that open them."""

import csv
import io
import tempfile
from collections.abc import Iterable
from pathlib import Path


def harmless(cell: object) -> str:
    """Return a cell's text such that no spreadsheet takes it for a formula; numbers stay.

    >>> harmless("=HYPERLINK(1)"), harmless(-1.5), harmless("-1+cmd"), harmless(None)
    ("'=HYPERLINK(1)", '-1.5', "'-1+cmd", '')
    """
    text = "" if cell is None else str(cell).encode("utf-8", "replace").decode("utf-8")
    if not text.lstrip().startswith(("=", "+", "-", "@")) and not text.startswith(("\t", "\r")):
        return text
    return text if _is_number(text) else "'" + text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def write_csv(path: Path, rows: Iterable[Iterable[object]]) -> None:
    """Write rows as UTF-8 CSV, every cell harmless."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([harmless(cell) for cell in row] for row in rows)


def export_gradebook(course, path: Path, assignment: str) -> None:
    """Write nbgrader's own export of an assignment's marks (`nbgrader export`) to `path`."""
    from nbgrader.plugins import CsvExportPlugin

    with tempfile.TemporaryDirectory() as folder, course.gradebook() as book:
        raw = Path(folder) / "grades.csv"
        CsvExportPlugin(parent=course.app, to=str(raw), assignment=[assignment]).export(book)
        text = raw.read_text(encoding="utf-8")
    write_csv(path, csv.reader(io.StringIO(text)))
