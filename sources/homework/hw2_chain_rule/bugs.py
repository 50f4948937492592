# %% [markdown]
# Known wrong answers: the comment is what the student is told, the rest is what a student types.

# %% task="chain" bug="power_off_by_one"
# f/v still has the power n. What happens to the exponent when a power is differentiated? See
# lecture 2, part 3, where a square becomes 2u.
def chain(x, c, n):
    u = x**2 + c
    v = math.log(u)
    fv = n * v**n
    return fv, 1 / u, 2 * x, fv / u * 2 * x


# %% task="chain" bug="exponent_not_in_front"
# The exponent went down by one, but n does not stand in front. Where does the old exponent go
# when a power is differentiated? See lecture 2, part 3, where a square becomes 2u.
def chain(x, c, n):
    u = x**2 + c
    v = math.log(u)
    fv = v ** (n - 1)
    return fv, 1 / u, 2 * x, fv / u * 2 * x


# %% task="chain" bug="inner_derivative_missing"
# The three links are right, but the product stops before the innermost one. Does u not depend
# on x as well? See lecture 2, part 3: 8 instead of 24.
def chain(x, c, n):
    u = x**2 + c
    v = math.log(u)
    fv, vu, ux = n * v ** (n - 1), 1 / u, 2 * x
    return fv, vu, ux, fv * vu


# %% task="chain" bug="factors_added"
# The three links are right, and f/x is their sum. What do rates along one chain do: add, or
# something else? See lecture 2, part 3: 11 instead of 24.
def chain(x, c, n):
    u = x**2 + c
    v = math.log(u)
    links = [n * v ** (n - 1), 1 / u, 2 * x]
    return *links, sum(links)


# %% task="chain" bug="logarithm_at_x"
# v/u was taken at x. What stands inside the logarithm, x or u? See lecture 2, part 3: Lagrange's
# notation says where each derivative is taken.
def chain(x, c, n):
    u = x**2 + c
    v = math.log(u)
    fv, vu, ux = n * v ** (n - 1), 1 / x, 2 * x
    return fv, vu, ux, fv * vu * ux


# %% task="chain" bug="power_at_u"
# f/v was taken at u. What is raised to the power n, u or its logarithm? See lecture 2, part 3:
# Lagrange's notation says where each derivative is taken.
def chain(x, c, n):
    u = x**2 + c
    fv, vu, ux = n * u ** (n - 1), 1 / u, 2 * x
    return fv, vu, ux, fv * vu * ux


# %% task="chain" bug="constant_kept"
# u/x still has the c in it. If x is nudged and c is not, how much does c add to the change?
# See lecture 2, part 2: a derivative is a nudge.
def chain(x, c, n):
    u = x**2 + c
    v = math.log(u)
    fv, vu, ux = n * v ** (n - 1), 1 / u, 2 * x + c
    return fv, vu, ux, fv * vu * ux


# %% task="chain" bug="products_on_the_way"
# The second and third numbers have the factors to their left in them already: they are f/u and
# f/x. Does a local derivative know what happens elsewhere? See lecture 2, part 4.
def chain(x, c, n):
    u = x**2 + c
    v = math.log(u)
    fv = n * v ** (n - 1)
    fu = fv / u
    fx = fu * 2 * x
    return fv, fu, fx, fx


# %% task="chain" bug="power_gone"
# f/v is n · v, whatever n is. To which power does v stand after vⁿ was differentiated? See lecture
# 2, part 3, where a square becomes 2u.
def chain(x, c, n):
    u = x**2 + c
    v = math.log(u)
    fv = n * v
    return fv, 1 / u, 2 * x, fv / u * 2 * x


# %% task="fork" bug="last_path_kept"
# f/s has only the path through v in it. Was the contribution of u overwritten by an assignment,
# where paths meet? See lecture 2, part 4.
def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    grad = {}
    grad["s"] = v
    grad["s"] = u * 2 * s
    return grad["s"], grad["s"] * b + v, grad["s"] * a


# %% task="fork" bug="first_path_kept"
# f/s has only the path through u in it. Does s not feed v as well? See what happens where paths
# meet, lecture 2, part 4.
def fork(a, b):
    s = a * b
    v = s**2
    ds = v
    return ds, ds * b + v, ds * a


# %% task="fork" bug="direct_path_missing"
# f/s and f/b are right; f/a has only the path through s in it. Which other node does a feed? See
# lecture 2, part 4, “A fork”.
def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    ds = v + u * 2 * s
    return ds, ds * b, ds * a


# %% task="fork" bug="only_the_direct_path"
# f/s and f/b are right; f/a has only the short path through u in it. What became of the one
# through s: was it overwritten? See lecture 2, part 4, “A fork”.
def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    ds = v + u * 2 * s
    da = ds * b
    da = v
    return ds, da, ds * a


# %% task="fork" bug="paths_multiplied"
# f/s is the product of what comes along its two paths. Multiply along a path; and where paths
# meet? See the take-away of lecture 2, part 4.
def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    ds = v * (u * 2 * s)
    return ds, ds * b + v, ds * a


# %% task="fork" bug="paths_averaged"
# f/s is the mean of what comes along its two paths. If a nudge of s acts along both of them, is
# its effect the mean of the two? See lecture 2, part 4, “A fork”.
def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    ds = (v + u * 2 * s) / 2
    return ds, ds * b + v, ds * a


# %% task="fork" bug="went_on_too_early"
# f/s is right, yet what arrived at a and b came from a part of it. Did you go on from s before
# both of its contributions were there? See the order of the steps in lecture 2, part 4.
def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    ds = v
    da = v + ds * b
    db = ds * a
    ds += u * 2 * s
    return ds, da, db


# %% task="fork" bug="stale_gradients"
# The first call is right, later ones are too large by what came before. Do the sums start at 0
# in each call, or does a dictionary outside keep the old ones? Adding is for paths of one graph:
# lecture 2, part 4.
grads = {"s": 0.0, "a": 0.0, "b": 0.0}


def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    grads["s"] += v + u * 2 * s
    grads["a"] += (v + u * 2 * s) * b + v
    grads["b"] += (v + u * 2 * s) * a
    return grads["s"], grads["a"], grads["b"]


# %% task="fork" bug="square_not_differentiated"
# On the path through v the factor of the square is s. What is the derivative of a square? Try a
# nudge: lecture 2, part 2.
def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    ds = v + u * s
    return ds, ds * b + v, ds * a


# %% task="fork" bug="factors_of_a_product_swapped"
# f/s is right, but a got what belongs to b and the other way round. By which number does s = a·b
# react to a nudge of a? See lecture 2, part 4: in w·x the arrow from w carries x.
def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    ds = v + u * 2 * s
    return ds, ds * a + v, ds * b


# %% task="fork" bug="own_value_for_the_others"
# f/u and f/v were swapped. In a product, by which number is the one factor multiplied, by itself
# or by the other? See lecture 2, part 4: f = u·v.
def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    ds = u + v * 2 * s
    return ds, ds * b + u, ds * a


