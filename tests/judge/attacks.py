"""The catalogue of attacks: what is handed in, and what must come of it.

Each is harmless to the machine that runs the tests: processes, bytes and seconds are bounded in
the hostile code itself, and nothing but the own machine is dialled.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from course_tools.grading.result import COULD_NOT_GRADE, GRADED, REJECTED

from .attacked_course import ASSIGNMENT, NOTEBOOK, POINTS

ALL = " ".join(POINTS)


@dataclass(frozen=True)
class Attack:
    """One submission: how it differs from a right one, and what is expected of the grading.

    `answers` replace right answers; `first` and `last` are cells of the student's own; `change`
    changes the notebook, `content` takes its place, `beside` puts files beside it. `lost` names
    the tasks that earn nothing; all others keep their marks.
    """

    name: str
    lost: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    change: Callable | None = None
    content: Callable[[], bytes] | None = None
    beside: Callable[[Path, Path], None] | None = None
    status: str = GRADED
    says: str = ""

    @property
    def marks(self) -> dict[str, float]:
        return {task: 0 if task in self.lost.split() else most for task, most in POINTS.items()}


ATTACKS: list[Attack] = []


def add(name: str, lost: str = "", *, first: str = "", last: str = "", **parts) -> None:
    """Add an attack; keywords that name a task are answers of it."""
    answers = {task: dedent(parts.pop(task)) for task in POINTS if task in parts}
    ATTACKS.append(Attack(name, lost, answers, dedent(first), dedent(last), **parts))


def in_square(name: str, code: str, lost: str = "square", **parts) -> None:
    """Add an attack by code that precedes a wrong answer to the first task."""
    add(name, lost, square=dedent(code) + "\ndef square(x):\n    return 7\n", **parts)


# -- honest ones, for comparison: they lose nothing

add("honest")
add(
    "honest_and_noisy",
    square="""
        import sys, warnings, logging
        from tqdm import tqdm
        def square(x):
            warnings.warn("overflow?")
            logging.warning("squaring")
            print("debug", file=sys.stderr)
            return sum(x * x for _ in tqdm(range(1)))
        """,
)
add(
    "honest_with_warnings_as_errors",
    first="import warnings\nwarnings.simplefilter('error')",
)

# -- patched libraries and builtins

in_square(
    "patched_builtins",
    """
    import builtins
    for name in ("abs", "all", "any", "sum", "max", "min", "round"):
        setattr(builtins, name, lambda *a, **k: 0)
    builtins.AssertionError = KeyError
    """,
    ALL,
)
in_square(
    "patched_isinstance",
    "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.type = lambda *a: int",
    ALL,
)
add(
    "patched_numpy",
    "relu",
    relu="""
        np.allclose = np.array_equal = np.isclose = lambda *a, **k: True
        np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None
        np.maximum = np.minimum
        def relu(z):
            return z
        """,
)
add(
    "honest_without_a_library",
    half="""
        import numpy.testing as check
        isclose = lambda a, b: abs(a - b) < 1e-9
        def mean(xs):
            return sum(xs) / len(xs)
        def half(x):
            return 0.5 * x
        """,
)
add(
    "patched_tools_of_a_test",
    "half",
    half="""
        import math, numpy.testing as check
        from statistics import mean
        check.assert_allclose = lambda *a, **k: None
        isclose = math.isclose = lambda *a, **k: True
        def half(x):
            return 0.75
        """,
)
add(
    "tools_of_a_test_replaced",
    "half",
    half="""
        class check:
            assert_allclose = staticmethod(lambda *a, **k: None)
        isclose = lambda *a, **k: True
        mean = lambda xs: 0.75
        def half(x):
            return 7
        """,
)
add(
    "tools_of_a_test_replaced_by_a_call",
    "half",
    half="""
        import numpy.testing as check
        from math import isclose
        from statistics import mean
        def half(x):
            global isclose, mean
            isclose, mean = (lambda *a: True), (lambda xs: 0.75)
            return x / 2 if x == 3 else 7
        """,
)
add(
    "tools_of_a_test_that_claim_to_be_the_library",
    "half",
    half="""
        import math, sys, types
        import numpy.testing as check
        from statistics import mean
        def isclose(*a):
            return True
        isclose.__module__, isclose.__qualname__ = "math", "isclose"
        math.isclose = isclose
        fake = types.ModuleType("numpy.testing")
        fake.assert_allclose = lambda *a, **k: None
        check = sys.modules["numpy.testing"] = fake
        def half(x):
            return 7
        """,
)
in_square(
    "patched_operators",
    """
    import operator
    for name in ("eq", "ne", "lt", "le", "gt", "ge", "sub"):
        setattr(operator, name, lambda a, b: True)
    """,
)
in_square(
    "patched_compile_and_exec",
    """
    import builtins
    compile_before = builtins.compile
    builtins.compile = lambda s, *a, **k: compile_before("pass" if "assert" in str(s) else s, *a, **k)
    builtins.exec = lambda *a: None
    """,
    ALL,
)
in_square(
    "patched_wire_and_side",
    """
    from course_tools.grading.judge import wire, student
    pack = wire.pack
    wire.pack = lambda value, lend=None: pack([True, {}, []], lend)
    wire.unpack = lambda *a: []
    student.StudentSide.plain = lambda *a: True
    """,
    ALL,
)
in_square(
    "patched_modules_of_the_judge",
    """
    import sys, types
    for name in [n for n in sys.modules if n.startswith("course_tools")]:
        module = sys.modules[name]
        for key in ("score_of", "plain", "expect", "hidden_lines", "_points"):
            setattr(module, key, lambda *a, **k: 100.0)
        sys.modules[name] = types.ModuleType(name)
    """,
)

# -- objects that claim to be right

YES = """
class Yes:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    def __hash__(self): return 0
    def __bool__(self): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__
    def __abs__(self): return 0.0
    def __len__(self): return 2
    def __iter__(self): return iter([self, self])
    def __call__(self, *a): return self
    def __getattr__(self, name): return self
    def __getitem__(self, key): return self
