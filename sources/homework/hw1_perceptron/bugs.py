# %% [markdown]
# Known wrong answers: the comment is what the student is told, the rest is what a student types.

# %% task="step" bug="strict"
# All is right but for the scores of exactly 0: they went to the wrong side. Is it > where the
# text says "0 or more"? See the definition of the step in lecture 1, part 1.
def step(z, low, high):
    return np.where(z > 0, high, low)


# %% task="step" bug="sign"
# A score of exactly 0 gave 0 or a value in between, a third class. Did you use `np.sign`? The
# step of lecture 1, part 1, knows two values only.
def step(z, low, high):
    return low + (np.sign(z) + 1) / 2 * (high - low)


# %% task="step" bug="np_sign"
# These are −1, 0 and +1, whatever `low` and `high` are. Is that `np.sign`? It has a third value
# for a score of 0; the step of lecture 1, part 1, has two, and here they are given.
def step(z, low, high):
    return np.sign(z)


# %% task="step" bug="always_0_and_1"
# These are zeros and ones, also where other values are asked for. That is the step of lecture 1,
# part 1. Where do `low` and `high` come in?
def step(z, low, high):
    return np.where(z >= 0, 1.0, 0.0)


# %% task="step" bug="swapped"
# `low` and `high` are exchanged. Which of the two belongs to a score of 0 or more? See lecture 1,
# part 1.
def step(z, low, high):
    return np.where(z >= 0, low, high)


# %% task="step" bug="low_forgotten"
# `high` is where it belongs, but elsewhere stands 0. What happened to `low`? The step of lecture
# 1, part 1, has 0 there because its lower class is called 0.
def step(z, low, high):
    return (z >= 0) * high


# %% task="step" bug="one_answer_for_all"
# All entries of an array got one answer in common. Were `all`, `any` or a sum asked, where each
# score decides for itself? See the step at work on a whole array in lecture 1, part 1.
def step(z, low, high):
    return np.full(np.shape(z), high if np.all(z >= 0) else low)


# %% task="step" bug="if_on_an_array"
# Python's `if` wants one answer, and an array of scores has many. Does your condition have to
# hold for the whole array? Lecture 1, part 1, chooses entry by entry.
def step(z, low, high):
    if z >= 0:
        return high
    else:
        return low


# %% task="step" bug="two_assignments"
# Where `high` is negative or `low` is 0 and more, or where z holds whole numbers, classes came
# out wrong, and the caller's z is overwritten. Does your second assignment look at scores, or at
# what the first one wrote over them? Lecture 1, part 1, makes a new array.
def step(z, low, high):
    z[z >= 0] = high
    z[z < 0] = low
    return z


# %% task="predict" bug="strict"
# A score of exactly 0 gives class 0. Is it > where the text says ≥? Your own `step` knows; see
# lecture 1, part 1.
def predict(w, X):
    return (X @ w[:-1] + w[-1] > 0).astype(int)


# %% task="predict" bug="no_bias"
# The bias, the last entry of `w`, does not take part: every line goes through the origin. Where
# is b in your score? See lecture 1, part 1.
def predict(w, X):
    return step(X @ w[:-1], 0, 1)


# %% task="predict" bug="bias_subtracted"
# The bias was subtracted. A threshold is subtracted, or compared with; is this one? See the
# score in lecture 1, part 1, and how threshold and bias differ.
def predict(w, X):
    return step(X @ w[:-1] - w[-1], 0, 1)


# %% task="predict" bug="bias_first"
# The first entry of `w` served as the bias, and the weights moved by one place. Where does the
# bias stand in this homework? Lecture 1, part 1, keeps the two apart.
def predict(w, X):
    return step(X @ w[1:] + w[0], 0, 1)


# %% task="predict" bug="bias_outside"
# The bias was added to the answer, after the step. Does it then shift the threshold? Lecture 1,
# part 1, shows what such a unit answers.
def predict(w, X):
    return step(X @ w[:-1], 0, 1) + w[-1]


# %% task="predict" bug="score"
# These are scores, not classes. What turns a score into an answer? See lecture 1, part 1.
def predict(w, X):
    return X @ w[:-1] + w[-1]


# %% task="predict" bug="plus_minus"
# Class 0 came out as −1. What are the two classes called here? See the table of notation above
# and lecture 1, part 1.
def predict(w, X):
    return step(X @ w[:-1] + w[-1], -1, 1)


# %% task="predict" bug="rounded_probability"
# A score of exactly 0 gives class 0. Did you round a sigmoid? Half is rounded to the even number,
# and that is 0. The unit of lecture 1, part 1, decides by z ≥ 0.
def predict(w, X):
    return np.round(1 / (1 + np.exp(-(X @ w[:-1] + w[-1]))))


