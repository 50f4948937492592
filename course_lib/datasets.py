"""Small data sets, without a network: X (N, d), one example a row, and y (N, k), always 2-D.

>>> X, y = gates("XOR")
>>> X.shape, y.shape
((4, 2), (4, 1))
"""

from pathlib import Path

import numpy as np

from course_lib.mnist_files import read_mnist

_GATES = {  # for the rows 00, 01, 10, 11; NOT for the rows 0, 1
    "AND": (0, 0, 0, 1),
    "OR": (0, 1, 1, 1),
    "NAND": (1, 1, 1, 0),
    "NOR": (1, 0, 0, 0),
    "XOR": (0, 1, 1, 0),
    "XNOR": (1, 0, 0, 1),
    "NOT": (1, 0),
}


def gates(name):
    """A logical gate as X (4, 2) and y (4, 1), with the rows 00, 01, 10, 11; NOT: X (2, 1).

    Names are AND OR NAND NOR XOR XNOR NOT; another one raises ValueError.

    >>> X, y = gates("AND")
    >>> np.hstack([X, y]).astype(int).tolist()
    [[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 1]]
    """
    if name not in _GATES:
        raise ValueError(f"unknown gate {name!r}; there are {', '.join(_GATES)}")
    outputs = _column(_GATES[name])
    inputs = [[0], [1]] if len(outputs) == 2 else [[0, 0], [0, 1], [1, 0], [1, 1]]
    return np.array(inputs, dtype=float), outputs


def circles():
    """Two noisy circles by Turcotte's protocol (2025): X_train, X_test, y_train, y_test.

    X_train (140, 2) and X_test (60, 2) are scaled by mean and standard deviation of X_train;
    y (N, 1) is 1 on the inner circle. Always the same points.

    >>> [part.shape for part in circles()]
    [(140, 2), (60, 2), (140, 1), (60, 1)]
    """
    from sklearn.datasets import make_circles
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler

    X, y = make_circles(200, factor=0.5, noise=0.08, random_state=1)
    parts = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)
    X_train, X_test, y_train, y_test = parts
    scaler = StandardScaler().fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_test), _column(y_train), _column(y_test)


def moons(n, noise, seed):
    """Two interleaved half-moons: X (n, 2), y (n, 1); `noise` is a standard deviation.

    >>> X, y = moons(60, noise=0.3, seed=0)
    >>> X.shape, y.shape, float(y.sum())
    ((60, 2), (60, 1), 30.0)
    """
    from sklearn.datasets import make_moons

    X, y = make_moons(n, noise=noise, random_state=seed)
    return X, _column(y)


def digits(test_size=0.25, seed=0):
    """Handwritten digits, 8 by 8 pixels: X_train, X_test, Y_train, Y_test, every class in both.

    X (N, 64) lies in [0, 1], Y (N, 10) is one-hot; 1797 examples in all (Alpaydin & Kaynak 1998,
    as scikit-learn ships them). `seed` draws the split.

    >>> [part.shape for part in digits()]
    [(1347, 64), (450, 64), (1347, 10), (450, 10)]
    """
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    X, y = load_digits(return_X_y=True)
    return train_test_split(
        X / 16, np.eye(10)[y], test_size=test_size, random_state=seed, stratify=y
    )


MNIST_PLACES = ("mnist", "mnist.npz", "mnist.csv")  # where a notebook looks, in its own folder


def handwritten_digits(source=None, test_size=0.25, seed=0):
    """MNIST where it is at hand, else `digits`: X_train, X_test, Y_train, Y_test, as there.

    `source` is a file or folder (`course_lib.mnist_files.read_mnist` says of which kind), or
    "openml" for scikit-learn's download, which is kept for later; None takes the first of
    MNIST_PLACES that exists, or else the digits of 8 by 8 pixels. X (N, d) has pixels in [0, 1],
    Y (N, 10) is one-hot. What comes without a test part is split by `test_size` and `seed`. Raises
    FileNotFoundError where the source is not, ValueError where it is something else.

    >>> [part.shape for part in handwritten_digits()]
    [(1347, 64), (450, 64), (1347, 10), (450, 10)]
    """
    if source is None:
        source = next((place for place in MNIST_PLACES if Path(place).exists()), None)
    if source is None:
        return digits(test_size, seed)
    parts = [_from_openml()] if source == "openml" else read_mnist(source)
    if len(parts) == 1:
        from sklearn.model_selection import train_test_split

        ((X, y),) = parts
        X_train, X_test, y_train, y_test = train_test_split(
            X, y, test_size=test_size, random_state=seed, stratify=y
        )
    else:
        (X_train, y_train), (X_test, y_test) = parts
    return X_train, X_test, np.eye(10)[y_train], np.eye(10)[y_test]


def _from_openml():
    from sklearn.datasets import fetch_openml

    X, y = fetch_openml("mnist_784", version=1, as_frame=False, return_X_y=True)
    return (X / 255).astype(np.float32), y.astype(int)


def _column(y):
    return np.asarray(y, dtype=float)[:, None]
