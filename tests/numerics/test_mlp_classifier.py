import numpy as np
import pytest
from sklearn.datasets import load_iris, make_moons
from sklearn.utils.estimator_checks import parametrize_with_checks

from course_lib import MLP, MLPClassifier, gradient_check
from course_lib.activations import ACTIVATIONS
from course_lib.initializers import INITIALIZERS
from course_lib.mlp_classifier import batches, penalised_gradients, penalised_loss
from course_lib.optimizers import OPTIMIZERS


@parametrize_with_checks([MLPClassifier(epochs=30)])
def test_it_is_a_scikit_learn_estimator(estimator, check):
    check(estimator)


def moons(n=120):
    return make_moons(n, noise=0.1, random_state=0)


@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("n", [1, 7])
def test_loss_and_gradient_agree_with_l2(l2, n):
    """Published code divided the penalty of the loss by N and that of the gradient not."""
    rng = np.random.default_rng(0)
    net = MLP([3, 4, 2], activation="tanh", rng=rng)
    X, y = rng.normal(size=(n, 3)), np.eye(2)[rng.integers(2, size=n)]
    report = gradient_check(
        lambda theta: penalised_loss(net.with_parameters(theta), X, y, l2),
        penalised_gradients(net, X, y, l2),
        net.parameters(),
    )
    assert report, report


@pytest.mark.parametrize("n", [1, 5, 50])
def test_the_penalty_does_not_depend_on_the_number_of_examples(n):
    net = MLP([2, 3, 1], rng=np.random.default_rng(0))
    net.biases[0][:] = 9.0  # biases stay out
    X, y = np.ones((n, 2)), np.ones((n, 1))
    penalty = penalised_loss(net, X, y, 0.5) - penalised_loss(net, X, y, 0.0)
    assert penalty == pytest.approx(0.25 * sum((W**2).sum() for W in net.weights))


def test_the_loss_curve_is_the_penalised_loss_at_the_end_of_each_epoch():
    X, y = moons()
    model = MLPClassifier((4,), epochs=5, l2=0.01, random_state=0).fit(X, y)
    expected = penalised_loss(model.net_, X, y[:, None].astype(float), 0.01)
    assert model.loss_curve_[-1] == pytest.approx(expected)
    shorter = MLPClassifier((4,), epochs=3, l2=0.01, random_state=0).fit(X, y)
    assert model.loss_curve_[:3] == shorter.loss_curve_


def test_l2_keeps_weights_small():
    X, y = moons()
    sizes = [
        sum((W**2).sum() for W in MLPClassifier(l2=l2, random_state=0).fit(X, y).net_.weights)
        for l2 in (0.0, 0.001, 0.1)
    ]
    assert sizes[0] > 1.2 * sizes[1] > 1.44 * sizes[2]


def test_a_seed_fixes_weights_and_shuffle():
    """Published code left the shuffle to the global generator; here nothing outside matters."""
    X, y = moons()
    runs = []
    for world, seed in [(1, 0), (2, 0), (3, 1)]:
        np.random.seed(world)  # noqa: NPY002
        runs.append(MLPClassifier(epochs=5, batch_size=8, random_state=seed).fit(X, y))
    first, second, other = [np.concatenate([W.ravel() for W in run.net_.weights]) for run in runs]
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


def test_fitting_again_starts_anew_and_leaves_the_global_generator_alone():
    X, y = moons()
    model = MLPClassifier(epochs=3, random_state=0)
    state = np.random.get_state()[1].tolist()  # noqa: NPY002
    once, again = model.fit(X, y).loss_curve_, model.fit(X, y).loss_curve_
    assert once == again
    assert np.random.get_state()[1].tolist() == state  # noqa: NPY002


def test_an_epoch_takes_every_example_once_in_a_new_order():
    rng = np.random.default_rng(0)
    first, second = [batches(rng, 100, 32) for _ in range(2)]
    assert [len(rows) for rows in first] == [32, 32, 32, 4]
    assert sorted(np.concatenate(first)) == list(range(100))
    assert not np.array_equal(np.concatenate(first), np.concatenate(second))
    assert not np.array_equal(np.concatenate(first), np.arange(100))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_learns_the_moons(optimizer):
    X, y = moons()
    rate = {"gradient_descent": 0.5, "momentum": 0.1}.get(optimizer, 0.02)
    model = MLPClassifier(optimizer=optimizer, learning_rate=rate, epochs=150, random_state=0)
    assert model.fit(X, y).score(X, y) > 0.95


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "step"])
def test_every_activation_can_be_trained(activation):
    X, y = moons()
    model = MLPClassifier(activation=activation, epochs=60, random_state=0).fit(X, y)
    assert model.loss_curve_[-1] < 0.6 * model.loss_curve_[0] or model.score(X, y) > 0.85


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_every_initializer_is_taken(initializer):
    X, y = moons()
    model = MLPClassifier(initializer=initializer, epochs=1, random_state=0).fit(X, y)
    assert np.isfinite(model.loss_curve_).all()


def test_classes_have_their_names_and_probabilities_add_up():
    X, numbers = load_iris(return_X_y=True)
    names = np.array(["setosa", "versicolor", "virginica"])[numbers]
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    model = MLPClassifier((8, 8), activation="tanh", epochs=60, random_state=0).fit(X, names)
    assert model.classes_.tolist() == ["setosa", "versicolor", "virginica"]
    P = model.predict_proba(X)
    assert P.shape == (150, 3)
    np.testing.assert_allclose(P.sum(axis=1), 1)
    np.testing.assert_array_equal(model.predict(X), model.classes_[P.argmax(axis=1)])
    assert model.score(X, names) > 0.95
    assert model.net_.layer_sizes == [4, 8, 8, 3]


def test_two_classes_get_one_output_for_the_second():
    X, y = moons()
    model = MLPClassifier(epochs=50, random_state=0).fit(X, y)
    assert model.net_.layer_sizes == [2, 16, 1]
    np.testing.assert_allclose(model.predict_proba(X)[:, 1], model.net_.forward(X)[:, 0])
    assert model.predict_proba(X)[y == 1, 1].mean() > 0.7


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"optimizer": "sgd"}, "unknown optimizer 'sgd'; there are gradient_descent"),
        ({"activation": "rleu"}, "unknown activation 'rleu'"),
        ({"initializer": "xavier"}, "unknown initializer 'xavier'"),
        ({"learning_rate": 0.0}, "the learning rate must be positive"),
        ({"l2": -1.0}, "strength of a penalty must not be negative"),
        ({"epochs": 0}, "epochs must be at least 1, got 0"),
        ({"batch_size": 0}, "batch_size must be at least 1, got 0"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        MLPClassifier(**settings).fit(*moons())


def test_a_single_class_is_refused():
    with pytest.raises(ValueError, match="y has one class only"):
        MLPClassifier().fit(np.zeros((3, 1)), [1, 1, 1])
