# %% [markdown]
# # Homework 1 · The perceptron, and what it cannot do
#
# In lecture 1 you saw one unit, its learning rule, and four points that defeat it. Here you write the rule once more, with **the bias as one more weight**; you *decide* whether a line exists, follow the convergence proof in numbers, and build two nets by hand.
#
# **Time**: about 105 minutes, in two sittings. You need lecture 1, parts 1 to 5 and 7, and nothing but numpy and one function of scipy.
#
# **How to work.** Replace each `# YOUR CODE HERE` and its `raise` line by your code, then run the check cell right under it, as often as you like. A check tells what happened, never the answer. `hint("hw1/step")`, in a cell of your own, gives a hint; call it again for the second and the third.
#
# **How it is graded.** The checks that you see, and the same ones on fresh inputs after you hand in. Only the numbers count. Free: loops or none, helper functions, `True` or 1, whole numbers or floats, arrays or lists. Prints and warnings cost nothing. A function leaves the arrays that it is given unchanged. A task that calls an earlier function of yours is judged once that one is right. Two answers in words are read by a person; their marking scheme stands with the question.

# %% [markdown]
# | part | task | points | minutes |
# |---|---|---:|---:|
# | 1. A unit | `step` | 2 | 4 |
# | | `predict` | 3 | 6 |
# | 2. Its rule | `by_hand` | 2 | 5 |
# | | `update` | 3 | 6 |
# | | `train` | 6 | 14 |
# | 3. Is there a line? | `separable` | 5 | 16 |
# | | `parity_has_no_line` (in words) | 4 | 10 |
# | 4. How many updates? | `novikoff` | 4 | 8 |
# | | `follow_the_proof` | 4 | 10 |
# | | `what_the_bound_says` (in words) | 4 | 10 |
# | 5. Nets by hand | `xnor_net` | 3 | 6 |
# | | `parity_net` | 4 | 10 |
# | **all** | | **44** | **105** |

# %% [markdown]
# **Notation**, as in the lecture: rows are examples, the bias stands inside the step, and a score of 0 counts as class 1.
#
# | symbol | in code | shape |
# |---|---|---|
# | examples, one a row | `X` | (N, d) |
# | one example | `x` | (d,) |
# | classes, 0 or 1 | `y` | (N,) |
# | $\tilde x = (x, 1)$ | – | (d + 1,) |
# | $\tilde w = (w_1, \dots, w_d, b)$, **the bias is the last entry** | `w` | (d + 1,) |
# | score $z = \tilde w \cdot \tilde x = w \cdot x + b$ | – | (N,) |
# | $s = +1$ for class 1, $-1$ for class 0 | – | (N,) |

# %% setup="imports"
import numpy as np
from scipy.optimize import linprog

from course_lib.checks import check, hint, points_so_far

# %% [markdown]
# ## 1. A unit
#
# The classes are called 0 and 1 in one book, −1 and +1 in another. Write the **step for any two values**: `high` where the score is 0 or more, `low` elsewhere.
#
# *Example*: `step([-2, 0, 3], -1, 1)` is `[-1, 1, 1]`.

# %% task="step"
def step(z, low, high):
    """Return an array of the shape of z, entry by entry `low` or `high`.

    z: array of any shape; low, high: two numbers, either may be the larger one.
    """
    ### BEGIN SOLUTION
    return np.where(z >= 0, high, low)
    ### END SOLUTION


# %% check="step" points=2
check("hw1/step", step)

# %% [markdown]
# **The unit's answer**, 0 or 1, for many examples or a single one. `w` holds the weights *and*, as its last entry, the bias.
#
# *Examples*: with `w = [1, 1, -1.5]`, `predict(w, [[0, 1], [1, 1]])` is `[0, 1]`, and `predict(w, [1, 1])` is `1`.

# %% task="predict"
def predict(w, X):
    """Return the classes, 0 or 1: an array (N,) for X (N, d), a number for one example X (d,).

    w (d + 1,): d weights, then the bias. X is an array of one of the two shapes.
    """
    ### BEGIN SOLUTION
    return step(X @ w[:-1] + w[-1], 0, 1)
    ### END SOLUTION


