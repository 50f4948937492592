# %% [markdown]
# Right answers in other clothes: each must get full marks, alone and together with all others.

# %% task="step" alternative="arithmetic"
def step(z, low, high):
    return low + (high - low) * (np.asarray(z) >= 0)


# %% task="step" alternative="loop_into_a_list"
def step(z, low, high):
    if np.ndim(z) == 0:
        return high if z >= 0 else low
    return [step(entry, low, high) for entry in z]


# %% task="step" alternative="heaviside_of_numpy"
def step(z, low, high):
    h = np.heaviside(z, 1)
    return high * h + low * (1 - h)


# %% task="step" alternative="masks_on_an_own_array"
def step(z, low, high):
    out = np.empty(np.shape(z), dtype=np.float32, order="F")
    out[z < 0] = low
    out[~(z < 0)] = high
    return out


# %% task="step" alternative="vectorised_scalar_function"
step = np.vectorize(lambda z, low, high: high if z >= 0 else low, otypes=[float])

# %% task="predict" alternative="booleans"
def predict(w, X):
    return X @ w[:-1] + w[-1] >= 0


# %% task="predict" alternative="appended_one"
def predict(w, X):
    X = np.asarray(X, dtype=float)
    ones = np.ones((*X.shape[:-1], 1))
    return step(np.concatenate([X, ones], axis=-1) @ w, 0, 1)


# %% task="predict" alternative="loops"
def predict(w, X):
    """Classes by plain Python sums."""
    if np.ndim(X) == 1:
        return int(sum(a * b for a, b in zip(w, X)) + w[-1] >= 0)
    return [predict(w, x) for x in X]


# %% task="predict" alternative="threshold"
def predict(w, X):
    *weights, bias = w
    return np.where(np.dot(X, weights) < -bias, 0.0, 1.0)


# %% task="by_hand" alternative="named"
by_hand = {"b": -1.0, "w1": 0.0, "w2": -1.0}

# %% task="by_hand" alternative="by_running"
w = np.zeros(3)
for x, y in zip([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 1, 0]):
    x = np.append(x, 1)
    w = w + (y - (w @ x >= 0)) * x
by_hand = w

# %% task="update" alternative="three_cases"
def update(w, x, y, learning_rate):
    x_tilde = [*x, 1.0]
    if predict(w, x) == y:
        return w
    sign = 1 if y == 1 else -1
    return [wi + sign * learning_rate * xi for wi, xi in zip(w, x_tilde)]


# %% task="update" alternative="in_place_on_a_copy"
def update(w, x, y, learning_rate):
    new = np.array(w, dtype=np.float32)
    error = y - predict(w, x)
    new[:-1] += learning_rate * error * x
    new[-1] += learning_rate * error
    return new


# %% task="update" alternative="weights_and_bias_apart"
def update(w, x, y, learning_rate):
    error = float(y) - float(w[:-1] @ x + w[-1] >= 0)
    return np.hstack((w[:-1] + learning_rate * error * x, w[-1] + learning_rate * error))


# %% task="train" alternative="for_and_break"
def train(X, y, learning_rate, max_epochs):
    w, best, fewest = np.zeros(X.shape[1] + 1), None, np.inf
    weights, mistakes = [], []
    for epoch in range(max_epochs):
        count = 0
        for n in range(len(X)):
            new = update(w, X[n], y[n], learning_rate)
            count += not np.array_equal(new, w)
            w = new
        weights.append(w)
        mistakes.append(count)
        wrong = (predict(w, X) != y).sum()
        if wrong < fewest:
            best, fewest = w, wrong
        if not count:
            break
    return np.array(weights), np.array(mistakes), best


# %% task="train" alternative="in_place_with_copies"
def train(X, y, learning_rate, max_epochs):
    rows = np.hstack([X, np.ones((len(X), 1))])
    w, diary = np.zeros(rows.shape[1]), []
    while len(diary) < max_epochs:
        count = 0
        for row, target in zip(rows, y):
            error = target - (1 if row @ w >= 0 else 0)
            if error:
                w += learning_rate * error * row
                count += 1
        diary.append((w.copy(), count, np.sum((rows @ w >= 0) != y)))
        if count == 0:
            break
    weights, mistakes, wrong = zip(*diary)
    return {"weights": weights, "mistakes": mistakes, "best": weights[wrong.index(min(wrong))]}