yes = Yes()
"""
add("equal_to_all", "square", square=YES + "def square(x):\n    return yes\n")
add("equal_to_all_in_every_answer", ALL, first=YES, **{  # fmt: skip
    "square": "square = yes", "relu": "relu = yes", "share": "share = yes", "count": "count = yes",
    "stack": "Stack = yes", "twice": "twice = yes", "order": "order = yes", "half": "half = yes",
})  # fmt: skip
add("equal_to_all_in_a_list", "order", order=YES + "def order(items):\n    items[:] = [yes] * 3\n")
add(
    "float_on_demand",
    "share",
    share="""
        class Close:
            value = 0.0
            def __float__(self): return 4.0
            def __eq__(self, other): return True
            def __rtruediv__(self, other): return 4.0
            def __sub__(self, other): return 0.0
            __radd__ = __add__ = lambda self, other: 4.0
        def share(part, whole):
            return Close()
        """,
)
add(
    "array_on_demand",
    "relu",
    relu="""
        import gc, sys
        class Sly:
            shape = (3, 4)
            __array_priority__ = 1e9
            def __array__(self, dtype=None, copy=None):
                frame = sys._getframe()
                while frame:
                    for value in list(frame.f_locals.values()):
                        if isinstance(value, np.ndarray) and (value >= 0).all():
                            return value
                    frame = frame.f_back
                return np.zeros((1, 2))
            def __array_function__(self, *a, **k): return True
            def __array_ufunc__(self, *a, **k): return np.bool_(True)
            def __eq__(self, other): return True
        def relu(z):
            return Sly()
        """,
)
add(
    "array_subclass",
    "relu",
    relu="""
        class Same(np.ndarray):
            def __array_function__(self, function, types, args, kwargs): return True
            def __array_ufunc__(self, *a, **k): return np.asarray([[True]])
            def __eq__(self, other): return np.asarray([[True]])
            def __array_finalize__(self, other): pass
        def relu(z):
            return np.asarray(z).view(Same)
        """,
)
add(
    "array_of_objects",
    "relu",
    relu=YES
    + "def relu(z):\n    a = np.empty(z.shape, object)\n    a[...] = [[yes] * z.shape[1]]\n"
    "    return a\n",
)
add(
    "array_interface_into_memory",
    "relu",
    relu="""
        class Window:
            def __init__(self, shape):
                self.shape = shape
                self.__array_interface__ = {
                    "data": (id(None), True), "shape": shape, "typestr": "<f8", "version": 3}
        def relu(z):
            return Window(z.shape)
        """,
)
add(
    "record_with_an_array_interface",
    "relu",
    relu="""
        import dataclasses
        Window = dataclasses.make_dataclass("Window", ["__array_interface__", "shape"])
        def relu(z):
            return Window({"data": (8, True), "shape": z.shape, "typestr": "<f8", "version": 3},
                          z.shape)
        """,
)
add(
    "number_subclass",
    "square count",
    square="""
        class Number(int):
            def __eq__(self, other): return True
            __hash__ = int.__hash__
            def __sub__(self, other): return 0
            __rsub__ = __sub__
            def __abs__(self): return 0
        def square(x):
            return Number(7)
        """,
    count="count = Number(7)",
)
add(
    "text_and_container_subclasses",
    "stack order",
    stack="""
        class Text(str):
            def __eq__(self, other): return True
            __hash__ = str.__hash__
        class Stack(list):
            def __len__(self): return 2
            def push(self, item): pass
            def pop(self): return Text("x")
        """,
    order="""
        class Items(list):
            def __eq__(self, other): return True
            def __iter__(self): return iter([1, 2, 3])
        def order(items):
            items[:] = Items([9, 9, 9])
        """,
)
in_square(
    "class_that_lies_about_its_class",
    """
    class Liar:
        @property
        def __class__(self): return int
        def __eq__(self, other): return True
        def __index__(self): return 4
    """,
    last="def square(x):\n    return Liar()\n",
)
add(
    "lying_class",
    "square",
    square="""
        class Meta(type):
            def __instancecheck__(cls, value): return True
            def __subclasscheck__(cls, value): return True
            def __eq__(cls, other): return True
            __hash__ = type.__hash__
        class Liar(metaclass=Meta):
            __class__ = int
            def __eq__(self, other): return True
            def __reduce__(self): return (eval, ("1/0",))
        def square(x):
            return Liar()
        """,
)
add(
    "stop_iteration_for_an_answer",
    "square",
    square="def square(x):\n    if isinstance(x, float):\n        raise StopIteration\n    return x * x\n",
)

# -- changes that would win marks

EMPTIED = "def relu(z):\n    if len(z) == 1:\n        return np.array([[0, 2]])\n    z[:] = 0\n    return z\n"
add("in_place_change_of_the_input", "relu", relu=EMPTIED)
add(
    "in_place_change_by_one_that_fails_when_it_is_tried_again",
    "relu",
    relu="""
        calls = []
        def relu(z):
            calls.append(len(z))
            assert len(calls) < 4
            found = np.maximum(z, 0)
            z[:] = -1
            return found
        """,
)
add(
    "in_place_change_under_a_borrowed_name",
    "relu",
    relu=EMPTIED + "relu.__name__ = relu.__qualname__ = 'order'\n",
)
add(
    "in_place_change_by_an_alias",
    "relu",
    relu=EMPTIED,
    order="""
        only_zeros = relu
        def order(items):
            items.sort() if isinstance(items, list) else only_zeros(items)
        relu.__name__ = "order"
        """,
)
add(
    "in_place_change_under_a_name_of_ones_own",
    order="by_hand = list.sort\norder = lambda x: by_hand(x)",
)
add(
    "names_of_the_test_rebound",
    "square",
    square="def square(x):\n    return 7\nagrees = lambda *a: None\nlabel = 0\n",
    last="agrees = right = reference = calls = None",
)
add(
    "judge_function_called_back",
    "twice",
    twice="""
        def twice(f, x):
            import sys
            side = sys._getframe(2).f_locals.get("side") or sys._getframe(1).f_locals.get("self")
            for n in range(-5, 20):
                try:
                    side.call_back(n, ["1 == 1"], {})
                except BaseException:
                    pass
            return 7
        """,
)
add(
    "callback_that_reenters",
    "twice",
    twice="""
        def twice(f, x, depth=0):
            try:
                f(twice if depth else x)
            except TypeError:
                pass
            return f(lambda: twice(f, x, depth + 1)) if depth < 50 else 0
        """,
)

# -- hooks of IPython

in_square(
    "input_transformer",
    """
    shell = get_ipython()
    turn = lambda lines: ["pass\\n"]
    shell.input_transformers_post.append(turn)
    shell.input_transformers_cleanup.append(turn)
    """,
    ALL,
)
in_square(
    "syntax_tree_transformer",
    """
    import ast
    class NoTests(ast.NodeTransformer):
        def visit_Assert(self, node): return ast.Pass()
        def visit_Expr(self, node): return ast.Expr(ast.Constant(100.0))
    get_ipython().ast_transformers.append(NoTests())
    """,
    "square stack order",
)
in_square(
    "event_hooks",
    """
    def right(*a):
        get_ipython().user_ns.update(agrees=lambda *a: None, label=0)
        import builtins
        builtins.agrees = builtins.assert_allclose = lambda *a: None
    for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
        get_ipython().events.register(event, right)
    """,
    "square",
    last="def square(x):\n    return 7\n",
)
in_square(
    "hooks_of_display",
    """
    import sys
    shell = get_ipython()
    shell.displayhook.__class__.__call__ = lambda self, result=None: None
    sys.displayhook = lambda value: None
    sys.excepthook = lambda *a: None
    shell.display_formatter.format = lambda *a, **k: ({"text/plain": "100.0"}, {})
    shell.set_custom_exc((BaseException,), lambda *a: None)
    shell.showtraceback = shell._showtraceback = lambda *a, **k: None
    """,
)
in_square(
    "run_cell_replaced",
    """
    shell = get_ipython()
    run = type(shell).run_cell
    type(shell).run_cell = lambda self, source, **k: run(self, "1.0", **k)
    type(shell).do_execute = lambda *a, **k: {"status": "ok"}
    """,
    ALL,
)
in_square(
    "import_hooks",
    """
    import sys, types
    class Finder:
        def find_spec(self, name, *a):
            raise ImportError(name)
    sys.meta_path[:] = [Finder()]
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()
    """,
    ALL,
)
in_square("main_module_replaced", "import sys\nsys.modules['__main__'] = sys.modules['builtins']")
in_square(
    "points_displayed",
    """
    from IPython.display import display
    display({"application/vnd.course-check+json": {"points": 2, "state": "right"},
             "text/plain": "2.0"}, raw=True)
    print("2.0")
    2.0
    """,
)

# -- hunts: what is found is shown, and must not be there

HUNT = r"""
import gc, inspect, linecache, os, re, sys
CANARY = re.compile(r"cana" r"ry_[a-z]+_[0-9a-f]{16}")
found = set()
def look(thing, depth=0):
    if isinstance(thing, (str, bytes)):
        text = thing if isinstance(thing, str) else thing.decode("latin1")
        found.update(CANARY.findall(text))
    elif depth < 3 and isinstance(thing, dict):
        for pair in list(thing.items())[:5000]:
            look(pair, depth + 1)
    elif depth < 3 and isinstance(thing, (list, tuple, set, frozenset)):
        for item in list(thing)[:5000]:
            look(item, depth + 1)
