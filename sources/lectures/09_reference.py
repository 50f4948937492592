# %% [markdown] slide="slide"
# # Reference
#
# *All that the lectures found, on one page: signs, derivatives, formulas, words, questions, books.*
#
# | no. | part |
# |---|---|
# | 1 | Notation |
# | 2 | Derivatives |
# | 3 | Formulas |
# | 4 | Tables to decide by |
# | 5 | Glossary |
# | 6 | Questions and answers |
# | 7 | The library |
# | 8 | To watch and to read |
# | 9 | What you can do now |
#
# Links such as [3.5](<03_vectorized_backprop.ipynb#5.-The-delta-recursion>) lead to lecture 3, part 5.

# %% slide="skip"
import numpy as np

from course_lib import MLPClassifier, gradient_check, plots
from course_lib.activations import ACTIVATIONS, softmax

# %% [markdown] slide="slide"
# ## 1. Notation
#
# | sign | meaning | shape |
# |---|---|---|
# | $N$, $d$, $k$ | number of examples, of features, of outputs | numbers |
# | $X$ | inputs, one example a row; $x_n$ is row $n$, $x_{ni}$ its component $i$ | (N, d) |
# | $y$, $Y$ | truth; $Y$ one-hot | (N, k) |
# | $\hat y$ | prediction | (N, k) |
# | $W^{(\ell)}$ | weights of layer ℓ, one unit a column | (fan_in, fan_out) |
# | $b^{(\ell)}$ | biases | (fan_out,) |
# | $Z^{(\ell)} = A^{(\ell-1)} W^{(\ell)} + b^{(\ell)}$ | pre-activations | (N, fan_out) |
# | $A^{(\ell)} = \varphi(Z^{(\ell)})$, $A^{(0)} = X$ | activations | (N, fan_out) |
# | $L$ | number of layers with weights; layer 1 is the first | a number |
# | $J$ | loss: a mean over examples, a sum over outputs | a number |
# | $\delta^{(\ell)} = \partial J/\partial Z^{(\ell)}$ | delta | (N, fan_out) |
# | $\odot$, $\top$ | product entry by entry; transpose | |
# | η, λ, $m$, $p$ | learning rate, strength of a penalty, batch size, patience (in dropout and softmax a probability) | numbers |
# | $P$ | number of parameters | a number |
# | $R$, γ (lecture 1) | longest example, margin | numbers |
# | $n_\text{in}$, $n_\text{out}$ | fan_in, fan_out in formulas | numbers |
# | $N(0, v)$ | normal distribution of *variance* $v$; numpy's `normal(0, s)` takes the standard deviation | |

# %% [markdown] slide="slide"
# ## 2. Derivatives
#
# $\sigma$ is the sigmoid, $\Phi$ and $\phi$ are distribution and density of N(0, 1).
#
# | activation | $\varphi(z)$ | $\varphi'(z)$ |
# |---|---|---|
# | identity | `z` | `1` |
# | sigmoid | `1/(1 + exp(-z))` | `sigma(z)*sigma(-z)` |
# | tanh | `tanh(z)` | `1 - tanh(z)**2` |
# | ReLU, z > 0 | `z` | `1` |
# | ReLU, z < 0 | `0` | `0` |
# | leaky ReLU, PReLU, z < 0 | `alpha*z` | `alpha` |
# | ELU, z < 0 | `exp(z) - 1` | `exp(z)` |
# | GELU | `z*Phi(z)` | `Phi(z) + z*phi(z)` |
# | Swish | `z*sigma(z)` | `sigma(z) + z*sigma(z)*sigma(-z)` |
# | Mish | `z*tanh(log(1 + exp(z)))` | `tanh(log(1 + exp(z))) + z*sigma(z)*(1 - tanh(log(1 + exp(z)))**2)` |
# | softplus | `log(1 + exp(z))` | `sigma(z)` |
# | softsign, z > 0 | `z/(1 + z)` | `1/(1 + z)**2` |

# %% [markdown] slide="subslide"
# | loss of one example | $J$ | derivative by ŷ (or by z) |
# |---|---|---|
# | squared error | `(y_hat - y)**2` | `2*(y_hat - y)` |
# | ½ squared error | `(y_hat - y)**2/2` | `y_hat - y` |
# | absolute error, ŷ > y | `y_hat - y` | `1` |
# | binary cross-entropy | `-y*log(y_hat) - (1 - y)*log(1 - y_hat)` | `(y_hat - y)/(y_hat*(1 - y_hat))` |
# | the same, from the logit z | `log(1 + exp(z)) - y*z` | `sigma(z) - y` |
#
# The library's functions, each beside its derivative, and each checked:

# %% slide="fragment"
z = np.array([-2.0, -0.7, 0.4, 1.5])
for name, act in ACTIVATIONS.items():
    report = gradient_check(lambda z, act=act: act(z).sum(), act.derivative(z), z)
    print(f"{name:11} {'right' if report else 'WRONG'}, by {report.method}")

# %% slide="fragment" tags=["hide-input"]
names = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "swish", "mish")
pages = {}
for name in names:
    others = [ACTIVATIONS[other] for other in names if other != name]
    pages[name] = plots.activation_and_derivative({name: ACTIVATIONS[name]}, faint=others, title=name)
