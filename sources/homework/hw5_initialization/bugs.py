# %% [markdown]
# Known wrong answers: the comment is what the student is told, the rest is what a student types.

# %% task="scale" bug="normal_takes_the_variance"
# The other forms are right; with "normal" you return the variance itself. Does `rng.normal` want
# a variance, or its root? See lecture 5, part 5, "The trap".
def scale(form, variance):
    if form == "normal":
        return variance
    return {"uniform": 3 * variance, "triangular": 6 * variance, "two_points": variance}[form] ** 0.5


# %% task="scale" bug="no_root"
# Each result is the square of the parameter: c² or s². Is the second moment of the two points ±c
# equal to c, or to c²? See lecture 5, part 5.
def scale(form, variance):
    return {"normal": 1, "uniform": 3, "triangular": 6, "two_points": 1}[form] * variance


# %% task="scale" bug="whole_width"
# The uniform result is twice as large as it should be. Var = (width)²/12 holds for the *whole*
# width: how far is it from 0 to the end? See lecture 5, part 5.
def scale(form, variance):
    factor = {"normal": 1, "uniform": 12, "triangular": 6, "two_points": 1}[form]
    return np.sqrt(factor * variance)


# %% task="scale" bug="six_for_uniform"
# The uniform result belongs to another variance. The 6 in Glorot's and He's bounds is 3 · 2, and
# the 2 belongs to *their* variance: which number belongs to the form alone? See lecture 5, part 5.
def scale(form, variance):
    factor = {"normal": 1, "uniform": 6, "triangular": 6, "two_points": 1}[form]
    return np.sqrt(factor * variance)


# %% task="scale" bug="triangle_like_uniform"
# The triangle got the number of the uniform form. Its weights crowd around 0: is E[w²] the same
# for equal c? Do the integral of lecture 5, part 5, with the other density.
def scale(form, variance):
    return np.sqrt(variance * (3 if form in ("uniform", "triangular") else 1))


# %% task="scale" bug="half_a_triangle"
# The triangle's c belongs to a second moment of c²/12. Did you integrate over one of its two
# sides only? See lecture 5, part 5, for the bounds of the integral.
def scale(form, variance):
    return (variance * {"normal": 1, "uniform": 3, "triangular": 12, "two_points": 1}[form]) ** 0.5


# %% task="scale" bug="two_points_are_half"
# With "two_points" the result is √2 times too large. Each point has probability one half, but
# there are two of them: what do they add to E[w²] together? See lecture 5, part 5, for the
# second moment.
def scale(form, variance):
    return (variance * {"normal": 1, "uniform": 3, "triangular": 6, "two_points": 2}[form]) ** 0.5


# %% task="scale" bug="whole_widths_everywhere"
# Every bound is twice as large as it should be. Is your c the whole width, from end to end, or the
# distance from 0 to one end? See the column "drawn by", and lecture 5, part 5.
def scale(form, variance):
    factor = {"normal": 1, "uniform": 12, "triangular": 24, "two_points": 4}[form]
    return np.sqrt(factor * variance)


# %% task="glorot" bug="fan_in_alone"
# The variance is 2/n_in: that is He's. Which of the two sides does Glorot's compromise leave out?
# See lecture 5, part 4.
def glorot(rng, fan_in, fan_out, form):
    v = 2 / fan_in
    if form == "normal":
        return rng.normal(0, v**0.5, (fan_in, fan_out))
    return rng.uniform(-((3 * v) ** 0.5), (3 * v) ** 0.5, (fan_in, fan_out))


# %% task="glorot" bug="one_over_fan_in"
# The variance is 1/n_in: the forward condition alone. What does the way back ask for, and what is
# the compromise? See lecture 5, parts 3 and 4.
def glorot(rng, fan_in, fan_out, form):
    if form == "normal":
        return rng.normal(0, 1 / np.sqrt(fan_in), (fan_in, fan_out))
    return rng.uniform(-np.sqrt(3 / fan_in), np.sqrt(3 / fan_in), (fan_in, fan_out))


# %% task="glorot" bug="variance_as_deviation"
# The normal form has the variance 4/(n_in + n_out)², the square of what it should be. What does
# `rng.normal` call its second argument: a variance, or a standard deviation? See lecture 5, part
# 5, "The trap".
def glorot(rng, fan_in, fan_out, form):
    if form == "normal":
        return rng.normal(0, 2 / (fan_in + fan_out), (fan_in, fan_out))
    c = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-c, c, (fan_in, fan_out))


# %% task="glorot" bug="deviation_as_bound"
# The uniform form reaches exactly as far as the standard deviation. How much smaller than its
# bound is the deviation of a uniform distribution? See lecture 5, part 5.
def glorot(rng, fan_in, fan_out, form):
    s = np.sqrt(2 / (fan_in + fan_out))
    if form == "normal":
        return rng.normal(0, s, (fan_in, fan_out))
    return rng.uniform(-s, s, (fan_in, fan_out))


