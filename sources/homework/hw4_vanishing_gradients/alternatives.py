# %% [markdown]
# Right answers in other clothes: each must get full marks, alone and together with all others.

# %% task="chain_log10_bound" alternative="three_digits"
chain_log10_bound = -0.971

# %% task="chain_log10_bound" alternative="from_the_product"
import math

bound = math.prod([0.25 * 1.5] * 6 + [1.5] * 4 + [1.5] * 5)
chain_log10_bound = math.log10(bound)

# %% task="leaky_bounds" alternative="loop_and_lists"
def leaky_bounds(weights, alpha):
    lower, upper, small, large = [], [], 1.0, 1.0
    for w in weights:
        factors = abs(w), abs(alpha * w)
        small *= min(factors)
        large *= max(factors)
        lower.append(small)
        upper.append(large)
    return lower, upper


# %% task="leaky_bounds" alternative="one_array_of_float32"
def leaky_bounds(weights, alpha):
    factors = np.abs(np.outer([1, alpha], weights)).astype(np.float32)
    factors.sort(axis=0)
    return np.multiply.accumulate(factors, axis=1)


# %% task="leaky_bounds" alternative="dict_of_parts"
def leaky_bounds(weights, alpha):
    n = np.arange(1, len(weights) + 1)
    products = np.abs(np.cumprod(weights))
    s = sorted([1.0, np.sqrt(alpha**2)])
    return {"lower": s[0] ** n * products, "upper": s[1] ** n * products}


# %% task="softsign_derivative" alternative="back_to_z"
def softsign_derivative(A):
    Z = A / (1 - np.abs(A))
    return 1 / (1 + np.abs(Z)) ** 2


# %% task="softsign_derivative" alternative="vectorised_scalar_function"
softsign_derivative = np.vectorize(lambda a: (1 - a) ** 2 if a > 0 else (1 + a) ** 2, otypes=[float])

# %% task="softsign_derivative" alternative="multiplied_out"
def softsign_derivative(A, *, of=None):
    return np.asfortranarray(1 - 2 * np.where(A < 0, -A, A) + A**2)


# %% task="saturated_fractions" alternative="bound_for_the_activation"
def saturated_fractions(A):
    return np.array([(abs(a) >= 1 - np.sqrt(0.05)).mean() for a in A])


# %% task="saturated_fractions" alternative="loops_over_entries"
def saturated_fractions(A):
    result = ()
    for layer in A:
        count = 0
        for row in layer:
            for a in row:
                if (1 - abs(a)) ** 2 <= 0.05:
                    count += 1
        result += (count / layer.size,)
    return result


# %% task="saturated_fractions" alternative="bound_for_z"
def saturated_fractions(A):
    """Back to z: |z| >= √20 − 1."""
    Zs = [a / (1 - np.abs(a)) for a in A]
    return [np.mean(np.abs(Z) + 1 >= 20**0.5, keepdims=True) for Z in Zs]


# %% task="dead_fraction" alternative="largest_of_each_unit"
def dead_fraction(batches):
    largest = np.max([Z.max(axis=0) for Z in batches], axis=0)
    return float((largest <= 0).sum() / largest.size)


# %% task="dead_fraction" alternative="after_the_relu"
def dead_fraction(batches):
    total = 0
    for Z in batches:
        total = total + np.maximum(Z, 0).sum(axis=0)  # a dead unit never gives out anything
    return np.array([np.mean(total == 0)])


# %% task="dead_fraction" alternative="sets_of_units"
def dead_fraction(batches):
    alive = set()
    for Z in batches:
        for row in Z:
            alive |= {j for j, z in enumerate(row) if z > 0}
    return 1 - len(alive) / batches[0].shape[1]


# %% task="dead_fraction" alternative="and_over_batches"
from functools import reduce


def dead_fraction(batches):
    dead = reduce(np.logical_and, ((Z <= 0).all(axis=0) for Z in batches))
    print(np.count_nonzero(dead), "dead units")
    return np.count_nonzero(dead) / len(dead)


# %% task="gradient_norms" alternative="recursive"
def gradient_norms(weights, inputs, slopes, delta):
    here = np.sqrt(((inputs[-1].T @ delta) ** 2).sum())
    if len(weights) == 1:
        return [here]
    back = np.einsum("nk,jk,nj->nj", delta, weights[-1], slopes[-1])
    return gradient_norms(weights[:-1], inputs[:-1], slopes[:-1], back) + [here]


# %% task="gradient_norms" alternative="all_deltas_first"
def gradient_norms(weights, inputs, slopes, delta):
    L = len(weights)
    deltas = {L: delta}
    for l in range(L - 1, 0, -1):
        deltas[l] = slopes[l - 1] * np.dot(deltas[l + 1], weights[l].T)
    return np.array([np.linalg.norm(deltas[l].T.dot(inputs[l - 1]), "fro") for l in range(1, L + 1)])


