"""JupyterLab as this course starts it: on the start notebook, quiet, and with nothing fetched.

What is set here belongs to the course and lies in its folders; the user's own settings (theme,
font size, shortcuts) stay in the user's home and go on holding.
"""

import json
import os
import re
import sys
from pathlib import Path

from course_tools.errors import CourseError

START_NOTEBOOK = "notebooks/00_start_here.ipynb"
WORKSPACES = ".jupyter/workspaces"  # which notebooks were open, kept apart from other projects'

# No news, no update check, no prompts, and of nbgrader's extensions those that work without its
# exchange (a shared folder for fetching and collecting, which this course does not use).
CONFIGURATION = Path(__file__).with_name("config")

# Jupyter's data folder of the course: ipykernel's own kernel, which here has the magics of live
# coding from its start, also after it died in class.
DATA = ".jupyter/data"
CONNECTION = "course_tools.lab.connection.PromptConnection"
LOADING = "__import__('course_lib.live').live.load_ipython_extension(get_ipython())"


def lab_arguments(root: Path, is_root: bool) -> list[str]:
    """Return the arguments that make `jupyter lab` the lab of the course in `root`.

    >>> "--allow-root" in lab_arguments(Path("course"), is_root=True)
    True
    """
    return [
        f"--ServerApp.root_dir={root}",
        f"--ServerApp.kernel_websocket_connection_class={CONNECTION}",
        f"--LabApp.default_url=/lab/tree/{START_NOTEBOOK}",
        f"--LabApp.workspaces_dir={root / WORKSPACES}",
        *(["--allow-root"] if is_root else []),
    ]


def start(root: Path, more_arguments: list[str]) -> int:
    """Run JupyterLab in the course folder until it is stopped; return the exit code.

    Raises `CourseError` if the notebooks are not built or JupyterLab is not installed.
    """
    if not (root / START_NOTEBOOK).is_file():
        raise CourseError(
            f"{START_NOTEBOOK} is missing in {root}; build the notebooks with `course build`."
        )
    try:
        from jupyterlab.commands import get_user_settings_dir
        from jupyterlab.labapp import LabApp
    except ImportError as error:
        raise CourseError(
            f"JupyterLab is not installed in this Python ({sys.executable}: {error}); "
            "call `make setup`, then `make lab`."
        ) from None
    prepare_process(root)
    end_deck(Path(get_user_settings_dir()))
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    LabApp.launch_instance(lab_arguments(root, is_root) + more_arguments)
    return 0


def prepare_process(root: Path) -> None:
    """Work in `root` (nbgrader's configuration is read from there), with this Python first.

    The kernel, the terminal and nbgrader's own sub-processes are those of this environment,
    also when its `course` was called by path, without activating it.
    """
    os.chdir(root)
    programs = str(Path(sys.executable).parent)
    os.environ["PATH"] = programs + os.pathsep + os.environ.get("PATH", os.defpath)
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
    # The course's matrices are small: a second thread waits for the browser more than it computes.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    write_kernel(root / DATA)
    for variable, ours in {
        "JUPYTER_CONFIG_PATH": CONFIGURATION,
        "JUPYTER_PATH": root / DATA,
    }.items():
        more = os.environ.get(variable)
        os.environ[variable] = os.pathsep.join(filter(None, [str(ours), more]))


def write_kernel(data: Path) -> None:
    """Write the kernel of the lab, in the words of the ipykernel that is installed."""
    from ipykernel.kernelspec import get_kernel_dict

    folder = data / "kernels" / "python3"
    folder.mkdir(parents=True, exist_ok=True)
    specification = get_kernel_dict([f"--IPKernelApp.exec_lines={LOADING}"])
    (folder / "kernel.json").write_text(json.dumps(specification, indent=1), encoding="utf-8")


def end_deck(settings: Path) -> None:
    """End the presentation that was on when JupyterLab was closed, in the user's settings.

    jupyterlab-slideshow keeps it there, and every page would open in it, without menus.
    """
    file = settings / "jupyterlab-slideshow" / "plugin.jupyterlab-settings"
    if file.is_file():
        text = file.read_text(encoding="utf-8")
        ended = re.sub(r'("active"\s*:\s*)true', r"\1false", text)
        if ended != text:
            file.write_text(ended, encoding="utf-8")
