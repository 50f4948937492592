"""Every explorer in JupyterLab: each control moved by keyboard and mouse, the numbers compared."""

import re
from importlib import import_module

import nbformat
import pytest
from playwright.sync_api import expect

from course_lib.explorers import NAMES
from course_lib.explorers.state import from_query, split_text, to_text
from course_tools.views import installed

from .conftest import ROOT, SCREENSHOTS, TOKEN

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Where an explorer is seen at its best, and its controls can be moved up.
SCENES = {
    "vanishing": "vanishing?depth=12&activation=relu&scale=2",
    "glorot_he": "glorot_he?depth=10",
    "playground": "playground?step=200",
    "perceptron": "perceptron?gate=XOR&seen=7",
    "chain_rule": "chain_rule?step=8",
}


class Shown:
    """An explorer on a page: its controls, and the numbers behind its picture."""

    def __init__(self, visit, name):
        self.page, self.name = visit.page, name
        self.kind = import_module(f"course_lib.explorers.{name}")
        self.figure = visit.page.locator("figure.explorer").last
        expect(self.figure).to_have_attribute("data-scene", re.compile("."), timeout=60_000)

    @property
    def state(self):
        """The state that the picture shows."""
        return from_query(self.kind.State, split_text(self.figure.get_attribute("data-scene"))[1])

    def control(self, key):
        return self.figure.locator(f".explorer-controls [name={key}]")

    def expect(self, state):
        """Wait for the picture of a state, and hold its numbers against the pure function."""
        scene = to_text(self.name, state)
        expect(self.figure).to_have_attribute("data-scene", scene, timeout=10_000)
        data = self.kind.data(state)
        assert_same(self.figure.evaluate("figure => figure.picture.data"), data)
        words = self.figure.locator(".explorer-picture")
        expect(words).to_have_attribute("aria-label", self.kind.describe(state, data))
        expect(self.figure.locator("[name=scene]")).to_have_value(scene)
        for key, control in self.kind.State.controls.items():
            if control.spec()["kind"] == "picture":
                continue
            assert shown_value(self.control(key), control) == getattr(state, key)


def shown_value(element, control):
    """The value that a native control stands at."""
    if element.get_attribute("type") == "checkbox":
        return element.is_checked()
    place = "e => e.tagName === 'SELECT' ? e.selectedIndex : e.valueAsNumber"
    return control.values()[element.evaluate(place)]


def assert_same(found, wanted):
    """Compare what crossed to the browser with what Python computes; numbers to 9 digits."""
    if isinstance(wanted, dict):
        assert found.keys() == wanted.keys()
        for key in wanted:
            assert_same(found[key], wanted[key])
    elif isinstance(wanted, list):
        assert len(found) == len(wanted)
        for one, other in zip(found, wanted, strict=True):
            assert_same(one, other)
    elif isinstance(wanted, float):
        assert found == pytest.approx(wanted, rel=1e-9)
    else:
        assert found == wanted


def neighbour(control, value):
    """The value one step up, or down from the last one; and whether it is up."""
    values = control.values()
    place = values.index(value)
    return (values[place + 1], True) if place + 1 < len(values) else (values[place - 1], False)


def press(element, up):
    """Move a control by the keyboard, as its kind is moved."""
    if element.get_attribute("type") == "checkbox":
        return element.press("Space")
    is_list = element.evaluate("e => e.tagName") == "SELECT"
    keys = ("ArrowUp", "ArrowDown") if is_list else ("ArrowDown", "ArrowUp")
    return element.press(keys[up])


@pytest.fixture
def open_explorer(visit):
    """Return a function that runs one explorer in a notebook of its own."""

    def opened(scene, then="pass"):
        name, _ = split_text(scene)
        path = f"notebooks/explorer_{name}.ipynb"
        code = f'from course_lib.explorers import explore\nexplorer = explore("{scene}")\nexplorer'
        cells = [nbformat.v4.new_code_cell(text) for text in (code, then)]
        metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
        nbformat.write(notebook, visit.lab.folder / path)
        visit.open(path)
        visit.wait_until_idle()
        visit.run_all(path, seconds=60)
        return Shown(visit, name)

    return opened


