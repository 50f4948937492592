# %% [markdown]
# Right answers in other clothes: each must get full marks, alone and together with all others.

# %% task="scale" alternative="match"
import math


def scale(form, variance):
    match form:
        case "uniform":
            return math.sqrt(3 * variance)
        case "triangular":
            return math.sqrt(6 * variance)
    return math.sqrt(variance)


# %% task="scale" alternative="from_the_whole_width"
def scale(*, form, variance):
    s = variance**0.5
    if form == "uniform":
        return np.array([12**0.5 * s / 2])
    return np.float32(s * 6**0.5 if form == "triangular" else s)


# %% task="glorot" alternative="out_by_in_then_transposed"
def glorot(rng, fan_in, fan_out, form):
    s = np.sqrt(2 / (fan_in + fan_out))
    if form == "normal":
        return (s * rng.standard_normal((fan_out, fan_in))).T
    return s * np.sqrt(3) * (1 - 2 * rng.random((fan_out, fan_in))).T


# %% task="glorot" alternative="by_the_library"
from course_lib.initializers import INITIALIZERS


def glorot(rng, fan_in, fan_out, form):
    return INITIALIZERS[f"glorot_{form}"](rng, fan_in, fan_out)


# %% task="glorot" alternative="rows_from_the_last"
def glorot(rng, fan_in, fan_out, form):
    print("drawing", fan_in, fan_out)
    rows = []
    for _ in range(fan_in):
        if form == "normal":
            rows.insert(0, rng.normal(scale=np.sqrt(2 / (fan_in + fan_out)), size=fan_out))
        else:
            c = np.sqrt(6) / np.sqrt(fan_in + fan_out)
            rows.insert(0, rng.uniform(low=-c, high=c, size=fan_out))
    return rows


# %% task="glorot" alternative="random_state"
def glorot(rng, fan_in, fan_out, form):
    old = np.random.RandomState(rng.integers(2**31))
    v = 1 / np.mean([fan_in, fan_out])
    if form == "normal":
        return np.matrix(old.randn(fan_in, fan_out) * v**0.5)
    return np.matrix(old.rand(fan_in, fan_out) * 2 - 1) * (3 * v) ** 0.5


# %% task="glorot" alternative="scipy_float32"
from scipy import stats


def glorot(rng, fan_in, fan_out, form):
    v = 2 / (fan_in + fan_out)
    c = (3 * v) ** 0.5
    law = stats.norm(scale=v**0.5) if form == "normal" else stats.uniform(-c, 2 * c)
    return law.rvs(size=(fan_in, fan_out), random_state=rng).astype(np.float32)


# %% task="glorot" alternative="by_scale"
def glorot(rng, fan_in, fan_out, form):
    size = scale(form, 2 / (fan_in + fan_out))
    shape = (fan_in, fan_out)
    return rng.normal(0, size, shape) if form == "normal" else rng.uniform(-size, size, shape)


# %% task="he" alternative="by_scale"
def he(rng, fan_in, fan_out, form, direction):
    parameter = scale(form, 2 / {"forward": fan_in, "backward": fan_out}[direction])
    draw = rng.standard_normal if form == "normal" else lambda size: rng.uniform(-1, 1, size)
    return parameter * draw((fan_in, fan_out))


# %% task="he" alternative="table_of_functions"
def he(rng, fan_in, fan_out, form, direction):
    n = {"forward": fan_in, "backward": fan_out}[direction]
    shape = (fan_in, fan_out)
    draw = {
        "normal": lambda: rng.normal(0, (2 / n) ** 0.5, shape),
        "uniform": lambda: rng.uniform(-((6 / n) ** 0.5), (6 / n) ** 0.5, shape),
    }
    return draw[form]()


# %% task="he" alternative="a_generator_for_each_unit"
def he(rng, fan_in, fan_out, form, direction):
    s = np.sqrt(2 / (fan_in if direction == "forward" else fan_out))
    columns = []
    for child in rng.spawn(fan_out):
        unit = child.normal(size=fan_in) if form == "normal" else child.uniform(-1, 1, fan_in) * 3**0.5
        columns.append(s * unit)
    return np.array(columns).T


# %% task="he" alternative="box_muller"
def he(rng, fan_in, fan_out, form, direction):
    n = fan_in if direction == "forward" else fan_out
    u, v = rng.random((2, fan_in, fan_out))
    if form == "uniform":
        return (2 * u - 1) * np.sqrt(6 / n)
    return np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * np.pi * v) * np.sqrt(2 / n)


# %% task="gain_on_grid" alternative="trapezoids"
from scipy.stats import norm


