"""Tables of pandas on the wire, where pandas is there: as columns, index and names, all plain data.

What has no such form (time zones, intervals, a subclass, a very long column of texts) crosses as a
reference, like any other object.
"""

import re
import sys

MOST_TEXTS = 300_000  # cells that are no numbers, in one table
MOST_ROWS = 50_000_000  # counted by an index that says only where it begins and ends
TEXTS = ("str", "string")
MASKED = re.compile("boolean|U?Int(8|16|32|64)|Float(32|64)")


def parts_of(value) -> tuple[str, list] | None:
    """Return (kind, what it consists of) of a table, a column, an index or a moment; else None."""
    pandas = sys.modules.get("pandas")
    if pandas is None or not type(value).__module__.startswith("pandas"):
        return None
    kind = type(value)
    if value is pandas.NA or value is pandas.NaT:
        return "missing", ["NA" if value is pandas.NA else "NaT"]
    if kind is pandas.Timestamp and value.tz is None:
        return "moment", [value.to_datetime64()]
    if kind is pandas.Timedelta:
        return "duration", [value.to_timedelta64()]
    if kind is pandas.DataFrame:
        columns = [column_of(value.iloc[:, place].array) for place in range(value.shape[1])]
        if any(column is None for column in columns) or not are_plain(value.index, value.columns):
            return None
        return "frame", [columns, value.index, value.columns]
    if kind is pandas.Series:
        column = column_of(value.array) if are_plain(value.index) else None
        return column and ("series", [column, value.index, value.name])
    return _parts_of_index(pandas, value)


def are_plain(*indices) -> bool:
    """Say whether all of these cross as data: else what they belong to does not either."""
    return all(parts_of(index) for index in indices)


def _parts_of_index(pandas, value) -> tuple[str, list] | None:
    kind = type(value)
    if kind is pandas.RangeIndex:
        return "range index", [value.start, value.stop, value.step, value.name]
    if kind is pandas.MultiIndex:
        levels = [value.get_level_values(place) for place in range(value.nlevels)]
        return ("multi index", [levels, list(value.names)]) if are_plain(*levels) else None
    if kind in (pandas.Index, pandas.DatetimeIndex, pandas.TimedeltaIndex, pandas.CategoricalIndex):
        column = column_of(value.array)
        return column and ("index", [column, value.name, getattr(value, "freqstr", None)])
    return None


def column_of(array) -> list | None:
    """Return [form, data …] of the values of a column, None if they have no such form."""
    name = str(array.dtype)
    if name in TEXTS:
        missing = array.isna()
        texts = [None if gone else str(text) for text, gone in zip(array, missing, strict=True)]
        return None if len(texts) > MOST_TEXTS else [name, texts]
    if name == "category":
        known = array.categories
        return [name, array.codes, known, bool(array.ordered)] if are_plain(known) else None
    if MASKED.fullmatch(name):
        missing = array.isna()
        return [name, array.fillna(array.dtype.type(0)).to_numpy(array.dtype.numpy_dtype), missing]
    kind = getattr(array.dtype, "numpy_dtype", array.dtype)
    if not isinstance(kind, sys.modules["numpy"].dtype) or kind.kind not in "biufcmMO":
        return None
    is_long = kind.kind == "O" and len(array) > MOST_TEXTS
    return None if is_long else ["", array.to_numpy()]


def made_of(kind: str, parts: list):
    """Return the table, column, index or moment of such parts. Raises ValueError, TypeError."""
    import pandas

    return MAKERS[kind](pandas, *parts)


def _frame(pandas, columns: list, index, names):
    _check(pandas.Index, index, names)
    made = pandas.DataFrame(
        {place: _array(pandas, *column) for place, column in enumerate(columns)}, index=index
    )
    made.columns = names
    return made


def _series(pandas, column: list, index, name):
    _check(pandas.Index, index)
    return pandas.Series(_array(pandas, *column), index=index, name=name)


def _index(pandas, column: list, name, freq):
    made = pandas.Index(_array(pandas, *column), name=name)
    if freq is not None:
        if type(freq) is not str or type(made) is pandas.Index:
            raise ValueError("an index of an unknown form")
        made.freq = freq
    return made


def _multi_index(pandas, levels: list, names: list):
    _check(pandas.Index, *levels)
    return pandas.MultiIndex.from_arrays(levels, names=names)


def _range_index(pandas, start: int, stop: int, step: int, name):
    if len(range(start, stop, step)) > MOST_ROWS:
        raise ValueError("an index of too many rows")
    return pandas.RangeIndex(start, stop, step, name=name)


def _array(pandas, form: str, values, *more):
    """Return a column's values. (One number, or a range, would fill as many rows as it is told.)"""
    _check(list if form in TEXTS else sys.modules["numpy"].ndarray, values)
    if form == "category":
        _check(pandas.Index, more[0])
        return pandas.Categorical.from_codes(values, *more)
    if form in TEXTS:
        return pandas.array(values, dtype=form)
    if form:
        if not MASKED.fullmatch(form):
            raise ValueError("a column of an unknown form")
        made = pandas.array(values, dtype=form)
        made[more[0]] = pandas.NA
        return made
    return values


def _check(kind: type, *parts) -> None:
    if not all(isinstance(part, kind) for part in parts):
        raise ValueError("a table whose parts are of another kind")


MAKERS = {
    "frame": _frame,
    "series": _series,
    "index": _index,
    "multi index": _multi_index,
    "range index": _range_index,
    "missing": lambda pandas, name: pandas.NA if name == "NA" else pandas.NaT,
    "moment": lambda pandas, value: pandas.Timestamp(value),
    "duration": lambda pandas, value: pandas.Timedelta(value),
}


def is_table(value) -> bool:
    """Say whether a value is a table or a column: data that can be changed in place."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and type(value) in (pandas.DataFrame, pandas.Series)


def change_in_place(old, new) -> None:
    """Give a table or a column the content of another."""
    old.__init__(new.copy())
