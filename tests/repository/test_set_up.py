"""The set-up: what it refuses, what it hands on, and that it mends what was left half done."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from course_tools import set_up


def test_too_old_a_python_is_refused_in_one_sentence():
    with pytest.raises(set_up.SetUpError, match=r"Python 3\.11 or newer is needed .* is 3\.9; "):
        set_up.refuse_unfit_python(version=(3, 9, 2))


@pytest.mark.parametrize("absent", ["venv", "ensurepip"])
def test_missing_venv_module_says_what_to_install(absent):
    def find(name):
        if name == absent:
            raise ImportError(name)

    with pytest.raises(set_up.SetUpError, match="apt install python3-venv"):
        set_up.refuse_unfit_python(version=(3, 11, 2), find_module=find)


def test_an_old_python_can_read_the_file_far_enough_to_be_refused():
    """No syntax younger than Python 3.6: else the refusal would be a SyntaxError."""
    import ast

    ast.parse(Path(set_up.__file__).read_text(), feature_version=(3, 6))


def test_pip_configuration_is_translated_with_pips_precedence():
    listing = (
        ":env:.index-url='https://env.invalid/simple'\n"
        "global.extra-index-url='https://a.invalid/simple\\nhttps://b.invalid/simple'\n"
        "global.index-url='https://global.invalid/simple'\n"
        "global.find-links='/wheels'\n"
        "install.index-url='https://install.invalid/simple'\n"
        "list.format='columns'\n"
    )
    assert set_up.translate(listing) == {
        "UV_DEFAULT_INDEX": "https://env.invalid/simple",
        "UV_INDEX": "https://a.invalid/simple https://b.invalid/simple",
        "UV_FIND_LINKS": "/wheels",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_uv_configured_by_the_user_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "uv").mkdir()
    (tmp_path / "uv" / "uv.toml").touch()
    assert set_up.pip_configuration_for_uv(sys.executable) == {}


def test_uv_links_are_copies_only_across_file_systems(monkeypatch):
    programs = Path(sys.executable).parent
    monkeypatch.delenv("UV_LINK_MODE", raising=False)
    for same, expected in ((True, None), (False, "copy")):
        monkeypatch.setattr(
            set_up, "device", lambda path, same=same: 1 if same or path.name == ".venv" else 2
        )
        assert set_up.uv_environment(programs).get("UV_LINK_MODE") == expected


@pytest.fixture
def empty_course(tmp_path, root):
    """Return a course whose lock is empty, set up by the real Makefile and script."""
    (tmp_path / "course_tools").mkdir()
    for name in ("Makefile", "course_tools/__init__.py", "course_tools/set_up.py"):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    (tmp_path / "requirements.txt").write_text("# nothing to install\n")
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
        '[project]\nname = "empty"\nversion = "0"\n[tool.setuptools]\npackages = []\n'
    )
    return tmp_path


def make(folder: Path, *arguments: str) -> str:
    """Run make there with the Python of this environment; return what it prints."""
    command = ["make", *arguments, f"PYTHON={sys.executable}"]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout + answer.stderr


@pytest.mark.slow
def test_set_up_is_done_once_and_mended_when_broken(empty_course, monkeypatch):
    # Without a lock there is no setuptools in .venv: the one that runs the tests has to do.
    import setuptools

    monkeypatch.setenv("PYTHONPATH", str(Path(setuptools.__file__).parents[1]))
    environment = empty_course / ".venv"

    make(empty_course, "setup")
    first = (environment / ".ready").stat().st_mtime_ns
    assert not (environment / ".unfinished").exists()

    assert re.search("Nothing to be done|up to date", make(empty_course, "setup"))
    assert (environment / ".ready").stat().st_mtime_ns == first

    (environment / ".ready").unlink()  # interrupted: begun, not ended
    (environment / ".unfinished").touch()
    assert "afresh" in make(empty_course, "setup")
    assert (environment / ".ready").read_text() == str(empty_course)

    (environment / "bin" / "python").unlink()  # the Python it was made from has gone
    assert "afresh" in make(empty_course, "setup")
    assert (environment / "bin" / "python").exists()

    moved = empty_course.with_name("moved course")  # with a space, too
    empty_course.rename(moved)
    make(moved, "setup")
    assert (moved / ".venv" / ".ready").read_text() == str(moved)
