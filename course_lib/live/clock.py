"""The plan of a lecture against the clock, and how far a catching up has come."""

import time
from datetime import datetime, timedelta


class Progress:
    """A line that says which of `count` cells is running, so that nobody thinks that all hangs.

    It is written over itself, and only where it takes longer than the blink of an eye.

    >>> progress = Progress(2)
    >>> progress.show(1)
    >>> progress.end("Both.")
    Both.
    """

    AT_ONCE = 0.3  # seconds

    def __init__(self, count):
        self.count, self.width, self._began = count, 0, time.monotonic()

    @property
    def seconds(self):
        """How long it has taken so far."""
        return time.monotonic() - self._began

    def show(self, number):
        """Say that the cell of this number, counted from 1, begins."""
        if self.seconds > self.AT_ONCE:
            text = f"Catching up: cell {number} of {self.count}, {self.seconds:.0f} s so far …"
            self._write(text, end="")

    def end(self, text):
        """Write the last words over the line."""
        self._write(text, end="\n")

    def _write(self, text, end):
        back = "\r" if self.width else ""
        self.width = max(self.width, len(text))
        print(f"{back}{text:{self.width if back else 0}}", end=end, flush=True)


def schedule(lecture, index, began, now):
    """The plan as text: when each part is due, where one is, and how far behind or ahead.

    The core path has clock times; *Further* parts, which are for when there is time, have none.
    `index` is the cell one is at, `began` and `now` are datetimes. Raises ValueError for a
    lecture without a plan.
    """
    parts = lecture.plan()
    if not parts:
        raise ValueError(f"{lecture.name} has no plan in minutes at its head")
    core = [part for part in parts if not part.is_further]
    here, due, minutes = lecture.part_at(index), {}, 0
    for part in core:
        due[part] = (minutes, minutes + part.minutes)
        minutes += part.minutes
    minute = (now - began).total_seconds() / 60
    head = f"{lecture.title}: minute {minute:.0f} of {minutes}, {_verdict(minute, here, due)}."
    lines = [_line(part, due.get(part), part == here, began) for part in core]
    lines += [_line(part, None, part == here, began) for part in parts if part.is_further]
    left = sum(part.minutes for part in core if part.start > index)
    end = began + timedelta(minutes=minutes)
    tail = f"Core parts still to come: {left} min. The core path ends at {end:%H:%M}."
    return "\n".join([head, *lines, tail])


def _line(part, due, is_here, began):
    times = "–".join(f"{began + timedelta(minutes=each):%H:%M}" for each in due or ())
    return f"{'▶' if is_here else ' '} {times:11}  {part.minutes:3} min  {part.title}"


def _verdict(minute, here, due):
    if here is None:
        return "before the first part"
    if here not in due:
        return "in a part outside the core path"
    first, last = due[here]
    if minute > last:
        return f"{minute - last:.0f} min behind the plan"
    if minute < first:
        return f"{first - minute:.0f} min ahead of the plan"
    return "on time"


def clock_time(text, now):
    """Today at a clock time such as 10:15, as a datetime; ValueError for anything else.

    >>> clock_time("9:05", datetime(2025, 3, 1, 10, 0))
    datetime.datetime(2025, 3, 1, 9, 5)
    """
    time = datetime.strptime(text, "%H:%M")
    return now.replace(hour=time.hour, minute=time.minute, second=0, microsecond=0)
