"""A flip book turns its page in place, says what it turns, and has a still for a dead kernel."""

import pytest
from matplotlib.figure import Figure

from course_lib.plots import Picture, flip_book
from course_lib.plots.flip_book import WIDGET_VIEW


@pytest.fixture
def book():
    pages = {n: Picture(Figure(figsize=(1, 1)), f"Page {n} of three.") for n in (1, 2, 3)}
    return flip_book(pages, label="page", start=2)


def test_the_browser_links_the_slider_to_the_pages(book):
    slider, stack = book.widget.children
    assert [page.value for page in stack.children] == [p.html() for p in book.pages.values()]
    assert stack.selected_index == slider.index == 1
    link = book.link
    assert (link.source, link.target) == ((slider, "index"), (stack, "selected_index"))


def test_the_slider_has_a_label_and_the_keys_it_can_be_set_to(book):
    slider, _ = book.widget.children
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
