# %% [markdown] slide="slide"
# # Start here
#
# *How neural networks learn, and why deep ones stop learning.*
#
# This course leads from a single artificial neuron to the question why deep networks were so long so hard to train: the perceptron fails on XOR → the chain rule on a handful of numbers → backpropagation with matrices → gradients that vanish → starting weights that keep them alive (Glorot and He). Then it lets a machine do the differentiating, reads digits, and hunts for bugs.
#
# **For whom?** For students who know some Python, derivatives of one variable, and the product of two matrices; for lecturers who want to type live and be sure of what they say; for anyone who learns alone. No graphics card and, once installed, no network are needed.

# %% [markdown] slide="subslide"
# ## The lectures
#
# | no. | lecture | you will see | homework |
# |---|---|---|---|
# | 1 | [The perceptron and XOR](01_perceptron_xor.ipynb) | a rule that learns from its mistakes, and four points that defeat it | [`hw1_perceptron`](../assignments/hw1_perceptron/hw1_perceptron.ipynb) |
# | 2 | [The chain rule, one number at a time](02_scalar_chain_rule.ipynb) | a network of four parameters, taken to pieces | [`hw2_chain_rule`](../assignments/hw2_chain_rule/hw2_chain_rule.ipynb) |
# | 3 | [Vectorised backpropagation](03_vectorized_backprop.ipynb) | the same with matrices; six steps; a bug that raises no error | [`hw3_backprop`](../assignments/hw3_backprop/hw3_backprop.ipynb) |
# | 4 | [Vanishing and exploding gradients](04_vanishing_gradients.ipynb) | why the first layers of a deep net hardly learn, and what helps | [`hw4_vanishing_gradients`](../assignments/hw4_vanishing_gradients/hw4_vanishing_gradients.ipynb) |
# | 5 | [Glorot against He](05_glorot_vs_he.ipynb) | how the size of the first random weights decides | [`hw5_initialization`](../assignments/hw5_initialization/hw5_initialization.ipynb) |
# | 6 | [Automatic differentiation](06_automatic_differentiation.ipynb) | a program that differentiates programs, and the backward pass that nobody writes | [`hw6_autodiff_digits`](../assignments/hw6_autodiff_digits/hw6_autodiff_digits.ipynb) |
# | 7 | [Digits and regularisation](07_digits_and_regularisation.ipynb) | ten classes, a whole training run with its instruments, and cures for learning by heart | |
# | 8 | [Find the bug](08_find_the_bug.ipynb) | thirty-five suspects from published notes, and the smallest experiment that settles each | [`hw7_find_the_bug`](../assignments/hw7_find_the_bug/hw7_find_the_bug.ipynb) |
# | | [Reference](09_reference.ipynb) | notation, derivatives, formulas, glossary, questions, books | |
#
# Each lecture builds on the one before: the same tiny network and the same data come back under the same names. The map says what needs what.

# %% slide="fragment" tags=["hide-input"]
from course_lib import plots

STATIONS = {
    "Lecture 1": (0, 0, "perceptron, XOR"),
    "Lecture 2": (1, 0, "chain rule"),
    "Lecture 3": (2, 0, "backpropagation"),
    "Lecture 4": (3, 0, "vanishing gradients"),
    "Lecture 5": (4, 0, "Glorot, He"),
    "Lecture 6": (2, 1, "automatic\ndifferentiation"),
    "Lecture 7": (3, 1, "digits,\nregularisation"),
    "Lecture 8": (4, 1, "find the bug"),
}
WAYS = ["12", "23", "34", "45", "36", "57", "58"]
ways = [(f"Lecture {tail}", f"Lecture {head}") for tail, head in WAYS]
plots.roadmap(STATIONS, ways, title="What needs what")