plots.flip_book(pages, label="activation", start="relu")

# %% [markdown] slide="slide"
# ## 3. Formulas
#
# | name | formula | taught in |
# |---|---|---|
# | perceptron rule | $w \leftarrow w + \eta\,(y_n - \hat y_n)\,x_n$, $\;b \leftarrow b + \eta\,(y_n - \hat y_n)$ | [1.2](<01_perceptron_xor.ipynb#2.-A-rule-that-learns>) |
# | its bound | at most $(R/\gamma)^2$ updates, from a zero start | [1.5](<01_perceptron_xor.ipynb#5.-When-the-rule-must-succeed>) |
# | descent | $\theta \leftarrow \theta - \eta\,\partial J/\partial\theta$; on a parabola of curvature $c$: $0 < \eta < 2/c$ | [2.1](<02_scalar_chain_rule.ipynb#1.-Downhill-with-one-parameter>) |
# | central difference | $\frac{f(w+h) - f(w-h)}{2h}$, error $\frac{h^2}6 f‴$ | [2.10](<02_scalar_chain_rule.ipynb#10.-Further:-the-best-nudge>) |
# | complex step | $\operatorname{Im} f(w + ih)/h$ | [2.10](<02_scalar_chain_rule.ipynb#10.-Further:-the-best-nudge>) |
# | forward | $Z = AW + b$, $\;A = \varphi(Z)$ | [3.2](<03_vectorized_backprop.ipynb#2.-Forward-pass-and-loss>) |
# | binary cross-entropy | $-\frac1N \sum_n [y_n \ln \hat y_n + (1 - y_n) \ln(1 - \hat y_n)]$ | [3.2](<03_vectorized_backprop.ipynb#2.-Forward-pass-and-loss>) |
# | output δ | $(\hat y - y)/N$ (sigmoid or softmax, with its cross-entropy) | [3.4](<03_vectorized_backprop.ipynb#4.-Delta-at-the-output>) |
# | recursion | $\delta^{(\ell)} = \big(\delta^{(\ell+1)} W^{(\ell+1)\top}\big) \odot \varphi'\big(Z^{(\ell)}\big)$ | [3.5](<03_vectorized_backprop.ipynb#5.-The-delta-recursion>) |
# | gradients | $\partial J/\partial W = A^\top \delta$, $\;\partial J/\partial b = \sum_n \delta_n$ | [3.5](<03_vectorized_backprop.ipynb#5.-The-delta-recursion>) |
# | parameters | $\sum (n_\text{in} + 1)\, n_\text{out}$ | [3.1](<03_vectorized_backprop.ipynb#1.-From-one-example-to-a-matrix-of-them>) |
# | noise of a mini-batch | variance ∝ $1/m$ | [3.8](<03_vectorized_backprop.ipynb#8.-Batches-and-shuffling>) |
# | L2 | $J + \frac\lambda2 \sum \lVert W\rVert^2$, gradient $+ \lambda W$ | [3.11](<03_vectorized_backprop.ipynb#11.-Further:-L2-regularisation>) |
# | ℓ1 | $J + \lambda \sum \lvert w\rvert$, gradient $+ \lambda \operatorname{sign} W$ | [7.9](<07_digits_and_regularisation.ipynb#9.-Learning-by-heart,-and-four-cures>) |
# | dropout | $A \odot \text{mask}/(1-p)$, while training | [7.11](<07_digits_and_regularisation.ipynb#11.-Further:-dropout-from-inside>) |
# | softmax | $e^{z_j} / \sum_c e^{z_c}$ | [3.13](<03_vectorized_backprop.ipynb#13.-Further:-several-classes>) |
# | chain of sigmoids | $\lvert\partial a_L/\partial x\rvert \le (\frac14)^L \prod \lvert w_\ell\rvert$ | [4.1](<04_vanishing_gradients.ipynb#1.-A-product-of-small-factors>) |
# | clipping | $g \leftarrow g \cdot \min(1, c/\lVert g\rVert)$, all of $g$ | [4.7](<04_vanishing_gradients.ipynb#7.-Exploding-gradients-and-clipping>) |
# | batch normalisation | $\hat z = (z - \mu)/\sqrt{s^2 + \epsilon}$ | [4.10](<04_vanishing_gradients.ipynb#10.-Further:-batch-normalisation-from-inside>) |
# | momentum | $v \leftarrow \beta v + g$, $\;\theta \leftarrow \theta - \eta v$ | [4.12](<04_vanishing_gradients.ipynb#12.-Further:-other-optimizers>) |
# | RMSProp | $s \leftarrow \rho s + (1 - \rho) g^2$, $\;\theta \leftarrow \theta - \eta g/(\sqrt s + \epsilon)$ | [4.12](<04_vanishing_gradients.ipynb#12.-Further:-other-optimizers>) |
# | second moment, forward | $E[z^2] = n_\text{in} \operatorname{Var}(W)\, E[a^2]$ | [5.2](<05_glorot_vs_he.ipynb#2.-The-way-forward>) |
# | backward | $E[(\partial J/\partial a)^2] = n_\text{out} \operatorname{Var}(W)\, E[\delta^2]$ | [5.3](<05_glorot_vs_he.ipynb#3.-The-way-back>) |
# | Glorot; He | $\frac2{n_\text{in} + n_\text{out}}$; $\;\frac2{n_\text{in}}$ (variances) | [5.5](<05_glorot_vs_he.ipynb#5.-Uniform,-normal,-and-a-trap>) |
# | uniform of variance $v$ | on $\pm\sqrt{3v}$ | [5.5](<05_glorot_vs_he.ipynb#5.-Uniform,-normal,-and-a-trap>) |

