"""How soon a key press is on the screen: explorers beside matplotlib's ways, in one run.

Each way is a notebook of its own in one JupyterLab, in headless Chromium. A lap goes from the time
stamp of the key's event to the frame after the picture changed, as the page itself sees it. On a
machine that does nothing else, or the numbers say more about its other work. ipympl is no
dependency of the course; `pip install ipympl` (in an environment to throw away) adds its row.

An explorer has two rows. "drawn ahead": the control is pressed again after a quarter of a second,
in which the view has asked for the pictures around; the browser alone draws. "computed": before
every press another control is moved, and the key follows at once when the focus comes back, so
that nobody could foresee it and the kernel computes. The page's floor is a key that changes a text.
"""

import argparse
import importlib.util
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser.conftest import CHROMIUM_FLAGS, Visit, running_lab  # noqa: E402

from course_tools.doctor.software import find_chromium  # noqa: E402

EXPLORER = 'from course_lib.explorers import explore\nexplore("{}")'
MATPLOTLIB = """\
import matplotlib.pyplot as plt
from ipywidgets import IntSlider, interact
from course_lib.explorers.vanishing import State, data

def lines(found):
    back, ahead = found["backward"], found["forward"]
    return [[*ahead.values()], [*back.values()], [*found["shares"].values()]]
"""
INLINE = f"""\
%matplotlib inline
{MATPLOTLIB}
def draw(depth):
    figure, axes = plt.subplots(1, 3, figsize=(11, 3.6))
    for ax, group in zip(axes, lines(data(State(depth=depth)))):
        for values in group:
            ax.plot(range(1, depth + 1), values, marker="o")
    axes[0].set_yscale("log"), axes[1].set_yscale("log")
    plt.show()

interact(draw, depth=IntSlider(10, 1, 50));
"""
IPYMPL = f"""\
%matplotlib widget
{MATPLOTLIB}
figure, axes = plt.subplots(1, 3, figsize=(11, 3.6))
axes[0].set_yscale("log"), axes[1].set_yscale("log")
drawn = [[ax.plot([], [], marker="o")[0] for _ in group]
         for ax, group in zip(axes, lines(data(State())))]

def draw(depth):
    for ax, artists, group in zip(axes, drawn, lines(data(State(depth=depth)))):
        for line, values in zip(artists, group):
            line.set_data(range(1, depth + 1), values)
        ax.relim(), ax.autoscale_view()
    figure.canvas.draw_idle()

interact(draw, depth=IntSlider(10, 1, 50));
"""
FLIP_BOOK = """\
from course_lib import plots
from course_lib.explorers.vanishing import State, data, still

pages = {d: still(State(depth=d), data(State(depth=d))) for d in range(1, 51)}
plots.flip_book(pages, label="depth", start=10)
"""
HANDLE = ".noUi-handle"

FLOOR = """\
from IPython.display import HTML, display
display(HTML("<input type=range id=floor max=200 value=10 data-lm-suppress-shortcuts=true>"
             "<p id=floor-text>10</p>"))
"""

# name → the code, what bears the focus, the key, and how the page knows that the picture changed
WAYS = {
    "the page alone: one text changes": (FLOOR, "#floor", "ArrowRight", "text"),
    "flip book of 50 stills": (FLIP_BOOK, HANDLE, "ArrowRight", "page"),
    "interact, matplotlib inline": (INLINE, HANDLE, "ArrowRight", "image"),
    "interact, ipympl": (IPYMPL, HANDLE, "ArrowRight", "canvas"),
}  # fmt: skip
# name → the scene, the control that is pressed, the key, and the control moved in between
EXPLORERS = {
    "perceptron": ("perceptron?seen=12&gate=XOR&w1=-2", "w1", "ArrowRight", "w2"),
    "chain rule": ("chain_rule?w1=-2", "w1", "ArrowRight", "w2"),
    "playground": ("playground?step=100", "step", "ArrowUp", "gradients"),
    "vanishing gradients": ("vanishing?depth=10", "depth", "ArrowRight", "seed"),
    "vanishing, 128 units": ("vanishing?depth=10&width=128", "depth", "ArrowRight", "seed"),
    "Glorot against He, 22 layers": (
        "glorot_he?depth=22",
        "seed",
        "ArrowRight",
        "right_activation",
    ),
}
for title, (scene, name, key, other) in EXPLORERS.items():
    code, focus = EXPLORER.format(scene), f"[name={name}]"
    WAYS[f"{title}: drawn ahead"] = (code, focus, key, "scene")
    WAYS[f"{title}: computed"] = (code, focus, key, "scene", f"[name={other}]")