# %% task="gradient_norms" alternative="loop_over_examples_float32"
def gradient_norms(weights, inputs, slopes, delta):
    gradients = [np.zeros(W.shape, np.float32) for W in weights]
    for n in range(len(delta)):
        d = np.float32(delta[n])
        for l in reversed(range(len(weights))):
            gradients[l] += np.outer(np.float32(inputs[l][n]), d)
            if l:
                d = (np.float32(weights[l]) @ d) * np.float32(slopes[l - 1][n])
    return tuple(np.linalg.norm(g.ravel()) for g in gradients)


# %% task="log10_ratios" alternative="math_and_loop"
import math


def log10_ratios(norms, floor):
    out = []
    for norm in norms:
        if norm == 0:
            out.append(floor)
        else:
            out.append(max(floor, math.log10(norm) - math.log10(norms[-1])))
    return out


# %% task="log10_ratios" alternative="warns_and_mends"
def log10_ratios(norms, floor):
    logs = np.log10(np.array(norms))  # warns: divide by zero
    return np.clip(logs - logs[-1], floor, None)


# %% task="log10_ratios" alternative="natural_logarithms_converted"
def log10_ratios(norms, floor):
    norms = np.array(norms)
    result = np.full(len(norms), float(floor))
    positive = norms > 0
    result[positive] = (np.log(norms[positive]) - np.log(norms[-1])) / np.log(10)
    return np.maximum(result, floor)


# %% task="variance_parts" alternative="second_from_the_total"
def variance_parts(A):
    over = np.array([np.mean(np.var(a, axis=0)) for a in A])
    return over, np.array([np.var(a) for a in A]) - over


# %% task="variance_parts" alternative="pairs_transposed"
def variance_parts(A):
    pairs = [(np.mean([c.var() for c in a.T]), np.var([c.mean() for c in a.T])) for a in A]
    return list(zip(*pairs))


# %% task="variance_parts" alternative="moments"
from types import SimpleNamespace


def variance_parts(A):
    over, between = [], []
    for a in A:
        means = a.sum(axis=0) / a.shape[0]
        over.append(((a - means) ** 2).sum() / a.size)
        between.append(((means - means.mean()) ** 2).sum() / a.shape[1])
    return SimpleNamespace(over_samples=over, between_units=between)


# %% task="clip_accumulated" alternative="librarys_own"
from course_lib.optimizers import clip_by_global_norm


def clip_accumulated(pieces, counts, max_norm):
    whole = [np.average(np.stack(gs), axis=0, weights=counts) for gs in zip(*pieces)]
    clipped, norm = clip_by_global_norm(whole, max_norm)
    return clipped


# %% task="clip_accumulated" alternative="hypot"
import math


def clip_accumulated(pieces, counts, max_norm):
    total = [np.zeros_like(g) for g in pieces[0]]
    for piece, n in zip(pieces, counts):
        for t, g in zip(total, piece):
            t += n / sum(counts) * g
    norm = math.hypot(*(x for t in total for x in t.ravel()))
    return tuple(t / norm * max_norm if norm > max_norm else t for t in total)


# %% task="clip_accumulated" alternative="one_long_vector"
def clip_accumulated(pieces, counts, max_norm):
    vectors = np.array([np.concatenate([g.ravel() for g in piece]) for piece in pieces])
    vector = np.asarray(counts) @ vectors / sum(counts)
    top = np.max(np.abs(vector))
    if top > 0 and top * np.linalg.norm(vector / top) > max_norm:
        vector = vector / top
        vector = max_norm * vector / np.linalg.norm(vector)
    out, start = [], 0
    for g in pieces[0]:
        out.append(vector[start : start + g.size].reshape(g.shape))
        start += g.size
    return out


# %% task="residual_backward" alternative="named_tuple"
from collections import namedtuple

Gradients = namedtuple("Gradients", "dA dW1 db1 dW2 db2")


def residual_backward(parameters, A, H, G):
    W1, W2 = parameters[0], parameters[2]
    delta = np.einsum("nd,hd,nh->nh", G, W2, (1 - np.abs(H)) ** 2)
    db1, db2 = np.ones((1, len(G))) @ delta, np.ones((1, len(G))) @ G  # (1, h), (1, d)
    return Gradients(np.einsum("nh,dh->nd", delta, W1) + G, A.T @ delta, db1, H.T @ G, db2)


# %% task="residual_backward" alternative="loop_over_examples"
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    dA, dW1, db1, dW2, db2 = map(np.zeros_like, (A, W1, b1, W2, b2))
    for n in range(len(A)):
        d = (W2 @ G[n]) * softsign_derivative(H[n : n + 1])[0]
        dA[n] = G[n] + W1 @ d
        dW1 += np.outer(A[n], d)
        db1 += d
        dW2 += np.outer(H[n], G[n])
        db2 += G[n]
    return [dA, dW1, db1, dW2, db2]


# %% task="residual_backward" alternative="complex_step"
def residual_backward(parameters, A, H, G):
    def J(A, W1, b1, W2, b2):
        Z = A @ W1 + b1
        size = np.where(Z.real < 0, -Z, Z)  # |z| that a complex step can pass
        return ((A + Z / (1 + size) @ W2 + b2) * G).sum()

    arrays, found = [A, *parameters], []
    for place, array in enumerate(arrays):
        gradient = np.zeros(array.shape)
        for i in np.ndindex(array.shape):
            moved = [a.astype(complex) for a in arrays]
            moved[place][i] += 1e-30j
            gradient[i] = J(*moved).imag / 1e-30
        found.append(gradient)
    return found


