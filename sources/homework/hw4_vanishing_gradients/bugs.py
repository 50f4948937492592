# %% [markdown]
# Known wrong answers: the comment is what the student is told, the rest is what a student types.

# %% task="chain_log10_bound" bug="half_for_quarter"
# Your number takes ½ for the largest slope of the sigmoid. Where is p(1 − p) largest, and how
# large is it there? See lecture 4, part 1.
chain_log10_bound = 0.83519

# %% task="chain_log10_bound" bug="quarter_for_all"
# Your number gives every unit a factor ¼. Does that hold for tanh and leaky ReLU? See lecture 4,
# parts 1 and 2.
chain_log10_bound = -6.3895

# %% task="chain_log10_bound" bug="no_weights"
# Your number holds the slopes alone. Do the weights take part in the bound? See lecture 4, part 1.
chain_log10_bound = -3.6124

# %% task="chain_log10_bound" bug="natural_logarithm"
# Your number is a natural logarithm. Which base does the task ask for? Lecture 4, part 1, counts
# in powers of ten.
chain_log10_bound = -2.2358

# %% task="chain_log10_bound" bug="leaky_side_for_the_largest"
# Your number takes the leaky side's slope .01 for the bound. Is that the largest slope that a
# leaky ReLU can have? See lecture 4, part 9; the bound is in part 1.
chain_log10_bound = -10.971

# %% task="chain_log10_bound" bug="the_bound_itself"
# Your number is the bound, not its logarithm. How many powers of ten is it? See lecture 4, part 1.
chain_log10_bound = 0.10691

# %% task="leaky_bounds" bug="alpha_is_the_smaller"
# Right as long as |α| is below 1. Which of the two slopes is the larger one if a PReLU has
# learned α = 2? See lecture 4, parts 1 and 9.
def leaky_bounds(weights, alpha):
    sizes = np.abs(weights)
    return np.cumprod(abs(alpha) * sizes), np.cumprod(sizes)


# %% task="leaky_bounds" bug="negative_alpha_as_it_is"
# Right for α ≥ 0. Can a bound for an absolute value be negative, or a slope of −.3 count as less
# than one of .1? The bounds are for |∂a/∂x|: lecture 4, part 1.
def leaky_bounds(weights, alpha):
    sizes = np.abs(weights)
    return np.cumprod(min(1, alpha) * sizes), np.cumprod(max(1, alpha) * sizes)


# %% task="leaky_bounds" bug="signed_weights"
# Your bounds change their sign with the weights. What does the sign of a weight do to the size
# of the gradient? See lecture 4, part 1.
def leaky_bounds(weights, alpha):
    small, large = min(1, abs(alpha)), max(1, abs(alpha))
    return np.cumprod(small * weights), np.cumprod(large * weights)


# %% task="leaky_bounds" bug="no_weights"
# These are products of slopes alone. Do the weights take part? See lecture 4, part 1.
def leaky_bounds(weights, alpha):
    steps = np.arange(1, len(weights) + 1)
    return min(1, abs(alpha)) ** steps, max(1, abs(alpha)) ** steps


# %% task="leaky_bounds" bug="slope_once"
# The slopes come in once, not once for each unit of the chain. How many factors φ′ has a chain of
# ℓ units? See lecture 4, part 1.
def leaky_bounds(weights, alpha):
    products = np.cumprod(np.abs(weights))
    return min(1, abs(alpha)) * products, max(1, abs(alpha)) * products


# %% task="leaky_bounds" bug="single_units"
# Each of your entries bounds one unit's own factor. What becomes of the factors of the units
# before it? See the product in lecture 4, part 1.
def leaky_bounds(weights, alpha):
    sizes = np.abs(weights)
    return min(1, abs(alpha)) * sizes, max(1, abs(alpha)) * sizes


# %% task="leaky_bounds" bug="whole_chain_only"
# There is one bound where L are asked for: that of the whole chain. Where are the shorter ones,
# for ℓ = 1, 2, …? See `chain_bounds` in lecture 4, part 1.
def leaky_bounds(weights, alpha):
    sizes = np.abs(weights)
    return np.prod(min(1, abs(alpha)) * sizes), np.prod(max(1, abs(alpha)) * sizes)


# %% task="leaky_bounds" bug="quarter_in_it"
# There is a factor ¼ for each unit. Whose largest slope is that? See lecture 4, part 1, against
# part 9.
def leaky_bounds(weights, alpha):
    sizes = np.abs(weights) / 4
    return np.cumprod(min(1, abs(alpha)) * sizes), np.cumprod(max(1, abs(alpha)) * sizes)


# %% task="leaky_bounds" bug="swapped"
# The lower bound stands where the upper one should, and the other way round. In which order does
# the text ask for them? A bound from above is the one of lecture 4, part 1.
def leaky_bounds(weights, alpha):
    sizes = np.abs(weights)
    return np.cumprod(max(1, abs(alpha)) * sizes), np.cumprod(min(1, abs(alpha)) * sizes)


# %% task="leaky_bounds" bug="factors_added"
# The factors of the units are added up. What do rates along a chain do? For L = 1 a sum and a
# product agree; see lecture 4, part 1, for more units.
def leaky_bounds(weights, alpha):
    sizes = np.abs(weights)
    return np.cumsum(sizes * min(1, abs(alpha))), np.cumsum(sizes * max(1, abs(alpha)))


# %% task="softsign_derivative" bug="not_squared"
# This is 1 − |a|, which is 1/(1 + |z|). Is the denominator of the quotient rule squared? See
# lecture 4, part 1, where a derivative is written with the activation alone.
def softsign_derivative(A):
    return 1 - np.abs(A)


# %% task="softsign_derivative" bug="as_if_a_were_z"
# Your formula is right for z, but it was given a = softsign(z). Did the squashing happen twice?
# Lecture 4, part 1, writes σ′ with p = σ(z) alone.
def softsign_derivative(A):
    return 1 / (1 + np.abs(A)) ** 2


# %% task="softsign_derivative" bug="tanh_derivative"
# This is the derivative of tanh. Whose a is it here? Do the quotient rule for z/(1 + z); lecture
# 4, part 1, has an example with σ.
def softsign_derivative(A):
    return 1 - A**2


# %% task="softsign_derivative" bug="no_absolute_value"
# Right where a is positive. What does the derivative of an odd function do on the other side?
# Compare the picture of tanh′ in lecture 4, part 1.
def softsign_derivative(A):
    return (1 - A) ** 2


# %% task="softsign_derivative" bug="with_a_sign"
# The derivative comes out negative where a is negative. Does softsign fall anywhere? Compare the
# picture of tanh and tanh′ in lecture 4, part 1.
def softsign_derivative(A):
    return np.sign(A) * (1 - np.abs(A)) ** 2


