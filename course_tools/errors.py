"""What goes wrong and can be mended by whoever called: told in words, without a traceback."""

import contextlib
import os
from collections.abc import Iterator


class CourseError(Exception):
    """Something the user must mend; the message says what happened, where, and what to do."""


class UsageError(CourseError):
    """A command was called in a way that cannot work."""


@contextlib.contextmanager
def naming(path: os.PathLike | str) -> Iterator[None]:
    """Give an `OSError` in the `with` block the name of the file that it was about.

    A full disk is noticed while writing, when the system no longer knows the name.

    >>> with naming("grades.csv"):
    ...     raise OSError(28, "No space left on device")
    Traceback (most recent call last):
    OSError: [Errno 28] No space left on device: 'grades.csv'
    """
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = os.fspath(path)
        raise