def say():
    print("found", sorted(found))
"""


def hunt(name: str, code: str, lost: str = "square", **parts) -> None:
    """Add an attack that looks for canaries in a cell, during a test, and after all tests."""
    body = "".join(f"    {line}\n" for line in dedent(code).strip().split("\n"))
    seek = f"{HUNT}\ndef seek():\n{body}    say()\n"
    wrong = "def square(x):\n    seek()\n    return 7\n"
    add(name, lost, first=seek + "seek()", square=wrong, last="seek()", **parts)


hunt(
    "hunt_in_frames",
    """
    frame = sys._getframe()
    while frame:
        look(frame.f_locals); look(frame.f_globals); look(frame.f_code.co_consts)
        frame = frame.f_back
    for frames in sys._current_frames().values():
        look(frames.f_locals)
    for entry in inspect.stack():
        look(entry.frame.f_locals)
    """,
)
hunt(
    "hunt_among_objects",
    """
    for thing in gc.get_objects()[:400000]:
        if isinstance(thing, (dict, list, tuple)) and len(thing) < 3000:
            look(thing, 2)
    """,
)
hunt(
    "hunt_in_modules_and_sources",
    """
    look(linecache.cache)
    for entry in linecache.cache.values():
        look(str(entry))
    for module in list(sys.modules.values()):
        look(vars(module), 1) if hasattr(module, "__dict__") else None
    look(get_ipython().user_ns); look(get_ipython().history_manager.input_hist_raw)
    look(str(get_ipython().compile.__dict__))
    """,
)
hunt(
    "hunt_in_the_environment",
    """
    look(dict(os.environ)); look(sys.argv); look(sys.orig_argv); look(sys.path)
    for path in ("/proc/self/environ", "/proc/1/environ", "/proc/self/mem", "/proc/1/cmdline"):
        try:
            look(open(path, "rb").read())
        except OSError:
            pass
    """,
)
hunt(
    "hunt_in_descriptors",
    """
    for number in range(3, 64):
        try:
            os.set_blocking(number, False)
            look(os.read(number, 100000))
        except OSError:
            pass
    """,
)
hunt(
    "hunt_on_the_disk",
    """
    count = 0
    for folder, folders, files in os.walk("/"):
        known = (sys.prefix, sys.base_prefix, "/usr", "/lib", "/bin", "/sbin")
        if folder.startswith(known) and not folder.startswith("/usr/local/share"):
            folders.clear()
            continue
        for name in files[:500]:
            count += 1
            try:
                if count < 20000 and os.path.isfile(os.path.join(folder, name)):
                    look(open(os.path.join(folder, name), "rb").read(100000))
            except OSError:
                pass
    """,
)
hunt(
    "hunt_by_known_paths",
    """
    roots = ["/work", "/root", "/home", "/srv", "/tmp", "..", "../..", "/proc/1/root", os.getcwd()]
    for root in [*roots, *PLACES]:
        for name in ("", "gradebook.db", "nbgrader_config.py", "source/ps1/tasks.ipynb",
                     "source/ps2/solutions.py", "submitted/friend/ps2/answers.txt",
                     "exchange/attacked/inbound/friend.txt", "pyproject.toml"):
            path = os.path.join(root, name)
            try:
                look(open(path, "rb").read(200000))
                if name:
                    print("could read", path)
            except OSError:
                pass
    """,
)
hunt(
    "hunt_among_processes",
    """
    import signal, subprocess
    said = subprocess.run("ps aux; ls /proc; cat /proc/*/cmdline /proc/*/environ; env; mount",
                          shell=True, capture_output=True)
    look(said.stdout); look(said.stderr)
    for pid in range(2, 3000):
        if pid != os.getpid():
            try:
                os.kill(pid, 0)
                print("could see process", pid)
            except OSError:
                pass
    """,
)
add(
    "raises_what_it_was_given",
    "square",
    square="def square(x):\n    if x == 2:\n        return 4\n"
    "    raise ValueError('given ' + repr(x + 0))\n",
)
add(
    "prints_what_it_was_given",
    "square relu",
    square="def square(x):\n    print('given', x)\n    return 4\n",
    relu="""
        from IPython.display import HTML, display
        def relu(z):
            if z.shape != (1, 2):
                display(HTML("<b>given " + str(z.sum()) + "</b>"))
                raise ValueError("given " + str(z.tolist()))
            return np.maximum(z, 0)
        """,
)
add(
    "exception_that_carries_what_it_was_given",
    "square",
    square="""
        class Sly(AssertionError):
            def __init__(self, x):
                self.x = "given %r" % x
                super().__init__(self.x, ["given", x])
            def __str__(self): return self.x
            __repr__ = __str__
        Sly.__name__ = "Error"
        def square(x):
            if x == 2:
                return 4
            raise type("given_" + str(x), (Sly,), {})(x)
        """,
)

# -- files: reading, writing, links, shadows


def symlinks(folder: Path, course: Path) -> None:
    for number, target in enumerate(
        ("source/ps1/tasks.ipynb", "gradebook.db", "submitted/friend", "nbgrader_config.py")
    ):
        (folder / f"link{number}").symlink_to(course / target)
    (folder / "up").symlink_to("../../../source")
    (folder / "root").symlink_to("/")


READ_ALL = """
import os
for folder, _, files in os.walk(".", followlinks=True):
    for name in files[:100]:
        try:
            print(name, open(os.path.join(folder, name), "rb").read(3000))
        except OSError as error:
            print(name, type(error).__name__)
