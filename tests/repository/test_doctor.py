"""The doctor finds what is missing: each finding is made to fail once, by a fake."""

import sys

import pytest

from course_tools.cli import doctor as command
from course_tools.doctor import CHECKS, Finding, State, examine, software, system
from course_tools.grading.judge import sandbox


def test_this_environment_is_healthy_where_it_must_be(root):
    assert software.python(root).state is State.OK
    assert software.packages(root).state is State.OK


@pytest.mark.slow
def test_kernel_and_extensions_of_this_environment_work(root):
    assert software.kernel(root).state is State.OK
    assert software.lab_extensions(root).state is State.OK


def test_old_python(root, monkeypatch):
    monkeypatch.setattr(software, "NEEDED_PYTHON", (3, 99))
    finding = software.python(root)
    assert finding.state is State.MISSING
    assert "3.99" in finding.detail
    assert finding.mend.startswith("make setup")


def versions_but(**changed):
    """Return a fake of `installed_version` in which some packages differ or are missing."""
    real = software.installed_version
    return lambda name: changed.get(name.lower(), real(name))


def test_missing_package(root, monkeypatch):
    monkeypatch.setattr(software, "installed_version", versions_but(numpy=None))
    finding = software.packages(root)
    assert finding == Finding(State.MISSING, "numpy missing (needed: >=2.0)", "make setup")


def test_package_out_of_its_range(root, monkeypatch):
    monkeypatch.setattr(software, "installed_version", versions_but(nbgrader="0.8.1"))
    finding = software.packages(root)
    assert finding.state is State.MISSING
    assert "nbgrader 0.8.1 (needed: <0.10,>=0.9.5)" in finding.detail


def test_missing_package_that_only_others_need(root, monkeypatch):
    monkeypatch.setattr(software, "installed_version", versions_but(jinja2=None))
    assert software.packages(root) == Finding(State.MISSING, "not installed: jinja2", "make setup")


def test_package_in_its_range_but_not_as_locked_is_a_note(root, monkeypatch):
    monkeypatch.setattr(software, "installed_version", versions_but(numpy="2.0.1"))
    finding = software.packages(root)
    assert finding.state is State.NOTE
    assert "numpy" in finding.detail


def test_conda_users_get_condas_command(root, monkeypatch, tmp_path):
    (tmp_path / "conda-meta").mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(software, "installed_version", versions_but(numpy=None))
    assert software.packages(root).mend == "conda env update --file environment.yml"


def test_no_kernel(root, monkeypatch):
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    def none(self, name):
        raise NoSuchKernel(name)

    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", none)
    finding = software.kernel(root)
    assert finding.state is State.MISSING
    assert "ipykernel install" in finding.mend


LAB = (
    "    @jupyter/nbgrader v0.9.6 {state} OK\n    @jupyter-widgets/jupyterlab-manager v5 enabled OK"
)
SERVER = (
    "    nbgrader.server_extensions.formgrader enabled\n"
    "    - Validating nbgrader.server_extensions.formgrader...\n"
    "      nbgrader.server_extensions.formgrader  {result}\n"
    "    nbgrader.server_extensions.validate_assignment enabled\n"
    "    - Validating nbgrader.server_extensions.validate_assignment...\n"
    "      nbgrader.server_extensions.validate_assignment  OK\n"
)


@pytest.mark.parametrize(
    ("lab", "server", "bad"),
    [
        (LAB.format(state="enabled"), SERVER.format(result="OK"), ""),
        (LAB.format(state="disabled"), SERVER.format(result="OK"), "@jupyter/nbgrader"),
        (
            LAB.format(state="enabled"),
            SERVER.format(result=" X is not importable"),
            "nbgrader.server_extensions.formgrader",
        ),
        ("", SERVER.format(result="OK"), "@jupyter/nbgrader, @jupyter-widgets/jupyterlab-manager"),
    ],
)
def test_extensions_missing_disabled_or_broken(root, monkeypatch, lab, server, bad):
    monkeypatch.setattr(
        software, "jupyter_says", lambda *a: lab if a[0] == "labextension" else server
    )
    finding = software.lab_extensions(root)
    if bad:
        assert finding == Finding(
            State.MISSING, f"missing, disabled or broken: {bad}", "make setup"
        )
    else:
        assert finding.state is State.OK


def test_folders_not_built(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "a.ipynb").touch()
    assert software.built_folders(tmp_path) == Finding(
        State.MISSING, "no notebooks in solutions/, assignments/", "course build"
    )


def test_no_browser_is_only_a_note(root, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(software.shutil, "which", lambda name: None)
    finding = software.browser(root)
    assert finding.state is State.NOTE
    assert finding.mend == "apt install chromium"


@pytest.mark.parametrize(
    ("platform", "is_root", "mend"),
    [
        ("linux", False, "user.max_user_namespaces"),
        ("linux", True, "--privileged"),
        ("darwin", False, "grade on Linux"),
    ],
)
def test_where_grading_would_be_refused_the_sandbox_is_missing(
    root, monkeypatch, platform, is_root, mend
):
    monkeypatch.setattr(sandbox, "why_not", lambda: "unshare: Operation not permitted")
    monkeypatch.setattr(system, "is_root", lambda: is_root)
    monkeypatch.setattr(system.sys, "platform", platform)
    finding = command.sandbox(root)
    assert finding.state is State.MISSING
    assert "unshare: Operation not permitted" in finding.detail
    assert "refused" in finding.detail
    assert mend in finding.mend


def test_where_a_sandbox_can_be_made_all_is_well(root, monkeypatch):
    monkeypatch.setattr(sandbox, "why_not", lambda: "")
    assert command.sandbox(root).state is State.OK


@pytest.mark.parametrize(("is_root", "words"), [(True, "user of its own"), (False, "ordinary")])
def test_the_user_is_told(root, monkeypatch, is_root, words):
    monkeypatch.setattr(system, "is_root", lambda: is_root)
    assert words in system.user(root).detail


def test_a_check_that_fails_itself_is_a_finding(root):
    def broken(root):
        raise OSError("disk on fire")

    ((name, finding),) = examine({"kernel": broken}, root)
    assert (name, finding.state) == ("kernel", State.MISSING)
    assert "disk on fire" in finding.detail


@pytest.mark.parametrize(("state", "code"), [(State.OK, 0), (State.NOTE, 0), (State.MISSING, 1)])
def test_exit_code_and_table(root, monkeypatch, capsys, state, code):
    import argparse

    check = {"kernel": lambda root: Finding(state, "as it is", "a command that mends it")}
    monkeypatch.setattr("course_tools.doctor.CHECKS", check)
    monkeypatch.setattr(sandbox, "why_not", lambda: "")
    assert command.run(argparse.Namespace(course_dir=root)) == code
    shown = capsys.readouterr().out
    assert "as it is" in shown
    assert "a command that mends it" in shown
    assert state.value in shown


def test_without_rich_the_findings_are_plain_lines(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "rich.console", None)
    command.show([("packages", Finding(State.MISSING, "rich missing", "make setup"))])
    assert capsys.readouterr().out == "missing  packages: rich missing make setup\n"


def test_every_part_of_an_installation_is_looked_at():
    assert len(CHECKS) == 7


def test_no_sandbox_makes_the_doctor_fail(root, monkeypatch, capsys):
    import argparse

    monkeypatch.setattr("course_tools.doctor.CHECKS", {})
    monkeypatch.setattr(sandbox, "why_not", lambda: "no user namespaces")
    assert command.run(argparse.Namespace(course_dir=root)) == 1
    assert "no user namespaces" in capsys.readouterr().out
