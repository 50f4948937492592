"""The demo carries a class through every homework; what must not be, it says and returns."""

import pytest

from course_tools.cli import main

pytestmark = [pytest.mark.slow]


@pytest.fixture(autouse=True)
def quiet(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def test_a_class_comes_out_as_it_must(tmp_path, capsys):
    folder = tmp_path / "demo"
    assert main(["demo", "--folder", str(folder), "--homework", "hw2_chain_rule"]) == 0
    shown = capsys.readouterr().out
    assert "24 of 24 as expected" in shown
    assert len(list((folder / "feedback").glob("*/hw2_chain_rule/*.html"))) == 24
    assert (folder / "course_grades" / "hw2_chain_rule.report.html").is_file()


def test_a_folder_of_ones_own_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    assert main(["demo", "--folder", str(tmp_path / "mine")]) == 1
    assert "left alone" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--homework", "hw99"], ["--students", "3"], ["--seed", "-1"]])
def test_wrong_use(tmp_path, wrong):
    assert main(["demo", "--folder", str(tmp_path / "demo"), *wrong]) == 2
    assert not (tmp_path / "demo").exists()