# %% [markdown] slide="subslide"
# Four rows of logits and their probabilities, as in a published table (Turcotte 2025):

# %% slide="fragment"
for logits in ([1.47, -0.39, 0.22], [5.0, 6.0, 4.0], [0.9, 0.8, 1.1], [-2.0, 2.0, -3.0]):
    print(logits, "->", softmax(np.array(logits)).round(2))

# %% [markdown] slide="slide"
# ## 4. Tables to decide by
#
# | word | its role |
# |---|---|
# | activation | bends: without it layers collapse into one |
# | loss | says how far off, in one number |
# | gradient descent | moves every parameter against its derivative |
# | learning rate | says by how much |
# | chain rule | multiplies local derivatives along a path, adds where paths meet |
# | automatic differentiation | carries the chain rule out, on any program; its reverse mode on a network is backpropagation |
#
# | task | output activation | loss | δ at the output |
# |---|---|---|---|
# | a number | identity | squared error | $2(\hat y - y)/N$ |
# | yes or no | sigmoid | binary cross-entropy | $(\hat y - y)/N$ |
# | one of $k$ classes | softmax | cross-entropy | $(\hat Y - Y)/N$ |

# %% [markdown] slide="subslide"
# | you see | suspect | do |
# |---|---|---|
# | accuracy of an untrained net far from one half (two balanced classes) | labels, data, output | look before you train |
# | loss falls, predictions wrong | the criterion | look at the predictions |
# | loss at ln 2 (two classes) or ln 10 (ten) and no movement | a plateau: vanished or slow | gradient norms and variance over samples, per layer |
# | loss jumps up and down | η above 2/curvature | a smaller rate |
# | NaN or infinity | explosion, or log 0 | clip; mend the start; compute from logits |
# | many units at 0 for all examples | dead ReLUs | smaller steps, leaky units |
# | training loss falls, held-out loss rises | noise is being learned | stop early, penalise, get more data |
# | gradient check fails | see the ratios of [8.1](<08_find_the_bug.ipynb#1.-The-tools>) | mend, check again |
#
# | activation | start |
# |---|---|
# | tanh, softsign, none | Glorot, or $1/n_\text{in}$ |
# | ReLU; leaky ReLU | He; $2/((1+\alpha^2)\, n_\text{in})$ |
# | ELU, GELU, Swish, Mish | He, as a habit |
# | sigmoid | as an output only |

# %% [markdown] slide="slide"
# ## 5. Glossary
#
# | word | meaning | taught in |
# |---|---|---|
# | **activation** | what a unit passes on, $a = \varphi(z)$; also the function φ, without which layers collapse into one | [2.6](<02_scalar_chain_rule.ipynb#6.-The-network-with-four-parameters>) |
# | **Adam** | momentum and RMSProp together, with both averages corrected for their start at 0 | [4.12](<04_vanishing_gradients.ipynb#12.-Further:-other-optimizers>) |
# | **backpropagation** | all derivatives of a loss by one pass forward and one back: the chain rule with reuse | [2.8](<02_scalar_chain_rule.ipynb#8.-What-reuse-saves>) |
# | **batch** | the examples that go into one step; all of them: full batch | [3.8](<03_vectorized_backprop.ipynb#8.-Batches-and-shuffling>) |
# | **batch normalisation** | each unit's $z$ is given mean 0 and variance 1 over the batch, then a learned scale and shift | [4.10](<04_vanishing_gradients.ipynb#10.-Further:-batch-normalisation-from-inside>) |
# | **bias** | the number added to a unit's weighted sum: it shifts the threshold | [1.1](<01_perceptron_xor.ipynb#1.-A-unit-that-decides>) |
# | **binary cross-entropy** | minus the logarithm of the probability given to the truth, 0 or 1 | [3.2](<03_vectorized_backprop.ipynb#2.-Forward-pass-and-loss>) |
# | **chain rule** | rates along a chain multiply | [2.3](<02_scalar_chain_rule.ipynb#3.-The-chain-rule>) |
# | **clipping** | shortening the gradient to a largest norm; its direction stays | [4.7](<04_vanishing_gradients.ipynb#7.-Exploding-gradients-and-clipping>) |
# | **complex step** | a derivative from a nudge along the imaginary axis; nothing is subtracted | [2.10](<02_scalar_chain_rule.ipynb#10.-Further:-the-best-nudge>) |
# | **computational graph** | a calculation in single operations: nodes, and arrows that say who needs whom | [2.4](<02_scalar_chain_rule.ipynb#4.-The-computational-graph>) |
# | **confusion matrix** | the true class down, the predicted one across: who is taken for whom | [7.6](<07_digits_and_regularisation.ipynb#6.-What-it-gets-wrong>) |
# | **convergence theorem** | separable data: the perceptron makes at most $(R/\gamma)^2$ updates | [1.5](<01_perceptron_xor.ipynb#5.-When-the-rule-must-succeed>) |
# | **cross-entropy** | the loss that goes with softmax | [3.13](<03_vectorized_backprop.ipynb#13.-Further:-several-classes>) |
# | **dead** | a ReLU whose $z$ is ≤ 0 for every example | [4.4](<04_vanishing_gradients.ipynb#4.-Saturated-and-dead-units>) |
# | **decay** | a learning rate that shrinks from epoch to epoch | [3.9](<03_vectorized_backprop.ipynb#9.-Further:-learning-rate-and-its-decay>) |
# | **delta** | $\delta = \partial J/\partial z$, of a unit | [2.6](<02_scalar_chain_rule.ipynb#6.-The-network-with-four-parameters>) |
# | **dropout** | units switched off at random while training, the others scaled up | [7.9](<07_digits_and_regularisation.ipynb#9.-Learning-by-heart,-and-four-cures>) |
# | **dual number** | a value together with its derivative; arithmetic carries both | [6.2](<06_automatic_differentiation.ipynb#2.-Forward-mode:-dual-numbers>) |
# | **early stopping** | going back to the epoch that was best on held-out data | [3.12](<03_vectorized_backprop.ipynb#12.-Further:-when-to-stop>) |