# %% [markdown] slide="subslide"
# ## How a lecture works
#
# - It opens with what you will be able to do and a plan in minutes. The core path fits a lecture of 75 minutes; parts marked *Further* stand on their own.
# - **Predict** means: write your guess down before you run the next cell. Being wrong on record is how this sticks.
# - Cells are short. Run them in order with *Shift-Enter*; *Run → Run All Cells* works too and takes less than half a minute (lecture 7: a minute).
# - Sliders answer to the mouse and to the arrow keys. They need a running kernel; without one you see a still.
# - Every figure carries a description in words, computed from its data (the alternative text of the image).
# - A sentence such as ".946 ± .004 over shuffles" is computed by a test over at least 20 seeds.

# %% [markdown] slide="subslide"
# ## If you …
#
# **study alone**: read a lecture with the kernel running, change things, break things. A lecture in two sittings is a good pace. Answer the questions at its end, then unfold the answers. Then do the homework: each check tells you what is wrong in the exercise's own words. Come back to the questions of the [reference](09_reference.ipynb) a week later.
#
# **give the lecture**: cells that begin with a comment and are tagged `live` (see the right-hand side bar, *Property Inspector*) are meant to be typed in class; the comment is your prompt. The plan gives minutes. In `notebooks/live` they hold nothing else. The deck button in the toolbar presents the same notebook as slides. Ask for the predictions aloud; a wrong one is worth more than a right one.
#
# **hand in homework**: work in the folder that your lecturer gave you, save the notebook, and hand in the file unrenamed. Nothing about you or your machine is collected.

# %% [markdown] slide="slide"
# ## Two ideas, on five levels
#
# Read until it gets interesting; the lectures fill in the rest.
#
# | level | backpropagation | vanishing gradients |
# |---|---|---|
# | **Level 1, for a child** | You throw a basketball at a hoop. It falls short, so next time you push a little harder; too far left, a little more to the right. Each miss tells you *what* to change, and *by how much*. | A rumour goes through a chain of friends, and each passes it on more softly than it came. At the end of the chain nobody can tell what was said. |
# | **Level 2, at school** | A network is many knobs in a row. Compare its answer with the right one; then go back through the row and find out how much each knob took part in the mistake. Turn each a bit, against the mistake. | On its way back the blame is multiplied at every stage. Multiply by a quarter ten times, and less than a millionth is left: the first knobs never learn what they did. |
# | **Level 3, first year** | $w \leftarrow w - \eta\,\partial J/\partial w$ for every weight. The derivative comes from the chain rule: local derivatives multiply along a path, and add where paths meet. | The sigmoid's slope σ′ is at most ¼, and nearly 0 where a unit saturates. A chain of $L$ units passes on at most $(\frac14)^L \prod \lvert w\rvert$. |

# %% [markdown] slide="subslide"
# | level | backpropagation | vanishing gradients |
# |---|---|---|
# | **Level 4, for the course** | $\delta^{(\ell)} = \big(\delta^{(\ell+1)} W^{(\ell+1)\top}\big) \odot \varphi'\big(Z^{(\ell)}\big)$, then $\partial J/\partial W^{(\ell)} = A^{(\ell-1)\top} \delta^{(\ell)}$. Each product is computed once and shared. | Per layer, $E[\delta^2]$ is multiplied by $n \operatorname{Var}(W)\, E[\varphi'^2]$. Glorot and He choose $\operatorname{Var}(W)$ to make that 1; for sigmoid layers no constant does. Normalisation and residual paths mend other factors. |
# | **Level 5, for a specialist** | Reverse-mode automatic differentiation of $J: \mathbb R^P \to \mathbb R$: a sweep of vector-Jacobian products costs a small constant times one evaluation, whatever $P$, and memory for what the way back needs. Forward mode costs that for every input, finite differences $P + 1$ evaluations. | The gradient is a product of Jacobians, whose singular values spread exponentially in depth even where the mean square is kept. Depth alone is not the point: the spectrum of the product is. |

