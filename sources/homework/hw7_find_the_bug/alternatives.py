# %% [markdown]
# Right answers in other clothes: each must get full marks, alone and together with all others.

# %% task="diagnose" alternative="lists_and_loops"
def diagnose(claimed, numerical):
    pairs = list(zip(np.ravel(claimed).tolist(), np.ravel(numerical).tolist(), strict=True))

    def fits(c):
        return all(abs(a - c * n) <= 1e-4 * max(abs(a), abs(c * n)) for a, n in pairs)

    if fits(1.0):
        return (0, 1)
    for a, n in sorted(pairs, key=lambda pair: -abs(pair[1])):
        return (1, a / n) if n and fits(a / n) else (2, 0)


# %% task="diagnose" alternative="isclose_and_dict"
def diagnose(claimed, numerical):
    a, n = np.asarray(claimed, float).ravel(), np.asarray(numerical, float).ravel()

    def same(p, q):
        return bool((np.abs(p - q) <= 1e-4 * np.fmax(abs(p), abs(q))).all())

    c = a @ n / (n @ n) if n.any() else np.nan
    if same(a, n):
        kind, factor = 0, 1.0
    elif n.any() and same(a, c * n):
        kind, factor = 1, c
    else:
        kind, factor = 2, 0.0
    return {"kind": kind, "factor": factor}


# %% task="verdicts" alternative="booleans_in_an_array"
verdicts = np.array([True, False, True, False, True, True]).astype(int)

# %% task="verdicts" alternative="list_of_floats"
verdicts = [1.0, 0.0, 1.0, 0.0, 1.0, 1.0]

# %% task="half_squared_error" alternative="loop_over_examples"
def half_squared_error(y, y_hat):
    N, J = len(y), 0.0
    gradient = []
    for truth, guess in zip(y, y_hat, strict=True):
        J += sum((g - t) ** 2 for t, g in zip(truth, guess, strict=True)) / (2 * N)
        gradient.append([(g - t) / N for t, g in zip(truth, guess, strict=True)])
    return J, gradient


# %% task="half_squared_error" alternative="einsum_in_float32"
def half_squared_error(y, y_hat):
    r = (y_hat - y).astype(np.float32)
    return 0.5 * np.einsum("nj,nj->", r, r) / r.shape[0], r / r.shape[0]


# %% task="half_squared_error" alternative="published_scaled"
def half_squared_error(y, y_hat):
    J, gradient = published_squared_error(y, y_hat)
    return J * y.shape[1] / 2, gradient


# %% task="ridge" alternative="referee"
def ridge(W, b, X, Y, strength):
    J = published_ridge(W, b, X, Y, strength)[0]
    dW = numerical_gradient(lambda W: published_ridge(W, b, X, Y, strength)[0], W)
    db = numerical_gradient(lambda b: published_ridge(W, b, X, Y, strength)[0], b)
    return J, dW, db


# %% task="ridge" alternative="published_corrected"
def ridge(W, b, X, Y, strength):
    J, dW, db = published_ridge(W, b, X, Y, strength)
    return J, dW - strength * W + strength * W / len(X), np.atleast_2d(db)


# %% task="exhibits" alternative="what_diagnose_says"
rng = np.random.default_rng(3)
X, W, b, Y = (rng.normal(size=shape) for shape in [(5, 2), (2, 3), 3, (5, 3)])
guess = X @ W + b
referee = numerical_gradient(lambda y_hat: published_squared_error(Y, y_hat)[0], guess)
_, dW, db = published_ridge(W, b, X, Y, 0.3)
dW_too = numerical_gradient(lambda W: published_ridge(W, b, X, Y, 0.3)[0], W)
db_too = numerical_gradient(lambda b: published_ridge(W, b, X, Y, 0.3)[0], b)
exhibits = [
    diagnose(published_squared_error(Y, guess)[1], referee)[1],
    diagnose(dW, dW_too)[0],
    diagnose(db, db_too)[0],
]

# %% task="exhibits" alternative="array"
exhibits = np.array([3 / 2, 2.0, 0.0])