# %% task="softsign_derivative" bug="sigmoid_derivative"
# This is a(1 − a), the derivative of a sigmoid. Whose a is it here? Do the quotient rule for
# z/(1 + z); lecture 4, part 1, has σ.
def softsign_derivative(A):
    return np.abs(A) * (1 - np.abs(A))


# %% task="saturated_fractions" bug="activation_near_its_limit"
# You looked for |a| of at least .95, but there φ′ has long been below 5 %: a softsign is squared
# on its way to φ′. Is saturation measured on a, or on the derivative? See lecture 4, part 4.
def saturated_fractions(A):
    return [np.mean(np.abs(a) >= 0.95) for a in A]


# %% task="saturated_fractions" bug="bound_of_the_sigmoid"
# Your threshold is 5 % of ¼. Whose largest slope is ¼, and how large is softsign's? See lecture
# 4, part 4, for the definition.
def saturated_fractions(A):
    return [np.mean(softsign_derivative(a) <= 0.05 / 4) for a in A]


# %% task="saturated_fractions" bug="bound_of_tanh"
# You used the |a| from which on *tanh* is saturated. Does softsign reach 5 % of its slope at the
# same a? Measure on the derivative: lecture 4, part 4.
def saturated_fractions(A):
    return [np.mean(1 - a**2 <= 0.05) for a in A]


# %% task="saturated_fractions" bug="small_activations"
# You counted entries where |a| itself is small. Where is the slope small: near a = 0, or near
# a = ±1? See lecture 4, part 4.
def saturated_fractions(A):
    return [np.mean(np.abs(a) <= 0.05) for a in A]


# %% task="saturated_fractions" bug="right_side_only"
# Only entries near +1 were counted. Is a softsign near −1 not saturated too? See lecture 4, part
# 4: what counts is the size of the derivative.
def saturated_fractions(A):
    return [np.mean((a > 0) & (softsign_derivative(a) <= 0.05)) for a in A]


# %% task="saturated_fractions" bug="one_number_for_all"
# This is one number, the mean over the layers, as the function of lecture 4, part 4, gives it.
# What does this task ask for: all layers together, or each one?
def saturated_fractions(A):
    return np.mean([np.mean(softsign_derivative(a) <= 0.05) for a in A])


# %% task="saturated_fractions" bug="the_other_entries"
# Your fractions are those of the entries that are *not* saturated. Which way round is the
# comparison? See lecture 4, part 4.
def saturated_fractions(A):
    return [np.mean(softsign_derivative(a) > 0.05) for a in A]


# %% task="saturated_fractions" bug="counts"
# These are numbers of entries. A fraction of what is asked for? See lecture 4, part 4.
def saturated_fractions(A):
    return [np.sum(softsign_derivative(a) <= 0.05) for a in A]


# %% task="saturated_fractions" bug="saturated_for_all_examples"
# You counted units that are saturated for *every* example. That is how *dead* is defined; of what
# is *saturated* said, of units or of single entries? See lecture 4, part 4.
def saturated_fractions(A):
    return [np.all(softsign_derivative(a) <= 0.05, axis=0).mean() for a in A]


# %% task="saturated_fractions" bug="per_unit"
# There are fractions for each unit, not one for each layer. Over what does the mean go? All
# examples and all units of a layer; see lecture 4, part 4.
def saturated_fractions(A):
    return [np.mean(softsign_derivative(a) <= 0.05, axis=0) for a in A]


# %% task="dead_fraction" bug="entries_at_zero"
# This is the fraction of entries with z ≤ 0. A unit that is off for *some* examples is alive: did
# you count per sample what must hold over all of them? See lecture 4, part 4.
def dead_fraction(batches):
    return np.mean(np.concatenate(batches) <= 0)


# %% task="dead_fraction" bug="mean_over_batches"
# Each batch was judged for itself, and the fractions averaged. Is a unit dead that sleeps in one
# batch and wakes in the next? "Every example" in lecture 4, part 4, means the whole data set.
def dead_fraction(batches):
    return np.mean([np.all(Z <= 0, axis=0).mean() for Z in batches])


# %% task="dead_fraction" bug="dead_in_any_batch"
# A unit that sleeps through *one* batch counts as dead in yours. Must it not sleep through all of
# them? See lecture 4, part 4.
def dead_fraction(batches):
    return np.mean(np.any([np.all(Z <= 0, axis=0) for Z in batches], axis=0))


# %% task="dead_fraction" bug="last_batch_only"
# Only the last batch decides in yours. Is what the earlier ones said overwritten in the loop? A
# dead unit is off for every example: lecture 4, part 4.
def dead_fraction(batches):
    for Z in batches:
        dead = np.all(Z <= 0, axis=0)
    return dead.mean()


# %% task="dead_fraction" bug="first_batch_only"
# Only the first batch was looked at. Does the loop return too early? A dead unit is off for every
# example of the data set: lecture 4, part 4.
def dead_fraction(batches):
    for Z in batches:
        return np.all(Z <= 0, axis=0).mean()


# %% task="dead_fraction" bug="strictly_below_zero"
# Almost right: a unit with z = 0 exactly counts as alive in yours. What does a ReLU give out
# there? See the definition in lecture 4, part 4.
def dead_fraction(batches):
    return np.mean(np.all(np.concatenate(batches) < 0, axis=0))


# %% task="dead_fraction" bug="wrong_axis"
# You counted *examples* for which all units are off. Along which axis do the examples lie? Rows
# are examples; see lecture 4, part 4.
def dead_fraction(batches):
    return np.mean(np.all(np.concatenate(batches) <= 0, axis=1))


# %% task="dead_fraction" bug="off_for_any_example"
# A unit that is off for a single example counts as dead in yours. Is it `any` or `all` that the
# definition in lecture 4, part 4, asks for?
def dead_fraction(batches):
    return np.mean(np.any(np.concatenate(batches) <= 0, axis=0))


# %% task="dead_fraction" bug="fraction_alive"
# This is the fraction of units that are alive. Which way round is the question? See lecture 4,
# part 4.
def dead_fraction(batches):
    return np.mean(np.any(np.concatenate(batches) > 0, axis=0))


# %% task="dead_fraction" bug="number_of_units"
# This is a number of units. Which fraction of the layer is it? See lecture 4, part 4.
def dead_fraction(batches):
    return np.sum(np.all(np.concatenate(batches) <= 0, axis=0))


# %% task="dead_fraction" bug="mean_below_zero"
# You asked whether a unit is off *on average*. Does one example with z > 0 not keep it alive,
# however far below 0 the others are? See lecture 4, part 4.
def dead_fraction(batches):
    return np.mean(np.concatenate(batches).mean(axis=0) <= 0)