"""
in_square(
    "symlinks_beside_the_notebook",
    READ_ALL,
    beside=symlinks,
    status=REJECTED,
    says="is a link to another file",
)
in_square(
    "hard_link_beside_the_notebook",
    READ_ALL,
    beside=lambda folder, course: os.link(
        course / "submitted/friend/ps2/answers.txt", folder / "friends_work.txt"
    ),
    says="'friends_work.txt' is left out",
)


def shadows(folder: Path, course: Path) -> None:
    code = "import builtins\nbuiltins.shadowed = True\nprint('shadow')\n"
    for name in ("numpy.py", "sitecustomize.py", "ast.py", "course_tools.py", "nbgrader.py"):
        (folder / name).write_text(code)
    (folder / "IPython").mkdir()
    (folder / "IPython" / "__init__.py").write_text(code)
    (folder / "nbgrader_config.py").write_text("raise SystemExit('taken over')")
    (folder / "table.csv").write_text("1,1,7.0")


in_square(
    "shadowing_modules_and_files",
    "import builtins\nprint('is', hasattr(builtins, 'shadowed'))\nopen('table.csv', 'w').write('1,1,7')",
    beside=shadows,
)
in_square(
    "odd_names_beside_the_notebook",
    READ_ALL,
    beside=lambda folder, course: [
        (folder / name).write_text("x") for name in ("=1+2.csv", "<img src=x>", "a\nb", "\u202etxt")
    ],
)
in_square(
    "names_that_are_no_text",
    READ_ALL,
    beside=lambda folder, course: [
        open(os.fsencode(folder) + name, "w").close()
        for name in (b"/\xff.txt", b"/numpy\x1b[31m.py", b"/notes\xff.ipynb")
    ],
)
in_square(
    "an_unknown_name_that_is_no_text",
    "",
    change=lambda notebook: notebook.cells.append(
        new_code_cell("7", metadata={"nbgrader": {"grade_id": "\ud800\x1b]0;title\x07[red]"}})
    ),
    says="unknown name ('[red]')",
)
ATTACKS.append(
    Attack(
        "a_notebook_whose_name_is_no_text",
        beside=lambda folder, course: os.rename(
            folder / f"{NOTEBOOK}.ipynb", os.fsencode(folder) + b"/\xff.ipynb"
        ),
        status=COULD_NOT_GRADE,
        says="but this is '.ipynb'",
    )
)


def the_folder_itself(folder: Path, course: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.symlink_to("/proc")  # some of its files never end


ATTACKS.append(
    Attack(
        "the_folder_is_a_link",
        beside=the_folder_itself,
        status=REJECTED,
        says=f"'{ASSIGNMENT}' is a link to another file",
    )
)
ATTACKS.append(
    Attack(
        "folders_in_folders",
        beside=lambda folder, course: (folder / "/".join("d" * 100)).mkdir(parents=True),
        status=REJECTED,
        says="more than 30 folders in folders",
    )
)
ATTACKS.append(
    Attack(
        "thousands_of_files",
        beside=lambda folder, course: [(folder / f"{n}.txt").touch() for n in range(1500)],
        status=REJECTED,
        says="more than 1,000 files",
    )
)


def sparse(folder: Path, course: Path) -> None:
    with (folder / "large.bin").open("wb") as file:
        file.truncate(10**13)


ATTACKS.append(
    Attack(
        "more_bytes_than_there_is_memory",
        beside=sparse,
        status=REJECTED,
        says="it is too large (10000.0 GB)",
    )
)
ATTACKS.append(
    Attack(
        "a_forged_time_of_handing_in",
        beside=lambda folder, course: (folder / "timestamp.txt").write_text("yesterday\n" * 9),
        status=COULD_NOT_GRADE,
        says="'timestamp.txt' holds no time",
    )
)
ATTACKS.append(
    Attack(
        "a_pipe_beside_the_notebook",
        beside=lambda folder, course: os.mkfifo(folder / "data.csv"),
        status=REJECTED,
        says="'data.csv' is no file",
    )
)
WRITE = """
import os, sqlite3
def write(path):
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "a") as file:
            file.write("\\nraise SystemExit('taken over')\\n")
    except OSError as error:
        print(path, type(error).__name__)
for root in PLACES:
    for name in ("gradebook.db", "nbgrader_config.py", "source/ps1/tasks.ipynb", "source/new.txt",
                 "submitted/friend/ps2/answers.txt", "autograded/x/ps1/tasks.ipynb",
                 "feedback/honest/ps1/tasks.html", "course_grades/seed", "exchange/new.txt"):
        write(os.path.join(root, name))
    try:
        book = sqlite3.connect(os.path.join(root, "gradebook.db"))
        book.execute("update grade set manual_score = 100")
        book.commit()
    except sqlite3.Error as error:
        print(type(error).__name__)