# %% [markdown] slide="subslide"
# **What is it good for?** The same algorithm trains networks that sort *images* (is this a 4 or a 9? a tumour or a shadow?), that turn *speech* into text and back, that translate and write *language*. They differ in how units are wired; how they learn is in these lectures.

# %% [markdown] slide="slide"
# ## A short history
#
# | year | who | what |
# |---|---|---|
# | 1958 | Rosenblatt | the perceptron, a unit that learns from its mistakes |
# | 1962 | Novikoff | on separable data it errs only finitely often |
# | 1965 | Ivakhnenko & Lapa | deep networks of polynomial units, trained layer by layer |
# | 1967 | Amari | multilayer networks trained by stochastic gradient descent |
# | 1969 | Minsky & Papert | *Perceptrons*: what one layer with limited inputs cannot do |
# | 1970 | Linnainmaa | reverse mode of automatic differentiation |
# | 1974 | Werbos | the same idea for training models |
# | 1986 | Rumelhart, Hinton & Williams | backpropagation made known, with hidden units that find features of their own |
# | 1989 | Cybenko | one hidden sigmoid layer approximates any continuous function on a compact set |
# | 1991 | Hochreiter | gradients vanish or explode: analysed in a diploma thesis |
# | 1993 | Leshno and others | approximation *if and only if* φ is not a polynomial |
# | 1994 | Bengio, Simard & Frasconi | why long-term dependencies are difficult to learn |

# %% [markdown] slide="subslide"
# | year | who | what |
# |---|---|---|
# | 2010 | Glorot & Bengio | initial weights between the wishes of both directions |
# | 2013 | Pascanu, Mikolov & Bengio | exploding gradients, and clipping by the norm |
# | 2014 | Srivastava and others | dropout |
# | 2015 | Ioffe & Szegedy | batch normalisation |
# | 2015 | Kingma & Ba | Adam |
# | 2015 | He and others | initial weights for ReLU |
# | 2016 | He and others | residual networks |
# | 2017 | Baydin and others | automatic differentiation surveyed for machine learning |
#
# "Nothing was known before 1986" is a legend: more than half of the first table is older. Lecture 1, part 10, tells more.

# %% [markdown] slide="subslide"
# ## Is everything in place?
#
# The next cell draws a small network and the numbers that flow through it. If it does not, run `course doctor` in a terminal: it names the command that mends what is missing.

# %% slide="fragment"
import numpy as np

from course_lib import MLP

net = MLP([2, 3, 1], loss="binary_cross_entropy", rng=np.random.default_rng(0))
x = np.array([[1.0, -2.0]])
W1, b1, W2, b2 = net.parameters()
values = [x[0], np.maximum(0, x @ W1 + b1)[0], net.forward(x)[0]]
plots.network(values, [W1, W2], names=["x", "a₁", "ŷ"], title="Ready: everything is in place")

# %% [markdown] slide="subslide"
# ## Gallery
#
# Pictures that answer to the hand. Every control works with the mouse and with the keyboard (*Tab*, arrow keys, space); the *scene* under a picture is a text that brings it back: `explore("vanishing?depth=30&activation=relu")`.
#
# A line that moves at every mistake (lecture 1). Press *Play*; then try XOR, with and without a hidden unit more:

# %% slide="fragment"
from course_lib.explorers import explore

explore("perceptron")

# %% [markdown] slide="subslide"
# The chain rule on a network of four parameters (lecture 2). Drag a blue node sideways:

# %% slide="fragment"
explore("chain_rule")

# %% [markdown] slide="subslide"
# A net that learns, of which nothing is hidden (lecture 3):

# %% slide="fragment"
explore("playground")

# %% [markdown] slide="subslide"
# What becomes of signals and gradients in a deep net, measured and predicted (lecture 4):

# %% slide="fragment"
explore("vanishing")

# %% [markdown] slide="subslide"
# Two ways to draw the first weights, side by side (lecture 5):

# %% slide="fragment"
explore("glorot_he")

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
