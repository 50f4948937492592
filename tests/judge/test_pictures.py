"""Pictures that students draw reach the grader: as PNG or JPEG, with nothing else beside them."""

import base64
import json
import subprocess
import sys

import pytest

from course_lib import plots
from course_tools.grading.judge import outputs

PICTURE = plots.layer_profile({"a<b": [0.1, 1.0]}, ylabel='norm & "more"')
PNG = base64.b64encode(PICTURE.png).decode()


def test_a_picture_within_html_stays_with_its_description():
    kept = outputs.html(f"<b>before</b>{PICTURE.html()}<i>after</i>")
    assert kept.startswith("<b>before</b><img alt=")
    assert kept.endswith(f'src="data:image/png;base64,{PNG}"><i>after</i>')
    assert "Norm &amp; &quot;more&quot; against layer" in kept
    assert "a&lt;b: from 0.100" in kept


@pytest.mark.parametrize(
    "tag",
    [
        f'<img onload="x()" alt="a" src="data:image/png;base64,{PNG}" onerror="x()">',
        f'<img alt="&quot; onload=&quot;x()" src="data:image/png;base64,{PNG}">',
        f'<p title="<img src="data:image/png;base64,{PNG}">" onclick="x()">k</p>',
    ],
)
def test_nothing_that_runs_comes_along(tag):
    kept = outputs.html(tag)
    assert PNG in kept
    attributes = kept.replace(PNG, "").replace("&quot; onload=&quot;x()", "")
    assert "onload=" not in attributes
    assert "onerror=" not in attributes
    assert "<p onclick" not in attributes


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="http://example.org/a.png">',
        '<img src="data:image/svg+xml;base64,AAAA">',
        '<img src="data:image/png;base64,AAAA">',
        f'<img src="data:image/jpeg;base64,{PNG}">',
        "<img " * 10_000,
    ],
)
def test_what_is_no_picture_is_dropped(tag):
    assert "<img" not in outputs.html(f"x{tag}y")


def test_there_are_bounds_to_the_number_of_pictures():
    many = outputs.html(PICTURE.html() * (outputs.MOST_PICTURES + 5))
    assert many.count("<img") == outputs.MOST_PICTURES


CELLS = ["plt.plot([1, 2])", "plt.plot([1, 2])\nplt.show()", "figure, ax = plt.subplots()\nfigure"]
PROGRAM = """\
import json, sys
from course_tools.grading.judge.shell import Outputs, make_shell
shell, found = make_shell(sys.argv[1]), []
for source in json.loads(sys.argv[2]):
    out = Outputs()
    shell.run("import matplotlib.pyplot as plt\\n" + source, 1, out)
    found.append([kind for item in out.items for kind in item.get("data", {})])
print(json.dumps(found))
"""


def test_a_figure_is_an_output_as_in_a_notebook(tmp_path):
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), json.dumps(CELLS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert all("image/png" in kinds for kinds in json.loads(done.stdout))
