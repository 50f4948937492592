"""The engine of automatic differentiation, against numbers that it did not compute."""

import itertools
import operator

import numpy as np
import pytest

from course_lib import MLP, gradient_check, optimizers
from course_lib.activations import ACTIVATIONS
from course_lib.autodiff import (
    Activation,
    Dual,
    Linear,
    Module,
    Sequential,
    Tensor,
    Trainer,
    binary_cross_entropy_from_logits,
    cos,
    cross_entropy_from_logits,
    exp,
    forward_derivative,
    gradients,
    log,
    log_softmax,
    logsumexp,
    mse,
    no_grad,
    record,
    relu,
    sigmoid,
    sin,
    softplus,
    tanh,
    unbroadcast,
)
from course_lib.losses import LOSSES, LOSSES_FROM_LOGITS

RNG = np.random.default_rng(6)
A, B, ROW, COLUMN = (RNG.uniform(0.5, 2.0, shape) for shape in ((4, 3), (4, 3), (3,), (4, 1)))
WEIGHTS = RNG.normal(size=(4, 3))
SQUARE, STACK = RNG.normal(size=(3, 5)), RNG.normal(size=(2, 4, 3))

BINARY = {
    "sum": lambda a, b: a + b,
    "difference": lambda a, b: a - b,
    "product": lambda a, b: a * b,
    "quotient": lambda a, b: a / b,
}
UNARY = {
    **{"negative": lambda a: -a, "square": lambda a: a**2, "root": lambda a: a**0.5},
    **{"zeroth power": lambda a: a**0, "inverse": lambda a: a**-1, "1/a": lambda a: 1 / a},
    **{"1 − a": lambda a: 1 - a, "a twice": lambda a: a * a + a, "two a": lambda a: 2 * a},
    **{"exp": exp, "log": log, "sin": sin, "cos": cos, "tanh": tanh, "sigmoid": sigmoid},
    "softplus": softplus,
}
REDUCTIONS = {
    **{"sum": lambda a: a.sum(), "rows": lambda a: a.sum(axis=0), "last": lambda a: a.sum(axis=-1)},
    **{"kept": lambda a: a.sum(axis=1, keepdims=True), "both": lambda a: a.sum(axis=(0, 1))},
    **{"mean": lambda a: a.mean(), "means": lambda a: a.mean(axis=0)},
    **{"means kept": lambda a: a.mean(axis=1, keepdims=True)},
    **{"logsumexp": lambda a: logsumexp(a), "down": lambda a: logsumexp(a, axis=0)},
    "log-softmax": log_softmax,
}
SHAPES = {
    **{"transpose": lambda a: a.T, "reshape": lambda a: a.reshape(2, 6)},
    **{"row": lambda a: a[1], "entry": lambda a: a[1, 2], "slice": lambda a: a[1:, ::2]},
    **{"repeated": lambda a: a[[0, 2, 0, 0]], "pairs": lambda a: a[[0, 1, 0], [2, 2, 2]]},
    **{"mask": lambda a: a[A > 1.0], "iterated": lambda a: sum(row * i for i, row in enumerate(a))},
}


def number(f, *arrays):
    """f as a function to one number in which no two entries of the result count alike."""
    result = f(*arrays)
    shape = result.shape if isinstance(result, Tensor) else np.shape(result)
    weights = np.random.default_rng(1).normal(size=shape)
    return (result * weights).sum()


def assert_right(f, *arrays):
    tensors = [Tensor(array) for array in arrays]
    J = number(f, *tensors)
    J.backward()

    def plain(arrays):
        return number(f, *(Tensor(array) for array in arrays)).data

    found = [tensor.grad for tensor in tensors]
    assert [g.shape for g in found] == [a.shape for a in arrays]
    assert gradient_check(plain, found, list(arrays))


@pytest.mark.parametrize("f", UNARY.values(), ids=UNARY)
def test_functions_of_one_array(f):
    assert_right(f, A)


@pytest.mark.parametrize("f", [*REDUCTIONS.values(), *SHAPES.values()], ids=[*REDUCTIONS, *SHAPES])
def test_reductions_and_shapes(f):
    assert_right(f, A)


