"""The plan of a lecture against the clock."""

from datetime import datetime, timedelta


def schedule(lecture, index, began, now):
    """The plan as text: when each part is due, where one is, and how far behind or ahead.

    `index` is the cell one is at, `began` and `now` are datetimes. Raises ValueError for a
    lecture without a plan.
    """
    parts = lecture.plan()
    if not parts:
        raise ValueError(f"{lecture.name} has no plan in minutes at its head")
    here, start, lines, core = lecture.part_at(index), began, [], 0
    minute = (now - began).total_seconds() / 60
    for part in parts:
        end = start + timedelta(minutes=part.minutes)
        mark = "▶" if part == here else " "
        lines.append(f"{mark} {start:%H:%M}–{end:%H:%M}  {part.minutes:3} min  {part.title}")
        if part == here:
            verdict = _verdict(minute, start, end, began)
        core += 0 if part.is_further else part.minutes
        start = end
    core_end = began + timedelta(minutes=core)
    place = "before the first part" if here is None else verdict
    left = sum(p.minutes for p in parts if not p.is_further and p.start > index)
    head = f"{lecture.title}: minute {minute:.0f} of {core}, {place}."
    tail = f"Core parts still to come: {left} min. The core path ends at {core_end:%H:%M}."
    return "\n".join([head, *lines, tail])


def _verdict(minute, start, end, began):
    first, last = ((moment - began).total_seconds() / 60 for moment in (start, end))
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