# %% [markdown] slide="subslide"
# | word | meaning | taught in |
# |---|---|---|
# | **epoch** | one pass through all training examples | [1.2](<01_perceptron_xor.ipynb#2.-A-rule-that-learns>) |
# | **exploding gradient** | factors above 1, multiplied over many layers | [4.7](<04_vanishing_gradients.ipynb#7.-Exploding-gradients-and-clipping>) |
# | **fan_in, fan_out** | how many inputs a layer has, how many outputs | [3.1](<03_vectorized_backprop.ipynb#1.-From-one-example-to-a-matrix-of-them>) |
# | **fork** | a value that feeds several nodes: contributions add | [2.4](<02_scalar_chain_rule.ipynb#4.-The-computational-graph>) |
# | **forward mode** | derivatives carried along with the values; one sweep for each input | [6.2](<06_automatic_differentiation.ipynb#2.-Forward-mode:-dual-numbers>) |
# | **gain** | $\sqrt{1/\mathrm E[\varphi(z)^2]}$ for $z \sim N(0,1)$: a factor on a standard deviation | [5.10](<05_glorot_vs_he.ipynb#10.-Further:-gains,-measured>) |
# | **gate** | in lecture 1 a truth table such as AND; in recurrent nets a learned factor on a path | [1.3](<01_perceptron_xor.ipynb#3.-Five-gates>) |
# | **Glorot's start** | $\operatorname{Var}(W) = 2/(n_\text{in} + n_\text{out})$ | [5.4](<05_glorot_vs_he.ipynb#4.-The-compromise>) |
# | **gradient** | all derivatives of the loss, in the shapes of the parameters | [3.5](<03_vectorized_backprop.ipynb#5.-The-delta-recursion>) |
# | **gradient check** | a gradient against numerical derivatives of its loss | [8.1](<08_find_the_bug.ipynb#1.-The-tools>) |
# | **gradient descent** | steps against the slope | [2.1](<02_scalar_chain_rule.ipynb#1.-Downhill-with-one-parameter>) |
# | **He's start** | $\operatorname{Var}(W) = 2/n_\text{in}$, for ReLU | [5.7](<05_glorot_vs_he.ipynb#7.-ReLU-loses-a-factor-2>) |
# | **hidden layer** | units between input and output, which no one tells what to say | [1.7](<01_perceptron_xor.ipynb#7.-A-hidden-layer,-by-hand>) |
# | **hyperplane** | a line, in more dimensions | [1.1](<01_perceptron_xor.ipynb#1.-A-unit-that-decides>) |
# | **Jacobian** | the matrix of all derivatives of several outputs by several inputs | [5.12](<05_glorot_vs_he.ipynb#12.-Further:-singular-values>) |
# | **k-fold** | an estimate of how well a recipe generalises; no stopping rule | [3.12](<03_vectorized_backprop.ipynb#12.-Further:-when-to-stop>) |
# | **kink** | a corner, where left and right slope differ | [2.10](<02_scalar_chain_rule.ipynb#10.-Further:-the-best-nudge>) |
# | **L2 regularisation** | a price on large weights, $\frac\lambda2 \sum \lVert W\rVert^2$ | [3.11](<03_vectorized_backprop.ipynb#11.-Further:-L2-regularisation>) |
# | **leaky ReLU** | a ReLU that keeps a small slope below 0 | [4.9](<04_vanishing_gradients.ipynb#9.-Further:-the-ReLU-family>) |
# | **learning rate** | η: by how much of the gradient a step moves | [2.1](<02_scalar_chain_rule.ipynb#1.-Downhill-with-one-parameter>) |

