"""What the text of a cell says: which names it uses, binds and patches. Nothing is executed."""

import ast
import functools
import symtable
import threading

_one_at_a_time = threading.Lock()  # Python 3.11 counts the depth of all threads' trees in one place


def tree_of(source: str) -> ast.Module:
    """Return the syntax tree of a cell, in any thread. Raises what `ast.parse` does."""
    with _one_at_a_time:
        return ast.parse(source)


def names_in(source: str) -> tuple[set[str], set[str]]:
    """Return the global names that a cell uses, and those that it binds or deletes.

    >>> used, stored = names_in("import math\\nx = f(y)\\ndef g():\\n    return z\\ndel w")
    >>> sorted(used), sorted(stored)
    (['f', 'y', 'z'], ['g', 'math', 'w', 'x'])
    """
    try:
        top = symtable.symtable(source, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return set(), set()
    used = {s.get_name() for s in top.get_symbols() if s.is_referenced()}
    stored = {s.get_name() for s in top.get_symbols() if _is_bound(s)}
    for table in _tables(top):
        names = [s for s in table.get_symbols() if s.is_global()]
        used |= {s.get_name() for s in names if s.is_referenced()}
        stored |= {s.get_name() for s in names if _is_bound(s)}
    return used | set(names_patched(source)), stored


@functools.lru_cache(maxsize=500)
def read_ahead(source: str) -> tuple[str, list[str], list[str]] | None:
    """Return a cell of plain Python as IPython runs it, with the names it uses and binds.

    None of a cell that only IPython can read, in the state in which it is then. What comes of a
    class's test cells is the same for all of it.

    >>> read_ahead("x = f(y)"), read_ahead("%time f(y)")
    (('x = f(y)\\n', ['f', 'y'], ['x']), None)
    """
    if source[:1].isspace():  # IPython takes away what leads
        return None
    try:
        tree_of(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    code = source if source.endswith("\n") else f"{source}\n"
    used, stored = names_in(code)
    return code, sorted(used), sorted(stored)


def names_patched(source: str):
    """Yield the names that a cell means by texts like those that `mock.patch` takes.

    >>> list(names_patched("with mock.patch('__main__.helper'): f()"))
    ['helper']
    >>> list(names_patched("sys.modules['__main__'].helper = f"))
    ['__main__']
    """
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            module, _, name = node.value.partition(".")
            if module == "__main__" and (name.isidentifier() or not name):
                yield name or module


def patched_elsewhere(source: str) -> list[str]:
    """Return what a cell patches by `mock.patch` and that student code will not see patched.

    >>> patched_elsewhere("with patch('time.sleep'), mock.patch('__main__.f'): f()")
    ['time.sleep']
    >>> patched_elsewhere("@mock.patch.object(time, 'sleep')\\ndef check(slept): f()")
    ['time.sleep']
    """
    found = []
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Call) and node.args:
            function, first = ast.unparse(node.func), node.args[0]
            if function.endswith("patch") and isinstance(first, ast.Constant):
                found.append(str(first.value))
            elif function.endswith(("patch.object", "patch.dict", "monkeypatch.setattr")):
                names = [ast.unparse(argument).strip("'") for argument in node.args[:2]]
                found.append(".".join(names) if "dict" not in function else names[0])
    return [name for name in found if not name.startswith("__main__")]


def _is_bound(symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _tables(table):
    for child in table.get_children():
        yield child
        yield from _tables(child)