# %% task="glorot" bug="bound_of_fan_in"
# The normal form is right. The uniform one reaches to √(6/n_in), which is He's bound. Which sum
# stands under Glorot's root? See lecture 5, part 5.
def glorot(rng, fan_in, fan_out, form):
    if form == "normal":
        return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))
    c = np.sqrt(6 / fan_in)
    return rng.uniform(-c, c, (fan_in, fan_out))


# %% task="glorot" bug="root_of_six_alone"
# The uniform form is far too narrow: its bound is √6/(n_in + n_out). How far does the root reach
# in Glorot's bound? See lecture 5, part 5.
def glorot(rng, fan_in, fan_out, form):
    if form == "normal":
        return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))
    c = np.sqrt(6) / (fan_in + fan_out)
    return rng.uniform(-c, c, (fan_in, fan_out))


# %% task="glorot" bug="bound_as_deviation"
# The normal form got the bound of the uniform one for its deviation: its variance is three times
# too large. Which of the numbers of lecture 5, part 5, belongs to which form?
def glorot(rng, fan_in, fan_out, form):
    c = np.sqrt(6 / (fan_in + fan_out))
    if form == "normal":
        return rng.normal(0, c, (fan_in, fan_out))
    return rng.uniform(-c, c, (fan_in, fan_out))


# %% task="glorot" bug="forms_swapped"
# The variance is right, but "normal" gives uniform weights and "uniform" gives normal ones. Did
# the two branches change places? See lecture 5, part 5, for both forms.
def glorot(rng, fan_in, fan_out, form):
    v = 2 / (fan_in + fan_out)
    if form != "normal":
        return rng.normal(0, np.sqrt(v), (fan_in, fan_out))
    return rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), (fan_in, fan_out))


# %% task="glorot" bug="no_two"
# The variance is 1/(n_in + n_out), half of Glorot's. What is the *mean* of the two widths? See
# lecture 5, part 4.
def glorot(rng, fan_in, fan_out, form):
    v = 1 / (fan_in + fan_out)
    if form == "normal":
        return rng.normal(0, np.sqrt(v), (fan_in, fan_out))
    return rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), (fan_in, fan_out))


# %% task="glorot" bug="out_by_in"
# W comes out as (fan_out, fan_in). Rows of A are examples and Z = A @ W: which side of W meets the
# inputs? See the notation at the top, and lecture 5, part 1.
def glorot(rng, fan_in, fan_out, form):
    v = 2 / (fan_in + fan_out)
    if form == "normal":
        return rng.normal(0, v**0.5, size=(fan_out, fan_in))
    return rng.uniform(-((3 * v) ** 0.5), (3 * v) ** 0.5, size=(fan_out, fan_in))


# %% task="glorot" bug="generator_of_its_own"
# Whatever generator the function is given, the weights are the same. Did you make a generator of
# your own, with a seed of your own? Then all layers of a net are alike. Lecture 5, part 1, passes
# one `rng` through.
def glorot(rng, fan_in, fan_out, form):
    rng = np.random.default_rng(42)
    v = 2 / (fan_in + fan_out)
    if form == "normal":
        return rng.normal(0, v**0.5, (fan_in, fan_out))
    return rng.uniform(-((3 * v) ** 0.5), (3 * v) ** 0.5, (fan_in, fan_out))


# %% task="glorot" bug="global_generator"
# Two calls with equal generators give different weights. Does every number come from the `rng`
# that is passed in, or from `np.random` behind its back? Nobody could repeat such a run. Lecture
# 5, part 1, passes one `rng` through.
def glorot(rng, fan_in, fan_out, form):
    v = 2 / (fan_in + fan_out)
    if form == "normal":
        return np.random.normal(0, v**0.5, (fan_in, fan_out))
    return np.random.uniform(-((3 * v) ** 0.5), (3 * v) ** 0.5, (fan_in, fan_out))


# %% task="glorot" bug="one_number"
# All entries of W are one and the same number: then all units of the layer do the same, now and
# for ever. Did you tell the generator how *many* numbers you want? Symmetry and its breaking:
# lecture 5, part 14.
def glorot(rng, fan_in, fan_out, form):
    v = 2 / (fan_in + fan_out)
    if form == "normal":
        return np.zeros((fan_in, fan_out)) + rng.normal(0, v**0.5)
    return np.zeros((fan_in, fan_out)) + rng.uniform(-((3 * v) ** 0.5), (3 * v) ** 0.5)


# %% task="glorot" bug="one_row"
# All rows of W are copies of one row: the unit's inputs all get the same weight. How many numbers
# have to be drawn for a W of this shape? Assumption F1 in lecture 5, part 2, asks for
# independence.
def glorot(rng, fan_in, fan_out, form):
    v = 2 / (fan_in + fan_out)
    if form == "normal":
        row = rng.normal(0, v**0.5, fan_out)
    else:
        row = rng.uniform(-((3 * v) ** 0.5), (3 * v) ** 0.5, fan_out)
    return np.ones((fan_in, 1)) * row


# %% task="glorot" bug="positive_weights"
# With "uniform" no weight is below 0, so their mean is not 0. Where does `rng.uniform` begin if you
# name one end only? Assumption F2 in lecture 5, part 2, shows what a mean costs.
def glorot(rng, fan_in, fan_out, form):
    v = 2 / (fan_in + fan_out)
    if form == "normal":
        return rng.normal(0, np.sqrt(v), (fan_in, fan_out))
    return rng.uniform(0, np.sqrt(3 * v), (fan_in, fan_out))


