"""Python, packages, kernel, JupyterLab's extensions, the built folders and a browser."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from course_tools.doctor.finding import Finding, missing, note, ok

NEEDED_PYTHON = (3, 11)
LAB_EXTENSIONS = ("@jupyter/nbgrader", "@jupyter-widgets/jupyterlab-manager")
SERVER_EXTENSIONS = (
    "nbgrader.server_extensions.formgrader",
    "nbgrader.server_extensions.validate_assignment",
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def python(root: Path) -> Finding:
    """Look whether this Python is new enough."""
    found = "{}.{}.{}".format(*sys.version_info[:3])
    if sys.version_info[:2] < NEEDED_PYTHON:
        needed = "{}.{}".format(*NEEDED_PYTHON)
        return missing(f"{found}, needed is {needed} or newer", "make setup PYTHON=python3.11")
    return ok(f"{found} ({sys.executable})")


def packages(root: Path) -> Finding:
    """Hold what is installed against the lock, and against the declared ranges."""
    from course_tools.lock import applicable, declared_requirements, read_lock

    in_conda = (Path(sys.prefix) / "conda-meta").is_dir()
    mend = "conda env update --file environment.yml" if in_conda else "make setup"
    locked = applicable(read_lock(root / "requirements.txt"))
    installed = {name: installed_version(name) for name in locked}
    declared = [
        r for group in declared_requirements(root / "pyproject.toml").values() for r in group
    ]

    unfit = [
        f"{requirement.name} {installed_version(requirement.name) or 'missing'}"
        f" (needed: {requirement.specifier})"
        for requirement in declared
        if (requirement.marker is None or requirement.marker.evaluate())
        and not fits(installed_version(requirement.name), requirement.specifier)
    ]
    absent = [name for name, version in installed.items() if version is None]
    other = [n for n, version in installed.items() if version not in (None, locked[n])]
    if unfit:
        return missing("; ".join(unfit), mend)
    if absent and not in_conda:  # conda names and splits some indirect ones differently
        return missing("not installed: " + ", ".join(absent), mend)
    if other:
        return note(
            f"{len(locked)} looked at; in their range, but not as locked: {shortened(other)}", mend
        )
    return ok(f"{len(locked)} packages, all as locked in requirements.txt")


def installed_version(name: str) -> str | None:
    """Return the version of an installed distribution, or None."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def fits(version: str | None, specifier) -> bool:
    """Say whether a version is there and within the range."""
    return version is not None and specifier.contains(version, prereleases=True)


def shortened(names: list[str], at_most: int = 8) -> str:
    """Return the first names, and how many more there are.

    >>> shortened(["a", "b", "c"], at_most=2)
    'a, b and 1 more'
    """
    more = f" and {len(names) - at_most} more" if len(names) > at_most else ""
    return ", ".join(names[:at_most]) + more


def kernel(root: Path) -> Finding:
    """Start the kernel that the notebooks name, and import course_lib in it."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from jupyter_client.manager import start_new_kernel

    mend = f"{sys.executable} -m ipykernel install --sys-prefix"
    try:
        folder = KernelSpecManager().get_kernel_spec("python3").resource_dir
    except NoSuchKernel:
        return missing("no kernel named python3", mend)
    manager, client = start_new_kernel(
        kernel_name="python3", startup_timeout=60, stderr=subprocess.DEVNULL
    )
    try:
        code = "import sys, course_lib; print(sys.prefix)"
        printed = []
        reply = client.execute_interactive(
            code, timeout=60, output_hook=lambda message: printed.append(message["content"])
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if reply["content"]["status"] != "ok":
        return missing(f"python3 starts, but: {reply['content'].get('evalue')}", "make setup")
    prefix = "".join(content.get("text", "") for content in printed).strip()
    if os.path.realpath(prefix) != os.path.realpath(sys.prefix):
        return missing(f"python3 ({folder}) belongs to another environment: {prefix}", mend)
    return ok("python3 starts, and course_lib is importable in it")


def lab_extensions(root: Path) -> Finding:
    """Ask JupyterLab and its server whether the extensions used here are enabled and valid."""
    lab = jupyter_says("labextension", "list")
    server = jupyter_says("server", "extension", "list")
    bad = [name for name in LAB_EXTENSIONS if not is_listed(lab, name)]
    bad += [name for name in SERVER_EXTENSIONS if not is_listed(server, name)]
    if bad:
        return missing("missing, disabled or broken: " + ", ".join(bad), "make setup")
    return ok("nbgrader's formgrader and Validate, and the widgets, are enabled")


def jupyter_says(*arguments: str) -> str:
    """Return what a `jupyter` command of this environment prints, without colours."""
    program = Path(sys.executable).with_name("jupyter")
    path = os.pathsep.join([str(program.parent), os.environ.get("PATH", os.defpath)])
    answer = subprocess.run(
        [str(program), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PATH": path},
    )
    return re.sub(r"\x1b\[[0-9;]*m", "", answer.stdout + answer.stderr)


def is_listed(listing: str, name: str) -> bool:
    """Say whether an extension is listed as enabled and OK.

    >>> is_listed("    @jupyter/nbgrader v0.9.6 enabled OK", "@jupyter/nbgrader")
    True
    >>> is_listed("    @jupyter/nbgrader v0.9.6 disabled OK", "@jupyter/nbgrader")
    False
    """
    block = re.search(
        rf"^\s*{re.escape(name)}\s.*(\n\s+- .*|\n\s+{re.escape(name)}\s.*OK)*",
        listing,
        re.MULTILINE,
    )
    return bool(block) and "enabled" in block[0] and "OK" in block[0] and " X" not in block[0]


def built_folders(root: Path) -> Finding:
    """Look whether the built notebooks are there."""
    absent = [
        name
        for name in ("notebooks", "solutions", "assignments")
        if not any((root / name).rglob("*.ipynb"))
    ]
    if absent:
        return missing(
            "no notebooks in " + ", ".join(f"{name}/" for name in absent), "course build"
        )
    return ok("notebooks/, solutions/ and assignments/ hold notebooks")


def find_chromium() -> str | None:
    """Return the path of an installed Chromium or Chrome; the variable CHROMIUM goes first."""
    names = [os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES]
    return next((path for path in map(shutil.which, filter(None, names)) if path), None)


def browser(root: Path) -> Finding:
    """Look for the browser that `make test` drives; teaching and grading do not need it."""
    path = find_chromium()
    if path is None:
        return note("no Chromium; needed only for `make test`", "apt install chromium")
    return ok(f"{path} (used only by `make test`)")
