# %% [markdown]
# Right answers in other clothes: each must get full marks, alone and together with all others.

# %% task="parameter_count" alternative="float_from_a_loop"
sizes = [12, 7, 7, 4]
parameter_count = 0.0
for i in range(3):
    parameter_count += sizes[i] * sizes[i + 1]
    parameter_count += sizes[i + 1]

# %% task="delta_count" alternative="numpy_integer"
delta_count = np.zeros((32, 18)).size + np.int64(0)

# %% task="softmax" alternative="scipy"
from scipy import special


def softmax(Z):
    return special.softmax(Z, axis=1)


# %% task="softmax" alternative="loops_and_lists_inside"
import math


def softmax(Z):
    rows = []
    for row in np.asarray(Z):
        top = max(row)
        e = [math.exp(z - top) for z in row]
        rows.append([x / sum(e) for x in e])
    return np.array(rows, order="F")


# %% task="softmax" alternative="float32"
def softmax(Z):
    Z = np.array(Z, dtype=np.float32)
    Z -= Z.max(axis=-1)[:, np.newaxis]  # in place, on a copy of my own
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=-1)[:, np.newaxis]
    return Z


# %% task="softmax" alternative="lambda_by_log_sum_exp"
softmax = lambda Z: np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))  # noqa: E731

# %% task="softmax" alternative="overflows_and_mends"
def softmax(Z):
    naive = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)  # warns of an overflow
    S = Z - Z.max(axis=1, keepdims=True)
    safe = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
    return np.where(np.isfinite(naive).all(axis=1, keepdims=True) & (naive > 0.1), naive, safe)


# %% task="cross_entropy" alternative="scipy"
from scipy.special import logsumexp


def cross_entropy(Y, Z):
    return np.mean(logsumexp(Z, axis=1) - np.einsum("nk,nk->n", Y, Z))


# %% task="cross_entropy" alternative="loops_over_entries"
def cross_entropy(Y, Z):
    """Loss by plain loops, as a Python float."""
    N, k = np.shape(Z)
    J = 0
    for n in range(N):
        top = max(Z[n, c] for c in range(k))
        lse = top + np.log(sum(np.exp(Z[n, c] - top) for c in range(k)))
        for c in range(k):
            J -= Y[n, c] * (Z[n, c] - lse)
    return float(J / N)


# %% task="cross_entropy" alternative="longdouble_array"
def cross_entropy(Y, Z):
    Z = np.asarray(Z, dtype=np.longdouble)
    log_p = Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
    return np.array(-(Y * log_p).sum(axis=1).mean())


# %% task="softmax_backward" alternative="whole_jacobian"
def softmax_backward(Y_hat, G):
    J = np.einsum("nc,cj->ncj", Y_hat, np.eye(Y_hat.shape[1])) - np.einsum("nc,nj->ncj", Y_hat, Y_hat)
    return np.einsum("nc,ncj->nj", G, J)


# %% task="softmax_backward" alternative="loops_and_lists"
def softmax_backward(Y_hat, G):
    result = []
    for p, g in zip(Y_hat.tolist(), G.tolist()):
        result.append([sum(g[c] * p[c] * ((c == j) - p[j]) for c in range(len(p))) for j in range(len(p))])
    return result


# %% task="softmax_backward" alternative="matrix"
def softmax_backward(Y_hat, G):
    rows = []
    for p, g in zip(Y_hat, G):
        p = np.matrix(p)
        J = np.diagflat(p) - p.T * p
        rows.append(np.matrix(g) * J)
    return np.matrix(np.vstack(rows))


# %% task="softmax_backward" alternative="object_array"
def softmax_backward(Y_hat, G):
    out = np.empty(Y_hat.shape, dtype=object)
    for n, j in np.ndindex(*Y_hat.shape):
        out[n, j] = float(Y_hat[n, j] * (G[n, j] - G[n] @ Y_hat[n]))
    return out


# %% task="output_delta" alternative="diagonal_matrix"
def output_delta(Y, Y_hat, v):
    return np.diag(v / len(v)) @ (Y_hat - Y)


