"""Random draws are judged by moments: how seldom right ones fail, what wrong ones are told."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from course_lib.checks import draws
from course_lib.checks.draws import CALLS, distribution, law, measured
from course_lib.checks.fresh import argument_names, fingerprint
from course_lib.checks.judging import judged
from course_lib.checks.observing import call
from course_lib.checks.tasks import Case, Task

SHAPES = ((45, 70), (60, 30), (25, 80))
ENOUGH_RUNS = 4000
FORMS = {  # of mean 0 and variance 1
    "normal": lambda rng, size: rng.normal(size=size),
    "uniform": lambda rng, size: rng.uniform(-np.sqrt(3), np.sqrt(3), size),
    "triangular": lambda rng, size: rng.triangular(-np.sqrt(6), 0, np.sqrt(6), size),
    "two points": lambda rng, size: rng.choice([-1.0, 1.0], size),
    "truncated": lambda rng, size: (
        stats.truncnorm(-2, 2).rvs(size, random_state=rng) / stats.truncnorm(-2, 2).std()
    ),
}


def draw(rng, fan_in, fan_out):
    """The right answer of these tests: variance 2/(fan_in + fan_out), uniform."""
    bound = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-bound, bound, size=(fan_in, fan_out))


def task(form="uniform", fingerprints=(), seed=0, shapes=SHAPES, **changes) -> Task:
    cases = [
        Case((seed + i, *shape), law(shape, 2 / sum(shape), form)) for i, shape in enumerate(shapes)
    ]
    settings = {"points": 3.0, "arguments": argument_names(draw), "cases": tuple(cases)} | changes
    return Task("hw0/draw", "draws", fingerprints=tuple(fingerprints), **settings)


def say(answer, the_task=None, **options):
    return judged(the_task or task(), answer, **options)


# How often may a right answer fail?


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("n", [50, 1000])
def test_a_bound_fails_no_oftener_than_it_says(form, n):
    """Each bound in turn, for a certainty at which failures could be counted: exp(−2.5) = .082."""
    t, rng = 2.5, np.random.default_rng(0)
    w = FORMS[form](rng, (ENOUGH_RUNS, n))
    other = FORMS[form](rng, (ENOUGH_RUNS, n))
    moment, mean, product = (w**2).mean(axis=1), w.mean(axis=1), (w * other).mean(axis=1)
    failures = {
        "too large": moment > 1 + draws.too_large(n, t),
        "too small": moment < 1 - draws.too_small(n, t),
        "mean above": mean > draws.off_centre(n, t),
        "mean below": mean < -draws.off_centre(n, t),
        "correlated": product > draws.correlated(n, t),
        "against": product < -draws.correlated(n, t),
    }
    if form in draws.FORMS:
        apart = [stats.kstest(row, lambda x: distribution(form, x)).statistic for row in w[:500]]
        failures["form"] = np.array(apart) > draws.off_form(n, t)
    if form == "uniform":
        largest = abs(w).max(axis=1) / np.sqrt(3)
        failures["bound"] = largest < 1 - draws.short_of_the_bound(n, t)
    allowed = math.exp(-t) + 4 * math.sqrt(math.exp(-t) / 500)
    for name, failed in failures.items():
        assert failed.mean() <= allowed, name


def test_the_bounds_are_no_wider_than_they_need_be():
    """They separate the mistakes that are closest: 10 % in the variance, normal from uniform."""
    n = CALLS * math.prod(SHAPES[0])
    assert max(draws.too_large(n), draws.too_small(n)) < 0.1
    apart = abs(distribution("normal", draws.GRID) - distribution("uniform", draws.GRID)).max()
    assert apart > 2 * draws.off_form(n)


def test_sums_and_the_variance_that_they_are_measured_in_have_bounds_for_the_shortest_side():
    fewest = CALLS * draws.SHORTEST
    n = fewest * draws.SHORTEST
    least = 1 - draws.too_small(n) - draws.off_centre(n) ** 2
    assert (1 + draws.too_large(fewest)) / least < draws.SHORTEST
    with pytest.raises(ValueError, match="sides of at least 10"):
        law((40, 9), 1.0)
    with pytest.raises(ValueError, match="any, normal, uniform"):
        law((40, 40), 1.0, "gaussian")


# Right, in other clothes


def by_normal(rng, fan_in, fan_out):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))


def entry_by_entry(rng, fan_in, fan_out):
    bound = (6 / (fan_in + fan_out)) ** 0.5
    return [[rng.uniform(-bound, bound) for _ in range(fan_out)] for _ in range(fan_in)]


def rows_in_a_list(rng, fan_in, fan_out):
    bound = (6 / (fan_in + fan_out)) ** 0.5
    return [(2 * rng.random(fan_out) - 1) * bound for _ in range(fan_in)]


def float32_transposed(rng, fan_in, fan_out):
    return draw(rng, fan_out, fan_in).T.astype(np.float32)


def by_keyword(*, rng, fan_in, fan_out):
    print("drawing")
    return np.matrix(draw(rng, fan_in, fan_out))


def by_random_state(rng, fan_in, fan_out):
    old = np.random.RandomState(rng.integers(2**32))
    bound = np.sqrt(6 / (fan_in + fan_out))
    return np.asfortranarray(old.uniform(-bound, bound, (fan_in, fan_out)))


def by_children(rng, fan_in, fan_out):
    return np.vstack([draw(child, fan_in, fan_out)[:1] for child in rng.spawn(fan_in)])


STYLES = [
    *(draw, entry_by_entry, rows_in_a_list, float32_transposed),
    *(by_keyword, by_random_state, by_children),
]


@pytest.mark.parametrize("answer", STYLES, ids=lambda answer: answer.__name__)
def test_right_answers_pass_with_any_seed(answer):
    for seed in range(0, 50, 10) if answer is not entry_by_entry else (0,):
        verdict = say(answer, task(seed=seed))
        assert verdict.state == "right", verdict.message
        assert verdict.points == 3


@pytest.mark.parametrize("form", FORMS)
def test_any_form_passes_where_none_is_asked_for(form):
    def answer(rng, fan_in, fan_out):
        return FORMS[form](rng, (fan_in, fan_out)) * np.sqrt(2 / (fan_in + fan_out))

    assert say(answer, task("any")).state == "right"
    assert say(answer, task("uniform")).diagnosis == ("" if form == "uniform" else "wrong_form")
    if form in ("normal", "uniform", "two points"):
        assert say(answer, task("normal")).diagnosis == ("" if form == "normal" else "wrong_form")


# Wrong


def scaled(factor):
    def answer(rng, fan_in, fan_out):
        return factor * draw(rng, fan_in, fan_out)

    return answer


def global_numbers(rng, fan_in, fan_out):
    signs = np.random.uniform(-1, 1, (fan_in, fan_out))  # noqa: NPY002
    return signs * np.sqrt(6 / (fan_in + fan_out))


def own_seed(rng, fan_in, fan_out):
    return draw(np.random.default_rng(0), fan_in, fan_out)


def few_seeds(rng, fan_in, fan_out):
    return draw(np.random.default_rng(rng.integers(3)), fan_in, fan_out)


def one_number(rng, fan_in, fan_out):
    return np.full((fan_in, fan_out), draw(rng, fan_in, fan_out)[0, 0])


def one_row(rng, fan_in, fan_out):
    return np.tile(draw(rng, fan_in, fan_out)[:1], (fan_in, 1))


def one_column(rng, fan_in, fan_out):
    return np.tile(draw(rng, fan_in, fan_out)[:, :1], (1, fan_out))


def rows_in_pairs(rng, fan_in, fan_out):
    return np.repeat(draw(rng, fan_in, fan_out), 2, axis=0)[:fan_in]


def positive(rng, fan_in, fan_out):
    return abs(draw(rng, fan_in, fan_out))


def cut_at_two(rng, fan_in, fan_out):
    deviation = np.sqrt(2 / (fan_in + fan_out))
    return stats.truncnorm(-2, 2, scale=deviation).rvs((fan_in, fan_out), random_state=rng)


def with_nan(rng, fan_in, fan_out):
    return np.log(-(draw(rng, fan_in, fan_out) ** 2))


def sometimes_short(rng, fan_in, fan_out):
    return draw(rng, fan_in, fan_out)[: rng.integers(2, 5)]


def in_some_calls_two(rng, fan_in, fan_out):
    W = draw(rng, fan_in, fan_out)
    return (W, W) if rng.random() > 0.5 else [W]


WRONG = [
    (scaled(1.1), "wrong_variance"),
    (scaled(0.9), "wrong_variance"),
    (scaled(1.01), "wrong_bound"),
    (scaled(0.99), "wrong_bound"),
    (scaled(0), "all_zero"),
    (by_normal, "wrong_form"),
    (cut_at_two, "wrong_variance"),
    (global_numbers, "not_reproducible"),
    (own_seed, "ignores_rng"),
    (few_seeds, "dependent"),
    (one_number, "one_number"),
    (one_row, "dependent"),
    (one_column, "dependent"),
    (rows_in_pairs, "dependent"),
    (positive, "wrong_mean"),
    (with_nan, "not_finite"),
    (sometimes_short, "wrong_shape"),
    (lambda rng, fan_in, fan_out: draw(rng, fan_out, fan_in), "wrong_shape"),
    (lambda rng, fan_in, fan_out: draw(rng, fan_in, fan_out) + 0j * 1j + 1j, "wrong_type"),
    (lambda rng, fan_in, fan_out: "W", "wrong_type"),
    (lambda rng, fan_in, fan_out: print("nothing returned"), "returned_nothing"),
    (lambda rng, fan_in, fan_out: [draw(rng, fan_in, fan_out), np.zeros(3)], "wrong_count"),
    (lambda rng, fan_in, fan_out: rng.unknown(fan_in), "raised AttributeError"),
]


@pytest.mark.parametrize(("answer", "code"), WRONG)
def test_what_is_wrong_is_told_and_fresh_cases_tell_no_numbers(answer, code):
    visible, fresh = say(answer), say(answer, safe=True)
    assert visible.diagnosis == fresh.diagnosis == code
    assert visible.points == fresh.points == 0
    assert not any(letter.isdigit() for letter in fresh.message), fresh.message


def test_far_too_large_weights_are_not_told_of_their_mean():
    """By chance their mean is far from 0, in units of the deviation that is expected."""
    said = {say(scaled(100), task(seed=seed)).diagnosis for seed in range(0, 200, 10)}
    assert said == {"wrong_variance"}
    shifted = lambda rng, fan_in, fan_out: 100 * positive(rng, fan_in, fan_out)  # noqa: E731
    assert say(shifted).diagnosis == "wrong_mean"


def test_a_result_of_changing_length_is_wrong():
    assert say(in_some_calls_two).state == "wrong_type"


@pytest.mark.parametrize("body", ["raise NotImplementedError()", "...", "pass", "'''Text.'''"])
def test_what_is_not_written_yet_is_not_attempted(body):
    names: dict = {}
    exec(f"def draw(rng, fan_in, fan_out):\n    {body}", names)
    assert say(names["draw"]).state == "not_attempted"


def layers(rng, sizes):
    """A right answer with several arrays: the weights of all layers, and the biases."""
    weights = [rng.normal(0, 1 / np.sqrt(pair[0]), pair) for pair in pairwise(sizes)]
    return weights, [np.zeros(fan_out) for fan_out in sizes[1:]]


def net_task() -> Task:
    nets = ([30, 40, 20], [25, 30, 35, 12])
    cases = []
    for seed, sizes in enumerate(nets):
        weights = [law(pair, 1 / pair[0]) for pair in pairwise(sizes)]
        cases.append(Case((seed, sizes), [weights, [law((size,), 0) for size in sizes[1:]]]))
    return task(cases=tuple(cases), arguments=("rng", "sizes"), parts=("W", "b"), points=4.0)


def test_several_arrays_are_named_and_earn_points_in_parts():
    assert say(layers, net_task()).state == "right"

    def by_name(rng, sizes):
        return dict(zip(["W", "b"], layers(rng, sizes), strict=True))

    assert say(by_name, net_task()).state == "right"

    def random_biases(rng, sizes):
        weights, biases = layers(rng, sizes)
        return weights, [rng.normal(size=b.shape) for b in biases]

    verdict = say(random_biases, net_task())
    assert (verdict.points, verdict.diagnosis) == (2, "not_zero")
    assert verdict.message.startswith("b1 and b2 are not zero. Right: W1, W2.")


def test_layers_with_the_same_random_numbers_are_noticed():
    def same_seed(rng, sizes):
        seed = rng.integers(1000)
        weights = [
            np.random.default_rng(seed).normal(0, pair[0] ** -0.5, pair) for pair in pairwise(sizes)
        ]
        return weights, [np.zeros(size) for size in sizes[1:]]

    verdict = say(same_seed, net_task())
    assert verdict.diagnosis == "echo"
    assert verdict.message.startswith("W2 has the same random")


# Known mistakes, by their measures

BUGS = {
    "fan_in": lambda rng, i, o: rng.uniform(-1, 1, (i, o)) * np.sqrt(6 / i),
    "deviation": lambda rng, i, o: rng.uniform(-1, 1, (i, o)) * np.sqrt(3) * 2 / (i + o),
    "normal": by_normal,
    "turned": lambda rng, i, o: draw(rng, o, i),
    "constant": one_number,
    "own seed": own_seed,
    "global": global_numbers,
    "zeros": scaled(0),
    "rows alike": one_row,
    "columns alike": one_column,
    "raises": lambda rng, i, o: rng.uniform(bound=i),
}


@pytest.mark.parametrize("name", BUGS)
def test_a_mistake_is_recognised_with_other_draws(name):
    """Fingerprints come from other seeds than the answer's, as another order of draws would."""
    known = task(seed=100).cases
    fingerprints = [fingerprint(bug, bug, measured(f), known) for bug, f in BUGS.items()]
    verdict = say(BUGS[name], task(fingerprints=fingerprints))
    assert (verdict.state, verdict.diagnosis) == ("known_bug", name)


def test_other_numbers_are_no_known_mistake():
    known = task(seed=100).cases
    fingerprints = [fingerprint(bug, bug, measured(f), known) for bug, f in BUGS.items()]
    for answer in (scaled(1.2), scaled(0.3), positive, rows_in_pairs, with_nan):
        assert say(answer, task(fingerprints=fingerprints)).state == "wrong_value"


def test_measures_do_not_change_the_arguments_and_survive_json():
    from course_lib.checks.exchange import decode, encode

    made = call(measured(layers), (3, [20, 30, 15]))
    assert (made.outcome.raised, made.outcome.changed) == ("", ())
    kept = decode(encode(made.outcome.value))
    assert draws.alike(made.outcome, type(made.outcome)(value=kept))