# %% [markdown] slide="subslide"
# | word | meaning | taught in |
# |---|---|---|
# | **likelihood** | how probable a model makes the data | [2.12](<02_scalar_chain_rule.ipynb#12.-Further:-where-losses-come-from>) |
# | **linearly separable** | two classes that a hyperplane parts | [1.4](<01_perceptron_xor.ipynb#4.-XOR>) |
# | **local derivative** | how a node reacts to one of its inputs, whatever happens elsewhere | [2.4](<02_scalar_chain_rule.ipynb#4.-The-computational-graph>) |
# | **log-odds** | $\ln\frac{p}{1-p}$; where an output bias may start | [3.10](<03_vectorized_backprop.ipynb#10.-Further:-a-start-at-zero>) |
# | **log-sum-exp** | $\ln \sum e^{z}$, computed so that nothing overflows | [7.3](<07_digits_and_regularisation.ipynb#3.-Numbers-that-break>) |
# | **logit** | what goes into a sigmoid or softmax at the output | [8.3](<08_find_the_bug.ipynb#3.-Where-the-blame-goes>) |
# | **loss** | how far off, in one number | [2.1](<02_scalar_chain_rule.ipynb#1.-Downhill-with-one-parameter>) |
# | **margin** | the room around the best hyperplane | [1.5](<01_perceptron_xor.ipynb#5.-When-the-rule-must-succeed>) |
# | **mini-batch** | a few examples a step; an unbiased, noisy gradient | [3.8](<03_vectorized_backprop.ipynb#8.-Batches-and-shuffling>) |
# | **module** | a function that owns parameters; modules hold modules | [6.7](<06_automatic_differentiation.ipynb#7.-From-Module-to-Trainer>) |
# | **momentum** | a running sum of past gradients instead of the last one | [4.12](<04_vanishing_gradients.ipynb#12.-Further:-other-optimizers>) |
# | **norm** | a length: for $p \ge 1$ the root of the sum of p-th powers | [7.10](<07_digits_and_regularisation.ipynb#10.-Further:-ℓp,-and-how-ℓ1-makes-zeros>) |
# | **one-hot** | a row with a 1 at its class, else 0 | [3.13](<03_vectorized_backprop.ipynb#13.-Further:-several-classes>) |
# | **online** | one example a step | [1.2](<01_perceptron_xor.ipynb#2.-A-rule-that-learns>) |
# | **orthogonal** | a matrix that keeps lengths: all singular values 1 | [4.11](<04_vanishing_gradients.ipynb#11.-Further:-recurrent-chains>) |
# | **patience** | epochs without improvement that one waits before stopping | [3.12](<03_vectorized_backprop.ipynb#12.-Further:-when-to-stop>) |
# | **perceptron** | a unit with a step, and the rule that corrects it | [1.2](<01_perceptron_xor.ipynb#2.-A-rule-that-learns>) |
# | **plateau** | a long stretch on which the loss hardly falls | [4.3](<04_vanishing_gradients.ipynb#3.-What-training-makes-of-it>) |
# | **positively homogeneous** | $\varphi(sz) = s\,\varphi(z)$ for $s > 0$ | [5.9](<05_glorot_vs_he.ipynb#9.-Which-start-for-which-activation>) |
# | **pre-activation** | $z$, before φ | [4.4](<04_vanishing_gradients.ipynb#4.-Saturated-and-dead-units>) |

# %% [markdown] slide="subslide"
# | word | meaning | taught in |
# |---|---|---|
# | **PReLU** | a leaky ReLU whose slope is learned | [4.9](<04_vanishing_gradients.ipynb#9.-Further:-the-ReLU-family>) |
# | **recurrent net** | a net that reads a sequence, with the same weights at each step | [4.11](<04_vanishing_gradients.ipynb#11.-Further:-recurrent-chains>) |
# | **residual connections** | $a + \varphi(z)$: a path with the factor 1 | [4.8](<04_vanishing_gradients.ipynb#8.-Cures-as-experiments>) |
# | **reverse mode** | derivatives from the output back; one sweep for any number of inputs | [6.3](<06_automatic_differentiation.ipynb#3.-Reverse-mode:-a-graph-that-remembers>) |
# | **RMSProp** | each gradient divided by its running root mean square | [4.12](<04_vanishing_gradients.ipynb#12.-Further:-other-optimizers>) |
# | **saturated** | where φ′ is nearly 0 | [4.4](<04_vanishing_gradients.ipynb#4.-Saturated-and-dead-units>) |
# | **second moment** | $\mathrm E[z^2]$; the variance, if the mean is 0 | [5.2](<05_glorot_vs_he.ipynb#2.-The-way-forward>) |
# | **sigmoid** | $\sigma(z) = 1/(1 + e^{-z})$ | [2.5](<02_scalar_chain_rule.ipynb#5.-One-neuron>) |
# | **singular value** | by how much a matrix stretches, direction by direction | [5.12](<05_glorot_vs_he.ipynb#12.-Further:-singular-values>) |
# | **soft threshold** | a step towards 0 that stops there; makes exact zeros under ℓ1 | [7.10](<07_digits_and_regularisation.ipynb#10.-Further:-ℓp,-and-how-ℓ1-makes-zeros>) |
# | **softmax** | probabilities from several logits | [3.13](<03_vectorized_backprop.ipynb#13.-Further:-several-classes>) |
# | **spectral radius** | the largest absolute eigenvalue: what powers of a matrix do in the long run | [4.11](<04_vanishing_gradients.ipynb#11.-Further:-recurrent-chains>) |
# | **step** | Heaviside's: 1 from zero on, else 0; also one update | [1.1](<01_perceptron_xor.ipynb#1.-A-unit-that-decides>) |
# | **symmetry** | units that start alike remain alike | [3.10](<03_vectorized_backprop.ipynb#10.-Further:-a-start-at-zero>) |
# | **universal approximation** | one wide hidden layer comes close to any continuous function on a compact set | [1.11](<01_perceptron_xor.ipynb#11.-Further:-what-one-hidden-layer-can-approximate>) |
# | **update-to-weight ratio** | how large a step is, compared with the weights it moves | [7.7](<07_digits_and_regularisation.ipynb#7.-Instruments>) |
# | **validation** | the part of the data on which choices are made, apart from training and test | [7.4](<07_digits_and_regularisation.ipynb#4.-The-data,-in-three-parts>) |
# | **vanishing gradient** | factors below 1, multiplied over many layers | [4.1](<04_vanishing_gradients.ipynb#1.-A-product-of-small-factors>) |
# | **variance over samples** | unit by unit, over the examples: does the layer still tell them apart? | [4.6](<04_vanishing_gradients.ipynb#6.-A-trap:-which-variance?>) |
# | **weight** | the factor on one input of a unit | [1.1](<01_perceptron_xor.ipynb#1.-A-unit-that-decides>) |