# %% task="output_delta" alternative="loop_over_examples"
def output_delta(Y, Y_hat, v):
    delta = np.empty_like(Y_hat, order="F")
    for n, weight in enumerate(v):
        delta[n] = weight * (Y_hat[n] - Y[n]) / Y.shape[0]
    return delta


# %% task="output_delta" alternative="transposed_twice"
def output_delta(Y, Y_hat, v):
    return ((Y_hat - Y).T * v).T / len(Y)  # a strided view


# %% task="squared_error_delta" alternative="complex_step"
def squared_error_delta(Y, Z):
    def J(Z):
        return ((np.tanh(Z) - Y) ** 2).sum() / len(Y)

    delta = np.zeros(Z.shape)
    for i in np.ndindex(Z.shape):
        nudged = Z.astype(complex)
        nudged[i] += 1e-30j
        delta[i] = J(nudged).imag / 1e-30
    return delta


# %% task="squared_error_delta" alternative="masked_array"
def squared_error_delta(Y, Z):
    error = np.ma.masked_array(np.tanh(Z) - Y, mask=np.zeros(Z.shape, dtype=bool))
    return 2 * error / np.cosh(Z) ** 2 / len(Y)


# %% task="squared_error_delta" alternative="through_the_sigmoid"
def squared_error_delta(Y, Z):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    s = sigmoid(2 * Z)  # tanh(z) = 2σ(2z) − 1
    return (8 * (2 * s - 1 - Y) * s * (1 - s) / Y.shape[0]).astype("float32")


# %% task="tanh_derivative" alternative="product"
def tanh_derivative(A):
    return (1 - A) * (1 + A)


# %% task="tanh_derivative" alternative="vectorised_scalar_function"
tanh_derivative = np.vectorize(lambda a: 1.0 - a * a)

# %% task="tanh_derivative" alternative="back_to_z"
def tanh_derivative(A, *, of=None):
    z = np.arctanh(A)
    return np.cosh(z) ** -2.0


# %% task="forward" alternative="tuple_of_float32"
def forward(parameters, X):
    activations = (np.float32(X),)
    for i in range(0, len(parameters), 2):
        z = activations[-1] @ np.float32(parameters[i]) + np.float32(parameters[i + 1])
        activations += (z if i == len(parameters) - 2 else np.tanh(z),)
    return activations


# %% task="forward" alternative="recursive_with_einsum"
def forward(parameters, X):
    W, b, *rest = parameters
    Z = np.einsum("ni,ij->nj", X, W) + np.reshape(b, (1, -1))
    return [X] + (forward(rest, np.tanh(Z)) if rest else [Z])


# %% task="forward" alternative="class_with_call"
class Forward:
    def __init__(self):
        self.cache = {}

    def __call__(self, parameters, X):
        L = len(parameters) // 2
        self.cache = {0: X}
        for l in range(1, L + 1):
            Z = self.cache[l - 1].dot(parameters[2 * l - 2]) + parameters[2 * l - 1]
            self.cache[l] = Z if l == L else np.tanh(Z)
        return [self.cache[l] for l in range(L + 1)]


forward = Forward()

# %% task="forward" alternative="column_convention_inside"
def forward(parameters, X):
    a, A = X.T, [X]
    for W, b in zip(parameters[::2], parameters[1::2]):
        a = W.T @ a + np.reshape(b, (-1, 1))
        if len(A) < len(parameters) // 2:
            a = np.tanh(a)
        A.append(a.T)
    return A


# %% task="delta_step" alternative="einsum"
def delta_step(delta, W, A):
    return np.einsum("nk,jk,nj->nj", delta, W, tanh_derivative(A))


# %% task="delta_step" alternative="loops"
def delta_step(delta, W, A):
    N, fan_in, fan_out = len(delta), *W.shape
    result = np.zeros((N, fan_in), order="F")
    for n in range(N):
        for j in range(fan_in):
            for k in range(fan_out):
                result[n, j] += delta[n, k] * W[j, k]
            result[n, j] *= 1 - A[n, j] ** 2
    return result


# %% task="delta_step" alternative="transposed_product"
def delta_step(delta, W, A):
    back = np.asarray(np.asmatrix(W) * np.asmatrix(delta).T).T
    return back - back * A * A