"""
in_square("writes_everywhere", WRITE)
in_square(
    "changes_python_and_libraries",
    """
    import sys, numpy
    for path in (numpy.__file__, sys.executable, "/etc/passwd", "/usr/bin/python3", os.__file__
                 if "os" in globals() else numpy.__file__):
        try:
            open(path, "a").write("#")
            print("could write", path)
        except OSError:
            pass
    """,
)
in_square(
    "mounts_and_namespaces",
    """
    import ctypes, os
    libc = ctypes.CDLL(None)
    done = [libc.mount(b"none", b"/tmp", b"tmpfs", 0, None), libc.unshare(0x10000000 | 0x20000),
            libc.ptrace(16, 1, 0, 0), libc.chroot(b"/tmp"), libc.setuid(0), libc.umount(b"/tmp")]
    print("could", [n for n, code in enumerate(done) if code == 0])
    """,
)
in_square(
    "network",
    """
    import os, socket
    for family, address in ((socket.AF_INET, ("127.0.0.1", PORT)), (socket.AF_UNIX, "/tmp/x")):
        try:
            with socket.socket(family) as s:
                s.settimeout(1)
                s.connect(address)
                print("could dial", address)
        except OSError as error:
            print(type(error).__name__)
    print("could route", open("/proc/net/route").read() if os.path.exists("/proc/net") else "")
    """,
)

# -- the notebook tampered with


def cells_of(notebook) -> dict:
    return {c.metadata.get("nbgrader", {}).get("grade_id", c.id): c for c in notebook.cells}


def tampered(name: str, change: Callable, lost: str = "square", says: str = "", **parts) -> None:
    """Add an attack by a changed notebook, in which the first answer is wrong."""

    def changed(notebook):
        cells = cells_of(notebook)
        cells["square"].source = "def square(x):\n    return 7\n"
        change(notebook, cells)

    ATTACKS.append(Attack(name, lost, change=changed, says=says, **parts))


def edited(notebook, cells):
    cells["square_check"].source = "2.0"


def deleted(notebook, cells):
    notebook.cells.remove(cells["square_check"])


def duplicated(notebook, cells):
    copy = nbformat.from_dict({**cells["square_check"], "id": "copy", "source": "2.0"})
    notebook.cells.insert(2, copy)


def answer_twice(notebook, cells):
    right = "def square(x):\n    return x * x"
    copy = nbformat.from_dict({**cells["square"], "id": "copy", "source": right})
    notebook.cells.insert(notebook.cells.index(cells["square_check"]), copy)


def split(notebook, cells):
    place = notebook.cells.index(cells["square_check"])
    lines = cells["square_check"].source.split("\n")
    cells["square_check"].source = lines[0]
    notebook.cells.insert(place + 1, new_code_cell("\n".join(lines[1:])))


def turned_to_text(notebook, cells):
    old = cells["square_check"]
    new = new_markdown_cell(old.source, id=old.id, metadata=old.metadata)
    notebook.cells[notebook.cells.index(old)] = new


def answer_turned_to_text(notebook, cells):
    old = cells["relu"]
    new = new_markdown_cell(old.source, id=old.id, metadata=old.metadata)
    notebook.cells[notebook.cells.index(old)] = new


def repointed(notebook, cells):
    first, second = cells["square_check"].metadata.nbgrader, cells["relu_check"].metadata.nbgrader
    first.grade_id, second.grade_id = second.grade_id, first.grade_id


def renamed(notebook, cells):
    cells["square_check"].metadata.nbgrader.grade_id = "nothing"


def more_points(notebook, cells):
    for cell in cells.values():
        if "nbgrader" in cell.metadata and cell.metadata.nbgrader.get("points"):
            cell.metadata.nbgrader.points = 1000
    cells["relu_check"].metadata.nbgrader.points = -5


def unlocked(notebook, cells):
    for cell in cells.values():
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(locked=False, grade=True, solution=True, task=False)


def forged_own_cell(notebook, cells):
    data = dict(cells["square_check"].metadata.nbgrader) | {"grade_id": "extra", "points": 50}
    notebook.cells.append(new_code_cell("50.0", metadata={"nbgrader": data}))


def moved(notebook, cells):
    notebook.cells.remove(cells["square_check"])
    notebook.cells.insert(0, cells["square_check"])


def forged_outputs(notebook, cells):
    cells["square_check"].outputs = [
        nbformat.v4.new_output("execute_result", {"text/plain": "2.0"}, execution_count=1)
    ]
    cells["square_check"].metadata.nbgrader.update(checksum="0" * 32)
    notebook.metadata["kernelspec"] = {"name": "evil", "display_name": "x", "language": "sh"}
    notebook.metadata["nbgrader"] = {"score": 100}


def set_up_edited(notebook, cells):
    cells["set_up"].source = "np = None\ntable = ['1', '1']\n1 / 0"


def same_ids(notebook, cells):
    for cell in notebook.cells:
        cell["id"] = "same"


def old_metadata(notebook, cells):
    for cell in cells.values():
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.schema_version = 1


def future_metadata(notebook, cells):
    for cell in cells.values():
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.schema_version = 99


def odd_metadata(notebook, cells):
    cells["square_check"].metadata["nbgrader"] = {"grade_id": ["square_check"], "points": "all"}
    cells["relu_check"].metadata["nbgrader"] = [1, 2]
    cells["title"].metadata["nbgrader"] = "square_check"


def thousands_of_cells(notebook, cells):
    notebook.cells[2:2] = [new_code_cell("", id=f"c{n}") for n in range(5000)]


def answers_reordered(notebook, cells):
    notebook.cells.remove(cells["order"])
    notebook.cells.insert(0, cells["order"])


tampered("test_edited", edited, says="'square_check' was changed")
tampered("test_deleted", deleted, says="'square_check' was deleted, and put back")
tampered("test_duplicated", duplicated, says="'square_check' was there 2 times")
tampered("answer_twice", answer_twice, says="'square' was there 2 times")
tampered("test_split", split, says="'square_check' was changed")
tampered("test_turned_to_text", turned_to_text)
tampered("answer_turned_to_text", answer_turned_to_text, says="'relu' was turned into markdown")
tampered("test_repointed", repointed, says="'square_check' was changed")
tampered("test_renamed", renamed, says="unknown name ('nothing')")
tampered("points_raised", more_points)
tampered("cells_unlocked", unlocked)
tampered("forged_cell_of_ones_own", forged_own_cell, says="unknown name ('extra')")
tampered("test_moved", moved)
tampered("outputs_forged", forged_outputs)
tampered("set_up_edited", set_up_edited, says="'set_up' was changed")
tampered("all_cells_with_one_id", same_ids)
tampered("metadata_of_an_old_schema", old_metadata)
tampered("metadata_of_an_unknown_schema", future_metadata)
tampered("metadata_of_odd_types", odd_metadata)
tampered("thousands_of_cells", thousands_of_cells, says="more than 500 cells")
tampered("answers_moved", answers_reordered)

# -- files that are no notebook


def broken(name: str, content: Callable[[], bytes], says: str, status=COULD_NOT_GRADE) -> None:
    ATTACKS.append(Attack(name, content=content, says=says, status=status))


def notebook_json(**changes) -> bytes:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "", "outputs": []}
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    return json.dumps(whole | changes).encode()


LONG = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "x" * 3_000_000}
MUCH_CODE = {"cell_type": "code", "id": "b", "metadata": {}, "source": "a" * 500_001,
             "outputs": [], "execution_count": None}  # fmt: skip
broken("empty_file", lambda: b"", "is empty")
broken("null_bytes", lambda: bytes(5000), "is no valid notebook")
broken("not_text", lambda: b"PK\x03\x04\xff\xfe", "is no text file")
broken("not_json", lambda: b"<html>notebook</html>", "is no valid notebook (not JSON")
broken("cut_off", lambda: notebook_json()[:60], "was the file cut off?")
broken("a_number", lambda: b"100", "no notebook")
broken("nested_json", lambda: b"[" * 200_000, "nested too deeply")
broken("number_of_a_million_digits", lambda: b"9" * 1_000_000, "is no valid notebook")
broken("millions_of_characters", lambda: notebook_json(cells=[LONG]), "million characters")
broken("millions_of_values", lambda: b"[" + b"[]," * 10**6 + b"[]]", "more than 1,000,000 values")
broken("unknown_format", lambda: notebook_json(nbformat=99), "is no valid notebook")
broken("cells_missing", lambda: notebook_json(cells=None), "is no valid notebook")
broken("cells_of_odd_types", lambda: notebook_json(cells=[7, None, []]), "is no valid notebook")
broken(
    "a_hundred_megabytes",
    lambda: b'{"a": "' + b"x" * 100_000_001 + b'"}',
    "is too large",
    REJECTED,
)
ATTACKS.append(
    Attack(
        "wrong_name",
        content=lambda: b"",
        beside=lambda folder, course: (folder / f"{NOTEBOOK}.ipynb").rename(folder / "x (1).ipynb"),
        status=COULD_NOT_GRADE,
        says=f"must be called '{NOTEBOOK}.ipynb'",
    )
)
ATTACKS.append(
    Attack(
        "missing_notebook",
        beside=lambda folder, course: (folder / f"{NOTEBOOK}.ipynb").unlink(),
        status=COULD_NOT_GRADE,
        says="the notebook is missing",
    )
)


def a_link_to_the_solution(folder: Path, course: Path) -> None:
    (folder / f"{NOTEBOOK}.ipynb").unlink()
    (folder / f"{NOTEBOOK}.ipynb").symlink_to(course / "source" / "ps1" / f"{NOTEBOOK}.ipynb")


ATTACKS.append(
    Attack("notebook_is_a_link", beside=a_link_to_the_solution, status=REJECTED, says="is a link")
)
ATTACKS.append(
    Attack(
        "extra_notebooks",
        beside=lambda folder, course: [
            (folder / name).write_bytes(b"\0") for name in ("more.ipynb", "gradebook.db", "ps1")
        ],
    )
)

# -- endings: loops, exits, signals

STOPPED = "seconds"
in_square("endless_cell", "while True:\n    pass", lost="square", says=STOPPED)
add(
    "endless_function",
    "square",
    square="def square(x):\n    while True:\n        pass\n",
    says=STOPPED,
)
add(
    "endless_function_that_catches_all",
    ALL,
    square="""
        import signal
        for number in range(1, 65):
            try:
                signal.signal(number, lambda *a: None)
            except (OSError, ValueError):
                pass
        def square(x):
            while True:
                try:
                    while True:
                        pass
                except BaseException:
                    pass
        """,
    says=STOPPED,
)
add(
    "endless_sleep",
    "order",
    order="import time\ndef order(items):\n    time.sleep(10**6)\n",
    says=STOPPED,
)
add(
    "generator_without_end",
    "order",
    order="""
        import itertools
        def order(items):
            items.extend(bytes(10**7) for _ in itertools.count())
        """,
)
add(
    "very_slow_destructor",
    "order",
    order="""
        class Slow:
            def __del__(self):
                while True:
                    pass
        def order(items):
            Slow()
        """,
    says=STOPPED,
)
add("recursion", "square", square="def square(x):\n    return square(x) + 1\n")
in_square("recursion_without_limit", "import sys\nsys.setrecursionlimit(10**9)")
add(
    "recursion_in_c",
    "relu share count stack twice order half",
    relu="""
        import sys
        sys.setrecursionlimit(10**9)
        def relu(z):
            nested = []
            for _ in range(10**6):
                nested = [nested]
            return repr(nested)
        """,
)
in_square("sys_exit", "import sys\nsys.exit(0)", "square")
add("sys_exit_in_a_call", "square", square="def square(x):\n    raise SystemExit(0)\n")
in_square("os_exit", "import os\nos._exit(0)", ALL, says="its Python ended")
add(
    "os_exit_in_a_call",
    "stack twice order half",
    stack="import os\nclass Stack:\n    def push(self, item):\n        os._exit(0)\n",
    says="its Python ended",
)
in_square("kill_itself", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", ALL)
in_square("kill_all", "import os, signal\nos.kill(-1, signal.SIGKILL)\nos.kill(1, signal.SIGKILL)")
in_square("segmentation_fault", "import ctypes\nctypes.string_at(0)", ALL)
in_square(
    "atexit_that_hangs",
    "import atexit, time\natexit.register(lambda: time.sleep(10**6))",
)
in_square(
    "threads_that_run_on",
    """
    import threading, time
    def burn():
        end = time.monotonic() + 60
        while time.monotonic() < end:
            time.sleep(0.01)
    for _ in range(20):
        threading.Thread(target=burn).start()
    """,
)
add(
    "exceptions_below_all_others",
    "square relu",
    square="""
        class Worse(BaseException):
            def __str__(self): raise KeyboardInterrupt
            __repr__ = __str__
            @property
            def args(self): raise SystemExit
            @property
            def __traceback__(self): raise SystemExit
        def square(x):
            raise Worse()
        """,
    relu="def relu(z):\n    raise KeyboardInterrupt('now')\n",
)
add(
    "exceptions_of_hostile_content",
    "square",
    square="""
        class Odd(Exception):
            def __str__(self): return 7
            def __getattribute__(self, name): raise RuntimeError(name)
        cyclic = []
        cyclic.append(cyclic)
        def square(x):
            error = ValueError(cyclic, "\\ud800" * 1000, 10**5000, Odd())
            error.more = cyclic
            raise error from Odd()
        """,
)
in_square(
    "streams_replaced",
    """
    import io, sys
    class Bad:
        def write(self, text): raise SystemExit
        def __getattr__(self, name): raise SystemExit
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Bad()
    """,
)
in_square("descriptors_closed", "import os\nos.closerange(0, 256)", ALL)

# -- too much of everything

in_square("memory", "hoard = []\nwhile True:\n    hoard.append(bytearray(10**8))")
in_square(
    "disk",
    """
    for folder in ("/tmp", ".", "/dev/shm"):
        try:
            with open(folder + "/full", "wb") as file:
                for _ in range(400):
                    file.write(bytes(10**6))
            print("could fill", folder)
        except OSError as error:
            print(type(error).__name__)
    """,
)
in_square("many_files", "for n in range(20000):\n    open(f'/tmp/{n}', 'w').close()")
in_square("output_in_lines", "for n in range(300000):\n    print(n)")
in_square("output_in_one_line", "print('x' * 40_000_000)")
in_square("output_of_the_system", "import os\nos.system('yes | head -c 50000000')")
in_square(
    "thousands_of_figures",
    """
    from IPython.display import display
    PIXEL = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
             "AABJRU5ErkJggg==")
    for _ in range(5000):
        display({"image/png": PIXEL, "text/plain": "figure"}, raw=True)
    """,
)
in_square(
    "processes",
    """
    import os, time
    children = 0
    for _ in range(200):
        try:
            if os.fork() == 0:
                time.sleep(30)
                os._exit(0)
            children += 1
        except OSError:
            break
    print("could start", children)
    """,
)
in_square(
    "daemon",
    """
    import os, time
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 256)
            time.sleep(60)
        os._exit(0)
    """,
)
in_square(
    "daemon_that_answers",
    """
    import gc, os
    side = next(o for o in gc.get_objects() if type(o).__name__ == "StudentSide")
    pid = os.fork()
    if pid == 0:
        for _ in range(50):
            side.judge.receive()
        os._exit(0)
    side.judge.reader = os.pipe()[0]
    """,
    ALL,
)

# -- replies of every kind


def reply(name: str, value: str, before: str = "", lost: str = "square", **parts) -> None:
    """Add an attack by what a function hands back."""
    code = f"{dedent(before)}\ndef square(x):\n    return {value}\n"
    add(name, lost, square=code, **parts)


reply("time_spent_in_the_judge", "Counter({k * (2**61 - 1): 1 for k in range(50_000)})",
      "from collections import Counter")  # fmt: skip
reply("enormous_reply", "np.zeros(10**8)")
reply("enormous_text", "'x' * (3 * 10**8)")
reply("deep_reply", "deep", "deep = []\nfor _ in range(10**5):\n    deep = [deep]")
reply("cyclic_reply", "cyclic", "cyclic = []\ncyclic.append(cyclic)")
reply("cyclic_dictionary", "cyclic", "cyclic = {}\ncyclic[0] = cyclic")
reply("number_of_a_million_digits_returned", "10**(10**6)")
reply("lone_surrogates", "'\\ud800' * 100")
reply("not_a_number", "float('nan')")
reply("code_for_an_eval", "'__import__(\"os\")._exit(0)'")
reply("text_for_a_slow_expression", "'a' * 10**6 + '!'")
reply("endless_range", "range(10**18)")
reply(
    "pickle",
    "Bomb()",
    "class Bomb:\n    def __reduce__(self): return (exec, ('while True: pass',))\n",
)
reply(
    "bomb_of_numpys_format",
    'io.BytesIO(b\'\\x93NUMPY\\x01\\x00v\\x00{"descr": "<f8", "shape": (10**15,)}\')',
    "import io",
)
reply(
    "colliding_keys",
    "dict.fromkeys(k * (2**61 - 1) for k in range(60_000, 0, -1))",
)
reply("colliding_floats_as_a_list", "[float(k) * 2.0**900 for k in range(10**5)]")
reply("decimal_that_takes_for_ever", "decimal.Decimal('1e999999999')", "import decimal")
add(
    "cards_up_the_sleeve_of_a_class",
    "stack",
    stack="""
        class Stack(type(lambda: 0).__class__):
            pass
        Stack = type
        """,
)
reply("colliding_set", "set(k * (2**61 - 1) for k in range(60_000))")
add(
    "random_generator_of_lying_state",
    "square count",
    square="""
        bits = np.random.MT19937(1)
        state = bits.state
        state["state"]["pos"] = 10**8
        bits.state = state
        def square(x):
            return np.random.Generator(bits)
        """,
    count="count = np.random.RandomState(bits)",
)
SIDE = """
import gc, sys, struct, json, os
def grader():
    return next(o for o in gc.get_objects() if type(o).__name__ == "StudentSide")
