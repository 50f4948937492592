"""All that is known of a homework, as submissions for the real path.

Bugs that do not hide one another share a submission, and so do right answers in other styles.
"""

from course_tools.build.homework import Homework, answer_source
from course_tools.demo.invented_class import independent, with_bugs
from course_tools.demo.outcome import Answers


def right_answers(work: Homework) -> dict[str, str]:
    """Return the model solution, task by task."""
    return {task.name: answer_source(task) for task in work.tasks}


def packs_of_bugs(work: Homework) -> list[list]:
    """Return all bugs, in as few groups as come easily, of which none hides another."""
    packs: list[list] = []
    for bug in work.bugs:
        fitting = (pack for pack in packs if all(independent(work, bug, other) for other in pack))
        pack = next(fitting, None)
        if pack is None:
            packs.append(pack := [])
        pack.append(bug)
    return packs


def packs_of_alternatives(work: Homework) -> list[dict[str, str]]:
    """Return submissions in which every alternative occurs once, all else as the reference."""
    by_task = {
        task.name: [a for a in work.alternatives if a.task == task.name] for task in work.tasks
    }
    most = max(map(len, by_task.values()))
    return [
        {task: answer_source(found[i]) for task, found in by_task.items() if i < len(found)}
        for i in range(most)
    ]


def submissions(work: Homework, sample: int | None = None) -> dict[str, Answers]:
    """Return student → answers: all that is known of a homework, or `sample` of either kind."""
    right = right_answers(work)
    bugs, others = packs_of_bugs(work), packs_of_alternatives(work)
    if sample:
        bugs, others = bugs[:: -(-len(bugs) // sample)], others[:: -(-len(others) // sample)]
    found = {f"bugs_{i}": with_bugs(right, pack) for i, pack in enumerate(bugs)}
    found |= {f"style_{i}": Answers(right | pack) for i, pack in enumerate(others)}
    half = dict(list(right.items())[: len(right) // 2])
    return found | {"reference": Answers(right), "half": Answers(half), "untouched": Answers({})}
