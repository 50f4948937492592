"""A kernel as JupyterLab drives it: each request says which cell it comes from."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
LIVE = sorted((NOTEBOOKS / "live").glob("*.ipynb"))
SECONDS = 120


@dataclass
class Ran:
    """What came of a request."""

    text: str = ""
    error: str = ""
    markdown: str = ""
    next_input: dict | None = None
    data: list = field(default_factory=list)


class Classroom:
    """A kernel in the folder of a notebook, as the server starts it."""

    def __init__(self, folder, name):
        self.manager = KernelManager(kernel_name="python3")
        environment = os.environ | {"JPY_SESSION_NAME": str(folder / name), "PYTHONPATH": str(ROOT)}
        self.manager.start_kernel(cwd=str(folder), env=environment)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=SECONDS)
        self.run("%load_ext course_lib.live", "live-loading")

    def run(self, code, cell_id="new-cell"):
        """Run code as the cell of that id; return what came of it."""
        content = {"code": code, "silent": False, "store_history": True, "stop_on_error": True}
        content |= {"user_expressions": {}, "allow_stdin": False}
        request = self.client.session.msg("execute_request", content)
        request["metadata"] = {"cellId": cell_id}
        self.client.shell_channel.send(request)
        ran, mine, deadline = Ran(), request["header"]["msg_id"], time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            message = self.client.get_iopub_msg(timeout=SECONDS)
            if message["parent_header"].get("msg_id") == mine:
                note(ran, message)
                if message["content"].get("execution_state") == "idle":
                    break
        reply = {"parent_header": {}}
        while reply["parent_header"].get("msg_id") != mine:
            reply = self.client.get_shell_msg(timeout=SECONDS)
        payload = reply["content"].get("payload", [])
        payload = [each for each in payload if each["source"] == "set_next_input"]
        ran.next_input = payload[-1] if payload else None
        return ran

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def note(ran, message):
    """Add what a message tells of outputs."""
    content = message["content"]
    if message["msg_type"] == "stream" and content["name"] == "stderr":
        ran.error += content["text"]
    elif message["msg_type"] == "stream":
        ran.text += content["text"]
    elif message["msg_type"] == "error":
        ran.error += f"{content['ename']}: {content['evalue']}"
    elif message["msg_type"] in ("display_data", "execute_result"):
        ran.data.append(content["data"])
        ran.markdown += content["data"].get("text/markdown", "")


def cells(path):
    return nbformat.read(path, as_version=4).cells


def code_of(path):
    return [cell for cell in cells(path) if cell.cell_type == "code"]