# %% task="gradient_norms" bug="reversed"
# The right norms in the wrong order: the last layer comes first. Were they collected on the way
# back and never turned round? Layer 1 is the one next to the input: lecture 4, its notation.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.append(np.linalg.norm(inputs[l].T @ delta))
        if l > 0:
            delta = (delta @ weights[l].T) * slopes[l - 1]
    return norms


# %% task="gradient_norms" bug="input_counted_as_a_layer"
# There is one number too many, in front: the gradient by the *inputs*. Does the input count as a
# layer, or has it weights? See lecture 4, part 2.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.linalg.norm(inputs[l].T @ delta))
        delta = delta @ weights[l].T * (slopes[l - 1] if l > 0 else 1)
    return [np.linalg.norm(delta), *norms]


# %% task="gradient_norms" bug="signed_mean"
# These are means of signed entries, in which positive and negative ones cancel. A gradient may be
# huge and have mean 0: is that a norm? See lecture 4, part 2.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.mean(inputs[l].T @ delta))
        if l > 0:
            delta = (delta @ weights[l].T) * slopes[l - 1]
    return norms


# %% task="gradient_norms" bug="mean_of_sizes"
# These are means of absolute values. The norm asked for has squares, a sum and a root: where are
# they? See lecture 4, part 2.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.mean(np.abs(inputs[l].T @ delta)))
        if l > 0:
            delta = (delta @ weights[l].T) * slopes[l - 1]
    return norms


# %% task="gradient_norms" bug="no_root"
# These are sums of squares. What is still to be done to get a norm? See lecture 4, part 2.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.sum((inputs[l].T @ delta) ** 2))
        if l > 0:
            delta = (delta @ weights[l].T) * slopes[l - 1]
    return norms


# %% task="gradient_norms" bug="root_mean_square"
# These are roots of *mean* squares: each is too small by the root of the number of weights. Is it
# a sum or a mean under the root? See lecture 4, part 2.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.sqrt(np.mean((inputs[l].T @ delta) ** 2)))
        if l > 0:
            delta = (delta @ weights[l].T) * slopes[l - 1]
    return norms


# %% task="gradient_norms" bug="largest_singular_value"
# These are the largest singular values. Did `np.linalg.norm(…, 2)` measure the matrix as a map,
# instead of its entries? The text says which norm; lecture 4, part 2, has both.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.linalg.norm(inputs[l].T @ delta, 2))
        if l > 0:
            delta = (delta @ weights[l].T) * slopes[l - 1]
    return norms


# %% task="gradient_norms" bug="norm_of_delta"
# These are the norms of δ. Where do the inputs of a layer come into ∂J/∂W? See lecture 4, part 3:
# "late layers lack signal".
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.linalg.norm(delta))
        if l > 0:
            delta = (delta @ weights[l].T) * slopes[l - 1]
    return norms


# %% task="gradient_norms" bug="norm_of_the_bias_gradients"
# These are the norms of the *bias* gradients. Which gradient is the task about, ∂J/∂b or ∂J/∂W?
# Lecture 4, part 2, prints both side by side.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.linalg.norm(delta.sum(axis=0)))
        if l > 0:
            delta = (delta @ weights[l].T) * slopes[l - 1]
    return norms


# %% task="gradient_norms" bug="no_slopes"
# The last layer is right; on the way to the others δ went through the weights alone. Where is φ′?
# It is half of what makes gradients vanish: lecture 4, part 2.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.linalg.norm(inputs[l].T @ delta))
        delta = delta @ weights[l].T
    return norms


# %% task="gradient_norms" bug="weights_not_transposed"
# δ went back through W instead of its transpose: numpy refuses unless the layer is square, and
# there the numbers are wrong in silence. What are the shapes of δ and W? The way back is in
# lecture 4, part 2, and lecture 3, part 5.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.linalg.norm(inputs[l].T @ delta))
        if l > 0:
            delta = (delta @ weights[l]) * slopes[l - 1]
    return norms


# %% task="gradient_norms" bug="divided_by_examples"
# Everything is divided by N once too often. Is 1/N not contained in δ already? The notation above
# says so; lecture 4, part 3, has the formula for ∂J/∂W.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.linalg.norm(inputs[l].T @ delta / len(delta)))
        if l > 0:
            delta = (delta @ weights[l].T) * slopes[l - 1]
    return norms


# %% task="gradient_norms" bug="absolute_slopes"
# The slopes lost their sign on the way. φ′ may be negative (Swish has such places): does the
# chain rule take absolute values? See the smooth ones in lecture 4, part 9; the bound of part 2
# takes absolute values, the gradient does not.
def gradient_norms(weights, inputs, slopes, delta):
    norms = []
    for l in range(len(weights) - 1, -1, -1):
        norms.insert(0, np.linalg.norm(inputs[l].T @ delta))
        if l > 0:
            delta = (delta @ weights[l].T) * np.abs(slopes[l - 1])
    return norms


# %% task="gradient_norms" bug="last_delta_everywhere"
# The last layer is right, the others got the δ of the output unchanged or cannot take its shape.
# Does δ travel from layer to layer in your loop? See the recursion in lecture 4, part 2.
def gradient_norms(weights, inputs, slopes, delta):
    norms = [np.linalg.norm(inputs[-1].T @ delta)]
    for l in range(len(weights) - 2, -1, -1):
        d = (delta @ weights[-1].T) * slopes[l]
        norms.insert(0, np.linalg.norm(inputs[l].T @ d))
    return norms


# %% task="log10_ratios" bug="upside_down"
# All signs are turned round: the ratio stands upside down. Which norm is divided by which? In
# lecture 4, part 2, a first layer that gets less than the last has a negative log₁₀.
def log10_ratios(norms, floor):
    last = np.log10(norms[-1])
    return [max(last - np.log10(norm), floor) if norm > 0 else floor for norm in norms]


# %% task="log10_ratios" bug="to_the_first_layer"
# Your norms are divided by that of the *first* layer. Which one is the yardstick here? See lecture
# 4, part 2.
def log10_ratios(norms, floor):
    first = np.log10(norms[0]) if norms[0] > 0 else floor
    return [max(np.log10(norm) - first, floor) if norm > 0 else floor for norm in norms]


# %% task="log10_ratios" bug="reversed"
# The right numbers, but the last layer comes first. In which order are the norms given, and the
# results asked for? Layer 1 is next to the input: lecture 4, its notation.
def log10_ratios(norms, floor):
    last = np.log10(norms[-1])
    return [max(np.log10(n) - last, floor) if n > 0 else floor for n in reversed(norms)]


# %% task="log10_ratios" bug="natural_logarithm"
# These are natural logarithms, too large by the factor 2.303. Which base counts powers of ten?
# See lecture 4, part 2.
def log10_ratios(norms, floor):
    last = np.log(norms[-1])
    return [max(np.log(norm) - last, floor) if norm > 0 else floor for norm in norms]


