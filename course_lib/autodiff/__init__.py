"""Automatic differentiation: dual numbers, a reverse-mode engine on arrays, modules, a trainer.

What is offered here is imported when it is first used.

>>> from course_lib.autodiff import Tensor, log, sin
>>> x = Tensor(1.0)
>>> y = log(sin(x * x))
>>> y.backward()
>>> print(x.grad.round(4))  # 2x · cos(x²) / sin(x²)
1.2842
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "backward": ["gradients", "unbroadcast"],
        "dual": ["Dual", "forward_derivative"],
        "functions": ["apply", "cos", "exp", "log", "relu", "sigmoid", "sin", "softplus", "tanh"],
        "tensor": ["Tensor", "no_grad", "record"],
        "logits": [
            "binary_cross_entropy_from_logits",
            "cross_entropy_from_logits",
            "log_softmax",
            "logsumexp",
            "mse",
        ],
        "modules": ["Activation", "Linear", "Module", "Sequential"],
        "training": ["Trainer"],
    },
)
