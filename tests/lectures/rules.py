"""What makes a notebook one of this course: each rule returns its complaints, in words."""

import itertools
import re
import subprocess
import sys

from .reading import code_cells, end, head, stretches_of_prose, tags, words

MOST_LINES, MOST_WORDS, MOST_MINUTES, FEWEST_QUESTIONS = 15, 80, 75, 5
TAGS = {"live", "further", "hide-input", "predict"}
SLIDES = {"slide", "subslide", "fragment", "skip", "notes"}
PLAN_ROW = re.compile(r"^\|\s*(?P<part>[^|]+?)\s*\|\s*(?P<minutes>\d+)\s*\|$", re.MULTILINE)


def cells_are_short(notebook) -> list[str]:
    lengths = [
        (len([l for l in c.source.splitlines() if l.strip()]), c) for c in code_cells(notebook)
    ]
    return [
        f"{length} lines of code, more than {MOST_LINES}: {_first_line(cell)}"
        for length, cell in lengths
        if length > MOST_LINES
    ]


def prose_is_short(notebook) -> list[str]:
    return [
        f"{words(text)} words between two code cells, more than {MOST_WORDS}: {text[:60]!r}…"
        for text in stretches_of_prose(notebook)
        if words(text) > MOST_WORDS
    ]


def opens_with_outcomes_and_plan(notebook) -> list[str]:
    text, complaints = head(notebook), []
    if not text.startswith("# "):
        complaints.append("the first cell is not the title (# …)")
    if "what you will be able to do" not in text.lower():
        complaints.append("no outcomes: the head wants a section 'What you will be able to do'")
    plan = [(row["part"], int(row["minutes"])) for row in PLAN_ROW.finditer(text)]
    if not plan:
        complaints.append("no plan in the head: a table | part | minutes |")
    core = sum(minutes for part, minutes in plan if "further" not in part.lower())
    if core > MOST_MINUTES:
        complaints.append(f"the core path takes {core} minutes, more than {MOST_MINUTES}")
    promised = re.findall(r"core path is (\d+) minutes", text)
    if plan and promised != [str(core)]:
        complaints.append(f"the table adds up to {core} minutes, the text says {promised}")
    return complaints + _plan_against_sections(notebook, [part for part, _ in plan])


def _plan_against_sections(notebook, parts) -> list[str]:
    planned = {re.sub(r"[*]", "", part).lower() for part in parts if re.match(r"\d+\.", part)}
    found = {title.lower() for title in _sections(notebook) if re.match(r"\d+\.", title)}
    return [f"in the plan, or among the sections, but not in both: {t}" for t in planned ^ found]


def _sections(notebook) -> list[str]:
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return [title for text in texts for title in re.findall(r"^## (.*)$", text, re.MULTILINE)]


def closes_with_take_away_and_questions(notebook) -> list[str]:
    text = end(notebook)
    complaints = [
        f"the end has no section {name!r}"
        for name in ("Take-away", "Questions", "Where this leads")
        if f"## {name}" not in text
    ]
    folded = re.findall(r"<details><summary>(.+?)</summary>(.+?)</details>", text, re.DOTALL)
    answered = [question for question, answer in folded if words(answer) >= 5]
    if len(answered) < FEWEST_QUESTIONS or len(answered) != text.count("<details"):
        complaints.append(
            f"{len(answered)} questions with folded answers; wanted: {FEWEST_QUESTIONS}"
        )
    return complaints


def tags_and_slides_are_known(notebook) -> list[str]:
    complaints = []
    for cell in notebook.cells:
        unknown = set(tags(cell)) - TAGS
        if unknown:
            complaints.append(f"unknown tags {sorted(unknown)}: {_first_line(cell)}")
        if cell.metadata.get("slide") not in SLIDES:
            complaints.append(f"no slide type: {_first_line(cell)}")
    return complaints


def further_sections_are_tagged(notebook) -> list[str]:
    complaints, further = [], False
    for cell in notebook.cells:
        title = re.search(r"^## (.*)$", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown" and title:
            further = "further" in title[1].lower()
        if further != ("further" in tags(cell)):
            complaints.append(
                f"tag 'further' {'missing' if further else 'too much'}: {_first_line(cell)}"
            )
    return complaints


def live_cells_have_a_prompt(notebook) -> list[str]:
    """A cell to be typed in class opens with a comment: all that the live version keeps."""
    return [
        f"a live cell without a comment at its top: {_first_line(cell)}"
        for cell in code_cells(notebook)
        if "live" in tags(cell) and not re.match(r"# \w|# \(|# .*θ", cell.source)
    ]


def tables_have_headings(notebook) -> list[str]:
    """A reader who hears a table is told what stands in each column."""
    complaints = []
    for cell in notebook.cells:
        lines = cell.source.split("\n") if cell.cell_type == "markdown" else []
        for top, rule in itertools.pairwise(lines):
            if re.fullmatch(r"\|[-:| ]+\|", rule) and re.search(r"\|\s*\|", top):
                complaints.append(f"a column without a heading: {top[:70]!r}")
    return complaints


def spreads_are_claims(notebook) -> list[str]:
    """Whatever is said with a ± is computed by a test: see tests/claims."""
    complaints = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for match in re.finditer(r"[\d.]+ ?± ?[\d.]+[^<]{0,4}", cell.source):
                if not cell.source[match.end() :].startswith("<!-- claim: "):
                    complaints.append(f"{match[0]!r} has no <!-- claim: … --> behind it")
    return complaints


def names_are_bound_before_use(notebook) -> list[str]:
    """Ask ruff, which reads the cells in order (F821 undefined names, F401 unused imports)."""
    code = "\n\n".join(cell.source for cell in code_cells(notebook))
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", "--no-cache"]
    command += ["--select=F821,F401", "--output-format=concise", "--stdin-filename=lecture.py", "-"]
    outcome = subprocess.run(command, input=code, capture_output=True, text=True, encoding="utf-8")
    return [line for line in outcome.stdout.splitlines() if "lecture.py:" in line]


def _first_line(cell) -> str:
    return repr(cell.source.strip().split("\n")[0][:70])


RULES_OF_ALL = [cells_are_short, tags_and_slides_are_known, names_are_bound_before_use]
RULES_OF_LECTURES = [
    prose_is_short,
    opens_with_outcomes_and_plan,
    closes_with_take_away_and_questions,
    further_sections_are_tagged,
    live_cells_have_a_prompt,
    tables_have_headings,
    spreads_are_claims,
]