# %% task="log10_ratios" bug="log_of_zero"
# A norm of 0 gave −inf (or stopped with an error). A dead layer has a gradient of exactly 0
# (lecture 4, part 4): what does the text want there?
def log10_ratios(norms, floor):
    return [float(np.log10(norm) - np.log10(norms[-1])) for norm in norms]


# %% task="log10_ratios" bug="math_log_of_zero"
# A norm of 0 stopped your function: its logarithm does not exist. A dead layer has a gradient of
# exactly 0 (lecture 4, part 4): what does the text want there?
def log10_ratios(norms, floor):
    import math

    return [max(math.log10(norm) - math.log10(norms[-1]), floor) for norm in norms]


# %% task="log10_ratios" bug="quotient_first"
# Right for moderate norms; for very small and very large ones the quotient has become 0 before
# its logarithm was taken. Can the logarithm of a quotient be had without forming it? Lecture 4,
# part 2, reads such a ratio off a logarithmic axis, where it is a distance.
def log10_ratios(norms, floor):
    ratios = [norm / norms[-1] for norm in norms]
    return [max(np.log10(ratio), floor) if ratio > 0 else floor for ratio in ratios]


# %% task="log10_ratios" bug="small_number_added"
# Something small was added before the logarithm, so a very small norm comes out as if it were
# larger, and 0 as if it were that number. Does the text allow to bend the numbers? Lecture 4,
# part 3, tells apart what is small and what is 0.
def log10_ratios(norms, floor):
    last = np.log10(norms[-1])
    return [max(np.log10(norm + 1e-12) - last, floor) for norm in norms]


# %% task="log10_ratios" bug="not_floored"
# Norms of 0 are right, but a very small one comes out below `floor`. For which entries does the
# text set the floor? Lecture 4, part 2, has no floor; here nothing may lie below it.
def log10_ratios(norms, floor):
    last = np.log10(norms[-1])
    return [np.log10(norm) - last if norm > 0 else floor for norm in norms]


# %% task="log10_ratios" bug="no_ratio"
# These are the logarithms of the norms themselves. What are they compared with? See lecture 4,
# part 2: from the first layer to the last.
def log10_ratios(norms, floor):
    return [max(np.log10(norm), floor) if norm > 0 else floor for norm in norms]


# %% task="log10_ratios" bug="to_the_largest"
# Your norms are divided by the largest one, which is not always that of the last layer. Which one
# is the yardstick? See lecture 4, part 2.
def log10_ratios(norms, floor):
    top = np.log10(max(norms))
    return [max(np.log10(norm) - top, floor) if norm > 0 else floor for norm in norms]


# %% task="log10_ratios" bug="no_logarithm"
# These are the ratios. Where is the logarithm? On a linear axis nobody sees a millionth: lecture
# 4, part 2.
def log10_ratios(norms, floor):
    return [max(norm / norms[-1], floor) for norm in norms]


# %% task="log10_ratios" bug="to_the_next_layer"
# Each norm is divided by that of the *next* layer. Asked for is the ratio to the last one, over all
# layers in between: see lecture 4, part 2.
def log10_ratios(norms, floor):
    with np.errstate(all="ignore"):
        logs = np.log10(norms)
        return np.fmax(np.append(logs[:-1] - logs[1:], 0.0), floor)


# %% task="variance_parts" bug="all_entries"
# The first list is the variance over *all entries*, which is the sum of the two. Did `var` get its
# axis? This is the trap of lecture 4, part 6.
def variance_parts(A):
    return [a.var() for a in A], [a.mean(axis=0).var() for a in A]


# %% task="variance_parts" bug="wrong_axis"
# Means and variances run along the units of an example, not over the examples. Which axis is
# which? Rows are examples: lecture 4, part 6.
def variance_parts(A):
    return [a.var(axis=1).mean() for a in A], [a.mean(axis=1).var() for a in A]


# %% task="variance_parts" bug="swapped"
# The two lists are swapped. Which one sees a unit that says the same for every example? See
# lecture 4, part 6.
def variance_parts(A):
    return [a.mean(axis=0).var() for a in A], [a.var(axis=0).mean() for a in A]


# %% task="variance_parts" bug="divides_by_one_less"
# Your variances divide by n − 1. What does the notation above say? A single example has the
# variance 0, not nan; see `A.var(axis=0)` in lecture 4, part 6.
def variance_parts(A):
    over = [a.var(axis=0, ddof=1).mean() for a in A]
    return over, [a.mean(axis=0).var(ddof=1) for a in A]


# %% task="variance_parts" bug="standard_deviations"
# These are standard deviations. Which of the two adds up, variances or standard deviations? In
# lecture 4 "variance" is never a standard deviation: see its notation, and part 6.
def variance_parts(A):
    return [a.std(axis=0).mean() for a in A], [a.mean(axis=0).std() for a in A]


# %% task="variance_parts" bug="sum_over_units"
# The first list adds the units' variances up instead of averaging them. Is it a sum or a mean over
# the units? See lecture 4, part 6.
def variance_parts(A):
    return [a.var(axis=0).sum() for a in A], [a.mean(axis=0).var() for a in A]


# %% task="variance_parts" bug="per_unit"
# Over samples there is one number for each unit, not one for the layer. What is to be done with
# the units' variances? See lecture 4, part 6.
def variance_parts(A):
    return [a.var(axis=0) for a in A], [a.mean(axis=0).var() for a in A]


# %% task="variance_parts" bug="second_moment"
# Between units you have the mean of squares of the units' means. Does a variance not look at how
# far they are from *their* mean? See the four constant units of lecture 4, part 6.
def variance_parts(A):
    return [a.var(axis=0).mean() for a in A], [np.mean(a.mean(axis=0) ** 2) for a in A]


# %% task="variance_parts" bug="total_as_second"
# The second list is the variance over all entries, so the two no longer add up to it. What is left
# of a layer if each unit is replaced by its mean? See lecture 4, part 6.
def variance_parts(A):
    return [a.var(axis=0).mean() for a in A], [a.var() for a in A]


# %% task="variance_parts" bug="two_ways_of_averaging"
# Between units you have the variance over the units, example by example, averaged. Shall the
# units' *means* be compared, or the units of each single example? See lecture 4, part 6.
def variance_parts(A):
    return [a.var(axis=0).mean() for a in A], [a.var(axis=1).mean() for a in A]


