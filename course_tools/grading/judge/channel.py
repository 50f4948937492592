"""Messages over a pair of pipes: one length, one JSON header, then raw bytes.

Both ends check every length before they read, so that neither can make the other allocate what
it announces. No sockets: a pipe ends when its process does.
"""

import json
import os
import re
import select
import struct
import time

from course_tools.grading.judge import wire

MOST_HEADER, MOST_BLOBS = 64_000_000, 200_000
MOST_PARTS = 12_000_000  # of a header: its lists, dictionaries, and what they hold
LOOK = 0.4  # seconds
STRING = re.compile(rb'"[^"]*"?')  # of JSON without escapes; the last one need not end
AT_ONCE = 64_000  # bytes of a message that go in one write: what a pipe holds
LENGTHS = struct.Struct(">QI")


class Closed(ConnectionError):
    """The other side has ended, or does not keep to the protocol."""


class TooLate(TimeoutError):
    """Nothing came before the deadline."""


class Channel:
    """Sends and receives messages: a plain dict, in which `value` was packed by `wire`."""

    def __init__(self, reader: int, writer: int) -> None:
        self.reader, self.writer = reader, writer
        self.most_parts, self.most_bytes = MOST_PARTS, wire.MOST_BYTES
        self.meanwhile = lambda: None  # done often while a message with a deadline comes in

    def send(self, message: dict, blobs=(), deadline: float | None = None) -> None:
        """Write one message. Raises `Closed` if nobody reads any more; after the deadline, if this
        end does not block, `TooLate`."""
        header = json.dumps([message, [len(blob) for blob in blobs]]).encode("utf-8")
        parts = [LENGTHS.pack(len(header), len(blobs)) + header, *blobs]
        if sum(map(len, parts)) < AT_ONCE:  # each write wakes the other side
            parts = [b"".join(parts)]
        try:
            for part in parts:
                view = memoryview(part)
                while view:
                    view = view[self._write(view, deadline) :]
        except TooLate:
            raise
        except OSError as error:
            raise Closed(f"the other side has ended ({error.strerror})") from None

    def receive(self, deadline: float | None = None) -> tuple[dict, list]:
        """Return the next message and its blobs; `Closed` or, after the deadline, `TooLate`."""
        length, count = LENGTHS.unpack(self._read(LENGTHS.size, deadline))
        if length > MOST_HEADER or count > MOST_BLOBS:
            raise Closed("a message announces an impossible length")
        header = self._read(length, deadline)
        if has_more_parts(header, self.most_parts):
            raise Closed("a message of too many parts")
        try:
            message, sizes = json.loads(header.decode("utf-8"))  # as it was counted
            sound = type(message) is dict and type(sizes) is list and len(sizes) == count
            sound = sound and all(type(size) is int and size >= 0 for size in sizes)
        except (ValueError, RecursionError, TypeError, MemoryError):
            sound = False
        if not sound or sum(sizes) > self.most_bytes:
            raise Closed("a message is not as it must be")
        return message, [self._read(size, deadline) for size in sizes]

    def wait(self, seconds: float | None) -> bool:
        """Say whether something can be read, after at most so many seconds."""
        if seconds is not None:
            seconds = max(0, seconds)
        return bool(select.select([self.reader], [], [], seconds)[0])

    def _write(self, part: memoryview, deadline: float | None) -> int:
        try:
            return os.write(self.writer, part)
        except BlockingIOError:
            self.meanwhile()
            left = LOOK if deadline is None else deadline - time.monotonic()
            if left <= 0:
                raise TooLate("nobody reads") from None
            select.select([], [self.writer], [], min(left, LOOK))
            return 0

    def _read(self, size: int, deadline: float | None) -> bytes:
        parts = []
        while size:
            if deadline is not None:
                self._wait_until(deadline)
            try:
                part = os.read(self.reader, min(size, 1 << 20))
            except BlockingIOError:  # student code has set its end so: wait all the same
                self.wait(None)
                continue
            if not part:
                raise Closed("the other side has ended")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _wait_until(self, deadline: float) -> None:
        while (left := deadline - time.monotonic()) > 0:
            self.meanwhile()
            if self.wait(min(left, LOOK)):
                return
        raise TooLate("no answer in time")

    def close(self) -> None:
        for descriptor in {self.reader, self.writer}:
            os.close(descriptor)


def has_more_parts(header: bytes, most: int) -> bool:
    """Say whether JSON holds more values than so many: each takes far more memory than its text.

    >>> has_more_parts(b'["a,b,c", [], {}]', 5), has_more_parts(b"[[], [], [], []]", 5)
    (False, True)
    """
    if sum(map(header.count, (b",", b"[", b"{"))) <= most:
        return False
    for escape in (rb"\\", rb"\""):  # first, so that no string is looked through twice
        header = header.replace(escape, b"")
    bare = STRING.sub(b"", header)
    return sum(map(bare.count, (b",", b"[", b"{"))) > most


def pair() -> tuple[Channel, Channel]:
    """Return the two ends of a new channel."""
    (here_in, there_out), (there_in, here_out) = os.pipe(), os.pipe()
    return Channel(here_in, here_out), Channel(there_in, there_out)