# %% task="he" bug="always_forward"
# The variance is 2/n_in for both directions. Over which side of W does the sum run on the way
# back? See lecture 5, parts 3 and 7.
def he(rng, fan_in, fan_out, form, direction):
    v = 2 / fan_in
    if form == "normal":
        return rng.normal(0, np.sqrt(v), (fan_in, fan_out))
    return rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), (fan_in, fan_out))


# %% task="he" bug="directions_swapped"
# "forward" has the variance that belongs to "backward", and the other way round. A unit sums over
# its inputs; how many terms has that sum? See lecture 5, parts 2 and 3.
def he(rng, fan_in, fan_out, form, direction):
    v = 2 / (fan_out if direction == "forward" else fan_in)
    if form == "normal":
        return rng.normal(0, np.sqrt(v), (fan_in, fan_out))
    return rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), (fan_in, fan_out))


# %% task="he" bug="glorots_variance"
# This is Glorot's variance, for both directions. What does ReLU do to the second moment, and does
# He compromise between the two directions? See lecture 5, part 7.
def he(rng, fan_in, fan_out, form, direction):
    v = 2 / (fan_in + fan_out)
    if form == "normal":
        return rng.normal(0, np.sqrt(v), (fan_in, fan_out))
    return rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), (fan_in, fan_out))


# %% task="he" bug="without_the_two"
# The variance is half of He's. It would be right without an activation: what becomes of half of
# the second moment in ReLU? See lecture 5, part 7.
def he(rng, fan_in, fan_out, form, direction):
    v = 1 / (fan_in if direction == "forward" else fan_out)
    if form == "normal":
        return rng.normal(0, np.sqrt(v), (fan_in, fan_out))
    return rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), (fan_in, fan_out))


# %% task="he" bug="gain_squared_twice"
# The variance is 4/n: the factor 2 came in twice. Is √2, He's gain, a factor on the variance or on
# the standard deviation? See lecture 5, part 10.
def he(rng, fan_in, fan_out, form, direction):
    s = 2 / np.sqrt(fan_in if direction == "forward" else fan_out)
    if form == "normal":
        return rng.normal(0, s, (fan_in, fan_out))
    return rng.uniform(-s * np.sqrt(3), s * np.sqrt(3), (fan_in, fan_out))


# %% task="he" bug="deviation_as_variance"
# The variance is √(2/n), about five times too much or more. N(0, x) in print has the variance x:
# did you take √(2/n) for one? See lecture 5, part 5, "The trap".
def he(rng, fan_in, fan_out, form, direction):
    v = np.sqrt(2 / (fan_in if direction == "forward" else fan_out))
    if form == "normal":
        return rng.normal(0, np.sqrt(v), (fan_in, fan_out))
    return rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), (fan_in, fan_out))


# %% task="he" bug="variance_as_deviation"
# The normal form has the variance 4/n², a small part of what it should be. Does `rng.normal` want
# a variance, or a standard deviation? See lecture 5, part 5, "The trap".
def he(rng, fan_in, fan_out, form, direction):
    v = 2 / (fan_in if direction == "forward" else fan_out)
    if form == "normal":
        return rng.normal(0, v, (fan_in, fan_out))
    return rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), (fan_in, fan_out))


# %% task="he" bug="zeros"
# All weights are 0. Is that array filled anywhere before it is returned? With zeros nothing moves
# but the output biases: lecture 5, part 14.
def he(rng, fan_in, fan_out, form, direction):
    W = np.zeros((fan_in, fan_out))
    W + rng.normal(0, np.sqrt(2 / fan_in), W.shape)
    return W


# %% task="he" bug="backward_without_the_two"
# "forward" is right; "backward" has half of its variance. Does δ not pass a ReLU on its way back,
# too? See lecture 5, part 7.
def he(rng, fan_in, fan_out, form, direction):
    v = 2 / fan_in if direction == "forward" else 1 / fan_out
    if form == "normal":
        return rng.normal(0, np.sqrt(v), (fan_in, fan_out))
    return rng.uniform(-np.sqrt(3 * v), np.sqrt(3 * v), (fan_in, fan_out))


# %% task="he" bug="backward_turned_on_its_side"
# With "backward" W has the shape (fan_out, fan_in). The direction changes the variance; does the
# layer get other inputs? See lecture 5, part 3, for what stays and what is transposed.
def he(rng, fan_in, fan_out, form, direction):
    rows, columns = (fan_in, fan_out) if direction == "forward" else (fan_out, fan_in)
    c = np.sqrt(6 / rows)
    if form == "normal":
        return rng.normal(0, np.sqrt(2 / rows), (rows, columns))
    return rng.uniform(-c, c, (rows, columns))


# %% task="gain_on_grid" bug="no_density"
# Your sum gives all z the same weight, as if they were uniform. How likely is z = 5 for N(0, 1)?
# See the formula above, and lecture 5, part 10.
def gain_on_grid(z, a):
    return 1 / np.sqrt(np.mean(a**2))


