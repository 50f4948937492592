"""Optimizers: how the parameters move once the gradients are known.

An optimizer's `step(parameters, gradients)` changes the arrays of the list `parameters` in place;
`gradients` is a list of arrays of the same shapes. What it remembers (velocities, moments) belongs
to one model. `learning_rate` may be set anew before any step:

>>> optimizer = OPTIMIZERS["gradient_descent"](learning_rate=0.1)
>>> W = np.array([[1.0, 2.0]])
>>> optimizer.step([W], [np.array([[10.0, 0.0]])])
>>> W
array([[0., 2.]])
"""

import numpy as np


class Optimizer:
    """The common part: θ ← θ − learning_rate · direction.

    Raises ValueError where parameters and gradients do not match, TypeError for a parameter that
    is no array (a number could not be changed in place).

    >>> Optimizer(0.1).learning_rate
    0.1
    """

    def __init__(self, learning_rate):
        if not learning_rate > 0:
            raise ValueError(f"the learning rate must be positive, got {learning_rate}")
        self.learning_rate = learning_rate
        self.steps = 0
        self._memory = {}

    def step(self, parameters, gradients):
        """Move every parameter, in place, by one step of this optimizer."""
        _require_matching(parameters, gradients)
        self.steps += 1
        for i, (parameter, gradient) in enumerate(zip(parameters, gradients, strict=True)):
            parameter -= self.learning_rate * self._direction(i, gradient)

    def _direction(self, i, gradient):
        raise NotImplementedError("choose GradientDescent, Momentum, RMSProp or Adam")

    def _average(self, name, i, value, keep, take):
        """The running sum `keep`·(old value) + `take`·`value` of parameter i, starting at 0."""
        self._memory[name, i] = keep * self._memory.get((name, i), 0.0) + take * value
        return self._memory[name, i]


def _require_matching(parameters, gradients):
    if len(parameters) != len(gradients):
        raise ValueError(f"{len(parameters)} parameters but {len(gradients)} gradients")
    for i, (parameter, gradient) in enumerate(zip(parameters, gradients, strict=True)):
        if not isinstance(parameter, np.ndarray):
            raise TypeError(f"parameter {i} is {parameter!r}, not an array to change in place")
        if parameter.shape != np.shape(gradient):
            raise ValueError(
                f"parameter {i} has shape {parameter.shape}, its gradient {np.shape(gradient)}"
            )


class GradientDescent(Optimizer):
    """θ ← θ − η·g, on whatever batch g was computed.

    >>> GradientDescent().learning_rate
    0.01
    """

    def __init__(self, learning_rate=0.01):
        super().__init__(learning_rate)

    def _direction(self, i, gradient):
        return gradient


class Momentum(Optimizer):
    """v ← βv + g, θ ← θ − ηv: the heavy ball (Polyak 1964; Rumelhart, Hinton & Williams 1986).

    On a steady slope the steps grow to η/(1 − β) times g.

    >>> W = np.array([0.0])
    >>> optimizer = Momentum(learning_rate=1.0, momentum=0.5)
    >>> for _ in range(2):
    ...     optimizer.step([W], [np.array([1.0])])
    >>> W
    array([-2.5])
    """

    def __init__(self, learning_rate=0.01, momentum=0.9):
        super().__init__(learning_rate)
        self.momentum = _fraction("momentum", momentum)

    def _direction(self, i, gradient):
        return self._average("velocity", i, gradient, self.momentum, 1.0)


class RMSProp(Optimizer):
    """s ← ρs + (1 − ρ)g², θ ← θ − ηg/(√s + ε) (Tieleman & Hinton 2012).

    >>> W = np.array([0.0, 0.0])
    >>> RMSProp(learning_rate=0.1, decay=0.75).step([W], [np.array([100.0, 0.01])])
    >>> W.round(3)
    array([-0.2, -0.2])
    """

    def __init__(self, learning_rate=0.001, decay=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        self.decay, self.epsilon = _fraction("decay", decay), epsilon

    def _direction(self, i, gradient):
        square = self._average("square", i, np.square(gradient), self.decay, 1 - self.decay)
        return gradient / (np.sqrt(square) + self.epsilon)


class Adam(Optimizer):
    """Momentum and RMSProp together, with both averages' start at 0 corrected for.

    Kingma & Ba (2015), algorithm 1.

    >>> W = np.array([0.0, 0.0])
    >>> Adam(learning_rate=0.1).step([W], [np.array([100.0, 0.01])])
    >>> W.round(6)
    array([-0.1, -0.1])
    """

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta1, self.beta2 = _fraction("beta1", beta1), _fraction("beta2", beta2)
        self.epsilon = epsilon

    def _direction(self, i, gradient):
        mean = self._average("mean", i, gradient, self.beta1, 1 - self.beta1)
        square = self._average("square", i, np.square(gradient), self.beta2, 1 - self.beta2)
        mean = mean / (1 - self.beta1**self.steps)
        square = square / (1 - self.beta2**self.steps)
        return mean / (np.sqrt(square) + self.epsilon)


def _fraction(name, value):
    if not 0 <= value < 1:
        raise ValueError(f"{name} must be at least 0 and below 1, got {value}")
    return value


OPTIMIZERS = {
    "gradient_descent": GradientDescent,
    "momentum": Momentum,
    "rmsprop": RMSProp,
    "adam": Adam,
}


def clip_by_global_norm(gradients, max_norm):
    """Scale all gradients by one factor so that their joint Euclidean norm is at most max_norm.

    Takes a list of arrays and gives back (new list, norm before): the direction stays, what was
    short enough is left alone (Pascanu et al. 2013, algorithm 1). Raises ValueError if max_norm is
    not positive or a gradient is not finite: no factor mends an infinity.

    >>> clip_by_global_norm([np.array([3.0]), np.array([4.0])], max_norm=1.0)
    ([array([0.6]), array([0.8])], 5.0)
    """
    if not max_norm > 0:
        raise ValueError(f"max_norm must be positive, got {max_norm}")
    for i, gradient in enumerate(gradients):
        if not np.all(np.isfinite(gradient)):
            raise ValueError(f"gradient {i} holds NaN or infinity, which clipping cannot mend")
    largest = max((float(np.max(np.abs(g), initial=0.0)) for g in gradients), default=0.0)
    if largest == 0.0:
        return list(gradients), 0.0
    # Squares of entries beyond 1e154 would overflow, and those are the gradients one clips.
    norm = largest * float(np.sqrt(sum(np.sum(np.square(g / largest)) for g in gradients)))
    if norm <= max_norm:
        return list(gradients), norm
    return [g * (max_norm / norm) for g in gradients], norm


def exponential_decay(learning_rate, decay, epoch):
    """learning_rate · decay^(epoch − 1), epochs counted from 1.

    >>> exponential_decay(0.3, decay=0.5, epoch=3)
    0.075
    """
    return learning_rate * decay ** (epoch - 1)


def inverse_time_decay(learning_rate, decay, epoch):
    """learning_rate / (1 + decay·(epoch − 1)), epochs counted from 1 (Robbins & Monro 1951).

    >>> inverse_time_decay(0.3, decay=1.0, epoch=3)
    0.09999999999999999
    """
    return learning_rate / (1 + decay * (epoch - 1))


def step_decay(learning_rate, decay, every, epoch):
    """learning_rate, times decay after each `every` epochs, epochs counted from 1.

    >>> [step_decay(1.0, decay=0.5, every=2, epoch=epoch) for epoch in (1, 2, 3, 4, 5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    return learning_rate * decay ** ((epoch - 1) // every)
