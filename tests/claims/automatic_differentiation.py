"""What lecture 6 claims, computed with its own functions."""

import functools

import numpy as np

from course_lib import MLP, gradient_check

from .claiming import claim, definitions


@functools.cache
def lecture():
    return definitions("06_automatic_differentiation", "X_train", "X_test", "y_train", "y_test")


@claim()
def forward_mode_is_exact(seed):
    """Within a few units in the last place of the formula, where sin(x²) > 0."""
    x = np.random.default_rng(seed).uniform(0.3, 1.5)
    formula = 2 * x * np.cos(x**2) / np.sin(x**2)
    L = lecture()
    return bool(abs(L.log_sin_square(L.Dual(x, 1.0)).slope / formula - 1) < 1e-14)


@functools.cache
def own_engine():
    """The lecture's Tensor of numbers, before the library's takes its name."""
    from types import SimpleNamespace

    from lectures.reading import ROOT, code_cells, read

    namespace = {}
    path = ROOT / "sources" / "lectures" / "06_automatic_differentiation.py"
    wanted = ("class Dual", "class Tensor", "def computed_from", "class Counted")
    wanted += ("def random_program", "def operations")
    code = "from itertools import count\nimport numpy as np\n"
    code += "\n\n".join(
        cell.source for cell in code_cells(read(path)) if any(w in cell.source for w in wanted)
    )
    exec(code, namespace)
    return SimpleNamespace(**namespace)


@functools.cache
def costs(n, seed):
    return own_engine().costs(n, np.random.default_rng(seed))


@claim(seeds=40)
def cost_of_forward_mode(seed):
    return costs(100, seed)[0]


@claim(seeds=40)
def reverse_mode_costs_at_most_four(seed):
    return all(costs(n, seed)[1] <= 4 for n in (1, 3, 10, 100))


@claim()
def engine_agrees_with_the_referee(seed):
    L, rng = lecture(), np.random.default_rng(seed)
    X, *parameters = (rng.normal(size=shape) for shape in ((4, 2), (2, 3), (3,), (3, 2)))
    loss, leaves = L.loss_of(parameters, X=X)
    loss.backward()
    found = [leaf.grad for leaf in leaves]
    return bool(gradient_check(lambda p: L.loss_of(p, X=X)[0].data, found, parameters))


@claim()
def circles_by_the_trainer(seed):
    L = lecture()
    return L.test_accuracy(L.train_circles(seed)[0])


@claim()
def engine_equals_backpropagation(seed):
    """The lecture's circles_model and an MLP with the same parameters."""
    L, rng = lecture(), np.random.default_rng(seed)
    model = L.circles_model(rng)
    net = MLP([2, 8, 8, 1]).with_parameters([p.data for p in model.parameters()])
    L.binary_cross_entropy_from_logits(L.y_train, model(L.X_train)).backward()
    expected = [gradient for layer in net.backward(L.X_train, L.y_train) for gradient in layer]
    pairs = zip(model.parameters(), expected, strict=True)
    return all(np.allclose(p.grad, g, rtol=1e-10, atol=1e-15) for p, g in pairs)


@claim()
def the_shortcut_belongs_to_the_logits(seed):
    """Through the softmax −y/ŷ becomes ŷ − y, and ŷ − y something else."""
    L, rng = lecture(), np.random.default_rng(seed)
    scores, y = rng.normal(size=(1, 3)), np.eye(3)[[rng.integers(3)]]

    def gradient_from(blame):
        z = L.Tensor(scores)
        pred = L.softmax(z)
        pred.backward(blame(pred.data))
        return z.grad

    right = L.softmax(scores) - y
    wrong = gradient_from(lambda p: p - y)
    off = np.linalg.norm(wrong - right) / np.linalg.norm(right)
    return bool(np.allclose(gradient_from(lambda p: -y / p), right) and off > 0.1)


@claim()
def rows_and_columns_of_one_jacobian(seed):
    L, rng = lecture(), np.random.default_rng(seed)
    x, M = rng.normal(size=(1, 3)), rng.normal(size=(3, 2))
    columns = [L.tanh(L.Dual(x, v[None]) @ M).slope[0] for v in np.eye(3)]
    rows = []
    for g in np.eye(2):
        leaf = L.Tensor(x)
        L.tanh(leaf @ M).backward(g[None])
        rows.append(leaf.grad[0])
    return bool(np.allclose(np.array(columns).T, rows))
