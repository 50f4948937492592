"""Outputs made harmless: a closed list of types, bounded, without anything that runs.

Used on what comes out of both sandboxes, before it is stored in a notebook.
"""

import base64
import binascii
import functools
import hashlib
import json
import re
import struct
from collections import Counter
from html import escape, unescape
from itertools import islice

MOST_TEXT, MOST_LINES, MOST_PIXELS, MOST_IMAGE = 100_000, 1_000, 25_000_000, 10_000_000
MOST_OUTPUTS = 300  # of a cell
MOST_PICTURES, MOST_NESTED, MOST_TAGS = 20, 60, 10_000  # in one output's HTML
MOST_RECORDED = (
    20_000_000  # characters of a notebook's outputs; HTML, slow to clean, counts tenfold
)
MOST_REMEMBERED = 4_000  # characters of HTML whose clean form is kept
CHECK = "application/vnd.course-check+json"
# Control characters (but tab and line end), lone surrogates, and marks that turn text around.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-Z\\-_])?")
TAGS = frozenset(
    [
        "b",
        "br",
        "caption",
        "code",
        "details",
        "div",
        "em",
        "h3",
        "h4",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ]
)
ATTRIBUTES = frozenset(("colspan", "rowspan", "title", "open", "style"))
CLASSES = frozenset(("course-check", "dataframe"))  # others could be those of the page around it
# In a style: what lays one thing over another, or is computed.
MOVES = re.compile(r"-\s*\.?\d|\b(?:calc|min|max|clamp|var|env|attr|url)\s*\(", re.IGNORECASE)
STYLES = ("color", "font-weight", "text-align", "border-left", "border", "padding", "margin",
          "white-space", "background-color", "font-family", "max-width", "opacity", "display",
          "border-collapse", "font-size", "margin-top", "font-style")  # fmt: skip


ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,16}\b")  # of an object: another one on each run


def text(value, most: int = MOST_TEXT) -> str:
    """Return text without control characters, escapes and addresses, cut by length and by lines.

    >>> text("a\\x1b]0;title\\x07b\\x1b[31mred\\x00")
    'abred'
    """
    cleaned = UNPRINTABLE.sub("", ESCAPES.sub("", str(value)[: 2 * most].replace("\r\n", "\n")))
    cleaned = ADDRESS.sub("at 0x…", cleaned)
    lines = cleaned[:most].split("\n")
    if len(lines) > MOST_LINES or len(cleaned) > most:
        return "\n".join(lines[:MOST_LINES]) + "\n[the rest was cut]"
    return "\n".join(lines)


# Ends at the next `<`, so that text full of beginnings is read once.
PICTURE = re.compile(
    r'<img\b[^<>]{0,4000}?\ssrc="data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=]+)"[^<>]{0,4000}>'
)
DESCRIPTION = re.compile(r'\salt="([^"]*)"')


def html(value) -> str:
    """Return HTML with a closed list of tags and styles; everything else is dropped.

    A PNG or JPEG that the HTML brings with it stays, with its description; nothing is fetched.

    >>> html("<b onclick='x()'>bold</b><script>alert(1)</script><img src='http://a'>")
    '<b>bold</b>alert(1)'
    """
    whole, kept, end = str(value), [], 0
    for found in islice(PICTURE.finditer(whole), MOST_PICTURES):
        kept += [_markup(whole[end : found.start()]), _picture(found)]
        end = found.end()
    return "".join([*kept, _markup(whole[end:])])


def _picture(found: re.Match) -> str:
    """Return a picture's tag, written anew; nothing if it is none or too large."""
    kind, content = found[1], image(found[1], found[2])
    if content is None:
        return ""
    described = DESCRIPTION.search(found[0][: found.start(2) - found.start()])
    alt = f' alt="{escape(text(unescape(described[1])))}"' if described else ""
    return f'<img{alt} style="max-width: 100%" src="data:{kind};base64,{content}">'


TAG = re.compile(r"<(/?)([A-Za-z][^\s<>/]{0,20})")
ENDS_BY_ITSELF = frozenset(("br", "hr", "img", "col", "p", "li", "tr", "td", "th", "dt", "dd"))
LONG_TAG = re.compile(r"<[^<>]{5000}")


def is_heavy(markup: str) -> bool:
    """Say whether HTML is nested so deeply, or has tags so long, or so many, that a parser takes
    for ever.

    >>> is_heavy("<div>" * 99 + "</div>" * 99), is_heavy("<tr><td>1</td></tr>" * 99)
    (True, False)
    """
    depth, is_open = 0, Counter()
    tags = TAG.findall(markup.lower())
    if len(tags) > MOST_TAGS:
        return True
    for closes, name in tags:
        if name in ENDS_BY_ITSELF or (closes and not is_open[name]):
            continue
        is_open[name] += -1 if closes else 1
        depth += -1 if closes else 1
        if depth > MOST_NESTED:
            return True
    return LONG_TAG.search(markup) is not None


def _markup(value: str) -> str:
    """Return HTML made harmless; what is too heavy for that is shown as the text it is."""
    value = text(value)
    if is_heavy(value):
        return escape(value[:1000])
    return _remembered(value) if len(value) <= MOST_REMEMBERED else _clean(value)