# %% task="clip_accumulated" bug="pieces_count_alike"
# The pieces were averaged as if all were of the same size. How much does a piece of three examples
# count beside one of seven? Then clip, as in lecture 4, part 7.
def clip_accumulated(pieces, counts, max_norm):
    whole = [np.mean(gs, axis=0) for gs in zip(*pieces)]
    largest = max(np.abs(g).max() for g in whole) or 1
    norm = largest * np.sqrt(sum(np.sum((g / largest) ** 2) for g in whole))
    return [g * max_norm / max(norm, max_norm) for g in whole]


# %% task="clip_accumulated" bug="sum_of_pieces"
# The pieces were added up. Each is a mean over its own examples: is the sum of means the mean over
# all? Then clip, as in lecture 4, part 7.
def clip_accumulated(pieces, counts, max_norm):
    whole = [np.sum(gs, axis=0) for gs in zip(*pieces)]
    largest = max(np.abs(g).max() for g in whole) or 1
    norm = largest * np.sqrt(sum(np.sum((g / largest) ** 2) for g in whole))
    return [g * max_norm / max(norm, max_norm) for g in whole]


# %% task="clip_accumulated" bug="sum_over_examples"
# Each piece was weighted by its number of examples, and the sum never divided by the number of
# all: that is a sum over the examples. Where is the mean? Then clip, as in lecture 4, part 7.
def clip_accumulated(pieces, counts, max_norm):
    whole = [sum(n * g for n, g in zip(counts, gs)) for gs in zip(*pieces)]
    largest = max(np.abs(g).max() for g in whole) or 1
    norm = largest * np.sqrt(sum(np.sum((g / largest) ** 2) for g in whole))
    return [g * max_norm / max(norm, max_norm) for g in whole]


# %% task="clip_accumulated" bug="clips_each_piece"
# Each piece was clipped before they were put together. Two long pieces may cancel: whose norm does
# the text bound? Lecture 4, part 7, clips *the* gradient, once.
def clip_accumulated(pieces, counts, max_norm):
    def clipped(gradients):
        largest = max(np.abs(g).max() for g in gradients) or 1
        norm = largest * np.sqrt(sum(np.sum((g / largest) ** 2) for g in gradients))
        return [g * max_norm / max(norm, max_norm) for g in gradients]

    shares = [n / sum(counts) for n in counts]
    return [sum(s * g for s, g in zip(shares, gs)) for gs in zip(*map(clipped, pieces))]


# %% task="clip_accumulated" bug="each_array_for_itself"
# Each array was clipped by its own norm, so each got a factor of its own and the direction turned.
# What is *global* about the global norm? See lecture 4, part 7, and its question 9.
def clip_accumulated(pieces, counts, max_norm):
    shares, result = [n / sum(counts) for n in counts], []
    for gs in zip(*pieces):
        g = sum(s * piece for s, piece in zip(shares, gs))
        largest = np.abs(g).max() or 1
        norm = largest * np.linalg.norm(g / largest)
        result.append(g * max_norm / max(norm, max_norm))
    return result


# %% task="clip_accumulated" bug="clips_entries"
# Every entry was cut off at ±c. What does that do to the direction of the gradient? Lecture 4,
# part 7, has one factor for everything.
def clip_accumulated(pieces, counts, max_norm):
    shares = [n / sum(counts) for n in counts]
    whole = [sum(s * g for s, g in zip(shares, gs)) for gs in zip(*pieces)]
    return [np.clip(g, -max_norm, max_norm) for g in whole]


# %% task="clip_accumulated" bug="always_scaled"
# The result always has the norm c, although a short gradient should stay as it is. What does
# clipping do below the bound? See "if its norm exceeds c" in lecture 4, part 7.
def clip_accumulated(pieces, counts, max_norm):
    shares = [n / sum(counts) for n in counts]
    whole = [sum(s * g for s, g in zip(shares, gs)) for gs in zip(*pieces)]
    largest = max(np.abs(g).max() for g in whole) or 1
    norm = largest * np.sqrt(sum(np.sum((g / largest) ** 2) for g in whole))
    return [g * (max_norm / (norm or 1)) for g in whole]


# %% task="clip_accumulated" bug="not_clipped"
# The pieces are put together rightly, but nothing was clipped. See lecture 4, part 7: what happens
# if the norm exceeds c?
def clip_accumulated(pieces, counts, max_norm):
    shares = [n / sum(counts) for n in counts]
    return [sum(s * g for s, g in zip(shares, gs)) for gs in zip(*pieces)]


# %% task="clip_accumulated" bug="squares_overflow"
# Right for gradients of moderate size; for entries of 10²⁰⁰ everything has become 0, since the sum
# of squares overflowed to inf and c/inf is 0. How could the entries be made harmless before they
# are squared? Lecture 4, part 7, says that the library's version minds it.
def clip_accumulated(pieces, counts, max_norm):
    shares = [n / sum(counts) for n in counts]
    whole = [sum(s * g for s, g in zip(shares, gs)) for gs in zip(*pieces)]
    norm = np.sqrt(sum(np.sum(g**2) for g in whole))
    return [g * min(1.0, max_norm / max(norm, 1e-300)) for g in whole]


# %% task="clip_accumulated" bug="zero_by_zero"
# Right, but for a gradient that is 0 everywhere: there something was divided by 0, and nan came
# out. Was it the norm or the largest entry? Such a gradient is short: lecture 4, part 7.
def clip_accumulated(pieces, counts, max_norm):
    shares = [n / sum(counts) for n in counts]
    whole = [sum(s * g for s, g in zip(shares, gs)) for gs in zip(*pieces)]
    largest = max(np.abs(g).max() for g in whole)
    norm = largest * np.sqrt(sum(np.sum((g / largest) ** 2) for g in whole))
    return whole if norm < max_norm else [g * (max_norm / norm) for g in whole]


# %% task="clip_accumulated" bug="no_root"
# The sum of squares was used as if it were the norm. Where is the root? See lecture 4, part 7.
def clip_accumulated(pieces, counts, max_norm):
    shares = [n / sum(counts) for n in counts]
    whole = [sum(s * g for s, g in zip(shares, gs)) for gs in zip(*pieces)]
    norm = sum(np.sum(g**2) for g in whole)
    return [g * (max_norm / max(norm, max_norm)) for g in whole]


# %% task="clip_accumulated" bug="norms_added"
# The norms of the arrays were added up. Is the norm of the one long vector the sum of its parts'
# norms, or the root of a sum of squares? See lecture 4, part 7: 3 and 4 make 5.
def clip_accumulated(pieces, counts, max_norm):
    shares = [n / sum(counts) for n in counts]
    whole = [sum(s * g for s, g in zip(shares, gs)) for gs in zip(*pieces)]
    largest = max(np.abs(g).max() for g in whole) or 1
    norm = largest * sum(np.linalg.norm(g / largest) for g in whole)
    return [g * (max_norm / max(norm, max_norm)) for g in whole]