# %% task="gain_on_grid" bug="no_root"
# This is the square of the gain: a factor on the variance. On which of the two is the gain a
# factor? See lecture 5, part 10.
def gain_on_grid(z, a):
    p = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return 1 / (np.sum(a**2 * p) * (z[1] - z[0]))


# %% task="gain_on_grid" bug="upside_down"
# This is 1 over the gain. Must weights be larger or smaller if φ makes everything smaller? See
# lecture 5, part 10.
def gain_on_grid(z, a):
    p = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return np.sqrt(np.sum(a**2 * p) * (z[1] - z[0]))


# %% task="gain_on_grid" bug="variance_of_a"
# You took the variance of φ(z), without the part that its mean contributes. What does the next
# layer see, E[a²] or Var(a)? See lecture 5, parts 2 and 7.
def gain_on_grid(z, a):
    p = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    p /= p.sum()
    return 1 / np.sqrt(np.sum(a**2 * p) - np.sum(a * p) ** 2)


# %% task="gain_on_grid" bug="no_dz"
# The sum lacks the width of its strips: with twice as many points the result would change. How
# does a sum become an integral? The formula stands above the task; lecture 5, part 10, has others.
def gain_on_grid(z, a):
    p = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return 1 / np.sqrt(np.sum(a**2 * p))


# %% task="gain_on_grid" bug="density_without_its_constant"
# Under your density the probabilities add up to √(2π), not to 1. Which constant stands before the
# exponential? See the formula above; a constant φ is a quick test. Lecture 5, part 6, has the
# density too.
def gain_on_grid(z, a):
    return 1 / np.sqrt(np.trapezoid(a**2 * np.exp(-(z**2) / 2), z))


# %% task="gain_on_grid" bug="density_without_the_half"
# Your bell curve is too narrow: its variance is ½. Which number stands in the exponent of N(0, 1)?
# See the formula above; lecture 5, part 6, has the density too.
def gain_on_grid(z, a):
    p = np.exp(-(z**2)) / np.sqrt(np.pi)
    return 1 / np.sqrt(np.trapezoid(a**2 * p, z))


# %% task="gain_on_grid" bug="density_squared"
# The density came under the square together with φ. What is squared in E[φ(z)²]? See lecture 5,
# part 10.
def gain_on_grid(z, a):
    p = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return 1 / np.sqrt(np.trapezoid((a * p) ** 2, z))


# %% task="gain_on_grid" bug="second_moment_squared_gain"
# That is 1/E[φ²], the square of the gain. What stands around the quotient in the formula above? A
# gain is a factor on a standard deviation: lecture 5, part 10.
def gain_on_grid(z, a):
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return 1 / np.sum(a**2 * density * (z[1] - z[0]))


# %% task="gains" bug="variances"
# These are the gains for the variance of φ(z) instead of its second moment: they differ wherever
# φ(z) has a mean. What does the next layer see? See lecture 5, part 7.
gains = [1.65887, 0.894427, 1.520867, 2.337533]

# %% task="gains" bug="squares"
# These are the squares of the gains: 1/E[φ²]. On which is the gain a factor, on the variance or on
# the standard deviation? See lecture 5, part 10.
gains = [1, 2 / 3, 2.313035, 5.464063]

# %% task="gains" bug="moments"
# These are the second moments themselves. If φ takes half away, must the weights be larger or
# smaller? See lecture 5, part 10.
gains = [1, 1.5, 0.432332, 0.183014]

# %% task="gains" bug="relus_half"
# The first three are right but for one: the squared ReLU got the gain of ReLU. Half of the axis
# counts, but half of *which* moment? See lecture 5, part 7.
gains = [1, 2**0.5, 1.520867, 2.337533]

# %% task="weights_for" bug="multiplies"
# The variance grows with `moment`: what comes in large is made larger. In E[z²] = n Var(W) E[a²],
# which is to be 1, and which is asked for? See lecture 5, part 2.
def weights_for(rng, fan_in, fan_out, moment):
    return rng.normal(0, np.sqrt(moment / fan_in), (fan_in, fan_out))


# %% task="weights_for" bug="no_root_of_the_moment"
# The standard deviation is divided by `moment`, so the variance is divided by its square. Which of
# the two does E[z²] = n Var(W) E[a²] speak of? See lecture 5, parts 2 and 5.
def weights_for(rng, fan_in, fan_out, moment):
    return rng.normal(size=(fan_in, fan_out)) / np.sqrt(fan_in) / moment


# %% task="weights_for" bug="gain_on_the_variance"
# The variance is gain/n, with the gain where its square belongs. Is the gain a factor on the
# variance, or on the standard deviation? See lecture 5, part 10.
def weights_for(rng, fan_in, fan_out, moment):
    gain = np.sqrt(1 / moment)
    return rng.normal(0, np.sqrt(gain / fan_in), (fan_in, fan_out))


# %% task="weights_for" bug="moment_for_the_gain"
# The standard deviation is `moment` times 1/√n_in, as if `moment` were a gain. A gain is large
# where φ makes everything small; is a second moment? See lecture 5, part 10.
def weights_for(rng, fan_in, fan_out, moment):
    return moment * rng.normal(0, 1 / np.sqrt(fan_in), (fan_in, fan_out))


