# %% [markdown] slide="slide"
# # Lecture 7 · Digits and regularisation
#
# *Ten classes, a whole training run with all its instruments, and what to do about a net that learns its examples by heart.*

# %% [markdown] slide="subslide"
# ## What you will be able to do
#
# 1. Derive softmax's Jacobian, and why with cross-entropy only $\hat y - y$ is left of it.
# 2. Say where exponentials and logarithms break, and mend them: shifted softmax, log-sum-exp, losses from logits.
# 3. Train a classifier for handwritten digits in mini-batches, with training, validation and test part kept apart, and look at what it gets wrong.
# 4. Read the instruments of a run: gradient norms, activations, update-to-weight ratios.
# 5. Compare optimizers fairly, and choose between ℓ1, ℓ2, dropout and early stopping on held-out data.
#
# You need lecture 3 (δ, mini-batches) and lecture 5 (He's start). Lecture 4's clipping and optimizers come back.

# %% [markdown] slide="subslide"
# ## Plan
#
# | part | minutes |
# |---|---:|
# | 1. Ten outputs, one decision | 8 |
# | 2. Why softmax and cross-entropy go together | 8 |
# | 3. Numbers that break | 10 |
# | 4. The data, in three parts | 5 |
# | 5. Training | 9 |
# | 6. What it gets wrong | 6 |
# | 7. Instruments | 8 |
# | 8. Optimizers, compared fairly | 9 |
# | 9. Learning by heart, and four cures | 9 |
# | Take-away and questions | 3 |
# | 10. *Further*: ℓp, and how ℓ1 makes zeros | 9 |
# | 11. *Further*: dropout from inside | 7 |
# | 12. *Further*: how large a batch | 9 |
# | 13. *Further*: a good first guess, and decay | 7 |
# | 14. *Further*: k-fold, for what it is for | 6 |
#
# The core path is 75 minutes; the *Further* parts stand on their own, in any order.
#
# **Notation**, as always: rows are examples; $Z = AW + b$; $\delta = \partial J/\partial Z$. The pre-activations of the last layer are also called **logits**. $y$ is **one-hot**: 1 at the true class, else 0.

# %% slide="skip"
import math
import sys
from copy import deepcopy

import numpy as np
from sklearn.model_selection import train_test_split
from tqdm import tqdm

from course_lib import MLP, gradient_check, plots
from course_lib.datasets import handwritten_digits

# %% [markdown] slide="slide"
# ## 1. Ten outputs, one decision
#
# One sigmoid decides between two classes. For $k$ classes the last layer has $k$ units, and **softmax** makes probabilities of their logits: positive, and adding up to 1.
#
# $$p_i = \frac{e^{z_i}}{\sum_c e^{z_c}}$$

# %% slide="fragment" tags=["live"]
# exp of every entry, divided by the sum of its row
def naive_softmax(z):
    powers = np.exp(z)
    return powers / powers.sum(axis=-1, keepdims=True)


LOGITS = np.array([[1.47, -0.39, 0.22], [5.0, 6.0, 4.0], [0.9, 0.8, 1.1], [-2.0, 2.0, -3.0]])
for z, p in zip(LOGITS, naive_softmax(LOGITS).round(2), strict=True):
    print("z", z, "  p", p, f"  sum as printed {p.sum():.2f}")

# %% [markdown] slide="fragment" tags=["predict"]
# The twelve numbers are those of a published table (Turcotte 2025); its last row adds up to 1.01, because each number was rounded by itself.
#
# **Predict** for the first row: what becomes of $p$ if 100 is *added* to all logits? If they are all *multiplied* by 3?

# %% slide="fragment" tags=["live"]
# The same logits, shifted and scaled
for name, z in {"z": LOGITS[0], "z + 100": LOGITS[0] + 100, "3 z": 3 * LOGITS[0]}.items():
    print(f"{name:8} {naive_softmax(z).round(3)}")

# %% [markdown] slide="fragment"
# **Shift-invariant**: $e^{100}$ cancels. *Not* scale-invariant, though one reads that too (Han & Suárez Dou 2024): larger logits make a surer net.
#
# How does $p_i$ react to $z_j$? By the quotient rule, once for $i = j$ and once for $i \ne j$:
#
# $$\boxed{\;\frac{\partial p_i}{\partial z_j} = p_i\,\big([i = j] - p_j\big)\;}$$
#
# ($[i = j]$ is 1 if so, else 0.) Every output depends on *every* logit.

# %% slide="fragment" tags=["live"]
# The Jacobian, row i, column j; beside it central differences
def jacobian(p):
    return np.diag(p) - np.outer(p, p)


z, h = LOGITS[0], 1e-6
columns = [(naive_softmax(z + h * e) - naive_softmax(z - h * e)) / (2 * h) for e in np.eye(3)]
print(np.hstack([jacobian(naive_softmax(z)), np.stack(columns, axis=1)]).round(5))

# %% [markdown] slide="fragment"
# Symmetric, and every row adds up to 0: if all logits rise together, nothing happens. A sigmoid is the case $k = 2$ with one logit held at 0.

# %% [markdown] slide="slide"
# ## 2. Why softmax and cross-entropy go together
#
# The **cross-entropy** $J = -\sum_i y_i \ln p_i$ charges for the logarithm of the probability that the *true* class got. Chain rule, through all outputs at once:
#
# $$\frac{\partial J}{\partial z_j} = \sum_i \frac{\partial J}{\partial p_i}\frac{\partial p_i}{\partial z_j} = -\sum_i \frac{y_i}{p_i}\,p_i\big([i = j] - p_j\big) = p_j \sum_i y_i - y_j$$
#
# And $\sum_i y_i = 1$. For the mean over $N$ examples:
#
# $$\boxed{\;\delta = \frac{\hat y - y}{N}\;}$$

# %% slide="fragment" tags=["live"]
# Three ways to the δ of one example, of which one is wrong
p, y = naive_softmax(LOGITS[0]), np.array([0.0, 1.0, 0.0])
by_p = -y / p  # ∂J/∂p
print("through the Jacobian       ", (by_p @ jacobian(p)).round(4))
print("ŷ − y                      ", (p - y).round(4))
print("entry by entry, p(1 − p)   ", (by_p * p * (1 - p)).round(4), " wrong")

# %% [markdown] slide="fragment"
# $\delta = \frac{\partial J}{\partial a} \odot \varphi'$ is for activations that work entry by entry. With softmax it leaves out all $i \ne j$, and the other classes learn nothing (a slip in print: Han & Suárez Dou 2024). And $\hat y - y$ is the gradient to the *logits*, not to $\hat y$.