# %% task="predict" bug="one_example_fails"
# Matrices are right, a single example (d,) is not. Does `np.column_stack`, `len(X)` or an axis in
# your code take for granted that X has rows? `predict` of lecture 1, part 1, takes both shapes.
def predict(w, X):
    X_tilde = np.column_stack([X, np.ones(len(X))])
    return step(X_tilde @ w, 0, 1)


# %% task="predict" bug="flipped"
# All classes are exchanged. To which side does the weight vector point, to class 1 or class 0?
# See lecture 1, part 1.
def predict(w, X):
    return step(X @ w[:-1] + w[-1], 1, 0)


# %% task="by_hand" bug="score_0_is_class_0"
# Your unit answered 0 to a score of 0. Which class is that here, at the very first row? See
# lecture 1, part 1.
by_hand = (0, -1, 0)

# %% task="by_hand" bug="batch"
# All four corrections were worked out with the weights of the start, and added up. Does the rule
# wait for the end of the epoch? Online means: row after row, see lecture 1, part 2.
by_hand = (-1, -2, -3)

# %% task="by_hand" bug="bias_never_moves"
# The weights learned, the bias did not. Is the bias corrected as well? See lecture 1, part 2.
by_hand = (0, -1, 0.0)

# %% task="by_hand" bug="wrong_sign"
# Each correction went the wrong way: weights grew where the unit had said too much. Is it wanted
# minus said, or said minus wanted? See lecture 1, part 2.
by_hand = (1, 2, 3)

# %% task="by_hand" bug="whole_training"
# This is where training ends, several epochs later. How many epochs does the text ask for? Each
# row once: see lecture 1, part 2.
by_hand = (1, -2, -1)

# %% task="by_hand" bug="three_rows"
# This is the state before the last row. Was the answer to 11 right? See lecture 1, part 2, where
# each row of the epoch has its line.
by_hand = (1, 0, 0)

# %% task="by_hand" bug="and"
# That is the epoch of AND, from the example and from lecture 1, part 2. Which rows have class 1
# in x1 AND NOT x2?
by_hand = (1, 1, 0)

# %% task="update" bug="sign"
# The step goes the wrong way: a score that was too low falls. Is it wanted minus said, or said
# minus wanted? See lecture 1, part 2.
def update(w, x, y, learning_rate):
    return w - learning_rate * (y - predict(w, x)) * np.append(x, 1)


# %% task="update" bug="bias_never_moves"
# The weights are right, the bias stays where it was. On which input is the bias a weight? See
# lecture 1, part 2.
def update(w, x, y, learning_rate):
    return w + learning_rate * (y - predict(w, x)) * np.append(x, 0)


# %% task="update" bug="bias_without_learning_rate"
# The weights are right; the bias moved by a whole 1. Does η hold for the bias as well? See both
# formulas in lecture 1, part 2.
def update(w, x, y, learning_rate):
    error = y - predict(w, x)
    return np.append(w[:-1] + learning_rate * error * x, w[-1] + error)


# %% task="update" bug="no_learning_rate"
# Every step has length 1 times x̃. Where is the learning rate? See lecture 1, part 2.
def update(w, x, y, learning_rate):
    return w + (y - predict(w, x)) * np.append(x, 1)


# %% task="update" bug="updates_when_right"
# The weights moved although the answer was right. How large is the error of a right answer? Then
# nothing happens, says lecture 1, part 2.
def update(w, x, y, learning_rate):
    return w + learning_rate * (2 * y - 1) * np.append(x, 1)


# %% task="update" bug="rule_for_plus_minus"
# Examples of class 0 teach nothing: their step is 0. Is it the rule for classes −1 and +1, with
# y·score ≤ 0 as the test and η·y·x as the step? The classes are 0 and 1 here: lecture 1, part 2.
def update(w, x, y, learning_rate):
    if y * (x @ w[:-1] + w[-1]) <= 0:
        return w + learning_rate * y * np.append(x, 1)
    return w


# %% task="update" bug="no_update_at_0"
# All is right but for a score of exactly 0 with class 0: no update there. What does the unit say
# to a score of 0? Then is it right? See lecture 1, parts 1 and 2.
def update(w, x, y, learning_rate):
    said = x @ w[:-1] + w[-1] > 0 or (x @ w[:-1] + w[-1] == 0 and y == 1)
    return w + learning_rate * (y - said) * np.append(x, 1)


# %% task="update" bug="strict"
# Scores of exactly 0 were taken for class 0. Did you write a test of your own, instead of calling
# `predict`? See lecture 1, part 1.
def update(w, x, y, learning_rate):
    said = float(x @ w[:-1] + w[-1] > 0)
    return w + learning_rate * (y - said) * np.append(x, 1)


# %% task="update" bug="error_of_the_score"
# The error was taken from the score, not from the class. That is another rule, with steps of any
# size and one even where the class is right. What is ŷ in lecture 1, part 2?
def update(w, x, y, learning_rate):
    return w + learning_rate * (y - (x @ w[:-1] + w[-1])) * np.append(x, 1)