# %% task="layer_norm_backward" alternative="whole_jacobian"
def layer_norm_backward(Z, gamma, epsilon, G):
    N, h = Z.shape
    dZ, Z_hat = np.empty((N, h), order="F"), np.empty((N, h))
    for n in range(N):
        c = Z[n] - Z[n].mean()
        s = np.sqrt(c @ c / h + epsilon)
        Z_hat[n] = c / s
        jacobian = (np.eye(h) - 1 / h) / s - np.outer(c, c) / (h * s**3)
        dZ[n] = jacobian @ (gamma * G[n])
    return dZ, np.einsum("nj,nj->j", G, Z_hat), G.sum(axis=0, keepdims=True)


# %% task="layer_norm_backward" alternative="step_by_step"
def layer_norm_backward(Z, gamma, epsilon, G):
    """The graph of Ioffe & Szegedy, node by node, along the rows."""
    h = Z.shape[1]
    mu = Z.sum(axis=1, keepdims=True) / h
    centred = Z - mu
    variance = (centred**2).sum(axis=1, keepdims=True) / h
    inverse = (variance + epsilon) ** -0.5
    d_hat = G * gamma.reshape(1, -1)
    d_variance = (d_hat * centred).sum(axis=1, keepdims=True) * -0.5 * inverse**3
    d_mu = -(d_hat * inverse).sum(axis=1, keepdims=True)
    dZ = d_hat * inverse + d_variance * 2 * centred / h + d_mu / h
    return {"dbeta": sum(G), "dgamma": sum(G * centred * inverse), "dZ": dZ}


# %% task="layer_norm_backward" alternative="matrix_of_the_transposed_batch"
def layer_norm_backward(Z, gamma, epsilon, G):
    X, g = Z.T, (G * gamma).T
    spread = np.sqrt(X.var(axis=0) + epsilon)
    X_hat = (X - X.mean(axis=0)) / spread
    dX = (g - g.mean(axis=0) - X_hat * (g * X_hat).mean(axis=0)) / spread
    return np.matrix(dX.T), np.diag(X_hat @ G), G.T @ np.ones(len(G))


# %% task="layer_norm_backward" alternative="central_differences"
def layer_norm_backward(Z, gamma, epsilon, G):
    def J(Z, gamma, beta):
        s = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
        return np.sum(G * (gamma * (Z - Z.mean(axis=1, keepdims=True)) / s + beta))

    arrays, found, step = [Z, gamma, 0 * gamma], [], 1e-5
    for place in range(3):
        gradient = np.zeros(np.shape(arrays[place]))
        for i in np.ndindex(gradient.shape):
            up, down = ([a.copy() for a in arrays] for _ in range(2))
            up[place][i] += step
            down[place][i] -= step
            gradient[i] = (J(*up) - J(*down)) / (2 * step)
        found.append(gradient)
    return tuple(found)


# %% task="delta_profile" alternative="recursive"
def delta_profile(weights, X, G, residual):
    def there_and_back(A, remaining):
        """Return ∂J/∂A and the norms of the layers that remain."""
        if not remaining:
            return G, []
        a = softsign(A @ remaining[0])
        g, norms = there_and_back(a + residual * A, remaining[1:])
        delta = g * (1 - abs(a)) ** 2
        return delta @ remaining[0].T + residual * g, [np.linalg.norm(delta), *norms]

    return there_and_back(X, list(weights))[1]


# %% task="delta_profile" alternative="class_with_layers"
class Layer:
    def __init__(self, W, skip):
        self.W, self.skip = W, skip

    def forward(self, A):
        self.Z = A @ self.W
        return self.Z / (1 + abs(self.Z)) + (A if self.skip else 0)

    def backward(self, G):
        self.delta = G / (1 + abs(self.Z)) ** 2
        G_before = self.delta @ self.W.T
        return G_before + G if self.skip else G_before


def delta_profile(weights, X, G, residual):
    net = [Layer(W, residual) for W in weights]
    for layer in net:
        X = layer.forward(X)
    for layer in net[::-1]:
        G = layer.backward(G)
    return np.array([[np.sqrt((layer.delta**2).sum()) for layer in net]])


# %% task="delta_profile" alternative="in_place_on_copies"
def delta_profile(weights, X, G, residual):
    X, G, slopes = X.copy(), G.copy(), []
    for W in weights:
        a = softsign(X @ W)
        slopes.append(softsign_derivative(a))
        if residual:
            X += a
        else:
            X = a
    norms = [0.0] * len(weights)
    for l in range(len(weights) - 1, -1, -1):
        delta = G * slopes[l]
        norms[l] = float(np.sum(delta**2) ** 0.5)
        if not residual:
            G[...] = 0
        G += delta @ weights[l].T
    return norms