# %% task="train" alternative="dataclass_and_prints"
from dataclasses import dataclass, field


@dataclass
class Diary:
    weights: list = field(default_factory=list)
    mistakes: list = field(default_factory=list)
    best: object = None


def train(X, y, learning_rate, max_epochs):
    diary, w = Diary(), np.zeros(len(X[0]) + 1)
    for epoch in range(max_epochs):
        before = [predict(w, x) for x in X[:1]]
        count = 0
        for x, target in zip(X, y):
            if predict(w, x) != target:
                w, count = update(w, x, target, learning_rate), count + 1
        print("epoch", epoch, "mistakes", count, before)
        diary.weights.append(np.asmatrix(w))
        diary.mistakes.append(count)
        if count == 0:
            break
    errors = [int(np.sum(predict(np.asarray(w).ravel(), X) != y)) for w in diary.weights]
    diary.best = diary.weights[min(range(len(errors)), key=errors.__getitem__)]
    return diary


# %% task="separable" alternative="slack"
def separable(X, y):
    N, d = X.shape
    s = np.where(y == 1, 1.0, -1.0)
    A = np.hstack([-s[:, None] * X, -s[:, None], -np.eye(N)])  # s z + slack ≥ 1
    cost = np.r_[np.zeros(d + 1), np.ones(N)]
    bounds = [(None, None)] * (d + 1) + [(0, None)] * N
    return bool(linprog(cost, A_ub=A, b_ub=-np.ones(N), bounds=bounds).fun < 1e-6)


# %% task="separable" alternative="all_signs_turned"
def separable(X, y):
    A = (1 - 2 * y)[:, None] * np.c_[X, np.ones(len(X))]
    result = linprog([0] * (X.shape[1] + 1), A, [-1] * len(X), bounds=[(None, None)] * A.shape[1])
    return 1 if result.success else 0


# %% task="separable" alternative="classes_apart"
def separable(X, y):
    rows, limits = [], []
    for x, c in zip(X, y):
        if c == 1:  # w·x + b ≥ 1
            rows.append([-v for v in x] + [-1])
            limits.append(-1)
        else:  # w·x + b ≤ −1
            rows.append([*x, 1])
            limits.append(-1)
    answer = linprog(np.zeros(len(rows[0])), A_ub=rows, b_ub=limits, bounds=(None, None))
    return not answer.status == 2


# %% task="separable" alternative="do_the_hulls_meet"
def separable(X, y):
    one, zero = X[y == 1], X[y == 0]
    if len(one) == 0 or len(zero) == 0:
        return True
    n, m = len(one), len(zero)
    A = np.block([[one.T, -zero.T], [np.ones((1, n)), np.zeros((1, m))],
                  [np.zeros((1, n)), np.ones((1, m))]])
    b = np.r_[np.zeros(X.shape[1]), 1, 1]
    return linprog(np.zeros(n + m), A_eq=A, b_eq=b).status == 2


# %% task="separable" alternative="largest_margin"
from scipy.optimize import nnls


def separable(X, y):
    signed = (2 * y[:, None] - 1) * np.column_stack([X, np.ones(len(X))])
    system = np.vstack([signed.T, np.ones(len(X))])
    return nnls(system, np.append(np.zeros(len(system) - 1), 1.0))[1] > 1e-6


# %% task="novikoff" alternative="loops"
def novikoff(w, X, y):
    w_length = sum(v * v for v in w) ** 0.5
    R = max((sum(v * v for v in x) + 1) ** 0.5 for x in X)
    gamma = min((1 if c == 1 else -1) * (x @ w[:-1] + w[-1]) / w_length for x, c in zip(X, y))
    if gamma <= 0:
        return R, gamma, float("inf")
    return R, gamma, R**2 / gamma**2


# %% task="novikoff" alternative="named_arguments_and_results"
def novikoff(*, w, X, y):
    u = w / np.sqrt(w @ w)
    rows = np.insert(X, X.shape[1], 1, axis=1)
    room = np.where(y == 1, rows @ u, -(rows @ u))
    R = np.sqrt(np.einsum("nd,nd->n", rows, rows).max())
    bound = np.square(R / room.min()) if room.min() > 0 else np.inf
    return {"bound": bound, "R": R, "gamma": room.min()}