# %% task="update" bug="no_example"
# Every weight moved by the same amount. Which factor tells the components apart? See the rule in
# components in lecture 1, part 2.
def update(w, x, y, learning_rate):
    return w + learning_rate * (y - predict(w, x)) * np.ones(len(w))


# %% task="update" bug="returns_the_step"
# This is what is to be added, not the new w. What does the function return? See `update` in
# lecture 1, part 2.
def update(w, x, y, learning_rate):
    return learning_rate * (y - predict(w, x)) * np.append(x, 1)


# %% task="update" bug="whole_numbers"
# Right for floats; where w holds whole numbers the step was cut off. Which type has the array
# that you write into? See the text above the task; the rule itself is in lecture 1, part 2.
def update(w, x, y, learning_rate):
    new, error = w.copy(), y - predict(w, x)
    for i, component in enumerate([*x, 1]):
        new[i] = new[i] + learning_rate * error * component
    return new


# %% task="update" bug="whole_numbers_in_place"
# numpy refused to add a step with decimals to an array of whole numbers, in place. Does `+=` make
# a new array? See the text above the task; the rule is in lecture 1, part 2.
def update(w, x, y, learning_rate):
    w = w.copy()
    w += learning_rate * (y - predict(w, x)) * np.append(x, 1)
    return w


# %% task="update" bug="changes_w"
# The caller's w is another one after the call. Did you write into the array that came, instead
# of a new one? `update` of lecture 1, part 2, gives back new weights.
def update(w, x, y, learning_rate):
    step_ = learning_rate * (y - predict(w, x)) * np.append(x, 1)
    if w.dtype.kind == "i":
        return w + step_
    w[:] = w + step_
    return w


# %% task="train" bug="batch"
# The weights move once an epoch, by all corrections together. Does the rule wait for the end of
# the epoch? Online means row after row: lecture 1, part 2.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        error = y - predict(w, X)
        w = w + learning_rate * error @ np.column_stack([X, np.ones(len(X))])
        weights.append(w)
        mistakes.append(np.sum(error != 0))
        if mistakes[-1] == 0:
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="one_epoch"
# The diary ends after the first epoch. Does a `return` or a `break` stand one loop too deep? See
# `fit` in lecture 1, part 2.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        return weights, mistakes, w


# %% task="train" bug="stops_before_the_silent_epoch"
# Training stopped as soon as all rows were right, one epoch early: the silent epoch is missing.
# When does the text want to stop? Lecture 1, part 3, tells the two counts apart.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if np.all(predict(w, X) == y):
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="silent_epoch_not_noted"
# The silent epoch is missing in the diary. Does your loop end before it writes down the epoch
# that passed without a mistake? `fit` in lecture 1, part 2, notes it first.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        if count == 0:
            break
        weights.append(w)
        mistakes.append(count)
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="never_stops"
# The diary goes on to `max_epochs` though nothing happens any more. What ends training early? See
# the last lines of `fit` in lecture 1, part 2.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="counter_never_reset"
# The mistakes only grow, and training never falls silent: one mistake in the first epoch is held
# against all others. Where does your counter, or your flag, start anew? See `fit` in lecture 1,
# part 2.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    count = 0
    for _ in range(max_epochs):
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="mistakes_at_the_end"
# You counted the rows that are wrong at the end of each epoch. The text wants the updates on the
# way: is an epoch with two corrections silent because all is right afterwards? See lecture 1,
# part 3.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        before = w
        for x, target in zip(X, y):
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(np.sum(predict(w, X) != y))
        if np.array_equal(before, w):
            break
    return weights, mistakes, weights[int(np.argmin(mistakes))]


# %% task="train" bug="mistakes_after_the_update"
# Far too few mistakes were counted, so training stopped too soon. Did you look at the answer
# after its correction, not before? See the order of the two lines in `fit`, lecture 1, part 2.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            w = update(w, x, target, learning_rate)
            count += int(predict(w, x) != target)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="one_array_many_times"
# All entries of the diary are the same: those of the end. Does the list hold one array many times,
# and `+=` change it under your feet? See lecture 1, part 2, where `update` makes new weights.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            error = target - predict(w, x)
            w += learning_rate * error * np.append(x, 1)
            count += int(error != 0)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="diary_of_examples"
# The diary of weights has an entry for each example. Once an epoch, says the text: in which of
# the two loops do you append? See `fit` in lecture 1, part 2.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes, best = np.zeros(X.shape[1] + 1), [], [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
            weights.append(w)
        best.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong = [np.sum(predict(w, X) != y) for w in best]
    return weights, mistakes, best[int(np.argmin(wrong))]