# %% [markdown] slide="slide"
# ## 6. Questions and answers
#
# Of the whole course. Answer first, then unfold; each lecture has more at its end.
#
# <details><summary>1. How are weights adjusted?</summary>
#
# Each moves against its own derivative of the loss, by η times that: w ← w − η ∂J/∂w. All derivatives are computed before anything moves.
#
# </details>
#
# <details><summary>2. What do magnitudes do to training?</summary>
#
# Large weights saturate sigmoid and tanh units, large inputs act as large weights do, and a large step overshoots. Scale the inputs, draw the weights to fit the width, compare η with the curvature.
#
# </details>
#
# <details><summary>3. Why does a unit need a bias?</summary>
#
# Without one its line goes through the origin for ever. The bias shifts the threshold: w · x ≥ −b.
#
# </details>
#
# <details><summary>4. Which functions of two bits can one unit compute?</summary>
#
# Fourteen of sixteen: all but XOR and XNOR, which are not linearly separable.
#
# </details>
#
# <details><summary>5. When must the perceptron rule succeed?</summary>
#
# When the data are separable. From a zero start it makes at most (R/γ)² updates, in any order of the examples.
#
# </details>
#
# <details><summary>6. Does a smooth activation make XOR learnable for one unit?</summary>
#
# No. One sigmoid unit ends at ½ everywhere. A hidden layer makes it learnable.
#
# </details>
#
# <details><summary>7. What does a hidden layer do?</summary>
#
# It gives the examples new coordinates in which the last layer's task is easy.
#
# </details>
#
# <details><summary>8. What does the universal approximation theorem leave open?</summary>
#
# How many units, whether training finds them, and everything outside the compact set or about new data.
#
# </details>
#
# <details><summary>9. Lagrange or Leibniz?</summary>
#
# Leibniz says which changes are compared, Lagrange at which point each derivative is taken. Both say: multiply along a chain.
#
# </details>
#
# <details><summary>10. Why are contributions at a fork added?</summary>
#
# A nudge of the value moves the loss along every path at once; to first order the changes add up.
#
# </details>
#
# <details><summary>11. Which of the nine local derivatives of the small net is not needed?</summary>
#
# ∂z₁/∂x: x is given. In a deeper net the same factor is needed, since there x is an earlier layer's activation.
#
# </details>
#
# <details><summary>12. Why must the forward pass keep activations?</summary>
#
# The gradient of a weight is δ times the activation that came through it; σ′ and tanh′ can be written with the activation as well.
#
# </details>
#
# <details><summary>13. What is δ, and why does it get a name?</summary>
#
# ∂J/∂z of a unit. It occurs in the derivatives of all the unit's weights, of its bias, and of everything before it: compute it once.
#
# </details>
#
# <details><summary>14. What is δ at a sigmoid output with cross-entropy?</summary>
#
# (ŷ − y)/N: the slope of the sigmoid cancels against the loss.
#
# </details>
#
# <details><summary>15. And with squared error?</summary>
#
# 2(ŷ − y) ŷ(1 − ŷ)/N. A unit that is sure and wrong hardly learns.
#
# </details>
#
# <details><summary>16. What is δ at a softmax output with cross-entropy?</summary>
#
# (Ŷ − Y)/N, row by row, although softmax mixes the units of a row.
#
# </details>
#
# <details><summary>17. Where does the 1/N belong?</summary>
#
# Into the output δ, once. All gradients inherit it.
#
# </details>
#
# <details><summary>18. Why the transpose on the way back?</summary>
#
# Forward a unit sums over the first index of W, backward over the second.
#
# </details>
#
# <details><summary>19. When does a missing transpose go unnoticed?</summary>
#
# On square layers: shapes fit, numbers are finite, the loss may even fall.
#
# </details>
#
# <details><summary>20. How do I check a gradient?</summary>
#
# Against central differences or the complex step, on a small net with different widths, several examples and outputs, and biases that are not 0.
#
# </details>
#
# <details><summary>21. How small a nudge?</summary>
#
# About 10⁻⁵ for central differences in float64; 10⁻²⁰ for the complex step.
#
# </details>
#
# <details><summary>22. What does a gradient check not see?</summary>
#
# A wrong sign of the update, a wrong loss, a bad start, a bad learning rate, a wrong conclusion.
#
# </details>
#
# <details><summary>23. What do finite differences cost?</summary>
#
# P + 1 evaluations for P parameters, 2P for central ones. Backpropagation costs a handful, for any P.
#
# </details>
#
# <details><summary>24. How many parameters has 784-300-100-10?</summary>
#
# 266,610: (fan_in + 1) · fan_out for each layer, added up.
#
# </details>
#
# <details><summary>25. Online, mini-batch or full batch?</summary>
#
# A mini-batch gradient is unbiased with a variance ∝ 1/m. Small batches are a bargain early on; 32 to 256 is usual.
#
# </details>
#
# <details><summary>26. Why shuffle, and when not?</summary>
#
# So that order does not bias learning, batches look like the whole, and periods do not line up. Never across time in a time series.
#
# </details>
#
# <details><summary>27. What does a decaying learning rate buy, and cost?</summary>
#
# It quiets the noise at the end. If the rates add up to too little, training ends before it has arrived.
#
# </details>
#
# <details><summary>28. When is training done?</summary>
#
# After a budget of epochs, below a loss, or when held-out loss has not improved for p epochs. A time limit is a budget; k-fold is no stopping rule.
#
# </details>
#
# <details><summary>29. Why not start at zero?</summary>
#
# tanh and ReLU nets then move only the output bias; sigmoid units remain copies of each other. Random weights break the symmetry.
#
# </details>
#
# <details><summary>30. Should biases be random?</summary>
#
# No need. Zero will do, except for a reason: an output bias at the log-odds, a forget gate's at 1.
#
# </details>
#
# <details><summary>31. Why do gradients vanish in sigmoid nets?</summary>
#
# σ′ ≤ ¼ at every layer. Ten layers with weights of size 1: at most a millionth.
#
# </details>
#
# <details><summary>32. Do larger weights help?</summary>
#
# No: they drive z to where σ′ is almost 0.
#
# </details>
#
# <details><summary>33. Do biases escape?</summary>
#
# No. Their gradient is a sum of the same δ.
#
# </details>
#
# <details><summary>34. Vanished or only slow?</summary>
#
# Slow: a larger rate, patience or Adam help. Vanished: the rate that would move the first layers is far too large for the others, and the signal does not arrive either.
#
# </details>
#
# <details><summary>35. Is a dead ReLU dead for ever?</summary>
#
# In the first layer, on the full batch, yes. In later layers the inputs move and may wake it. A leaky one keeps a slope.
#
# </details>
#
# <details><summary>36. Do gradients vanish with N(0, 1)?</summary>
#
# Units saturate; but at width 256 the variance of δ grows, ×8.7 a layer for tanh. Width decides.
#
# </details>
#
# <details><summary>37. Which variance should I monitor?</summary>
#
# Of activations the one over samples, unit by unit. The one over all entries looks healthy when each unit is stuck at its own constant.
#
# </details>
#
# <details><summary>38. What is clipped?</summary>
#
# The parameter gradients, all with one factor, by their global norm. Clipping δ turns the gradient.
#
# </details>
#
# <details><summary>39. What do batch normalisation and residual connections mend?</summary>
#
# The first keeps z where φ′ is large, whatever the weights; the second adds a path with the factor 1.
#
# </details>
#
# <details><summary>40. Glorot or He?</summary>
#
# tanh and other slopes of 1 at 0: Glorot. ReLU: He. Leaky ReLU: 2/((1 + α²) n). Sigmoid at depth: none.
#
# </details>
#
# <details><summary>41. What exactly does ReLU halve?</summary>
#
# The second moment. The variance falls to .341 of that before.
#
# </details>
#
# <details><summary>42. N(0, 2/n): what do I give numpy?</summary>
#
# The standard deviation √(2/n). Then look at n · W.var().
#
# </details>
#
# <details><summary>43. Weight gradients are alike in all layers. Is the start good?</summary>
#
# Not necessarily: in the linear theory they are alike for any start; all may be too small together.
#
# </details>
#
# <details><summary>44. How do I report a result?</summary>
#
# Mean and spread over many seeds, with data, loss, rate, epochs, initialiser and criterion; never one lucky run.
#
# </details>
#
# <details><summary>45. How many parameters have large models?</summary>
#
# ResNet-50 about 25 million. GPT-3 has 175 billion (Brown et al. 2020), not over 200.
#
# </details>
#
# <details><summary>46. Is automatic differentiation an implementation of backpropagation?</summary>
#
# The other way round: backpropagation is reverse-mode automatic differentiation, applied to a network's loss.
#
# </details>