# %% task="local_derivatives" bug="not_squared"
# a/z was computed as 1 − a. At a = −0.9 that is 1.9: can tanh be steeper there than at 0, where
# its slope is 1? The formula stands at the top; lecture 2, part 5, has σ′ for comparison.
def local_derivatives(w, b, x, y):
    a = np.tanh(w * x + b)
    return 2 * (a - y), 1 - a, x, 1, w


# %% task="local_derivatives" bug="sigmoid_derivative"
# a/z was computed as a(1 − a), the derivative of a sigmoid. Which activation has this unit? The
# one of lecture 2, part 5, is another.
def local_derivatives(w, b, x, y):
    a = np.tanh(w * x + b)
    return 2 * (a - y), a * (1 - a), x, 1, w


# %% task="local_derivatives" bug="sigmoid_unit"
# These are the numbers of a sigmoid unit: both the activation and its derivative. Which function
# does the text ask for here? Lecture 2, part 5, is right for σ.
def local_derivatives(w, b, x, y):
    a = 1 / (1 + np.exp(-(w * x + b)))
    return 2 * (a - y), a * (1 - a), x, 1, w


# %% task="local_derivatives" bug="tanh_twice"
# In a/z tanh was applied to a once more. Is a not tanh z already? Lecture 2, part 5, warns of
# σ′(a).
def local_derivatives(w, b, x, y):
    a = math.tanh(w * x + b)
    return 2 * (a - y), 1 - math.tanh(a) ** 2, x, 1, w


# %% task="local_derivatives" bug="z_for_a"
# a/z was computed as 1 − z². Which of the two is squared, the pre-activation or the activation?
# Lecture 2, part 5, warns of z(1 − z).
def local_derivatives(w, b, x, y):
    z = w * x + b
    return 2 * (math.tanh(z) - y), 1 - z**2, x, 1, w


# %% task="local_derivatives" bug="value_for_derivative"
# a/z is a itself. Is tanh its own derivative, as the exponential function is? Nudge it at 0,
# where tanh is 0 and rises steeply: lecture 2, part 2.
def local_derivatives(w, b, x, y):
    a = math.tanh(w * x + b)
    return 2 * (a - y), a, x, 1, w


# %% task="local_derivatives" bug="relu_derivative"
# a/z is 1 or 0: an open or shut gate. Is this unit cut off below 0? tanh bends smoothly, and so
# does its slope; lecture 2, part 5, has such a slope for σ.
def local_derivatives(w, b, x, y):
    z = w * x + b
    return 2 * (math.tanh(z) - y), float(z > 0), x, 1, w


# %% task="local_derivatives" bug="half_in_the_loss"
# J/a is half of what it should be. Did you expect a ½ in front of the square? This loss has
# none: lecture 2, part 5, “Say which loss”.
def local_derivatives(w, b, x, y):
    a = math.tanh(w * x + b)
    return a - y, 1 - a**2, x, 1, w


# %% task="local_derivatives" bug="sign"
# J/a has the wrong sign: with it, a prediction that is too high would be driven up. Is it true
# minus predicted, or predicted minus true? See lecture 2, part 5.
def local_derivatives(w, b, x, y):
    a = math.tanh(w * x + b)
    return 2 * (y - a), 1 - a**2, x, 1, w


# %% task="local_derivatives" bug="loss_itself"
# J/a is the loss itself. How does a square react to a nudge? See lecture 2, part 2.
def local_derivatives(w, b, x, y):
    a = math.tanh(w * x + b)
    return (a - y) ** 2, 1 - a**2, x, 1, w


# %% task="local_derivatives" bug="w_and_x_swapped"
# z/w and z/x stand in each other's place. If w is nudged, what is the nudge multiplied by? See
# the row of z₁ in the table of lecture 2, part 6.
def local_derivatives(w, b, x, y):
    a = math.tanh(w * x + b)
    return 2 * (a - y), 1 - a**2, w, 1, x


# %% task="local_derivatives" bug="bias_for_its_derivative"
# z/b is b itself. If b is nudged by h, by how much does z = wx + b move? See the row of z₁ in
# the table of lecture 2, part 6.
def local_derivatives(w, b, x, y):
    a = math.tanh(w * x + b)
    return 2 * (a - y), 1 - a**2, x, b, w


# %% task="local_derivatives" bug="bias_like_a_weight"
# z/b is x. Is the bias multiplied by the input, as a weight is? Copying the weight's line is a
# slip that has been published: lecture 2, part 9, slip 3.
def local_derivatives(w, b, x, y):
    a = math.tanh(w * x + b)
    return 2 * (a - y), 1 - a**2, x, x, w


# %% task="local_derivatives" bug="bias_gone"
# z/b is 0. Is b a constant here, or a number that may be nudged? See the row of z₁ in the table
# of lecture 2, part 6.
def local_derivatives(w, b, x, y):
    a = math.tanh(w * x + b)
    return 2 * (a - y), 1 - a**2, x, 0, w


# %% task="local_derivatives" bug="no_bias"
# Activation and slope are those of a unit without b. What is z? See lecture 2, part 5.
def local_derivatives(w, b, x, y):
    a = math.tanh(w * x)
    return 2 * (a - y), 1 - a**2, x, 1, w


# %% task="local_derivatives" bug="products_on_the_way"
# All but the first have the factors to their left in them: these are J/z, J/w, J/b and J/x. Does
# a local derivative know what happens elsewhere? See lecture 2, part 4.
def local_derivatives(w, b, x, y):
    a = math.tanh(w * x + b)
    Ja = 2 * (a - y)
    delta = Ja * (1 - a**2)
    return Ja, delta, delta * x, delta, delta * w


# %% task="neuron_gradient" bug="sum_not_mean"
# Both derivatives belong to the sum over the examples. Is this loss a sum or a mean? See lecture
# 2, part 5, “Say which loss”.
def neuron_gradient(w, b, xs, ys):
    Jw = Jb = 0
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        d = 2 * (a - y) * (1 - a**2)
        Jw += d * x
        Jb += d
    return Jw, Jb


# %% task="neuron_gradient" bug="last_example_only"
# Only the last example has left its share. Is it overwritten in the loop, where contributions
# should add? See lecture 2, part 4, “A fork”.
def neuron_gradient(w, b, xs, ys):
    N = len(xs)
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        d = 2 * (a - y) * (1 - a**2)
        Jw = d * x / N
        Jb = d / N
    return Jw, Jb


# %% task="neuron_gradient" bug="returns_too_early"
# Only the first example has left its share. At which indentation does the `return` stand? All
# paths from w to J count: lecture 2, part 4, “A fork”.
def neuron_gradient(w, b, xs, ys):
    Jw = Jb = 0
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        d = 2 * (a - y) * (1 - a**2) / len(xs)
        Jw += d * x
        Jb += d
        return Jw, Jb


# %% task="neuron_gradient" bug="half_in_the_loss"
# Both derivatives are half of what they should be. Did you expect a ½ in front of the squares?
# This loss has none: lecture 2, part 5, “Say which loss”.
def neuron_gradient(w, b, xs, ys):
    Jw = Jb = 0
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        d = (a - y) * (1 - a**2) / len(xs)
        Jw += d * x
        Jb += d
    return Jw, Jb


