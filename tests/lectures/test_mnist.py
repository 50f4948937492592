"""Lecture 7 runs with a folder of idx files beside it as without: the same code, other sizes."""

import shutil

import numpy as np
import pytest
from scipy.ndimage import zoom
from sklearn.datasets import load_digits

from .reading import ROOT, read
from .running import figures_without_description, noise, run

LECTURE = ROOT / "sources" / "lectures" / "07_digits_and_regularisation.py"


def enlarged_digits(n=900):
    """n of the small digits, blown up to 12 by 12 pixels of one byte each, and their labels."""
    images, labels = load_digits(return_X_y=True)
    large = [zoom(image.reshape(8, 8), 1.5, order=1) for image in images[:n]]
    return np.clip(np.array(large) * 16, 0, 255).astype(np.uint8), labels[:n].astype(np.uint8)


def write_mnist(folder, n_test=200):
    folder.mkdir()
    for kind, array in zip(("images", "labels"), enlarged_digits(), strict=True):
        for part, rows in (("train", slice(n_test, None)), ("t10k", slice(n_test))):
            held = array[rows]
            head = bytes([0, 0, 8, held.ndim]) + np.array(held.shape, ">u4").tobytes()
            (folder / f"{part}-{kind}-idx{held.ndim}-ubyte").write_bytes(head + held.tobytes())


@pytest.mark.slow
def test_lecture_7_takes_mnist_where_it_is(tmp_path):
    write_mnist(tmp_path / "mnist")
    notebook = read(LECTURE)
    for cell in notebook.cells:  # fewer examples than MNIST has, so fewer steps
        cell.source = cell.source.replace("60_000 //", "6_000 //")
    shutil.copytree(LECTURE.parent / "figure_data", tmp_path / "figure_data")
    executed, _ = run(notebook, tmp_path)
    assert not noise(executed)
    assert not figures_without_description(executed)
    outputs = [out for cell in executed.cells for out in cell.get("outputs", [])]
    text = "\n".join(out.get("text", "") or out.data.get("text/plain", "") for out in outputs)
    assert "X (560, 144)" in text
    assert "MLP 144-256-32-10" in text
    assert "20 nets: MLP 144-32-10" in text