# %% task="train" bug="start_in_the_diary"
# The diary begins with the zeros of the start, so it is one entry too long. What stands in its
# first entry? After the first epoch, see lecture 1, part 2.
def train(X, y, learning_rate, max_epochs):
    w, mistakes = np.zeros(X.shape[1] + 1), []
    weights = [w]
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights[1:]]
    return weights, mistakes, weights[1 + int(np.argmin(wrong))]


# %% task="train" bug="starts_at_ones"
# Your first weights are not 0. Which start does the text ask for? It matters: the counts of
# lecture 1, part 3, belong to a start at zero.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.ones(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="starts_afresh_every_epoch"
# Each epoch begins at zero again and repeats the first one. Where do you make the zeros, inside
# of the loop over epochs or before it? See `fit` in lecture 1, part 2.
def train(X, y, learning_rate, max_epochs):
    weights, mistakes = [], []
    for _ in range(max_epochs):
        w, count = np.zeros(X.shape[1] + 1), 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="shuffles_x_without_y"
# The rows of X come in another order than their classes, so examples learn the answers of
# others. Was only one of the two shuffled? The text asks for the order of the rows: lecture 1,
# part 2.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    mixed = X[np.roll(np.arange(len(X))[::-1], 1)]
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(mixed, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="rows_backwards"
# The last row came first. In which order does the text want the rows? The order matters for the
# counts: lecture 1, part 3.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X[::-1], y[::-1]):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="learning_rate_ignored"
# The mistakes are right, and the weights are those of η = 1. From a zero start η only scales
# them (lecture 1, part 2), but scale them it does. Does `learning_rate` reach your update?
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, 1.0)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[int(np.argmin(wrong))]


# %% task="train" bug="best_is_the_last"
# The diary is right; `best` is its last entry. Is the last one the best where no line exists? XOR
# goes round for ever, see lecture 1, part 4.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    return weights, mistakes, weights[-1]


# %% task="train" bug="best_is_the_latest"
# The diary is right. Where several entries are equally good, `best` is the latest of them: which
# one does the text want? Compare with < or ≤? The diary of lecture 1, part 2, has them in order.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    best, fewest = None, len(X) + 1
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        wrong = np.sum(predict(w, X) != y)
        if wrong <= fewest:
            best, fewest = w, wrong
        if count == 0:
            break
    return weights, mistakes, best


# %% task="train" bug="best_by_updates"
# The diary is right; `best` belongs to the epoch with the fewest updates on the way. Were these
# mistakes made by the weights at its end? Count wrong rows of X for each entry; lecture 1, part
# 3, tells the two apart.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    return weights, mistakes, weights[int(np.argmin(mistakes))]


# %% task="train" bug="stops_when_it_gets_no_better"
# The diary ends at the first epoch with no fewer mistakes than the one before. May their number not
# rise again on the way to a line? See the epochs of lecture 1, part 3, and what the text stops at.
def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if count == 0 or len(mistakes) > 1 and count >= mistakes[-2]:
            break
    wrong = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[np.argmin(wrong)]


# %% task="separable" bug="weights_never_negative"
# Parted classes were called inseparable: as if only weights and biases from 0 on were allowed.
# What are the `bounds` of `linprog`, if you do not say? Lecture 1, part 1, has gates with
# negative weights and biases.
def separable(X, y):
    A = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    return linprog(np.zeros(A.shape[1]), A_ub=-A, b_ub=-np.ones(len(X))).status == 0


# %% task="separable" bug="no_bias"
# Classes that are parted by a line beside the origin were called inseparable. Is there an
# unknown for the bias in your programme? See x̃ = (x, 1) in lecture 1, part 5.
def separable(X, y):
    A = (2 * y - 1)[:, None] * X
    found = linprog(np.zeros(A.shape[1]), A_ub=-A, b_ub=-np.ones(len(X)), bounds=(None, None))
    return found.status == 0


# %% task="separable" bug="zero_will_do"
# Everything is called separable, XOR too. Which v fulfils all your conditions, whatever the points
# are: v = 0, with ≥ 0 for ≥ 1 or a wrong sign in b_ub? A bias alone, without the classes in A? Only
# s·w̃·x̃ ≥ 1 for each row will do: lecture 1, part 5; part 4 has four points that no line parts.
def separable(X, y):
    A = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    found = linprog(np.zeros(A.shape[1]), A_ub=-A, b_ub=np.zeros(len(X)), bounds=(None, None))
    return found.status == 0


# %% task="separable" bug="classes_for_signs"
# Only points of class 1 alone were called separable. What does a row of class 0 look like if it
# is multiplied by y instead of s? No v makes that 1; see s = ±1 in lecture 1, part 5.
def separable(X, y):
    A = y[:, None] * np.column_stack([X, np.ones(len(X))])
    found = linprog(np.zeros(A.shape[1]), A_ub=-A, b_ub=-np.ones(len(X)), bounds=(None, None))
    return found.status == 0


