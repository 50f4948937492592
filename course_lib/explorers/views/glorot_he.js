// Glorot against He: two nets side by side as histograms, their sizes against theory, and training.

import { curves, legend, logProfile, ridges } from "./chart.js";
import { explorer } from "./explorer.js";

const SIDES = [
  { text: "left", look: "first" },
  { text: "right", look: "second" },
  { text: "predicted", look: "theory" },
];
const RUNS = [
  { text: "Glorot, ReLU", look: "third" },
  { text: "He, ReLU", look: "fourth" },
];

export default explorer(({ data, state }, stage) => {
  const svg = stage.svg(10);
  let y = 0;
  // As many panels of a row side by side as have the width of 300 each.
  const row = (height, ...panels) => {
    const columns = Math.max(1, Math.min(panels.length, Math.floor(stage.width / 300)));
    const width = stage.width / columns;
    panels.forEach((panel, i) => {
      const down = Math.floor(i / columns);
      panel({ x: (i % columns) * width, y: y + down * height, width, height });
    });
    y += height * Math.ceil(panels.length / columns);
  };
  const { left, right, training } = data;
  const shape = (name, side, kind) => (box) => ridges(svg, box, `${name}: ${side.label}`, side[kind]);
  row(206, shape("a", left, "activations"), shape("a", right, "activations"));
  row(206, shape("δ", left, "deltas"), shape("δ", right, "deltas"));
  y += legend(svg, 6, y + 4, stage.width - 6, training.He ? [...SIDES, ...RUNS] : SIDES) + 8;
  const profile = (title, kind) => (box) =>
    logProfile(svg, box, title, [
      { values: left.sizes[`${kind}_predicted`], look: "theory" },
      { values: right.sizes[`${kind}_predicted`], look: "theory" },
      { values: left.sizes[kind], look: "first" },
      { values: right.sizes[kind], look: "second" },
    ]);
  const panels = [profile("Forward: E[a²] →", "activations"), profile("← Back: Var(δ)", "deltas")];
  if (training.He) {
    const series = [
      { x: training.Glorot.epochs, ...training.Glorot, look: "third" },
      { x: training.He.epochs, ...training.He, look: "fourth" },
    ];
    const options = { xLabel: "epoch", yMost: 3, yTicks: [0, 1, 2, 3], xTicks: [0, 100, 200, 300] };
    panels.push((box) => curves(svg, box, `Training loss, ${state.depth} layers`, series, options));
  }
  row(250, ...panels);
  svg.attr("height", y);
});