# %% task="neuron_gradient" bug="sign"
# Both derivatives point the other way. Is it true minus predicted, or predicted minus true? The
# minus of descent comes in the step: lecture 2, parts 1 and 5.
def neuron_gradient(w, b, xs, ys):
    Jw = Jb = 0
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        d = 2 * (y - a) * (1 - a**2) / len(xs)
        Jw += d * x
        Jb += d
    return Jw, Jb


# %% task="neuron_gradient" bug="slope_missing"
# The slope of tanh is missing in both. Which links lie between J and w: two or three? See δ in
# lecture 2, part 5.
def neuron_gradient(w, b, xs, ys):
    Jw = Jb = 0
    for x, y in zip(xs, ys):
        d = 2 * (math.tanh(w * x + b) - y) / len(xs)
        Jw += d * x
        Jb += d
    return Jw, Jb


# %% task="neuron_gradient" bug="input_missing"
# J/w equals J/b, and both are right for b. By which number is w multiplied in z? See the last
# factors in lecture 2, part 5.
def neuron_gradient(w, b, xs, ys):
    d = 0
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        d += 2 * (a - y) * (1 - a**2) / len(xs)
    return d, d


# %% task="neuron_gradient" bug="bias_like_a_weight"
# J/b equals J/w. Is the bias multiplied by the input, as a weight is? Copying the weight's line
# is a slip that has been published: lecture 2, part 9, slip 3.
def neuron_gradient(w, b, xs, ys):
    Jw = Jb = 0
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        d = 2 * (a - y) * (1 - a**2) / len(xs)
        Jw += d * x
        Jb += d * x
    return Jw, Jb


# %% task="neuron_gradient" bug="mean_in_w_only"
# J/w is a mean over the examples, J/b is a sum. Do both belong to the same loss? See lecture 2,
# part 5, “Say which loss”.
def neuron_gradient(w, b, xs, ys):
    Jw = Jb = 0
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        d = 2 * (a - y) * (1 - a**2)
        Jw += d * x
        Jb += d
    return Jw / len(xs), Jb


# %% task="neuron_gradient" bug="average_example"
# This is the gradient for one average example: the mean of the inputs with the mean of the
# truths. Is the slope of a mean the mean of the slopes, when tanh bends? Each example has a path
# of its own: lecture 2, part 4, “A fork”.
def neuron_gradient(w, b, xs, ys):
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    a = math.tanh(w * x + b)
    d = 2 * (a - y) * (1 - a**2)
    return d * x, d


# %% task="neuron_gradient" bug="mean_of_products_split"
# J/b is right. For J/w the mean of δ was multiplied by the mean of x. Does each x not belong to
# its own δ? Multiply along a path, then add: lecture 2, part 4.
def neuron_gradient(w, b, xs, ys):
    N = len(xs)
    d = 0
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        d += 2 * (a - y) * (1 - a**2) / N
    return d * sum(xs) / N, d


# %% task="neuron_gradient" bug="stale_gradients"
# The first call is right, later ones carry on from what came before. Do the sums start at 0 in
# each call, or do they live outside of the function? Only paths of one graph add up: lecture 2,
# part 4.
totals = [0.0, 0.0]


def neuron_gradient(w, b, xs, ys):
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        d = 2 * (a - y) * (1 - a**2) / len(xs)
        totals[0] += d * x
        totals[1] += d
    return tuple(totals)


# %% task="neuron_gradient" bug="slope_outside_of_the_sum"
# The errors were added first and multiplied by the slope of the last example afterwards. Does
# each example not have its own slope? Multiply along a path, then add: lecture 2, part 4.
def neuron_gradient(w, b, xs, ys):
    Jw = Jb = 0
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        Jw += 2 * (a - y) * x / len(xs)
        Jb += 2 * (a - y) / len(xs)
    return Jw * (1 - a**2), Jb * (1 - a**2)


# %% task="neuron_gradient" bug="tanh_twice"
# The slope is taken as 1 − tanh² of a; a itself is a tanh already. Of which number is tanh′ the
# derivative, and how is it written with a? See the formula at the top, and lecture 2, part 5.
def neuron_gradient(w, b, xs, ys):
    Jw = Jb = 0.0
    for x, y in zip(xs, ys):
        a = math.tanh(w * x + b)
        delta = 2 * (a - y) * (1 - math.tanh(a) ** 2) / len(xs)
        Jw += delta * x
        Jb += delta
    return Jw, Jb


# %% task="hand_deltas" bug="half_in_the_loss"
# All four are half of what they should be. Is there a ½ in this loss? See lecture 2, part 5,
# “Say which loss”.
hand_deltas = (0.755450, -0.771793, 1.465275, 0.127822)

# %% task="hand_deltas" bug="mean_over_the_outputs"
# All four are half of what they should be. Is J the mean of the two squares, or their sum? See
# lecture 2, part 5, “Say which loss”.
hand_deltas = (0.755450, -0.771793, 1.465275, 0.127822)

# %% task="hand_deltas" bug="sign"
# All four have the wrong sign. Is it true minus predicted, or predicted minus true? See lecture
# 2, part 5.
hand_deltas = (-1.510900, 1.543587, -2.930551, -0.255643)

# %% task="hand_deltas" bug="output_slope_missing"
# The outputs' δ are twice the errors. Does the way from J to z of an output not lead through
# tanh? With the squared error nothing cancels: compare lecture 2, parts 5 and 6.
hand_deltas = (1.791360, -2.390378, 3.935978, 0.611529)

# %% task="hand_deltas" bug="hidden_slope_missing"
# The outputs are right. For the hidden units you have ∂J/∂a, not yet ∂J/∂z. Which link is
# missing? See δ₁ in lecture 2, part 6.
hand_deltas = (1.510900, -1.543587, 3.202308, 0.325061)

# %% task="hand_deltas" bug="own_output_only"
# Each hidden unit heard only from the output with its own number. How many wires leave a hidden
# unit? Where paths meet, add: lecture 2, part 4.
hand_deltas = (1.510900, -1.543587, 1.659216, 0.849765)

# %% task="hand_deltas" bug="last_output_only"
# The hidden units heard only from output 2. Was the contribution of output 1 overwritten? Where
# paths meet, add: lecture 2, part 4.
hand_deltas = (1.510900, -1.543587, 1.271334, 0.849765)

# %% task="hand_deltas" bug="first_output_only"
# The hidden units heard only from output 1. Do they not act on output 2 as well? Where paths
# meet, add: lecture 2, part 4.
hand_deltas = (1.510900, -1.543587, 1.659216, -0.594122)

# %% task="hand_deltas" bug="indices_swapped"
# The hidden δ came back through the wrong wires: $v_{12}$ and $v_{21}$ are swapped. Which of the
# two leaves hidden unit 1? The first index says where from: lecture 2, part 9, has the same rule.
hand_deltas = (1.510900, -1.543587, 2.365513, -0.219654)

# %% task="hand_deltas" bug="not_weighted"
# The hidden units got the plain sum of the outputs' δ. Does what travels along a wire not meet
# its weight? See δ₁ in lecture 2, part 6.
hand_deltas = (1.510900, -1.543587, -0.029913, -0.025707)

# %% task="hand_deltas" bug="rounded_in_between"
# Close, but not to four digits: activations were rounded to two digits on the way. Is the error
# of a rounded number not carried on, and magnified? Lecture 2, part 9, slip 2.
hand_deltas = (1.512000, -1.536000, 2.927949, 0.251657)