# %% task="separable" bug="wrong_side"
# Everything is called separable, XOR too. Which v fulfils all your conditions, whatever the points
# are: v = 0, with ≥ 0 for ≥ 1 or a wrong sign in b_ub? A bias alone, without the classes in A? Only
# s·w̃·x̃ ≥ 1 for each row will do: lecture 1, part 5; part 4 has four points that no line parts.
def separable(X, y):
    A = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    found = linprog(np.zeros(A.shape[1]), A_ub=A, b_ub=np.ones(len(X)), bounds=(None, None))
    return found.status == 0


# %% task="separable" bug="signs_forgotten"
# Everything is called separable, XOR too. Which v fulfils all your conditions, whatever the points
# are: v = 0, with ≥ 0 for ≥ 1 or a wrong sign in b_ub? A bias alone, without the classes in A? Only
# s·w̃·x̃ ≥ 1 for each row will do: lecture 1, part 5; part 4 has four points that no line parts.
def separable(X, y):
    A = np.column_stack([X, np.ones(len(X))])
    found = linprog(np.zeros(A.shape[1]), A_ub=-A, b_ub=-np.ones(len(X)), bounds=(None, None))
    return found.status == 0


# %% task="separable" bug="small_box"
# A small margin was taken for none. Are your weights kept in a box, such as −1 to 1? A small
# margin needs large weights to reach 1; only γ > 0 matters: lecture 1, part 5.
def separable(X, y):
    A = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    found = linprog(np.zeros(A.shape[1]), A_ub=-A, b_ub=-np.ones(len(X)), bounds=(-1, 1))
    return found.status == 0


# %% task="separable" bug="upside_down"
# Every verdict is the opposite of the right one. Does status 0 mean that a solution was found, or
# that none exists? The example above the task tells; so does lecture 1, part 4.
def separable(X, y):
    A = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    found = linprog(np.zeros(A.shape[1]), A_ub=-A, b_ub=-np.ones(len(X)), bounds=(None, None))
    return found.status != 0


# %% task="separable" bug="perceptron_gives_up"
# A set with a tiny margin was called inseparable. Did a perceptron run for some hundred epochs
# and give up? What would you have to know to be sure? See lecture 1, question 4.
def separable(X, y):
    w, X_tilde = np.zeros(X.shape[1] + 1), np.column_stack([X, np.ones(len(X))])
    for _ in range(100):
        mistakes = 0
        for x, target in zip(X_tilde, y):
            error = target - float(x @ w >= 0)
            w = w + error * x
            mistakes += error != 0
        if mistakes == 0:
            return True
    return False


# %% task="separable" bug="least_squares"
# Parted classes were called inseparable where a point lies far out. Did you fit a line by least
# squares and look whether it parts them? It is one line of many, and not made for that; the
# condition for some line is in lecture 1, part 5.
def separable(X, y):
    A = np.column_stack([X, np.ones(len(X))])
    v = np.linalg.lstsq(A, 2 * y - 1, rcond=None)[0]
    return bool(np.all((2 * y - 1) * (A @ v) > 0))


# %% task="separable" bug="boxes"
# Classes that a slanted line parts were called inseparable. Did you look at one coordinate at a
# time, or at the boxes around the classes? A line may lean: see AND in lecture 1, part 1.
def separable(X, y):
    one, zero = X[y == 1], X[y == 0]
    if len(one) == 0 or len(zero) == 0:
        return True
    return bool(np.any((one.min(0) > zero.max(0)) | (zero.min(0) > one.max(0))))


# %% task="separable" bug="means"
# Parted classes were called inseparable. Did you compare the distances to the two class means?
# Theirs is one line of many, and not always one that parts; lecture 1, part 5, asks for some.
def separable(X, y):
    if y.min() == y.max():
        return True
    m1, m0 = X[y == 1].mean(axis=0), X[y == 0].mean(axis=0)
    nearer = ((X - m1) ** 2).sum(axis=1) < ((X - m0) ** 2).sum(axis=1)
    return bool(np.all(nearer == (y == 1)))


# %% task="separable" bug="always"
# Everything is called separable, XOR too. Which v fulfils all your conditions, whatever the points
# are: v = 0, with ≥ 0 for ≥ 1 or a wrong sign in b_ub? A bias alone, without the classes in A? Only
# s·w̃·x̃ ≥ 1 for each row will do: lecture 1, part 5; part 4 has four points that no line parts.
def separable(X, y):
    return True


# %% task="separable" bug="never"
# Nothing is called separable, not even points of one class. Has the programme been solved at all?
# Look at `.status` and `.message` for AND, which has a line: lecture 1, part 1.
def separable(X, y):
    return False


