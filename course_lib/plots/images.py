"""Small pictures in a row or grid, such as digits, each with a line of text."""

import math

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import BLACK, new_figure, styled


@styled
def image_grid(images, captions, *, columns=6, title=""):
    """Draw grey images (n, height, width), or squares as rows (n, d), with a caption each.

    Dark is a high value; all share one scale. Raises ValueError for images that are no squares,
    for none, and where the captions do not fit.

    >>> print(image_grid(np.eye(4)[None], ["looks like a 1"]).description)
    1 image of 4 by 4 pixels. Looks like a 1: 50 % of the ink above the middle row.
    """
    images = _as_squares(images)
    if len(images) != len(captions) or len(images) == 0:
        raise ValueError(f"{len(images)} images and {len(captions)} captions")
    columns = min(columns, len(images))
    rows = math.ceil(len(images) / columns)
    figure, _ = new_figure(1.9 * columns, 0.4 * bool(title) + 2.4 * rows)
    figure.clear()
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for ax in axes[len(images) :]:
        ax.set_visible(False)
    for ax, image, caption in zip(axes, images, captions, strict=False):
        ax.imshow(image, cmap="gray_r", vmin=0, vmax=max(images.max(), 1e-12))
        ax.set_title(caption, fontsize="small")
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(visible=True, color=BLACK, linewidth=0.8)
    figure.suptitle(title)
    n, height, width = images.shape
    text = f"{title}: " * bool(title) + f"{n} image{'s' * (n != 1)} of {height} by {width} pixels."
    for image, caption in zip(images, captions, strict=True):
        flat = " ".join(str(caption).split())
        text += f" {flat[:1].upper()}{flat[1:]}: {_ink_above(image):.0%} of the ink above the "
        text += "middle row."
    return Picture(figure, text.replace("%", " %"))


def _as_squares(images):
    images = np.asarray(images, dtype=float)
    if images.ndim == 2:
        side = math.isqrt(images.shape[1])
        if side**2 != images.shape[1]:
            raise ValueError(f"{images.shape[1]} pixels are no square")
        images = images.reshape(len(images), side, side)
    if images.ndim != 3:
        raise ValueError(f"images have shape {images.shape}, not (n, height, width) or (n, d)")
    return images


def _ink_above(image):
    half = len(image) // 2
    return image[:half].sum() / max(image.sum(), 1e-12)