# %% [markdown] slide="slide"
# ## 7. The library
#
# What the lectures derive is in `course_lib`, under the same names: `activations`, `losses`, `initializers`, `perceptron`, `scalar_net`, `mlp`, `mlp_classifier`, `net_stack`, `optimizers`, `autodiff`, `gradient_checking`, `signal_propagation`, `datasets`, `plots`. `help(course_lib.MLP)` shows shapes, errors and an example.
#
# `MLPClassifier` speaks scikit-learn's language: `fit`, `predict`, `predict_proba`, `score`, and the loss of every epoch in `loss_curve_`. So it goes into any pipeline:

# %% slide="fragment"
from sklearn.datasets import make_moons

X, y = make_moons(200, noise=0.2, random_state=0)
model = MLPClassifier((16,), epochs=100, random_state=0).fit(X[:150], y[:150])
print("probabilities", model.predict_proba(X[150:152]).round(2).tolist())
print("classes", model.predict(X[150:152]), " truth", y[150:152])
print(f"held out {model.score(X[150:], y[150:]):.2f}   last loss {model.loss_curve_[-1]:.3f}")

# %% [markdown] slide="slide"
# ## 8. To watch and to read
#
# **To watch**: 3Blue1Brown, the series *Neural networks*, with its chapters on backpropagation, intuitive and by calculus · StatQuest, *Backpropagation*, in parts · Herman Kamper, backpropagation without forks and with forks.
#
# **To read, with code**: M. Nielsen, *Neural Networks and Deep Learning*.
#
# **The papers**: F. Rosenblatt 1958 · A. B. J. Novikoff 1962 · S. Linnainmaa 1970 · P. Werbos 1974 · D. E. Rumelhart, G. E. Hinton, R. J. Williams 1986 · G. Cybenko 1989 · S. Hochreiter 1991 · M. Leshno et al. 1993 · Y. Bengio et al. 1994 · X. Glorot, Y. Bengio 2010 · R. Pascanu et al. 2013 · N. Srivastava et al. 2014 · S. Ioffe, C. Szegedy 2015 · D. P. Kingma, J. Ba 2015 · K. He et al. 2015, 2016 · A. G. Baydin et al. 2017. Titles stand at the end of the lecture that uses them.
#
# **What this course grew from**: M. Turcotte, *Training Artificial Neural Networks (Part 2)*, CSI 4106, University of Ottawa, Fall 2025 · A. Masood, *Teaching Backpropagation and Vanishing Gradients in Neural Networks*, notebook run by A. M. Asad, Jan 2025 · M. Sonnewald, *ECS171 L8: NN Backpropagation*, UC Davis · K. Han, S. Suárez Dou, *Artificial Neural Networks – a gentle introduction*, MCMP-21, University of Luxembourg, Nov 2024.