# %% task="novikoff" alternative="one_array_of_float32"
def novikoff(w, X, y):
    rows = np.float32(np.pad(X, ((0, 0), (0, 1)), constant_values=1))
    gamma = ((2 * y - 1) * (rows @ np.float32(w))).min() / np.linalg.norm(w)
    R = np.linalg.norm(rows, axis=1).max()
    with np.errstate(divide="ignore"):
        return np.array([R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf], dtype="float32")


# %% task="follow_the_proof" alternative="weights_compared"
def follow_the_proof(X, y, order, u):
    w, found = np.zeros(X.shape[1] + 1), []
    for x, target in zip(X[order], y[order]):
        new = update(w, x, target, 1.0)
        if not np.array_equal(new, w):
            found.append((np.dot(u, new), np.sqrt(np.sum(np.square(new)))))
        w = new
    along, length = zip(*found)
    return along, length


# %% task="follow_the_proof" alternative="generator_and_arrays"
def updates(X, y, order):
    w = np.zeros(X.shape[1] + 1)
    for n in order:
        error = y[n] - float(X[n] @ w[:-1] + w[-1] >= 0)
        if error != 0:
            w[:-1] += error * X[n]
            w[-1] += error
            yield w.copy()


def follow_the_proof(X, y, order, u):
    W = np.array(list(updates(X, y, order)))
    return W @ u, np.linalg.norm(W, axis=1)


# %% task="xnor_net" alternative="flipped_output_of_xor"
xnor_net = (np.array([[1, -1], [1, -1]]), np.array([-0.5, 1.5]), np.array([[-1], [-1]]), 1.5)

# %% task="xnor_net" alternative="at_least_one_and_two"
xnor_net = [np.float32([[2, 2], [2, 2]]), np.array([[-1.0, -3.0]]), np.array([-1, 1]), [0]]

# %% task="xnor_net" alternative="pairs_of_scores_of_0"
hidden_layer = np.array([[1, -1], [-1, 1]]), np.array([[0], [0]])  # x1 ≥ x2 and x2 ≥ x1
xnor_net = [hidden_layer, (np.ones((2, 1)), [-2])]

# %% task="xnor_net" alternative="three_layers"
xnor_net = {
    "W1": np.array([[1.0, -1.0], [1.0, -1.0]]), "b1": np.array([-0.5, 1.5]),
    "W2": np.array([[1.0], [1.0]]), "b2": np.array([-1.5]),
    "W3": np.array([[-1.0]]), "b3": np.array([0.5]),
}

# %% task="parity_net" alternative="a_unit_for_each_wanted_row"
W1 = np.array([[-1, -1, 1, 1], [-1, 1, -1, 1], [1, -1, -1, 1]], dtype=float)
b1 = np.array([-1, -1, -1, -3]) + 0.5
parity_net = [W1, b1, np.ones((4, 1)), np.array([-0.5])]

# %% task="parity_net" alternative="xor_of_xor"
parity_net = [
    np.array([[1, -1, 0], [1, -1, 0], [0, 0, 1]]), np.array([-0.5, 1.5, -0.5]),
    np.array([[1, 1, -1], [1, 1, -1], [0, 0, 0]]), np.array([-1.5, -1.5, 1.5]),
    np.zeros((3, 1)), np.array([0.0]),
]  # fmt: skip
h = np.array([[1, 0], [1, 0], [0, 1]])  # x1 XOR x2 and x3, then XOR once more
parity_net[2:] = [h, np.array([-1.5, -0.5]), [[1, -1], [1, -1]], [-0.5, 1.5], [1, 1], -1.5]

# %% task="parity_net" alternative="counting_down"
parity_net = [[[-1, -1, -1]] * 3, [0, 1, 2], [[-2], [2], [-2]], [1]]

# %% task="parity_net" alternative="a_tuple_of_matrices"
parity_net = tuple(np.asmatrix(m) for m in ([[1, 1, 1]] * 3, [-1, -2, -3], [[1], [-1], [1]], [-1]))
