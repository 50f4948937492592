"""A map says what leads where, and refuses what is not on it."""

import pytest

from course_lib import plots

STATIONS = {"1": (0, 0, "units"), "2": (1, 0, "layers\nof units"), "3": (1, 1, "an aside")}
WAYS = [("1", "2"), ("1", "3"), ("2", "3")]


def test_the_description_follows_the_data():
    text = plots.roadmap(STATIONS, WAYS, optional=["3"], title="The way").description
    assert text.startswith("The way: A map of 3 stations.")
    assert (
        "1: units, leads to 2, 3. 2: layers of units, leads to 3. 3: an aside, by the way." in text
    )


@pytest.mark.parametrize(
    ("stations", "ways", "optional"),
    [
        (STATIONS, [("1", "4")], []),
        (STATIONS, WAYS, ["4"]),
        (STATIONS | {"4": (0, 0, "in the same place")}, WAYS, []),
    ],
)
def test_what_cannot_be_drawn_is_refused(stations, ways, optional):
    with pytest.raises(ValueError, match="station"):
        plots.roadmap(stations, ways, optional=optional)


def test_optional_stations_look_different():
    assert plots.roadmap(STATIONS, WAYS).png != plots.roadmap(STATIONS, WAYS, optional=["3"]).png
