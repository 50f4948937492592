"""A flip book turns its page in place, says what it turns, and has a still for a dead kernel."""

import pytest
from matplotlib.figure import Figure

from course_lib.plots import Picture, flip_book
from course_lib.plots.flip_book import WIDGET_VIEW


@pytest.fixture
def book():
    pages = {n: Picture(Figure(figsize=(1, 1)), f"Page {n} of three.") for n in (1, 2, 3)}
    return flip_book(pages, label="page", start=2)


def parts(book):
    slider, page = book.widget.children
    return slider, page


def test_every_move_shows_its_page_and_adds_nothing(book):
    slider, page = parts(book)
    assert page.value == book.pages[2].html()
    for key in (1, 3, 1, 2):
        slider.value = key
        assert page.value == book.pages[key].html()
        assert len(book.widget.children) == 2


def test_the_slider_has_a_label_and_the_keys_it_can_be_set_to(book):
    slider, _ = parts(book)
    assert slider.description == "page"
    assert [label for label, _ in slider.options] == ["1", "2", "3"]
    assert not slider.disabled


def test_it_displays_the_widget_with_a_still_behind_it(book):
    bundle = book._repr_mimebundle_()
    assert bundle[WIDGET_VIEW]["model_id"] == book.widget.model_id
    assert 'alt="Page 2 of three."' in bundle["text/html"]
    assert "Page 2 of three." in bundle["text/plain"]


def test_shown_twice_it_is_one_widget(book):
    first, second = book._repr_mimebundle_(), book._repr_mimebundle_()
    assert first[WIDGET_VIEW] == second[WIDGET_VIEW]
