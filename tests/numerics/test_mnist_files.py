"""MNIST is read from each form in which it is passed on; the tests write tiny files of each."""

import gzip

import numpy as np
import pytest
from sklearn.datasets import load_digits

from course_lib import datasets
from course_lib.datasets import digits, handwritten_digits
from course_lib.mnist_files import read_idx, read_mnist

SIDE = 3


@pytest.fixture
def parts():
    """Images (N, 3, 3) of bytes and labels, a training and a test part."""
    rng = np.random.default_rng(0)

    def part(n):
        images = rng.integers(0, 256, size=(n, SIDE, SIDE), dtype=np.uint8)
        images[0, 0, 0] = 255
        return images, np.resize(np.arange(10, dtype=np.uint8), n)

    return part(40), part(20)


def idx(array):
    head = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return head + array.astype(np.uint8).tobytes()


def write_idx(folder, parts, name="{part}-{kind}-idx{axes}-ubyte", compress=False):
    folder.mkdir()
    for part, pair in zip(("train", "t10k"), parts, strict=True):
        for kind, array in zip(("images", "labels"), pair, strict=True):
            data = idx(array)
            file = folder / name.format(part=part, kind=kind, axes=array.ndim)
            file.write_bytes(gzip.compress(data) if compress else data)
    return folder


def write_csv(path, images, labels, header=None, label_at=0):
    rows = np.insert(images.reshape(len(images), -1), label_at, labels, axis=1)
    head = header or ""
    np.savetxt(path, rows, fmt="%d", delimiter=",", header=head, comments="")
    return path


def assert_holds(found, parts):
    assert len(found) == len(parts)
    for (X, y), (images, labels) in zip(found, parts, strict=True):
        np.testing.assert_allclose(X, images.reshape(len(images), -1) / 255, atol=1e-7)
        assert X.dtype == np.float32
        assert y.tolist() == labels.tolist()


@pytest.mark.parametrize(
    "naming",
    [
        {},
        {"name": "{part}-{kind}.idx{axes}-ubyte"},
        {"name": "{part}-{kind}-idx{axes}-ubyte.gz", "compress": True},
    ],
)
def test_a_folder_of_idx_files(tmp_path, parts, naming):
    assert_holds(read_mnist(write_idx(tmp_path / "mnist", parts, **naming)), parts)


def test_an_npz_file_with_both_parts(tmp_path, parts):
    (X, y), (X_test, y_test) = parts
    np.savez(tmp_path / "mnist.npz", x_train=X, y_train=y, x_test=X_test, y_test=y_test)
    assert_holds(read_mnist(tmp_path / "mnist.npz"), parts)


def test_an_npz_file_of_one_part_with_pixels_in_0_1(tmp_path, parts):
    images, labels = parts[0]
    np.savez_compressed(tmp_path / "all.npz", X=images / 255, y=labels.astype(str))
    assert_holds(read_mnist(tmp_path / "all.npz"), parts[:1])


@pytest.mark.parametrize(
    ("header", "label_at"),
    [
        (None, 0),
        ("label," + ",".join(f"pixel{i}" for i in range(9)), 0),
        (",".join(f"pixel{i}" for i in range(1, 10)) + ",class", 9),
    ],
)
def test_a_csv_file_with_and_without_header(tmp_path, parts, header, label_at):
    path = write_csv(tmp_path / "mnist.csv", *parts[0], header, label_at)
    assert_holds(read_mnist(path), parts[:1])


def test_a_folder_of_two_csv_files(tmp_path, parts):
    for name, part in zip(("mnist_train.csv", "mnist_test.csv"), parts, strict=True):
        write_csv(tmp_path / name, *part)
    assert_holds(read_mnist(tmp_path), parts)


def test_other_types_of_idx(tmp_path):
    values = np.array([[1.5, -2.0]])
    head = bytes([0, 0, 14, 2]) + np.array([1, 2], ">u4").tobytes()
    (tmp_path / "doubles").write_bytes(head + values.astype(">f8").tobytes())
    np.testing.assert_array_equal(read_idx(tmp_path / "doubles"), values)


@pytest.mark.parametrize(
    ("write", "error", "message"),
    [
        (lambda p: None, FileNotFoundError, "there is no"),
        (lambda p: p.mkdir(), FileNotFoundError, "holds no train-images"),
        (lambda p: p.write_text("hello"), ValueError, "neither"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path, write, error, message):
    path = tmp_path / "mnist"
    write(path)
    with pytest.raises(error, match=message):
        read_mnist(path)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\3\4",
        bytes([0, 0, 8, 1, 0, 0, 0, 3, 1, 2]),  # cut off
        bytes([0, 0, 8, 3, 0, 0]),  # cut off in the head
        bytes([0, 0, 7, 1, 0, 0, 0, 1, 1]),  # no such type
    ],
)
def test_a_broken_idx_file_is_refused(tmp_path, data):
    (tmp_path / "broken").write_bytes(data)
    with pytest.raises(ValueError, match="broken"):
        read_idx(tmp_path / "broken")


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"a": [1]}, "not x_train"),
        ({"X": np.zeros((3, 4)), "y": [1, 2]}, "do not belong together"),
        ({"X": np.zeros((2, 4)), "y": [1, 10]}, "not one of 0 to 9"),
        ({"X": np.zeros((2, 4)), "y": [1, 0.5]}, "not one of 0 to 9"),
        ({"X": np.full((2, 4), 300), "y": [1, 2]}, "not from 0 to 255"),
        ({"X": np.full((2, 4), -1), "y": [1, 2]}, "not from 0 to 255"),
        ({"X": np.full((2, 4), np.nan), "y": [1, 2]}, "not from 0 to 255"),
    ],
)
def test_wrong_content_is_refused(tmp_path, arrays, message):
    np.savez(tmp_path / "mnist.npz", **arrays)
    with pytest.raises(ValueError, match=message):
        read_mnist(tmp_path / "mnist.npz")


def test_without_a_file_the_digits_of_8_by_8_come(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for found, expected in zip(handwritten_digits(), digits(), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_a_file_in_the_folder_is_found(tmp_path, monkeypatch, parts):
    monkeypatch.chdir(tmp_path)
    write_idx(tmp_path / "mnist", parts)
    X, X_test, Y, Y_test = handwritten_digits()
    assert_holds([(X, Y.argmax(axis=1)), (X_test, Y_test.argmax(axis=1))], parts)
    np.testing.assert_array_equal(Y.sum(axis=1), 1)


def test_what_has_no_test_part_is_split_class_by_class(tmp_path, parts):
    path = write_csv(tmp_path / "all.csv", *parts[0])
    X, _, Y, Y_test = handwritten_digits(path, test_size=0.5, seed=1)
    assert (X.shape, Y_test.shape) == ((20, 9), (20, 10))
    assert (Y.sum(axis=0) == 2).all()
    again = handwritten_digits(path, test_size=0.5, seed=1)[0]
    np.testing.assert_array_equal(again, X)


def test_a_source_that_is_named_must_be_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        handwritten_digits(tmp_path / "mnist.npz")


def test_openml_is_asked_only_when_named(monkeypatch):
    asked = []

    def fetch_openml(name, **options):
        asked.append(name)
        X, y = load_digits(return_X_y=True)
        return X * 255 / 16, y.astype(str)

    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetch_openml)
    assert datasets.handwritten_digits("openml")[0].max() == 1
    assert asked == ["mnist_784"]
