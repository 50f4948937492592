"""The thin library behind the course: what the lectures derive, ready to import.

What is offered here is imported when it is first used, so that `import course_lib` stays light.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=[
        "activations",
        "autodiff",
        "datasets",
        "gradient_checking",
        "initializers",
        "losses",
        "mnist_files",
        "numerical_derivatives",
        "optimizers",
        "plots",
        "signal_propagation",
    ],
    submod_attrs={
        "gradient_checking": ["gradient_check"],
        "mlp": ["MLP"],
        "mlp_classifier": ["MLPClassifier"],
        "net_stack": ["NetStack"],
        "perceptron": ["Perceptron"],
        "scalar_net": ["ScalarNet"],
        "signal_propagation": ["signal_flow"],
    },
)
