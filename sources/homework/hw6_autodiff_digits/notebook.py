# %% [markdown]
# # Homework 6 · Complete an engine, then train on digits
#
# In lecture 6 you saw an engine that differentiates programs. Here you write **the operations that the lecture left out**, find out **why an engine is wrong about values that are used again**, and then use the library's engine to **train a classifier of handwritten digits**, with a test set that stays clean.
#
# **Time**: about 195 minutes, in two parts of two sittings each. You need lecture 6, parts 1 to 8, and for part B lecture 3, parts 2, 12 and 13.
#
# **How to work.** Replace each `# YOUR CODE HERE` and its `raise` line by your code, then run the check cell right under it, as often as you like. A check tells what happened, never the answer. `hint("hw6/divide_back")`, in a cell of your own, gives a hint; call it again for the second and the third. Part A is written with numpy alone: the library's engine has most of these operations, and importing them would teach you nothing.
#
# **How it is graded.** The checks that you see, and the same ones on fresh inputs after you hand in. Only the numbers count. Free: loops or none, helper functions, float32 or float64, arrays or lists. Prints and warnings cost nothing. A function leaves the arrays that it is given unchanged. A task that calls an earlier function of yours is judged once that one is right. Two answers in words are read by a person; their marking scheme stands with the question.

# %% [markdown]
# | part | task | points | minutes |
# |---|---|---:|---:|
# | A1. Operations | `unbroadcast` | 4 | 15 |
# | | `divide_back` | 3 | 12 |
# | | `rows_back` | 3 | 10 |
# | | `logsumexp` | 3 | 10 |
# | | `logsumexp_back` | 3 | 10 |
# | A2. The way back | `gradients_of` | 7 | 30 |
# | | `reused_node` (in words) | 5 | 20 |
# | B1. Clean data | `standardize` | 4 | 12 |
# | | `confusion` | 3 | 8 |
# | | `choose` | 2 | 8 |
# | B2. Digits | `classify` | 8 | 40 |
# | | `leaks` (in words) | 5 | 20 |
# | **all** | | **50** | **195** |

# %% [markdown]
# **Notation**, as in the lecture: `g` is $\partial J/\partial z$ for the result $z$ of an operation. What an operation *pulls back* is $\partial J/\partial a$ for each of its inputs $a$: an array of the shape of $a$. Rows are examples.

# %% setup="imports"
import numpy as np

from course_lib.autodiff import Activation, Linear, Sequential, Tensor, Trainer
from course_lib.autodiff import cross_entropy_from_logits, record, relu, tanh
from course_lib.checks import check, hint, points_so_far
from course_lib.optimizers import Adam, GradientDescent, Momentum

# %% [markdown]
# # Part A · The engine
#
# ## A1. Operations
#
# **Broadcasting, backwards.** On the way forward numpy stretched an array of shape `shape` to the shape of `gradient`: it put axes of length 1 in front, if some were missing, and then copied along axes of length 1. Take the gradient of the stretched array back to the array itself.
#
# *Example*: a gradient of ones of shape (5, 3) gives `[5, 5, 5]` for shape (3,), a column of five 3s for shape (5, 1), and 15 for shape ().

# %% task="unbroadcast"
def unbroadcast(gradient, shape):
    """Return ∂J/∂a, of shape `shape`, from ∂J/∂(a stretched); shape: a tuple of lengths."""
    ### BEGIN SOLUTION
    # Each copy had its effect: the axes that numpy added, then those that it stretched, are summed
    added = gradient.ndim - len(shape)
    gradient = gradient.sum(axis=tuple(range(added)))
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return gradient.sum(axis=stretched, keepdims=True)
    ### END SOLUTION


# %% check="unbroadcast" points=4
check("hw6/unbroadcast", unbroadcast)

# %% [markdown]
# **Division**, $z = a/b$, entry by entry, for any two shapes that numpy can stretch to each other. Pull `g` back to both; `g` has the shape of $z$.
#
# *Example*: `g = [6]`, `a = [4]`, `b = [2]` give 3 and −6.