@pytest.mark.parametrize("name", NAMES)
def test_every_control_answers_to_keyboard_and_mouse(name, open_explorer, visit):
    shown = open_explorer(SCENES[name])
    state = shown.state
    shown.expect(state)
    for key, control in shown.kind.State.controls.items():
        if control.spec()["kind"] == "picture":
            continue  # it is dragged in the picture: see the tests below
        element = shown.control(key)
        value, up = neighbour(control, getattr(state, key))
        press(element, up)
        state = changed(state, key, value)
        shown.expect(state)
        state = changed(state, key, by_mouse(element, control))
        shown.expect(state)
    assert_accessible(shown)
    picture(shown, name)
    try:
        darken(visit)
        assert_accessible(shown)
        picture(shown, f"{name}_dark")
    finally:  # the server keeps the theme; those who come later expect the light one
        settings = visit.lab.url + "/lab/api/settings/@jupyterlab/apputils-extension:themes"
        visit.page.request.put(settings, data={"raw": "{}"}, params={"token": TOKEN})


def picture(shown, name):
    """Keep a screenshot of the figure alone."""
    SCREENSHOTS.mkdir(exist_ok=True)
    shown.figure.screenshot(path=SCREENSHOTS / f"explorer_{name}.png")


def changed(state, key, value):
    return type(state)(**{**{k: getattr(state, k) for k in state.controls}, key: value})


def by_mouse(element, control):
    """Move a control by the mouse (lists: by choosing); return the value it should now have."""
    if element.get_attribute("type") == "checkbox":
        value = not element.is_checked()
        element.click()
        return value
    if element.evaluate("e => e.tagName") == "SELECT":
        element.select_option(control.format(control.values()[0]))
        return control.values()[0]
    box = element.bounding_box()
    element.click(position={"x": 0.3 * box["width"], "y": box["height"] / 2})
    return shown_value(element, control)


def assert_accessible(shown):
    """No complaint of axe-core about anything in the figure."""
    axe = installed(ROOT) / "node_modules" / "axe-core" / "axe.min.js"
    shown.page.evaluate(axe.read_text(encoding="utf-8"))
    run = "async figure => (await axe.run(figure)).violations.map(v => [v.id, v.nodes[0].html])"
    assert shown.figure.evaluate(run) == []


def darken(visit):
    """Choose JupyterLab's dark theme."""
    visit.page.locator("#jp-MainMenu").get_by_role("menuitem", name="Settings", exact=True).click()
    for item in ("Theme", "JupyterLab Dark"):
        visit.page.locator(".lm-Menu").get_by_text(item, exact=True).first.click()
    expect(visit.page.locator("body")).to_have_attribute("data-jp-theme-light", "false")


def test_a_typed_scene_is_shown_and_a_wrong_one_explained(open_explorer):
    shown = open_explorer("vanishing")
    scene = shown.figure.locator("[name=scene]")
    scene.fill("vanishing?depth=7&residual=on")
    scene.press("Enter")
    shown.expect(from_query(shown.kind.State, "depth=7&residual=on"))
    scene.fill("vanishing?depth=700")
    scene.press("Enter")
    expect(shown.figure.get_by_role("alert")).to_contain_text("from 1 to 50, not 700")


def test_points_are_dragged_by_hand_and_moved_by_keyboard(open_explorer, visit):
    shown = open_explorer("perceptron?seen=6")
    corners = shown.state.points
    hand_over(visit.page, shown.figure.locator("[data-point='3']"), 95, 0)  # 380 pixels are 2
    shown.expect(changed(shown.kind.State(seen=6), "points", (*corners[:3], (1.5, 1.0))))
    shown.figure.locator("[data-mover='0']").press("ArrowRight")
    shown.expect(changed(shown.kind.State(seen=6), "points", ((0.05, 0), *corners[1:3], (1.5, 1))))


def test_the_line_is_dragged_before_the_first_example(open_explorer, visit):
    """The middle of the plane is (.5, .5): a line with w = (1, 1) goes by it where b = −1."""
    shown = open_explorer("perceptron?w1=1&w2=1")
    plane = shown.figure.locator(".explorer-picture .plane")
    hand_over(visit.page, plane, 19, 0)  # a tenth to the right of the middle
    shown.expect(shown.kind.State(w1=1.0, w2=1.0, b=-1.1))


def test_leaves_of_the_graph_are_dragged(open_explorer, visit):
    shown = open_explorer("chain_rule")
    hand_over(visit.page, shown.figure.locator("[data-node='w2']"), 40, 0)  # five steps of 8 pixels
    shown.expect(shown.kind.State(w2=-0.5))
    shown.figure.get_by_role("button", name="Back").click()
    shown.expect(shown.kind.State(w2=-0.5, step=9))