# %% check="predict" points=3 uses=["step"]
check("hw1/predict", predict)

# %% [markdown]
# ## 2. Its rule
#
# **With pencil.** The gate $x_1$ AND NOT $x_2$ answers 1 to 10 alone. Start at $w_1 = w_2 = b = 0$, with η = 1, and take the rows 00, 01, 10, 11 one after the other. What are $w_1$, $w_2$ and $b$ **after this one epoch**?
#
# *Example*: AND would give `by_hand = (1, 1, 0)`.
#
# Typed numbers are checked when you hand in; until then the check says no more than that they are recorded.

# %% task="by_hand"
by_hand = None  # (w1, w2, b)
### BEGIN SOLUTION
# 00 said 1: b = −1. 01 is right. 10 said 0: w = (1, 0), b = 0. 11 said 1: w = (0, −1), b = −1
by_hand = (0, -1, -1)
### END SOLUTION

# %% check="by_hand" kind="number" points=2
check("hw1/by_hand", by_hand)

# %% [markdown]
# **One step of the rule** on one example, in terms of $\tilde w$ and $\tilde x$:
#
# $$\tilde w \leftarrow \tilde w + \eta\,(y - \hat y)\,\tilde x$$
#
# Return a new array. The arrays that come may hold whole numbers, the step need not be whole.
#
# *Example*: `w = [0, 0, 0]`, `x = [2, 5]`, `y = 0`, learning rate 0.5 give `[-1, -2.5, -0.5]`.

# %% task="update"
def update(w, x, y, learning_rate):
    """Return the new w (d + 1,), bias last; it equals the old one where the answer was right.

    w (d + 1,); x (d,): one example; y: its class, 0 or 1.
    """
    ### BEGIN SOLUTION
    return w + learning_rate * (y - predict(w, x)) * np.append(x, 1)
    ### END SOLUTION


# %% check="update" points=3 uses=["predict"]
check("hw1/update", update)

# %% [markdown]
# **Train**: zero start, online, rows in their order, until an epoch passes without a mistake (it is the last entry), but for `max_epochs` at most.
#
# Without a line the last weights are nothing special. So **keep the best**: of those in your diary, the ones with the fewest wrong rows of X; the earliest, if several tie.
#
# *Example*: `X = [[2]]`, `y = [0]`, learning rate 1 give weights `[[-2, -1], [-2, -1]]`, mistakes `[1, 0]`, best `[-2, -1]`.

# %% task="train"
def train(X, y, learning_rate, max_epochs):
    """Return weights, mistakes, best. X (N, d); y (N,).

    weights: a list with w (d + 1,) at the end of each epoch; mistakes: a list with the number of
    updates in each epoch; best (d + 1,): the entry of weights with the fewest wrong rows of X.
    """
    ### BEGIN SOLUTION
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y, strict=True):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong_rows = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[np.argmin(wrong_rows)]  # argmin: the first of several
    ### END SOLUTION


# %% check="train" points=6 uses=["predict", "update"]
check("hw1/train", train)

# %% [markdown]
# ## 3. Is there a line?
#
# A **linear programme** decides: is there a $\tilde w$ with $s_n\,\tilde w \cdot \tilde x_n > 0$ for all n? (If so, some multiple of it has $\ge 1$; programmes know no $>$.)
#
# `linprog(c, A_ub=A, b_ub=b, bounds=…)` minimises c · v under A v ≤ b; `.status` of its result is 0 if it found a v, 2 if none exists. Look up what `bounds` is if you leave it out.
#
# *Example*: AND: `True`; XOR: `False`.

# %% task="separable"
def separable(X, y):
    """Return True (or 1) if some hyperplane parts the classes, else False (or 0).

    X (N, d): points in any dimension; y (N,): their classes. Points of one class alone: True.
    A tiny margin is a margin: it may take the perceptron more than 100,000 updates.
    """
    ### BEGIN SOLUTION
    # s w̃·x̃ ≥ 1 for every row, turned into A v ≤ b; any feasible point will do, so the cost is 0
    signed = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    d = signed.shape[1]
    found = linprog(np.zeros(d), A_ub=-signed, b_ub=-np.ones(len(X)), bounds=(None, None))
    return found.status == 0
    ### END SOLUTION