def number():
    frame = sys._getframe()
    while frame:
        if "reply" in frame.f_locals:
            return frame.f_locals["reply"]["re"]
        frame = frame.f_back
"""


def forged(name: str, message: str, lost: str = ALL, blobs: str = "[]", **parts) -> None:
    """Add an attack that answers the judge itself, in the middle of a call."""
    wrong = f"def square(x):\n    grader().judge.send({message}, {blobs})\n    return 7\n"
    add(name, lost, square=SIDE + wrong, **parts)


forged("answer_written_ahead", '{"re": "0" * 16, "value": [4, {}, []]}')
forged("answer_of_lying_shape", """{"re": number(), "value": [
    {"t": "array", "d": "<f8", "s": [10**8, 10**8], "o": "C", "b": 0}, {}, []]}""", blobs="[b'12345678']")  # fmt: skip
forged("answer_of_negative_shape", """{"re": number(), "value": [
    {"t": "array", "d": "<f8", "s": [-1, -1], "o": "C", "b": 0}, {}, []]}""", blobs="[b'12345678']")  # fmt: skip
forged("answer_of_lying_type", """{"re": number(), "value": [
    {"t": "array", "d": "|O", "s": [1], "o": "C", "b": 0}, {}, []]}""", blobs="[b'12345678']")  # fmt: skip
forged("answer_of_unknown_kind", '{"re": number(), "value": [{"t": "eval", "v": "1/0"}, {}, []]}')
forged("answer_that_is_no_answer", '{"re": number(), "value": 5, "printed": {"a": 1}, "raised": 7}')
forged("answer_changes_everything", """{"re": number(), "value": [4, {"0": 5, "x": [], "-9": 1, "y": 2},
    {"a": 1}]}""")  # fmt: skip
forged("exception_that_ends_the_judge", """{"re": number(), "raised": {"class": "SystemExit",
    "own": {"n": [], "name": 5}, "state": [[], []], "lines": [[1, 2, 3], 4]}}""")  # fmt: skip
forged("exception_that_is_none", '{"re": number(), "raised": {"class": "print", "own": {"n": 3}}}')
forged("exception_that_tests_catch", '{"re": number(), "raised": {"class": "KeyboardInterrupt"}}')
add(
    "announced_and_never_sent",
    ALL,
    square=SIDE
    + "def square(x):\n    os.write(grader().judge.writer, struct.pack('>QI', 10**15, 10**9))\n"
    "    return 7\n",
)
add(
    "half_an_answer",
    ALL,
    square=SIDE
    + "def square(x):\n    os.write(grader().judge.writer, struct.pack('>QI', 1000, 0) + b'[')\n"
    "    import time\n    time.sleep(10**6)\n",
    says=STOPPED,
)
add(
    "header_of_a_million_brackets",
    ALL,
    square=SIDE
    + "def square(x):\n    os.write(grader().judge.writer, struct.pack('>QI', 60000, 0) + b'['"
    " * 60000)\n    return 7\n",
)
add(
    "nonsense_to_the_driver",
    ALL,
    square=SIDE
    + "grader().driver.send({'outputs': [{'output_type': 'execute_result', 'data': {'text/plain': "
    "'2.0'}}] * 999, 'ok': True, 'cut': 5, 'digests': 7})\n"
    "os.write(grader().driver.writer, b'nonsense' * 100)\ndef square(x):\n    return 7\n",
)
add(
    "memory_of_the_grader",
    ALL,
    square=SIDE
    + """
