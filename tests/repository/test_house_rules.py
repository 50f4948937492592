"""Imports run downward, along the house's rules; read from the syntax trees, nothing is run."""

import ast
import re
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

NUMERICS = {
    *("activations", "losses", "initializers", "perceptron", "scalar_net", "mlp", "optimizers"),
    *("autodiff", "gradient_checking", "numerical_derivatives", "signal_propagation", "datasets"),
    *("mlp_classifier", "mnist_files", "net_stack"),
    "signal_theory",
}
ESTIMATORS = {"perceptron", "mlp_classifier", "datasets"}  # these may use scikit-learn
LIGHT = ("scipy", "sklearn", "matplotlib", "ipywidgets", "anywidget", "nbgrader", "IPython")
WHO_AND_WHERE = re.compile(r"gethostname|getnode|getuser|getlogin|\buname\b|platform\.node|getpass")
STUDENT_SIDE_NEVER = ("fcntl", "resource", "pwd", "grp", "termios")  # absent on Windows


def imports(path: Path, root: Path = ROOT, *, at_import_time: bool = False) -> set[str]:
    """Return the full names of the modules that a file imports (also the ones in functions)."""
    package = path.relative_to(root).with_suffix("").parts
    package = package if package[-1] == "__init__" else package[:-1]
    package = tuple(part for part in package if part != "__init__")
    if path.name != "__init__.py":
        package = path.relative_to(root).parts[:-1]
    names = set()
    for node in nodes(ast.parse(path.read_text(encoding="utf-8")), at_import_time):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


def nodes(tree: ast.AST, at_import_time: bool):
    """Yield the nodes of a tree; without the bodies of functions if asked for."""
    for child in ast.iter_child_nodes(tree):
        if at_import_time and isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        yield child
        yield from nodes(child, at_import_time)


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def named(paths: list[Path]) -> dict:
    return {"argvalues": paths, "ids": [str(path.relative_to(ROOT)) for path in paths]}


def belongs(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def numerics_modules() -> list[Path]:
    files = [path for path in (ROOT / "course_lib").glob("*.py") if path.stem in NUMERICS]
    return files + modules("course_lib/autodiff")


@pytest.mark.parametrize("path", **named(modules("course_lib")))
def test_course_lib_never_imports_the_teachers_side(path):
    assert not [name for name in imports(path) if belongs(name, "course_tools", "nbgrader")]


@pytest.mark.parametrize("path", **named(modules("course_lib")))
def test_course_lib_runs_where_unix_modules_do_not_exist(path):
    found = imports(path, at_import_time=True)
    assert not [name for name in found if belongs(name, *STUDENT_SIDE_NEVER)]


def notebooks() -> list[Path]:
    return [p for f in ("notebooks", "assignments") for p in sorted((ROOT / f).rglob("*.ipynb"))]


@pytest.mark.parametrize("path", **named(modules("course_lib") + notebooks()))
def test_nothing_asks_who_or_where_you_are(path):
    """Neither the library nor a notebook reads the names of a machine, a network card, a user."""
    assert not WHO_AND_WHERE.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", ["socket.gethostname()", "uuid.getnode()", "os.uname().nodename"])
def test_a_question_for_names_is_noticed(code):
    assert WHO_AND_WHERE.search(code)


@pytest.mark.parametrize("path", **named(numerics_modules()))
def test_numerics_import_numpy_and_scipy_alone(path):
    allowed = {"numpy", "scipy", "course_lib", "lazy_loader", *sys.stdlib_module_names}
    if path.stem in ESTIMATORS:
        allowed.add("sklearn")
    outside = {name for name in imports(path) if name.split(".")[0] not in allowed}
    assert not outside
    upward = {
        name
        for name in imports(path)
        if belongs(name, "course_lib.plots", "course_lib.checks", "course_lib.explorers")
    }
    assert not upward


@pytest.mark.parametrize("path", **named(modules("course_lib/checks")))
def test_checks_know_no_reference(path):
    """What is right comes to them as data, or handed in: they import no numerics at all."""
    numerics = [f"course_lib.{name}" for name in NUMERICS]
    assert not [name for name in imports(path) if belongs(name, *numerics, "course_lib.plots")]


@pytest.mark.parametrize("path", **named(modules("course_tools/grading")))
def test_grading_knows_nothing_of_this_course(path):
    others = [
        f"course_tools.{p.name.removesuffix('.py')}" for p in (ROOT / "course_tools").iterdir()
    ]
    allowed = {"course_tools.grading", "course_tools.errors"}
    forbidden = {"course_lib", "sources", *others} - allowed
    assert not [name for name in imports(path) if belongs(name, *forbidden)]


@pytest.mark.parametrize(
    "path",
    **named([p for p in modules("course_tools") if not {"cli", "grading"} & set(p.parts)]),
)
def test_nothing_but_the_command_line_imports_grading(path):
    assert not [name for name in imports(path) if belongs(name, "course_tools.grading")]


@pytest.mark.parametrize("path", **named(modules("course_tools")))
def test_nothing_imports_the_command_line(path):
    if path.relative_to(ROOT).parts[:2] != ("course_tools", "cli"):
        assert not [name for name in imports(path) if belongs(name, "course_tools.cli")]


def test_commands_import_their_work_only_when_called():
    """`course --help` and completion stay quick: heavy packages wait for `run`."""
    heavy = ("nbgrader", "nbconvert", "jupytext", "jupyterlab", "numpy", "rich", *LIGHT)
    for path in modules("course_tools/cli"):
        found = [n for n in imports(path, at_import_time=True) if belongs(n, *heavy)]
        assert not found, f"{path.name} imports {found} before it is called"


def test_no_circle_among_the_modules_of_course_lib():
    graph = {}
    for path in modules("course_lib"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        graph[name] = imports(path, at_import_time=True)
    for name in graph:
        assert name not in reachable(graph, name), f"{name} imports itself in a circle"


def reachable(graph: dict, start: str) -> set[str]:
    """Return the modules that `start` leads to; a package's re-exports are its own business."""
    seen, queue = set(), [n for n in graph[start] if n in graph and not start.startswith(n + ".")]
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            queue += [n for n in graph[name] if n in graph and not name.startswith(n + ".")]
    return seen


def test_the_reader_of_imports_sees_all_kinds(tmp_path):
    file = tmp_path / "course_lib" / "checks" / "shapes.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        "import os.path\nfrom . import messages\nfrom ..losses import LOSSES\n"
        "def later():\n    from course_tools import build\n"
    )
    assert imports(file, tmp_path) >= {
        *("os.path", "course_lib.checks.messages", "course_lib.losses.LOSSES"),
        "course_tools.build",
    }
    assert "course_tools.build" not in imports(file, tmp_path, at_import_time=True)
