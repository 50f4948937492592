# %% [markdown]
# Right answers in other clothes: each must get full marks, alone and together with all others.

# %% task="chain" alternative="numpy_and_dictionary"
def chain(x, c, n):
    u = np.square(x) + c
    v = np.log(u)
    links = {"f/v": n * np.power(v, n - 1), "v/u": np.reciprocal(u), "u/x": x + x}
    links["f/x"] = np.prod(list(links.values()))
    return links


# %% task="chain" alternative="complex_step"
import cmath


def chain(x, c, n):
    def nudged(f, at):
        return f(at + 1e-30j).imag / 1e-30

    u = x * x + c
    links = [
        nudged(lambda v: v**n, math.log(u)),
        nudged(cmath.log, u),
        nudged(lambda x: x * x + c, x),
    ]
    return [*links, math.prod(links)]


# %% task="chain" alternative="float32_array"
def chain(x, c, n):
    x = np.float32(x)
    u = x**2 + np.float32(c)
    result = np.empty(4, dtype=np.float32)
    result[:3] = n * np.log(u) ** (n - 1), 1 / u, 2 * x
    result[3] = result[:3].prod()
    return result


# %% task="fork" alternative="multiplied_out"
def fork(a, b):
    # f = (ab + a)(ab)² = a³b³ + a³b²; only f/s needs the graph
    s = a * b
    return 3 * s**2 + 2 * a * s, 3 * a**2 * b**3 + 3 * a**2 * b**2, 3 * a**3 * b**2 + 2 * a**3 * b


# %% task="fork" alternative="accumulating_dictionary"
from collections import defaultdict


def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    local = {
        "f": {"u": v, "v": u},
        "v": {"s": 2 * s},
        "u": {"s": 1, "a": 1},
        "s": {"a": b, "b": a},
    }
    grad = defaultdict(float, f=1.0)
    for node, inputs in local.items():  # each node after all that it feeds
        for name, slope in inputs.items():
            grad[name] += grad[node] * slope
    return tuple(grad[name] for name in "sab")


# %% task="fork" alternative="fractions"
from fractions import Fraction


def fork(a, b):
    a, b = Fraction(a), Fraction(b)
    s = a * b
    u, v = s + a, s * s
    fs = v + 2 * u * s
    return [fs, fs * b + v, fs * a]


# %% task="fork" alternative="recursive_class"
class Node:
    def __init__(self, value, inputs=()):
        self.value, self.inputs, self.grad = value, inputs, 0.0

    def backward(self, seed=1.0):
        self.grad += seed  # path by path
        for node, slope in self.inputs:
            node.backward(seed * slope)


def fork(a, b):
    a, b = Node(a), Node(b)
    s = Node(a.value * b.value, [(a, b.value), (b, a.value)])
    u = Node(s.value + a.value, [(s, 1), (a, 1)])
    v = Node(s.value**2, [(s, 2 * s.value)])
    Node(u.value * v.value, [(u, v.value), (v, u.value)]).backward()
    return s.grad, a.grad, b.grad


# %% task="local_derivatives" alternative="named_tuple"
from collections import namedtuple

Local = namedtuple("Local", "J_a a_z z_w z_b z_x")


def local_derivatives(w, b, x, y):
    z = w * x + b
    return Local(J_a=2 * np.tanh(z) - 2 * y, a_z=np.cosh(z) ** -2, z_w=x, z_b=1, z_x=w)


# %% task="local_derivatives" alternative="through_the_sigmoid"
def local_derivatives(w, b, x, y):
    s = 1 / (1 + math.exp(-2 * (w * x + b)))  # tanh(z) = 2σ(2z) − 1
    return [2 * (2 * s - 1 - y), 4 * s * (1 - s), x, 1, w]


# %% task="local_derivatives" alternative="noisy"
import warnings


def local_derivatives(w, b, x, y):
    a = np.tanh(b + np.dot([w], [x]))
    print("a is", a)
    warnings.warn("is this unit saturated?")
    return np.array([2 * (a - y), (1 - a) * (1 + a), x, True, w])


# %% task="neuron_gradient" alternative="numpy_vector"
def neuron_gradient(w, b, xs, ys):
    x, y = np.array(xs), np.array(ys)
    a = np.tanh(w * x + b)
    delta = 2 * (a - y) * (1 - a**2)
    return np.mean(delta * x), np.mean(delta)


# %% task="neuron_gradient" alternative="backwards_with_generators"
def neuron_gradient(w, b, xs, ys):
    def shares():
        for x, y in reversed(list(zip(xs, ys))):
            a = math.tanh(w * x + b)
            yield x, (a - y) * (1 - a) * (1 + a)

    found = list(shares())
    twice = 2 / len(found)
    return [twice * sum(x * d for x, d in found), twice * sum(d for _, d in found)]


# %% task="neuron_gradient" alternative="complex_step"
def neuron_gradient(w, b, xs, ys):
    def J(w, b):
        return np.mean((np.tanh(w * np.array(xs) + b) - np.array(ys)) ** 2)

    return J(w + 1e-30j, b).imag / 1e-30, J(w, b + 1e-30j).imag / 1e-30