# %% task="brier_delta" alternative="jacobian_of_each_row"
def brier_delta(Z, Y):
    rows = []
    for z, y in zip(Z, Y, strict=True):
        p = np.exp(z - np.logaddexp.reduce(z))
        jacobian = np.diag(p) - np.outer(p, p)
        rows.append(jacobian @ (2 * (p - y)) / len(Z))
    return np.array(rows)


# %% task="brier_delta" alternative="scipy_and_einsum"
def brier_delta(Z, Y):
    from scipy.special import softmax

    P = softmax(Z, axis=1)
    G = (P - Y) * (2 / Z.shape[0])
    return np.asfortranarray(P * G - P * np.einsum("nj,nj->n", G, P)[:, None])


# %% task="one_step" alternative="slope_from_z"
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    Z = X @ W1 + b1
    A, N = 1 / (1 + np.exp(-Z)), len(X)
    error = A @ W2 + b2 - Y
    back = error @ W2.T * (np.exp(-Z) / (1 + np.exp(-Z)) ** 2)
    return [
        W1 - learning_rate / N * (X.T @ back),
        b1 - learning_rate * back.mean(axis=0),
        W2 - learning_rate / N * (A.T @ error),
        b2 - learning_rate * error.mean(axis=0),
    ]


# %% task="one_step" alternative="copies_in_place"
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    new = [np.array(p, dtype=float) for p in (W1, b1, W2, b2)]
    for x, y in zip(X, Y, strict=True):
        a = sigmoid(x @ W1 + b1)
        d2 = (a @ W2 + b2 - y) / len(X)
        d1 = (W2 @ d2) * a * (1 - a)
        for p, g in zip(new, (np.outer(x, d1), d1, np.outer(a, d2), d2), strict=True):
            p -= learning_rate * g
    return {"W1": new[0], "b1": new[1][None], "W2": new[2], "b2": new[3]}


# %% task="clipped_gradient" alternative="referee"
def clipped_gradient(z, y, epsilon):
    return numerical_gradient(lambda z: published_clipped_loss(z, y, epsilon)[0], z)


# %% task="clipped_gradient" alternative="where_by_the_logit"
def clipped_gradient(z, y, epsilon):
    limit = np.log((1 - epsilon) / epsilon)
    return np.where(np.abs(z) < limit, np.tanh(z / 2) / 2 + 0.5 - y, 0.0) / z.size


# %% task="dropout" alternative="entry_by_entry"
def dropout(A, mask, p, G):
    out, dA = np.zeros_like(A), np.zeros_like(G)
    for i in np.ndindex(A.shape):
        if mask[i]:
            out[i], dA[i] = A[i] / (1 - p), G[i] / (1 - p)
    return out, dA


# %% task="dropout" alternative="where_and_dict"
def dropout(A, mask, p, G):
    keep = mask.astype(bool)
    return {"out": np.where(keep, A, 0) / (1 - p), "dA": np.where(keep, G, 0) / (1 - p)}


# %% task="clipped_net_gradients" alternative="library"
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    from course_lib.optimizers import clip_by_global_norm

    A = np.tanh(X @ W1 + b1)
    error = A @ W2 + b2 - Y
    back = error @ W2.T * (1 - A * A)
    gradients = [X.T @ back, back.sum(0), A.T @ error, error.sum(0)]
    return clip_by_global_norm([g / len(X) for g in gradients], max_norm)[0]


# %% task="clipped_net_gradients" alternative="one_long_vector"
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    huge = published_clipping(W1, b1, W2, b2, X, Y, max_norm=1e300)  # clips nothing
    length = np.linalg.norm(np.concatenate([g.ravel() for g in huge]))
    return huge if length <= max_norm else [g / length * max_norm for g in huge]


# %% task="weight_gradients" alternative="published_on_the_turned_list"
def weight_gradients(X, activations, deltas):
    return published_weight_gradients(X, activations, list(reversed(deltas)))


# %% task="weight_gradients" alternative="einsum_by_index"
def weight_gradients(X, activations, deltas):
    inputs, L = [X] + list(activations), len(deltas)
    return tuple(np.einsum("ni,nj->ij", inputs[l], deltas[L - 1 - l]) for l in range(L))