# %% task="weights_for" bug="cut_off_and_too_small"
# The form is free, but the variance is a quarter too small. What does it do to the variance if
# everything beyond two deviations is cut off, or drawn again? Make up for it. See lecture 5, part
# 5: the derivation asks for a variance.
def weights_for(rng, fan_in, fan_out, moment):
    W = rng.normal(0, 1, (fan_in, fan_out))
    while (abs(W) > 2).any():
        W = np.where(abs(W) > 2, rng.normal(0, 1, W.shape), W)
    return W / np.sqrt(fan_in * moment)


# %% task="weights_for" bug="fan_out"
# The variance has n_out where n_in belongs. Over which side of W does z = Σ a w sum? See lecture
# 5, part 2.
def weights_for(rng, fan_in, fan_out, moment):
    return rng.normal(0, 1 / np.sqrt(fan_out * moment), (fan_in, fan_out))


# %% task="weights_for" bug="always_he"
# The variance is 2/n_in whatever `moment` is. That is right after ReLU, whose second moment is ½;
# what about the others? See lecture 5, parts 7 and 10.
def weights_for(rng, fan_in, fan_out, moment):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


# %% task="weights_for" bug="bound_for_deviation"
# The weights are uniform up to what their *standard deviation* should be: the variance is three
# times too small. How far does a uniform form of variance v reach? See lecture 5, part 5.
def weights_for(rng, fan_in, fan_out, moment):
    s = 1 / np.sqrt(fan_in * moment)
    return rng.uniform(-s, s, (fan_in, fan_out))


# %% task="predicted_moments" bug="activation_before_layer_1"
# All numbers are too small by the factor of one activation. Do the inputs pass a leaky ReLU before
# layer 1? See the text above; lecture 5, part 2, has the layer alone.
def predicted_moments(widths, variances, slope):
    q, found = 1.0, []
    for n, v in zip(widths, variances):
        q = n * v * (1 + slope**2) / 2 * q
        found.append(q)
    return found


# %% task="predicted_moments" bug="fan_out"
# Each layer has the width that it goes *to* where the one that it comes from belongs. How many
# terms has the sum of one unit? See lecture 5, part 2.
def predicted_moments(widths, variances, slope):
    q, found = 1.0, []
    for n, v in zip(widths[1:], variances):
        found.append(n * v * q)
        q = found[-1] * (1 + slope**2) / 2
    return found


# %% task="predicted_moments" bug="slope_not_squared"
# What leaky ReLU leaves is not (1 + α)/2: on the negative side z becomes αz. What is the *second
# moment* of that? See lecture 5, part 9.
def predicted_moments(widths, variances, slope):
    q, found = 1.0, []
    for n, v in zip(widths, variances):
        found.append(n * v * q)
        q = found[-1] * (1 + slope) / 2
    return found


# %% task="predicted_moments" bug="no_activation"
# These are the numbers of a net without activation. What does leaky ReLU leave of E[z²]? See
# lecture 5, parts 7 and 9.
def predicted_moments(widths, variances, slope):
    return np.cumprod(np.array(widths[:-1]) * np.array(variances))


# %% task="predicted_moments" bug="plain_relu"
# The slope is not in your numbers: they are those of ReLU. The negative side is made small, not
# zero; what is left of its second moment? See lecture 5, part 9.
def predicted_moments(widths, variances, slope):
    q, found = 1.0, []
    for n, v in zip(widths, variances):
        found.append(n * v * q)
        q = found[-1] / 2
    return found


# %% task="predicted_moments" bug="each_layer_alone"
# Each of your numbers is the factor of its layer alone. What comes into layer 2: something of
# second moment 1, or what layer 1 made of it? See lecture 5, part 2.
def predicted_moments(widths, variances, slope):
    kept = [1.0] + [(1 + slope**2) / 2] * (len(variances) - 1)
    return [n * v * k for n, v, k in zip(widths, variances, kept)]


# %% task="predicted_moments" bug="after_the_activation"
# These are second moments of the activations a. Asked for are those of z, before the activation.
# See lecture 5, part 7, for what lies between the two.
def predicted_moments(widths, variances, slope):
    a, found = 1.0, []
    for n, v in zip(widths, variances):
        a = n * v * a * (1 + slope**2) / 2
        found.append(a)
    return found


# %% task="predicted_moments" bug="square_subtracted"
# The factor of an activation is (1 − α²)/2. Both halves leave something of the second moment: does
# what the negative half leaves count with a minus? See lecture 5, part 9.
def predicted_moments(widths, variances, slope):
    moments, moment = [], 1.0
    for fan_in, variance in zip(widths, variances):
        moments.append(fan_in * variance * moment)
        moment = moments[-1] * (1 - slope**2) / 2
    return moments


# %% task="measured_moments" bug="variance_of_z"
# You measured the variance of z, without its mean. In a single net the units have means: which
# moment does the theory speak of? See lecture 5, part 2.
def measured_moments(X, weights, slope):
    A, found = X, []
    for W in weights:
        Z = A @ W
        found.append(Z.var())
        A = np.where(Z > 0, Z, slope * Z)
    return found


