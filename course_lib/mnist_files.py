"""MNIST from files on this machine: idx, npz or csv, as they are usually passed on.

Everything here gives images (N, d), one a row, with pixels in [0, 1], and labels (N,) from 0 to 9.
"""

import gzip
from pathlib import Path

import numpy as np

_IDX_TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
_LABEL_COLUMNS = ("label", "class", "y")


def read_mnist(path):
    """The parts of a file or folder: [(X, y)], or [(X_train, y_train), (X_test, y_test)].

    A folder holds the four idx files of LeCun, Cortes & Burges (`train-images-idx3-ubyte`, …, also
    compressed, .gz) or `mnist_train.csv` and `mnist_test.csv`. An npz file has x_train, y_train,
    x_test, y_test, or X and y; a csv file one row an image, the label first unless a header says
    where. Raises FileNotFoundError where nothing is, ValueError for what is no such file.

    >>> np.savez("tiny.npz", X=np.array([[[0, 255], [51, 0]]]), y=[7])
    >>> read_mnist("tiny.npz")
    [(array([[0. , 1. , 0.2, 0. ]], dtype=float32), array([7]))]
    """
    path = Path(path)
    if path.is_dir():
        pairs = _parts_of_folder(path)
    elif not path.exists():
        raise FileNotFoundError(f"there is no {path}")
    elif path.suffix == ".npz":
        pairs = _parts_of_npz(path)
    elif path.name.endswith((".csv", ".csv.gz")):
        pairs = [_read_csv(path)]
    else:
        raise ValueError(f"{path} is neither a folder nor .npz nor .csv")
    return [_images_and_labels(path, *pair) for pair in pairs]


def read_idx(path):
    """The array in an idx file: two zero bytes, type, number of axes, their sizes, the data.

    Raises ValueError where the head or the length is not that of an idx file.

    >>> _ = Path("labels-idx1-ubyte").write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 2, 5, 9]))
    >>> read_idx("labels-idx1-ubyte")
    array([5, 9], dtype=uint8)
    """
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rb") as file:
        data = file.read()
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in _IDX_TYPES:
        raise ValueError(f"{path} does not begin as an idx file does")
    start, dtype = 4 + 4 * data[3], np.dtype(_IDX_TYPES[data[2]])
    shape = np.frombuffer(data[4:start].ljust(start - 4, b"\0"), ">u4").astype(int)
    if len(data) != start + dtype.itemsize * shape.prod():
        raise ValueError(f"{path} is cut off, or no idx file: {len(data)} bytes for {shape}")
    return np.frombuffer(data, dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("="))


def _parts_of_folder(folder):
    tables = [folder / f"mnist_{part}.csv" for part in ("train", "test")]
    if all(table.exists() for table in tables):
        return [_read_csv(table) for table in tables]
    return [
        tuple(read_idx(_only(folder, f"{part}-{kind}*ubyte*")) for kind in ("images", "labels"))
        for part in ("train", "t10k")
    ]


def _only(folder, pattern):
    found = sorted(folder.glob(pattern))
    if not found:
        raise FileNotFoundError(f"{folder} holds no {pattern} and no pair of csv files")
    return found[0]


def _parts_of_npz(path):
    with np.load(path) as arrays:
        held = {name.lower(): arrays[name] for name in arrays.files}
    for names in ([("x_train", "y_train"), ("x_test", "y_test")], [("x", "y")]):
        if all(name in held for pair in names for name in pair):
            return [(held[x], held[y]) for x, y in names]
    raise ValueError(f"{path} holds {sorted(held)}, not x_train, y_train, x_test, y_test or X, y")


def _read_csv(path):
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        first = [name.strip().strip("\"'").lower() for name in file.readline().split(",")]
    header = not first[0].replace(".", "").isdigit()
    label = next((i for i, name in enumerate(first) if name in _LABEL_COLUMNS), 0)
    table = np.loadtxt(path, delimiter=",", skiprows=int(header), dtype=np.float32, ndmin=2)
    return np.delete(table, label, axis=1), table[:, label]


def _images_and_labels(path, X, y):
    X, y = np.asarray(X), np.ravel(y)
    if len(X) != len(y) or len(y) == 0 or X.ndim < 2:
        raise ValueError(f"{path}: images {X.shape} and {len(y)} labels do not belong together")
    X, digits = X.reshape(len(X), -1).astype(np.float32), y.astype(int)
    if np.any(digits != y.astype(float)) or digits.min() < 0 or digits.max() > 9:
        raise ValueError(f"{path}: a label is not one of 0 to 9")
    if not (X.min() >= 0 and X.max() <= 255):
        raise ValueError(f"{path}: pixels go from {X.min():g} to {X.max():g}, not from 0 to 255")
    return (X / 255 if X.max() > 1 else X), digits
