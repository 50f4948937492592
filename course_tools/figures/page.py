"""`docs/published_figures.md`: every stored experiment beside what was published, in words.

The prose and the boxes (the published protocol, ours, every difference) stand in the template; all
measured numbers come from the stored data.
"""

from pathlib import Path

import numpy as np

from course_lib import plots
from course_tools.figures import (
    glorot_layers,
    he_depth,
    sigmoid_chains,
    stored,
    variance_50,
    xor_success,
)

PAGE, PICTURES, TEMPLATE = "docs/published_figures.md", "docs/figures", "published_figures.md.j2"
DATA = "sources/lectures/figure_data"
STARTS = {"uniform_fan_in": "standard, U(±1/√n)", "glorot_uniform": "normalised (Glorot)"}
KNOWS_NOTHING = 0.95 * np.log(10)  # a loss above it: the net has not begun to learn


def write(root: Path) -> list[Path]:
    """Write the page and its pictures; return their paths."""
    text, pictures = make(root / DATA)
    folder = root / PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        (folder / name).write_bytes(picture.png)
    (root / PAGE).write_text(text, encoding="utf-8")
    return [root / PAGE, *(folder / name for name in pictures)]


def make(folder: Path) -> tuple[str, dict]:
    """Return the page's text and its pictures by file name, from the stored data in `folder`."""
    import jinja2

    context, pictures = {}, {}
    for name, (experiment, tables, draw) in SECTIONS.items():
        data = stored.read(experiment, folder)
        context[name] = data | tables(data)
        pictures |= draw(data)

    def picture(name):
        alt = pictures[name].description.replace("[", "(").replace("]", ")")
        return f"![{alt}](figures/{name})"

    loader = jinja2.FileSystemLoader(Path(__file__).with_name("templates"))
    environment = jinja2.Environment(
        loader=loader,
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    template = environment.get_template(TEMPLATE)
    return template.render(context, picture=picture), pictures


def table(head, rows) -> str:
    """Return a Markdown table.

    >>> print(table(["a", "b"], [(1, 2)]))
    | a | b |
    | --- | --- |
    | 1 | 2 |
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def spread(values, digits=2) -> str:
    """Mean ± standard deviation; of exact zeros, which have no logarithm, "0".

    >>> spread([-1.0, -2.0]), spread([None, None])
    ('−1.50 ± 0.71', '0')
    """
    if any(value is None for value in values):
        return "0" if all(value is None for value in values) else "0 in some"
    return f"{np.mean(values):.{digits}f} ± {np.std(values, ddof=1):.{digits}f}".replace("-", "−")


def glorot_tables(data) -> dict:
    """Standard deviations and singular values, layer by layer, beside theory."""
    rows = []
    for start, name in STARTS.items():
        found = data[start]
        measured = {part: np.array(found[part]).T for part in
                    ("activation", "delta", "weight_gradient", "jacobian")}  # fmt: skip
        for layer in range(data["settings"]["depth"]):
            cells = [name, layer + 1]
            for part in ("activation", "delta"):
                cells += [spread(measured[part][layer], 4), f"{found['theory'][part][layer]:.4f}"]
            cells.append(spread(measured["weight_gradient"][layer], 5))
            cells.append(spread(measured["jacobian"][layer - 1], 3) if layer else "")
            rows.append(cells)
    head = ["start", "layer", "sd of a", "theory", "sd of δ", "theory", "sd of ∂J/∂W"]
    return {"table": table([*head, "mean singular value"], rows)}


def glorot_pictures(data) -> dict:
    """Figures 6 and 7 as one batch shows them, figure 8 over all seeds."""
    samples = {name: glorot_layers.random_pass(start, 0) for start, name in STARTS.items()}
    activations, deltas = ({n: s[i] for n, s in samples.items()} for i in (0, 1))
    gradients = {
        name: np.array(data[start]["weight_gradient"])[:, 1:] for start, name in STARTS.items()
    }
    axes = {"ylabel": "sd of ∂J/∂W", "first": 2, "ylim": (0.003, 0.1)}
    histograms = plots.layer_histograms
    return {
        "glorot_figure_6.png": histograms(activations, xlabel="activation a", xlim=(-1, 1)),
        "glorot_figure_7.png": histograms(deltas, xlabel="δ", xlim=(-2.5, 2.5)),
        "glorot_figure_8.png": plots.layer_profile(gradients, **axes),
    }


def chains_tables(data) -> dict:
    """log₁₀ of median gradient and bound by deviation and length."""
    settings = data["settings"]
    rows = [
        (f"{deviation:g}", name, *map(spread, zip(*data[str(deviation)][name], strict=True)))
        for deviation in settings["deviations"]
        for name in ("gradient", "bound")
    ]
    shares = [np.max(data[str(deviation)]["largest_share"]) for deviation in settings["deviations"]]
    head = ["s", "log₁₀ of the median", *(f"L = {length}" for length in settings["lengths"])]
    return {"table": table(head, rows), "largest_share": max(shares)}


def variances_tables(data) -> dict:
    """One table a quantity: initialiser down, activation across."""
    settings = data["settings"]
    head = ["initialiser", *settings["activations"]]
    return {
        "tables": {
            quantity: table(head, [
                (start, *(spread(data[act][start][quantity]) for act in settings["activations"]))
                for start in settings["initializers"]
            ])
            for quantity in variance_50.QUANTITIES
        }
    }  # fmt: skip


def variances_pictures(data) -> dict:
    """The same tables as heat maps."""
    return {
        f"variance_{quantity}.png": variance_50.heat_map(data, quantity)
        for quantity in variance_50.QUANTITIES
    }


def xor_tables(data) -> dict:
    """Successes after the last epoch, by loss and rate."""
    settings = data["settings"]
    rows = [
        (loss, rate, *(data[loss][str(rate)][start][-1] for start in settings["initializers"]))
        for loss in settings["losses"]
        for rate in settings["learning_rates"]
    ]
    return {"table": table(["loss", "η", *settings["initializers"]], rows)}


def xor_pictures(data) -> dict:
    """Successes against the epoch, at the larger rate."""
    settings, drawn = data["settings"], {}
    every, rate = settings["every"], max(settings["learning_rates"])
    axes = {"ylabel": "starts that have learned", "ylim": (0, settings["seeds"])}
    for loss in settings["losses"]:
        shown = ("standard_normal", "he_uniform", "glorot_normal", "uniform_fan_in")
        curves = {start: data[loss][str(rate)][start] for start in shown}
        title = f"XOR, {loss}, η = {rate:g}"
        drawn[f"xor_{loss}.png"] = plots.learning_curves(
            curves, title=title, first=every, stride=every, **axes
        )
    return drawn


def he_tables(data) -> dict:
    """When each run left the plateau, and the loss at the end."""
    rows, settings = [], data["settings"]
    for depth in settings["depths"]:
        for start, runs in data["training_loss"][str(depth)].items():
            left = [np.flatnonzero(np.array(run) < KNOWS_NOTHING) for run in runs]
            said = [
                str(settings["every"] * points[0]) if points.size else "never" for points in left
            ]
            final = np.median([run[-1] for run in runs])
            rows.append((depth, start, ", ".join(said), f"{final:.3f}"))
    every, waiting = settings["every"], rows[-2][2].count("never")  # Glorot's, at the deepest
    head = f"loss below .95 ln 10 first seen after epoch (looked at every {every}), run by run"
    whole = table(["layers", "start", head, "median loss at the end"], rows)
    return {"table": whole, "still_waiting": waiting}


def he_pictures(data) -> dict:
    """One picture a depth."""
    settings, drawn = data["settings"], {}
    axes = {"ylabel": "training loss", "first": 0, "stride": settings["every"], "ylim": (0, 3.5)}
    for depth in settings["depths"]:
        losses = data["training_loss"][str(depth)]
        curves = {"Glorot": losses["glorot_normal"], "He": losses["he_normal"]}
        title = f"{depth} layers, ReLU"
        drawn[f"he_{depth}_layers.png"] = plots.learning_curves(curves, title=title, **axes)
    return drawn


SECTIONS = {
    "glorot": (glorot_layers, glorot_tables, glorot_pictures),
    "chains": (sigmoid_chains, chains_tables, lambda data: {}),
    "variances": (variance_50, variances_tables, variances_pictures),
    "xor": (xor_success, xor_tables, xor_pictures),
    "he": (he_depth, he_tables, he_pictures),
}