# %% task="measured_moments" bug="after_the_activation"
# You measured a², after the activation. Asked for is the mean of z², before it. Lecture 5, part 7,
# tells the two apart.
def measured_moments(X, weights, slope):
    found = []
    for W in weights:
        X = X @ W
        X = np.where(X > 0, X, slope * X)
        found.append((X**2).mean())
    return found


# %% task="measured_moments" bug="no_activation"
# The numbers are those of a net without activation. What lies between two layers? See lecture 5,
# part 7.
def measured_moments(X, weights, slope):
    found = []
    for W in weights:
        X = X @ W
        found.append((X**2).mean())
    return found


# %% task="measured_moments" bug="plain_relu"
# The first layer is right, and after it everything negative is lost: that is ReLU. What does the
# slope do? See lecture 5, part 9.
def measured_moments(X, weights, slope):
    found = []
    for W in weights:
        Z = X @ W
        found.append((Z**2).mean())
        X = np.maximum(0, Z)
    return found


# %% task="measured_moments" bug="activation_before_layer_1"
# The inputs passed a leaky ReLU before layer 1. Where does the text above put the activations?
# Lecture 5, part 2, has the layer alone.
def measured_moments(X, weights, slope):
    found = []
    for W in weights:
        Z = np.where(X > 0, X, slope * X) @ W
        found.append((Z**2).mean())
        X = Z
    return found


# %% task="measured_moments" bug="root_mean_square"
# These are roots of what is asked for. The theory speaks of the mean of z², not of its root: see
# lecture 5, part 2. Did a standard deviation slip in?
def measured_moments(X, weights, slope):
    found = []
    for W in weights:
        Z = X @ W
        found.append(np.sqrt((Z**2).mean()))
        X = np.where(Z > 0, Z, slope * Z)
    return found


# %% task="measured_moments" bug="sum_over_units"
# The squares are added up over the units of a layer, and averaged over the examples alone. Then a
# wide layer looks large. Over what does E[z²] average? See lecture 5, part 2.
def measured_moments(X, weights, slope):
    found = []
    for W in weights:
        Z = X @ W
        found.append((Z**2).sum() / len(Z))
        X = np.where(Z > 0, Z, slope * Z)
    return found


# %% task="net_factors" bug="swapped"
# Forward and backward have changed places. Forward a unit sums over its n_in inputs; over how many
# terms on the way back? See lecture 5, part 3.
def net_factors(widths, rule):
    i, o = np.array(widths[:-1]) * 1.0, np.array(widths[1:]) * 1.0
    v = {"forward": 1 / i, "backward": 1 / o, "glorot": 2 / (i + o), "geometric": (i * o) ** -0.5}
    return (o * v[rule]).prod(), (i * v[rule]).prod()


# %% task="net_factors" bug="same_both_ways"
# Forward is right; backward you return the same number. Does a gradient sum over as many terms as
# the signal does, where a layer is not square? See lecture 5, part 3.
def net_factors(widths, rule):
    i, o = np.array(widths[:-1]) * 1.0, np.array(widths[1:]) * 1.0
    v = {"forward": 1 / i, "backward": 1 / o, "glorot": 2 / (i + o), "geometric": (i * o) ** -0.5}
    return (i * v[rule]).prod(), (i * v[rule]).prod()


# %% task="net_factors" bug="adds"
# The layers' factors are added. What happens to a signal that is halved twice? Factors in a row
# multiply: see lecture 5, part 4, at its end.
def net_factors(widths, rule):
    i, o = np.array(widths[:-1]) * 1.0, np.array(widths[1:]) * 1.0
    v = {"forward": 1 / i, "backward": 1 / o, "glorot": 2 / (i + o), "geometric": (i * o) ** -0.5}
    return (i * v[rule]).sum(), (o * v[rule]).sum()


# %% task="net_factors" bug="ends_only"
# You looked at the first and the last width alone, as if they were the two sides of one layer. That
# is right for some rules. Do the widths between always cancel? See lecture 5, part 4, at its end.
def net_factors(widths, rule):
    i, o = widths[0], widths[-1]
    v = {"forward": 1 / i, "backward": 1 / o, "glorot": 2 / (i + o), "geometric": (i * o) ** -0.5}
    return i * v[rule], o * v[rule]


# %% task="net_factors" bug="deviations"
# Both numbers are roots of what is asked for. Is the question about second moments, or about
# standard deviations? See lecture 5, part 4.
def net_factors(widths, rule):
    i, o = np.array(widths[:-1]) * 1.0, np.array(widths[1:]) * 1.0
    v = {"forward": 1 / i, "backward": 1 / o, "glorot": 2 / (i + o), "geometric": (i * o) ** -0.5}
    return np.sqrt((i * v[rule]).prod()), np.sqrt((o * v[rule]).prod())