# %% task="hand_deltas" bug="sigmoid_slopes"
# The slopes are those of sigmoids, a(1 − a). Which activation do these units have? tanh′ stands
# at the top; lecture 2, part 5, has the other one.
hand_deltas = (0.428345, 2.269517, -0.315569, -0.448121)

# %% task="hand_step" bug="climbs"
# All four parameters moved up the slope, and the loss grows. Which sign has the step? A published
# example has this slip too: lecture 2, part 9, slip 1.
hand_step = (-1.124833, -0.871793, -1.165275, 1.665275)

# %% task="hand_step" bug="updated_weights"
# The output's parameters are right; for the hidden ones the error came back through the v that
# had moved already. To which point does a gradient belong? See lecture 2, part 9, slip 4.
hand_step = (-0.675167, 0.671793, 1.454332, -0.954332)

# %% task="hand_step" bug="bias_like_a_weight"
# The weights are right. The biases moved as if they were multiplied by an activation or an input.
# What is a bias multiplied by in z? See lecture 2, part 9, slip 3.
hand_step = (-0.675167, 0.124833, 1.765275, 1.665275)

# %% task="hand_step" bug="bias_like_the_other_weight"
# The weights are right. The biases moved as if they were multiplied by an activation or an input.
# What is a bias multiplied by in z? See lecture 2, part 9, slip 3.
hand_step = (-0.675167, 0.256659, 1.765275, -0.532638)

# %% task="hand_step" bug="line_copied"
# The weights are right. Each bias started from the value of the weight before it. Was a line
# copied and only half adapted? It happened in print: lecture 2, part 9, slip 3.
hand_step = (-0.675167, -0.128207, 1.765275, -1.165275)

# %% task="hand_step" bug="returns_the_step"
# These are the steps themselves. From where do the parameters start? See `descend` in lecture 2,
# part 1.
hand_step = (0.224833, 0.771793, 1.465275, -1.465275)

# %% task="hand_step" bug="returns_the_gradient"
# These are the derivatives. How far, and from where, does a step lead? See `descend` in lecture
# 2, part 1.
hand_step = (-0.449666, -1.543587, -2.930551, 2.930551)

# %% task="hand_step" bug="no_learning_rate"
# The whole derivative was subtracted. How long should a step be? The learning rate says it:
# lecture 2, part 1.
hand_step = (-0.450334, 1.443587, 3.230551, -2.730551)

# %% task="hand_step" bug="wrong_end_of_the_wire"
# The biases are right. For each weight the value at the wrong unit was taken: a₂ for $v_{12}$,
# x₁ for $w_{21}$. Does the wire begin at its first index or at its second? Lecture 2, part 9,
# has the same rule.
hand_step = (-0.543341, 0.671793, -0.432638, -1.265275)

# %% task="hand_step" bug="half_in_the_loss"
# All four moved half as far as they should. Is there a ½ in this loss, or a mean over the
# outputs? See lecture 2, part 5, “Say which loss”.
hand_step = (-0.787583, 0.285897, 1.032638, -0.532638)

# %% task="deltas" bug="half_in_the_loss"
# All four are half of what they should be. Is there a ½ in this loss? See lecture 2, part 5,
# “Say which loss”.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = (y_hat2 - y2) * (1 - y_hat2**2)
    h1 = (o1 * p["v11"] + o2 * p["v12"]) * (1 - a1**2)
    h2 = (o1 * p["v21"] + o2 * p["v22"]) * (1 - a2**2)
    return o1, o2, h1, h2


# %% task="deltas" bug="mean_over_the_outputs"
# All four are half of what they should be. Is J the mean of the two squares, or their sum? See
# lecture 2, part 5, “Say which loss”.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 / 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 / 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    h1 = (o1 * p["v11"] + o2 * p["v12"]) * (1 - a1**2)
    h2 = (o1 * p["v21"] + o2 * p["v22"]) * (1 - a2**2)
    return o1, o2, h1, h2


# %% task="deltas" bug="sign"
# All four have the wrong sign. Is it true minus predicted, or predicted minus true? See lecture
# 2, part 5.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y1 - y_hat1) * (1 - y_hat1**2)
    o2 = 2 * (y2 - y_hat2) * (1 - y_hat2**2)
    h1 = (o1 * p["v11"] + o2 * p["v12"]) * (1 - a1**2)
    h2 = (o1 * p["v21"] + o2 * p["v22"]) * (1 - a2**2)
    return o1, o2, h1, h2


# %% task="deltas" bug="output_slope_missing"
# The outputs' δ are twice the errors. Does the way from J to z of an output not lead through
# tanh? With the squared error nothing cancels: compare lecture 2, parts 5 and 6.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1)
    o2 = 2 * (y_hat2 - y2)
    h1 = (o1 * p["v11"] + o2 * p["v12"]) * (1 - a1**2)
    h2 = (o1 * p["v21"] + o2 * p["v22"]) * (1 - a2**2)
    return o1, o2, h1, h2


# %% task="deltas" bug="hidden_slope_missing"
# The outputs are right. For the hidden units you have ∂J/∂a, not yet ∂J/∂z. Which link is
# missing? See δ₁ in lecture 2, part 6.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    return o1, o2, o1 * p["v11"] + o2 * p["v12"], o1 * p["v21"] + o2 * p["v22"]


# %% task="deltas" bug="hidden_slope_of_the_output"
# The outputs are right. A hidden unit's sum was multiplied by the slope of an output. Whose tanh
# lies between a and z of a hidden unit? See δ₁ in lecture 2, part 6, and part 9, slip 4.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    h1 = (o1 * p["v11"] + o2 * p["v12"]) * (1 - y_hat1**2)
    h2 = (o1 * p["v21"] + o2 * p["v22"]) * (1 - y_hat2**2)
    return o1, o2, h1, h2


# %% task="deltas" bug="activation_for_slope"
# The outputs are right. A hidden unit's sum was multiplied by its activation instead of its
# slope. Is a the derivative of tanh? A published formula ends in a wrong factor here as well:
# lecture 2, part 9, slip 4.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    h1 = (o1 * p["v11"] + o2 * p["v12"]) * a1
    h2 = (o1 * p["v21"] + o2 * p["v22"]) * a2
    return o1, o2, h1, h2


# %% task="deltas" bug="own_output_only"
# The outputs are right. Each hidden unit heard only from the output with its own number. How
# many wires leave a hidden unit? Where paths meet, add: lecture 2, part 4.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    return o1, o2, o1 * p["v11"] * (1 - a1**2), o2 * p["v22"] * (1 - a2**2)


# %% task="deltas" bug="last_output_kept"
# The outputs are right. The hidden units heard only from output 2. Was the contribution of
# output 1 overwritten by an assignment? Where paths meet, add: lecture 2, part 4.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    for k, o in ((1, o1), (2, o2)):
        h1 = o * p[f"v1{k}"] * (1 - a1**2)
        h2 = o * p[f"v2{k}"] * (1 - a2**2)
    return o1, o2, h1, h2