@pytest.mark.parametrize("f", BINARY.values(), ids=BINARY)
@pytest.mark.parametrize(
    "pair", list(itertools.permutations([A, B, ROW, COLUMN, np.array(1.5), STACK + 3.0], 2))
)
def test_two_arrays_of_any_shapes_that_numpy_accepts(f, pair):
    assert_right(f, *pair)


@pytest.mark.parametrize(
    "pair",
    [(A, SQUARE), (ROW, SQUARE), (A, ROW), (ROW, ROW), (STACK, SQUARE), (SQUARE.T, STACK[:, :3]),
     (STACK, STACK.swapaxes(1, 2)), (ROW, STACK.swapaxes(1, 2)), (STACK, ROW)],
)  # fmt: skip
def test_matrix_products(pair):
    assert_right(lambda a, b: a @ b, *pair)


def test_every_activation_has_its_derivative():
    Z = RNG.normal(size=(4, 3))
    for name, activation in ACTIVATIONS.items():
        z = Tensor(Z)
        (Activation(name)(z) * WEIGHTS).sum().backward()
        np.testing.assert_allclose(z.grad, activation.derivative(Z) * WEIGHTS)


def test_relu_passes_nothing_below_zero():
    z = Tensor([-1.0, 0.0, 2.0])
    relu(z).sum().backward()
    assert z.grad.tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize("name", ["add", "sub", "mul", "truediv", "matmul"])
def test_arrays_on_the_left_are_constants(name):
    f, a, b = getattr(operator, name), np.eye(3) + 1.0, Tensor(np.eye(3) + 2.0)
    result = f(a, b)
    assert isinstance(result, Tensor)
    np.testing.assert_allclose(result.data, f(a, b.data))
    result.sum().backward()
    assert b.grad.shape == (3, 3)


def log_sin_square(x):
    return log(sin(x * x))


def with_a_loop(x):
    total = x
    for _ in range(3):
        total = 2 * total if total < 1.0 else total / x - 0.1 * total**2
    return exp(-total) - 1 / total


@pytest.mark.parametrize("f", [log_sin_square, with_a_loop, lambda x: x**0 + 3, lambda x: -x / x])
@pytest.mark.parametrize("x", [0.3, 0.7, 1.1])
def test_forward_mode_reverse_mode_and_central_differences_agree(f, x):
    leaf = Tensor(x)
    f(leaf).backward()
    central = (f(x + 1e-6) - f(x - 1e-6)) / 2e-6
    assert forward_derivative(f, x) == pytest.approx(central, rel=1e-8, abs=1e-8)
    assert float(leaf.grad) == pytest.approx(forward_derivative(f, x), rel=1e-12, abs=1e-14)


def test_the_example_agrees_with_sympy():
    sympy = pytest.importorskip("sympy")
    x = sympy.Symbol("x")
    formula = sympy.diff(sympy.log(sympy.sin(x**2)), x)
    for value in (0.3, 1.0, 1.5):
        expected = float(formula.subs(x, value))
        assert forward_derivative(log_sin_square, value) == pytest.approx(expected, rel=1e-12)


def test_a_function_that_ignores_its_argument_has_slope_0():
    assert forward_derivative(lambda x: 7.0, 2.0) == 0.0


def test_comparisons_ask_for_the_values():
    for number in (Dual(2.0, 5.0), Tensor(2.0)):
        assert [number > 1, number >= 2, number < 3, number <= 2] == [True] * 4
        assert [number > 2, number >= 3, number < 2, number <= 1] == [False] * 4


def test_dual_arrays_carry_a_directional_derivative():
    direction = RNG.normal(size=A.shape)
    moved = tanh(ROW + Dual(A, direction)) @ SQUARE
    step = 1e-6
    ends = [np.tanh(ROW + A + s * step * direction) @ SQUARE for s in (1, -1)]
    np.testing.assert_allclose(moved.slope, (ends[0] - ends[1]) / (2 * step), atol=1e-8)
    right = COLUMN.T @ Dual(A, direction)
    np.testing.assert_allclose(right.slope, COLUMN.T @ direction)


