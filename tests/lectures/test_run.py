"""Every notebook runs headless, quietly and quickly, and describes its figures."""

import functools
import shutil

import nbformat
import pytest

from .reading import LECTURES, SOURCES, notebook_of, read
from .running import figures_without_description, images, noise, run

MOST_CPU_SECONDS = 30
MORE_CPU_SECONDS = {"07_digits_and_regularisation": 60}  # it trains, and compares what it trains


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    @functools.cache
    def of(path):
        folder = tmp_path_factory.mktemp(path.stem)
        shutil.copytree(path.parent / "figure_data", folder / "figure_data")  # as the build does
        return run(read(path), folder)

    return of


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_runs_without_errors_warnings_or_stray_output(path, executed):
    notebook, _ = executed(path)
    assert not noise(notebook)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_stays_below_the_ceiling_of_cpu_time(path, executed):
    _, seconds = executed(path)
    assert seconds < MORE_CPU_SECONDS.get(path.stem, MOST_CPU_SECONDS)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_figure_describes_itself(path, executed):
    notebook, _ = executed(path)
    assert not figures_without_description(notebook)


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_has_figures_and_a_slider_with_a_still_behind_it(path, executed):
    notebook, _ = executed(path)
    assert len(images(notebook)) >= 3
    sliders = [
        output.data
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    ]
    assert sliders
    assert all("<img" in data["text/html"] for data in sliders)


def executed_notebook(*outputs):
    cell = nbformat.v4.new_code_cell("draw()", outputs=list(outputs))
    return nbformat.v4.new_notebook(cells=[cell])


def shown(**data):
    return nbformat.v4.new_output(
        "display_data", data={k.replace("_", "/"): v for k, v in data.items()}
    )


@pytest.mark.parametrize(
    "output",
    [
        nbformat.v4.new_output("stream", name="stderr", text="DeprecationWarning: old"),
        nbformat.v4.new_output("error", ename="NameError", evalue="no x", traceback=[]),
        nbformat.v4.new_output("execute_result", data={"text/plain": "<Axes at 0x7f3>"}),
        nbformat.v4.new_output("execute_result", data={"text/plain": "np.float64(1.0)"}),
    ],
)
def test_noise_is_noticed(output):
    assert noise(executed_notebook(output))


@pytest.mark.parametrize(
    "output",
    [
        nbformat.v4.new_output("display_data", data={"image/png": "iVBO"}),
        nbformat.v4.new_output("display_data", data={"text/html": "<img src='data:,'>"}),
        nbformat.v4.new_output("display_data", data={"text/html": "<img alt='plot' src='x'>"}),
    ],
)
def test_a_figure_without_a_description_is_noticed(output):
    assert figures_without_description(executed_notebook(output))


def test_cpu_time_is_that_of_the_kernel(tmp_path):
    code = "# %%\nimport time\nt = time.process_time()\nwhile time.process_time() < t + 0.5: pass\n"
    notebook, seconds = run(notebook_of(code), tmp_path)
    assert 0.5 < seconds < MOST_CPU_SECONDS
    assert len(notebook.cells) == 1