# %% task="deltas" bug="first_output_only"
# The outputs are right. The hidden units heard only from output 1. Do they not act on output 2
# as well? Where paths meet, add: lecture 2, part 4.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    return o1, o2, o1 * p["v11"] * (1 - a1**2), o1 * p["v21"] * (1 - a2**2)


# %% task="deltas" bug="indices_swapped"
# The outputs are right. The hidden δ came back through the wrong wires: v12 and v21 are swapped.
# Which of the two leaves hidden unit 1? Lecture 2, part 9, has the same rule: where from, then
# where to.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    h1 = (o1 * p["v11"] + o2 * p["v21"]) * (1 - a1**2)
    h2 = (o1 * p["v12"] + o2 * p["v22"]) * (1 - a2**2)
    return o1, o2, h1, h2


# %% task="deltas" bug="not_weighted"
# The outputs are right. The hidden units got the plain sum of the outputs' δ. Does what travels
# along a wire not meet its weight? See δ₁ in lecture 2, part 6.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    return o1, o2, (o1 + o2) * (1 - a1**2), (o1 + o2) * (1 - a2**2)


# %% task="deltas" bug="error_not_delta"
# The outputs are right. The hidden units got the outputs' errors, without the outputs' slopes.
# What travels back through the wire, ∂J/∂ŷ or δ? See δ₁ in lecture 2, part 6.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    e1, e2 = 2 * (y_hat1 - y1), 2 * (y_hat2 - y2)
    h1 = (e1 * p["v11"] + e2 * p["v12"]) * (1 - a1**2)
    h2 = (e1 * p["v21"] + e2 * p["v22"]) * (1 - a2**2)
    return e1 * (1 - y_hat1**2), e2 * (1 - y_hat2**2), h1, h2


# %% task="deltas" bug="sigmoid_slopes"
# All slopes are those of sigmoids, a(1 − a). Which activation do these units have? tanh′ stands
# at the top; lecture 2, part 5, has the other one.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * y_hat1 * (1 - y_hat1)
    o2 = 2 * (y_hat2 - y2) * y_hat2 * (1 - y_hat2)
    h1 = (o1 * p["v11"] + o2 * p["v12"]) * a1 * (1 - a1)
    h2 = (o1 * p["v21"] + o2 * p["v22"]) * a2 * (1 - a2)
    return o1, o2, h1, h2


# %% task="deltas" bug="tanh_twice"
# In all slopes tanh was applied once more. Are a and ŷ not values of tanh already? Lecture 2,
# part 5, warns of σ′(a).
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    def slope(a):
        return 1 - math.tanh(a) ** 2

    o1 = 2 * (y_hat1 - y1) * slope(y_hat1)
    o2 = 2 * (y_hat2 - y2) * slope(y_hat2)
    h1 = (o1 * p["v11"] + o2 * p["v12"]) * slope(a1)
    h2 = (o1 * p["v21"] + o2 * p["v22"]) * slope(a2)
    return o1, o2, h1, h2


# %% task="deltas" bug="paths_multiplied"
# The outputs are right. In the hidden units the contributions of the two outputs were
# multiplied. Multiply along a path; and where paths meet? See lecture 2, part 4.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    h1 = o1 * p["v11"] * o2 * p["v12"] * (1 - a1**2)
    h2 = o1 * p["v21"] * o2 * p["v22"] * (1 - a2**2)
    return o1, o2, h1, h2


# %% task="deltas" bug="paths_averaged"
# The outputs are right. The hidden units got the mean of the two contributions. If a hidden unit
# acts on both outputs, does half of its effect vanish? Where paths meet, add: lecture 2, part 4.
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    h1 = (o1 * p["v11"] + o2 * p["v12"]) / 2 * (1 - a1**2)
    h2 = (o1 * p["v21"] + o2 * p["v22"]) / 2 * (1 - a2**2)
    return o1, o2, h1, h2


# %% task="gradient" bug="no_hidden_bias"
# The forward pass left out the biases of the hidden units. What is z of a hidden unit? See
# lecture 2, part 6.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2)
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2)
    q1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    q2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    g |= {"v11": o1 * a1, "v21": o1 * a2, "c1": o1, "v12": o2 * a1, "v22": o2 * a2, "c2": o2}
    return g


# %% task="gradient" bug="no_output_bias"
# The forward pass left out the biases of the outputs. What is z of an output? See lecture 2,
# part 6.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = math.tanh(p["v11"] * a1 + p["v21"] * a2)
    q2 = math.tanh(p["v12"] * a1 + p["v22"] * a2)
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    g |= {"v11": o1 * a1, "v21": o1 * a2, "c1": o1, "v12": o2 * a1, "v22": o2 * a2, "c2": o2}
    return g