def gain_on_grid(z, a):
    return np.trapezoid(a**2 * norm.pdf(z), z) ** -0.5


# %% task="gain_on_grid" alternative="simpson"
from scipy.integrate import simpson


def gain_on_grid(z, a):
    density = np.exp(-z * z / 2) / (2 * np.pi) ** 0.5
    return np.sqrt(1 / simpson(a * a * density, x=z))


# %% task="gain_on_grid" alternative="weights_that_add_up_to_one"
def gain_on_grid(z, a):
    p = np.exp(-(z**2) / 2)
    return float(1 / np.sqrt(np.average(a**2, weights=p)))


# %% task="gain_on_grid" alternative="a_loop"
def gain_on_grid(z, a):
    from math import exp, pi, sqrt

    E = 0
    for i in range(len(z) - 1):
        left = a[i] ** 2 * exp(-z[i] ** 2 / 2)
        right = a[i + 1] ** 2 * exp(-z[i + 1] ** 2 / 2)
        E += (left + right) / 2 * (z[i + 1] - z[i])
    return sqrt(sqrt(2 * pi) / E)


# %% task="gains" alternative="typed"
gains = (1.0, 0.8165, 1.5209, 2.3375)

# %% task="gains" alternative="by_the_library"
from course_lib.activations import second_moment

gains = np.array(
    [
        second_moment(phi) ** -0.5
        for phi in (abs, lambda z: max(0, z) ** 2, np.sin, lambda z: z / (1 + abs(z)))
    ]
)

# %% task="weights_for" alternative="uniform"
def weights_for(rng, fan_in, fan_out, moment):
    c = np.sqrt(3 / (fan_in * moment))
    return rng.uniform(-c, c, (fan_in, fan_out))


# %% task="weights_for" alternative="truncated_with_its_variance_mended"
from scipy.stats import truncnorm


def weights_for(rng, fan_in, fan_out, moment):
    law = truncnorm(-2, 2)
    return law.rvs((fan_in, fan_out), random_state=rng) / law.std() / np.sqrt(fan_in * moment)


# %% task="weights_for" alternative="coin"
def weights_for(rng, fan_in, fan_out, moment):
    return rng.choice([-1, 1], size=(fan_in, fan_out)) / np.sqrt(fan_in * moment)


# %% task="weights_for" alternative="two_dice"
def weights_for(rng, fan_in, fan_out, moment):
    triangle = rng.random((fan_in, fan_out)) - rng.random((fan_in, fan_out))
    return triangle * np.sqrt(6 / (fan_in * moment))


# %% task="weights_for" alternative="entry_by_entry_from_the_end"
def weights_for(rng, fan_in, fan_out, moment):
    W = np.empty((fan_in, fan_out), order="F")
    for j in reversed(range(fan_out)):
        for i in range(fan_in):
            W[i, j] = rng.normal() * (1 / moment) ** 0.5 / fan_in**0.5
    return W


# %% task="predicted_moments" alternative="cumulative_product"
def predicted_moments(widths, variances, slope):
    factors = np.array(widths[:-1]) * np.array(variances)
    factors[1:] *= 0.5 + 0.5 * slope**2
    return factors.cumprod()


# %% task="predicted_moments" alternative="recursion"
def predicted_moments(widths, variances, slope):
    def q(layer):
        before = 1 if layer == 0 else q(layer - 1) * (1 + slope * slope) / 2
        return widths[layer] * variances[layer] * before

    return tuple(q(layer) for layer in range(len(variances)))


# %% task="predicted_moments" alternative="logarithms"
def predicted_moments(widths, variances, slope):
    logs, total = [], 0.0
    for layer, v in enumerate(variances):
        total += np.log(widths[layer]) + np.log(v) + (np.log((1 + slope**2) / 2) if layer else 0)
        logs.append(total)
    return [float(np.exp(log)) for log in logs]


# %% task="measured_moments" alternative="maximum"
def measured_moments(X, weights, slope):
    found = []
    for number, W in enumerate(weights):
        if number:
            X = np.maximum(0, X) - slope * np.maximum(0, -X)
        X = X @ W
        found.append((X**2).sum() / X.size)
    return np.array(found)


# %% task="measured_moments" alternative="example_by_example"
def measured_moments(X, weights, slope):
    totals = [0.0] * len(weights)
    for x in X:
        for layer, W in enumerate(weights):
            z = np.einsum("i,ij->j", x, W)
            totals[layer] += float(z @ z) / len(z) / len(X)
            x = np.array([each if each > 0 else slope * each for each in z])
    return totals


