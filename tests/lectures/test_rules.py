"""Every source keeps the course's rules, and every rule notices when it is broken."""

import pytest

from . import rules
from .reading import LECTURES, SOURCES, notebook_of, read

GOOD = '''# %% [markdown] slide="slide"
# # Title
#
# ## What you will be able to do
#
# 1. Something.
#
# ## Plan
#
# | part | minutes |
# |---|---:|
# | 1. First | 40 |
# | 2. *Further*: second | 50 |
#
# The core path is 40 minutes.

# %% [markdown] slide="slide"
# ## 1. First

# %% slide="fragment" tags=["live"]
# Bind a name
value = 1

# %% [markdown] slide="fragment"
# Measured .5 ± .1<!-- claim: some_claim -->, and so on.

# %% slide="fragment"
print(value)

# %% [markdown] slide="slide" tags=["further"]
# ## 2. Further: second

# %% slide="fragment" tags=["further"]
print([n + value for n in range(3)])

# %% [markdown] slide="slide"
# ## Take-away
#
# ## Questions
#
''' + "\n".join(
    f"# <details><summary>{n}. Why?</summary>\n#\n# Because it is so here.\n#\n# </details>\n#"
    for n in range(5)
) + '''
# ## Where this leads
'''  # fmt: skip

BROKEN = [
    (rules.cells_are_short, "value = 1", "value = 1\n" * 16),
    (rules.prose_is_short, "and so on", "and so on " * 30),
    (rules.opens_with_outcomes_and_plan, "What you will be able to do", "Contents"),
    (rules.opens_with_outcomes_and_plan, "| 40 |", "| 80 |"),
    (rules.opens_with_outcomes_and_plan, "core path is 40", "core path is 45"),
    (rules.opens_with_outcomes_and_plan, "# | 1. First | 40 |\n", ""),
    (rules.opens_with_outcomes_and_plan, "## 1. First", "## 1. Last"),
    (rules.closes_with_take_away_and_questions, "## Take-away", "## Summary"),
    (rules.closes_with_take_away_and_questions, "Because it is so here.", ""),
    (rules.tags_and_slides_are_known, '"live"', '"life"'),
    (rules.tags_and_slides_are_known, 'slide="fragment" tags=["live"]', 'tags=["live"]'),
    (rules.tags_and_slides_are_known, 'slide="fragment" tags=["live"]', 'slide="film"'),
    (rules.further_sections_are_tagged, 'slide="fragment" tags=["further"]', 'slide="fragment"'),
    (rules.live_cells_have_a_prompt, "# Bind a name\n", ""),
    (rules.tables_have_headings, "| part | minutes |", "| | minutes |"),
    (rules.spreads_are_claims, "<!-- claim: some_claim -->", ""),
    (rules.names_are_bound_before_use, "print(value)", "print(vaule)"),
    (rules.names_are_bound_before_use, "print(value)", "print(later)\nlater = 1"),
]  # fmt: skip


@pytest.mark.parametrize("rule", rules.RULES_OF_ALL, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_notebook_keeps(path, rule):
    complaints = rule(read(path))
    assert not complaints, f"{path.name}:\n" + "\n".join(complaints)


@pytest.mark.parametrize("rule", rules.RULES_OF_LECTURES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_every_lecture_keeps(path, rule):
    complaints = rule(read(path))
    assert not complaints, f"{path.name}:\n" + "\n".join(complaints)


@pytest.mark.parametrize("rule", rules.RULES_OF_ALL + rules.RULES_OF_LECTURES)
def test_a_good_notebook_passes(rule):
    assert rule(notebook_of(GOOD)) == []


@pytest.mark.parametrize(("rule", "old", "new"), BROKEN)
def test_a_broken_notebook_is_noticed(rule, old, new):
    assert old in GOOD
    assert rule(notebook_of(GOOD.replace(old, new)))