# %% task="residual_backward" bug="no_skip"
# The gradients of weights and biases are right, but dA has the path through the two layers alone.
# Where does G go on the skip? See lecture 4, part 8: "adds a path with the factor 1".
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    delta = (G @ W2.T) * softsign_derivative(H)
    return delta @ W1.T, A.T @ delta, delta.sum(axis=0), H.T @ G, G.sum(axis=0)


# %% task="residual_backward" bug="skip_only"
# dA is G alone, as if A reached the output by the skip only. What about the path through H? Where
# paths meet, contributions add: lecture 4, part 8.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    delta = (G @ W2.T) * softsign_derivative(H)
    return G, A.T @ delta, delta.sum(axis=0), H.T @ G, G.sum(axis=0)


# %% task="residual_backward" bug="input_instead_of_gradient"
# In dA the input A was added, not a gradient. Forward the skip carries A; what does it carry on
# the way back? See lecture 4, part 8.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    delta = (G @ W2.T) * softsign_derivative(H)
    return A + delta @ W1.T, A.T @ delta, delta.sum(axis=0), H.T @ G, G.sum(axis=0)


# %% task="residual_backward" bug="one_added"
# In dA the number 1 was added. "Factor 1" means that something is multiplied by 1: what is it that
# the skip hands back? See lecture 4, part 8.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    delta = (G @ W2.T) * softsign_derivative(H)
    return 1 + delta @ W1.T, A.T @ delta, delta.sum(axis=0), H.T @ G, G.sum(axis=0)


# %% task="residual_backward" bug="no_slope"
# dW2 and db2 are right, but δ of the hidden layer lacks a factor. Did it pass φ′ on its way back?
# See lecture 4, part 2.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    delta = G @ W2.T
    return G + delta @ W1.T, A.T @ delta, delta.sum(axis=0), H.T @ G, G.sum(axis=0)


# %% task="residual_backward" bug="slope_of_tanh"
# dW2 and db2 are right, but δ of the hidden layer got the slope of tanh. Which activation is H
# from? Your own `softsign_derivative` is the factor; where it enters: lecture 4, part 2.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    delta = (G @ W2.T) * (1 - H**2)
    return G + delta @ W1.T, A.T @ delta, delta.sum(axis=0), H.T @ G, G.sum(axis=0)


# %% task="residual_backward" bug="derivative_of_h_as_z"
# dW2 and db2 are right, but the slope was taken as if H were Z. H is softsign(Z) already: with
# which of the two does your formula work? See lecture 4, part 1, where σ′ is written with σ.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    delta = (G @ W2.T) / (1 + np.abs(H)) ** 2
    return G + delta @ W1.T, A.T @ delta, delta.sum(axis=0), H.T @ G, G.sum(axis=0)


# %% task="residual_backward" bug="slope_at_the_output"
# G itself was sent through a slope. Is there an activation after the sum A + HW₂ + b₂? Lecture 4,
# part 8, adds after φ as well.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    out = A + H @ W2 + b2
    G = G * softsign_derivative(softsign(out))
    delta = (G @ W2.T) * softsign_derivative(H)
    return G + delta @ W1.T, A.T @ delta, delta.sum(axis=0), H.T @ G, G.sum(axis=0)


# %% task="residual_backward" bug="skip_through_the_gate"
# The skip was added to δ of the hidden layer, so it went through W₁ once more. Where does the skip
# begin, and where does it end? See a + φ(z) in lecture 4, part 8: around the layers, not into them.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    delta = (G @ W2.T) * softsign_derivative(H)
    return (G @ W1 + delta) @ W1.T, A.T @ delta, delta.sum(axis=0), H.T @ G, G.sum(axis=0)


# %% task="residual_backward" bug="mean_of_the_bias_gradients"
# db1 and db2 are means over the examples. Is 1/N not contained in G already? The notation above
# says so; lecture 4, part 2: the gradient of a bias is a sum of δ.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    delta = (G @ W2.T) * softsign_derivative(H)
    return G + delta @ W1.T, A.T @ delta, delta.mean(axis=0), H.T @ G, G.mean(axis=0)


# %% task="residual_backward" bug="output_for_the_hidden"
# dW2 was formed with A, not with what the second layer gets. What is the input of W₂? See lecture
# 4, part 3: ∂J/∂W is the layer's input, transposed, times δ.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    delta = (G @ W2.T) * softsign_derivative(H)
    return G + delta @ W1.T, A.T @ delta, delta.sum(axis=0), A.T @ G, G.sum(axis=0)


# %% task="residual_backward" bug="changes_g"
# Whoever called your function finds another G than before. Did `G += …` work on the caller's array
# instead of a new one? The contributions are to be added, as in lecture 4, part 8, but into an
# array of your own.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    delta = (G @ W2.T) * softsign_derivative(H)
    dW2, db2 = H.T @ G, G.sum(axis=0)
    G += delta @ W1.T
    return G, A.T @ delta, delta.sum(axis=0), dW2, db2


# %% task="residual_backward" bug="slope_without_absolute_value"
# Where H is negative, the slope comes out above 1. Can softsign be steeper than at 0? Your
# `softsign_derivative` above knows; lecture 4, part 8, has the block.
def residual_backward(parameters, A, H, G):
    W1, b1, W2, b2 = parameters
    dZ = (G @ W2.T) * (1 - H) ** 2
    return G + dZ @ W1.T, A.T @ dZ, dZ.sum(axis=0), H.T @ G, G.sum(axis=0)