def _clean(markup: str) -> str:
    import bleach

    return bleach.clean(
        markup,
        tags=TAGS,
        attributes=_may_stay,
        css_sanitizer=_styles(),
        strip=True,
        strip_comments=True,
    )


def _may_stay(tag: str, name: str, value: str) -> bool:
    return value in CLASSES if name == "class" else name in ATTRIBUTES


@functools.cache
def _styles():
    from bleach.css_sanitizer import CSSSanitizer

    class Styles(CSSSanitizer):
        def sanitize_css(self, style: str) -> str:
            kept = super().sanitize_css(style)
            return "" if MOVES.search(kept) else kept

    return Styles(allowed_css_properties=STYLES)


_remembered = functools.lru_cache(maxsize=500)(_clean)  # checks say the same to most of a class


def image(kind: str, value) -> str | None:
    """Return a PNG's or JPEG's base64 text, or None for what is none or has too many pixels."""
    if type(value) is not str or len(value) > MOST_IMAGE:
        return None
    try:
        content = base64.b64decode(value, validate=False)
    except (binascii.Error, ValueError):
        return None
    size = (_png_size if kind == "image/png" else _jpeg_size)(content)
    if size is None or size[0] * size[1] > MOST_PIXELS:
        return None
    return base64.b64encode(content).decode("ascii")


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    return struct.unpack(">II", content[16:24])


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    if content[:2] != b"\xff\xd8":
        return None
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return None


def data(bundle) -> dict:
    """Return the formats of a display that may be kept, each made harmless."""
    if type(bundle) is not dict:
        return {}
    kept = {}
    if type(bundle.get("text/plain")) is str:
        kept["text/plain"] = text(bundle["text/plain"])
    if type(bundle.get("text/html")) is str:
        kept["text/html"] = html(bundle["text/html"])
    for kind in ("image/png", "image/jpeg"):
        if kind in bundle and (found := image(kind, bundle[kind])):
            kept[kind] = found
    if type(bundle.get(CHECK)) is dict:
        kept[CHECK] = _plain(bundle[CHECK])
    return kept


def _plain(value: dict) -> dict:
    """Return a check's result: numbers, truths and harmless text, one level deep."""
    kept = {}
    for key, item in list(value.items())[:30]:
        if item is None or type(item) in (bool, int, float):
            kept[text(key, 100)] = item
        elif type(item) is str:
            kept[text(key, 100)] = text(item, 5_000)
    return kept


def clean_output(output) -> dict | None:
    """Return one output in its canonical form, or None if it is of no known form."""
    if type(output) is not dict:
        return None
    kind, hidden = output.get("output_type"), output.get("hidden") is True
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        made = {"name": name, "text": text(output.get("text", ""))}
    elif kind == "error":
        lines = output.get("traceback")
        lines = lines if type(lines) is list else []
        made = {
            "ename": text(output.get("ename", "Error"), 100),
            "evalue": text(output.get("evalue", ""), 2_000),
            "traceback": [text(line, 2_000) for line in lines[:20]],
        }
    elif kind in ("display_data", "execute_result"):
        kept = data(output.get("data"))
        if not kept:
            return None
        made = {"data": kept, "metadata": {}}
    else:
        return None
    return {"output_type": kind, "hidden": hidden} | made


def digest(listed) -> str:
    """Return what is the same for a cell's outputs wherever the cell ran: no count, no path, no
    order of streams, and of errors no traceback. What goes to stderr is left out.

    >>> one = [{"output_type": "stream", "name": "stdout", "text": "a"}]
    >>> digest(one * 2) == digest([one[0] | {"text": "aa"}]) != digest(one)
    True
    """
    outputs, _ = Budget().clean(listed)
    printed = "".join(o["text"] for o in outputs if o.get("name") == "stdout")
    errors = [[o["ename"], o["evalue"]] for o in outputs if "ename" in o]
    shown = [sorted(o["data"].items()) for o in outputs if "data" in o]
    content = json.dumps([printed, errors, shown], default=repr).encode()
    return hashlib.sha256(content).hexdigest()[:32]


class Budget:
    """What may still be recorded of a notebook's outputs; a student could have thousands."""

    def __init__(self, characters: int = MOST_RECORDED) -> None:
        self.left = characters

    def clean(self, listed) -> tuple[tuple, bool]:
        """Return outputs as they must be, and whether any were left out; nothing is trusted."""
        listed = listed if type(listed) is list else []
        kept = []
        for output in listed[:MOST_OUTPUTS]:
            self.left -= _cost(output)
            if self.left < 0:
                return tuple(kept), True
            if made := clean_output(output):
                kept.append(made)
        return tuple(kept), len(listed) > MOST_OUTPUTS


def _cost(output, depth: int = 0) -> int:
    if type(output) is str:
        return len(output)
    if depth > MOST_NESTED:
        return MOST_RECORDED
    if type(output) is list:
        return sum(_cost(item, depth + 1) for item in output)
    if type(output) is not dict:
        return 1
    return sum(
        _cost_of_html(item) if key == "text/html" and type(item) is str else _cost(item, depth + 1)
        for key, item in output.items()
    )


def _cost_of_html(markup: str) -> int:
    """It is slow to clean: ten times what text is, and each tag and entity adds to that."""
    return 10 * len(markup) + 300 * markup.count("<") + 100 * markup.count("&")
