"""What a check says leads to the place in a lecture that teaches the point; the place is there."""

import re
from functools import cache

import pytest
from lectures.reading import LECTURES, read

from . import classroom
from .classroom import FOLDERS

MENTION = re.compile(
    r"lecture\s+(?P<lecture>\d+)"
    r"|(?P<kind>part|question)s?\s+(?P<numbers>\d+(?:(?:,|\s+and)\s+\d+)*)"
    r"|(?P<notation>notation)",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“([^”]+)”")
HEADS = {  # of the places in a lecture; each place goes on to the next head
    "part": r"^## (\d+)\. ",
    "question": r"^<details><summary>(\d+)\. ",
    "notation": r"^\*\*Notation()[.*]",
}


@cache
def places_in(lecture: int) -> dict[str, str]:
    """Return {"part 3": text, …} of a lecture; empty if there is no such lecture."""
    for path in LECTURES:
        if path.stem.startswith(f"{lecture:02}_"):
            text = "\n".join(cell.source for cell in read(path).cells)
            heads = [
                (match.start(), f"{kind} {match[1]}".strip())
                for kind, pattern in HEADS.items()
                for match in re.finditer(pattern, text, re.MULTILINE)
            ]
            ends = [*sorted(start for start, _ in heads)[1:], len(text)]
            return {
                name: text[start:end]
                for (start, name), end in zip(sorted(heads), ends, strict=True)
            }
    return {}


def mentioned(text: str) -> list[tuple[int, str]]:
    """Return the pairs (lecture, place) that a text names; a place is of the lecture before it.

    Where none is before it, it is of the one behind it ("the notation of lecture 4").
    """
    lectures = [int(match["lecture"]) for match in MENTION.finditer(text) if match["lecture"]]
    lecture, pairs = next(iter(lectures), None), []
    for match in MENTION.finditer(text):
        if match["lecture"]:
            lecture = int(match["lecture"])
        elif lecture and match["notation"]:
            pairs.append((lecture, "notation"))
        elif lecture:
            kind = match["kind"].lower()
            pairs += [(lecture, f"{kind} {n}") for n in re.findall(r"\d+", match["numbers"])]
    return pairs


def problem(text: str) -> str:
    """Return what is wrong with the links of a text, or nothing."""
    pairs = mentioned(text)
    if not pairs:
        return "names no place in a lecture"
    for lecture, place in pairs:
        if place not in places_in(lecture):
            return f"names {place} of lecture {lecture}, which does not exist"
    there = " ".join(" ".join(places_in(lecture)[place] for lecture, place in pairs).split())
    missing = [quoted for quoted in QUOTED.findall(text) if quoted not in there]
    return f"quotes {missing}, which the lecture does not say there" if missing else ""


def problems(texts: dict) -> dict:
    return {name: problem(text) for name, text in texts.items() if problem(text)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_known_mistake_is_told_where_the_point_is_taught(folder):
    bugs = classroom.homework(folder).bugs
    assert bugs
    assert not problems({(bug.task, bug.name): bug.message for bug in bugs})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_last_hint_of_every_task_leads_to_its_lecture(folder):
    homework = classroom.homework(folder)
    hints = {task.name: homework.reference["HINTS"][task.name] for task in homework.tasks}
    assert not problems({name: of_task[-1] for name, of_task in hints.items()})
    assert not problems(
        {name: hint for name, of_task in hints.items() for hint in of_task if mentioned(hint)}
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_places_that_the_homework_itself_names_exist(folder):
    text = (folder / "notebook.py").read_text(encoding="utf-8").replace("\n#", "\n")
    pairs = [pair for line in text.split("\n\n") for pair in mentioned(line)]
    assert not [(lecture, place) for lecture, place in pairs if place not in places_in(lecture)]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("See lecture\n3, part 5.", [(3, "part 5")]),
        ("Lecture 3, parts 4 and 13; part 1.", [(3, "part 4"), (3, "part 13"), (3, "part 1")]),
        ("Lecture 2, part 1, and lecture 4, part 2.", [(2, "part 1"), (4, "part 2")]),
        ("The notation of lecture 4, its question 2.", [(4, "notation"), (4, "question 2")]),
        ("Three of the parts are wrong; lecture 3.", []),
    ],
)  # fmt: skip
def test_links_are_read(text, pairs):
    assert mentioned(text) == pairs


def test_places_end_where_the_next_begins():
    places = places_in(3)
    assert {"notation", *(f"part {n}" for n in range(1, 14)), "question 8"} <= set(places)
    assert "The inner sides" in places["part 1"]
    assert "six steps" not in places["part 1"]


@pytest.mark.parametrize(
    "text",
    [
        "Look again.",
        "See lecture 3.",
        "See lecture 3, part 99.",
        "See lecture 3, question 99.",
        "See lecture 77, part 1.",
        "Lecture 3, part 1, “How many elephants”.",
    ],
)
def test_a_link_that_leads_nowhere_is_noticed(text):
    assert problem(text)