# %% task="divide_back"
def divide_back(g, a, b):
    """Return ∂J/∂a and ∂J/∂b, of the shapes of a and b; g: ∂J/∂z, of the shape of z = a / b."""
    ### BEGIN SOLUTION
    # a moves z by 1/b, b moves it by −a/b²; then both go back to their own shapes
    return unbroadcast(g / b, a.shape), unbroadcast(-g * a / b**2, b.shape)
    ### END SOLUTION


# %% check="divide_back" points=3 uses=["unbroadcast"]
check("hw6/divide_back", divide_back)

# %% [markdown]
# **Indexing**, $Z = A[\text{rows}]$: from a table $A$ (n, k) the rows with the given numbers are taken, in this order. A row may be taken **several times** or not at all; negative numbers count from the end, as always in numpy. Pull `g` back to the table.
#
# *Example*: `g = [[1], [2], [4]]`, `rows = [0, 2, 0]`, n = 3 give `[[5], [0], [2]]`.

# %% task="rows_back"
def rows_back(g, rows, n):
    """Return ∂J/∂A, (n, k); g (m, k): ∂J/∂Z; rows (m,): the row numbers that were taken."""
    ### BEGIN SOLUTION
    table = np.zeros((n, g.shape[1]))
    np.add.at(table, rows, g)  # table[rows] += g would keep one share of a row taken twice
    return table
    ### END SOLUTION


# %% check="rows_back" points=3
check("hw6/rows_back", rows_back)

# %% [markdown]
# **Log-sum-exp**, row by row: $z_n = \ln \sum_j e^{a_{nj}}$. It has to survive scores of any size, such as ±1000, and also scores of $-\infty$, which say "impossible" (at least one score of each row is finite). No warning is asked for, only the right number.
#
# *Example*: `[[0, 0]]` gives ln 2, and `[[1000, -inf]]` gives 1000.

# %% task="logsumexp"
def logsumexp(A):
    """Return ln Σ exp(A) of each row, (N, 1); A (N, k): scores, possibly huge or −inf."""
    ### BEGIN SOLUTION
    largest = A.max(axis=1, keepdims=True)  # finite; then every exponential is at most 1
    return largest + np.log(np.exp(A - largest).sum(axis=1, keepdims=True))
    ### END SOLUTION


# %% check="logsumexp" points=3
check("hw6/logsumexp", logsumexp)

# %% [markdown]
# And backwards. Derive $\partial z_n/\partial a_{nj}$ with a pencil; you have met the result under another name. Huge scores and $-\infty$ may occur again.
#
# *Example*: `g = [[4]]`, `A = [[0, ln 3]]` give `[[1, 3]]`.

# %% task="logsumexp_back"
def logsumexp_back(g, A):
    """Return ∂J/∂A, (N, k); g (N, 1): ∂J/∂z; A (N, k): scores, possibly huge or −inf."""
    ### BEGIN SOLUTION
    # e^a / Σ e^a, the softmax; the largest score is taken away first, as it cancels
    exponentials = np.exp(A - A.max(axis=1, keepdims=True))
    return g * exponentials / exponentials.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% check="logsumexp_back" points=3 uses=["logsumexp"]
check("hw6/logsumexp_back", logsumexp_back)

# %% [markdown]
# Your operations in the library's engine. Nothing to do but to run, to look, and to change what you like: the cross-entropy of a table of scores, divided by a stretched column, by an operation that never existed before you wrote it.

# %% tags=["raises-exception"]
from course_lib import gradient_check


def loss_of(scores, scale, rows):
    """A loss made of your operations: rows are taken, divided, and go through log-sum-exp."""
    taken = record(scores.data[rows], (scores, lambda g: rows_back(g, rows, len(scores))))
    divided = record(
        taken.data / scale.data,
        (taken, lambda g: divide_back(g, taken.data, scale.data)[0]),
        (scale, lambda g: divide_back(g, taken.data, scale.data)[1]),
    )
    total = record(logsumexp(divided.data), (divided, lambda g: logsumexp_back(g, divided.data)))
    return (total - divided[:, :1]).sum()


