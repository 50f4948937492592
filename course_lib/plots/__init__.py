"""Pictures for the last row: each function draws one kind of picture and describes it in words.

Every function returns a `Picture`: as the last line of a cell it displays itself, with a text
description computed from its data. `flip_book` puts pictures behind a slider.

>>> picture = learning_curves({"train": [0.9, 0.3, 0.1]}, ylabel="loss")
>>> print(picture.description)
Loss against epoch. train: from 0.900 to 0.100 (lowest 0.100 at epoch 3).
"""

from course_lib.plots.activation import activation_and_derivative
from course_lib.plots.curves import learning_curves
from course_lib.plots.decision import decision_history, decision_regions
from course_lib.plots.descent import descent
from course_lib.plots.flip_book import FlipBook, flip_book
from course_lib.plots.graph import computational_graph
from course_lib.plots.histograms import layer_histograms
from course_lib.plots.images import image_grid
from course_lib.plots.layers import layer_profile
from course_lib.plots.matrices import confusion_matrix, heat_map
from course_lib.plots.network import network
from course_lib.plots.picture import Picture
from course_lib.plots.roadmap import roadmap
from course_lib.plots.shapes import matrix_shapes
from course_lib.plots.spread import measured_and_theory, spread

__all__ = [
    "FlipBook",
    "Picture",
    "activation_and_derivative",
    "computational_graph",
    "confusion_matrix",
    "decision_history",
    "decision_regions",
    "descent",
    "flip_book",
    "heat_map",
    "image_grid",
    "layer_histograms",
    "layer_profile",
    "learning_curves",
    "matrix_shapes",
    "measured_and_theory",
    "network",
    "roadmap",
    "spread",
]