# %% task="backward" alternative="loop_over_layers"
def backward(parameters, A, delta):
    L = len(parameters) // 2
    dW, db = [None] * L, [None] * L
    for l in reversed(range(L)):
        dW[l] = A[l].T @ delta
        db[l] = delta.sum(axis=0, keepdims=True)  # (1, fan_out)
        if l > 0:
            delta = delta_step(delta, parameters[2 * l], A[l])
    return dW, db


# %% task="backward" alternative="loop_over_examples_backwards"
def backward(parameters, A, delta):
    dW = [np.zeros_like(W) for W in parameters[::2]]
    db = [np.zeros(np.size(b)) for b in parameters[1::2]]
    for n in reversed(range(len(delta))):  # the order of a sum does not matter
        d = delta[n]
        for l in range(len(dW) - 1, -1, -1):
            dW[l] += np.outer(A[l][n], d)
            db[l] += d
            d = parameters[2 * l] @ d * (1 - A[l][n] ** 2)
    return [dW, db]


# %% task="backward" alternative="named_tuple"
from collections import namedtuple

Gradients = namedtuple("Gradients", ["dW", "db"])


def backward(parameters, A, delta):
    weights = parameters[::2]
    deltas = {len(weights): delta}
    for l in range(len(weights) - 1, 0, -1):
        deltas[l] = (deltas[l + 1] @ weights[l].T) * (1 - A[l] ** 2)
    dW = tuple(np.einsum("ni,nj->ij", A[l - 1], d) for l, d in sorted(deltas.items()))
    return Gradients(dW=dW, db=tuple(d.sum(0) for l, d in sorted(deltas.items())))


# %% task="backward" alternative="dataclass"
from dataclasses import dataclass


@dataclass
class Slopes:
    dW: list
    db: list

    def __iter__(self):
        return iter((self.dW, self.db))


