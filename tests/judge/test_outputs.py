"""Outputs are of a closed list of types, bounded, and hold nothing that runs or draws attention."""

import base64
import doctest
import io
import struct

import numpy as np
import pytest
from matplotlib.image import imsave

from course_tools.grading.judge import outputs
from course_tools.grading.judge.outputs import Budget, clean_output, digest, html, text


def test_doctests():
    assert doctest.testmod(outputs).failed == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plain äöü 数 \t\n", "plain äöü 数 \t\n"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://a/\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;without an end", ""),
        ("a\x00b\x08c\x7fd\x9be", "abcde"),
        ("line\r\nline\rover", "line\nlineover"),
        ("\u202eevil\u2066", "evil"),
        ("lone \ud800 half", "lone  half"),
        ("<Box at 0x7f00deadbeef>", "<Box at 0x…>"),
        ("id at 0xff, hex 0x7f00deadbeef", "id at 0xff, hex 0x7f00deadbeef"),
        (12, "12"),
    ],
)
def test_text(given, kept):
    assert text(given) == kept


def test_text_is_cut_by_length_and_by_lines():
    assert text("x" * 99, 10) == "x" * 10 + "\n[the rest was cut]"
    assert text("x" * 10, 10) == "x" * 10
    lines = text("\n" * 5000).split("\n")
    assert len(lines) == outputs.MOST_LINES + 1
    assert lines[-1] == "[the rest was cut]"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<b onclick='a'>x</b>", "<b>x</b>"),
        ("<a href='javascript:a'>x</a>", "x"),
        ("<img src='http://a/b.png'>", ""),
        ("<p style='color: red; background: url(http://a)'>x</p>", '<p style="color: red;">x</p>'),
        ("<p style='position: fixed; width: 100%'>x</p>", '<p style="">x</p>'),
        ("<p style='margin: .4em 0; font-family: sans-serif'>x</p>",
         '<p style="margin: .4em 0; font-family: sans-serif;">x</p>'),
        ("<p style='margin-top: -99px'>x</p>", '<p style="">x</p>'),
        ("<p style='margin: 0 calc(0px - 99px)'>x</p>", '<p style="">x</p>'),
        ("<p class='modal-backdrop in'>x</p>", "<p>x</p>"),
        ("<p class='dataframe'>x</p>", '<p class="dataframe">x</p>'),
        ("<style>p {color: red}</style><script>a</script>x<!-- y -->", "p {color: red}ax"),
        ("<table border=1><tr><td colspan=2>1</td></tr></table>",
         '<table><tbody><tr><td colspan="2">1</td></tr></tbody></table>'),
    ],
)  # fmt: skip
def test_html(given, kept):
    assert html(given).replace("<tbody>", "").replace("</tbody>", "") == kept.replace(
        "<tbody>", ""
    ).replace("</tbody>", "")


def test_html_of_too_many_tags_is_shown_as_text():
    assert html("<tr><td>" * 12_000).startswith("&lt;tr&gt;")


def test_html_too_deep_is_shown_as_text():
    assert html("<div>" * 200).startswith("&lt;div&gt;")
    assert html("<b>" * 30 + "x" + "</b>" * 30).startswith("<b>")


def png(height: int = 2, width: int = 3) -> str:
    file = io.BytesIO()
    imsave(file, np.zeros((height, width, 3)), format="png")
    return base64.b64encode(file.getvalue()).decode()


def jpeg_head(height: int, width: int) -> str:
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + bytes(6)
    return base64.b64encode(b"\xff\xd8\xff\xc0" + frame).decode()


def bomb(width: int, height: int) -> str:
    head = (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", width, height)
    )
    return base64.b64encode(head + bytes(20)).decode()


@pytest.mark.parametrize(
    ("kind", "content", "is_kept"),
    [
        ("image/png", png(), True),
        ("image/png", png() + "\n", True),
        ("image/png", bomb(5000, 5000), True),
        ("image/png", bomb(5001, 5001), False),
        ("image/png", bomb(2**32 - 1, 2**32 - 1), False),
        ("image/jpeg", jpeg_head(20, 30), True),
        ("image/jpeg", jpeg_head(60_000, 60_000), False),
        ("image/jpeg", png(), False),
        ("image/png", jpeg_head(20, 30), False),
        ("image/png", "PHN2Zz48L3N2Zz4=", False),
        ("image/png", "no base64", False),
        ("image/png", "", False),
        ("image/png", ["a"], False),
        ("image/png", "A" * (outputs.MOST_IMAGE + 4), False),
    ],
)
def test_pictures(kind, content, is_kept):
    assert (outputs.image(kind, content) is not None) == is_kept
    shown = clean_output({"output_type": "display_data", "data": {kind: content}})
    assert (shown is not None) == is_kept


