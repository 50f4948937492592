// Backpropagation playground: decision regions, the net with every weight, losses, gradients.

import { circle, curves, field, legend, logProfile, marks, short, triangle } from "./chart.js";
import { append, button, explorer } from "./explorer.js";

const LIMIT = 2.6; // of the plane that `regions` covers, as in playground.py
const LEVELS = [10, 30, 50, 70, 90]; // per cent
const MOST_STEPS = 3000;

function drawRegions(svg, box, { regions, points }) {
  const size = Math.min(box.width - 20, box.height - 34);
  const place = (value) => ((value + LIMIT) / (2 * LIMIT)) * size;
  const group = svg.append("g").attr("transform", `translate(${box.x + 4},${box.y + 28})`);
  group.append("text").attr("class", "title").attr("y", -10).text("Where ŷ ≥ ½");
  const clip = field(group, size, regions, LEVELS, (level) => (level === 50 ? "region half" : "region"));
  for (const [look, mark, wanted] of [["zero", circle(4), 0], ["one", triangle(3.3), 1]]) {
    const places = points.filter(([, , y]) => y === wanted).map(([x1, x2]) => [place(x1), size - place(x2)]);
    clip.append("path").attr("class", `point ${look}`).attr("d", marks(mark, places));
  }
}

function drawNet(svg, box, data, showGradients) {
  const shown = showGradients ? data.weight_gradients : data.weights;
  const widths = [2, ...data.biases.map((layer) => layer.length)];
  const x = (layer) => box.x + 34 + (layer * (box.width - 68)) / (widths.length - 1);
  const y = (layer, unit) => box.y + 40 + ((unit + 0.5) * (box.height - 60)) / widths[layer];
  const group = svg.append("g");
  const title = showGradients ? "∂J/∂W on the edges" : "W on the edges";
  group.append("text").attr("class", "title").attr("x", box.x + 4).attr("y", box.y + 18).text(title);
  shown.forEach((W, layer) => {
    const largest = Math.max(...W.flat().map(Math.abs)) || 1; // of this layer: all layers are seen
    W.forEach((row, i) => row.forEach((value, j) => {
      group.append("path").attr("class", value < 0 ? "edge negative" : "edge")
        .attr("d", `M${x(layer)},${y(layer, i)}L${x(layer + 1)},${y(layer + 1, j)}`)
        .attr("stroke-width", 0.4 + (4.6 * Math.abs(value)) / largest)
        .append("title").text(`layer ${layer + 1}, ${i + 1} → ${j + 1}: ${short(value)}`);
    }));
  });
  widths.forEach((count, layer) => {
    for (let unit = 0; unit < count; unit++) {
      group.append("circle").attr("class", "node").attr("r", 9)
        .attr("cx", x(layer)).attr("cy", y(layer, unit));
    }
  });
  const names = [["x₁", x(0) - 24, y(0, 0)], ["x₂", x(0) - 24, y(0, 1)]];
  for (const [text, across, down] of [...names, ["ŷ", x(widths.length - 1) + 20, y(widths.length - 1, 0)]]) {
    group.append("text").attr("x", across - 6).attr("y", down + 5).text(text);
  }
}