# %% check="separable" points=5
check("hw1/separable", separable)

# %% [markdown]
# **In words** (4 points). *Parity*: is an odd number of n bits 1? For n = 2 it is XOR. Prove that no single unit computes it, for **every** n ≥ 2.
#
# 1. Fix all bits but two. What is the score as their function? *(1 point)*
# 2. For an even and an odd number of fixed ones, find four inequalities that contradict each other. *(2 points)*
# 3. Can an epoch ever pass without an update? *(1 point)*

# %% [markdown] manual="parity_has_no_line" points=4
# **Your proof:**
#
# ### BEGIN SOLUTION
# **1.** With the others at $c_3, \dots, c_n$: $z = w_1 x_1 + w_2 x_2 + b'$, $b' = b + \sum_{i \ge 3} w_i c_i$. That is again a unit with two inputs, with another bias.
#
# **2.** Is the number of ones among the c even, the unit has to compute XOR of $x_1, x_2$:
#
# $$b' < 0, \qquad w_2 + b' \ge 0, \qquad w_1 + b' \ge 0, \qquad w_1 + w_2 + b' < 0$$
#
# The middle two add up to $w_1 + w_2 + 2b' \ge 0$, the outer two to $w_1 + w_2 + 2b' < 0$: a contradiction. Is it odd, the unit has to compute XNOR, all four signs are turned round ($b' \ge 0$, $w_2 + b' < 0$, $w_1 + b' < 0$, $w_1 + w_2 + b' \ge 0$), and the same sums contradict each other the other way.
#
# **3.** No. An epoch without an update means that all rows are right with the same weights: these would compute parity.
#
# *Marking scheme.* **1**: one point for the new bias b′. **2**: one point for the right inequalities (one case is enough if it is said why: all others may be held at 0), one for the contradiction; midpoints of diagonals instead of sums count the same. **3**: one point for *no* with the reason; half a point without it.
# ### END SOLUTION

# %% [markdown]
# ## 4. How many updates?
#
# The theorem's three numbers, for a **given** hyperplane $\tilde w \ne 0$: R is the length of the longest $\tilde x_n$; γ the smallest $s_n\,\tilde w \cdot \tilde x_n / \|\tilde w\|$, below 0 if a point lies on the wrong side; the bound $(R/\gamma)^2$, or `np.inf` if γ ≤ 0.
#
# *Example*: `w = [3, 4]`, `X = [[1]]`, `y = [1]` give R = 1.4142, γ = 1.4, bound 1.0204 (4 digits).

# %% task="novikoff"
def novikoff(w, X, y):
    """Return R, gamma, bound: three numbers. w (d + 1,), bias last, not 0; X (N, d); y (N,)."""
    ### BEGIN SOLUTION
    X_tilde = np.column_stack([X, np.ones(len(X))])
    R = np.linalg.norm(X_tilde, axis=1).max()
    gamma = np.min((2 * y - 1) * (X_tilde @ w)) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf
    ### END SOLUTION


# %% check="novikoff" points=4
check("hw1/novikoff", novikoff)

# %% [markdown]
# **Follow the proof.** It watches two numbers: $u \cdot \tilde w$ grows by γ at least with each update, $\|\tilde w\|$ is at most $\sqrt k R$. The order of examples may be *any*: `order` holds the row numbers to learn from, some again and again. Start at zero, with η = 1, and note both numbers **after each update**.
#
# *Example*: `X = [[2]]`, `y = [0]`, `order = [0, 0, 0]`, `u = [-0.6, -0.8]` give `[2]` and `[2.2361]`.

