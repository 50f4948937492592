"""`MLP` as a scikit-learn estimator: mini-batches, an optimizer, L2, and a seed that fixes all.

>>> from sklearn.datasets import make_moons
>>> X, y = make_moons(100, noise=0.1, random_state=0)
>>> model = MLPClassifier((16,), epochs=200, random_state=0).fit(X, y)
>>> model.score(X, y) > 0.95
True
"""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from course_lib.losses import l2_penalty, l2_penalty_gradient
from course_lib.mlp import MLP
from course_lib.optimizers import OPTIMIZERS


def penalised_loss(net, X, y, l2):
    """J + ½·l2·ΣW²: `net.loss_value(X, y)` plus the penalty, which is not divided by N.

    >>> net = MLP([2, 1], initializer="zeros")
    >>> round(penalised_loss(net, np.ones((3, 2)), np.ones((3, 1)), l2=0.1), 4)
    0.6931
    """
    return net.loss_value(X, y) + l2_penalty(net.weights, l2)


def penalised_gradients(net, X, y, l2):
    """[dW1, db1, …] of `penalised_loss`, as `net.parameters()`: l2·W is added to dW, nothing to db.

    >>> net = MLP([1, 1], loss="mse").with_parameters([np.array([[1.0]]), np.array([0.0])])
    >>> penalised_gradients(net, [[2.0]], [[2.0]], l2=0.5)
    [array([[0.5]]), array([0.])]
    """
    penalties = l2_penalty_gradient(net.weights, l2)
    layers = zip(net.backward(X, y), penalties, strict=True)
    return [gradient for (dW, db), penalty in layers for gradient in (dW + penalty, db)]


def batches(rng, n_examples, batch_size):
    """One epoch: row numbers in a fresh random order, cut into batches (the last may be smaller).

    >>> [len(rows) for rows in batches(np.random.default_rng(0), 10, 4)]
    [4, 4, 2]
    """
    order = rng.permutation(n_examples)
    return [order[start : start + batch_size] for start in range(0, n_examples, batch_size)]


class MLPClassifier(ClassifierMixin, BaseEstimator):
    """A scikit-learn classifier for any number of classes; two get one sigmoid output.

    `activation`, `initializer` and `optimizer` are names of ACTIVATIONS, INITIALIZERS and
    OPTIMIZERS; `l2` is the strength of the penalty ½·l2·ΣW². `random_state` (a seed, a numpy
    Generator or None) fixes the initial weights and every shuffle.

    After `fit`: `net_` (the MLP), `classes_`, and `loss_curve_`, the loss on all training
    examples, penalty included, at the end of each epoch.

    `fit` raises ValueError for data that are no (N, d) numbers, for a single class, for unknown
    names, and for a number of epochs or batch size below 1.

    >>> MLPClassifier((5,), random_state=0).fit([[0.0], [1.0], [2.0]], list("abc")).net_
    MLP 1-5-3: relu inside, softmax output, cross_entropy, 28 parameters
    """

    def __init__(
        self,
        hidden_layer_sizes=(16,),
        activation="relu",
        initializer="he_normal",
        optimizer="adam",
        learning_rate=0.01,
        epochs=100,
        batch_size=32,
        l2=0.0,
        random_state=None,
    ):
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.initializer = initializer
        self.optimizer = optimizer
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.batch_size = batch_size
        self.l2 = l2
        self.random_state = random_state

    def fit(self, X, y):
        """Learn from X (N, d) and the classes y (N,); gives back the estimator itself.

        >>> len(MLPClassifier(epochs=3).fit([[0.0], [1.0]], [0, 1]).loss_curve_)
        3
        """
        X, Y = self._check(X, y)
        rng = np.random.default_rng(self.random_state)
        sizes = [X.shape[1], *self.hidden_layer_sizes, Y.shape[1]]
        self.net_ = MLP(sizes, self.activation, self.initializer, rng=rng)
        optimizer = OPTIMIZERS[self.optimizer](learning_rate=self.learning_rate)
        self.loss_curve_ = []
        for _ in range(self.epochs):
            for rows in batches(rng, len(X), self.batch_size):
                gradients = penalised_gradients(self.net_, X[rows], Y[rows], self.l2)
                optimizer.step(self.net_.parameters(), gradients)
            self.loss_curve_.append(penalised_loss(self.net_, X, Y, self.l2))
        return self

    def _check(self, X, y):
        X, y = validate_data(self, X, y, dtype=float)
        check_classification_targets(y)
        self.classes_, numbers = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"y has one class only, {self.classes_[0]!r}: nothing to tell apart")
        if self.optimizer not in OPTIMIZERS:
            raise ValueError(
                f"unknown optimizer {self.optimizer!r}; there are {', '.join(OPTIMIZERS)}"
            )
        for name in ("epochs", "batch_size"):
            if not getattr(self, name) >= 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
        one_hot = np.eye(len(self.classes_))[numbers]
        return X, one_hot[:, 1:] if len(self.classes_) == 2 else one_hot

    def predict_proba(self, X):
        """The probability of each class, (N, d) → (N, number of classes), in `classes_` order.

        >>> model = MLPClassifier(random_state=0).fit([[0.0], [1.0]], ["no", "yes"])
        >>> model.predict_proba([[0.0], [1.0], [2.0]]).sum(axis=1)
        array([1., 1., 1.])
        """
        check_is_fitted(self)
        p = self.net_.forward(validate_data(self, X, dtype=float, reset=False))
        return np.hstack([1 - p, p]) if len(self.classes_) == 2 else p

    def predict(self, X):
        """The most probable class, (N, d) → (N,).

        >>> model = MLPClassifier(random_state=0).fit([[0.0], [1.0]], ["no", "yes"])
        >>> model.predict([[-1.0], [2.0]]).tolist()
        ['no', 'yes']
        """
        probabilities = self.predict_proba(X)
        return self.classes_[probabilities.argmax(axis=1)]