grader().driver.send({"outputs": [[] for _ in range(2 * 10**6)], "ok": True})
def square(x):
    return 7
""",
)
add(
    "does_not_read_what_it_is_sent",
    ALL,
    square=SIDE
    + """
import time
grader().driver.send({"outputs": [], "ok": True})
time.sleep(10**6)
""",
    change=lambda notebook: notebook.cells.insert(
        notebook.cells.index(cells_of(notebook)["square"]) + 1, new_code_cell("#" * 200_000)
    ),
    says="it took more than 2 seconds",
)
add(
    "bytes_for_the_grader",
    ALL,
    square=SIDE
    + """
grader().driver.send({"outputs": [], "ok": True}, [bytes(10**7)])
def square(x):
    return 7
""",
)
add(
    "outputs_of_great_depth",
    "square",
    square=SIDE
    + """
deep = []
for _ in range(700):
    deep = [deep]
grader().driver.send({"outputs": deep, "ok": True})
def square(x):
    return 7
""",
)
forged("objects_without_number", """{"re": number(), "value": [[
    {"t": "ref", "n": n, "type": str(n % 300), "name": ""} for n in range(200_000)], {}, [], {}]}""")  # fmt: skip
add(
    "names_of_the_tests_in_an_answer",
    "square",
    square=SIDE
    + """