def test_reverse_mode_and_forward_mode_are_two_readings_of_one_jacobian():
    """g·(J v) by a dual number is (gᵀJ)·v by the engine."""
    v, g = RNG.normal(size=A.shape), RNG.normal(size=(4, 5))
    leaf = Tensor(A)
    (tanh(leaf) @ SQUARE).backward(g)
    forward = (tanh(Dual(A, v)) @ SQUARE).slope
    assert (g * forward).sum() == pytest.approx((leaf.grad * v).sum())


def test_a_node_that_is_used_again_adds():
    x = Tensor(3.0)
    y = x * x
    (y * y + y + x).backward()  # x⁴ + x² + x
    assert x.grad == pytest.approx(4 * 27 + 6 + 1)


def test_a_node_passes_on_only_when_all_have_reported():
    """Along the long way and the short one: the short one must not go on alone."""
    x = Tensor(0.5)
    y = 2 * x
    long = y
    for _ in range(50):
        long = sin(long) + y
    long.backward()
    central = []
    for moved in (0.5 + 1e-6, 0.5 - 1e-6):
        value = y_of = 2 * moved
        for _ in range(50):
            value = np.sin(value) + y_of
        central.append(value)
    assert x.grad == pytest.approx((central[0] - central[1]) / 2e-6, rel=1e-6)


def test_a_graph_of_20_000_nodes_needs_no_recursion():
    x = total = Tensor(1.0)
    for _ in range(20_000):
        total = total + 1e-5
    total.backward()
    assert x.grad == 1.0


def test_backward_again_adds_exactly_the_same_again():
    W = Tensor(A)
    J = (tanh(W) ** 2).sum()
    J.backward()
    once = W.grad.copy()
    J.backward()
    np.testing.assert_array_equal(W.grad, 2 * once)
    W.zero_grad()
    assert W.grad is None
    J.backward()
    np.testing.assert_array_equal(W.grad, once)


def test_gradients_of_leaves_can_be_changed_without_harm():
    a, b = Tensor(A), Tensor(A)
    (a + b).sum().backward()
    a.grad *= 7.0
    assert (b.grad == 1.0).all()


def test_gradients_of_all_nodes_come_in_the_order_of_the_way_back():
    x = Tensor(2.0)
    u = x * x
    J = u * 5.0
    assert list(gradients(J)) == [J, u, x]
    assert [float(g) for g in gradients(J).values()] == [1.0, 5.0, 20.0]
    assert u.grad is None
    assert x.grad is None


def test_constants_are_not_remembered():
    x, constant = Tensor(2.0), Tensor(3.0, requires_grad=False)
    J = x * constant + 1.0
    J.backward()
    assert constant.grad is None
    assert set(gradients(J)) == {J, J.parents[0][0], x}
    assert not (constant * 2.0).requires_grad


def test_under_no_grad_nothing_is_remembered_and_the_state_comes_back():
    x = Tensor(2.0)
    with no_grad():
        with no_grad():
            pass
        y = x * x
    assert y.parents == ()
    with pytest.raises(ValueError, match="no_grad"):
        y.backward()
    with pytest.raises(ZeroDivisionError), no_grad():
        raise ZeroDivisionError
    assert (x * x).requires_grad


def test_a_vector_wants_to_know_its_own_gradient():
    x = Tensor([1.0, 2.0])
    with pytest.raises(ValueError, match=r"shape \(2,\): sum it"):
        (x * x).backward()
    with pytest.raises(ValueError, match=r"its gradient \(3,\)"):
        (x * x).backward(np.ones(3))
    (x * x).backward([1.0, 10.0])
    assert x.grad.tolist() == [2.0, 40.0]


def test_a_tensor_as_exponent_is_refused_in_words():
    with pytest.raises(TypeError, match="exponent"):
        Tensor(2.0) ** Tensor(3.0)


@pytest.mark.parametrize("stretched", [(4, 3), (2, 4, 3)])
@pytest.mark.parametrize("shape", [(), (1,), (3,), (4, 1), (1, 3), (1, 1), (4, 3)])
def test_unbroadcast_undoes_broadcasting(shape, stretched):
    g = RNG.normal(size=stretched)
    found = unbroadcast(g, shape)
    assert found.shape == shape
    a, direction = RNG.normal(size=shape), RNG.normal(size=shape)
    moved = np.broadcast_to(a + direction, stretched) - np.broadcast_to(a, stretched)
    assert (found * direction).sum() == pytest.approx((g * moved).sum())