def test_a_picture_within_html_is_written_anew_with_its_description():
    tag = f'<img onload=\'a\' alt="a &lt;b&gt; \x1b[1mc" src="data:image/png;base64,{png()}">'
    made = html(f'<p>x</p>{tag}<img src="data:image/svg+xml;base64,{png()}">')
    assert made.startswith('<p>x</p><img alt="a &lt;b&gt; c" style="max-width: 100%" src="data:')
    assert made.count("<img") == 1
    assert "onload" not in made


def test_only_known_formats_are_kept():
    bundle = {
        "text/plain": "x",
        "text/html": "<i>x</i>",
        "image/svg+xml": "<svg/>",
        "application/javascript": "a",
        "application/vnd.jupyter.widget-view+json": {"model_id": "a"},
        "text/latex": "$x$",
        "text/markdown": "x",
        outputs.CHECK: {"task": "a", "points": 1, "deep": {"a": 1}, "list": [1], "m": "\x1b[1mb"},
    }
    assert outputs.data(bundle) == {
        "text/plain": "x",
        "text/html": "<i>x</i>",
        outputs.CHECK: {"task": "a", "points": 1, "m": "b"},
    }


@pytest.mark.parametrize(
    "given",
    [
        None,
        7,
        [],
        {},
        {"output_type": "update_display_data", "data": {"text/plain": "x"}},
        {"output_type": "display_data"},
        {"output_type": "display_data", "data": [1]},
        {"output_type": "display_data", "data": {"text/plain": 5}},
        {"output_type": ["stream"], "text": "x"},
    ],
)
def test_what_is_no_output_is_dropped(given):
    assert clean_output(given) is None


def test_streams_and_errors_take_a_known_form():
    odd = {"output_type": "stream", "name": {"a": 1}, "text": ["a"], "metadata": {"x": 1}}
    assert clean_output(odd) == {
        "output_type": "stream", "hidden": False, "name": "stdout", "text": "['a']",
    }  # fmt: skip
    error = clean_output({"output_type": "error", "ename": 5, "traceback": ["x" * 9000] * 99})
    assert error["ename"] == "5"
    assert len(error["traceback"]) == 20
    assert len(error["traceback"][0]) < 2100


def stream(words: str, name: str = "stdout") -> dict:
    return {"output_type": "stream", "name": name, "text": words}


def test_a_budget_ends():
    budget = Budget(100)
    kept, is_cut = budget.clean([stream("x" * 40)])
    assert (len(kept), is_cut) == (1, False)
    kept, is_cut = budget.clean([stream("x" * 10), stream("y" * 80), stream("z")])
    assert (len(kept), is_cut) == (1, True)
    assert Budget().clean([stream("x")] * 1000)[1] is True
    assert Budget().clean("no list") == ((), False)


def test_html_costs_tenfold():
    shown = {"output_type": "display_data", "data": {"text/html": "x" * 50}}
    assert Budget(300).clean([shown]) == ((), True)
    assert len(Budget(700).clean([shown])[0]) == 1


def test_a_digest_tells_what_was_put_out_and_not_where():
    error = {"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["here"]}
    shown = {"output_type": "execute_result", "data": {"text/plain": "1"}, "execution_count": 3}
    first = digest([stream("a"), error, shown])
    same = [stream("w", "stderr"), stream("a"), error | {"traceback": []}]
    assert first == digest([*same, shown | {"execution_count": 9}])
    for other in (
        [stream("b"), error, shown],
        [stream("a"), error | {"evalue": "y"}, shown],
        [stream("a"), error | {"ename": "F"}, shown],
        [stream("a"), error, shown | {"data": {"text/plain": "2"}}],
        [stream("a"), error, shown, shown],
        [stream("a"), error],
    ):
        assert digest(other) != first