function draw({ data, state }, stage) {
  const svg = stage.svg(10);
  const wide = stage.width >= 860;
  const side = wide ? 330 : Math.min(stage.width, 420);
  const net = { x: wide ? side : 0, y: wide ? 0 : side, width: wide ? stage.width - side - 320 : stage.width, height: wide ? 330 : 300 };
  drawRegions(svg, { x: 0, y: 0, width: side, height: wide ? 330 : side }, data);
  drawNet(svg, net, data, state.gradients);
  let y = wide ? 0 : side + 300;
  const right = { x: wide ? stage.width - 320 : 0, width: wide ? 320 : stage.width };
  const most = Math.max(...data.curve.train, ...data.curve.held_out.filter(Number.isFinite));
  const yMost = [1, 2, 5, 10, 20, 50].find((top) => top >= most) ?? 10 ** Math.ceil(Math.log10(most));
  const held = data.curve.held_out.map((value) => value ?? yMost);
  const series = [
    { x: data.curve.x, median: held, look: "second" },
    { x: data.curve.x, median: data.curve.train, look: "first" },
  ];
  const last = Math.max(100, data.curve.x.at(-1));
  const options = { xLabel: "step", yMost, yTicks: [0, yMost / 2, yMost], xTicks: [0, last / 2, last], xMost: last };
  curves(svg, { ...right, y, height: 180 }, "Loss", series, options);
  y += 180;
  const lines = [
    { values: data.norms.weights, look: "fourth" },
    { values: data.norms.gradients, look: "third" },
  ];
  logProfile(svg, { ...right, y, height: 190 }, "Norms per layer", lines);
  y += 190;
  y += 6 + legend(svg, 6, wide ? y - 2 : y, stage.width - 12, [
    { text: "class 0", look: "point zero" },
    { text: "class 1", look: "point one" },
    { text: "positive", look: "edge" },
    { text: "negative", look: "edge negative" },
    { text: "training", look: "first" },
    { text: "held out", look: "second" },
    { text: "∂J/∂W", look: "third" },
    { text: "W", look: "fourth" },
  ]);
  svg.attr("height", y);
}

// Play and step: the next picture is asked for when the last one has come.
function extras({ bar, below, set, state }) {
  let playing = false;
  const goTo = (step) => set({ step: Math.max(0, Math.min(MOST_STEPS, step)) });
  const go = (steps) => goTo(state().step + steps);
  const stop = () => {
    playing = false;
    play.textContent = "Play";
  };
  const play = button(bar, "Play", () => {
    playing = !playing;
    play.textContent = playing ? "Pause" : "Play";
    if (playing) go(Number(speed.value));
  });
  button(bar, "Step", () => go(1));
  button(bar, "20 steps", () => go(20));
  button(bar, "Back to 0", () => {
    stop();
    goTo(0);
  });
  const label = append(bar, "label", "explorer-speed");
  append(label, "span", "", "steps a picture");
  const speed = append(label, "select");
  speed.name = "speed";
  for (const steps of [1, 5, 20]) append(speed, "option", "", String(steps));
  speed.selectedIndex = 1;

  const details = append(below, "details", "explorer-numbers");
  append(details, "summary", "", "Every weight and its gradient");
  const table = append(details, "div");
  Object.assign(table, { tabIndex: 0, role: "region", ariaLabel: "weights and gradients" });
  let numbers;
  const fill = () => details.open && numbers && table.replaceChildren(tableOf(numbers));
  details.addEventListener("toggle", fill);
  return ({ data, state: shown }) => {
    numbers = data;
    fill();
    if (!playing) return;
    if (shown.step >= MOST_STEPS || data.diverged !== null) stop();
    else requestAnimationFrame(() => playing && go(Number(speed.value)));
  };
}

function tableOf({ weights, biases, weight_gradients, bias_gradients }) {
  const table = document.createElement("table");
  const row = (parent, tag, texts) => {
    const made = append(parent, "tr");
    for (const text of texts) append(made, tag, "", text);
  };
  row(append(table, "thead"), "th", ["layer", "from", "to", "value", "∂J/∂ it"]);
  const body = append(table, "tbody");
  weights.forEach((W, l) => {
    const gradients = weight_gradients[l];
    W.forEach((line, i) => line.forEach((value, j) =>
      row(body, "td", [l + 1, i + 1, j + 1, short(value), short(gradients[i][j])])));
    biases[l].forEach((value, j) =>
      row(body, "td", [l + 1, "bias", j + 1, short(value), short(bias_gradients[l][j])]));
  });
  return table;
}

export default explorer(draw, extras);