# %% [markdown] slide="subslide" tags=["predict"]
# **Predict**: the net is surer and surer of a *wrong* class. What happens to the δ of the true one, with cross-entropy and with $J = \sum_i (p_i - y_i)^2$?

# %% slide="fragment" tags=["live"]
# The logit of a wrong class grows; δ at the true class, both losses
truth = np.eye(10)[3]
for wrong in (0, 2, 5, 10, 20):
    p = naive_softmax(wrong * np.eye(10)[8])
    squared = (2 * (p - truth)) @ jacobian(p)
    print(f"logit {wrong:2}: p of the truth {p[3]:.1e}   "
          f"cross-entropy {(p - truth)[3]:6.3f}   squared error {squared[3]:9.1e}")

# %% [markdown] slide="fragment"
# Cross-entropy goes to −1, the largest δ there is. Squared error goes to 0: the net is as wrong as can be and hears nothing. That is the reason for the pair: the logarithm undoes the exponential.
#
# A number to remember: a net that knows nothing says $\frac1{10}$ for each class, and its loss is $\ln 10 = 2.30$.

# %% [markdown] slide="slide" tags=["predict"]
# ## 3. Numbers that break
#
# All formulas so far are right. **Predict** what Python makes of them: σ(x) as `1 / (1 + math.exp(-x))` at $x = -1200$, and `naive_softmax` at (1000, 0)?

# %% slide="fragment" tags=["live"]
# Two right formulas, and what becomes of them; then the largest numbers exp can bear
try:
    1 / (1 + math.exp(1200))
except OverflowError as error:
    print("math.exp:", error)
with np.errstate(over="ignore", invalid="ignore"):  # numpy would only warn
    print("naive_softmax:", naive_softmax(np.array([1000.0, 0.0])))
for kind in (np.float64, np.float32, np.float16):
    print(f"{kind.__name__}: exp overflows from z = {np.log(float(np.finfo(kind).max)):.1f} on")

# %% [markdown] slide="fragment"
# $\infty/\infty$ is *not a number*, and from the next update on every weight is. Published notes invite you to try $-1200$; their code stops there (Turcotte 2025). In float32, which everybody trains in, 89 is enough. (At the quiet end, σ(z)(1 − σ(z)) is exactly 0 from $z = 37$ on, in float32 from 17.<!-- claim: sigmoid_product_is_zero_from -->)
#
# Softmax does not mind a shift. Shift the largest logit to 0: no power exceeds 1, and one *is* 1, so the sum is never 0.

# %% slide="fragment" tags=["live"]
# Subtract the largest of the row; log-sum-exp the same way
def stable_softmax(z):
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def log_sum_exp(z):
    m = z.max(axis=-1)
    return m + np.log(np.exp(z - m[..., None]).sum(axis=-1))


z = np.array([1000.0, 0.0])
print(stable_softmax(z), log_sum_exp(z))

# %% [markdown] slide="subslide"
# One zero is left: $p_2 = e^{-1000}$ is 0 in all three precisions. If class 2 is the true one, the loss is $-\ln 0 = \infty$, though the right answer is 1000. **Never take the logarithm of a softmax.** Take it on paper:
#
# $$-\ln p_i = \ln \sum_c e^{z_c} - z_i, \qquad \ln\sum_c e^{z_c} = m + \ln\sum_c e^{z_c - m}, \quad m = \max_c z_c$$
#
# This is **log-sum-exp**. The library's `cross_entropy_from_logits` does it, and so does `MLP`.

# %% [markdown] slide="fragment" tags=["predict"]
# Instead, many write $-\ln(p + \varepsilon)$, or clip $p$ to $[\varepsilon, 1 - \varepsilon]$. That ends the infinity. **Predict** what it does to the *slope* of the loss.

# %% slide="fragment" tags=["live"]
# Two logits, the true one at −z: loss and slope (complex step) of three versions, ε = 1e-12
from course_lib.losses import cross_entropy_from_logits

VERSIONS = {
    "from logits": lambda z: cross_entropy_from_logits(np.array([[1.0, 0.0]]), np.stack([-z, 0 * z])[None]),
    "ln(p + ε)": lambda z: -np.log(1 / (1 + np.exp(z)) + 1e-12),
    "clipped": lambda z: -np.log(np.where(1 / (1 + np.exp(z.real)) > 1e-12, 1 / (1 + np.exp(z)), 1e-12)),
}
for z in (0.0, 20.0, 27.0, 30.0, 40.0):
    out = [f"{name} {f(z + 0j).real:6.2f} slope {f(z + 1e-30j).imag * 1e30:.4f}" for name, f in VERSIONS.items()]
    print(f"z = {z:4.0f}:  " + "   ".join(out))

# %% [markdown] slide="fragment"
# The true slope there is 1: the net is sure and wrong, and should hear of it. $\ln(p + \varepsilon)$ **bends** the loss until its slope is 0 (Han & Suárez Dou 2024). Clipping caps the loss at $-\ln \varepsilon = 27.6$; the code's gradient $\hat y - y$ goes on, and is no longer that of the loss that is shown (Turcotte 2025): no gradient check can pass.

# %% slide="subslide" tags=["live"]
# A last trap: is the loss 0 where ŷ = y?
from course_lib.losses import binary_cross_entropy

for y in (0.0, 0.3, 1.0):
    losses = {y_hat: binary_cross_entropy([[y]], [[y_hat]]) for y_hat in (y, 0.25, 0.35)}
    print(f"y = {y}:", "   ".join(f"ŷ = {y_hat}: {abs(loss):.3f}" for y_hat, loss in losses.items()))

# %% [markdown] slide="fragment"
# Only for $y \in \{0, 1\}$. For $y = .3$ (an opinion of several raters, say) the loss is smallest at $\hat y = y$ too, but that smallest value is the *entropy* of $y$, .611. A loss above zero may be a perfect fit.

# %% [markdown] slide="slide"
# ## 4. The data, in three parts
#
# | part | for what |
# |---|---|
# | **training** | gradients, and nothing else |
# | **validation** | every choice: rate, strength, when to stop |
# | **test** | one number, at the end |
#
# `handwritten_digits` takes MNIST if there is a folder `mnist` (its four idx files), a file `mnist.npz` or `mnist.csv` beside this notebook; `handwritten_digits("openml")` has scikit-learn download it. Otherwise the 1,797 digits of 8 × 8 pixels that come with scikit-learn. **The code is the same**; the numbers in the text are those of the small ones. (With MNIST the comparisons of parts 8 to 13 take minutes.)

