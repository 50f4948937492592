"""Tables of pandas cross as what they are; what has no plain form does not, and nothing is run."""

import io
import json

import numpy as np
import pandas as pd
import pytest

from course_tools.grading.judge import wire
from course_tools.grading.judge.changes import change_in_place, digest_of, is_mutable
from course_tools.grading.judge.frames import MOST_TEXTS

DAYS = pd.date_range("2018-01-01", periods=3)
SALES = pd.DataFrame({"shop": ["a", "b", "a"], "day": [1, 1, 2], "sold": [1.5, np.nan, 2]})
TABLES = {
    "numbers_and_texts": SALES,
    "dated": SALES.set_index(DAYS),
    "grouped": SALES.groupby("shop").sum(),
    "grouped_twice": SALES.groupby(["shop", "day"]).sum(),
    "same_name_twice": pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]),
    "numbered": pd.DataFrame(np.eye(2)),
    "empty": pd.DataFrame(),
    "without_rows": pd.DataFrame(columns=["a"]),
    "described": SALES.describe(),
    "read": pd.read_csv(io.StringIO("a,b\n1,x\n2,")),
}
COLUMNS = {
    "named": pd.Series([1, 2], name="n"),
    "counted": SALES["shop"].value_counts(),
    "categories": pd.Series(["a", "b", None], dtype="category"),
    "ordered": pd.Series(pd.Categorical(["a", "b"], ["b", "a"], ordered=True)),
    "integers_or_none": pd.Series([1, None], dtype="Int64"),
    "truths_or_none": pd.Series([True, None], dtype="boolean"),
    "texts_or_none": pd.Series(["a", None], dtype="string"),
    "lists": pd.Series([[1], [2, 3]]),
    "dates": DAYS.to_series(),
}
INDICES = {
    "days": DAYS,
    "range": pd.RangeIndex(2, 9, 3, name="r"),
    "several": pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", None]),
    "texts": pd.Index(["a", "b"], name="t"),
}
MOMENTS = (pd.Timestamp("2020-01-01 10:00:00.123456789"), pd.Timedelta("3h"), pd.NaT, pd.NA)

ROWS = {"t": "table", "k": "range index", "v": [0, 40_000_000, 1, None]}
NAMES = {"t": "table", "k": "range index", "v": [0, 1, 1, None]}


def crossed(value):
    tree, blobs = wire.pack(value)
    return wire.unpack(json.loads(json.dumps(tree)), blobs)


@pytest.mark.parametrize("name", TABLES)
def test_tables_come_back_as_they_were(name):
    pd.testing.assert_frame_equal(crossed(TABLES[name]), TABLES[name])


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_come_back_as_they_were(name):
    pd.testing.assert_series_equal(crossed(COLUMNS[name]), COLUMNS[name])


@pytest.mark.parametrize("name", INDICES)
def test_indices_come_back_as_they_were(name):
    pd.testing.assert_index_equal(crossed(INDICES[name]), INDICES[name], exact=True)
    assert crossed(INDICES[name]).names == INDICES[name].names


def test_moments_come_back_as_they_were():
    again = crossed(list(MOMENTS))
    assert again[:2] == list(MOMENTS[:2])
    assert again[2] is pd.NaT
    assert again[3] is pd.NA


class Own(pd.DataFrame):
    def equals(self, other):
        return True


@pytest.mark.parametrize(
    "value",
    [
        Own({"a": [1]}),
        pd.Series(DAYS.tz_localize("UTC")),
        pd.Series(pd.interval_range(0, 2)),
        pd.Series(["x"] * (MOST_TEXTS + 1)),
        SALES.groupby("shop"),
        SALES.set_index(DAYS.tz_localize("UTC")),
        SALES.assign(sold=pd.cut(SALES["sold"], 2)),
        SALES.groupby(["shop", pd.cut(SALES["sold"], 2)], observed=True).sum(),
    ],
    ids=[
        "subclass",
        "time_zone",
        "intervals",
        "very_long",
        "groups",
        "rows_in_a_time_zone",
        "column_of_intervals",
        "rows_of_intervals",
    ],
)
def test_what_has_no_plain_form_is_lent(value):
    with pytest.raises(wire.WireError, match="is no plain data"):
        wire.pack(value)
    assert wire.pack(value, lambda _: ({"t": "ref"}, None)) == ({"t": "ref"}, [])


@pytest.mark.parametrize(
    "tree",
    [
        {"k": "eval", "v": ["1"]},
        {"k": "frame", "v": 7},
        {"k": "frame", "v": [[["", [1, 2]], ["", [1]]], None, ["a", "b"]]},
        {"k": "series", "v": [["object", ["os"]], None, None]},
        {"k": "series", "v": [["period[D]", ["2020"]], None, None]},
        {"k": "index", "v": [["", ["x"]], None, "D"]},
        {"k": "moment", "v": ["soon"]},
        {"k": "range index", "v": [0, 10**9, 1, None]},
        {"k": "series", "v": [["", 0.5], ROWS, None]},
        {"k": "frame", "v": [[["", 0.5]], ROWS, NAMES]},
        {"k": "frame", "v": [[["", {"t": "range", "v": [0, 10**8, 1]}]], ROWS, NAMES]},
        {"k": "frame", "v": [[["", []]], {"t": "range", "v": [0, 10**8, 1]}, NAMES]},
        {"k": "series", "v": [["Int64", {"t": "range", "v": [0, 10**8, 1]}, []], ROWS, None]},
        {"k": "multi index", "v": [[{"t": "range", "v": [0, 10**8, 1]}], [None]]},
    ],
)
def test_what_is_no_table_is_refused(tree):
    with pytest.raises(wire.WireError):
        wire.unpack({"t": "table"} | tree, [])


def test_a_table_is_changed_in_place():
    given, before = SALES.copy(), digest_of(SALES)
    assert is_mutable(given)
    assert digest_of(given) == before
    given["new"] = 1
    assert digest_of(given) != before
    other = SALES.copy()
    assert change_in_place(other, given)
    pd.testing.assert_frame_equal(other, given)
    column = pd.Series([1, 2], name="n")
    assert change_in_place(column, pd.Series([2.5], name="m"))
    pd.testing.assert_series_equal(column, pd.Series([2.5], name="m"))
