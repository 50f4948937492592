"""The files at the top say what is true, and nothing names a machine or a registry."""

import re
import subprocess
import tomllib

import pytest
import yaml

from course_tools.cli import COMMANDS

# Written apart, so that this file does not find itself.
MACHINE_PATHS = ["/ho" + "me/", "/ro" + "ot/", "/Use" + "rs/", "C:\\Use" + "rs", "/wo" + "rk/"]
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js.org",
    "deb.deb" + "ian",
    "anaconda" + ".org",
]
BINARY = {".png", ".npz", ".ico", ".woff2"}


@pytest.fixture(scope="module")
def texts(committed_files, root):
    """Return path → text of every file that is no picture or data file."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in committed_files
        if path.suffix not in BINARY
    }


@pytest.mark.parametrize("place", MACHINE_PATHS + REGISTRIES)
def test_no_file_names_a_machine_or_a_registry(texts, place):
    assert [path for path, text in texts.items() if place in text] == []


def test_every_file_is_plain_utf8_with_unix_lines(texts):
    assert [path for path, text in texts.items() if "\r" in text] == []


def test_no_large_file_is_committed(committed_files):
    assert [p.name for p in committed_files if p.stat().st_size > 1_000_000] == []


def test_nothing_that_is_made_on_demand_or_private_is_committed(root):
    private = [
        "submitted/a/hw/hw.ipynb",
        "autograded/x",
        "feedback/x",
        "gradebook.db",
        "dist/a.zip",
    ]
    private += [".venv/bin/python", ".jupyter/workspaces/a", "gradebook.db-journal"]
    command = ["git", "check-ignore", "--no-index", *private]
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert answer.stdout.split() == private


def makefile_targets(root):
    return set(re.findall(r"^([a-z][a-z-]*):", (root / "Makefile").read_text(), re.MULTILINE))


def test_makefile_has_the_promised_targets_and_each_is_explained(root):
    promised = {"setup", "lab", "kit", "demo", "test", "test-quick"}
    targets = makefile_targets(root)
    assert promised <= targets
    answer = subprocess.run(["make", "help"], cwd=root, capture_output=True, text=True, check=True)
    assert set(re.findall(r"^  make ([a-z-]+) ", answer.stdout, re.MULTILINE)) == targets


def test_recipes_are_a_few_lines(root):
    recipe = 0
    for line in (root / "Makefile").read_text().splitlines():
        recipe = recipe + 1 if line.startswith("\t@") else 0
        assert recipe <= 4


@pytest.mark.parametrize("page", ["README.md", "course_tools/kit/FIRST_STEPS.md"])
def test_commands_in_the_pages_exist(root, page):
    text = (root / page).read_text()
    commands = set(re.findall(r"(?:^|`)course ([a-z][a-z-]*)", text, re.MULTILINE))
    assert commands <= set(COMMANDS)
    targets = set(re.findall(r"(?:^|[`(:])\s*make ([a-z][a-z-]*)", text, re.MULTILINE))
    assert targets <= makefile_targets(root)
    if page == "README.md":
        assert {"setup", "lab", "demo", "kit", "test", "test-quick"} <= targets
        assert {"build", "sync-back", "grade", "doctor", "solutions"} <= commands


def test_files_and_folders_named_in_the_readme_exist(root):
    text = (root / "README.md").read_text()
    layout = text.split("## Layout")[1].split("```")[1]
    parents = []
    for line in layout.strip().splitlines():
        depth, name = len(line) - len(line.lstrip()), line.split()[0]
        parents = [*parents[: depth // 2], name]
        assert (root / "".join(parents)).is_dir(), name
    for link in re.findall(r"\]\(((?!https?:)[^)#]+)\)", text):
        assert (root / link).is_file(), link


def test_pictures_in_the_docs_are_small(root):
    for picture in (root / "docs" / "images").glob("*"):
        assert picture.stat().st_size < 200_000, picture.name


def test_licence_holds_both_licences_and_names_every_folder(root):
    text = (root / "LICENSE").read_text()
    for phrase in (
        "Redistribution and use in source and binary forms, with or without modification",
        'PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"',
        "Creative Commons Attribution 4.0 International Public License",
        "https://creativecommons.org/licenses/by/4.0/legalcode",
    ):
        assert phrase in text
    for folder in root.iterdir():
        tracked = subprocess.run(
            ["git", "ls-files", "--", folder.name], cwd=root, capture_output=True, text=True
        ).stdout
        if folder.is_dir() and tracked:
            assert f"{folder.name}/" in text, f"the licence does not say what {folder.name}/ is"


def test_citation_agrees_with_the_project(root):
    citation = yaml.safe_load((root / "CITATION.cff").read_text())
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert citation["version"] == project["version"]
    assert " AND ".join(citation["license"]) == project["license"]
    assert citation["title"].startswith(project["name"])
    assert {"cff-version", "message", "authors"} <= set(citation)


def test_continuous_integration_runs_what_a_developer_runs(root):
    assert "make test" in (root / ".ci" / "run").read_text()
    assert (root / ".ci" / "run").stat().st_mode & 0o111


def test_nbgrader_reads_the_configuration(root):
    from traitlets.config.loader import PyFileConfigLoader

    course = PyFileConfigLoader("nbgrader_config.py", str(root)).load_config().CourseDirectory
    assert course.source_directory == "solutions"
    assert course.release_directory == "assignments"
    assert course.root == str(root)
    assert "db_url" not in course, "nbgrader's own default is gradebook.db in the root"
