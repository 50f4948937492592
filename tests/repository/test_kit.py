"""The students' kit: what is in it, what never is, and that it works on a machine of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest

from course_tools import kit, set_up
from course_tools.errors import CourseError

HOMEWORK = "hw3_backprop"


@pytest.fixture(scope="module")
def archive(root, tmp_path_factory):
    """Return the path of a freshly written kit."""
    return kit.write_kit(root, tmp_path_factory.mktemp("dist") / "kit.zip")


@pytest.fixture
def course(root, tmp_path):
    """Return a copy of what a kit is made from, to be changed."""
    for name in (*kit.FOLDERS, "solutions", "sources"):
        ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(root / name, tmp_path / name, ignore=ignored)
    for name in ("pyproject.toml", "requirements.txt", "LICENSE"):
        shutil.copy(root / name, tmp_path)
    return tmp_path


def names(archive):
    """Return the paths in the zip below its one top folder."""
    paths = [path.split("/", 1) for path in zipfile.ZipFile(archive).namelist()]
    assert len({top for top, _ in paths}) == 1
    return [path for _, path in paths]


def test_kit_holds_what_a_student_needs(archive):
    assert {
        *("FIRST_STEPS.md", "LICENSE", "pyproject.toml", "requirements.txt"),
        *("notebooks/00_start_here.ipynb", "course_lib/__init__.py"),
        *(f"assignments/{HOMEWORK}/{HOMEWORK}.ipynb", f"assignments/{HOMEWORK}/fixtures.json"),
    } <= set(names(archive))


def test_kit_holds_nothing_of_the_teachers_side(archive):
    tops = {path.split("/")[0] for path in names(archive)}
    assert tops == {
        *("FIRST_STEPS.md", "LICENSE", "pyproject.toml", "requirements.txt"),
        *("jupyter_lab_config.py", "notebooks", "assignments", "course_lib"),
    }
    assert not [p for p in names(archive) if re.search(r"pycache|checkpoint|\.pyc|/\.", p)]
    content = zipfile.ZipFile(archive)
    for name in content.namelist():
        text = content.read(name).decode("utf-8", "ignore")
        assert not re.search("BEGIN (SOLUTION|HIDDEN TESTS)", text), name
        if name.endswith((".py", ".ipynb")):
            assert "course_tools" not in text, name


def test_same_files_give_the_same_bytes(archive, course, tmp_path_factory):
    for path in course.rglob("*"):
        os.utime(path, (1e9, 1e9))
    again = kit.write_kit(course, tmp_path_factory.mktemp("again") / "kit.zip")
    assert again.read_bytes() == archive.read_bytes()


def test_stray_files_stay_out(course):
    for stray in (
        "notebooks/.ipynb_checkpoints/00_start_here-checkpoint.ipynb",
        "notebooks/03_vectorized_backprop.py",
        f"assignments/{HOMEWORK}/reference.py",
        "assignments/gradebook.db",
        "course_lib/__pycache__/mlp.cpython-311.pyc",
    ):
        (course / stray).parent.mkdir(exist_ok=True)
        (course / stray).write_text("{}")
        assert stray not in kit.kit_files(course)


def solved(root, released):
    """Return the released notebook with the instructor's answers in its answer cells."""
    solution = nbformat.read(root / "solutions" / HOMEWORK / f"{HOMEWORK}.ipynb", as_version=4)
    answers = {
        cell.metadata.nbgrader.grade_id: re.sub(
            r"^\s*### (BEGIN|END) SOLUTION\n?", "", cell.source, flags=re.M
        )
        for cell in solution.cells
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code"
    }
    notebook = nbformat.from_dict(released)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(grade_id, cell.source)
    assert answers
    return notebook


def test_an_assignment_that_holds_the_solution_is_refused(root, course):
    path = course / "assignments" / HOMEWORK / f"{HOMEWORK}.ipynb"
    nbformat.write(solved(root, nbformat.read(path, as_version=4)), path)
    with pytest.raises(CourseError, match=HOMEWORK):
        kit.write_kit(course, course / "dist" / "kit.zip")
    assert not list(course.glob("dist/*")), "nothing half-made is left"


def test_missing_notebooks_say_what_to_do(course):
    shutil.rmtree(course / "assignments")
    with pytest.raises(CourseError, match="course build"):
        kit.write_kit(course, course / "dist" / "kit.zip")


