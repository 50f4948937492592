"""What the lectures say of their experiments is what the experiments say."""

import numpy as np
import pytest
from lectures.reading import SOURCES, notebook_of, read

from . import (  # noqa: F401  (imported to register their claims)
    automatic_differentiation,
    digits_and_regularisation,
    find_the_bug,
    glorot_vs_he,
    perceptron_xor,
    scalar_chain_rule,
    vanishing_gradients,
    vectorized_backprop,
)
from .claiming import CLAIMS, Written, claim, disagreement, written_in

WRITTEN = [(path.stem, written) for path in SOURCES for written in written_in(read(path))]


@pytest.mark.parametrize(("lecture", "written"), WRITTEN, ids=[w.name for _, w in WRITTEN])
def test_the_prose_says_what_is_computed(lecture, written):
    assert written.name in CLAIMS, f"{lecture} claims {written.name}, which nothing computes"
    problem = disagreement(written, CLAIMS[written.name].values)
    assert not problem, f"{lecture}: {problem}"


def test_every_computed_claim_is_made_somewhere():
    assert set(CLAIMS) <= {written.name for _, written in WRITTEN}


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        (".946 ± .004<!-- claim: a -->", Written("a", ".946", ".004")),
        ("**11,301**<!-- claim: a -->", Written("a", "11,301")),
        ("94.6 %<!-- claim: a -->", Written("a", "94.6", None, True)),
        ("$-0.69$<!-- claim: a -->", Written("a", "-0.69")),
        ("all are copies.<!-- claim: a -->", Written("a")),
    ],
)
def test_claims_are_read(prose, expected):
    assert written_in(notebook_of(f"# %% [markdown]\n# It is {prose} so.")) == [expected]


@pytest.mark.parametrize(
    ("written", "values"),
    [
        (Written("mean", ".95"), np.linspace(0.90, 0.902, 20)),
        (Written("spread", ".90", ".05"), np.linspace(0.85, 0.95, 20) * 0.1 + 0.81),
        (Written("one_seed"), np.array([True] * 19 + [False])),
        (Written("no_number"), np.ones(20)),
        (Written("a_number", "1"), np.array([True] * 20)),
        (Written("percent", ".90", None, True), np.full(20, 0.9)),
    ],
)
def test_a_false_claim_is_noticed(written, values):
    assert disagreement(written, values)


@pytest.mark.parametrize(
    ("written", "values"),
    [
        (Written("mean", ".90"), np.full(20, 0.9049)),
        (Written("percent", "90", None, True), np.full(20, 0.9)),
        (Written("spread", "0", "1.0"), np.array([-1.0, 1.0] * 10)),
        (Written("always"), np.array([True] * 20)),
    ],
)
def test_a_true_claim_passes(written, values):
    assert not disagreement(written, values)


def test_a_claim_over_few_seeds_is_refused():
    with pytest.raises(ValueError, match="at least 20 seeds"):
        claim(seeds=3)