rng, rows = np.random.default_rng(0), np.array([2, 0, 2, 3])
arrays = [rng.normal(size=(4, 3)), rng.uniform(1, 2, size=(4, 1))]
tensors = [Tensor(array) for array in arrays]
loss_of(*tensors, rows).backward()
found = [tensor.grad for tensor in tensors]
print(gradient_check(lambda a: loss_of(*map(Tensor, a), rows).data, found, arrays))

# %% [markdown]
# ## A2. The way back
#
# Here is a graph as plain data. Node $i$ was computed from the nodes `parents[i]` (none: a leaf; twice the same: as in $x \cdot x$), and `slopes[i]` are the local derivatives, one for each of them. **The numbers of the nodes mean nothing**: they are in no particular order. Return $\partial\,$output$/\partial\,$node for *every* node; it is 0 where the output does not depend on the node, and 1 for the output itself.
#
# In the lecture "last computed, first served" gave the order. Here you do not know when a node was computed. How do you know that all its users have reported?
#
# *Example*: `parents = [[], [0, 0], [1, 1]]`, `slopes = [[], [3, 3], [1, 1]]`, `output = 2` (that is $y + y$ with $y = x^2$ at $x = 3$) give `[12, 2, 1]`.

# %% task="gradients_of"
def gradients_of(parents, slopes, output):
    """Return a list with ∂output/∂node for each node.

    parents: for each node, the list of the nodes that it was computed from; slopes: for each node,
    the list of its derivatives with respect to them; output: the number of a node.
    """
    ### BEGIN SOLUTION
    # First count how many reports each node has to wait for: those on the way from the output
    waits, seen, found = [0] * len(parents), {output}, [output]
    for node in found:
        for parent in parents[node]:
            waits[parent] += 1
            if parent not in seen:
                seen.add(parent)
                found.append(parent)
    # Then pass totals on; a node is ready when its last report is in
    totals, ready = [0.0] * len(parents), [output]
    totals[output] = 1.0
    for node in ready:
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            totals[parent] += slope * totals[node]
            waits[parent] -= 1
            if waits[parent] == 0:
                ready.append(parent)
    return totals
    ### END SOLUTION


# %% check="gradients_of" points=7
check("hw6/gradients_of", gradients_of)

# %% [markdown]
# A friend's engine, on the same graphs. It is right about $x \cdot x$. It is wrong about $y + y$ with $y = x \cdot x$.

# %%
def depth_first(parents, slopes, output):
    totals = [0.0] * len(parents)
    totals[output] = 1.0

    def send(node):
        for parent, slope in zip(parents[node], slopes[node]):
            totals[parent] += slope * totals[node]
            send(parent)

    send(output)
    return totals


print("x·x at 3:", depth_first([[], [0, 0]], [[], [3, 3]], 1)[0], "  right: 6")
print("y + y   :", depth_first([[], [0, 0], [1, 1]], [[], [3, 3], [1, 1]], 2)[0], "  right: 12")

# %% [markdown]
# **In words** (5 points).
#
# 1. Follow `send` through $y + y$: which node sends what, in which order? Where does its answer come from? *(2 points)*
# 2. In $x \cdot x$, $x$ is used twice as well. Why is the engine right? *(1 point)*
# 3. The friend mends it: `send(node, share)` passes on only what has *just* arrived. Is it right now? How many calls for $y_0 = x$, $y_{k+1} = y_k + y_k$, up to $y_n$? *(2 points)*