# %% task="layer_norm_backward" bug="over_the_batch"
# This is batch normalisation: every unit over the examples. Over what does *layer* normalisation
# go? Lecture 4, part 10, has the other one.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=0) + epsilon)
    Z_hat, g = (Z - Z.mean(axis=0)) / spread, G * gamma
    dZ = (g - g.mean(axis=0) - Z_hat * (g * Z_hat).mean(axis=0)) / spread
    return dZ, (G * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="no_gamma"
# dγ and dβ are right, but γ does not come into dZ. What is ∂J/∂Ẑ, if Y = γẐ + β? After that it is
# lecture 4, part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat = (Z - Z.mean(axis=1, keepdims=True)) / spread
    shared = G.mean(axis=1, keepdims=True) + Z_hat * (G * Z_hat).mean(axis=1, keepdims=True)
    return (G - shared) / spread, (G * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="gamma_at_the_end"
# dγ and dβ are right, but in dZ γ was multiplied at the end, after the means. In which order does
# the way back meet γ and the normalisation? Last forward is first back; the means are those of
# lecture 4, part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat = (Z - Z.mean(axis=1, keepdims=True)) / spread
    shared = G.mean(axis=1, keepdims=True) + Z_hat * (G * Z_hat).mean(axis=1, keepdims=True)
    return gamma * (G - shared) / spread, (G * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="direct_path_only"
# dγ and dβ are right, but dZ has the direct path alone, as if mean and spread were constants. Do
# they not depend on every unit of the row? See the three paths in lecture 4, part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat = (Z - Z.mean(axis=1, keepdims=True)) / spread
    return G * gamma / spread, (G * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="path_through_the_mean_missing"
# dγ and dβ are right, but in dZ the path through the mean μ is missing: a row of dZ should add up
# to 0. See the three paths in lecture 4, part 10. Which of them does each term stand for?
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat, g = (Z - Z.mean(axis=1, keepdims=True)) / spread, G * gamma
    dZ = (g - Z_hat * (g * Z_hat).mean(axis=1, keepdims=True)) / spread
    return dZ, (G * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="path_through_the_spread_missing"
# dγ and dβ are right, but in dZ the path through the spread s is missing. Does a change of one z
# not change the variance of its row? See the three paths in lecture 4, part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat, g = (Z - Z.mean(axis=1, keepdims=True)) / spread, G * gamma
    return (g - g.mean(axis=1, keepdims=True)) / spread, (G * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="epsilon_outside_of_the_root"
# Almost right where ε is small, wrong where it is not. Is ε added to the variance or to the
# standard deviation? Look at the root in the text and in lecture 4, part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True)) + epsilon
    Z_hat, g = (Z - Z.mean(axis=1, keepdims=True)) / spread, G * gamma
    shared = g.mean(axis=1, keepdims=True) + Z_hat * (g * Z_hat).mean(axis=1, keepdims=True)
    return (g - shared) / spread, (G * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="no_epsilon"
# Right where ε is small, wrong where it is not. Where does ε stand in the formula? See lecture 4,
# part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = Z.std(axis=1, keepdims=True)
    Z_hat, g = (Z - Z.mean(axis=1, keepdims=True)) / spread, G * gamma
    shared = g.mean(axis=1, keepdims=True) + Z_hat * (g * Z_hat).mean(axis=1, keepdims=True)
    return (g - shared) / spread, (G * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="no_root"
# The rows were divided by their variance instead of its root. Where is the root of the formula?
# See lecture 4, part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = Z.var(axis=1, keepdims=True) + epsilon
    Z_hat, g = (Z - Z.mean(axis=1, keepdims=True)) / spread, G * gamma
    shared = g.mean(axis=1, keepdims=True) + Z_hat * (g * Z_hat).mean(axis=1, keepdims=True)
    return (g - shared) / spread, (G * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="divides_by_one_less"
# Your variance divides by h − 1. What does the notation above say of variances? See the 1/m in
# lecture 4, part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True, ddof=1) + epsilon)
    Z_hat, g = (Z - Z.mean(axis=1, keepdims=True)) / spread, G * gamma
    shared = g.mean(axis=1, keepdims=True) + Z_hat * (g * Z_hat).mean(axis=1, keepdims=True)
    return (g - shared) / spread, (G * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="not_divided_by_the_spread"
# dγ and dβ are right, but dZ was not divided by the spread. If Z were 1000 times larger, what
# would become of dZ? See the table of scales in lecture 4, part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat, g = (Z - Z.mean(axis=1, keepdims=True)) / spread, G * gamma
    shared = g.mean(axis=1, keepdims=True) + Z_hat * (g * Z_hat).mean(axis=1, keepdims=True)
    return g - shared, (G * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="dgamma_with_z"
# dZ and dβ are right; dγ was formed with Z. What does γ multiply in the formula for y? How a
# normalised unit looks is in lecture 4, part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat, g = (Z - Z.mean(axis=1, keepdims=True)) / spread, G * gamma
    shared = g.mean(axis=1, keepdims=True) + Z_hat * (g * Z_hat).mean(axis=1, keepdims=True)
    return (g - shared) / spread, (G * Z).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="gamma_in_dgamma_and_dbeta"
# dZ is right; dγ and dβ have γ as a factor. What is the derivative of γẑ + β by γ, and by β? With
# ∂J/∂Ẑ one begins lecture 4, part 10; these two begin with G.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat, g = (Z - Z.mean(axis=1, keepdims=True)) / spread, G * gamma
    shared = g.mean(axis=1, keepdims=True) + Z_hat * (g * Z_hat).mean(axis=1, keepdims=True)
    return (g - shared) / spread, (g * Z_hat).sum(axis=0), g.sum(axis=0)


# %% task="layer_norm_backward" bug="means_for_sums"
# dZ is right; dγ and dβ are means over the examples. Is 1/N not contained in G already? The
# notation above says so; bias gradients are sums of δ: lecture 4, part 2.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat, g = (Z - Z.mean(axis=1, keepdims=True)) / spread, G * gamma
    shared = g.mean(axis=1, keepdims=True) + Z_hat * (g * Z_hat).mean(axis=1, keepdims=True)
    return (g - shared) / spread, (G * Z_hat).mean(axis=0), G.mean(axis=0)


# %% task="layer_norm_backward" bug="dgamma_with_the_scaled"
# dZ and dβ are right, but in dγ stands γ·ẑ in place of ẑ. By what is y = γẑ + β multiplied out if
# γ is nudged? See lecture 4, part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat = (Z - Z.mean(axis=1, keepdims=True)) / spread
    dZ_hat = G * gamma
    through = (dZ_hat * Z_hat).mean(axis=1, keepdims=True)
    dZ = (dZ_hat - dZ_hat.mean(axis=1, keepdims=True) - Z_hat * through) / spread
    return dZ, (G * gamma * Z_hat).sum(axis=0), G.sum(axis=0)


# %% task="layer_norm_backward" bug="epsilon_forgotten_in_one_term"
# dγ and dβ are right; dZ is, as long as ε is tiny. In the term of the spread you normalised without
# ε. Does s² alone stand under the root? See the three paths in lecture 4, part 10.
def layer_norm_backward(Z, gamma, epsilon, G):
    centred = Z - Z.mean(axis=1, keepdims=True)
    variance = Z.var(axis=1, keepdims=True)
    spread, bare = np.sqrt(variance + epsilon), centred / np.sqrt(variance)
    dZ_hat = G * gamma
    through = (dZ_hat * bare).mean(axis=1, keepdims=True)
    dZ = (dZ_hat - dZ_hat.mean(axis=1, keepdims=True) - bare * through) / spread
    return dZ, (G * centred / spread).sum(axis=0), G.sum(axis=0)


# %% task="delta_profile" bug="skip_only_forward"
# Forward the skip is there, on the way back it is not: G went through W alone. What does the skip
# hand back? See lecture 4, part 8.
def delta_profile(weights, X, G, residual):
    A, kept, norms = X, [], []
    for W in weights:
        kept.append(softsign(A @ W))
        A = kept[-1] + (A if residual else 0)
    for W, a in zip(weights[::-1], kept[::-1]):
        delta = G * softsign_derivative(a)
        norms.insert(0, np.linalg.norm(delta))
        G = delta @ W.T
    return norms


# %% task="delta_profile" bug="skip_only_backward"
# On the way back the skip is there, forward it is not: the slopes belong to another net. Does your
# forward pass know `residual`? See lecture 4, part 8.
def delta_profile(weights, X, G, residual):
    A, kept, norms = X, [], []
    for W in weights:
        A = softsign(A @ W)
        kept.append(A)
    for W, a in zip(weights[::-1], kept[::-1]):
        delta = G * softsign_derivative(a)
        norms.insert(0, np.linalg.norm(delta))
        G = delta @ W.T + (G if residual else 0)
    return norms


# %% task="delta_profile" bug="residual_ignored"
# Right without the skip; with it, the numbers are those of the plain net. Where is `residual` used?
# See lecture 4, part 8.
def delta_profile(weights, X, G, residual):
    A, kept, norms = X, [], []
    for W in weights:
        A = softsign(A @ W)
        kept.append(A)
    for W, a in zip(weights[::-1], kept[::-1]):
        delta = G * softsign_derivative(a)
        norms.insert(0, np.linalg.norm(delta))
        G = delta @ W.T
    return norms


# %% task="delta_profile" bug="always_residual"
# Right with the skip; without it, it is there all the same. Where is `residual` used? See lecture
# 4, part 8.
def delta_profile(weights, X, G, residual):
    A, kept, norms = X, [], []
    for W in weights:
        kept.append(softsign(A @ W))
        A = kept[-1] + A
    for W, a in zip(weights[::-1], kept[::-1]):
        delta = G * softsign_derivative(a)
        norms.insert(0, np.linalg.norm(delta))
        G = delta @ W.T + G
    return norms


# %% task="delta_profile" bug="slope_of_the_sum"
# Right without the skip; with it, the slopes were taken from a layer's whole output, the skip
# included. Of which number is softsign the derivative taken: of the sum, or of what φ gave? See
# a + φ(z) in lecture 4, part 8.
def delta_profile(weights, X, G, residual):
    A, norms = [X], []
    for W in weights:
        A.append(softsign(A[-1] @ W) + (A[-1] if residual else 0))
    for W, a in zip(weights[::-1], A[:0:-1]):
        delta = G * softsign_derivative(a)
        norms.insert(0, np.linalg.norm(delta))
        G = delta @ W.T + (G if residual else 0)
    return norms


# %% task="delta_profile" bug="delta_on_the_skip"
# Right without the skip; with it, δ was handed back over the skip, which has passed φ′ already.
# Does the skip go through the activation? See a + φ(z) in lecture 4, part 8.
def delta_profile(weights, X, G, residual):
    A, kept, norms = X, [], []
    for W in weights:
        kept.append(softsign(A @ W))
        A = kept[-1] + (A if residual else 0)
    for W, a in zip(weights[::-1], kept[::-1]):
        delta = G * softsign_derivative(a)
        norms.insert(0, np.linalg.norm(delta))
        G = delta @ W.T + (delta if residual else 0)
    return norms


# %% task="delta_profile" bug="skip_inside_the_activation"
# Right without the skip; with it, A was added to Z, before the activation. Where does the text add
# it? See a + φ(z) in lecture 4, part 8.
def delta_profile(weights, X, G, residual):
    A, kept, norms = X, [], []
    for W in weights:
        A = softsign(A @ W + (A if residual else 0))
        kept.append(A)
    for W, a in zip(weights[::-1], kept[::-1]):
        delta = G * softsign_derivative(a)
        norms.insert(0, np.linalg.norm(delta))
        G = delta @ W.T + (delta if residual else 0)
    return norms


# %% task="delta_profile" bug="norms_of_g"
# These are the norms of ∂J by the *outputs* of the layers. Is δ taken before or after φ′? See the
# notation of lecture 4.
def delta_profile(weights, X, G, residual):
    A, kept, norms = X, [], []
    for W in weights:
        kept.append(softsign(A @ W))
        A = kept[-1] + (A if residual else 0)
    for W, a in zip(weights[::-1], kept[::-1]):
        norms.insert(0, np.linalg.norm(G))
        G = (G * softsign_derivative(a)) @ W.T + (G if residual else 0)
    return norms


# %% task="delta_profile" bug="input_counted_as_a_layer"
# There is one number too many, in front: the gradient by X. Has the input a Z, and so a δ? See the
# notation of lecture 4: layer 1 is the first.
def delta_profile(weights, X, G, residual):
    A, kept, norms = X, [], []
    for W in weights:
        kept.append(softsign(A @ W))
        A = kept[-1] + (A if residual else 0)
    for W, a in zip(weights[::-1], kept[::-1]):
        delta = G * softsign_derivative(a)
        norms.insert(0, np.linalg.norm(delta))
        G = delta @ W.T + (G if residual else 0)
    return [np.linalg.norm(G), *norms]


# %% task="delta_profile" bug="reversed"
# The right norms, but the last layer comes first. Were they collected on the way back and never
# turned round? Layer 1 is next to the input: lecture 4, its notation.
def delta_profile(weights, X, G, residual):
    A, kept, norms = X, [], []
    for W in weights:
        kept.append(softsign(A @ W))
        A = kept[-1] + (A if residual else 0)
    for W, a in zip(weights[::-1], kept[::-1]):
        delta = G * softsign_derivative(a)
        norms.append(np.linalg.norm(delta))
        G = delta @ W.T + (G if residual else 0)
    return norms


# %% task="delta_profile" bug="weights_not_transposed"
# The last layer is right; on the way to the others δ met W instead of its transpose. Square
# weights do not complain. Which one does the recursion have? See lecture 3, part 5, and lecture 4,
# part 8.
def delta_profile(weights, X, G, residual):
    A, kept, norms = X, [], []
    for W in weights:
        kept.append(softsign(A @ W))
        A = kept[-1] + (A if residual else 0)
    for W, a in zip(weights[::-1], kept[::-1]):
        delta = G * softsign_derivative(a)
        norms.insert(0, np.linalg.norm(delta))
        G = delta @ W + (G if residual else 0)
    return norms


# %% task="delta_profile" bug="no_slopes"
# δ never passed an activation on its way: φ′ is missing everywhere. It is one of the two factors
# that make gradients vanish: lecture 4, part 2.
def delta_profile(weights, X, G, residual):
    norms = []
    for W in weights[::-1]:
        norms.insert(0, np.linalg.norm(G))
        G = G @ W.T + (G if residual else 0)
    return norms