# %% task="hand_deltas" alternative="rounded_to_four_digits"
hand_deltas = [1.511, -1.544, 2.931, 0.2556]

# %% task="hand_deltas" alternative="four_decimals_on_the_way"
a1, a2, y_hat1, y_hat2 = 0.2913, 0.4621, 0.3957, -0.5952
o1 = 2 * (y_hat1 + 0.5) * (1 - y_hat1**2)
o2 = 2 * (y_hat2 - 0.6) * (1 - y_hat2**2)
h1 = (1.2 * o1 - 0.9 * o2) * (1 - a1**2)
h2 = (-0.5 * o1 - 0.7 * o2) * (1 - a2**2)
hand_deltas = np.array([o1, o2, h1, h2])

# %% task="hand_step" alternative="rounded_to_four_digits"
hand_step = {"v12": -0.6752, "c2": 0.6718, "w21": 1.765, "b1": -1.265}

# %% task="hand_step" alternative="computed_from_rounded_deltas"
o2, h1 = -1.5436, 2.9306
hand_step = (-0.9 - 0.5 * o2 * 0.2913, -0.1 - 0.5 * o2, 0.3 + 0.5 * h1, 0.2 - 0.5 * h1)

# %% task="deltas" alternative="loops_over_names"
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    out = {}
    for k, (q, y) in enumerate([(y_hat1, y1), (y_hat2, y2)], start=1):
        out[f"output{k}"] = 2 * (q - y) * (1 - q * q)
    for j, a in enumerate([a1, a2], start=1):
        blame = 0
        for k in (2, 1):
            blame += out[f"output{k}"] * p[f"v{j}{k}"]
        out[f"hidden{j}"] = blame * (1 - a * a)
    return out.values()


# %% task="deltas" alternative="matrix_product"
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    V = np.array([[p["v11"], p["v12"]], [p["v21"], p["v22"]]])
    q, a = np.array([y_hat1, y_hat2]), np.array([a1, a2])
    o = 2 * (q - [y1, y2]) * (1 - q**2)
    return np.concatenate([o, (V @ o) * (1 - a**2)])


# %% task="deltas" alternative="dataclass"
from dataclasses import dataclass


@dataclass
class Deltas:
    output1: float
    output2: float
    hidden1: float
    hidden2: float

    def __iter__(self):
        return iter((self.output1, self.output2, self.hidden1, self.hidden2))


def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    slope = lambda a: (1 + a) * (1 - a)  # noqa: E731
    o1, o2 = -2 * (y1 - y_hat1) * slope(y_hat1), -2 * (y2 - y_hat2) * slope(y_hat2)
    from1, from2 = p["v11"] * o1 + p["v12"] * o2, p["v21"] * o1 + p["v22"] * o2
    return Deltas(o1, o2, from1 * slope(a1), from2 * slope(a2))


# %% task="gradient" alternative="loops_over_names"
def gradient(p, x1, x2, y1, y2):
    x, a, q, g = {1: x1, 2: x2}, {}, {}, {}
    for j in (1, 2):
        a[j] = np.tanh(sum(p[f"w{i}{j}"] * x[i] for i in x) + p[f"b{j}"])
    for k in (1, 2):
        q[k] = np.tanh(sum(p[f"v{j}{k}"] * a[j] for j in a) + p[f"c{k}"])
    o1, o2, h1, h2 = deltas(p, a[1], a[2], q[1], q[2], y1, y2)
    for i in (1, 2):
        for unit, (o, h) in enumerate([(o1, h1), (o2, h2)], start=1):
            g[f"v{i}{unit}"], g[f"c{unit}"] = o * a[i], o
            g[f"w{i}{unit}"], g[f"b{unit}"] = h * x[i], h
    return g


# %% task="gradient" alternative="complex_step"
def gradient(p, x1, x2, y1, y2):
    """Stands on its own: one nudge along the imaginary axis for each parameter."""

    def J(p):
        a1 = np.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
        a2 = np.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
        q1 = np.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
        q2 = np.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
        return (q1 - y1) ** 2 + (q2 - y2) ** 2

    return {name: J({**p, name: p[name] + 1e-30j}).imag / 1e-30 for name in p}


# %% task="gradient" alternative="list_in_the_order_of_the_text"
def gradient(p, x1, x2, y1, y2):
    w11, w21, b1, w12, w22, b2, v11, v21, c1, v12, v22, c2 = p.values()
    a1, a2 = math.tanh(w11 * x1 + w21 * x2 + b1), math.tanh(w12 * x1 + w22 * x2 + b2)
    q1, q2 = math.tanh(v11 * a1 + v21 * a2 + c1), math.tanh(v12 * a1 + v22 * a2 + c2)
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    hidden = [h1 * x1, h1 * x2, h1, h2 * x1, h2 * x2, h2]
    return hidden + [o1 * a1, o1 * a2, o1, o2 * a1, o2 * a2, o2]


