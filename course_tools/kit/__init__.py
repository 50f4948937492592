"""The kit: the zip that students get. Notebooks, assignments, course_lib, and first steps.

It is made from a list of what goes in, never by leaving things out: nothing of the sources, the
solutions or the teacher's tools can slip through, and the leak scan looks at the rest.
"""

import json
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from course_tools.build.leaks import refuse_leaks
from course_tools.errors import CourseError
from course_tools.kit.student_lock import student_lock

HERE = Path(__file__).parent
FOLDERS = {  # folder → the kinds of file that students need from it
    "notebooks": {".ipynb", ".csv", ".json", ".npz", ".png"},
    "assignments": {".ipynb", ".csv", ".json", ".npz", ".png"},
    "course_lib": {".py", ".json", ".css", ".html", ".js"},
}
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the same files give the same bytes, whenever they are packed


def kit_files(root: Path) -> dict[str, bytes]:
    """Return path in the kit → content, of everything that students get.

    Raises `CourseError` if the notebooks or the assignments are not built.
    """
    files = {path: (root / path).read_bytes() for path in student_paths(root)}
    for folder in ("notebooks", "assignments"):
        if not any(path.startswith(f"{folder}/") for path in files):
            raise CourseError(f"{root / folder} holds no notebooks; call `course build` first.")
    files["FIRST_STEPS.md"] = (HERE / "FIRST_STEPS.md").read_bytes()
    files["jupyter_lab_config.py"] = (HERE / "jupyter_lab_config.py").read_bytes()
    files["LICENSE"] = (root / "LICENSE").read_bytes()
    files["pyproject.toml"] = student_pyproject(root / "pyproject.toml").encode()
    files["requirements.txt"] = student_lock(root).encode()
    return dict(sorted(files.items()))


def student_paths(root: Path) -> Iterator[str]:
    """Yield the paths, relative to `root`, of the built and library files in the kit."""
    for folder, kinds in FOLDERS.items():
        for path in (root / folder).rglob("*"):
            relative = path.relative_to(root)
            hidden = any(part.startswith((".", "__pycache__")) for part in relative.parts)
            if path.is_file() and path.suffix in kinds and not hidden:
                yield relative.as_posix()


def student_pyproject(pyproject: Path) -> str:
    """Return the kit's own pyproject.toml: course_lib and what it needs, nothing else."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    data = project["tool"]["setuptools"]["package-data"]["course_lib"]
    ours = project["project"]
    dependencies = "".join(f"    {json.dumps(text)},\n" for text in ours["dependencies"])
    return f"""\
[build-system]
requires = {json.dumps(project["build-system"]["requires"])}
build-backend = "setuptools.build_meta"

[project]
name = "{ours["name"]}-kit"
version = "{ours["version"]}"
description = "The students' kit of {ours["name"]}: course_lib and what it needs."
requires-python = "{ours["requires-python"]}"
license = "{ours["license"]}"
license-files = ["LICENSE"]
dependencies = [
{dependencies}]

[tool.setuptools.packages.find]
include = ["course_lib*"]

[tool.setuptools.package-data]
"course_lib" = {json.dumps(data)}
"""


def kit_name(root: Path) -> str:
    """Return the name of the kit's folder and, with `.zip`, of its file."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name']}-{project['version']}"


def write_kit(root: Path, target: Path) -> Path:
    """Write the zip, scanned for leaks first; return its path.

    Raises `CourseError` if something is not built, or if the scan finds anything.
    """
    files = kit_files(root)
    refuse_leaks(root, files)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    with zipfile.ZipFile(unfinished, "w") as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(f"{kit_name(root)}/{path}", date_time=EARLIEST)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return unfinished.replace(target)