# %% task="net_factors" bug="stops_before_the_input"
# Forward is right. Backward the first layer is missing: you stopped at the first hidden layer. Does
# the way to ∂J/∂X lead through layer 1 as well? See lecture 5, part 3.
def net_factors(widths, rule):
    i, o = np.array(widths[:-1]) * 1.0, np.array(widths[1:]) * 1.0
    v = {"forward": 1 / i, "backward": 1 / o, "glorot": 2 / (i + o), "geometric": (i * o) ** -0.5}
    return (i * v[rule]).prod(), (o * v[rule])[1:].prod()


# %% task="net_factors" bug="geometric_without_root"
# "geometric" has 1/(n_in · n_out) for its variance; the other rules are right. Where is the root?
# The rule stands above the task; lecture 5, part 4, has the compromise that it competes with.
def net_factors(widths, rule):
    i, o = np.array(widths[:-1]) * 1.0, np.array(widths[1:]) * 1.0
    v = {"forward": 1 / i, "backward": 1 / o, "glorot": 2 / (i + o), "geometric": 1 / (i * o)}
    return (i * v[rule]).prod(), (o * v[rule]).prod()


# %% task="zigzag" bug="thinks_it_cancels"
# You take for granted that what one layer loses the next one gives back. Multiply the two factors
# under Glorot's rule: are they each other's reciprocals? See lecture 5, part 4.
zigzag = [1, 1]

# %% task="zigzag" bug="fifty_pairs"
# Your first number is right for 50 *pairs* of layers. How many pairs are 50 layers? See lecture 5,
# part 4, for the factors of a pair.
zigzag = [0.64**50, 1]

# %% task="zigzag" bug="one_kind_of_layer"
# Your first number lets all 50 layers be 100 → 400. What does a layer 400 → 100 do? See lecture 5,
# part 4.
zigzag = [0.4**50, 0.5**50]

# %% task="zigzag" bug="one_pair"
# Your first number is what one pair of layers does. What do all of them do together? See lecture
# 5, part 4, at its end.
zigzag = [0.64, 1]

# %% task="who_drew_it" bug="takes_the_deviation"
# You compared the standard deviation of W with the suspects' variances. Which of the two do you
# have, and which do you need? See lecture 5, part 5.
def who_drew_it(W):
    i, o = W.shape
    v = np.array([2 / i, 2 / (i + o), 4 / i**2, (2 / i) ** 0.5, 1 / (3 * i)])
    return int(np.argmin(abs(np.log(W.std() / v))))


# %% task="who_drew_it" bug="fan_out_for_fan_in"
# You took the columns of W for its inputs. Which side of W is n_in in Z = A @ W? See the notation
# at the top, and lecture 5, part 1.
def who_drew_it(W):
    o, i = W.shape
    v = np.array([2 / i, 2 / (i + o), 4 / i**2, (2 / i) ** 0.5, 1 / (3 * i)])
    return int(np.argmin(abs(np.log(W.var() / v))))


# %% task="who_drew_it" bug="slip_not_squared"
# Suspects 0 and 2 look alike to you. Suspect 2 *uses* 2/n as a standard deviation: which variance
# has such a W? See lecture 5, part 5, "The trap".
def who_drew_it(W):
    i, o = W.shape
    v = np.array([2 / i, 2 / (i + o), 2 / i, (2 / i) ** 0.5, 1 / (3 * i)])
    return int(np.argmin(abs(np.log(W.var() / v))))


# %% task="who_drew_it" bug="bound_as_variance"
# Suspect 4 is never recognised. Its c is a bound: which variance has a uniform form that reaches
# from −c to c? See lecture 5, part 5.
def who_drew_it(W):
    i, o = W.shape
    v = np.array([2 / i, 2 / (i + o), 4 / i**2, (2 / i) ** 0.5, 1 / i**0.5])
    return int(np.argmin(abs(np.log(W.var() / v))))


# %% task="who_drew_it" bug="bound_as_deviation"
# Suspect 4 is not recognised. Its c is a bound, not a standard deviation. By how much do the two
# differ for a uniform form? See lecture 5, part 5.
def who_drew_it(W):
    i, o = W.shape
    v = np.array([2 / i, 2 / (i + o), 4 / i**2, (2 / i) ** 0.5, 1 / i])
    return int(np.argmin(abs(np.log(W.var() / v))))


# %% task="who_drew_it" bug="counts_from_one"
# Every number is one too large. Does the table count its suspects from 0 or from 1? See the text
# above the task; lecture 5, part 5, has the forms.
def who_drew_it(W):
    i, o = W.shape
    v = [2 / i, 2 / (i + o), 4 / i**2, (2 / i) ** 0.5, 1 / (3 * i)]
    return 1 + int(np.argmin([abs(np.log(W.var() / each)) for each in v]))


# %% task="initial_parameters" bug="he_in_layer_1_too"
# Layer 1 has a variance as if an activation stood before it; the others are right. What comes into
# layer 1, and with which second moment? See lecture 5, part 2.
def initial_parameters(rng, sizes, slope):
    weights = [
        rng.normal(0, np.sqrt(2 / (1 + slope**2) / i), (i, o)) for i, o in zip(sizes, sizes[1:])
    ]
    return weights, [np.zeros(o) for o in sizes[1:]]