# %% slide="fragment" tags=["live"]
# Training, validation and test part, each with all classes in proportion
X_rest, X_test, Y_rest, Y_test = handwritten_digits()
X_train, X_val, Y_train, Y_val = train_test_split(
    X_rest, Y_rest, test_size=0.2, random_state=0, stratify=Y_rest
)
for name, X, Y in [("train", X_train, Y_train), ("validation", X_val, Y_val), ("test", X_test, Y_test)]:
    print(f"{name:10} X {X.shape}  Y {Y.shape}  of each class {Y.sum(axis=0).astype(int)}")

# %% slide="fragment" tags=["hide-input"]
captions = [f"class {label}" for label in Y_train[:12].argmax(axis=1)]
plots.image_grid(X_train[:12], captions)

# %% [markdown] slide="slide"
# ## 5. Training
#
# 784-256-32-10 is the net of Han & Suárez Dou (2024); with 8 × 8 pixels it is 64-256-32-10. ReLU inside, He's start, η = .01, mini-batches of 32. It is lecture 3's loop with two more instruments: a progress bar, and `watch`, which looks at the net before the first epoch and after each.

# %% slide="fragment" tags=["live"]
# One epoch: all examples once, in a new order, in batches; one step a batch
from course_lib.mlp_classifier import batches

BAR = "{percentage:3.0f} % {bar:25} epoch {n_fmt} of {total_fmt}{postfix}"


def train(net, X, Y, optimizer, rng, epochs, batch_size, watch):
    watched = [watch(net)]
    progress = tqdm(range(epochs), file=sys.stdout, bar_format=BAR, mininterval=0.5)
    for _ in progress:
        for rows in batches(rng, len(X), batch_size):
            gradients = [g for layer in net.backward(X[rows], Y[rows]) for g in layer]
            optimizer.step(net.parameters(), gradients)
        watched.append(watch(net))
        progress.set_postfix_str(f"training loss {watched[-1][0]:.3f}", refresh=False)
    return watched

# %% slide="subslide" tags=["live"]
# What we want to see of the net, and as many epochs as make 60,000 examples
from course_lib.optimizers import GradientDescent