# %% task="novikoff" bug="radius_without_the_one"
# R is that of the points without their 1. Does the 1 that belongs to the bias count in R? See
# lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1)).max()
    gamma = np.min((2 * y - 1) * (X @ w[:-1] + w[-1])) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="radius_squared"
# R comes out squared. Is the length of a vector the sum of its squares, or what comes after that?
# The bound is squared once: lecture 1, part 5.
def novikoff(w, X, y):
    R = ((X**2).sum(axis=1) + 1).max()
    gamma = np.min((2 * y - 1) * (X @ w[:-1] + w[-1])) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="radius_of_all"
# R is the length of the whole matrix, of all rows together. Did `norm` get an axis? R is the
# length of the longest row: lecture 1, part 5.
def novikoff(w, X, y):
    R = np.linalg.norm(np.column_stack([X, np.ones(len(X))]))
    gamma = np.min((2 * y - 1) * (X @ w[:-1] + w[-1])) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="radius_mean"
# R is the mean length. Which x̃ is R to hold for? For no x̃ to be longer it takes another
# number: lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).mean()
    gamma = np.min((2 * y - 1) * (X @ w[:-1] + w[-1])) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="gamma_not_normalised"
# γ grows if w is made longer. Which length must u have in the theorem? See lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = np.min((2 * y - 1) * (X @ w[:-1] + w[-1]))
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="distance_in_the_plane"
# γ was divided by the length of the weights alone. That is the distance in the space of x; which
# length does u have in the theorem, with the bias or without? See lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = np.min((2 * y - 1) * (X @ w[:-1] + w[-1])) / np.linalg.norm(w[:-1])
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="squared_length"
# γ was divided by the square of the length of w. Is `w @ w` the length? u is w made one long: see
# lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = np.min((2 * y - 1) * (X @ w[:-1] + w[-1])) / (w @ w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="absolute_values"
# A point on the wrong side counts as if it were on the right one. Where do the classes come in?
# An absolute value forgets the side, s does not: lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = np.min(np.abs(X @ w[:-1] + w[-1])) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="classes_for_signs"
# Points of class 0 count as lying on the line. Did you multiply by y, where the theorem has
# s = ±1? See lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = np.min(y * (X @ w[:-1] + w[-1])) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="signs_forgotten"
# Points of class 0 that lie where they should count as lying on the wrong side. Is s in your γ?
# See lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = np.min(X @ w[:-1] + w[-1]) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="mean_room"
# γ is the mean over the points. Must the inequality of the theorem hold for the mean, or for all
# n? See lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = np.mean((2 * y - 1) * (X @ w[:-1] + w[-1])) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="no_bias"
# γ leaves out the bias: the last entry of w never meets its 1. Which vector goes with w̃? See
# x̃ in lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = np.min((2 * y - 1) * (X @ w[:-1])) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="bound_not_squared"
# R and γ are right; the bound is their ratio. Which power does the theorem have? See the last
# step of the proof in lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = np.min((2 * y - 1) * (X @ w[:-1] + w[-1])) / np.linalg.norm(w)
    return R, gamma, R / gamma if gamma > 0 else np.inf


# %% task="novikoff" bug="bound_upside_down"
# R and γ are right; the bound is the square of γ/R. Does less room mean fewer updates? See the
# picture in lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = np.min((2 * y - 1) * (X @ w[:-1] + w[-1])) / np.linalg.norm(w)
    return R, gamma, (gamma / R) ** 2 if gamma > 0 else np.inf


# %% task="novikoff" bug="bound_for_a_wrong_side"
# R and γ are right; where γ is below 0 you promise a bound all the same. A square hides the sign:
# what does the theorem need of γ? See lecture 1, part 5.
def novikoff(w, X, y):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = np.min((2 * y - 1) * (X @ w[:-1] + w[-1])) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma != 0 else np.inf


# %% task="follow_the_proof" bug="an_entry_an_example"
# Your lists have an entry for each example, also where nothing was corrected. What does the proof
# count, examples or updates? See lecture 1, part 5.
def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for n in order:
        w = update(w, X[n], y[n], 1)
        along.append(u @ w)
        length.append(np.linalg.norm(w))
    return along, length


# %% task="follow_the_proof" bug="before_the_update"
# Your lists come one update late: their first entries belong to w = 0. Before or after the
# update, which does the text want? The proof of lecture 1, part 5, counts what k updates gave.
def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for n in order:
        if predict(w, X[n]) != y[n]:
            along.append(u @ w)
            length.append(np.linalg.norm(w))
            w = update(w, X[n], y[n], 1)
    return along, length


# %% task="follow_the_proof" bug="order_ignored"
# The rows came in the order of X, each of them once. What is `order` for? The theorem of lecture 1,
# part 5, holds for any order, but the numbers on the way depend on it.
def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for n in range(len(X)):
        if predict(w, X[n]) != y[n]:
            w = update(w, X[n], y[n], 1)
            along.append(u @ w)
            length.append(np.linalg.norm(w))
    return along, length


