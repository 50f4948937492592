"""An activation function and its derivative, side by side."""

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import FAINT, LINES, new_figure, number, styled


@styled
def activation_and_derivative(activations, *, faint=(), limit=4.0, title=""):
    """Draw φ (left) and φ′ (right) on ±limit for each of a dict {name: activation}.

    An activation is called as `act(z)` and `act.derivative(z)`, as those of `ACTIVATIONS`. `faint`
    is a list of further ones, thin and grey behind. Raises ValueError for an empty dict.

    >>> from course_lib.activations import ACTIVATIONS
    >>> picture = activation_and_derivative({"sigmoid": ACTIVATIONS["sigmoid"]})
    >>> print(picture.description)
    Activation functions and their derivatives, for z from -4.00 to 4.00. sigmoid: φ from 0.0180
    to 0.982; φ′ is 0.0177 at the left end, 0.250 at 0, 0.0177 at the right end, and at most 0.250.
    """
    if not activations:
        raise ValueError("no activations to draw")
    z = np.linspace(-limit, limit, 801)
    figure, axes = new_figure(columns=2)
    for act in faint:
        for ax, values in zip(axes, (act(z), act.derivative(z)), strict=True):
            ax.plot(z, values, **FAINT)
    for line, (name, act) in zip(LINES, activations.items(), strict=False):
        for ax, values in zip(axes, (act(z), act.derivative(z)), strict=True):
            ax.plot(z, values, label=name, markevery=(50, 100), **line)
    for ax, symbol in zip(axes, ("φ(z)", "φ′(z)"), strict=True):
        ax.axhline(0, color="black", linewidth=0.8, zorder=0)
        ax.axvline(0, color="black", linewidth=0.8, zorder=0)
        ax.set(xlabel="z", title=symbol)
    figure.suptitle(title)
    if len(activations) > 1:
        axes[1].legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=3)
    text = f"{title}: " * bool(title) + "Activation functions and their derivatives, "
    text += f"for z from {number(-limit)} to {number(limit)}."
    text += "".join(f" {name}: {_describe(act, z)}" for name, act in activations.items())
    if len(faint):
        text += f" {len(faint)} other{' stands' if len(faint) == 1 else 's stand'} behind in grey."
    return Picture(figure, text)


def _describe(act, z):
    values, slopes = act(z), act.derivative(z)
    left, middle, right = (number(float(slopes[i])) for i in (0, len(z) // 2, -1))
    text = f"φ from {number(float(values.min()))} to {number(float(values.max()))}; φ′ is {left} "
    text += f"at the left end, {middle} at 0, {right} at the right end"
    return text + f", and at most {number(float(slopes.max()))}."
