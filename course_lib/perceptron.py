"""Rosenblatt's perceptron (1958) and its learning rule, as lecture 1 teaches them.

>>> from course_lib.datasets import gates
>>> X, y = gates("AND")
>>> model = Perceptron().fit(X, y[:, 0])
>>> model.score(X, y[:, 0]), model.n_iter_
(1.0, 6)
"""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from course_lib.activations import step


def predict(w, b, X):
    """step(X·w + b): 1 where the score is at least 0, else 0; X is (d,) or (N, d), w (d,).

    >>> print(predict(np.array([1.0, -1.0]), 0.0, [2.0, 2.0]))
    1.0
    """
    return step(np.asarray(X) @ w + b)


def update(w, b, x, y, learning_rate):
    """One step of the learning rule on one example: w + η(y − ŷ)x, b + η(y − ŷ).

    x (d,) with its class y, 0 or 1; gives back new w and b, unchanged where ŷ = y
    (Rosenblatt 1958).

    >>> w, b = update(np.zeros(2), 0.0, np.array([1.0, 2.0]), y=0, learning_rate=0.5)
    >>> print(w, b)
    [-0.5 -1. ] -0.5
    """
    error = y - predict(w, b, x)
    return w + learning_rate * error * x, b + learning_rate * error


def run_epoch(w, b, X, y, learning_rate):
    """Every row of X (N, d) once, one after the other: (w, b, number of mistakes on the way).

    >>> run_epoch(np.zeros(1), 0.0, np.array([[0.0], [1.0]]), [1, 0], learning_rate=1.0)[2]
    1
    """
    mistakes = 0
    for x, target in zip(X, y, strict=True):
        mistakes += int(predict(w, b, x) != target)
        w, b = update(w, b, x, target, learning_rate)
    return w, b, mistakes


class Perceptron(ClassifierMixin, BaseEstimator):
    """A scikit-learn classifier for two classes: w = b = 0 at the start, step(0) = 1, online.

    Rows are taken in their order, or with `shuffle` in a new order every epoch, drawn from
    `random_state` (a seed, a numpy Generator or None). Training ends after an epoch without a
    mistake, or after `max_epochs`. For separable data it makes at most (R/γ)² mistakes (Novikoff
    1962), for others it never ends by itself.

    After `fit`: `coef_` (1, d), `intercept_` (1,), `classes_`, `n_updates_`, `n_iter_` (epochs),
    `converged_`, and `history_`, a list with one dict an epoch: "weights" (d,) and "bias" at its
    end, "mistakes" made during it, "accuracy" on all rows at its end.

    `fit` raises ValueError for data that are no (N, d) numbers, for other than two classes, and
    for a learning rate or number of epochs that is not positive.

    >>> X = np.array([[-2.0], [-1.0], [1.0], [2.0]])
    >>> Perceptron().fit(X, ["no", "no", "yes", "yes"]).predict([[-3.0], [3.0]]).tolist()
    ['no', 'yes']
    """

    def __init__(self, learning_rate=1.0, max_epochs=100, shuffle=False, random_state=None):
        self.learning_rate = learning_rate
        self.max_epochs = max_epochs
        self.shuffle = shuffle
        self.random_state = random_state

    def fit(self, X, y):
        """Learn from X (N, d) and the classes y (N,); gives back the estimator itself.

        >>> Perceptron().fit([[0.0], [1.0]], [0, 1]).converged_
        True
        """
        X, targets = self._check(X, y)
        rng = np.random.default_rng(self.random_state)
        w, b, self.history_ = np.zeros(X.shape[1]), 0.0, []
        for _ in range(self.max_epochs):
            order = rng.permutation(len(X)) if self.shuffle else np.arange(len(X))
            w, b, mistakes = run_epoch(w, b, X[order], targets[order], self.learning_rate)
            accuracy = float(np.mean(predict(w, b, X) == targets))
            self.history_.append(
                {"weights": w, "bias": float(b), "mistakes": mistakes, "accuracy": accuracy}
            )
            if mistakes == 0:
                break
        self.coef_, self.intercept_ = w[None, :], np.array([b])
        self.n_iter_ = len(self.history_)
        self.n_updates_ = sum(epoch["mistakes"] for epoch in self.history_)
        self.converged_ = mistakes == 0
        return self

    def _check(self, X, y):
        X, y = validate_data(self, X, y, dtype=float)
        check_classification_targets(y)
        self.classes_, targets = np.unique(y, return_inverse=True)
        if len(self.classes_) != 2:
            kind = "one class" if len(self.classes_) == 1 else f"{len(self.classes_)} classes"
            raise ValueError(
                f"Only binary classification is supported: y has {kind}, a perceptron parts two"
            )
        for name in ("learning_rate", "max_epochs"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be positive, got {getattr(self, name)}")
        return X, targets

    def decision_function(self, X):
        """The score X·w + b, (N, d) → (N,); from 0 on the second class is predicted.

        >>> Perceptron().fit([[0.0], [1.0]], [0, 1]).decision_function([[0.0], [1.0]])
        array([-1.,  0.])
        """
        check_is_fitted(self)
        X = validate_data(self, X, dtype=float, reset=False)
        return X @ self.coef_[0] + self.intercept_[0]

    def predict(self, X):
        """The classes, (N, d) → (N,).

        >>> Perceptron().fit([[0.0], [1.0]], [0, 1]).predict([[-1.0], [2.0]])
        array([0, 1])
        """
        scores = self.decision_function(X)
        return self.classes_[step(scores).astype(int)]

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags
