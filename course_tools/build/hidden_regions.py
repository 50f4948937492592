"""What stands between the HIDDEN markers of a test cell: the judgement on fresh cases.

One call that needs no file but course_lib, and binds no name beside the student's.
"""

import ast
from collections.abc import Iterable

from course_tools.build.fixtures import known_wrong_values, parts_of
from course_tools.build.homework import Homework, Task, answer_source
from course_tools.errors import CourseError

MARKERS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN", "END HIDDEN")


def hidden_region(homework: Homework, task: Task) -> str:
    """Return the text below `check(…)` in the solutions' notebook, without the markers.

    Raises `CourseError` if a source holds one of nbgrader's markers: it would cut the cell.
    """
    if task.kind == "number":
        material = _number_material(homework, task)
    else:
        material = _function_material(homework, task)
    lines = "".join(f'    "{key}": {text},\n' for key, text in material.items())
    name = f"{homework.prefix}/{task.name}"
    text = f'check.hidden("{name}", {task.name}, {{\n{lines}}})'
    if marker := next((marker for marker in MARKERS if marker in text), None):
        raise CourseError(
            f"{homework.folder}: the reference or a bug of '{task.name}' holds '{marker}'."
        )
    return text


def _number_material(homework: Homework, task: Task) -> dict[str, str]:
    wrong = {
        bug: f"({literal(message)}, {value!r})"
        for bug, (message, value) in known_wrong_values(homework, task).items()
    }
    return {
        "kind": '"number"',
        "uses": repr(list(homework.all_uses(task))),
        "parts": repr(list(parts_of(homework, task))),
        "expected": repr(homework.reference[task.name]),
        "wrong": _dict(wrong),
    }


def _function_material(homework: Homework, task: Task) -> dict[str, str]:
    bugs = homework.bugs_of(task.name)
    sources = [answer_source(bug) for bug in bugs]
    roots = {task.name, f"cases_{task.name}", f"law_{task.name}"}.union(*map(names_in, sources))
    context = f"{homework.setup}\n{homework.reference_source}"
    return ({} if task.kind == "function" else {"kind": f'"{task.kind}"'}) | {
        "points": repr(task.points),
        "uses": repr(list(homework.all_uses(task))),
        "parts": repr(list(parts_of(homework, task))),
        "reference": literal(needed(context, roots)),
        "bugs": _dict(
            {
                bug.name: f"({literal(bug.message)}, {literal(source)})"
                for bug, source in zip(bugs, sources, strict=True)
            }
        ),
    }


def _dict(entries: dict[str, str]) -> str:
    if not entries:
        return "{}"
    return "{\n" + "".join(f'        "{key}": {text},\n' for key, text in entries.items()) + "    }"


def literal(text: str) -> str:
    """Return text as a Python literal, readable where that is possible.

    >>> print(literal("def f():"), literal("two" + chr(10) + "lines"))
    'def f():' r'''
    two
    lines'''
    """
    plain = f"r'''\n{text}'''"
    readable = "\n" in text and "'''" not in text and not text.endswith(("\\", "'"))
    return plain if readable else repr(text)


def needed(source: str, roots: Iterable[str]) -> str:
    """Return the statements of a module that some names need, in their order, without comments.

    >>> print(needed("import os, sys\\na = 1\\ndef f(): return a\\nb = 2", {"f"}))
    a = 1
    def f(): return a
    """
    statements = ast.parse(source).body
    wanted, kept = set(roots), set()
    while True:
        found = {i for i, node in enumerate(statements) if _bound(node) & wanted} - kept
        if not found:
            break
        kept |= found
        wanted = wanted.union(*(_names(statements[i]) for i in found))
    texts = [_text(source, statements[i]) for i in sorted(kept)]
    return "\n".join(dict.fromkeys(texts))  # the notebook and the reference import the same


def _text(source: str, statement: ast.stmt) -> str:
    decorators = getattr(statement, "decorator_list", [])
    first = min(node.lineno for node in (statement, *decorators))
    return "\n".join(source.splitlines()[first - 1 : statement.end_lineno])


def names_in(source: str) -> set[str]:
    """Return all names that a source reads or binds."""
    return _names(ast.parse(source))


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _bound(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in statement.names}
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    names = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
    return {node.id for node in names if isinstance(node.ctx, ast.Store)}