# %% task="gradient" alternative="own_copy_filled_in_place"
def gradient(p, x1, x2, y1, y2):
    x, g = np.array([x1, x2]), dict(p)
    for name in g:
        g[name] = 0.0
    W = np.array([[p["w11"], p["w12"]], [p["w21"], p["w22"]]])
    V = np.array([[p["v11"], p["v12"]], [p["v21"], p["v22"]]])
    a = np.tanh(x @ W + [p["b1"], p["b2"]])
    q = np.tanh(a @ V + [p["c1"], p["c2"]])
    o = 2 * (q - [y1, y2]) * (1 - q**2)
    h = V @ o * (1 - a**2)
    for j in range(2):
        for k in range(2):
            g[f"v{j + 1}{k + 1}"] += a[j] * o[k]
            g[f"w{j + 1}{k + 1}"] += x[j] * h[k]
        g[f"c{j + 1}"] += o[j]
        g[f"b{j + 1}"] += h[j]
    return g


# %% task="numerical_gradient" alternative="loop_over_parameters"
def numerical_gradient(w, b, xs, ys, h):
    estimates, point = [], [w, b]
    for i in range(2):
        kept = point[i]
        point[i] = kept + h
        up = neuron_loss(*point, xs, ys)
        point[i] = kept - h
        down = neuron_loss(*point, xs, ys)
        point[i] = kept
        estimates.append((up - down) / 2 / h)
    return estimates


# %% task="numerical_gradient" alternative="keywords_only_mean_of_two_one_sided"
def numerical_gradient(*, w, b, xs, ys, h):
    def J(dw=0.0, db=0.0):
        return neuron_loss(w=w + dw, b=b + db, xs=xs, ys=ys)

    J_w = np.mean([(J(dw=h) - J()) / h, (J() - J(dw=-h)) / h])
    J_b = np.mean([(J(db=h) - J()) / h, (J() - J(db=-h)) / h])
    return {"J/w": J_w, "J/b": J_b}


# %% task="best_step" alternative="numpy_root"
def best_step(third, noise):
    M = np.abs(third)
    h = np.cbrt(3 * noise / M)
    return np.array([h, h * h * M / 6 + noise / h])


# %% task="best_step" alternative="simplified"
def best_step(third, noise):
    h = math.exp(math.log(3 * noise / abs(third)) / 3)
    return {"h": h, "E": 1.5 * noise / h}  # at the best h the first term is half of the second


# %% task="best_step" alternative="by_search"
from scipy.optimize import minimize_scalar


def best_step(third, noise):
    def E(log_h):
        h = math.exp(log_h)
        return h**2 / 6 * abs(third) + noise / h

    scale = noise ** (2 / 3)  # of E, so that the search sees numbers near 1
    found = minimize_scalar(lambda t: E(t) / scale, bracket=(-20.0, 5.0), tol=1e-12)
    return math.exp(found.x), E(found.x)


# %% task="train" alternative="three_lists"
def train(w, b, xs, ys, learning_rate, steps):
    ws, bs = [w], [b]
    while len(ws) <= steps:
        slopes = neuron_gradient(ws[-1], bs[-1], xs, ys)
        slopes = list(slopes.values()) if isinstance(slopes, dict) else slopes
        ws.append(ws[-1] - learning_rate * slopes[0])
        bs.append(bs[-1] - learning_rate * slopes[1])
    return ws, bs, [neuron_loss(w, b, xs, ys) for w, b in zip(ws, bs)]


# %% task="train" alternative="class_with_everything"
class Neuron:
    """Stands on its own: uses no other function of this notebook."""

    def __init__(self, w, b):
        self.theta = np.array([w, b])

    def error(self, x, y):
        return np.tanh(self.theta[0] * x + self.theta[1]) - y

    def loss(self, x, y):
        return (self.error(x, y) ** 2).mean()

    def step(self, x, y, rate):
        e = self.error(x, y)
        delta = 2 * e * (1 - (e + y) ** 2) / x.size
        self.theta -= rate * np.array([delta @ x, delta.sum()])


def train(w, b, xs, ys, learning_rate, steps):
    x, y, neuron = np.asarray(xs), np.asarray(ys), Neuron(w, b)
    history = np.zeros((3, steps + 1))
    for step in range(steps + 1):
        history[:, step] = *neuron.theta, neuron.loss(x, y)
        neuron.step(x, y, learning_rate)
    return {"loss": history[2], "b": history[1], "w": history[0]}


# %% task="train" alternative="recursive_with_progress_bar"
from tqdm import tqdm


def train(w, b, xs, ys, learning_rate, steps):
    def slope(w, b):
        d = [(math.tanh(w * x + b), x, y) for x, y in zip(xs, ys)]
        shares = [(2 * (a - y) * (1 - a * a) / len(d), x) for a, x, y in d]
        return sum(s * x for s, x in shares), sum(s for s, _ in shares)

    points = [(w, b)]
    for _ in tqdm(range(steps), desc="steps"):
        points.append(tuple(t - learning_rate * g for t, g in zip(points[-1], slope(*points[-1]))))
    w, b = zip(*points)
    return {"w": w, "b": b, "loss": tuple(neuron_loss(*point, xs, ys) for point in points)}
