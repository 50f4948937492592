"""Messages over a pair of pipes: whole, bounded, in time."""

import json
import threading
import time

import pytest

from course_tools.grading.judge import channel
from course_tools.grading.judge.channel import LENGTHS, Closed, TooLate, pair


@pytest.fixture
def ends():
    here, there = pair()
    yield here, there
    for end in (here, there):
        end.close()


def write(end, content: bytes) -> None:
    import os

    os.write(end.writer, content)


def raw(header, blobs=()) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return LENGTHS.pack(len(text), len(blobs)) + text + b"".join(blobs)


def test_messages_arrive_whole_and_in_order(ends):
    here, there = ends
    here.send({"do": "a"}, [b"", b"\x00\xff"])
    here.send({"text": "ü\ud800"})
    assert there.receive() == ({"do": "a"}, [b"", b"\x00\xff"])
    assert there.receive() == ({"text": "ü\ud800"}, [])
    there.send({"re": 1})
    assert here.receive(time.monotonic() + 5) == ({"re": 1}, [])


def test_a_message_larger_than_the_pipe_arrives(ends):
    here, there = ends
    blobs = [bytes(3_000_000), b"end"]
    sender = threading.Thread(target=here.send, args=({}, blobs))
    sender.start()
    assert there.receive(time.monotonic() + 20) == ({}, blobs)
    sender.join()


@pytest.mark.parametrize("sent", [b"", raw([{}, []])[:5], raw([{"a": 1}, [8]], [b"1234"])])
def test_silence_ends_at_the_deadline(ends, sent):
    here, there = ends
    write(here, sent)
    start = time.monotonic()
    with pytest.raises(TooLate):
        there.receive(start + 0.1)
    assert 0.05 < time.monotonic() - start < 5


IMPOSSIBLE = {
    "a length without end": LENGTHS.pack(2**62, 0),
    "parts without end": LENGTHS.pack(10, 2**31),
    "no JSON": raw(b"{nope"),
    "no UTF-8": raw(b"\xff\xfe[]"),
    "a list": raw([[], []]),
    "no sizes": raw([{}]),
    "a size that is negative": raw([{}, [-1]], [b""]),
    "a size that is a truth": raw([{}, [True]], [b"x"]),
    "sizes without parts": raw([{}, [4]]),
    "a part without end": raw([{}, [10**15]], [b""]),
    "another code": raw(json.dumps([{}, []]).encode("utf-16-le")),
    "very deep JSON": raw(b"[" * 100_000 + b"]" * 100_000),
    "a very long number": raw(b"[{}, [" + b"9" * 5_000 + b"]]", [b""]),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_does_not_keep_to_the_protocol_closes(ends, name):
    here, there = ends
    content = IMPOSSIBLE[name]
    sender = threading.Thread(target=write, args=(here, content))
    sender.start()
    with pytest.raises(Closed):
        there.receive(time.monotonic() + 5)
    there.wait(0)
    if sender.is_alive():  # more than the pipe holds: read the rest away
        import os

        while sender.is_alive() and there.wait(0.2):
            os.read(there.reader, 1 << 20)
    sender.join(5)


def test_the_end_of_the_other_side_is_told():
    here, there = pair()
    there.close()
    with pytest.raises(Closed):
        here.receive()
    with pytest.raises(Closed):
        here.send({"do": "a"}, [bytes(1_000_000)])
    here.close()


def test_bounds_are_checked_before_anything_is_read(ends, monkeypatch):
    monkeypatch.setattr(channel, "MOST_HEADER", 30)
    here, there = ends
    here.send({"a": 1})
    assert there.receive()[0] == {"a": 1}
    here.send({"a": "x" * 100})
    with pytest.raises(Closed):
        there.receive()


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (rb'["a,\",[,\\", [], {}]', 5),
        (rb'["\\\\", "a\\\",,", []]', 4),
        (rb'[[], "it does not end,,,,\"', 3),
    ],
)
def test_parts_are_counted_outside_of_texts(content, parts):
    assert channel.has_more_parts(content, parts - 1)
    assert not channel.has_more_parts(content, parts)


@pytest.mark.parametrize("text", [b'"' + rb"\"" * 2_000_000, b'"' * 2_000_001])
def test_no_text_takes_long_to_be_looked_through(text):
    start = time.monotonic()
    channel.has_more_parts(b"," * 10 + text, 5)
    assert time.monotonic() - start < 10


def test_who_does_not_read_holds_nobody_up(ends):
    import os

    here, _ = ends
    os.set_blocking(here.writer, False)
    looks = []
    here.meanwhile = lambda: looks.append(1)
    with pytest.raises(TooLate):
        here.send({"text": "x" * 300_000}, deadline=time.monotonic() + 0.2)
    assert looks


@pytest.mark.parametrize("header", [b"[" + b"[]," * 100 + b"[]]", b'{"a": {"b": ' * 50 + b"1"])
def test_a_message_of_too_many_parts_is_not_even_read(ends, header):
    here, there = ends
    there.most_parts = 90
    write(here, raw(header))
    with pytest.raises(Closed, match="too many parts"):
        there.receive()


def test_parts_are_not_counted_in_texts(ends):
    here, there = ends
    there.most_parts = 10
    here.send({"text": '[,{"\\' * 1000})
    assert there.receive()[0] == {"text": '[,{"\\' * 1000}


def test_a_limit_of_bytes_of_ones_own(ends):
    here, there = ends
    there.most_bytes = 3
    here.send({}, [b"four"])
    with pytest.raises(Closed):
        there.receive()