def test_kit_has_a_project_of_its_own(archive, root):
    content = zipfile.ZipFile(archive)
    (name,) = [name for name in content.namelist() if name.endswith("/pyproject.toml")]
    project = tomllib.loads(content.read(name).decode())
    ours = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert project["project"]["dependencies"] == ours["dependencies"]
    assert "optional-dependencies" not in project["project"]
    assert "scripts" not in project["project"]
    assert project["tool"]["setuptools"]["packages"]["find"]["include"] == ["course_lib*"]


@pytest.fixture(scope="module")
def unpacked(archive, tmp_path_factory):
    """Unpack the kit and do what FIRST_STEPS says, with uv for speed; return its folder."""
    folder = tmp_path_factory.mktemp("student")
    zipfile.ZipFile(archive).extractall(folder)
    (folder,) = folder.iterdir()
    programs = Path(sys.executable).parent
    environment = set_up.uv_environment(programs)
    for command in (
        ["venv", "--quiet", "--python", sys.executable, ".venv"],
        ["pip", "install", "--quiet", "--requirement", "requirements.txt"],
        ["pip", "install", "--quiet", "--no-deps", "."],
    ):
        if command[0] == "pip":
            command[2:2] = ["--python", ".venv/bin/python"]
        subprocess.run([programs / "uv", *command], cwd=folder, env=environment, check=True)
    return folder


def python(folder, *arguments, cwd=None):
    """Run the kit's own Python, with nothing of this checkout in reach."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "JUPYTER"))}
    answer = subprocess.run(
        [folder / ".venv/bin/python", *arguments],
        cwd=cwd or folder / "notebooks",
        env=environment,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


def check_results(folder, notebook):
    """Execute a notebook in its assignment's folder; return what each check cell handed on."""
    assignment = folder / "assignments" / HOMEWORK
    nbformat.write(notebook, assignment / "run.ipynb")
    command = ["--to", "notebook", "--execute", "--inplace", "--log-level=ERROR", "run.ipynb"]
    python(folder, "-m", "jupyter", "nbconvert", *command, cwd=assignment)
    executed = nbformat.read(assignment / "run.ipynb", as_version=4)
    (assignment / "run.ipynb").unlink()
    return [
        output["data"]["application/vnd.course-check+json"]
        for cell in executed.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "application/vnd.course-check+json" in output.get("data", {})
    ]


@pytest.mark.slow
def test_installed_kit_brings_its_own_course_lib_and_no_teachers_tools(unpacked):
    place = python(unpacked, "-c", "import course_lib; print(course_lib.__file__)")
    assert str(unpacked / ".venv") in place
    python(
        unpacked,
        "-c",
        "import importlib.util as u, sys\n"
        "sys.exit(any(map(u.find_spec, ['course_tools', 'nbgrader', 'pytest', 'uv'])))",
    )


@pytest.mark.slow
def test_course_lib_of_the_kit_imports_without_unix_modules(unpacked):
    program = (
        "import importlib, pkgutil, sys\n"
        "sys.modules.update(fcntl=None, resource=None, pwd=None, grp=None, termios=None)\n"
        "import course_lib\n"
        "found = [m.name for m in pkgutil.walk_packages(course_lib.__path__, 'course_lib.')]\n"
        "for name in found: importlib.import_module(name)\n"
        "print(len(found))\n"
    )
    assert int(python(unpacked, "-c", program)) > 10


@pytest.mark.slow
def test_released_homework_runs_in_the_kit_and_nothing_is_attempted_yet(unpacked):
    path = unpacked / "assignments" / HOMEWORK / f"{HOMEWORK}.ipynb"
    results = check_results(unpacked, nbformat.read(path, as_version=4))
    assert len(results) >= 8
    assert {result["state"] for result in results} <= {"not_attempted", "recorded"}
    assert sum(result["points"] for result in results) == 0


@pytest.mark.slow
def test_right_answers_get_full_points_in_the_kit(unpacked, root):
    path = unpacked / "assignments" / HOMEWORK / f"{HOMEWORK}.ipynb"
    fixtures = json.loads(path.with_name("fixtures.json").read_text())["tasks"]
    functions = {name for name, task in fixtures.items() if task["kind"] == "function"}
    results = check_results(unpacked, solved(root, nbformat.read(path, as_version=4)))
    judged = {result["task"].split("/")[1]: result for result in results}
    assert functions <= set(judged)
    for name in functions:
        assert judged[name]["state"] == "right", judged[name]
        assert judged[name]["points"] == fixtures[name]["points"]
