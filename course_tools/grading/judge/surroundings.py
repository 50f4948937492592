"""What instructors' tests find around them in the judge's process: libraries that know stand-ins.

`type`, some questions of `inspect`, and pyplot's current figure answer for the student's objects
as they would in one process.
"""

import functools
import inspect
import sys

from course_tools.grading.judge.stand_ins import about, class_of, info_of, is_proxy, student_class

PYPLOT = "matplotlib.pyplot"


class _Kind(type):
    """Lets `type` be asked about stand-ins, and stay a class in all else."""

    def __call__(cls, *arguments, **more):
        if len(arguments) != 1 or more:
            return type.__call__(type, *arguments, **more)
        value = arguments[0]
        return class_of(value) if is_proxy(value) else student_class(type(value)) or type(value)

    def __instancecheck__(cls, value):
        return isinstance(value, type)

    def __subclasscheck__(cls, value):
        return issubclass(value, type)

    def __eq__(cls, other):
        return other is type or other is kind_of

    def __hash__(cls):
        return hash(type)


kind_of = _Kind("type", (type,), {})


def install() -> None:
    """Let `inspect` answer for stand-ins in this process."""
    inspect.getsource = _getsource(inspect.getsource)
    original = inspect.isgeneratorfunction
    inspect.isgeneratorfunction = lambda value: (
        bool(info_of(value).get("generates")) if is_proxy(value) else original(value)
    )


def _getsource(original):
    def getsource(value):
        if not is_proxy(value):
            return original(value)
        source = about(value)["source"]
        if type(source) is not str:
            raise OSError("could not get source code")
        return source

    return getsource


def install_pyplot(peer) -> None:
    """Let pyplot's questions about open figures reach the student's, once pyplot is there.

    They do while the test has no figure of its own, and where the instructor's solution leaves one
    open. Calls from within pyplot itself (`plt.plot` asks for the current axes) stay here.
    """
    pyplot = sys.modules.get(PYPLOT)
    if pyplot is None or hasattr(pyplot.gcf, "__wrapped__"):
        return
    for name in ("gcf", "gca", "get_fignums"):
        setattr(pyplot, name, _asked_of_student(peer, pyplot, getattr(pyplot, name)))
    close = pyplot.close

    @functools.wraps(close)
    def close_both(fig=None):
        if _is_students_turn(peer, pyplot):
            peer.ask("pyplot", "close", [fig])
        if not is_proxy(fig):
            close(fig)

    pyplot.close = close_both


def _asked_of_student(peer, pyplot, original):
    @functools.wraps(original)
    def question(*arguments):
        is_own = sys._getframe(1).f_globals.get("__name__") == PYPLOT
        if is_own or not _is_students_turn(peer, pyplot):
            return original(*arguments)
        return peer.ask("pyplot", original.__name__, list(arguments))

    return question


def _is_students_turn(peer, pyplot) -> bool:
    if pyplot._pylab_helpers.Gcf.figs:
        return False
    if not peer.rights.recording:
        return peer.rights.allow("pyplot")
    return bool(peer.ask("pyplot", "get_fignums", [])) and peer.rights.allow("pyplot")