@pytest.mark.parametrize(("given", "shape"), [((4,), (3,)), ((3,), (4, 3)), ((4, 3), (4, 2))])
def test_a_share_of_the_wrong_shape_is_refused(given, shape):
    x = Tensor(np.ones(shape))
    with pytest.raises(ValueError, match=r"shape"):
        record(x.data.sum(), (x, lambda g: np.ones(given))).backward()


def test_single_precision_stays():
    x = Tensor(np.ones((2, 3), dtype=np.float32))
    y = (1 / (2.0 * tanh(x) + 1)).mean() / 3
    y.backward()
    assert y.data.dtype == x.grad.dtype == np.float32
    assert Tensor([1, 2]).data.dtype == float


PAIRS = {
    "mse": (mse, LOSSES),
    "cross_entropy": (cross_entropy_from_logits, LOSSES_FROM_LOGITS),
    "binary_cross_entropy": (binary_cross_entropy_from_logits, LOSSES_FROM_LOGITS),
}


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_losses_are_those_of_the_library_and_so_are_their_gradients(name, scale):
    loss, table = PAIRS[name]
    Z, Y = scale * RNG.normal(size=(4, 3)), np.eye(3)[[0, 2, 1, 1]]
    z = Tensor(Z)
    J = loss(Y, z)
    J.backward()
    assert J.item() == pytest.approx(table[name](Y, Z), rel=1e-12)
    np.testing.assert_allclose(z.grad, table[name].gradient(Y, Z), atol=1e-15 * scale)


@pytest.mark.parametrize("loss", [loss for loss, _ in PAIRS.values()], ids=PAIRS)
def test_losses_refuse_targets_of_another_shape(loss):
    with pytest.raises(ValueError, match=r"\(4,\)"):
        loss(np.ones(4), Tensor(np.ones((4, 1))))


def twin_of(net):
    """The library's MLP as modules, with the same parameters."""
    layers = []
    for W, b in zip(net.weights, net.biases, strict=True):
        layer = Linear(*W.shape)
        layer.W, layer.b = Tensor(W), Tensor(b)
        layers += [layer, Activation(net.activation.name)]
    return Sequential(*layers[:-1])


@pytest.mark.parametrize("activation", ["tanh", "relu", "gelu"])
@pytest.mark.parametrize("name", PAIRS)
def test_a_network_has_the_gradients_of_backpropagation(name, activation):
    net = MLP([3, 6, 5, 2], activation=activation, loss=name, rng=np.random.default_rng(3))
    X, Y = RNG.normal(size=(7, 3)), np.eye(2)[RNG.integers(0, 2, 7)]
    model = twin_of(net)
    PAIRS[name][0](Y, model(X)).backward()
    expected = [gradient for layer in net.backward(X, Y) for gradient in layer]
    for parameter, gradient in zip(model.parameters(), expected, strict=True):
        np.testing.assert_allclose(parameter.grad, gradient, rtol=1e-10, atol=1e-14)


def test_modules_find_their_parameters_wherever_they_are_kept():
    class Own(Module):
        def __init__(self):
            self.shared = Linear(2, 2)
            self.again, self.parts = self.shared, [Linear(2, 1), (Tensor(1.0), "text")]
            self.mean = Tensor(0.0, requires_grad=False)

    model = Own()
    shapes = [parameter.shape for parameter in model.parameters()]
    assert shapes == [(2, 2), (2,), (2, 1), (1,), ()]
    model.parameters()[0].grad = np.ones((2, 2))
    model.zero_grad()
    assert model.parameters()[0].grad is None


def test_modules_say_what_is_wrong():
    with pytest.raises(TypeError, match="Module does not say"):
        Module()(1.0)
    with pytest.raises(ValueError, match="unknown activation 'rleu'"):
        Activation("rleu")
    with pytest.raises(ValueError, match="unknown initializer 'he'"):
        Linear(2, 3, initializer="he")
    with pytest.raises(ValueError, match="an initializer is a name or a function, not Generator"):
        Linear(2, 3, np.random.default_rng(0))


