"""Slides: each lecture, run and written as a reveal.js page that opens from a disk, offline.

reveal.js and MathJax come from npm as `package-lock.json` pins them, and lie beside the pages.
Explorers and sliders are stills there; `jupyterlab-slideshow` shows the same slides with a kernel.
"""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from course_tools.errors import CourseError, UsageError
from course_tools.views import installed

HERE = Path(__file__).parent
OUTPUT, ASSETS = Path("dist", "slides"), "assets"
WIDGET = "application/vnd.jupyter.widget-view+json"
NEEDED = {  # what pages load, of what npm installs: in the package → in ASSETS
    "reveal.js/dist/reveal.css": "reveal.js/dist/reveal.css",
    "reveal.js/dist/reveal.js": "reveal.js/dist/reveal.js",
    "reveal.js/dist/theme/white.css": "reveal.js/dist/theme/white.css",
    "reveal.js/dist/theme/fonts/source-sans-pro": "reveal.js/dist/theme/fonts/source-sans-pro",
    "reveal.js/plugin/notes/notes.js": "reveal.js/plugin/notes/notes.js",
    "reveal.js/LICENSE": "reveal.js/LICENSE",
    "mathjax/es5/tex-svg-full.js": "mathjax/tex-svg-full.js",
    "mathjax/LICENSE": "mathjax/LICENSE",
}


def lectures(root: Path, names: Iterable[str] = ()) -> list[Path]:
    """Return the built notebooks that are named (by file, stem, or number), all without a name.

    Raises `UsageError` for a name that is none, `CourseError` if nothing is built.
    """
    paths = sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    if not paths:
        raise CourseError(f"{root / 'notebooks'} holds no notebooks; call `course build`.")
    chosen = []
    for name in names:
        stem = Path(name).stem
        found = [path for path in paths if path.stem == stem or path.stem.startswith(f"{stem}_")]
        if not found:
            raise UsageError(f"no lecture {name!r}; there are {', '.join(p.stem for p in paths)}.")
        chosen += found
    return chosen or paths


def write_slides(root: Path, paths: Iterable[Path], output: Path) -> Iterator[Path]:
    """Write the slides of notebooks and what they load into a folder; yield each page written.

    Raises `CourseError` if a cell fails, or if npm cannot install.
    """
    copy_assets(installed(root, HERE, "slides"), output / ASSETS)
    for path in paths:
        page = output / f"{path.stem}.html"
        page.write_text(slides(executed(path), path.stem), encoding="utf-8")
        yield page


def copy_assets(packages: Path, target: Path) -> None:
    """Copy what the pages load."""
    shutil.rmtree(target, ignore_errors=True)
    for source, place in NEEDED.items():
        found = packages / "node_modules" / source
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if found.is_dir() else shutil.copy)(found, target / place)


def executed(path: Path):
    """Return a notebook after all of its cells have run; `CourseError` names the one that fails."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    try:
        NotebookClient(notebook, timeout=600, resources=resources).execute()
    except CellExecutionError as error:
        raise CourseError(f"{path}: {error.ename}: {error.evalue}") from None
    return notebook


def slides(notebook, name: str) -> str:
    """Return an executed notebook as a reveal.js page that loads from ASSETS alone."""
    from nbconvert.exporters import SlidesExporter
    from traitlets.config import Config

    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)  # the still beside it is shown
    notebook.metadata.pop("widgets", None)
    notebook.metadata["title"] = notebook.cells[0].source.split("\n")[0].lstrip("# ")
    removing = {"enabled": True, "remove_input_tags": {"hide-input"}}
    exporter = SlidesExporter(
        config=Config(TagRemovePreprocessor=removing),
        extra_template_basedirs=[str(HERE)],
        template_name="template",
        reveal_url_prefix=f"{ASSETS}/reveal.js",
        reveal_theme="white",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    resources = {"metadata": {"name": name}, "assets": ASSETS}
    return exporter.from_notebook_node(notebook, resources)[0]