# %% [markdown] manual="reused_node" points=5
# **Your answer:**
#
# ### BEGIN SOLUTION
# **1.** $f$ sends 1 to $y$ (total 1). At once $y$ sends $3 \cdot 1$ to $x$, twice: $x$ has 6. Then the second arrow of $f$ brings $y$ to a total of 2, and $y$ sends again, this time $3 \cdot 2$, twice: $x$ gets 12 more and stands at 18. The first share of $y$ has been sent on twice: once alone, once more as a part of the total. Right is $3 \cdot 2$, twice, after both reports are in: 12.
#
# **2.** $x$ is a leaf: both shares are added to its total, and nothing is passed on. The mistake only shows at a node with several users *and* parents of its own.
#
# **3.** Yes. Every path from the output is walked once, with the product of its slopes, and the sum over all paths is the derivative. But there are $2^n$ paths: $2 + 4 + \dots + 2^n = 2^{n+1} - 2$ calls below the first, where one visit a node makes $2n$ pulls. It is right, and useless for deep graphs.
#
# *Marking scheme.* **1**: one point for the order (y passes on before its second report), one for 6 + 12 = 18. **2**: one point for "a leaf passes nothing on". **3**: one point for right, with a reason (shares add over paths), one for exponential growth ($2^n$, $2^{n+1}$ and $2^{n+1} - 1$ count the same).
# ### END SOLUTION

# %% [markdown]
# # Part B · Digits
#
# ## B1. Clean data
#
# What you learn from the training set may be used on other data; what you learn from other data may not be used in training. That begins with scaling. **Standardise** the columns of `X` (features) by mean and standard deviation **of the training data**: subtract, divide. Some pixels are the same in all training examples, mostly empty corners: there the deviation is 0, and nothing is divided. (Deviation: numpy's, divided by N.)
#
# *Example*: training data `[[1, 7], [3, 7]]` and `X = [[4, 9]]` give `[[2, 2]]`.

# %% task="standardize"
def standardize(X_train, X):
    """Return X, (M, d), standardised by the training data; X_train (N, d), X (M, d)."""
    ### BEGIN SOLUTION
    mean, deviation = X_train.mean(axis=0), X_train.std(axis=0)
    return (X - mean) / np.where(deviation > 0, deviation, 1)  # a pixel that never moved
    ### END SOLUTION


# %% check="standardize" points=4
check("hw6/standardize", standardize)

# %% [markdown]
# **Confusion.** Entry (i, j) of the confusion matrix counts the examples of true class i that were called j.
#
# *Example*: `y = [0, 0, 2]`, `predicted = [0, 2, 2]`, k = 3 give `[[1, 0, 1], [0, 0, 0], [0, 0, 1]]`.

# %% task="confusion"
def confusion(y, predicted, k):
    """Return the confusion matrix, (k, k); y, predicted (N,): whole numbers from 0 to k − 1."""
    ### BEGIN SOLUTION
    counts = np.zeros((k, k))
    np.add.at(counts, (y, predicted), 1)
    return counts
    ### END SOLUTION


# %% check="confusion" points=3
check("hw6/confusion", confusion)

# %% [markdown]
# **Choose.** You trained some nets, the smallest first. For each you know the accuracy on the validation set, and somebody has already computed that on the test set. Which net do you choose, and which accuracy do you report for it? If two are equally good, choose the smaller one.
#
# *Example*: `validation = [0.9, 0.8]`, `test = [0.7, 0.75]` give 0 and 0.7.

# %% task="choose"
def choose(validation, test):
    """Return the number of the chosen net, and the accuracy to report; both arrays are (nets,)."""
    ### BEGIN SOLUTION
    chosen = int(np.argmax(validation))  # the first of the best
    return chosen, test[chosen]
    ### END SOLUTION


# %% check="choose" points=2
check("hw6/choose", choose)

# %% [markdown]
# ## B2. Digits
#
# scikit-learn's digits: 1797 images of 8 by 8 pixels, from 0 to 16. A split in three, by chance, once and for all:

# %%
from sklearn.datasets import load_digits

images, digits = load_digits(return_X_y=True)
order = np.random.default_rng(6).permutation(len(digits))
train, validation, test = np.split(order, [900, 1300])
for name, part in (("train", train), ("validation", validation), ("test", test)):
    print(f"{name:10} {len(part):4} images; of each digit {np.bincount(digits[part]).tolist()}")

# %% [markdown]
# **Train a classifier** and let it say the class of each new example. Take your `standardize`, a net, `cross_entropy_from_logits`, and `Trainer` or a loop of your own.
#
# The check trains anew on other data. **Wanted: 92 % right on new examples.** Bad luck is not your fault: the check asks for so many that a classifier that is right with probability .92 falls short less than once in a million times. A second of training is enough.

