// Vanishing gradients: a profile of the way forward, one of the way back, and what is stuck.

import { legend, logProfile, shares } from "./chart.js";
import { explorer } from "./explorer.js";

const LEGEND = [
  { text: "size of a, E[a²]", look: "first" },
  { text: "variance of a over samples", look: "second" },
  { text: "variance of δ", look: "third" },
  { text: "variance of ∂J/∂W", look: "fourth" },
  { text: "predicted E[a²], Var(δ)", look: "theory" },
  { text: "saturated", look: "bar" },
  { text: "dead", look: "bar strong" },
];

export default explorer(({ data }, stage) => {
  const beside = stage.width >= 640;
  const [width, height] = [beside ? stage.width / 2 : stage.width, 290];
  const svg = stage.svg(10);
  const top = legend(svg, 6, 0, stage.width - 6, LEGEND) + 6;
  const place = (column, row) => ({ x: column * width, y: top + row * height, width, height });
  logProfile(svg, place(0, 0), "Forward →", [
    { values: data.forward.predicted, look: "theory" },
    { values: data.forward.over_samples, look: "second" },
    { values: data.forward.moment, look: "first" },
  ]);
  const clipped = data.clipped < 1 ? `  (clipped: ×${data.clipped.toPrecision(2)})` : "";
  logProfile(svg, place(...(beside ? [1, 0] : [0, 1])), `← Back${clipped}`, [
    { values: data.backward.predicted, look: "theory" },
    { values: data.backward.weights, look: "fourth" },
    { values: data.backward.delta, look: "third" },
  ]);
  const below = { x: 0, y: top + (beside ? 1 : 2) * height, width: stage.width, height: 170 };
  shares(svg, below, "Saturated and dead", [
    { values: data.shares.saturated, look: "" },
    { values: data.shares.dead, look: "strong" },
  ]);
  svg.attr("height", below.y + below.height);
});