# %% task="follow_the_proof"
def follow_the_proof(X, y, order, u):
    """Return along, length: two lists with an entry an update, u·w and the length of w after it.

    X (N, d); y (N,); order (T,): row numbers, counted from 0; u (d + 1,): a vector of length 1.
    At least one update happens.
    """
    ### BEGIN SOLUTION
    w, along, length = np.zeros(len(u)), [], []
    for n in order:
        if predict(w, X[n]) != y[n]:
            w = update(w, X[n], y[n], 1)
            along.append(u @ w)
            length.append(np.linalg.norm(w))
    return along, length
    ### END SOLUTION


# %% check="follow_the_proof" points=4 uses=["predict", "update"]
check("hw1/follow_the_proof", follow_the_proof)

# %% [markdown]
# **In words and formulas** (4 points).
#
# 1. A perceptron has made k = 10,000 updates and still errs; R is 10. What follows for the margin, *if* the data are separable? Are they? *(2 points)*
# 2. Now it starts at $\tilde w_0 \ne 0$. Which two lines of the lecture's proof change, and how? Why does the rule still stop on separable data? *(2 points)*

# %% [markdown] manual="what_the_bound_says" points=4
# **Your answer:**
#
# ### BEGIN SOLUTION
# **1.** $k \le (R/\gamma)^2$ gives $\gamma \le R/\sqrt k = 10/100 = 0.1$, and as it errs once more at least, a little less: $\gamma \le 10/\sqrt{10001}$. Whether the data are separable remains open: a smaller margin would allow this many updates and more. Only a linear programme (or a known margin) decides.
#
# **2.** $u \cdot \tilde w \ge u \cdot \tilde w_0 + k\gamma$, and $\|\tilde w\|^2 \le \|\tilde w_0\|^2 + kR^2$. Together $u \cdot \tilde w_0 + k\gamma \le \sqrt{\|\tilde w_0\|^2 + kR^2}$: the left side grows like k, the right side like $\sqrt k$, so k cannot grow for ever. Only the bound is another one.
#
# *Marking scheme.* **1**: one point for γ ≤ 0.1 (with or without the update to come), one for *not decided* with a reason. **2**: half a point for each line, one for linear against square root; a solved quadratic inequality counts the same.
# ### END SOLUTION

# %% [markdown]
# ## 5. Nets by hand
#
# **XNOR** of two bits is 1 for 00 and 11. Give the weights of a net of step units: a list `[W1, b1, W2, b2]`, W (fan_in, fan_out) with one unit a column, b (fan_out,).
#
# Any right weights count: the check carries the inputs through *your* net, with step(0) = 1. More units or layers are allowed.
#
# *Example*: `[[[1], [1]], [-0.5]]`, a single unit, is OR.

# %% task="xnor_net"
xnor_net = None
### BEGIN SOLUTION
# Hidden: NOR, "both are 0", and AND, "both are 1"; the output is their OR
xnor_net = [
    np.array([[-1.0, 1.0], [-1.0, 1.0]]),
    np.array([0.5, -1.5]),
    np.array([[1.0], [1.0]]),
    np.array([-0.5]),
]
### END SOLUTION

# %% check="xnor_net" kind="net" points=3
check("hw1/xnor_net", xnor_net)

# %% [markdown]
# **Parity of three bits**: 1 for 001, 010, 100 and 111, else 0. Again a list of weights and biases, again any right ones count. One hidden layer of three units is enough.
#
# *Example*: `[[[1], [1], [1]], [-1.5]]`, a single unit, is the majority of three bits.

# %% task="parity_net"
parity_net = None
### BEGIN SOLUTION
# Hidden unit j answers whether at least j bits are 1; the output counts up, down and up again
parity_net = [
    np.ones((3, 3)),
    np.array([-0.5, -1.5, -2.5]),
    np.array([[1.0], [-1.0], [1.0]]),
    np.array([-0.5]),
]
### END SOLUTION

# %% check="parity_net" kind="net" points=4
check("hw1/parity_net", parity_net)

# %% [markdown]
# ## Points so far
#
# The two answers in words, the typed numbers and the fresh inputs come after you have handed in.

# %% summary="points_so_far"
points_so_far()