# `arm(kind)` starts a lap: it ends in the message after the frame after the change.
SCRIPT = """
const draws = [];
const draw = CanvasRenderingContext2D.prototype.drawImage;
CanvasRenderingContext2D.prototype.drawImage = function (...given) {
  draws.forEach((call) => call());
  return draw.apply(this, given);
};
const shown = () => [...document.querySelectorAll(".jp-OutputArea img")]
  .filter((img) => img.offsetParent).map((img) => img.src).join();
const [floor, text] = ["#floor", "#floor-text"].map((id) => document.querySelector(id));
floor?.addEventListener("input", () => (text.textContent = floor.value));
window.arm = (kind) => {
  window.lap = new Promise((resolve) => {
    let start = null, over = false;
    addEventListener("keydown", (e) => (start = e.timeStamp), { capture: true, once: true });
    const end = () => {
      if (over || start === null) return;
      over = true;
      observer.disconnect();
      draws.length = 0;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now() - start);
        channel.port2.postMessage(0);
      });
    };
    const before = kind === "page" || kind === "image" ? shown() : "";
    const decoded = () => {
      const all = [...document.querySelectorAll(".jp-OutputArea img")];
      const images = all.filter((i) => i.offsetParent);
      if (images.length && shown() !== before) Promise.all(images.map((i) => i.decode())).then(end);
    };
    const observer = new MutationObserver(kind === "scene" || kind === "text" ? end : decoded);
    const roots = { scene: "figure.explorer", text: "#floor-text" };
    const root = document.querySelector(roots[kind] ?? ".jp-OutputArea");
    const what = kind === "scene" ? { attributeFilter: ["data-scene"] }
      : { subtree: true, childList: true, attributes: true };
    if (kind === "canvas") draws.push(end);
    else observer.observe(root, what);
  });
};
"""

# Moves a control to its next place, from the last one to the first, as a hand would.
MOVE_ON = """element => {
  if (element.type === "checkbox") return element.click();
  if (element.type === "range") element.value = (+element.value + 1) % (+element.max + 1);
  else element.selectedIndex = (element.selectedIndex + 1) % element.length;
  element.focus();
  element.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def measure(visit: Visit, way: str, presses: int) -> tuple[list[float], str]:
    """Open a way's notebook, press its key; return the laps in ms, and what a burst came to."""
    code, focus, key, kind, *others = WAYS[way]
    path = "notebooks/bench.ipynb"
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata=metadata)
    nbformat.write(notebook, visit.lab.folder / path)
    visit.open(path)
    visit.wait_until_idle()
    visit.run_all(path, seconds=120)
    page = visit.page
    page.evaluate(SCRIPT)
    thing = page.locator(f".jp-OutputArea {focus}").first
    thing.focus()
    laps = []
    for lap in range(presses + 3):
        if thing.evaluate("e => e.type === 'range' && e.value === e.max"):
            break  # no further to go: the page would wait for ever
        for other in others:
            page.locator(f".jp-OutputArea {other}").first.evaluate(MOVE_ON)
        page.wait_for_timeout(250)
        page.evaluate("kind => arm(kind)", kind)
        thing.focus()
        page.keyboard.press(key)
        milliseconds = page.evaluate("() => window.lap")
        laps += [milliseconds] if lap >= 3 else []  # the first ones warm the caches
    return laps, burst(page, focus, key) if kind == "scene" and not others else ""


def burst(page, focus: str, key: str) -> str:
    """Press 30 keys a second for two seconds; say whether the last one was shown, and when."""
    back = {"ArrowRight": "ArrowLeft", "ArrowUp": "ArrowDown"}[key]
    for press in range(60):
        page.keyboard.press(back if press < 40 else key)
        page.wait_for_timeout(33)
    value = page.locator(focus).first.evaluate("e => e.value")
    name = page.locator(focus).first.get_attribute("name")
    script = """async ([name, wanted]) => {
      const start = performance.now(), figure = document.querySelector("figure.explorer");
      const input = figure.querySelector(`[name=${name}]`);
      const shown = () => {
        const value = figure.picture.state[name];
        return input.type === "number" ? value === +wanted : input.value === wanted
          && figure.querySelector(`[name=${name}] + output`).textContent === String(value);
      };
      while (!shown()) {
        if (performance.now() - start > 5000) return "the final state was dropped";
        await new Promise(requestAnimationFrame);
      }
      return `final state shown within ${Math.round(performance.now() - start)} ms`;
    }"""
    return page.evaluate(script, [name, value])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--presses", type=int, default=30)
    parser.add_argument("--only", default="", help="ways whose name holds this")
    options = parser.parse_args()
    ways = [way for way in WAYS if options.only in way]
    if importlib.util.find_spec("ipympl") is None:
        ways = [way for way in ways if "ipympl" not in way]
        print("ipympl is not installed: its row is left out")
    print(f"key press to repainted pixels, ms, {options.presses} presses each")
    print(f"{'':44} {'median':>7} {'p90':>7} {'most':>7}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        course, home = Path(folder, "course"), Path(folder, "home")
        course.mkdir(), home.mkdir()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        with running_lab(course, home) as lab:
            for way in ways:
                page = browser.new_page(viewport={"width": 1400, "height": 1400})
                page.set_default_timeout(60_000)
                laps, remark = measure(Visit(page, lab), way, options.presses)
                p90 = statistics.quantiles(laps, n=10)[-1]
                numbers = f"{statistics.median(laps):7.0f} {p90:7.0f} {max(laps):7.0f}"
                print(f"{way:44} {numbers}  {remark}", flush=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