# %% task="initial_parameters" bug="no_activation"
# All layers have the variance 1/n_in, as if nothing stood between them. What does leaky ReLU leave
# of the second moment? See lecture 5, parts 7 and 9.
def initial_parameters(rng, sizes, slope):
    weights = [weights_for(rng, i, o, 1.0) for i, o in zip(sizes, sizes[1:])]
    return weights, [np.zeros(o) for o in sizes[1:]]


# %% task="initial_parameters" bug="plain_relu"
# From layer 2 on the variance is 2/n_in, whatever the slope. Is less lost in leaky ReLU than in
# ReLU? See lecture 5, part 9.
def initial_parameters(rng, sizes, slope):
    weights = [
        weights_for(rng, i, o, 0.5 if layer else 1.0)
        for layer, (i, o) in enumerate(zip(sizes, sizes[1:]))
    ]
    return weights, [np.zeros(o) for o in sizes[1:]]


# %% task="initial_parameters" bug="slope_not_squared"
# From layer 2 on the variance is 2/((1 + α) n_in). On the negative side z becomes αz: what is the
# *second moment* of that? See lecture 5, part 9.
def initial_parameters(rng, sizes, slope):
    weights = [
        weights_for(rng, i, o, (1 + slope) / 2 if layer else 1.0)
        for layer, (i, o) in enumerate(zip(sizes, sizes[1:]))
    ]
    return weights, [np.zeros(o) for o in sizes[1:]]


# %% task="initial_parameters" bug="one_seed_for_all_layers"
# The layers hold the same random numbers, stretched to their variances. Does every layer get a
# generator that starts with the same seed? Assumption F1 in lecture 5, part 2, asks for
# independence.
def initial_parameters(rng, sizes, slope):
    seed = rng.integers(2**32)
    weights, moment = [], 1.0
    for i, o in zip(sizes, sizes[1:]):
        weights.append(weights_for(np.random.default_rng(seed), i, o, moment))
        moment = (1 + slope**2) / 2
    return weights, [np.zeros(o) for o in sizes[1:]]


# %% task="initial_parameters" bug="random_biases"
# The weights are right, but the biases are random. Has symmetry not been broken by the weights
# already, and what would the biases add in every layer? See lecture 5, part 14.
def initial_parameters(rng, sizes, slope):
    weights, moment = [], 1.0
    for i, o in zip(sizes, sizes[1:]):
        weights.append(weights_for(rng, i, o, moment))
        moment = (1 + slope**2) / 2
    return weights, [rng.normal(0, 1 / np.sqrt(o), o) for o in sizes[1:]]


# %% task="initial_parameters" bug="biases_of_the_inputs"
# Each b is as long as the layer's *input*. Does a bias belong to a unit, or to what comes in? The
# notation at the top and lecture 5, part 14, have the biases.
def initial_parameters(rng, sizes, slope):
    weights, moment = [], 1.0
    for i, o in zip(sizes, sizes[1:]):
        weights.append(weights_for(rng, i, o, moment))
        moment = (1 + slope**2) / 2
    return weights, [np.zeros(i) for i in sizes[:-1]]


# %% task="initial_parameters" bug="glorot_everywhere"
# This is Glorot's variance in every layer. With leaky ReLU between the layers, does a straight line
# of slope 1 still describe them? See lecture 5, parts 4 and 9.
def initial_parameters(rng, sizes, slope):
    weights = [rng.normal(0, np.sqrt(2 / (i + o)), (i, o)) for i, o in zip(sizes, sizes[1:])]
    return weights, [np.zeros(o) for o in sizes[1:]]


# %% task="initial_parameters" bug="one_layer_missing"
# There is one layer too few. `sizes` counts the inputs as well: how many weight matrices has a net
# with three sizes? See lecture 5, part 1: a matrix between any two neighbours.
def initial_parameters(rng, sizes, slope):
    weights, moment = [], 1.0
    for i, o in zip(sizes[:-2], sizes[1:-1]):
        weights.append(weights_for(rng, i, o, moment))
        moment = (1 + slope**2) / 2
    return weights, [np.zeros(o) for o in sizes[1:-1]]


# %% task="initial_parameters" bug="last_layer_as_if_linear_before"
# Layer 1 has the factor of an activation, and the last layer has none. Which layer has no
# activation *before* it: the first or the last? See lecture 5, parts 2 and 9.
def initial_parameters(rng, sizes, slope):
    weights, last = [], len(sizes) - 2
    for layer, (i, o) in enumerate(zip(sizes, sizes[1:])):
        moment = 1.0 if layer == last else (1 + slope**2) / 2
        weights.append(weights_for(rng, i, o, moment))
    return weights, [np.zeros(o) for o in sizes[1:]]


# %% task="initial_parameters" bug="one_bias_a_layer"
# Each layer has a single number as its bias. How many units has a layer, and how many biases does
# it need? The notation at the top and lecture 5, part 14, have the biases.
def initial_parameters(rng, sizes, slope):
    weights, moment = [], 1.0
    for i, o in zip(sizes, sizes[1:]):
        weights.append(weights_for(rng, i, o, moment))
        moment = (1 + slope**2) / 2
    return weights, [0.0 for _ in weights]
