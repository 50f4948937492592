"""The loop: batch, forward, loss, backward, step.

>>> from course_lib.autodiff.logits import mse
>>> from course_lib.autodiff.modules import Linear
>>> from course_lib.optimizers import GradientDescent
>>> X = np.linspace(-1, 1, 50)[:, None]
>>> trainer = Trainer(Linear(1, 1, "zeros"), mse, GradientDescent(0.1))
>>> losses = trainer.fit(X, 3 * X + 1, epochs=100)
>>> [parameter.data.round(2) for parameter in trainer.model.parameters()]
[array([[3.]]), array([1.])]
"""

import numpy as np

from course_lib.autodiff.tensor import no_grad


class Trainer:
    """Trains a module by mini-batches, shuffled anew in every epoch with `rng`.

    `loss(y, prediction)` is a tensor, the mean over the examples; `optimizer` is one of
    `course_lib.optimizers`. Raises ValueError for a batch size below 1.

    >>> Trainer(print, None, None).batch_size
    32
    """

    def __init__(self, model, loss, optimizer, batch_size=32, rng=None):
        if batch_size < 1:
            raise ValueError(f"a batch needs at least one example, got {batch_size}")
        self.model, self.loss, self.optimizer = model, loss, optimizer
        self.batch_size = batch_size
        self.rng = np.random.default_rng() if rng is None else rng

    def step(self, X, y):
        """One step on one batch X (m, d), y (m, k); gives back the loss before it."""
        self.model.zero_grad()
        loss = self.loss(y, self.model(X))
        loss.backward()
        moved = [parameter for parameter in self.model.parameters() if parameter.grad is not None]
        self.optimizer.step([p.data for p in moved], [p.grad for p in moved])
        return loss.item()

    def fit(self, X, y, epochs, watch=None):
        """Train for some epochs; gives back the training loss of each, averaged over its steps.

        With `watch`, a function of the model, its value after each epoch is given back instead.
        Raises ValueError if X and y have not equally many examples, at least one.
        """
        if len(X) != len(y) or len(X) == 0:
            raise ValueError(f"{len(X)} examples and {len(y)} targets")
        return [self._epoch(X, y, watch) for _ in range(epochs)]

    def _epoch(self, X, y, watch):
        order, total = self.rng.permutation(len(X)), 0.0
        for start in range(0, len(X), self.batch_size):
            batch = order[start : start + self.batch_size]
            total += self.step(X[batch], y[batch]) * len(batch)
        return watch(self.model) if watch else total / len(X)

    def predict(self, X):
        """What the model says to X, as a plain array; nothing is remembered."""
        with no_grad():
            return self.model(X).data