def test_sequential_takes_functions_too():
    assert Sequential(lambda x: 2 * x, tanh)(0.5) == pytest.approx(np.tanh(1.0))


def separable(n=60):
    X = np.random.default_rng(0).normal(size=(n, 2))
    return X, (X.sum(axis=1, keepdims=True) > 0).astype(float)


def trainer(batch_size=16, seed=0):
    rng = np.random.default_rng(seed)
    model = Sequential(Linear(2, 4, rng=rng), Activation("tanh"), Linear(4, 1, rng=rng))
    optimizer = optimizers.Adam(0.05)
    return Trainer(model, binary_cross_entropy_from_logits, optimizer, batch_size, rng)


def test_the_trainer_learns():
    X, y = separable()
    teacher = trainer()
    losses = teacher.fit(X, y, epochs=40)
    assert len(losses) == 40
    assert losses[-1] < 0.1 < losses[0]
    assert ((teacher.predict(X) > 0) == y).mean() > 0.95


def test_the_trainer_is_the_loop_of_lecture_3():
    """Full batch and plain descent: the same steps as by MLP.backward."""
    X, y = separable()
    net = MLP([2, 4, 1], activation="tanh", rng=np.random.default_rng(1))
    by_hand = net.with_parameters([p.copy() for p in net.parameters()])
    rate = optimizers.GradientDescent(0.5)
    teacher = Trainer(twin_of(net), binary_cross_entropy_from_logits, rate, batch_size=len(X))
    losses = teacher.fit(X, y, epochs=5)
    for loss in losses:
        assert loss == pytest.approx(by_hand.loss_value(X, y))
        flat = [gradient for layer in by_hand.backward(X, y) for gradient in layer]
        optimizers.GradientDescent(0.5).step(by_hand.parameters(), flat)
    for tensor, array in zip(teacher.model.parameters(), by_hand.parameters(), strict=True):
        np.testing.assert_allclose(tensor.data, array)


def test_an_epoch_shows_every_example_once():
    seen = []

    def keep(y, z):
        seen.extend(y[:, 0])
        return binary_cross_entropy_from_logits(y * 0, z)

    teacher = trainer(batch_size=7)
    teacher.loss = keep
    teacher.fit(np.ones((23, 2)), np.arange(23.0)[:, None], epochs=2)
    assert sorted(seen[:23]) == sorted(seen[23:]) == list(range(23))
    assert seen[:23] != seen[23:]


def test_watch_sees_the_model_after_each_epoch():
    X, y = separable()
    models = trainer().fit(X, y, epochs=3, watch=lambda model: model)
    assert len(models) == 3
    assert isinstance(models[0], Sequential)


def test_the_trainer_refuses_what_does_not_fit():
    X, y = separable()
    with pytest.raises(ValueError, match="60 examples and 59 targets"):
        trainer().fit(X, y[1:], epochs=1)
    with pytest.raises(ValueError, match="at least one example"):
        trainer(batch_size=0)


def test_pytorch_says_the_same():
    torch = pytest.importorskip("torch")
    X, Y = RNG.normal(size=(7, 4)), np.eye(3)[RNG.integers(0, 3, 7)]
    W1, b1, W2 = RNG.normal(size=(4, 5)), RNG.normal(size=5), RNG.normal(size=(5, 3))
    ours = [Tensor(array) for array in (W1, b1, W2)]
    theirs = [torch.tensor(array, requires_grad=True) for array in (W1, b1, W2)]

    J = cross_entropy_from_logits(Y, tanh(X @ ours[0] + ours[1]) @ ours[2])
    J = J + (ours[0][[0, 1, 0]] / (ours[1] ** 2 + 1)).mean()
    J.backward()
    V1, c1, V2 = theirs
    z = torch.tanh(torch.tensor(X) @ V1 + c1) @ V2
    K = torch.nn.functional.cross_entropy(z, torch.tensor(Y))
    K = K + (V1[[0, 1, 0]] / (c1**2 + 1)).mean()
    K.backward()
    assert J.item() == pytest.approx(K.item(), rel=1e-12)
    for tensor, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(tensor.grad, other.grad.numpy(), rtol=1e-9)
