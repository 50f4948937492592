"""Proofs and derivations of the lectures, carried out by sympy."""

import pytest
import sympy as sp

z, y, y_hat, w, h, c = sp.symbols("z y y_hat w h c", real=True)
n, q = sp.symbols("n q", positive=True)


def sigmoid(z):
    return 1 / (1 + sp.exp(-z))


def cross_entropy(y, y_hat):
    return -y * sp.log(y_hat) - (1 - y) * sp.log(1 - y_hat)


def is_zero(expression) -> bool:
    return sp.simplify(sp.expand_log(expression.rewrite(sp.exp), force=True)) == 0


def normal(z, variance=1):
    return sp.exp(-(z**2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)


def expectation(f, variance=1):
    """E f(z) for z ~ N(0, variance)."""
    return sp.simplify(sp.integrate(f * normal(z, variance), (z, -sp.oo, sp.oo)))


def test_the_slope_of_the_sigmoid():
    s = sigmoid(z)
    assert is_zero(sp.diff(s, z) - s * (1 - s))
    assert is_zero(sp.diff(s, z) - s * sigmoid(-z))
    p = sp.Symbol("p")
    (top,) = sp.solve(sp.diff(p * (1 - p), p), p)
    assert (top, (p * (1 - p)).subs(p, top)) == (sp.Rational(1, 2), sp.Rational(1, 4))


def test_the_sigmoid_is_symmetric_about_a_point():
    assert is_zero(sigmoid(z) + sigmoid(-z) - 1)


def test_the_slope_cancels_at_a_sigmoid_with_cross_entropy():
    loss = cross_entropy(y, sigmoid(z))
    assert is_zero(sp.diff(loss, z) - (sigmoid(z) - y))
    by_y_hat = sp.diff(cross_entropy(y, y_hat), y_hat)
    assert is_zero(by_y_hat - (y_hat - y) / (y_hat * (1 - y_hat)))


def test_the_loss_from_the_logit_is_the_cross_entropy():
    difference = sp.log(1 + sp.exp(z)) - y * z - cross_entropy(y, sigmoid(z))
    assert is_zero(sp.diff(difference, z))
    assert is_zero(difference.subs(z, 0))


def test_the_cross_entropy_of_a_target_with_itself_is_its_entropy():
    """0 only at the ends, .611 at .3; and ŷ = y is the minimum for every y."""
    own = cross_entropy(y, y)
    assert sp.limit(own, y, 0, "+") == sp.limit(own, y, 1, "-") == 0
    assert float(own.subs(y, sp.Rational(3, 10))) == pytest.approx(0.611, abs=5e-4)
    assert sp.solve(sp.diff(cross_entropy(y, y_hat), y_hat), y_hat) == [y]


def test_softmax_with_cross_entropy():
    zs, ys = sp.symbols("z1:4", real=True), sp.symbols("y1:4", real=True)
    total = sum(sp.exp(each) for each in zs)
    p = [sp.exp(each) / total for each in zs]
    loss = -sum(y_k * sp.log(p_k) for y_k, p_k in zip(ys, p, strict=True))
    for j in range(3):
        for k in range(3):
            assert is_zero(sp.diff(p[j], zs[k]) - p[j] * (int(j == k) - p[k]))
        assert is_zero(sp.diff(loss, zs[j]) - (p[j] * sum(ys) - ys[j]))


def test_neighbouring_differences():
    """One-sided h/2·f″, central h²/6·f‴: the first terms that are neglected."""
    f = sp.exp(w) + w**3
    one_sided = sp.series((f.subs(w, w + h) - f) / h - sp.diff(f, w), h, 0, 2).removeO()
    assert is_zero(sp.simplify(one_sided - h / 2 * sp.diff(f, w, 2)))
    central = (f.subs(w, w + h) - f.subs(w, w - h)) / (2 * h) - sp.diff(f, w)
    assert is_zero(sp.simplify(sp.series(central, h, 0, 4).removeO() - h**2 / 6 * sp.diff(f, w, 3)))


def test_a_step_of_descent_on_a_parabola():
    eta = sp.Symbol("eta", positive=True)
    curve = sp.Symbol("c", positive=True)
    step = w - eta * sp.diff(curve * w**2 / 2, w)
    assert is_zero(step - (1 - eta * curve) * w)
    assert step.subs(eta, 1 / curve) == 0
    assert sp.simplify(step.subs(eta, 2 / curve) + w) == 0  # from side to side, for ever


def test_relu_halves_the_second_moment_not_the_variance():
    positive = sp.integrate(z**2 * normal(z), (z, 0, sp.oo))
    mean = sp.integrate(z * normal(z), (z, 0, sp.oo))
    assert positive == sp.Rational(1, 2)
    assert sp.simplify(positive - mean**2 - (sp.Rational(1, 2) - 1 / (2 * sp.pi))) == 0


def test_the_uniform_form_has_the_variance_of_the_normal_form():
    bound = sp.Symbol("c", positive=True)
    assert sp.integrate(w**2 / (2 * bound), (w, -bound, bound)) == bound**2 / 3
    n_in, n_out = sp.symbols("n_in n_out", positive=True)
    glorot = sp.sqrt(6) / sp.sqrt(n_in + n_out)
    assert sp.simplify(glorot**2 / 3 - 2 / (n_in + n_out)) == 0
    assert sp.simplify(sp.sqrt(6 / n_in) ** 2 / 3 - 2 / n_in) == 0


def test_the_width_at_which_sigmoid_nets_neither_vanish_nor_explode():
    area = sp.integrate(sp.Symbol("s") * (1 - sp.Symbol("s")), (sp.Symbol("s"), 0, 1))
    assert area == sp.Rational(1, 6)  # ∫σ′² dz, with s = σ(z) and ds = σ′ dz
    factor = n * area / sp.sqrt(2 * sp.pi * n / 2)
    assert sp.simplify(factor - sp.sqrt(n) / (6 * sp.sqrt(sp.pi))) == 0
    assert sp.solve(factor - 1, n) == [36 * sp.pi]


def test_the_four_inequalities_of_xor_contradict_each_other():
    w1, w2, b = sp.symbols("w1 w2 b", real=True)
    middle, outer = (w2 + b) + (w1 + b), b + (w1 + w2 + b)
    assert sp.expand(middle - outer) == 0  # one must be ≥ 0, the other < 0


def test_two_layers_without_an_activation_are_one():
    X, W1, b1, W2, b2 = (
        sp.Matrix(r, k, lambda i, j, s=s: sp.Symbol(f"{s}{i}{j}"))
        for s, r, k in (("x", 1, 2), ("u", 2, 3), ("a", 1, 3), ("v", 3, 1), ("d", 1, 1))
    )
    assert sp.expand((X * W1 + b1) * W2 + b2 - (X * (W1 * W2) + (b1 * W2 + b2))) == sp.zeros(1, 1)


def test_the_backward_pass_of_batch_normalisation():
    """δ = (g − ḡ − ẑ·mean(gẑ))/√(s² + ε), here for a batch of three."""
    zs, g, epsilon = sp.symbols("z1:4", real=True), sp.symbols("g1:4"), sp.Rational(1, 7)
    mean = sum(zs) / 3
    spread = sp.sqrt(sum((each - mean) ** 2 for each in zs) / 3 + epsilon)
    z_hat = [(each - mean) / spread for each in zs]
    loss = sum(g_n * z_n for g_n, z_n in zip(g, z_hat, strict=True))
    for n_, each in enumerate(zs):
        g_bar, product = sum(g) / 3, sum(a * b for a, b in zip(g, z_hat, strict=True)) / 3
        claimed = (g[n_] - g_bar - z_hat[n_] * product) / spread
        values = dict(
            zip([*zs, *g], (sp.Rational(k, 5) for k in (1, -4, 9, 2, 7, -3)), strict=True)
        )
        assert sp.simplify((sp.diff(loss, each) - claimed).subs(values)) == 0
