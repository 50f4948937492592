import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from course_lib import Perceptron
from course_lib.datasets import gates
from course_lib.perceptron import predict, run_epoch, update

SEPARABLE = ["AND", "OR", "NOT", "NAND", "NOR"]


@parametrize_with_checks([Perceptron()])
def test_it_is_a_scikit_learn_estimator(estimator, check):
    check(estimator)


def fitted(name, **settings):
    X, y = gates(name)
    return Perceptron(**settings).fit(X, y[:, 0])


@pytest.mark.parametrize(
    ("name", "all_right", "no_update"),
    [("AND", 5, 6), ("OR", 3, 4), ("NOT", 2, 3), ("NAND", 5, 6), ("NOR", 3, 4)],
)
def test_gates_are_learned_in_the_known_number_of_epochs(name, all_right, no_update):
    model = fitted(name)
    accuracies = [epoch["accuracy"] for epoch in model.history_]
    assert accuracies.index(1.0) + 1 == all_right
    assert model.n_iter_ == len(model.history_) == no_update
    assert model.converged_
    assert model.history_[-1]["mistakes"] == 0


@pytest.mark.parametrize("shuffle", [False, True])
def test_xor_never_passes_three_in_four(shuffle):
    model = fitted("XOR", shuffle=shuffle, random_state=0, max_epochs=200)
    assert max(epoch["accuracy"] for epoch in model.history_) <= 0.75
    assert min(epoch["mistakes"] for epoch in model.history_) > 0
    assert not model.converged_
    assert model.n_iter_ == 200


def test_a_learning_rate_of_a_tenth_meets_rounding_at_the_boundary():
    """Exactly, the rate only scales w and b; in float64 some score is −2.8e-17 instead of 0."""
    assert fitted("AND", learning_rate=0.125).n_iter_ == fitted("AND").n_iter_
    assert fitted("AND", learning_rate=0.1).n_iter_ < fitted("AND").n_iter_
    assert fitted("AND", learning_rate=0.1).converged_


def test_the_rule_is_the_one_of_the_lecture():
    x = np.array([1.0, -2.0])
    w, b = update(np.array([0.5, 1.0]), 0.25, x, y=1, learning_rate=2.0)  # score −1.25, a mistake
    np.testing.assert_array_equal(w, [2.5, -3.0])
    assert b == 2.25
    w, b = update(np.array([0.5, 0.0]), 0.25, x, y=1, learning_rate=2.0)  # right: nothing moves
    np.testing.assert_array_equal(w, [0.5, 0.0])
    assert b == 0.25


def test_a_score_of_zero_is_class_one():
    assert predict(np.zeros(2), 0.0, np.ones(2)) == 1
    np.testing.assert_array_equal(predict(np.array([1.0]), 0.0, [[-1.0], [0.0], [1.0]]), [0, 1, 1])


def test_an_epoch_updates_row_by_row():
    X, y = gates("AND")
    w, b, mistakes = run_epoch(np.zeros(2), 0.0, X, y[:, 0], 1.0)
    # 00 is wrong at first (b = −1), 01 and 10 are right then, 11 is wrong (w = 1 1, b = 0).
    np.testing.assert_array_equal(w, [1, 1])
    assert (b, mistakes) == (0, 2)


def test_history_tells_every_epoch():
    model = fitted("AND")
    last = model.history_[-1]
    assert set(last) == {"weights", "bias", "mistakes", "accuracy"}
    np.testing.assert_array_equal(last["weights"], model.coef_[0])
    assert last["bias"] == model.intercept_[0]
    assert model.n_updates_ == sum(epoch["mistakes"] for epoch in model.history_)
    assert (model.coef_.shape, model.intercept_.shape) == ((1, 2), (1,))
    assert not np.array_equal(model.history_[0]["weights"], last["weights"])


@pytest.mark.parametrize("seed", range(20))
def test_novikoff_bounds_the_mistakes(seed):
    """At most (R/γ)², with the bias counted as an input of 1; any separating line gives a γ."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, 3))
    truth = np.append(rng.normal(size=3), 0.2)
    extended = np.hstack([X, np.ones((40, 1))])
    scores = extended @ truth / np.linalg.norm(truth)
    keep = abs(scores) > 0.1
    model = Perceptron(max_epochs=10_000).fit(X[keep], scores[keep] > 0)
    R, gamma = np.linalg.norm(extended[keep], axis=1).max(), abs(scores[keep]).min()
    assert model.converged_
    assert model.n_updates_ <= (R / gamma) ** 2
    assert model.score(X[keep], scores[keep] > 0) == 1


def test_a_seed_fixes_the_shuffle():
    runs = [fitted("XOR", shuffle=True, random_state=seed, max_epochs=20) for seed in (1, 1, 2)]
    weights = [[epoch["weights"].tolist() for epoch in run.history_] for run in runs]
    assert weights[0] == weights[1] != weights[2]


def test_the_global_generator_is_left_alone():
    state = np.random.get_state()[1].tolist()  # noqa: NPY002
    fitted("XOR", shuffle=True, max_epochs=5)
    assert np.random.get_state()[1].tolist() == state  # noqa: NPY002


@pytest.mark.parametrize("settings", [{"learning_rate": 0}, {"max_epochs": 0}])
def test_settings_that_cannot_learn_are_refused(settings):
    with pytest.raises(ValueError, match=f"{next(iter(settings))} must be positive, got 0"):
        fitted("AND", **settings)


def test_three_classes_are_refused():
    with pytest.raises(ValueError, match="y has 3 classes, a perceptron parts two"):
        Perceptron().fit(np.zeros((3, 1)), [0, 1, 2])