# %% task="follow_the_proof" bug="each_row_once"
# Each row was learned from only where `order` names it for the first time. May a row not return, as
# it does in each epoch of lecture 1, part 2? Did a `set` or a `dict` come in?
def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for n in dict.fromkeys(order.tolist()):
        if predict(w, X[n]) != y[n]:
            w = update(w, X[n], y[n], 1)
            along.append(u @ w)
            length.append(np.linalg.norm(w))
    return along, length


# %% task="follow_the_proof" bug="classes_in_another_order"
# The examples came as `order` says, their classes in the order of the rows: some learned the class
# of another. Is it row n of both, X and y? See the loop of lecture 1, part 2.
def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for k, n in enumerate(order):
        if predict(w, X[n]) != y[k % len(y)]:
            w = update(w, X[n], y[k % len(y)], 1)
            along.append(u @ w)
            length.append(np.linalg.norm(w))
    return along, length


# %% task="follow_the_proof" bug="one_update_only"
# Your lists end after the first update. Does a `return` or a `break` stand too deep? The proof of
# lecture 1, part 5, follows all k of them.
def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for n in order:
        if predict(w, X[n]) != y[n]:
            w = update(w, X[n], y[n], 1)
            along.append(u @ w)
            length.append(np.linalg.norm(w))
            break
    return along, length


# %% task="follow_the_proof" bug="squared_length"
# `along` is right; `length` holds squares. The proof of lecture 1, part 5, adds up squares; what
# does the text ask for?
def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for n in order:
        if predict(w, X[n]) != y[n]:
            w = update(w, X[n], y[n], 1)
            along.append(u @ w)
            length.append(w @ w)
    return along, length


# %% task="follow_the_proof" bug="length_without_bias"
# `along` is right; `length` leaves out the bias. Which vector does the proof of lecture 1, part
# 5, measure, w or w̃?
def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for n in order:
        if predict(w, X[n]) != y[n]:
            w = update(w, X[n], y[n], 1)
            along.append(u @ w)
            length.append(np.linalg.norm(w[:-1]))
    return along, length


# %% task="follow_the_proof" bug="along_without_bias"
# `length` is right; `along` leaves out the bias. Has u not d + 1 entries, as w̃ has? See lecture
# 1, part 5.
def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for n in order:
        if predict(w, X[n]) != y[n]:
            w = update(w, X[n], y[n], 1)
            along.append(u[:-1] @ w[:-1])
            length.append(np.linalg.norm(w))
    return along, length


# %% task="follow_the_proof" bug="room_of_the_example"
# `length` is right; `along` holds what one example adds, s·u·x̃. What is it that grows by γ in the
# proof: the example, or the sum that w̃ is? See lecture 1, part 5.
def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for n in order:
        if predict(w, X[n]) != y[n]:
            w = update(w, X[n], y[n], 1)
            along.append((2 * y[n] - 1) * (u @ np.append(X[n], 1)))
            length.append(np.linalg.norm(w))
    return along, length


# %% task="follow_the_proof" bug="cosine"
# `length` is right; `along` was divided by it: the cosine of the angle between u and w̃. It is the
# heart of the proof, but what does the text ask for? See lecture 1, part 5.
def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for n in order:
        if predict(w, X[n]) != y[n]:
            w = update(w, X[n], y[n], 1)
            along.append(u @ w / np.linalg.norm(w))
            length.append(np.linalg.norm(w))
    return along, length


# %% task="follow_the_proof" bug="starts_at_u"
# Your first entries are too large: the rule did not start at zero. Is u a start, or only the ruler
# that w is measured with? See lecture 1, part 5.
def follow_the_proof(X, y, order, u):
    w, along, length = 1.0 * u, [], []
    for n in order:
        if predict(w, X[n]) != y[n]:
            w = update(w, X[n], y[n], 1)
            along.append(u @ w)
            length.append(np.linalg.norm(w))
    return along, length

# %% task="xnor_net" bug="xor"
# Your net computes XOR, the opposite. Is it the net of lecture 1, part 7? What has to change, and
# in which layer?
xnor_net = [[[1, -1], [1, -1]], [-0.5, 1.5], [[1], [1]], [-1.5]]

# %% task="xnor_net" bug="and"
# Your net answers 1 to 11 alone: it computes AND. Which other row is wanted, and which hidden
# unit could look out for it? See lecture 1, part 7.
xnor_net = [[[1, 1], [1, 1]], [-0.5, -1.5], [[1], [1]], [-1.5]]

# %% task="xnor_net" bug="nor"
# Your net answers 1 to 00 alone: it computes NOR. Which other row is wanted, and which hidden
# unit could look out for it? See lecture 1, part 7.
xnor_net = [[[-1, 1], [-1, 1]], [0.5, -1.5], [[1], [-1]], [-0.5]]

