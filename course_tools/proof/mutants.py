"""Mechanical mutants of a solution: one small change each, as a slip of the hand would make it."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

SWAPPED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
PAIRS = (
    *(("sum", "mean"), ("maximum", "minimum"), ("max", "min"), ("exp", "expm1"), ("log", "log1p")),
    *(("sqrt", "square"), ("zeros", "ones"), ("zeros_like", "ones_like"), ("any", "all")),
    *(("var", "std"), ("argmax", "argmin"), ("sinh", "cosh"), ("normal", "uniform")),
)
TWINS = dict(PAIRS) | {two: one for one, two in PAIRS}


@dataclass(frozen=True)
class Mutant:
    """A changed solution, what was changed, and the line as it reads now."""

    task: str
    source: str
    change: str
    line: str = ""


def mutants(task: str, source: str) -> Iterator[Mutant]:
    """Yield every mutant of a solution's source, each once.

    >>> [(m.change, m.line) for m in mutants("f", "def f(a):\\n    return a - 1")]
    [('- becomes +', 'return a + 1'), ('1 becomes 2', 'return a - 2')]
    """
    tree = ast.parse(source)
    original = ast.unparse(tree)
    seen = {original}
    for index, node in enumerate(ast.walk(tree)):
        for number, (_, said) in enumerate(_changes(node)):
            mutated = copy.deepcopy(tree)
            twin = next(n for i, n in enumerate(ast.walk(mutated)) if i == index)
            change, _ = list(_changes(twin))[number]
            change()
            text = ast.unparse(ast.fix_missing_locations(mutated))
            if text not in seen:
                seen.add(text)
                yield Mutant(task, text, said, _new_line(original, text))


def _new_line(before: str, after: str) -> str:
    """Return the first line that differs."""
    pairs = zip_longest(before.splitlines(), after.splitlines(), fillvalue="")
    return next(new.strip() for old, new in pairs if old != new)


def _changes(node: ast.AST) -> Iterator[tuple]:
    """Yield (a function that makes the change, what it changes) for one node."""
    if isinstance(node, ast.BinOp | ast.AugAssign | ast.BoolOp):
        yield from _swap(node, "op", node.op)
    elif isinstance(node, ast.Compare):
        for i, operator in enumerate(node.ops):
            for new in _other(operator):
                yield (lambda i=i, new=new: node.ops.__setitem__(i, new)), _said(operator, new)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield (lambda: setattr(node, "op", ast.UAdd())), "a minus is dropped"
    elif isinstance(node, ast.Constant):
        yield from _constant(node)
    elif isinstance(node, ast.Attribute):
        yield from _attribute(node)
    elif isinstance(node, ast.Call):
        yield from _call(node)
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        yield (lambda: node.value.elts.reverse()), "the results change places"


def _swap(node: ast.AST, name: str, operator: ast.AST) -> Iterator[tuple]:
    for new in _other(operator):
        yield (lambda new=new: setattr(node, name, new)), _said(operator, new)


def _other(operator: ast.AST) -> Iterator[ast.AST]:
    if type(operator) in SWAPPED:
        yield SWAPPED[type(operator)]()


def _said(old: ast.AST, new: ast.AST) -> str:
    return f"{SIGNS[type(old)]} becomes {SIGNS[type(new)]}"


SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**",
    ast.FloorDiv: "//", ast.Mod: "%", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Eq: "==", ast.NotEq: "!=", ast.And: "and", ast.Or: "or",
}  # fmt: skip


def _constant(node: ast.Constant) -> Iterator[tuple]:
    if type(node.value) in (int, float):
        for new in (node.value + 1,) if node.value else (1, -1):
            yield (lambda new=new: setattr(node, "value", new)), f"{node.value} becomes {new}"
    elif type(node.value) is bool:
        yield (
            (lambda: setattr(node, "value", not node.value)),
            f"{node.value} becomes {not node.value}",
        )


def _attribute(node: ast.Attribute) -> Iterator[tuple]:
    if node.attr in TWINS:
        new = TWINS[node.attr]
        yield (lambda: setattr(node, "attr", new)), f"{node.attr} becomes {new}"
    elif node.attr == "T":
        yield (lambda: setattr(node, "attr", "real")), "a transposition is dropped"


def _call(node: ast.Call) -> Iterator[tuple]:
    if len(node.args) == 2 and not any(isinstance(a, ast.Starred) for a in node.args):
        yield (lambda: node.args.reverse()), "two arguments change places"
    for i, keyword in enumerate(node.keywords):
        if keyword.arg in ("axis", "keepdims"):
            yield (lambda i=i: node.keywords.pop(i)), f"{keyword.arg} is left out"