# %% task="measured_moments" alternative="in_place_on_a_copy"
def measured_moments(X, weights, slope):
    A, found = X.astype(np.longdouble), ()
    for W in weights:
        Z = A @ W
        found += (np.square(Z).mean(),)
        Z[Z < 0] *= slope
        A = Z
    return found


# %% task="net_factors" alternative="a_loop"
def net_factors(widths, rule):
    forward = backward = 1
    for i, o in zip(widths, widths[1:]):
        if rule == "forward":
            v = 1 / i
        elif rule == "backward":
            v = 1 / o
        elif rule == "glorot":
            v = 1 / ((i + o) / 2)
        else:
            v = (i * o) ** -0.5
        forward *= i * v
        backward *= o * v
    return {"forward": forward, "backward": backward}


# %% task="net_factors" alternative="backward_from_forward"
def net_factors(widths, rule):
    rules = {
        "forward": lambda i, o: 1 / i,
        "backward": lambda i, o: 1 / o,
        "glorot": lambda i, o: 2 / (i + o),
        "geometric": lambda i, o: 1 / np.sqrt(i * o),
    }
    forward = np.prod([i * rules[rule](i, o) for i, o in zip(widths, widths[1:])])
    return np.array([forward, forward * widths[-1] / widths[0]])  # forward : backward = n_in : n_out


# %% task="zigzag" alternative="products"
widths = np.array([100, 400] * 25 + [100])
n_in, n_out = widths[:-1], widths[1:]
zigzag = [np.prod(n_in * 2 / (n_in + n_out)), np.prod(n_in / np.sqrt(n_in * n_out))]

# %% task="zigzag" alternative="typed"
zigzag = np.array([1.4272e-5, 1.0])

# %% task="who_drew_it" alternative="ratios_in_a_loop"
def who_drew_it(W):
    n = len(W)
    m = len(W[0])
    best, number = float("inf"), None
    second_moment = sum(float(w) ** 2 for row in W for w in row) / (n * m)
    for i, v in enumerate((2 / n, 2 / (n + m), (2 / n) ** 2, (2 / n) ** 0.5, 1 / n / 3)):
        ratio = max(v / second_moment, second_moment / v)
        if ratio < best:
            best, number = ratio, i
    return number


# %% task="who_drew_it" alternative="deviations"
def who_drew_it(W):
    n, m = W.shape
    s = np.sqrt([2 / n, 2 / (n + m), 4 / n**2, np.sqrt(2 / n), 1 / (3 * n)])
    return np.abs(np.log(s) - np.log(W.std())).argmin()


# %% task="initial_parameters" alternative="uniform_weights"
def initial_parameters(rng, sizes, slope):
    weights = []
    for layer in range(len(sizes) - 1):
        i, o = sizes[layer], sizes[layer + 1]
        v = 1 / i if layer == 0 else 2 / ((1 + slope**2) * i)
        weights.append(rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), (i, o)))
    biases = [np.zeros((1, o)) for o in sizes[1:]]
    return weights, biases


# %% task="initial_parameters" alternative="last_layer_first"
def initial_parameters(rng, sizes, slope):
    weights, biases = [], []
    for layer in reversed(range(1, len(sizes))):
        i, o = sizes[layer - 1], sizes[layer]
        s = np.sqrt(1 / i) if layer == 1 else np.sqrt(2 / (1 + slope**2) / i)
        biases.insert(0, np.zeros(o, dtype=np.float32))
        weights.insert(0, rng.standard_normal((i, o), dtype=np.float32) * np.float32(s))
    return {"W": weights, "b": biases}


# %% task="initial_parameters" alternative="a_generator_for_each_layer"
def initial_parameters(rng, sizes, slope):
    kept = (1 + slope**2) / 2
    children = rng.spawn(len(sizes) - 1)
    moments = [1.0, *[kept] * (len(sizes) - 2)]
    weights = [
        child.normal(0, (i * moment) ** -0.5, (i, o))
        for child, moment, i, o in zip(children, moments, sizes, sizes[1:])
    ]
    return [weights, [np.zeros(len(W.T)) for W in weights]]


# %% task="initial_parameters" alternative="all_numbers_at_once"
def initial_parameters(rng, sizes, slope):
    many = rng.normal(size=sum(i * o for i, o in zip(sizes, sizes[1:])))
    weights, biases, start = [], [], 0
    for layer, (i, o) in enumerate(zip(sizes, sizes[1:])):
        W = many[start : start + i * o].reshape(i, o)
        start += i * o
        weights.append(W / np.sqrt(i) * (np.sqrt(2 / (1 + slope**2)) if layer else 1))
        biases.append([0] * o)
    return weights, biases