# %% task="xnor_net" bug="or"
# Your net computes OR. Do its units see the rows where the bits are equal? Write the four
# hidden places (h1, h2) in a table, as in lecture 1, part 7.
xnor_net = [[[1, 1], [1, 1]], [-0.5, -1.5], [[1], [1]], [-0.5]]

# %% task="xnor_net" bug="nand"
# Your net computes NAND. Do its units see the rows where the bits are equal? Write the four hidden
# places (h1, h2) in a table, as in lecture 1, part 7.
xnor_net = [[[-1, -1], [-1, -1]], [0.5, 1.5], [[1], [1]], [-0.5]]

# %% task="xnor_net" bug="always_1"
# Your net answers 1 to everything. What is the smallest score that its output unit can have? A
# score of 0 counts as 1: lecture 1, part 1.
xnor_net = [[[-1, 1], [-1, 1]], [0.5, -1.5], [[1], [1]], [0]]

# %% task="xnor_net" bug="always_0"
# Your net answers 0 to everything. Can both hidden units be 1 at once? The output unit waits for
# that, if it is an AND: see the table in lecture 1, part 7.
xnor_net = [[[-1, 1], [-1, 1]], [0.5, -1.5], [[1], [1]], [-1.5]]

# %% task="xnor_net" bug="only_01_wrong"
# Three rows are right, 01 is not: a single line can do that much. Are your two hidden units
# really different? See lecture 1, part 7, and the 75 % of part 4.
xnor_net = [[[-1], [1]], [0.5], [[1]], [-0.5]]

# %% task="xnor_net" bug="only_10_wrong"
# Three rows are right, 10 is not: a single line can do that much. Are your two hidden units
# really different? See lecture 1, part 7, and the 75 % of part 4.
xnor_net = [[[1], [-1]], [0.5], [[1]], [-0.5]]

# %% task="parity_net" bug="or"
# Your net computes OR: every row but 000 is 1. Which hidden unit notices that there are two ones?
# See lecture 1, part 7.
parity_net = [[[1], [1], [1]], [-0.5], [[1]], [-0.5]]

# %% task="parity_net" bug="exactly_one"
# All is right but 111: your net answers 1 if exactly one bit is 1. Is three not odd? Some
# hidden unit has to notice the third; biases that differ do it, see lecture 1, part 1.
parity_net = [np.ones((3, 2)), [-0.5, -1.5], [[1], [-1]], [-0.5]]

# %% task="parity_net" bug="some_but_not_all"
# Your net answers 1 if some bits, but not all, are 1. That is what OR and NAND make of three
# bits. Is the net of lecture 1, part 7, still enough? Two ones are even, three are odd.
parity_net = [[[1, -1], [1, -1], [1, -1]], [-0.5, 2.5], [[1], [1]], [-1.5]]

# %% task="parity_net" bug="even"
# Your net answers 1 if the number of ones is even, the opposite. What has to change, and in
# which layer? See lecture 1, part 7.
parity_net = [np.ones((3, 3)), [-0.5, -1.5, -2.5], [[-1], [1], [-1]], [0.5]]

# %% task="parity_net" bug="third_bit_ignored"
# Your net computes XOR of the first two bits, and the third one does nothing. Does it reach your
# hidden units? W1 has a row for each input: lecture 1, part 7.
parity_net = [[[1, -1], [1, -1], [0, 0]], [-0.5, 1.5], [[1], [1]], [-1.5]]

# %% task="parity_net" bug="majority"
# Your net answers 1 if most bits are 1: the single unit of the example. How could a unit count up
# and down again? See what a hidden layer does in lecture 1, part 7.
parity_net = [np.ones((3, 3)), [-0.5, -1.5, -2.5], [[1], [1], [1]], [-1.5]]

# %% task="parity_net" bug="and"
# Your net answers 1 to 111 alone. The rows with a single 1 are wanted as well: which hidden unit
# sees them? See lecture 1, part 7.
parity_net = [np.ones((3, 3)), [-0.5, -1.5, -2.5], [[1], [-1], [1]], [-1]]
parity_net = [*parity_net[:2], [[1], [1], [1]], [-2.5]]

# %% task="parity_net" bug="always_0"
# Your net answers 0 to everything. What is the largest score that its output unit can have? Go
# through 000, 001, 011 and 111 with pencil, as in the table of lecture 1, part 7.
parity_net = [np.ones((3, 3)), [-0.5, -1.5, -2.5], [[1], [-1], [1]], [-1.5]]

# %% task="parity_net" bug="always_1"
# Your net answers 1 to everything. What is the smallest score that its output unit can have? A
# score of 0 counts as 1: lecture 1, part 1.
parity_net = [np.ones((3, 3)), [-0.5, -1.5, -2.5], [[1], [-1], [1]], [0]]
