# %% [markdown]
# Right answers in other clothes: each must get full marks, alone and together with all others.

# %% task="unbroadcast" alternative="loop_over_axes"
def unbroadcast(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


# %% task="unbroadcast" alternative="by_counting"
def unbroadcast(gradient, shape):
    home = np.broadcast_to(np.arange(int(np.prod(shape))).reshape(shape), gradient.shape)
    sums = np.bincount(home.ravel(), weights=gradient.ravel(), minlength=int(np.prod(shape)))
    return sums.reshape(shape)


# %% task="unbroadcast" alternative="by_the_library"
from course_lib.autodiff import unbroadcast as of_the_library


def unbroadcast(gradient, shape):
    return of_the_library(np.asarray(gradient), tuple(shape))


# %% task="unbroadcast" alternative="axes_from_the_end"
def unbroadcast(gradient, shape):
    padded = (1,) * (np.ndim(gradient) - len(shape)) + tuple(shape)
    axes = tuple(i for i in range(len(padded)) if padded[i] == 1 and gradient.shape[i] > 1)
    return np.add.reduce(gradient, axis=axes, keepdims=True).reshape(shape).astype(np.float32)


# %% task="divide_back" alternative="a_product_with_the_inverse"
def divide_back(g, a, b):
    inverse = 1 / b
    to_inverse = g * a
    return {
        "∂J/∂b": unbroadcast(-to_inverse * inverse * inverse, b.shape),
        "∂J/∂a": unbroadcast(g * inverse, a.shape),
    }


# %% task="divide_back" alternative="by_the_engine"
def divide_back(g, a, b):
    a, b = Tensor(a), Tensor(b)
    (a * b**-1).backward(g)
    return [a.grad, b.grad]


# %% task="divide_back" alternative="complex_step"
def divide_back(g, a, b):
    found = []
    for which in (0, 1):
        share = np.zeros((a, b)[which].shape)
        for i in np.ndindex(share.shape):
            moved = [a.astype(complex), b.astype(complex)]
            moved[which][i] += 1e-20j
            share[i] = (g * (moved[0] / moved[1]).imag).sum() / 1e-20
        found.append(share)
    return tuple(found)


# %% task="rows_back" alternative="a_loop"
def rows_back(g, rows, n):
    table = [[0.0] * g.shape[1] for _ in range(n)]
    for row, share in zip(rows, g):
        for j, value in enumerate(share):
            table[row][j] += value
    return table


# %% task="rows_back" alternative="one_hot_matrix"
def rows_back(g, rows, n):
    return np.eye(n)[rows].T @ g


# %% task="rows_back" alternative="count_down_the_columns"
def rows_back(g, rows, n):
    return np.stack([np.bincount(rows % n, weights=column, minlength=n) for column in g.T], axis=1)


# %% task="logsumexp" alternative="scipy"
from scipy import special


def logsumexp(A):
    return special.logsumexp(A, axis=-1)


# %% task="logsumexp" alternative="two_at_a_time"
def logsumexp(A):
    print("adding up pairs")
    return np.logaddexp.reduce(A, axis=1, keepdims=True)


# %% task="logsumexp" alternative="row_by_row_with_math"
import math


def logsumexp(A):
    found = []
    for row in A.tolist():
        m = max(row)
        found.append([m + math.log(math.fsum(math.exp(a - m) for a in row))])
    return found


# %% task="logsumexp_back" alternative="from_log_sum_exp"
def logsumexp_back(g, A):
    return np.exp(A - np.reshape(logsumexp(A), (-1, 1))) * g


# %% task="logsumexp_back" alternative="softmax_of_scipy"
from scipy.special import softmax


def logsumexp_back(g, A):
    return np.asmatrix(softmax(A, axis=1) * g)


# %% task="logsumexp_back" alternative="odds"
def logsumexp_back(g, A):
    result = np.empty(A.shape)
    with np.errstate(all="ignore"):
        for n, row in enumerate(A):
            for j, a in enumerate(row):
                result[n, j] = g[n, 0] / np.exp(row - a).sum() if np.isfinite(a) else 0.0
    return result


# %% task="gradients_of" alternative="asking_the_users"
from functools import cache


def gradients_of(parents, slopes, output):
    users = [[] for _ in parents]
    for user, nodes in enumerate(parents):
        for place, node in enumerate(nodes):
            users[node].append((user, slopes[user][place]))

    @cache
    def total(node):
        return float(node == output) + sum(slope * total(user) for user, slope in users[node])

    return [total(node) for node in range(len(parents))]


# %% task="gradients_of" alternative="depth_first_order"
def gradients_of(parents, slopes, output):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for parent in parents[node]:
            visit(parent)
        order.append(node)

    visit(output)
    totals = dict.fromkeys(range(len(parents)), 0.0)
    totals[output] = 1.0
    for node in order[::-1]:
        for parent, slope in zip(parents[node], slopes[node]):
            totals[parent] = totals[parent] + totals[node] * slope
    return np.array([[totals[i]] for i in range(len(parents))])


# %% task="gradients_of" alternative="every_path"
def gradients_of(parents, slopes, output):
    totals = [0.0] * len(parents)

    def walk(node, share):
        totals[node] += share
        for parent, slope in zip(parents[node], slopes[node]):
            walk(parent, share * slope)

    walk(output, 1.0)
    return totals


# %% task="gradients_of" alternative="again_and_again"
def gradients_of(parents, slopes, output):
    n = len(parents)
    start = [float(i == output) for i in range(n)]
    totals = start
    for _ in range(n):
        new = list(start)
        for user in range(n):
            for parent, slope in zip(parents[user], slopes[user]):
                new[parent] += slope * totals[user]
        totals = new
    return tuple(totals)


# %% task="standardize" alternative="scikit_learn"
from sklearn.preprocessing import StandardScaler


def standardize(X_train, X):
    return StandardScaler().fit(X_train).transform(X)


# %% task="standardize" alternative="column_by_column"
def standardize(X_train, X):
    columns = []
    for old, new in zip(X_train.T, X.T):
        m = sum(old) / len(old)
        s = (sum((value - m) ** 2 for value in old) / len(old)) ** 0.5
        columns.append((new - m) / s if s > 1e-12 else new - m)
    return np.column_stack(columns)


# %% task="standardize" alternative="in_place_on_a_copy"
def standardize(X_train, X):
    X = X.astype(float).copy()
    X -= X_train.mean(0)
    s = np.sqrt(((X_train - X_train.mean(0)) ** 2).mean(0))
    X[:, s > 0] /= s[s > 0]
    return X


# %% task="confusion" alternative="a_loop"
def confusion(y, predicted, k):
    counts = [[0] * k for _ in range(k)]
    for i, j in zip(y, predicted):
        counts[i][j] += 1
    return counts


# %% task="confusion" alternative="scikit_learn"
from sklearn.metrics import confusion_matrix


def confusion(y, predicted, k):
    return confusion_matrix(y, predicted, labels=range(k))


# %% task="confusion" alternative="product_of_one_hot"
def confusion(y, predicted, k):
    return np.eye(k)[y].T @ np.eye(k)[predicted]


# %% task="choose" alternative="sorted"
def choose(validation, test):
    best = sorted(range(len(validation)), key=lambda i: (-validation[i], i))[0]
    return {"the chosen net": best, "the accuracy to report": test[best]}


# %% task="choose" alternative="list_index"
def choose(validation, test):
    chosen = list(validation).index(max(validation))
    return [chosen, float(test[chosen])]


# %% task="classify" alternative="early_stopping_loop"
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    rng, k = np.random.default_rng(seed), int(max(y_train)) + 1
    X, X_held = standardize(X_train, X_train), standardize(X_train, X_validation)
    net = Sequential(Linear(64, 40, rng=rng), tanh, Linear(40, k, rng=rng))
    Y, best, kept = np.eye(k)[y_train], -1.0, None
    for _ in range(8):
        for rows in np.array_split(rng.permutation(len(X)), len(X) // 20):
            net.zero_grad()
            cross_entropy_from_logits(Y[rows], net(X[rows])).backward()
            for parameter in net.parameters():
                parameter.data -= 0.2 * parameter.grad
        accuracy = np.mean(net(X_held).data.argmax(axis=1) == y_validation)
        if accuracy > best:
            best, kept = accuracy, [parameter.data.copy() for parameter in net.parameters()]
    for parameter, data in zip(net.parameters(), kept):
        parameter.data = data
    return net(standardize(X_train, X_new)).data.argmax(axis=1).tolist()


# %% task="classify" alternative="plain_numpy"
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    rng, k = np.random.default_rng(seed), len(set(y_train.tolist()))
    X, Y = X_train / 16, np.eye(k)[y_train]
    W1, b1 = rng.normal(0, 0.2, (64, 30)), np.zeros(30)
    W2, b2 = rng.normal(0, 0.2, (30, k)), np.zeros(k)
    for _ in range(400):
        A = np.tanh(X @ W1 + b1)
        E = np.exp(A @ W2 + b2)
        delta2 = (E / E.sum(axis=1, keepdims=True) - Y) / len(X)
        delta1 = delta2 @ W2.T * (1 - A**2)
        W2 -= 0.5 * A.T @ delta2
        b2 -= 0.5 * delta2.sum(axis=0)
        W1 -= 0.5 * X.T @ delta1
        b1 -= 0.5 * delta1.sum(axis=0)
    return (np.tanh(X_new / 16 @ W1 + b1) @ W2 + b2).argmax(axis=1)[:, None]


# %% task="classify" alternative="adam"
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    rng = np.random.default_rng(seed)
    X, y = np.vstack([X_train, X_validation]), np.concatenate([y_train, y_validation])
    net = Sequential(Linear(64, 24, rng=rng), relu, Linear(24, 10, "glorot_uniform", rng=rng))
    trainer = Trainer(net, cross_entropy_from_logits, Adam(0.01), 40, rng)
    trainer.fit(standardize(X, X), np.eye(10)[y], epochs=10)
    return trainer.predict(standardize(X, X_new)).argmax(axis=-1).astype(np.float32)


# %% task="classify" alternative="logistic_regression"
from sklearn.linear_model import LogisticRegression


def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    return LogisticRegression(max_iter=200).fit(X_train / 16, y_train).predict(X_new / 16)