# %% task="classify"
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    """Return the predicted class of each new example, (M,).

    X_train (N, 64), X_validation, X_new (M, 64): pixels from 0 to 16, in any order; y_train (N,),
    y_validation: whole numbers from 0 to k − 1, where k may be below 10; the validation data are
    there for whatever you like; seed: for np.random.default_rng(seed), from which start and
    shuffling may follow. N is a few hundred.
    """
    ### BEGIN SOLUTION
    rng, k = np.random.default_rng(seed), int(y_train.max()) + 1
    hidden = 32
    net = Sequential(Linear(64, hidden, rng=rng), Activation("relu"), Linear(hidden, k, rng=rng))
    trainer = Trainer(net, cross_entropy_from_logits, Momentum(0.1), batch_size=50, rng=rng)
    trainer.fit(standardize(X_train, X_train), np.eye(k)[y_train], epochs=12)
    scores = trainer.predict(standardize(X_train, X_new))
    return scores.argmax(axis=1)
    ### END SOLUTION


# %% check="classify" kind="classes" points=8 uses=["standardize"]
check("hw6/classify", classify)

# %% [markdown]
# Now on the real thing. The first cell you may run as often as you like, with any change you can think of: that is what the validation set is for.

# %% tags=["raises-exception"]
parts = (images[train], digits[train], images[validation], digits[validation])
said = classify(*parts, images[validation], seed=0)
print(f"validation accuracy {np.mean(said == digits[validation]):.3f}")
print(confusion(digits[validation], said, 10).astype(int))

# %% [markdown]
# This one you run **once**, when nothing is left to decide.

# %% tags=["raises-exception"]
said = classify(*parts, images[test], seed=0)
print(f"test accuracy {np.mean(said == digits[test]):.3f}")

# %% [markdown]
# **In words** (5 points). Five people report an accuracy on "new" digits. Four of the numbers are not what they claim to be; one is. Say for each whether it is honest; if not, what leaked where, and how to do it right. *(1 point each)*
#
# | | who | what |
# |---|---|---|
# | 1 | Ada | standardises all 1797 images, then splits them into training and test set |
# | 2 | Ben | trains 40 nets that differ in the seed only, and reports the best of their 40 test accuracies |
# | 3 | Cem | adds to each of the 1797 images a copy with a little noise, "for more data", shuffles, and splits |
# | 4 | Dora | chooses width and learning rate by the validation accuracy, trains that net again on training *and* validation data, and looks at the test set once |
# | 5 | Eli | stops training when the validation accuracy is best, and reports that accuracy |

# %% [markdown] manual="leaks" points=5
# **Your answer:**
#
# ### BEGIN SOLUTION
# **1. Ada**: not quite honest. Mean and deviation contain the test images, so the test set took part in preparing the training data. (The harm is small here, but it is a habit that costs dearly elsewhere: in selecting features, say.) Split first, take mean and deviation from the training part alone.
#
# **2. Ben**: not honest. The test set chose the net: the best of 40 is partly the luckiest of 40, so the number is too high. Report the mean over the seeds with its spread, or choose by a validation set and report the test accuracy of the one chosen.
#
# **3. Cem**: not honest. For most test images a twin is in the training set; the net is asked about what it has seen. Split first, add noisy copies to the training part only.
#
# **4. Dora**: honest. All decisions were taken on the validation set; the test set was looked at once, after the last of them. (That the last net has seen the validation data is no leak: nothing is measured on them any more.)
#
# **5. Eli**: not honest as an accuracy on new data. The moment of stopping was chosen because this very number was at its best. Stop by the validation set, report the test set.
#
# *Marking scheme.* One point each: half for the verdict, half for the place of the leak and the cure (for Dora: for the reason). "Small harm" or "honest, practically" for Ada with the right place of the leak counts in full. Who finds Dora's number *pessimistic or optimistic* by a word on the changed size of the training set is right as well.
# ### END SOLUTION

# %% [markdown]
# ## Points so far
#
# The two answers in words and the fresh inputs come after you have handed in.

# %% summary="points_so_far"
points_so_far()