# %% task="gradient" bug="forward_indices_swapped"
# In the forward pass w12 and w21 stand in each other's place, v12 and v21 too. Which weight leads
# from input 1 to hidden unit 2? Lecture 2, part 9, has the same rule: where from, then where to.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w12"] * x2 + p["b1"])
    a2 = math.tanh(p["w21"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = math.tanh(p["v11"] * a1 + p["v12"] * a2 + p["c1"])
    q2 = math.tanh(p["v21"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    g |= {"v11": o1 * a1, "v21": o1 * a2, "c1": o1, "v12": o2 * a1, "v22": o2 * a2, "c2": o2}
    return g


# %% task="gradient" bug="gradient_indices_swapped"
# The derivatives of w12 and w21 are swapped, those of v12 and v21 too. Whose δ, and whose value,
# belong to the wire from unit 1 to unit 2? Lecture 2, part 9, has the same rule: where from, then
# where to.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    q2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w12": h1 * x2, "b1": h1, "w21": h2 * x1, "w22": h2 * x2, "b2": h2}
    g |= {"v11": o1 * a1, "v12": o1 * a2, "c1": o1, "v21": o2 * a1, "v22": o2 * a2, "c2": o2}
    return g


# %% task="gradient" bug="linear_outputs"
# The forward pass has no tanh at the outputs. What are ŷ₁ and ŷ₂ in the formulas of this part?
# See lecture 2, part 6, where the output unit has an activation, too.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = p["v11"] * a1 + p["v21"] * a2 + p["c1"]
    q2 = p["v12"] * a1 + p["v22"] * a2 + p["c2"]
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    g |= {"v11": o1 * a1, "v21": o1 * a2, "c1": o1, "v12": o2 * a1, "v22": o2 * a2, "c2": o2}
    return g


# %% task="gradient" bug="pre_activations_kept"
# z was used where a belongs: the tanh of the hidden units is there on the way forward, but lost
# afterwards. Which of the two did you keep for the way back? See Observation 1 in lecture 2,
# part 6.
def gradient(p, x1, x2, y1, y2):
    z1 = p["w11"] * x1 + p["w21"] * x2 + p["b1"]
    z2 = p["w12"] * x1 + p["w22"] * x2 + p["b2"]
    q1 = math.tanh(p["v11"] * math.tanh(z1) + p["v21"] * math.tanh(z2) + p["c1"])
    q2 = math.tanh(p["v12"] * math.tanh(z1) + p["v22"] * math.tanh(z2) + p["c2"])
    o1, o2, h1, h2 = deltas(p, z1, z2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    g |= {"v11": o1 * z1, "v21": o1 * z2, "c1": o1, "v12": o2 * z1, "v22": o2 * z2, "c2": o2}
    return g


# %% task="gradient" bug="sigmoid_units"
# The forward pass has sigmoid units. Which activation does this network have? That of lecture 2,
# part 6, is another.
def gradient(p, x1, x2, y1, y2):
    def s(z):
        return 1 / (1 + math.exp(-z))

    a1 = s(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = s(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = s(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    q2 = s(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    g |= {"v11": o1 * a1, "v21": o1 * a2, "c1": o1, "v12": o2 * a1, "v22": o2 * a2, "c2": o2}
    return g


# %% task="gradient" bug="bias_like_a_weight"
# All weights are right. The biases got the line of the weight before them, with an activation or
# an input as a factor. What is a bias multiplied by in z? See lecture 2, part 9, slip 3.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    q2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1 * x2}
    g |= {"w12": h2 * x1, "w22": h2 * x2, "b2": h2 * x2}
    g |= {"v11": o1 * a1, "v21": o1 * a2, "c1": o1 * a2}
    g |= {"v12": o2 * a1, "v22": o2 * a2, "c2": o2 * a2}
    return g


# %% task="gradient" bug="biases_gone"
# All weights are right, the biases have the derivative 0. Are they not parameters like the
# others? See z/b in lecture 2, part 5.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    q2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w21": h1 * x2, "b1": 0, "w12": h2 * x1, "w22": h2 * x2, "b2": 0}
    g |= {"v11": o1 * a1, "v21": o1 * a2, "c1": 0, "v12": o2 * a1, "v22": o2 * a2, "c2": 0}
    return g


# %% task="gradient" bug="activations_for_inputs"
# The output layer is right. The hidden weights were multiplied by a₁ and a₂. What flows into the
# hidden units: their own activations? See ∂J/∂w₁ in lecture 2, part 6.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    q2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * a1, "w21": h1 * a2, "b1": h1, "w12": h2 * a1, "w22": h2 * a2, "b2": h2}
    g |= {"v11": o1 * a1, "v21": o1 * a2, "c1": o1, "v12": o2 * a1, "v22": o2 * a2, "c2": o2}
    return g


# %% task="gradient" bug="outputs_for_activations"
# The hidden layer is right. The output weights were multiplied by ŷ. What flows into the output
# units, and what comes out? See ∂J/∂w₂ in lecture 2, part 6.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    q2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    g |= {"v11": o1 * q1, "v21": o1 * q2, "c1": o1, "v12": o2 * q1, "v22": o2 * q2, "c2": o2}
    return g


# %% task="gradient" bug="downhill_already"
# All twelve have the wrong sign. Did the minus of the update get in here? It belongs to the step:
# lecture 2, part 1.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    q2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    g |= {"v11": o1 * a1, "v21": o1 * a2, "c1": o1, "v12": o2 * a1, "v22": o2 * a2, "c2": o2}
    return {name: -slope for name, slope in g.items()}


# %% task="gradient" bug="stale_gradients"
# The first call is right, later ones carry on from what came before. Does each call start from
# zeros, or does a dictionary outside of the function live on? Only paths of one graph add up:
# lecture 2, part 4.
from collections import defaultdict

total = defaultdict(float)


def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    q2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    g = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    g |= {"v11": o1 * a1, "v21": o1 * a2, "c1": o1, "v12": o2 * a1, "v22": o2 * a2, "c2": o2}
    for name in g:
        total[name] += g[name]
    return dict(total)


# %% task="gradient" bug="written_into_the_parameters"
# The derivatives were written into `p`, so whoever called the function has lost the parameters.
# Could the result be a dictionary of its own? Without the old parameters there is nothing to take
# a step from: lecture 2, part 7.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    q1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    q2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, q1, q2, y1, y2)
    p.update({"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2})
    p.update({"v11": o1 * a1, "v21": o1 * a2, "c1": o1, "v12": o2 * a1, "v22": o2 * a2, "c2": o2})
    return p


# %% task="gradient" bug="outer_indices_swapped"
# ∂J/∂v12 and ∂J/∂v21 stand in each other's place; the other derivatives are right. From which unit
# does v12 come, and to which does it go? Lecture 2, part 9, has the rule.
def gradient(p, x1, x2, y1, y2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    y_hat1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    y_hat2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, y_hat1, y_hat2, y1, y2)
    first = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    return first | {
        "v11": o1 * a1, "v21": o2 * a1, "c1": o1, "v12": o1 * a2, "v22": o2 * a2, "c2": o2
    }


# %% task="numerical_gradient" bug="one_sided"
# These are one-sided differences. Where is the value at a distance h on the other side? See
# lecture 2, part 2, for both kinds.
def numerical_gradient(w, b, xs, ys, h):
    J = neuron_loss(w, b, xs, ys)
    return (neuron_loss(w + h, b, xs, ys) - J) / h, (neuron_loss(w, b + h, xs, ys) - J) / h


# %% task="numerical_gradient" bug="one_sided_halved"
# One value is at a distance h, the other at none, and the difference was divided by 2h. How far
# apart are the two points? See lecture 2, part 2, for both kinds of difference.
def numerical_gradient(w, b, xs, ys, h):
    J = neuron_loss(w, b, xs, ys)
    Jw = (neuron_loss(w + h, b, xs, ys) - J) / (2 * h)
    Jb = (neuron_loss(w, b + h, xs, ys) - J) / (2 * h)
    return Jw, Jb


# %% task="numerical_gradient" bug="divided_by_h"
# Both come out twice as large as the central difference. How far is it from the one nudged point
# to the other? See lecture 2, part 2.
def numerical_gradient(w, b, xs, ys, h):
    Jw = (neuron_loss(w + h, b, xs, ys) - neuron_loss(w - h, b, xs, ys)) / h
    Jb = (neuron_loss(w, b + h, xs, ys) - neuron_loss(w, b - h, xs, ys)) / h
    return Jw, Jb


# %% task="numerical_gradient" bug="brackets_missing"
# The difference was divided by 2 and then multiplied by h. In which order does Python work
# through `… / 2 * h`? The formula is in lecture 2, part 2.
def numerical_gradient(w, b, xs, ys, h):
    Jw = (neuron_loss(w + h, b, xs, ys) - neuron_loss(w - h, b, xs, ys)) / 2 * h
    Jb = (neuron_loss(w, b + h, xs, ys) - neuron_loss(w, b - h, xs, ys)) / 2 * h
    return Jw, Jb


# %% task="numerical_gradient" bug="not_divided"
# These are differences of the loss, not yet a rate. Compared with what does it change? See
# lecture 2, part 2.
def numerical_gradient(w, b, xs, ys, h):
    Jw = neuron_loss(w + h, b, xs, ys) - neuron_loss(w - h, b, xs, ys)
    Jb = neuron_loss(w, b + h, xs, ys) - neuron_loss(w, b - h, xs, ys)
    return Jw, Jb


# %% task="numerical_gradient" bug="own_step"
# For a tiny h this is right, for a large one it is not what the formula gives: `h` seems to play
# no part. Is a step of your own built in? See the h in lecture 2, part 2.
def numerical_gradient(w, b, xs, ys, h):
    h = 1e-5
    Jw = (neuron_loss(w + h, b, xs, ys) - neuron_loss(w - h, b, xs, ys)) / (2 * h)
    Jb = (neuron_loss(w, b + h, xs, ys) - neuron_loss(w, b - h, xs, ys)) / (2 * h)
    return Jw, Jb


# %% task="numerical_gradient" bug="exact_gradient"
# This is the exact gradient, the one by the chain rule. A referee that asks the player is none:
# where are the nudges? See lecture 2, part 2.
def numerical_gradient(w, b, xs, ys, h):
    x, a = np.array(xs), np.tanh(w * np.array(xs) + b)
    delta = 2 * (a - ys) * (1 - a**2)
    return np.mean(delta * x), np.mean(delta)


# %% task="numerical_gradient" bug="both_nudged"
# w and b were nudged at the same time, so both numbers are the same. What has to stay where it
# is while w moves? See ∂ in lecture 2, part 2.
def numerical_gradient(w, b, xs, ys, h):
    J = (neuron_loss(w + h, b + h, xs, ys) - neuron_loss(w - h, b - h, xs, ys)) / (2 * h)
    return J, J


# %% task="numerical_gradient" bug="nudge_not_taken_back"
# J/w is right. When b was nudged, w was still a little off. Did you put w back to where it was?
# All but one are held still: lecture 2, part 2.
def numerical_gradient(w, b, xs, ys, h):
    w += h
    up = neuron_loss(w, b, xs, ys)
    w -= 2 * h
    down = neuron_loss(w, b, xs, ys)
    Jb = (neuron_loss(w, b + h, xs, ys) - neuron_loss(w, b - h, xs, ys)) / (2 * h)
    return (up - down) / (2 * h), Jb


# %% task="numerical_gradient" bug="down_minus_up"
# Both have the wrong sign. Which of the two values comes first, the one at plus h or the one at
# minus h? See lecture 2, part 2.
def numerical_gradient(w, b, xs, ys, h):
    Jw = (neuron_loss(w - h, b, xs, ys) - neuron_loss(w + h, b, xs, ys)) / (2 * h)
    Jb = (neuron_loss(w, b - h, xs, ys) - neuron_loss(w, b + h, xs, ys)) / (2 * h)
    return Jw, Jb


# %% task="numerical_gradient" bug="backward_difference"
# These are one-sided differences, from below. Where is the value at plus h? See lecture 2,
# part 2, for both kinds.
def numerical_gradient(w, b, xs, ys, h):
    J = neuron_loss(w, b, xs, ys)
    return (J - neuron_loss(w - h, b, xs, ys)) / h, (J - neuron_loss(w, b - h, xs, ys)) / h


# %% task="numerical_gradient" bug="half_the_distance"
# The nudges are h/2 to either side, not h. The formula that divides by the distance is right as
# such; which points does the text name? See lecture 2, part 2.
def numerical_gradient(w, b, xs, ys, h):
    k = h / 2
    Jw = (neuron_loss(w + k, b, xs, ys) - neuron_loss(w - k, b, xs, ys)) / h
    Jb = (neuron_loss(w, b + k, xs, ys) - neuron_loss(w, b - k, xs, ys)) / h
    return Jw, Jb


# %% task="best_step" bug="errors_made_equal"
# At your h the two errors are equally large. Is a sum smallest where its terms are equal, or
# where its slope is 0? The two errors are in lecture 2, part 10.
def best_step(third, noise):
    M = abs(third)
    h = (6 * noise / M) ** (1 / 3)
    return h, h**2 / 6 * M + noise / h


# %% task="best_step" bug="one_sided_rule"
# Your h grows with the square root of ε. Is that the rule for one-sided differences, whose error
# grows with h instead of h²? Lecture 2, part 10, has both.
def best_step(third, noise):
    M = abs(third)
    h = (2 * noise / M) ** 0.5
    return h, h**2 / 6 * M + noise / h


# %% task="best_step" bug="factor_three_missing"
# Your h lacks a constant factor: it is the bare cube root of ε/|f‴|. Where did the 6 in E, and
# the 2 from differentiating h², go? The errors are in lecture 2, part 10.
def best_step(third, noise):
    M = abs(third)
    h = (noise / M) ** (1 / 3)
    return h, h**2 / 6 * M + noise / h


# %% task="best_step" bug="square_not_differentiated"
# Your h³ is 6ε/(2|f‴|) with the 2 on the wrong side: it is four times too large. What is the
# derivative of h²/6? The errors are in lecture 2, part 10.
def best_step(third, noise):
    M = abs(third)
    h = (12 * noise / M) ** (1 / 3)
    return h, h**2 / 6 * M + noise / h


# %% task="best_step" bug="no_absolute_value"
# For a positive f‴ all is right, for a negative one it is not. Can an error bound have the sign
# of f‴? E has |f‴| in it; see the truncation in lecture 2, part 10.
def best_step(third, noise):
    h = np.cbrt(3 * noise / third)
    return h, h**2 / 6 * third + noise / h


# %% task="best_step" bug="negative_third_root"
# For a positive f‴ all is right, for a negative one the numbers are complex. Which root does
# Python take of a negative number to the power 1/3? E has |f‴| in it; see the truncation in
# lecture 2, part 10.
def best_step(third, noise):
    h = (3 * noise / third) ** (1 / 3)
    return h, h**2 / 6 * third + noise / h


# %% task="best_step" bug="root_not_taken"
# Your h is what h³ should be. Was the root forgotten? Lecture 2, part 10, finds a cube root.
def best_step(third, noise):
    h = 3 * noise / abs(third)
    return h, h**2 / 6 * abs(third) + noise / h


# %% task="best_step" bug="integer_division"
# Your h is 1 in every case. What is `1 // 3`, and what is any number to that power? Lecture 2,
# part 10, has a cube root.
def best_step(third, noise):
    h = (3 * noise / abs(third)) ** (1 // 3)
    return h, h**2 / 6 * abs(third) + noise / h


# %% task="best_step" bug="truncation_only"
# h is right, E has only the first of its terms. Does rounding cost nothing at the best h? Lecture
# 2, part 10: two errors pull at h.
def best_step(third, noise):
    h = (3 * noise / abs(third)) ** (1 / 3)
    return h, h**2 / 6 * abs(third)


# %% task="best_step" bug="rounding_only"
# h is right, E has only the second of its terms. Is the curve no longer bent at the best h?
# Lecture 2, part 10: two errors pull at h.
def best_step(third, noise):
    h = (3 * noise / abs(third)) ** (1 / 3)
    return h, noise / h


# %% task="best_step" bug="always_the_same"
# Your h is 10⁻⁵ whatever f‴ and ε are. That suits rounding in float64; does it suit a measurement
# that is off by a thousandth? See what pulls at h in lecture 2, part 10.
def best_step(third, noise):
    h = 1e-5
    return h, h**2 / 6 * abs(third) + noise / h


# %% task="train" bug="climbs"
# The loss grows: each step goes up the slope. Which sign has the step? A published example has
# this slip too: lecture 2, part 9, slip 1.
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [w], "b": [b], "loss": [neuron_loss(w, b, xs, ys)]}
    for _ in range(steps):
        Jw, Jb = neuron_gradient(w, b, xs, ys)
        w += learning_rate * Jw
        b += learning_rate * Jb
        for name, value in (("w", w), ("b", b), ("loss", neuron_loss(w, b, xs, ys))):
            history[name].append(value)
    return history


# %% task="train" bug="bias_after_the_weight"
# w moved first, and J/b was computed with the new w. To which point do both derivatives of a step
# belong? See the end of lecture 2, part 7, and part 9, slip 4.
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [w], "b": [b], "loss": [neuron_loss(w, b, xs, ys)]}
    for _ in range(steps):
        w = w - learning_rate * neuron_gradient(w, b, xs, ys)[0]
        b = b - learning_rate * neuron_gradient(w, b, xs, ys)[1]
        for name, value in (("w", w), ("b", b), ("loss", neuron_loss(w, b, xs, ys))):
            history[name].append(value)
    return history


# %% task="train" bug="start_left_out"
# The numbers are right, but each list is one short: the start is not in it. What does `descend`
# in lecture 2, part 1, put into its path before the loop?
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [], "b": [], "loss": []}
    for _ in range(steps):
        Jw, Jb = neuron_gradient(w, b, xs, ys)
        w, b = w - learning_rate * Jw, b - learning_rate * Jb
        for name, value in (("w", w), ("b", b), ("loss", neuron_loss(w, b, xs, ys))):
            history[name].append(value)
    return history


# %% task="train" bug="end_left_out"
# The numbers are right, but each list is one short: what came out of the last step is missing.
# How many points lie on a path of that many steps? See `descend` in lecture 2, part 1.
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [], "b": [], "loss": []}
    for _ in range(steps):
        for name, value in (("w", w), ("b", b), ("loss", neuron_loss(w, b, xs, ys))):
            history[name].append(value)
        Jw, Jb = neuron_gradient(w, b, xs, ys)
        w, b = w - learning_rate * Jw, b - learning_rate * Jb
    return history


# %% task="train" bug="loss_of_the_step_before"
# w and b are right; each loss belongs to the point before the step. Is it computed before or
# after w and b have moved? An entry of the history is one point: `descend`, lecture 2, part 1.
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [w], "b": [b], "loss": [neuron_loss(w, b, xs, ys)]}
    for _ in range(steps):
        J = neuron_loss(w, b, xs, ys)
        Jw, Jb = neuron_gradient(w, b, xs, ys)
        w, b = w - learning_rate * Jw, b - learning_rate * Jb
        for name, value in (("w", w), ("b", b), ("loss", J)):
            history[name].append(value)
    return history


# %% task="train" bug="gradient_computed_once"
# The first step is right, and all later ones repeat it. Is the gradient computed anew in each
# step, at the new point? See the loop of lecture 2, part 7.
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [w], "b": [b], "loss": [neuron_loss(w, b, xs, ys)]}
    Jw, Jb = neuron_gradient(w, b, xs, ys)
    for _ in range(steps):
        w, b = w - learning_rate * Jw, b - learning_rate * Jb
        for name, value in (("w", w), ("b", b), ("loss", neuron_loss(w, b, xs, ys))):
            history[name].append(value)
    return history


# %% task="train" bug="starts_afresh"
# Each step starts from the first point again, so nothing but the first step is ever seen. Do w
# and b live on from one step to the next? See `descend` in lecture 2, part 1.
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [w], "b": [b], "loss": [neuron_loss(w, b, xs, ys)]}
    for _ in range(steps):
        Jw, Jb = neuron_gradient(w, b, xs, ys)
        new_w, new_b = w - learning_rate * Jw, b - learning_rate * Jb
        history["w"].append(new_w)
        history["b"].append(new_b)
        history["loss"].append(neuron_loss(new_w, new_b, xs, ys))
    return history


# %% task="train" bug="no_learning_rate"
# The whole gradient was subtracted. How long should a step be? The learning rate says it: lecture
# 2, part 1.
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [w], "b": [b], "loss": [neuron_loss(w, b, xs, ys)]}
    for _ in range(steps):
        Jw, Jb = neuron_gradient(w, b, xs, ys)
        w, b = w - Jw, b - Jb
        for name, value in (("w", w), ("b", b), ("loss", neuron_loss(w, b, xs, ys))):
            history[name].append(value)
    return history


# %% task="train" bug="bias_not_trained"
# w moves, b stays where it was. Is the bias not a parameter, with a derivative of its own? See
# the loop of lecture 2, part 7.
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [w], "b": [b], "loss": [neuron_loss(w, b, xs, ys)]}
    for _ in range(steps):
        Jw, _Jb = neuron_gradient(w, b, xs, ys)
        w = w - learning_rate * Jw
        for name, value in (("w", w), ("b", b), ("loss", neuron_loss(w, b, xs, ys))):
            history[name].append(value)
    return history


# %% task="train" bug="one_example_after_the_other"
# Each step is a whole round of small steps, one an example. Does the text ask for all examples at
# once? The gradient of J is that of the mean; a step is as in lecture 2, part 1.
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [w], "b": [b], "loss": [neuron_loss(w, b, xs, ys)]}
    for _ in range(steps):
        for x, y in zip(xs, ys):
            Jw, Jb = neuron_gradient(w, b, [x], [y])
            w, b = w - learning_rate * Jw, b - learning_rate * Jb
        for name, value in (("w", w), ("b", b), ("loss", neuron_loss(w, b, xs, ys))):
            history[name].append(value)
    return history


# %% task="train" bug="loss_is_a_sum"
# w and b are right; the losses are sums over the examples. Which loss do they descend on? A loss
# and its gradient are partners: lecture 2, part 5, “Say which loss”.
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [w], "b": [b], "loss": [len(xs) * neuron_loss(w, b, xs, ys)]}
    for _ in range(steps):
        Jw, Jb = neuron_gradient(w, b, xs, ys)
        w, b = w - learning_rate * Jw, b - learning_rate * Jb
        history["w"].append(w)
        history["b"].append(b)
        history["loss"].append(sum((math.tanh(w * x + b) - y) ** 2 for x, y in zip(xs, ys)))
    return history


# %% task="train" bug="half_in_the_loss"
# w and b are right; the losses are half of what they should be. Is there a ½ in this loss? A loss
# and its gradient are partners: lecture 2, part 5, “Say which loss”.
def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [w], "b": [b], "loss": [0.5 * neuron_loss(w, b, xs, ys)]}
    for _ in range(steps):
        Jw, Jb = neuron_gradient(w, b, xs, ys)
        w, b = w - learning_rate * Jw, b - learning_rate * Jb
        history["w"].append(w)
        history["b"].append(b)
        history["loss"].append(0.5 * neuron_loss(w, b, xs, ys))
    return history


# %% task="train" bug="only_the_end"
# These are the last w, b and loss; the way that led there is missing. What does a history hold?
# See the path of `descend` in lecture 2, part 1.
def train(w, b, xs, ys, learning_rate, steps):
    for _ in range(steps):
        Jw, Jb = neuron_gradient(w, b, xs, ys)
        w, b = w - learning_rate * Jw, b - learning_rate * Jb
    return {"w": w, "b": b, "loss": neuron_loss(w, b, xs, ys)}