def hand_over(page, thing, right, down):
    """Drag a thing by the mouse, in a few moves."""
    thing.scroll_into_view_if_needed()
    box = thing.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=6)
    page.mouse.up()


def test_the_playground_plays_pauses_and_steps(open_explorer, visit):
    shown = open_explorer("playground?seed=2")
    button = shown.figure.get_by_role("button", name="Play", exact=True)
    button.focus()
    visit.page.keyboard.press("Enter")
    for step in ("25", "60"):
        seen = f"() => +document.querySelector('figure.explorer [name=step]').value >= {step}"
        visit.page.wait_for_function(seen)
    shown.figure.get_by_role("button", name="Pause").click()
    visit.page.wait_for_timeout(500)
    step = shown.state.step
    assert step % 5 == 0
    shown.expect(shown.kind.State(seed=2, step=step))
    shown.figure.get_by_role("button", name="Step", exact=True).press("Space")
    shown.expect(shown.kind.State(seed=2, step=step + 1))
    shown.figure.locator("summary").click()
    cells = shown.figure.locator("tbody tr")
    expect(cells).to_have_count(12 + 20 + 5)
    assert_accessible(shown)
    shown.figure.get_by_role("button", name="Back to 0").click()
    shown.expect(shown.kind.State(seed=2))


# A control of each explorer, at a place where it has neighbours.
FORESEEN = {
    "vanishing": ("vanishing?depth=12", "depth"),
    "glorot_he": ("glorot_he?depth=10&seed=3", "seed"),
    "playground": ("playground?step=200", "step"),
    "perceptron": ("perceptron?gate=XOR&w1=1&seen=5", "w1"),
    "chain_rule": ("chain_rule?w1=1", "w1"),
}
# While the line is cut, what the page would send waits.
CUT = """() => {
  const send = WebSocket.prototype.send, waiting = [];
  WebSocket.prototype.send = function (...what) { waiting.push([this, what]); };
  window.mend = () => {
    WebSocket.prototype.send = send;
    waiting.forEach(([socket, what]) => send.apply(socket, what));
  };
}"""


@pytest.mark.parametrize("name", NAMES)
def test_a_foreseen_move_is_drawn_without_the_kernel_which_follows(name, open_explorer, visit):
    scene, key = FORESEEN[name]
    shown = open_explorer(scene, then="explorer.state")
    state = shown.state
    shown.control(key).focus()
    visit.page.wait_for_timeout(1500)  # in which the pictures around are asked for
    visit.page.evaluate(CUT)
    for _ in range(3):
        value, up = neighbour(shown.kind.State.controls[key], getattr(state, key))
        press(shown.control(key), up)
        state = changed(state, key, value)
        shown.expect(state)
    visit.page.evaluate("mend()")
    assert in_the_kernel(visit) == to_text(name, state)
    shown.expect(state)


def in_the_kernel(visit):
    """Run the second cell, which says what state the kernel's explorer is in."""
    cell = visit.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell").nth(1)
    prompt = cell.locator(".jp-InputPrompt").first
    before = prompt.inner_text()
    cell.locator(".jp-InputArea-editor").click()
    visit.page.keyboard.press("Control+Enter")
    expect(prompt).not_to_have_text(before)
    expect(prompt).to_have_text(re.compile(r"\d"))
    return cell.locator(".jp-OutputArea-output pre").inner_text().strip("'\n")


def test_a_burst_of_moves_drops_no_final_state(open_explorer, visit):
    """Thirty moves a second for two seconds; the picture ends where the hand ended."""
    shown = open_explorer("vanishing?depth=5", then="explorer.state")
    shown.control("depth").focus()
    for key, depth in (("ArrowRight", 45), ("ArrowLeft", 5)):
        for _ in range(40):
            visit.page.keyboard.press(key)
            visit.page.wait_for_timeout(33)
        shown.expect(changed(shown.kind.State(), "depth", depth))
    assert in_the_kernel(visit) == "vanishing?depth=5"


def test_a_scene_set_in_the_kernel_moves_the_controls(open_explorer):
    shown = open_explorer("vanishing", then='explorer.state = "vanishing?depth=9&clip=on"')
    shown.expect(from_query(shown.kind.State, "depth=9&clip=on"))