EPOCHS = max(2, 60_000 // len(X_train))


def accuracy(net, X, Y):
    return np.mean(net.forward(X).argmax(axis=-1) == Y.argmax(axis=-1))


def look(net):
    losses = [net.loss_value(X, Y) for X, Y in ((X_train, Y_train), (X_val, Y_val))]
    return *losses, accuracy(net, X_train, Y_train), accuracy(net, X_val, Y_val), deepcopy(net)

# %% [markdown] slide="fragment" tags=["predict"]
# **Predict** before you run it: the loss before the first step; and which batch size has the lower loss after the same number of epochs, 32 or 64?

# %% slide="fragment"
runs = {}
for m in (32, 64):
    rng = np.random.default_rng(0)
    net = MLP([X_train.shape[1], 256, 32, 10], rng=rng)
    runs[m] = train(net, X_train, Y_train, GradientDescent(0.01), rng, EPOCHS, m, look)
net

# %% slide="fragment"
curves = {}
for m, watched in runs.items():
    curves[f"m = {m}, training"] = [seen[0] for seen in watched]
    curves[f"m = {m}, validation"] = [seen[1] for seen in watched]
plots.learning_curves(curves, ylabel="loss", first=0, ylim=(0, 2.6))

# %% slide="subslide" tags=["hide-input"]
curves = {}
for m, watched in runs.items():
    curves[f"m = {m}, training"] = [seen[2] for seen in watched]
    curves[f"m = {m}, validation"] = [seen[3] for seen in watched]
plots.learning_curves(curves, ylabel="accuracy", first=0, ylim=(0, 1.02))

# %% [markdown] slide="fragment"
# Before the first step the loss is 2.57 ± .12<!-- claim: loss_before_the_first_step -->, above $\ln 10$: a random start is already a little sure, and of the wrong things. Batches of 32 make twice as many steps at the same rate, and are ahead. After 55 epochs the validation accuracy is 95.3 %<!-- claim: digits_batches_of_32 --> with batches of 32 and 93.3 %<!-- claim: digits_batches_of_64 --> with 64 (20 starts). The validation loss still falls with the training loss:<!-- claim: validation_loss_still_falls --> no learning by heart yet. A flatter slope is not the end.

# %% [markdown] slide="slide"
# ## 6. What it gets wrong
#
# One number hides everything. The **confusion matrix** has the true class down, the predicted one across. Move through the epochs: in which order are the classes learned?

# %% slide="fragment" tags=["hide-input"]
stops = {0, 1, 3, EPOCHS // 10, EPOCHS // 3, EPOCHS}
truth, pages = Y_val.argmax(axis=1), {}
for epoch in sorted(stop for stop in stops if stop <= EPOCHS):
    guess = runs[32][epoch][4].forward(X_val).argmax(axis=1)
    pages[epoch] = plots.confusion_matrix(truth, guess, classes=range(10), title=f"after epoch {epoch}")
plots.flip_book(pages, label="epoch", start=EPOCHS)

# %% [markdown] slide="fragment"
# Now the worst mistakes themselves: the validation examples with the highest loss, that is with the least probability for their true class.

# %% slide="fragment" tags=["live"]
# Sort by the probability of the true class; look at the six least probable
net = runs[32][-1][4]
P = net.forward(X_val)
worst = np.argsort(P[np.arange(len(P)), truth])[:6]
captions = [f"true {truth[n]}, p = {P[n, truth[n]]:.2f}\nsays {P[n].argmax()}, p = {P[n].max():.2f}" for n in worst]
plots.image_grid(X_val[worst], captions)

# %% [markdown] slide="fragment"
# Always look. Here you find honest doubt; in other data sets wrong labels, turned images, an empty file. Which of the six would *you* have read rightly?
#
# The recipe is settled, by the validation part. Now the test part, **once**:

# %% slide="fragment" tags=["live"]
# Accuracy on examples that had no part in any choice, with its standard error
score, n = accuracy(net, X_test, Y_test), len(X_test)
print(f"test accuracy {score:.3f}, standard error {np.sqrt(score * (1 - score) / n):.3f} ({n} examples)")

# %% [markdown] slide="slide"
# ## 7. Instruments
#
# A loss that falls too slowly does not say why. Three instruments do, layer by layer:
#
# | instrument | healthy | else |
# |---|---|---|
# | norm of ∂J/∂W | alike in all layers, no sudden leaps | lecture 4: vanishing, exploding |
# | activations: sd over the *examples*, share of dead units | not fading, few dead | lecture 4, parts 4 and 6 |
# | **update-to-weight ratio** $\lVert\eta\,\partial J/\partial W\rVert / \lVert W\rVert$ | about $10^{-3}$ (a rule of thumb) | far below: hardly moves; far above: leaps |

# %% slide="fragment" tags=["live"]
# One line a layer, for plain gradient descent on the first 500 examples
def instruments(net, rate, X, Y):
    rows = []
    layers = zip(net.weights, net.backward(X, Y), net.activations(X), strict=True)
    for layer, (W, (dW, _), A) in enumerate(layers, 1):
        norm = np.linalg.norm(dW)
        dead = np.mean(np.all(A <= 0, axis=0))
        rows.append([layer, norm, A.std(axis=0).mean(), dead, rate * norm / np.linalg.norm(W)])
    return rows


def show(rows):
    for layer, norm, deviation, dead, ratio in rows:
        print(f"  layer {layer}: |dW| {norm:8.1e}   sd of a {deviation:7.1e}   dead {dead:4.0%}   ratio {ratio:7.1e}")

# %% slide="subslide" tags=["live"]
# Our run at its start, after one epoch, and at its end
few = slice(500)
for epoch in (0, 1, EPOCHS):
    print(f"after epoch {epoch}")
    show(instruments(runs[32][epoch][4], 0.01, X_train[few], Y_train[few]))

# %% [markdown] slide="fragment"
# A healthy net, on a small diet: at η = .01 the first layer's ratio starts at about $10^{-3.4}$ (log₁₀: −3.4<!-- claim: ratio_at_the_start -->). Ten times the rate would be worth a try.
#
# **Predict** what the instruments say of three sick nets: (a) the pixels not scaled to [0, 1] but a hundred times larger; (b) N(0, 1) as the start; (c) a rate of 10, after twenty steps.

# %% slide="fragment" tags=["predict"]
def sick(case, seed=0):
    rng = np.random.default_rng(seed)
    start = "standard_normal" if case == "start N(0, 1)" else "he_normal"
    net = MLP([X_train.shape[1], 256, 32, 10], initializer=start, rng=rng)
    scale, rate = (100 if case == "pixels × 100" else 1), (10 if case == "η = 10" else 0.01)
    for rows in batches(rng, len(X_train), 32)[:20] if case == "η = 10" else []:
        gradients = [g for layer in net.backward(X_train[rows], Y_train[rows]) for g in layer]
        GradientDescent(rate).step(net.parameters(), gradients)
    return instruments(net, rate, scale * X_train[few], Y_train[few])


for case in ("pixels × 100", "start N(0, 1)", "η = 10"):
    print(case)
    show(sick(case))

# %% [markdown] slide="fragment"
# (a) and (b): gradients many times those of the healthy net in every layer, ratios above its largest. (c): most units of a layer are dead, and the gradient of the first layer is exactly 0.<!-- claim: instruments_tell_the_sick --> Three illnesses, three readings. The loss alone says less: (a) and (b) start near 100 or above, and it *falls*; in (c) it stays.<!-- claim: the_loss_alone_says_less --> Against single leaps there is lecture 4's clipping by the global norm.

# %% [markdown] slide="slide"
# ## 8. Optimizers, compared fairly
#
# | optimizer | step | remembers |
# |---|---|---|
# | gradient descent | $\theta \leftarrow \theta - \eta g$ | nothing |
# | momentum | $v \leftarrow \beta v + g$; $\;\theta \leftarrow \theta - \eta v$ | a running sum |
# | RMSProp | $s \leftarrow \rho s + (1-\rho) g^2$; $\;\theta \leftarrow \theta - \eta\, g/(\sqrt s + \varepsilon)$ | a running mean square, entry by entry |
# | Adam | both, each corrected for its start at 0 | both |
#
# For a comparison we need many nets. `NetStack` trains them side by side: one more axis, and the same line $Z = AW + b$.

# %% slide="fragment" tags=["live"]
# Twenty nets in one array: numpy's @ multiplies matrix by matrix
from course_lib import NetStack

W = np.random.default_rng(0).normal(size=(20, X_train.shape[1], 32))  # net, fan_in, fan_out
print("X @ W:", (X_train[:5] @ W).shape)
nets = NetStack([X_train.shape[1], 32, 10], seeds=range(20))
one = MLP([X_train.shape[1], 32, 10], rng=np.random.default_rng(7))
print(nets, "\nthe same as one by one:", np.allclose(nets.forward(X_val)[7], one.forward(X_val)))

# %% slide="subslide" tags=["live"]
# The loop once more: every net draws its own batches
def stack_gradients(nets, X, Y):
    return [gradient for layer in nets.backward(X, Y) for gradient in layer]


def train_stack(nets, X, Y, optimizer, epochs, seed, m=32, gradients=stack_gradients, watch=None):
    rng, watched = np.random.default_rng(seed), []
    X, Y = (np.broadcast_to(a, (nets.size, *a.shape[-2:])) for a in (X, Y))
    for _ in range(epochs):
        order = rng.permuted(np.tile(np.arange(X.shape[1]), (nets.size, 1)), axis=1)
        for start in range(0, X.shape[1], m):
            rows = order[:, start : start + m, None]
            batch = [np.take_along_axis(a, rows, axis=1) for a in (X, Y)]
            optimizer.step(nets.parameters(), gradients(nets, *batch))
        watched.append(watch(nets) if watch else None)
    return np.array(watched)

# %% slide="subslide" tags=["live"]
# The validation loss of a stack after five epochs
from course_lib.optimizers import OPTIMIZERS

SOME = slice(1500)  # of MNIST a part is enough here


def after_five_epochs(name, rate, seeds):
    nets = NetStack([X_train.shape[1], 32, 10], seeds=seeds)
    with np.errstate(over="ignore", invalid="ignore"):  # a rate may be far too large
        train_stack(nets, X_train[SOME], Y_train[SOME], OPTIMIZERS[name](rate), 5, seeds[0])
        return nets.loss_values(X_val[SOME], Y_val[SOME])


for name in OPTIMIZERS:
    print(f"{name:17} η = 0.01: {after_five_epochs(name, 0.01, range(20)).mean():.2f}")

# %% [markdown] slide="fragment"
# Gradient descent 1.94<!-- claim: shared_rate_gd -->, Adam .19<!-- claim: shared_rate_adam -->. A factor of ten! But "the same rate" favours long steps: Adam's are about η in *every* entry, gradient descent's η times a small gradient.
#
# **Fair**: each at its own best rate, found with the same effort, on other starts than those that count.

# %% [markdown] slide="subslide" tags=["predict"]
# **Predict**: six rates each, a factor of about 3 apart, tried on five starts. What is left of Adam's lead over 20 fresh ones?

# %% slide="fragment"
GRIDS = {
    "gradient_descent": (0.01, 0.03, 0.1, 0.3, 1, 3),
    "momentum": (0.003, 0.01, 0.03, 0.1, 0.3, 1),
    "rmsprop": (0.001, 0.003, 0.01, 0.03, 0.1, 0.3),
    "adam": (0.001, 0.003, 0.01, 0.03, 0.1, 0.3),
}


def best_rate(name, seeds=range(100, 105)):
    losses = [after_five_epochs(name, rate, seeds).mean() for rate in GRIDS[name]]
    return GRIDS[name][int(np.nanargmin(losses))]


RATES = {name: best_rate(name) for name in GRIDS}
losses = {f"{name},\nη = {rate:g}": after_five_epochs(name, rate, range(20)) for name, rate in RATES.items()}
plots.spread(losses, xlabel="validation loss after 5 epochs")

# %% [markdown] slide="fragment"
# Gradient descent .23 ± .03<!-- claim: own_rate_gd -->, momentum .19 ± .05<!-- claim: own_rate_momentum -->, RMSProp .20 ± .03<!-- claim: own_rate_rmsprop -->, Adam .17 ± .04<!-- claim: own_rate_adam -->. The factor of ten is gone, and momentum is hardly behind. No best rate lies at the *edge* of its grid<!-- claim: no_best_rate_at_the_edge --> (else: widen it). Nor is Adam much less choosy: 2.6<!-- claim: good_rates_of_adam --> of its six rates come within twice its best loss, 2.1<!-- claim: good_rates_of_gd --> of gradient descent's. On deep or badly scaled nets (lecture 4, part 12) rescaling does more.

# %% [markdown] slide="slide"
# ## 9. Learning by heart, and four cures
#
# A hard case, so that there is something to cure: 300 examples, and 20 % of their labels are *wrong*. A net with enough parameters can learn even those by heart.

# %% slide="fragment" tags=["live"]
# For each net its own 300 examples, a fifth of them with a wrong label; then a watched run
def noisy_examples(seeds, n=300, share=0.2):
    X, Y = [], []
    for rng in map(np.random.default_rng, seeds):
        rows = rng.permutation(len(X_train))[:n]
        labels = Y_train[rows].argmax(axis=1)
        wrong = (labels + rng.integers(1, 10, size=n)) % 10
        X.append(X_train[rows])
        Y.append(np.eye(10)[np.where(rng.random(n) < share, wrong, labels)])
    return np.stack(X), np.stack(Y)


def held_out(nets):
    right = nets.forward(X_val[SOME]).argmax(axis=-1) == Y_val[SOME].argmax(axis=-1)
    return nets.loss_values(X_val[SOME], Y_val[SOME]), right.mean(axis=-1)

# %% slide="subslide" tags=["live"]
# Three numbers an epoch: (training loss, held-out loss and accuracy) of every net
def by_heart(seeds, gradients=stack_gradients, epochs=80):
    X, Y = noisy_examples(seeds)
    nets = NetStack([X.shape[2], 64, 10], seeds=seeds)

    def watch(nets):
        return nets.loss_values(X, Y), *held_out(nets)

    options = {"gradients": gradients, "watch": watch}
    return train_stack(nets, X, Y, GradientDescent(0.3), epochs, seeds[0], **options)


plain = by_heart(range(8))
curves = {"training": plain[:, 0].T, "held out": plain[:, 1].T}
plots.learning_curves(curves, ylabel="loss", ylim=(0, 2))

# %% [markdown] slide="fragment"
# The training loss falls and falls. The held-out loss turns:<!-- claim: held_out_loss_turns --> from then on the net learns what is wrong with *these* 300. Four cures:
#
# | cure | what changes |
# |---|---|
# | **ℓ2** ("weight decay") | $J + \frac\lambda2 \sum w^2$, so $\lambda w$ is added to the gradient: large weights cost |
# | **ℓ1** | $J + \lambda \sum \lvert w\rvert$, so $\lambda \operatorname{sign} w$: small weights go to zero |
# | **dropout** (Srivastava et al. 2014) | in training each hidden unit is off with probability $p$, the others times $\frac1{1-p}$ |
# | **early stopping** | back to the epoch with the best held-out loss |

# %% slide="fragment" tags=["live"]
# A penalty adds to each dW and to no db; dropout multiplies activations by a random mask
def with_penalty(slope):
    def gradients(nets, X, Y):
        pairs = zip(nets.weights, nets.backward(X, Y), strict=True)
        return [g for W, (dW, db) in pairs for g in (dW + slope(W), db)]

    return gradients


def with_dropout(p, rng):
    def gradients(nets, X, Y):
        shapes = [(nets.size, X.shape[1], b.shape[2]) for b in nets.biases[:-1]]
        masks = [(rng.random(shape) >= p) / (1 - p) for shape in shapes]
        return [g for layer in nets.backward(X, Y, masks) for g in layer]

    return gradients

# %% [markdown] slide="subslide"
# **Early stopping** needs a rule that does not look ahead: stop when the held-out loss has not improved for `patience` epochs, and take the best epoch so far. The held-out part is *used* by that; it is no test any more.

# %% slide="fragment" tags=["live"]
# Where patience ends: the best epoch before that, counted from 0
def patient(losses, patience=10):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best


best, at = patient(plain[:, 1, 0]), "held-out accuracy"
print(f"net 0: best epoch {best + 1}, {at} {plain[best, 2, 0]:.3f}; after 80 epochs {plain[-1, 2, 0]:.3f}")

# %% [markdown] slide="fragment" tags=["predict"]
# **Predict** the order of the held-out accuracies: nothing, ℓ1, ℓ2, dropout, early stopping. (A strength of .01 for ℓ2, .001 for ℓ1, dropout .5: tried on a grid, on the held-out part.)

# %% slide="fragment"
def cures(seeds):
    runs = {
        "nothing": by_heart(seeds),
        "ℓ1": by_heart(seeds, with_penalty(lambda W: 0.001 * np.sign(W))),
        "ℓ2": by_heart(seeds, with_penalty(lambda W: 0.01 * W)),
        "dropout": by_heart(seeds, with_dropout(0.5, np.random.default_rng(0))),
    }
    final = {name: run[-1, 2] for name, run in runs.items()}
    stops = [patient(run) for run in runs["nothing"][:, 1].T]
    final["early\nstopping"] = runs["nothing"][stops, 2, np.arange(len(seeds))]
    return final


plots.spread(cures(range(10)), xlabel="held-out accuracy")

# %% [markdown] slide="fragment"
# Over 20 draws: nothing .78 ± .04<!-- claim: cure_nothing -->, ℓ1 .78 ± .06<!-- claim: cure_l1 -->, ℓ2 .82 ± .06<!-- claim: cure_l2 -->, dropout .86 ± .03<!-- claim: cure_dropout -->, early stopping .87 ± .02<!-- claim: cure_early -->. Here dropout and stopping in time win. Which cure, and how much of it, is a question to the held-out part, never to the training loss, which every cure makes worse.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 10. Further: ℓp, and how ℓ1 makes zeros
#
# $\lVert w\rVert_p = \big(\sum_i \lvert w_i\rvert^p\big)^{1/p}$ is a **norm** for $p \ge 1$ only. **Predict**: for which of $p$ = ½, 1, 2, 4 is $\lVert u + v\rVert \le \lVert u\rVert + \lVert v\rVert$ for all $u$, $v$?

# %% slide="fragment" tags=["further", "live"]
# The triangle inequality for u = (1, 0), v = (0, 1), then the worst of 10,000 random pairs
def lp(w, p):
    return (np.abs(w) ** p).sum(axis=-1) ** (1 / p)


u, v = np.random.default_rng(0).normal(size=(2, 10_000, 5))
for p in (0.5, 1, 2, 4):
    corner = lp(np.array([1.0, 1.0]), p)
    print(f"p = {p:3}: |u + v| = {corner:.2f}, |u| + |v| = 2   random: up to {(lp(u + v, p) / (lp(u, p) + lp(v, p))).max():.2f} times")

# %% [markdown] slide="fragment" tags=["further"]
# At $p = \frac12$ the way round is *shorter* than the direct one: no norm,<!-- claim: a_norm_from_one_on --> though a useful penalty all the same. (Turcotte 2025 calls all ℓp norms.)
#
# Why does ℓ1 make zeros and ℓ2 not? Near $w = 0$ the pull of ℓ2, $\lambda w$, fades; that of ℓ1 stays λ. But plain steps of $\eta\lambda\operatorname{sign} w$ jump to and fro across 0. The **soft threshold** stops there:
#
# $$w \leftarrow \operatorname{sign}(w)\,\max(\lvert w\rvert - \eta\lambda,\; 0)$$

# %% slide="fragment" tags=["further", "live"]
# An optimizer that takes the ℓ1 part of the step by the soft threshold
class SparseDescent(GradientDescent):
    def __init__(self, learning_rate, strength):
        super().__init__(learning_rate)
        self.strength = strength

    def step(self, parameters, gradients):
        super().step(parameters, gradients)
        for W in parameters[::2]:
            W[...] = np.sign(W) * np.maximum(np.abs(W) - self.learning_rate * self.strength, 0)

# %% slide="fragment" tags=["further"]
def sparse(seeds, strength, epochs=30):
    nets = NetStack([X_train.shape[1], 32, 10], seeds=seeds)
    train_stack(nets, X_train[SOME], Y_train[SOME], SparseDescent(0.3, strength), epochs, seeds[0])
    zeros = np.mean([np.mean(W == 0, axis=(1, 2)) for W in nets.weights], axis=0)
    return zeros, held_out(nets)[1]


for strength in (0, 0.0003, 0.001, 0.003):
    zeros, right = sparse(range(5), strength)
    print(f"λ = {strength:6}: exactly 0 {zeros.mean():4.0%}   held-out accuracy {right.mean():.3f}")

# %% [markdown] slide="fragment" tags=["further"]
# At λ = .001 about a third of the weights are *exactly* 0 (in the mean over layers .35 ± .03<!-- claim: sparse_share -->), with an accuracy of .96 ± .02<!-- claim: sparse_accuracy -->; at λ = .003 more than half,<!-- claim: sparse_more_than_half --> and it begins to cost: .94 ± .02<!-- claim: sparser_accuracy -->.
#
# **Divide both or neither.** In published code (Turcotte 2025) the loss had $\frac{\lambda}{2N}\sum w^2$ and the gradient $\lambda w$. The referee, on 50 digits:

# %% slide="fragment" tags=["further"]
from course_lib.losses import l2_penalty
from course_lib.mlp_classifier import penalised_gradients

X50, Y50 = X_train[:50, ::4], Y_train[:50]
net = MLP([X50.shape[1], 8, 10], activation="tanh", rng=np.random.default_rng(0))
for divisor in (1, 50):
    def penalised(parameters, divisor=divisor):
        other = net.with_parameters(parameters)
        return other.loss_value(X50, Y50) + l2_penalty(other.weights, 0.1) / divisor

    print(gradient_check(penalised, penalised_gradients(net, X50, Y50, l2=0.1), net.parameters()))

# %% [markdown] slide="fragment" tags=["further"]
# Nothing crashes. The net is trained with a λ that is $N$ times the one reported, and doubling the data doubles it.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 11. Further: dropout from inside
#
# With $p = .5$ every other unit is off, so the next layer hears half as much on average. When the net is *used*, all units are on. **Predict**: what does the factor $\frac1{1-p}$ do, which many a text forgets (Turcotte 2025), and what if it is missing?

# %% slide="fragment" tags=["further", "live"]
# The mean over many masks against the layer without dropout
rng = np.random.default_rng(0)
A, p = np.maximum(0, rng.normal(size=32)), 0.5
masks = rng.random((20_000, 32)) >= p
print("all units on      ", A.sum().round(2))
print("mask only         ", (masks * A).sum(axis=1).mean().round(2))
print("mask and 1/(1 − p)", (masks * A / (1 - p)).sum(axis=1).mean().round(2))

# %% [markdown] slide="fragment" tags=["further"]
# With the factor the *expected* input of the next layer is the one it will get in use. Without it, it is twice as large in use; the first paper therefore multiplied by $1 - p$ in use. The net of part 9 (with right labels), trained without the factor and used as it is:

# %% slide="fragment" tags=["further"]
def forgotten(seeds, factor, p=0.5, epochs=40):
    X, Y = noisy_examples(seeds, share=0)
    nets, rng = NetStack([X.shape[2], 64, 10], seeds=seeds), np.random.default_rng(0)

    def gradients(nets, X, Y):
        mask = (rng.random((nets.size, X.shape[1], 64)) >= p) * factor
        return [g for layer in nets.backward(X, Y, [mask]) for g in layer]

    train_stack(nets, X, Y, GradientDescent(0.3), epochs, seeds[0], gradients=gradients)
    return held_out(nets)


for name, factor in {"with 1/(1 − p)": 2.0, "forgotten": 1.0}.items():
    loss, right = forgotten(range(5), factor)
    print(f"{name:15} held-out loss {loss.mean():.2f}, accuracy {right.mean():.3f}")

# %% [markdown] slide="fragment" tags=["further"]
# The accuracy hardly tells: all logits are about twice as large, and the largest remains the largest. The *loss* is worse by .04 ± .02<!-- claim: forgotten_factor_costs -->: the net is too sure. A mistake that accuracy hides.
#
# What dropout does is explained in several ways: no unit can rely on another one; an average over very many thinned nets; noise that acts like a penalty.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 12. Further: how large a batch
#
# A mini-batch gradient is *unbiased*, and its variance is that of one example over $m$ (lecture 3). **Predict**: is the noise larger than the gradient itself, at the start and at the end of training, for $m = 32$?

# %% slide="fragment" tags=["further"]
def flat_gradient(net, rows):
    return np.concatenate([g.ravel() for layer in net.backward(X_train[rows], Y_train[rows]) for g in layer])


def noise(net, m, rng, draws=150):
    """Variance of a mini-batch gradient, and the squared length of the full one."""
    full = flat_gradient(net, slice(5000))
    n = min(5000, len(X_train))
    gaps = [np.sum((flat_gradient(net, rng.integers(n, size=m)) - full) ** 2) for _ in range(draws)]
    return np.mean(gaps), full @ full


sizes, rng = [1, 4, 16, 64, 256], np.random.default_rng(0)
measured = [noise(runs[32][0][4], m, rng)[0] for m in sizes]
theory = {"that of m = 1, over m": [measured[0] / m for m in sizes]}
plots.measured_and_theory(sizes, measured, theory, xlabel="batch size m", ylabel="variance of the gradient")

# %% slide="fragment" tags=["further", "live"]
# The batch size at which noise and gradient are equally long
for epoch in (0, EPOCHS // 10, EPOCHS):
    variance, squared = noise(runs[32][epoch][4], 1, np.random.default_rng(1), draws=300)
    print(f"after epoch {epoch:2}: m* = {variance / squared:6.0f}")

# %% [markdown] slide="fragment" tags=["further", "predict"]
# The variance falls as $1/m$.<!-- claim: noise_falls_as_one_over_m --> Below $m^* = \frac{\text{variance of one}}{\lVert\nabla J\rVert^2}$ a step is mostly noise; far above it a larger $m$ is a waste (McCandlish et al. 2018). At $m = 32$ the two are about alike at the start; at the end noise leads: $m^*$ grows more than tenfold.<!-- claim: noise_scale_grows --> Begin with small batches.
#
# **Predict**: does a larger batch want longer or shorter steps? In print stands η/√m, in a text that argues for longer ones (Han & Suárez Dou 2024).

# %% slide="fragment" tags=["further", "live"]
# The rate 1 for batches of 8 and of 128: validation loss after five epochs
def with_batches(m, seeds, rate=1.0):
    nets = NetStack([X_train.shape[1], 32, 10], seeds=seeds)
    train_stack(nets, X_train[SOME], Y_train[SOME], GradientDescent(rate), 5, seeds[0], m=m)
    return nets.loss_values(X_val[SOME], Y_val[SOME])


for m in (8, 128):
    print(f"m = {m:3}: {with_batches(m, range(5)).mean():.2f}")

# %% [markdown] slide="fragment" tags=["further"]
# Longer: what is less noisy may be trusted further. At η = 1 batches of 128 learn, batches of 8 do not.<!-- claim: larger_batches_bear_longer_steps -->
#
# **To choose m**: 32 to 256 as a rule, then tune η for *that* m.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 13. Further: a good first guess, and decay
#
# **The output bias.** If classes are not equally frequent, the best guess without looking is their frequency $\pi_c$. Softmax gives exactly that for $b_c = \ln \pi_c$ and $W$ near 0. **Predict** the first losses for a part with 82 % zeros.

# %% slide="fragment" tags=["further", "live"]
# 82 % zeros, 2 % of each other class: the loss before training, with and without the bias
labels = Y_train.argmax(axis=1)
rows = np.concatenate([np.flatnonzero(labels == c)[: 82 if c == 0 else 2] for c in range(10)])
share = Y_train[rows].mean(axis=0)
net = MLP([X_train.shape[1], 32, 10], rng=np.random.default_rng(0))
net.weights[-1] *= 0.01  # an output layer that starts small, as is usual
print(f"b = 0     {net.loss_value(X_train[rows], Y_train[rows]):.3f}   ln 10 = {np.log(10):.3f}")
net.biases[-1][:] = np.log(share)
print(f"b = ln π  {net.loss_value(X_train[rows], Y_train[rows]):.3f}   entropy of π = {-share @ np.log(share):.3f}")

# %% [markdown] slide="fragment" tags=["further", "predict"]
# The first epochs need not teach it what a count tells.
#
# **Decay.** A large rate is quick and never comes to rest; a small one comes to rest and is slow. Decay has both. **Predict**: η = 1 for 15 epochs, constant, times .8 an epoch, or $\frac{1}{1 + .3(\text{epoch} - 1)}$?

# %% slide="fragment" tags=["further"]
from course_lib.optimizers import exponential_decay, inverse_time_decay

SCHEDULES = {
    "constant": lambda epoch: 1.0,
    "exponential": lambda epoch: exponential_decay(1.0, 0.8, epoch),
    "inverse time": lambda epoch: inverse_time_decay(1.0, 0.3, epoch),
}


def scheduled(name, seeds, epochs=15):
    nets, descent = NetStack([X_train.shape[1], 32, 10], seeds=seeds), GradientDescent(1.0)
    for epoch in range(1, epochs + 1):
        descent.learning_rate = SCHEDULES[name](epoch)
        train_stack(nets, X_train[SOME], Y_train[SOME], descent, 1, [seeds[0], epoch])
    return held_out(nets)[0]


losses = {name: scheduled(name, range(10)) for name in SCHEDULES}
plots.spread(losses, xlabel="validation loss after 15 epochs")

# %% [markdown] slide="fragment" tags=["further"]
# Over 20 starts: constant .16 ± .05<!-- claim: schedule_constant -->, exponential .15 ± .01<!-- claim: schedule_exponential -->, inverse time .14 ± .01<!-- claim: schedule_inverse -->. The gain is in the *spread*: which step happened to be the last no longer matters. (Lecture 3, part 9, has the other side: a schedule that runs out of breath.)

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 14. Further: k-fold, for what it is for
#
# With few examples one held-out part is a matter of luck. **k-fold cross-validation** cuts the data into $k$ parts, trains $k$ times on all but one, and measures on the one left out. **Predict**: by how much do five single measurements differ?

# %% slide="fragment" tags=["further", "live"]
# One recipe, five folds of 300 digits
from sklearn.model_selection import KFold, cross_val_score

from course_lib import MLPClassifier


def five_folds(seed, n=300):
    rows = np.random.default_rng(seed).permutation(len(X_train))[:n]
    recipe = MLPClassifier((32,), epochs=20, random_state=seed)
    folds = KFold(5, shuffle=True, random_state=seed)
    return cross_val_score(recipe, X_train[rows], Y_train[rows].argmax(axis=1), cv=folds)


scores = five_folds(0)
print("folds", scores.round(3), f"  mean {scores.mean():.3f}, from {scores.min():.3f} to {scores.max():.3f}")

# %% [markdown] slide="fragment" tags=["further"]
# Best and worst of five folds differ by .08 ± .03<!-- claim: folds_differ -->; their mean is the better estimate of how well *this recipe* generalises, its stopping rule included. Against hundreds of other digits a single fold is off by .029<!-- claim: a_fold_is_off -->, the mean of five by .017<!-- claim: the_mean_of_folds_is_off -->.
#
# It is **no stopping rule** (Sonnewald's ECS171 lists it among them): it ends no training. And after you have chosen a recipe by it, it too has been used: the test part still has to wait.

# %% [markdown] slide="slide"
# ## Take-away
#
# - Softmax mixes the row: its derivative is a matrix, $p_i([i = j] - p_j)$. With cross-entropy it collapses to $\hat y - y$.
# - Exponentials overflow, logarithms meet zero. Shift by the maximum; go from the logits; never add ε inside a logarithm.
# - Training, validation, test. Whatever you choose by, is no test any more.
# - Look at the confusion matrix and at the worst mistakes themselves.
# - Gradient norms, activations over the examples, update-to-weight ratios near $10^{-3}$.
# - An optimizer is judged at its own best rate, over many starts, on starts that had no part in the tuning.
# - ℓ1 makes zeros, ℓ2 small weights, dropout needs $\frac1{1-p}$, early stopping needs patience and a held-out part.

# %% [markdown] slide="slide"
# ## Questions
#
# Answer first, then unfold.
#
# <details><summary>1. What does softmax give for the logits (3, 3, 3, 3), and what for (1003, 1003, 1003, 1003)?</summary>
#
# ¼ four times, in both cases. Computed without the shift, the second gives ∞/∞, which is not a number.
#
# </details>
#
# <details><summary>2. A ten-class net has a loss of 2.30 for fifty epochs. Is it broken?</summary>
#
# It says 1/10 for every class: ln 10 = 2.303. It has learned nothing; look at the instruments for the reason (rate, scale, dead units, labels that do not belong to their rows).
#
# </details>
#
# <details><summary>3. Your friend multiplies ∂J/∂p by p(1 − p) for a softmax output. What is missing?</summary>
#
# The entries off the diagonal of the Jacobian, −p_i p_j. With a one-hot target only the true class would get a δ; the others would never be pushed down.
#
# </details>
#
# <details><summary>4. Why is log(p + 1e-12) worse than the form from logits, although it never gives infinity?</summary>
#
# For p far below 1e-12 it is constant: the slope is 0 exactly where the net is most wrong. And loss and gradient ŷ − y no longer belong together.
#
# </details>
#
# <details><summary>5. A paper shows Adam beating gradient descent, both at a learning rate of .001. What do you ask?</summary>
#
# Which rate is best for each, how many rates were tried for each, over how many starts, and whether the reported starts took part in the tuning.
#
# </details>
#
# <details><summary>6. The update-to-weight ratio of all layers is 10⁻⁶. What do you try first?</summary>
#
# A rate a hundred to a thousand times larger; the weights hardly move.
#
# </details>
#
# <details><summary>7. You chose λ on the validation part and report the accuracy there. Fair?</summary>
#
# No: you took the best of several, and part of it is luck. The number for the report comes from the test part, once.
#
# </details>
#
# <details><summary>8. Which of the ℓp penalties is a norm, and which gives weights that are exactly zero?</summary>
#
# A norm for p ≥ 1. Exact zeros need a kink at 0: p = 1 (and below), with a step that stops there, such as the soft threshold.
#
# </details>
#
# <details><summary>9. Is a validation accuracy of .956 better than one of .948, on 270 examples?</summary>
#
# The standard error is √(.95 · .05/270) = .013: the difference may be chance. Compare over starts and splits.
#
# </details>

# %% [markdown] slide="slide"
# ## Where this leads
#
# You now have a whole workshop: derive, check, start well, train, watch, compare, regularise. **Lecture 8** turns the table: code that runs, curves that look fine, and something wrong in it. The gradient check, the instruments of part 7 and a little suspicion will find it.
#
# **Now you**: put MNIST beside this notebook, or stay with the small digits, and bring the validation accuracy above 98 %. Write down every choice, and what you chose it by; then open the test part. Once.
#
# **Sources.** J. Bridle, *Probabilistic interpretation of feedforward classification network outputs*, 1990 (softmax) · Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning applied to document recognition*, Proceedings of the IEEE 86, 1998 (MNIST) · E. Alpaydin, C. Kaynak, *Optical recognition of handwritten digits*, UCI 1998 · N. Srivastava et al., *Dropout*, JMLR 15, 2014 · D. Kingma, J. Ba, *Adam*, ICLR 2015 · T. Tieleman, G. Hinton, *RMSProp*, 2012 · L. Prechelt, *Early stopping – but when?*, 1998 · S. McCandlish et al., *An empirical model of large-batch training*, 2018 · M. Turcotte, *Training Artificial Neural Networks (Part 2)*, CSI 4106, University of Ottawa, Fall 2025 · K. Han, S. Suárez Dou, *Artificial Neural Networks – a gentle introduction*, MCMP-21, University of Luxembourg, Nov 2024 · M. Sonnewald, *ECS171 L8: NN Backpropagation*, UC Davis.