def backward(parameters, A, delta):
    slopes = Slopes([], [])
    for i in range(len(parameters) - 2, -1, -2):
        a = A[i // 2]
        slopes.dW.append((delta.T @ a).T)
        slopes.db.append(np.ones(len(delta)) @ delta)
        delta = delta @ parameters[i].T * (1 - a) * (1 + a)
    slopes.dW.reverse()
    slopes.db.reverse()
    return slopes


# %% task="backward" alternative="recursive_in_single_precision"
def backward(parameters, A, delta):
    def steps(l, delta):
        here = [(np.float32(A[l].T @ delta), np.float32(delta.sum(axis=0)))]
        if l == 0:
            return here
        return steps(l - 1, delta @ parameters[2 * l].T * (1 - A[l] ** 2)) + here

    return zip_to_lists(steps(len(parameters) // 2 - 1, delta))


def zip_to_lists(pairs):
    dW, db = zip(*pairs)
    return list(dW), list(db)


# %% task="numerical_derivative" alternative="in_place_and_put_back"
def numerical_derivative(Y, Z, n, j, h):
    kept = Z[n, j]
    Z[n, j] = kept + h
    up = cross_entropy(Y, Z)
    Z[n, j] = kept - h
    down = cross_entropy(Y=Y, Z=Z)
    Z[n, j] = kept
    return (up - down) / h / 2


# %% task="numerical_derivative" alternative="mean_of_two_one_sided"
def numerical_derivative(Y, Z, n, j, h):
    def J(shift):
        moved = Z.copy()
        moved[n][j] += shift
        return cross_entropy(Y, moved)

    return np.mean([(J(h) - J(0)) / h, (J(0) - J(-h)) / h])


# %% task="update" alternative="in_place"
def update(parameters, gradients, learning_rate, strength):
    for i in range(len(parameters)):
        if i % 2 == 0:
            parameters[i] -= learning_rate * strength * parameters[i]
        parameters[i] -= learning_rate * np.reshape(gradients[i], parameters[i].shape)
    return parameters


# %% task="update" alternative="weight_decay_by_dimension"
def update(parameters, gradients, learning_rate, strength):
    keep = 1 - learning_rate * strength
    new = []
    for p, g in zip(parameters, gradients):
        new.append((p * keep if np.size(p) == np.size(g) and len(new) % 2 == 0 else p) - learning_rate * g)
    return tuple(new)


# %% task="update" alternative="noisy"
import sys
import warnings

from tqdm import tqdm


def update(parameters, gradients, learning_rate, strength):
    warnings.warn("this step may be too long")
    print("rate", learning_rate, file=sys.stderr)
    result = list(parameters)
    for l in tqdm(range(len(parameters) // 2), desc="layers"):
        W, b = parameters[2 * l], parameters[2 * l + 1]
        result[2 * l] = W - learning_rate * gradients[2 * l] - learning_rate * strength * W
        result[2 * l + 1] = b - learning_rate * gradients[2 * l + 1]
    return result


# %% task="minibatches" alternative="lists"
def minibatches(order, batch_size):
    batches, batch = [], []
    for row in order:
        batch.append(int(row))
        if len(batch) == batch_size:
            batches.append(batch)
            batch = []
    return batches + [batch] if batch else batches


# %% task="minibatches" alternative="split"
def minibatches(order, batch_size):
    return np.split(order, np.arange(batch_size, len(order), batch_size))


# %% task="minibatches" alternative="tuple_and_while"
def minibatches(order, batch_size):
    order, batches = np.array(order), ()
    while len(order) > 0:
        batches, order = (*batches, order[:batch_size]), order[batch_size:]
    return batches


# %% task="train" alternative="array_of_losses"
def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = np.zeros(len(orders))
    for epoch, order in enumerate(orders):
        for rows in minibatches(order, batch_size):
            A = forward(parameters, X[rows])
            delta = (softmax(A[-1]) - Y[rows]) / len(rows)
            dW, db = backward(parameters, A, delta)
            gradients = [None] * len(parameters)
            gradients[::2], gradients[1::2] = dW, db
            parameters = update(parameters, gradients, learning_rate, 0.0)
        losses[epoch] = cross_entropy(Y, forward(parameters, X)[-1])
    return losses


# %% task="train" alternative="class_with_everything"
class Net:
    """Stands on its own: uses no other function of this notebook."""

    def __init__(self, parameters):
        self.W = [np.array(W) for W in parameters[::2]]
        self.b = [np.array(b).reshape(1, -1) for b in parameters[1::2]]

    def activations(self, X):
        A = [X]
        for l, (W, b) in enumerate(zip(self.W, self.b)):
            Z = A[-1] @ W + b
            A.append(Z if l == len(self.W) - 1 else np.tanh(Z))
        return A

    def loss(self, X, Y):
        Z = self.activations(X)[-1]
        return np.mean(np.logaddexp.reduce(Z, axis=1) - (Y * Z).sum(axis=1))

    def step(self, X, Y, learning_rate):
        A, slopes = self.activations(X), []
        P = np.exp(A[-1] - np.logaddexp.reduce(A[-1], axis=1, keepdims=True))
        d = (P - Y) / len(X)
        for l in reversed(range(len(self.W))):
            slopes.append((l, A[l].T @ d, d.sum(axis=0, keepdims=True)))
            d = d @ self.W[l].T * (1 - A[l] ** 2)
        for l, dW, db in slopes:
            self.W[l] -= learning_rate * dW
            self.b[l] -= learning_rate * db


def train(parameters, X, Y, orders, batch_size, learning_rate):
    net, losses = Net(parameters), []
    for order in orders:
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            net.step(X[rows], Y[rows], learning_rate)
        losses.append(float(net.loss(X, Y)))
    return tuple(losses)


# %% task="train" alternative="weighted_rows_in_place"
def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = []
    for order in orders:
        for rows in minibatches(order, batch_size):
            weights = np.zeros(len(X))
            weights[list(rows)] = len(X) / len(rows)  # all other examples weigh nothing
            A = forward(parameters, X)
            dW, db = backward(parameters, A, output_delta(Y, softmax(A[-1]), weights))
            for i, (dw, d) in enumerate(zip(dW, db)):
                parameters[2 * i] = parameters[2 * i] - learning_rate * dw
                parameters[2 * i + 1] = parameters[2 * i + 1] - learning_rate * np.ravel(d)
        losses.append(cross_entropy(Y, forward(parameters, X)[-1]))
        print(f"loss {losses[-1]:.3f}")
    return losses
