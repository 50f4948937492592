# %% [markdown] slide="slide"
# # Start here
#
# *How neural networks learn, and why deep ones stop learning.*
#
# Six lectures lead from a single artificial neuron to the question why deep networks were so long so hard to train: the perceptron fails on XOR → the chain rule on a handful of numbers → backpropagation with matrices → gradients that vanish → starting weights that keep them alive (Glorot and He) → an engine that differentiates for you.

# %% [markdown] slide="subslide"
# ## The lectures
#
# | | lecture | you will see | homework |
# |---|---|---|---|
# | 1 | [The perceptron and XOR](01_perceptron_xor.ipynb) | a rule that learns from its mistakes, and four points that defeat it | [`hw1_perceptron`](../assignments/hw1_perceptron/hw1_perceptron.ipynb) |
# | 2 | [The chain rule, one number at a time](02_scalar_chain_rule.ipynb) | a network of four parameters, taken to pieces | [`hw2_chain_rule`](../assignments/hw2_chain_rule/hw2_chain_rule.ipynb) |
# | 3 | [Vectorised backpropagation](03_vectorized_backprop.ipynb) | the same with matrices; six steps; a bug that raises no error | [`hw3_backprop`](../assignments/hw3_backprop/hw3_backprop.ipynb) |
# | 4 | [Vanishing and exploding gradients](04_vanishing_gradients.ipynb) | why the first layers of a deep net hardly learn, and what helps | [`hw4_vanishing_gradients`](../assignments/hw4_vanishing_gradients/hw4_vanishing_gradients.ipynb) |
# | 5 | [Glorot against He](05_glorot_vs_he.ipynb) | how the size of the first random weights decides | [`hw5_initialization`](../assignments/hw5_initialization/hw5_initialization.ipynb) |
# | 6 | [Automatic differentiation](06_automatic_differentiation.ipynb) | a program that differentiates programs, and the backward pass that nobody writes | |
# | 8 | [Find the bug](08_find_the_bug.ipynb) | thirty-four suspects from published notes, and the smallest experiment that settles each | |
#
# Each lecture builds on the one before: the same tiny network and the same data come back under the same names.

# %% [markdown] slide="subslide"
# ## How a lecture works
#
# - It opens with what you will be able to do and a plan in minutes. The core path fits a lecture of 75 minutes; parts marked *Further* stand on their own.
# - **Predict** means: write your guess down before you run the next cell. Being wrong on record is how this sticks.
# - Cells are short. Run them in order with *Shift-Enter*; *Run → Run All Cells* works too and takes less than half a minute.
# - Sliders answer to the mouse and to the arrow keys. They need a running kernel; without one you see a still.
# - Every figure carries a description in words, computed from its data (the alternative text of the image).
# - A sentence such as ".946 ± .004 over shuffles" is computed by a test over at least 20 seeds.

# %% [markdown] slide="subslide"
# ## If you …
#
# **study alone**: read a lecture with the kernel running, change things, break things. Answer the questions at its end, then unfold the answers. Then do the homework: each check tells you what is wrong in the exercise's own words.
#
# **give the lecture**: cells that begin with a comment and are tagged `live` (see the right-hand side bar, *Property Inspector*) are meant to be typed in class; the comment is your prompt. All cells carry slide types, so the same notebook presents: `jupyter nbconvert --to slides`.
#
# **hand in homework**: work in the folder that your lecturer gave you, save the notebook, and hand in the file unrenamed. Nothing about you or your machine is collected.

# %% [markdown] slide="subslide"
# ## Is everything in place?
#
# The next cell draws a small network and the numbers that flow through it. If it does not, run `course doctor` in a terminal: it names the command that mends what is missing.

# %% slide="fragment"
import numpy as np

from course_lib import MLP, plots

net = MLP([2, 3, 1], loss="binary_cross_entropy", rng=np.random.default_rng(0))
x = np.array([[1.0, -2.0]])
W1, b1, W2, b2 = net.parameters()
values = [x[0], np.maximum(0, x @ W1 + b1)[0], net.forward(x)[0]]
plots.network(values, [W1, W2], names=["x", "a₁", "ŷ"], title="Ready: everything is in place")

# %% [markdown] slide="subslide"
# ## Words and signs, the same everywhere
#
# | sign | meaning | shape |
# |---|---|---|
# | $X$, $N$, $d$ | inputs, one example a row; number of examples, of features | (N, d) |
# | $W^{(\ell)}, b^{(\ell)}$ | weights, biases of layer ℓ | (fan_in, fan_out), (fan_out,) |
# | $Z = AW + b$ | pre-activations | (N, fan_out) |
# | $A = \varphi(Z)$ | activations; $A^{(0)} = X$ | (N, fan_out) |
# | $y$, $\hat y$ | truth, prediction | (N, k) |
# | $J$ | loss: a mean over the examples | a number |
# | $\delta = \partial J/\partial Z$ | delta | (N, fan_out) |
# | η | learning rate | a number |
#
# The course draws on teaching documents by M. Turcotte (CSI 4106, University of Ottawa, 2025), A. Masood and A. M. Asad (2025), M. Sonnewald (ECS171, UC Davis), and K. Han and S. Suárez Dou (MCMP-21, University of Luxembourg, 2024). Where they err, the course says so, kindly, and proves it.