names = dict.fromkeys(["agrees", "label", "np", "right", "reference", "get_ipython", "open"], len)
type(grader())._changed_names = lambda side: names
def square(x):
    return 7
""",
)
add(
    "names_answered_by_oneself",
    ALL,
    square=SIDE
    + """
type(grader()).fetch = lambda side, names: [[1, 2, 3], "ab", [["x"], 4], 5]
from course_tools.grading.judge import student
student.OPERATIONS["fetch"] = type(grader()).fetch
def square(x):
    return 7
""",
)
add(
    "fetching_raises",
    ALL,
    square="""
        from course_tools.grading.judge import student
        def fetch(side, names):
            raise KeyError("no name here")
        student.OPERATIONS["fetch"] = fetch
        def square(x):
            return 7
        """,
)

# -- what is shown to others

SCRIPT = "<script>window.hacked = 1</script>"
MARKUP = f"""{SCRIPT}
<img src=x onerror="window.hacked = 2"><svg onload="window.hacked = 3"><circle/></svg>
<iframe src="javascript:parent.hacked = 4"></iframe><style>body {{ display: none }}</style>
![picture](http://127.0.0.1:9/hacked.png) ![other][ref] <b onclick="window.hacked = 5">bold</b>
[link](javascript:window.hacked=6) [entity](&#106;avascript:window.hacked=7)
[escape](javascript\\:window.hacked=8) [tab](java&Tab;script:window.hacked=9)
<math><mtext></mtext><style><img src=x onerror="window.hacked = 10"></style></math>
$\\text{{{SCRIPT}}}$ $\\href{{javascript:window.hacked=11}}{{x}}$ <!-- comment --> `{SCRIPT}`

    {SCRIPT}

<object data="http://127.0.0.1:9/hacked"></object><link rel=stylesheet href="http://127.0.0.1:9/h">
<form action="http://127.0.0.1:9/"><button formaction="javascript:window.hacked=12">b</button></form>

[ref]: http://127.0.0.1:9/hacked2.png
"""
SHOW = """
from IPython.display import HTML, Javascript, Markdown, Latex, SVG, IFrame, display
MARKUP = r'''{}'''
for kind in (HTML, Javascript, Markdown, Latex):
    display(kind(MARKUP))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='window.hacked=20'><script>"
            "window.hacked=21</script></svg>"))
display(IFrame("http://127.0.0.1:9/frame", 10, 10))
display({{"application/javascript": "window.hacked = 22", "application/vnd.jupyter.widget-view+json":
         {{"model_id": "x"}}, "text/html": "<script>window.hacked = 23</script>",
         "image/svg+xml": "<svg onload='window.hacked=24'/>",
         "image/png": '"><script>window.hacked = 25</script>',
         "text/latex": "$\\\\href{{javascript:window.hacked=26}}{{x}}$"}}, raw=True)
print(MARKUP)
print("\\x1b]0;title\\x07\\x1b[2J\\x1b[31mred\\x1b]8;;http://127.0.0.1:9/\\x07link\\x00\\u202e")
class Odd(Exception):
    pass
Odd.__name__ = "<img src=x onerror='window.hacked = 27'>"
"""


def markup_everywhere(notebook) -> None:
    cells = cells_of(notebook)
    picture = {"image/png": 'iVBORw0KGgo="><script>window.hacked=30</script>'}
    cells["why"].source = MARKUP + "![a](attachment:a.png) ![b](attachment:b.svg)"
    cells["why"]["attachments"] = {
        "a.png": picture,
        "b.svg": {"image/svg+xml": "PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+"},
        '"><script>window.hacked=31</script>': picture,
    }
    cells["title"].source = MARKUP
    own = new_markdown_cell(MARKUP, metadata={"tags": [SCRIPT], SCRIPT: SCRIPT})
    raw = nbformat.v4.new_raw_cell(MARKUP, metadata={"raw_mimetype": "text/html"})
    shown = new_code_cell(SHOW.format(MARKUP), metadata={"tags": ['"><script>alert(1)</script>']})
    shown.outputs = [nbformat.v4.new_output("display_data", {"text/html": MARKUP})]
    notebook.cells += [own, raw, shown, new_code_cell(f"# {MARKUP}\nraise Odd(MARKUP)")]
    notebook.metadata["title"] = SCRIPT
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    notebook.metadata["kernelspec"] = {"name": SCRIPT, "display_name": SCRIPT}
    cells["square"].source = (
        "class Odd(Exception):\n    pass\n"
        f"Odd.__name__ = '''{SCRIPT}'''\n"
        f"def square(x):\n    raise Odd('''{SCRIPT}''')  # {SCRIPT}\n"
    )


add("much_code", last="if 0:\n    " + "a.a;" * 35_000)
broken(
    "too_much_code",
    lambda: notebook_json(cells=[LONG | {"cell_type": "markdown", "source": ""}, MUCH_CODE]),
    "characters of code",
)
ATTACKS.append(
    Attack(
        "markup_that_leaves_its_cell",
        change=lambda notebook: cells_of(notebook)["title"].update(
            source="</div></div></div></div><details><summary>0 of 0</summary><div><div><div><s>"
            "\n\n<details/> <s/>"
        ),
    )
)
ATTACKS.append(Attack("markup_everywhere", "square", change=markup_everywhere))
in_square(
    "pixel_bomb",
    """
    import base64, struct, zlib
    from IPython.display import display
    head = struct.pack(">IIBBBBB", 100000, 100000, 1, 0, 0, 0, 0)
    chunk = lambda kind, body: (struct.pack(">I", len(body)) + kind + body
                                + struct.pack(">I", zlib.crc32(kind + body)))
    png = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**6)))
    display({"image/png": base64.b64encode(png).decode(), "text/plain": "bomb"}, raw=True)
    """,
)
in_square(
    "nested_markup",
    """
    from IPython.display import HTML, display
    for piece in ("<div>", "<b>", "<b><p>", "<table><tr><td>", "&lt;", "<a", "<!--"):
        display(HTML(piece * (100_000 // len(piece))))
    """,
)
ATTACKS.append(
    Attack(
        "slow_markdown",
        change=lambda notebook: cells_of(notebook)["why"].update(
            source="[" * 50_000
            + "*a **b " * 20_000
            + "![[" * 20_000
            + "$" * 20_001
            + "$"
            + "{" * 3000
            + "$"
            + "> " * 5000
            + "`" * 20_001
            + "<b " * 20_000
        ),
    )
)
ATTACKS.append(Attack("=HYPERLINK(1)"))
ATTACKS.append(Attack("<img src=x onerror=window.hacked=40>"))