# %% [markdown] slide="slide"
# ## 9. What you can do now
#
# Tick off what you could explain to a friend, with pencil and paper:
#
# - ☐ carry out the perceptron rule by hand, and prove that no line does XOR ([1.2](<01_perceptron_xor.ipynb#2.-A-rule-that-learns>), [1.4](<01_perceptron_xor.ipynb#4.-XOR>))
# - ☐ explain the forward and the backward pass by partial derivatives ([2.6](<02_scalar_chain_rule.ipynb#6.-The-network-with-four-parameters>), [3.5](<03_vectorized_backprop.ipynb#5.-The-delta-recursion>))
# - ☐ work through the error of the output layer, and back from there ([3.4](<03_vectorized_backprop.ipynb#4.-Delta-at-the-output>), [2.9](<02_scalar_chain_rule.ipynb#9.-Further:-a-worked-example,-corrected>))
# - ☐ explain how weights are adjusted, and what magnitudes do to training ([2.1](<02_scalar_chain_rule.ipynb#1.-Downhill-with-one-parameter>), [3.9](<03_vectorized_backprop.ipynb#9.-Further:-learning-rate-and-its-decay>))
# - ☐ check a gradient, and read what the check says ([8.1](<08_find_the_bug.ipynb#1.-The-tools>))
# - ☐ apply criteria for stopping, and say what each promises ([3.12](<03_vectorized_backprop.ipynb#12.-Further:-when-to-stop>))
# - ☐ describe vanishing and exploding gradients, measure them, and outline their cures ([4.1](<04_vanishing_gradients.ipynb#1.-A-product-of-small-factors>), [4.8](<04_vanishing_gradients.ipynb#8.-Cures-as-experiments>))
# - ☐ derive Glorot's and He's variances, with their assumptions ([5.2](<05_glorot_vs_he.ipynb#2.-The-way-forward>), [5.3](<05_glorot_vs_he.ipynb#3.-The-way-back>), [5.7](<05_glorot_vs_he.ipynb#7.-ReLU-loses-a-factor-2>))
# - ☐ differentiate a program forward and in reverse, and say what each costs ([6.1](<06_automatic_differentiation.ipynb#1.-One-function,-two-directions>), [6.4](<06_automatic_differentiation.ipynb#4.-What-it-costs>))
# - ☐ train a classifier with training, validation and test part apart, and read its instruments ([7.4](<07_digits_and_regularisation.ipynb#4.-The-data,-in-three-parts>), [7.7](<07_digits_and_regularisation.ipynb#7.-Instruments>))
# - ☐ report a result with its spread, and say what it does not show ([3.7](<03_vectorized_backprop.ipynb#7.-Training-on-the-circles>), [8.6](<08_find_the_bug.ipynb#6.-What-was-concluded>))
