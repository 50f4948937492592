# %% [markdown]
# Known wrong answers: the comment is what the student is told, the rest is what a student types.

# %% task="unbroadcast" bug="first_axis_always" also_fails=["divide_back"]
# The first axis is always summed, also where nothing was stretched along it. Which axes did numpy
# really add or stretch? See lecture 6, part 5.
def unbroadcast(gradient, shape):
    return gradient.sum(axis=0).reshape(shape) if gradient.sum(axis=0).size == np.prod(shape) else gradient.sum(axis=0)


# %% task="unbroadcast" bug="added_axes_alone" also_fails=["divide_back"]
# Axes that numpy put in front are summed. But what about axes of length 1 that it stretched, as a
# column (5, 1) to (5, 3)? See lecture 6, part 5, and question 6.
def unbroadcast(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    return gradient


# %% task="unbroadcast" bug="stretched_axes_alone" also_fails=["divide_back"]
# Axes of length 1 are summed, but the axes that numpy put in front are still there. With which
# axes of `gradient` do the axes of `shape` line up: the first ones, or the last ones? See lecture
# 6, part 5.
def unbroadcast(gradient, shape):
    for axis, length in enumerate(shape):
        if length == 1:
            gradient = gradient.sum(axis=axis - len(shape), keepdims=True)
    return gradient


# %% task="unbroadcast" bug="mean_of_the_copies" also_fails=["divide_back"]
# The shares of the copies are averaged. If five copies each had an effect, is the effect of the
# original their mean, or all of them together? See lecture 6, part 5.
def unbroadcast(gradient, shape):
    gradient = gradient.mean(axis=tuple(range(gradient.ndim - len(shape))))
    return gradient.mean(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


# %% task="unbroadcast" bug="one_copy" also_fails=["divide_back"]
# Only the share of the first copy comes back. What about the effects of the other copies? See
# lecture 6, part 5.
def unbroadcast(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient[0]
    for axis, length in enumerate(shape):
        if length == 1:
            gradient = gradient.take([0], axis=axis)
    return gradient


# %% task="unbroadcast" bug="everything_summed" also_fails=["divide_back"]
# All entries get one and the same number, the sum of everything. Only copies *of the same entry*
# belong together: which axes are those? See lecture 6, part 5.
def unbroadcast(gradient, shape):
    return np.full(shape, gradient.sum())


# %% task="unbroadcast" bug="lined_up_at_the_front" also_fails=["divide_back"]
# The axes of `shape` were lined up with the *first* axes of `gradient`. Numpy lines shapes up at
# their ends, and puts missing axes in front. See lecture 6, part 5.
def unbroadcast(gradient, shape):
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=-1)
    return gradient.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


# %% task="divide_back" bug="no_minus"
# The share of b has the wrong sign. If b grows, does a/b grow? See lecture 6, part 3, for the
# table of pulls.
def divide_back(g, a, b):
    return unbroadcast(g / b, a.shape), unbroadcast(g * a / b**2, b.shape)


# %% task="divide_back" bug="b_not_squared"
# The share of b is −g·a/b. Differentiate a · b⁻¹ by b once more: what becomes of the exponent? See
# lecture 6, part 3.
def divide_back(g, a, b):
    return unbroadcast(g / b, a.shape), unbroadcast(-g * a / b, b.shape)


# %% task="divide_back" bug="numerator_forgotten"
# The share of b lacks the factor a. What does the derivative of a/b by b contain? See lecture 6,
# part 3.
def divide_back(g, a, b):
    return unbroadcast(g / b, a.shape), unbroadcast(-g / b**2, b.shape)


# %% task="divide_back" bug="like_a_product"
# These are the pulls of a *product*: g·b and g·a. What are the derivatives of a quotient? See
# lecture 6, part 3, for the table.
def divide_back(g, a, b):
    return unbroadcast(g * b, a.shape), unbroadcast(g * a, b.shape)


# %% task="divide_back" bug="change_places"
# The two shares have changed places. Which of them does the task ask for first? The table of
# lecture 6, part 3, has a before b.
def divide_back(g, a, b):
    return unbroadcast(-g * a / b**2, b.shape), unbroadcast(g / b, a.shape)


# %% task="divide_back" bug="local_derivatives"
# These are the local derivatives 1/b and −a/b², summed. What has arrived at z, `g`, must be
# multiplied in. See lecture 6, part 3.
def divide_back(g, a, b):
    one = np.ones(g.shape)
    return unbroadcast(one / b, a.shape), unbroadcast(-one * a / b**2, b.shape)


# %% task="divide_back" bug="still_stretched"
# The shares have the shape of z. What was stretched forward has to be summed backward, and you
# have written the function for it. See lecture 6, part 5.
def divide_back(g, a, b):
    return g / b + 0 * a, -g * a / b**2


# %% task="divide_back" bug="summed_too_early"
# `g` was summed to the shape of a before it met b. Each copy of a was divided by its own b: which
# comes first, the product or the sum? See lecture 6, part 5.
def divide_back(g, a, b):
    to_a = unbroadcast(g, a.shape) * unbroadcast(1 / b + 0 * g, a.shape) / (g.size / max(a.size, 1))
    return to_a, unbroadcast(-g * a / b**2, b.shape)


# %% task="rows_back" bug="last_share_alone"
# A row that was taken several times has the last of its shares only. An assignment overwrites:
# what does a node do with several shares? See lecture 6, part 3.
def rows_back(g, rows, n):
    table = np.zeros((n, g.shape[1]))
    table[rows] = g
    return table


# %% task="rows_back" bug="buffered_addition"
# A row that was taken several times has one of its shares only. With a list of indices, += reads,
# adds and writes *once*, however often one occurs. Which shares have to add? See lecture 6, part 3.
def rows_back(g, rows, n):
    table = np.zeros((n, g.shape[1]))
    table[rows] += g
    return table


# %% task="rows_back" bug="taken_again"
# That is g with its rows taken once more. Going *back*, row i of g belongs to row rows[i] of the
# table, not the other way round. See lecture 6, part 3.
def rows_back(g, rows, n):
    return g[rows % len(g)]


# %% task="rows_back" bug="mean_over_uses"
# The shares of a row that was taken several times are averaged. Shares add: see lecture 6, part 3.
def rows_back(g, rows, n):
    table = np.zeros((n, g.shape[1]))
    np.add.at(table, rows, g)
    uses = np.bincount(rows % n, minlength=n)
    return table / np.maximum(uses, 1)[:, None]


# %% task="rows_back" bug="from_the_end_forgotten"
# Rows that are counted from the end, with negative numbers, get nothing. On the way forward numpy
# took them: what has had an effect gets its share. See lecture 6, part 3.
def rows_back(g, rows, n):
    table = np.zeros((n, g.shape[1]))
    for row, share in zip(rows, g, strict=True):
        if row >= 0:
            table[row] += share
    return table


# %% task="rows_back" bug="counted_not_shared"
# Each row has the number of times it was taken, not its shares. What has arrived, `g`, must be
# passed on. See lecture 6, part 3.
def rows_back(g, rows, n):
    table = np.zeros((n, g.shape[1]))
    np.add.at(table, rows, 1.0)
    return table


# %% task="logsumexp" bug="naive"
# Right for small scores; for large ones e^a overflows to inf, or underflows to 0. By how much does
# the result change if all scores of a row do by the same number? See lecture 6, part 8.
def logsumexp(A):
    with np.errstate(all="ignore"):
        return np.log(np.exp(A).sum(axis=1, keepdims=True))


# %% task="logsumexp" bug="maximum_not_given_back"
# The result is too small by the largest score of the row. You took it out of the sum: who puts it
# back? See lecture 6, part 8, and lecture 3, part 13, for the sum.
def logsumexp(A):
    return np.log(np.exp(A - A.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))


# %% task="logsumexp" bug="maximum_of_everything"
# The largest score *of all rows* was taken away. In rows that lie far below it every exponential
# is 0. Which maximum does a row need? See lecture 6, part 8.
def logsumexp(A):
    with np.errstate(all="ignore"):
        return A.max() + np.log(np.exp(A - A.max()).sum(axis=1, keepdims=True))


# %% task="logsumexp" bug="largest_alone"
# That is the largest score of each row. Log-sum-exp is a soft maximum: what do the other scores
# add? The sum stands in lecture 3, part 13.
def logsumexp(A):
    return A.max(axis=1, keepdims=True)


# %% task="logsumexp" bug="down_the_columns"
# The sums run down the columns, over the examples. A row is an example, and its classes belong
# together: which axis is that? See the notation of lecture 3, and its part 13.
def logsumexp(A):
    with np.errstate(all="ignore"):
        largest = A.max(axis=0, keepdims=True)
        return largest + np.log(np.exp(A - largest).sum(axis=0, keepdims=True))


# %% task="logsumexp" bug="largest_in_size"
# The score that is largest *in size* was taken away. In a row of −1000s that makes the others
# enormous; and −inf minus −inf is nan. Which of the scores is the harmless one? See lecture 6,
# part 8.
def logsumexp(A):
    with np.errstate(all="ignore"):
        size = np.abs(A).max(axis=1, keepdims=True)
        return size + np.log(np.exp(A - size).sum(axis=1, keepdims=True))


# %% task="logsumexp" bug="mean_of_exponentials"
# The result is too small by the logarithm of the number of classes: that is ln of a *mean*. What
# does the name say? See lecture 3, part 13.
def logsumexp(A):
    largest = A.max(axis=1, keepdims=True)
    return largest + np.log(np.exp(A - largest).mean(axis=1, keepdims=True))


# %% task="logsumexp" bug="scores_cut_off"
# Scores beyond ±700 were cut off before the exponentials. Nothing overflows now, but 1000 comes out
# as 700. How can a row be moved, and moved back, without a loss? See lecture 6, part 8.
def logsumexp(A):
    with np.errstate(all="ignore"):
        return np.log(np.exp(np.clip(A, -700, 700)).sum(axis=1, keepdims=True))


# %% task="logsumexp_back" bug="naive"
# Right for small scores; for large ones inf/inf or 0/0 makes nan. What may be taken away from all
# scores of a row without a change? See lecture 6, part 8.
def logsumexp_back(g, A):
    with np.errstate(all="ignore"):
        return g * np.exp(A) / np.exp(A).sum(axis=1, keepdims=True)


# %% task="logsumexp_back" bug="nothing_arrived"
# That is the local derivative. What has arrived at z, `g`, must be multiplied in, row by row. See
# lecture 6, part 3.
def logsumexp_back(g, A):
    exponentials = np.exp(A - A.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


# %% task="logsumexp_back" bug="winner_takes_all"
# Only the largest score of each row gets a share: that is the derivative of the *maximum*. How far
# do the other scores move the sum? See lecture 3, part 13.
def logsumexp_back(g, A):
    return g * (A == A.max(axis=1, keepdims=True))


# %% task="logsumexp_back" bug="equal_shares"
# All scores of a row get the same. Does a score of 5 move the sum as much as one of −5? See lecture
# 3, part 13.
def logsumexp_back(g, A):
    return g * np.ones_like(A) / A.shape[1]


# %% task="logsumexp_back" bug="share_times_score"
# Each share carries its score as a factor too much. What is the derivative of e^a by a? See lecture
# 6, part 3.
def logsumexp_back(g, A):
    exponentials = np.exp(A - A.max(axis=1, keepdims=True))
    with np.errstate(all="ignore"):
        return g * exponentials * A / exponentials.sum(axis=1, keepdims=True)


# %% task="logsumexp_back" bug="outer_derivative_forgotten"
# The exponentials are not divided by their sum: what is the derivative of the logarithm? See
# lecture 6, part 1, for a chain with a logarithm at its end.
def logsumexp_back(g, A):
    return g * np.exp(A - A.max(axis=1, keepdims=True))


# %% task="logsumexp_back" bug="softmax_derivative"
# That is g·p(1 − p), the derivative of a *softmax* by its own score. Log-sum-exp is differentiated
# once only: what remains? See lecture 3, part 13.
def logsumexp_back(g, A):
    exponentials = np.exp(A - A.max(axis=1, keepdims=True))
    p = exponentials / exponentials.sum(axis=1, keepdims=True)
    return g * p * (1 - p)


# %% task="logsumexp_back" bug="sums_down_the_columns"
# The exponentials are divided by sums over the examples. Each row is a log-sum-exp of its own: over
# which axis does its sum run? See the notation of lecture 3, and its part 13.
def logsumexp_back(g, A):
    with np.errstate(all="ignore"):
        exponentials = np.exp(A - A.max(axis=1, keepdims=True))
        return g * exponentials / exponentials.sum(axis=0, keepdims=True)


# %% task="gradients_of" bug="totals_passed_on_again"
# A node passes its total on before all its users have reported, and later, when more has come,
# again the whole of it. Which part has then been sent twice? See lecture 6, part 3.
def gradients_of(parents, slopes, output):
    totals = [0.0] * len(parents)
    totals[output] = 1.0

    def send(node):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            totals[parent] += slope * totals[node]
            send(parent)

    send(output)
    return totals


# %% task="gradients_of" bug="visited_once_too_early"
# Each node passes on once, but at its *first* report; what arrives later stays with it. When may a
# node pass on? See lecture 6, part 3.
def gradients_of(parents, slopes, output):
    totals, seen = [0.0] * len(parents), set()
    totals[output] = 1.0

    def send(node):
        seen.add(node)
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            totals[parent] += slope * totals[node]
            if parent not in seen:
                send(parent)

    send(output)
    return totals


# %% task="gradients_of" bug="order_of_the_numbers"
# The nodes are visited from the highest number to the lowest, as if the numbers said when a node
# was computed. Here they mean nothing: how do you know that all reports are in? See lecture 6,
# part 3.
def gradients_of(parents, slopes, output):
    totals = [0.0] * len(parents)
    totals[output] = 1.0
    for node in reversed(range(len(parents))):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            totals[parent] += slope * totals[node]
    return totals


# %% task="gradients_of" bug="overwritten"
# A node with several users has the share of the last one only. Shares add: see lecture 6, part 3.
def gradients_of(parents, slopes, output):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in parents[node]:
                visit(parent)
            order.append(node)

    visit(output)
    totals = [0.0] * len(parents)
    totals[output] = 1.0
    for node in reversed(order):
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            totals[parent] = slope * totals[node]
    return totals


# %% task="gradients_of" bug="twins_merged"
# Where a node was computed from the same node twice, as x · x, only one of the two arrows counts.
# Did a set, a dict or an assignment merge them? See lecture 6, part 3.
def gradients_of(parents, slopes, output):
    n = len(parents)
    S = np.zeros((n, n))
    for user in range(n):
        for parent, slope in zip(parents[user], slopes[user], strict=True):
            S[user, parent] = slope
    return np.linalg.solve(np.eye(n) - S.T, np.eye(n)[output])


# %% task="gradients_of" bug="slopes_left_out"
# These are numbers of paths. Along a path the local derivatives multiply: see lecture 6, part 1.
def gradients_of(parents, slopes, output):
    n = len(parents)
    S = np.zeros((n, n))
    for user in range(n):
        for parent in parents[user]:
            S[user, parent] += 1
    return np.linalg.solve(np.eye(n) - S.T, np.eye(n)[output])


# %% task="gradients_of" bug="leaves_alone"
# The leaves are right; the nodes in between have 0. Asked for are the derivatives with respect to
# *every* node. See lecture 6, part 3: `gradients` gives them all.
def gradients_of(parents, slopes, output):
    n = len(parents)
    S = np.zeros((n, n))
    for user in range(n):
        for parent, slope in zip(parents[user], slopes[user], strict=True):
            S[user, parent] += slope
    totals = np.linalg.solve(np.eye(n) - S.T, np.eye(n)[output])
    return [0.0 if parents[i] else totals[i] for i in range(n)]


# %% task="gradients_of" bug="one_step_back"
# Only the nodes that the output was computed from directly have their share. Who passes it on to
# *their* parents? See lecture 6, part 3.
def gradients_of(parents, slopes, output):
    totals = [0.0] * len(parents)
    totals[output] = 1.0
    for parent, slope in zip(parents[output], slopes[output], strict=True):
        totals[parent] += slope
    return totals


# %% task="gradients_of" bug="forward_speeds"
# That is forward mode: how fast every node moves when node `output` does. Asked for is the other
# direction, how `output` reacts to every node. See lecture 6, part 1.
def gradients_of(parents, slopes, output):
    n = len(parents)
    S = np.zeros((n, n))
    for user in range(n):
        for parent, slope in zip(parents[user], slopes[user], strict=True):
            S[user, parent] += slope
    return np.linalg.solve(np.eye(n) - S, np.eye(n)[output])


# %% task="gradients_of" bug="every_sink_starts_at_one"
# Every node that nobody uses starts with 1, as if all of them were outputs. Only node `output` is
# asked about: its own derivative is 1. See lecture 6, part 3.
def gradients_of(parents, slopes, output):
    n = len(parents)
    S, start = np.zeros((n, n)), np.ones(n)
    for user in range(n):
        for parent, slope in zip(parents[user], slopes[user], strict=True):
            S[user, parent] += slope
            start[parent] = 0
    start[output] = 1
    return np.linalg.solve(np.eye(n) - S.T, start)


# %% task="gradients_of" bug="in_order_of_discovery"
# The nodes pass on in the order in which they were *found*, from the output. Then a node that is
# near on one path and far on another passes on too early. When has a node heard from all its
# users? See lecture 6, part 3.
def gradients_of(parents, slopes, output):
    totals, queue = [0.0] * len(parents), [output]
    totals[output] = 1.0
    for node in queue:  # grows on the way
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            totals[parent] += slope * totals[node]
            if parent not in queue:
                queue.append(parent)
    return totals


# %% task="gradients_of" bug="waits_for_everybody"
# Some nodes never pass on: they wait for a user on which the output does not depend, and which
# therefore never reports. Whom must a node wait for? See lecture 6, part 3.
def gradients_of(parents, slopes, output):
    missing = [0] * len(parents)
    for used in parents:
        for parent in used:
            missing[parent] += 1
    totals, ready = [0.0] * len(parents), [output]
    totals[output] = 1.0
    while ready:
        node = ready.pop()
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            totals[parent] += slope * totals[node]
            missing[parent] -= 1
            if not missing[parent]:
                ready.append(parent)
    return totals


# %% task="standardize" bug="by_itself"
# X was scaled by its own mean and deviation. What may be learned from new data before the net sees
# them? Nothing: see lecture 3, part 2.
def standardize(X_train, X):
    deviation = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(deviation > 0, deviation, 1)


# %% task="standardize" bug="by_all_together"
# Mean and deviation were taken of training and new data together. Then the new data had a part in
# preparing the training. See lecture 3, part 2.
def standardize(X_train, X):
    together = np.vstack([X_train, X])
    deviation = together.std(axis=0)
    return (X - together.mean(axis=0)) / np.where(deviation > 0, deviation, 1)


# %% task="standardize" bug="divided_by_zero"
# Where a pixel is the same in all training examples the deviation is 0, and you divide by it. By
# what else? See the text of the task; lecture 3, part 2, scales the circles.
def standardize(X_train, X):
    with np.errstate(all="ignore"):
        return (X - X_train.mean(axis=0)) / X_train.std(axis=0)


# %% task="standardize" bug="a_small_number_added"
# A small number was added to the deviation, so that a pixel which never moved in training is
# enormous as soon as it moves. The task says what to do there. Lecture 3, part 2, has the scaling.
def standardize(X_train, X):
    return (X - X_train.mean(axis=0)) / (X_train.std(axis=0) + 1e-8)


# %% task="standardize" bug="one_scale_for_all"
# One mean and one deviation of all entries were used. Each column, each pixel, has its own: which
# axis? See lecture 3, part 2.
def standardize(X_train, X):
    return (X - X_train.mean()) / X_train.std()


# %% task="standardize" bug="divided_by_the_variance"
# You divided by the variance. What has the unit of a pixel, the variance or its root? See lecture
# 3, part 2: scaled by mean and *standard deviation*.
def standardize(X_train, X):
    variance = X_train.var(axis=0)
    return (X - X_train.mean(axis=0)) / np.where(variance > 0, variance, 1)


# %% task="standardize" bug="constant_pixels_zero"
# A pixel that was constant in training is set to 0. The task subtracts the mean there, and only
# leaves the division out. Lecture 3, part 2, has the scaling.
def standardize(X_train, X):
    deviation = X_train.std(axis=0)
    scaled = (X - X_train.mean(axis=0)) / np.where(deviation > 0, deviation, 1)
    return np.where(deviation > 0, scaled, 0)


# %% task="standardize" bug="not_centred"
# The columns are divided, but their mean was not taken away. See lecture 3, part 2: both are asked
# for.
def standardize(X_train, X):
    deviation = X_train.std(axis=0)
    return X / np.where(deviation > 0, deviation, 1)


# %% task="standardize" bug="constant_pixels_as_they_are"
# A pixel that was constant in training is handed on as it is. The task leaves out the division
# there, and nothing else: what about the mean? Lecture 3, part 2, has the scaling.
def standardize(X_train, X):
    deviation = X_train.std(axis=0)
    scaled = (X - X_train.mean(axis=0)) / np.where(deviation > 0, deviation, 1)
    return np.where(deviation > 0, scaled, X)


# %% task="standardize" bug="to_the_range"
# The columns are stretched to the range from 0 to 1, by smallest and largest value. That is another
# scaling; which two numbers of a column does the text want? See lecture 3, part 2.
def standardize(X_train, X):
    low, width = X_train.min(axis=0), np.ptp(X_train, axis=0)
    return (X - low) / np.where(width > 0, width, 1)


# %% task="confusion" bug="rows_and_columns"
# Rows and columns have changed places: row i belongs to the *true* class i. Rows are what is given,
# as in the notation of lecture 3.
def confusion(y, predicted, k):
    counts = np.zeros((k, k))
    np.add.at(counts, (predicted, y), 1)
    return counts


# %% task="confusion" bug="each_pair_once"
# No entry is larger than 1: each pair is counted once, however often it occurs. With arrays of
# indices, += adds once a place: do shares of the same place add then? See lecture 6, part 3.
def confusion(y, predicted, k):
    counts = np.zeros((k, k))
    counts[y, predicted] += 1
    return counts


# %% task="confusion" bug="shares_of_a_row"
# Each row adds up to 1: these are shares. Counts are asked for. Lecture 3, part 2, divides where a
# mean is wanted; here none is.
def confusion(y, predicted, k):
    counts = np.zeros((k, k))
    np.add.at(counts, (y, predicted), 1)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


# %% task="confusion" bug="mistakes_alone"
# The diagonal is empty: right answers count as well. Which entries of the matrix are they? An
# accuracy, as in lecture 3, part 2, is the diagonal's share.
def confusion(y, predicted, k):
    counts = np.zeros((k, k))
    np.add.at(counts, (y, predicted), y != predicted)
    return counts


# %% task="choose" bug="chosen_by_the_test"
# The net was chosen by its accuracy on the test set. Then this accuracy says how lucky the net was,
# too. Which data are there for choosing? See lecture 3, part 12.
def choose(validation, test):
    chosen = int(np.argmax(test))
    return chosen, test[chosen]


# %% task="choose" bug="validation_reported"
# The right net; but the accuracy is the one by which it was chosen, and chosen *because* it was
# high. What did not take part in the choice? See lecture 3, part 12.
def choose(validation, test):
    chosen = int(np.argmax(validation))
    return chosen, validation[chosen]


# %% task="choose" bug="best_test_reported"
# The right net, but the accuracy of another one: the best on the test set. Report that of the net
# you chose. See lecture 3, part 12.
def choose(validation, test):
    return int(np.argmax(validation)), test.max()


# %% task="choose" bug="chosen_by_both"
# The test set had a part in the choice, through a sum or mean. One look, and it is used: see
# lecture 3, part 12.
def choose(validation, test):
    chosen = int(np.argmax(validation + test))
    return chosen, test[chosen]


# %% task="choose" bug="last_of_the_best"
# Of two nets that are equally good on the validation set the later, larger one was chosen. The
# smaller one is asked for; why learn more parameters than needed? See lecture 3, part 11.
def choose(validation, test):
    chosen = len(validation) - 1 - int(np.argmax(validation[::-1]))
    return chosen, test[chosen]


# %% task="choose" bug="worst"
# The net with the *lowest* validation accuracy was chosen. A loss is best when it is small; an
# accuracy? See lecture 3, part 12.
def choose(validation, test):
    chosen = int(np.argmin(validation))
    return chosen, test[chosen]


# %% task="classify" bug="never_trained"
# The net answers as it was born, with random weights: no better than guessing. Which call lets it
# learn? See lecture 6, part 7.
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    rng, k = np.random.default_rng(seed), int(y_train.max()) + 1
    net = Sequential(Linear(64, 32, rng=rng), Activation("relu"), Linear(32, k, rng=rng))
    scores = net(standardize(X_train, X_new)).data
    return scores.argmax(axis=1)


# %% task="classify" bug="all_weights_zero"
# Every example gets the same class. Did all weights start at 0? Then the hidden units stay copies
# of each other, or dead: see lecture 3, part 10.
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    rng, k = np.random.default_rng(seed), int(y_train.max()) + 1
    net = Sequential(Linear(64, 32, "zeros"), Activation("relu"), Linear(32, k, "zeros"))
    trainer = Trainer(net, cross_entropy_from_logits, Momentum(0.01), len(X_train), rng)
    trainer.fit(standardize(X_train, X_train), np.eye(k)[y_train], epochs=20)
    return trainer.predict(standardize(X_train, X_new)).argmax(axis=1)


# %% task="classify" bug="counted_from_one"
# The classes are right but for their names: each is one too high. Classes are counted from 0, and
# so are the columns of the one-hot targets: see lecture 3, part 13.
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    rng, k = np.random.default_rng(seed), int(y_train.max()) + 1
    net = Sequential(Linear(64, 32, rng=rng), Activation("relu"), Linear(32, k, rng=rng))
    trainer = Trainer(net, cross_entropy_from_logits, Momentum(0.1), 50, rng)
    trainer.fit(standardize(X_train, X_train), np.eye(k)[y_train], epochs=12)
    return trainer.predict(standardize(X_train, X_new)).argmax(axis=1) + 1


# %% task="classify" bug="images_shuffled_alone"
# No better than guessing, although something was trained. Were the images shuffled, and their
# classes not? Then the net learns nonsense by heart. See lecture 3, part 8.
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    rng, k = np.random.default_rng(seed), int(y_train.max()) + 1
    X = standardize(X_train, X_train)[np.random.default_rng(0).permutation(len(X_train))]
    net = Sequential(Linear(64, 32, rng=rng), Activation("relu"), Linear(32, k, rng=rng))
    trainer = Trainer(net, cross_entropy_from_logits, GradientDescent(0.05), 50, rng)
    trainer.fit(X, np.eye(k)[y_train], epochs=2)
    return trainer.predict(standardize(X_train, X_new)).argmax(axis=1)


# %% task="classify" bug="answers_for_the_validation_set"
# There are as many classes as validation examples. Asked for are those of `X_new`. Which data is
# which? See lecture 3, part 12.
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    return y_validation


# %% task="classify" bug="most_frequent_class"
# Every example gets the most frequent class of the training data. That is where a bias alone gets
# to; who looks at the pixels? See lecture 6, part 7.
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    return np.full(len(X_new), np.bincount(y_train).argmax())


# %% task="classify" bug="class_as_a_number"
# Too few are right. Was the class taken for a number, and the squared error for the loss? A 4 is no
# better an answer to a 5 than a 9 is: see lecture 3, part 13, for one output a class.
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    X, k = standardize(X_train, X_train), y_train.max() + 1
    W = np.linalg.solve(X.T @ X + np.eye(64), X.T @ (y_train - y_train.mean()))
    said = standardize(X_train, X_new) @ W + y_train.mean()
    return np.clip(np.rint(said), 0, k - 1)


# %% task="classify" bug="one_short_epoch"
# Too few are right: the net had one epoch in steps that are too small. Look at its loss, epoch by
# epoch: has it stopped falling? See lecture 3, part 9.
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    rng, k = np.random.default_rng(seed), int(y_train.max()) + 1
    net = Sequential(Linear(64, 32, rng=rng), Activation("relu"), Linear(32, k, rng=rng))
    trainer = Trainer(net, cross_entropy_from_logits, GradientDescent(0.01), 50, rng)
    trainer.fit(standardize(X_train, X_train), np.eye(k)[y_train], epochs=1)
    return trainer.predict(standardize(X_train, X_new)).argmax(axis=1)


# %% task="classify" bug="steps_too_large"
# Every example gets the same class. Did the loss become nan on the way? Then the steps are too
# large: look at it, epoch by epoch, as in lecture 3, part 9.
def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    rng, k = np.random.default_rng(seed), int(y_train.max()) + 1
    net = Sequential(Linear(64, 32, rng=rng), Activation("relu"), Linear(32, k, rng=rng))
    trainer = Trainer(net, cross_entropy_from_logits, GradientDescent(1e200), 50, rng)
    with np.errstate(all="ignore"):
        trainer.fit(standardize(X_train, X_train), np.eye(k)[y_train], epochs=2)
        return trainer.predict(standardize(X_train, X_new)).argmax(axis=1)
