// The chain rule: the graph of the network with four parameters. Leaves can be dragged sideways.

import { pointer } from "d3-selection";

import { short } from "./chart.js";
import { explorer } from "./explorer.js";

const NAMES = { y_hat: "ŷ", loss: "J", w1: "w₁", b1: "b₁", w2: "w₂", b2: "b₂", z1: "z₁", a1: "a₁", z2: "z₂" };
const LEAVES = ["x", "w1", "b1", "w2", "b2", "y"];
const PLACES = { // columns from 0 to 5, rows from 0 to 2
  x: [0, 0], w1: [0, 1], b1: [0, 2], z1: [1, 1], a1: [2, 1], w2: [2, 0], b2: [2, 2],
  z2: [3, 1], y_hat: [4, 1], y: [4, 2], loss: [5, 1],
};
const EDGES = [
  ["x", "z1"], ["w1", "z1"], ["b1", "z1"], ["z1", "a1"], ["a1", "z2"], ["w2", "z2"], ["b2", "z2"],
  ["z2", "y_hat"], ["y_hat", "loss"], ["y", "loss"],
];
const STEP = 0.1;
const PIXELS = 8; // of dragging, for one step
const name = (key) => NAMES[key] ?? key;

function draw({ data, state }, stage) {
  const [height, radius] = [380, Math.max(20, Math.min(31, stage.width / 30))];
  const svg = stage.svg(height + 90);
  const x = (key) => radius + 8 + (PLACES[key][0] * (stage.width - 2 * radius - 16)) / 5;
  const y = (key) => 60 + (PLACES[key][1] * (height - 120)) / 2;
  const value = (key) => (LEAVES.includes(key) ? state[key] : data.values[key]);
  const group = svg.append("g");
  const onPath = new Set(data.path);
  for (const [from, to] of EDGES) {
    const edge = `${to === "loss" ? "J" : to}/${from}`;
    const derivative = data.edges[edge];
    const look = onPath.has(edge) ? "wire path" : "wire";
    group.append("path").attr("class", derivative === undefined ? "wire" : look)
      .attr("d", `M${x(from)},${y(from)}L${x(to)},${y(to)}`);
    if (derivative === undefined) continue;
    const [across, down] = [(x(from) + x(to)) / 2, (y(from) + y(to)) / 2];
    const text = group.append("text").attr("class", "derivative").attr("text-anchor", "middle");
    text.append("tspan").attr("x", across).attr("y", down - 22).text(`∂${name(to)}/∂${name(from)}`);
    text.append("tspan").attr("x", across).attr("y", down - 5).text(short(derivative));
  }
  for (const key of Object.keys(PLACES)) {
    const leaf = LEAVES.includes(key);
    const node = group.append("g").attr("transform", `translate(${x(key)},${y(key)})`)
      .attr("class", leaf ? "leaf" : "inner").attr("data-node", key);
    node.append("circle").attr("class", "node").attr("r", radius);
    node.append("text").attr("text-anchor", "middle").attr("y", -radius - 6).attr("class", "title")
      .text(name(key));
    const known = value(key);
    node.append("text").attr("text-anchor", "middle").attr("y", 5)
      .text(known === undefined ? "?" : short(known));
    const arrived = data.arrived[key];
    if (arrived !== undefined) {
      node.append("text").attr("text-anchor", "middle").attr("y", radius + 18)
        .attr("class", "arrived").text(`∂J: ${short(arrived)}`);
    }
    if (leaf) node.on("pointerdown", (event) => drag(event, key, state[key], stage));
  }
  const words = svg.append("text").attr("x", 8).attr("y", height + 30);
  const factors = data.factors.map(short).join(" · ");
  words.append("tspan").attr("x", 8).attr("class", "title").text(`∂J/∂${name(state.nudge)}`);
  words.append("tspan").attr("x", 90).text(`product of the edges: ${factors} = ${data.product.toPrecision(6)}`);
  words.append("tspan").attr("x", 90).attr("dy", 24)
    .text(`nudge it by ±0.00001: ${data.difference.toPrecision(6)}`);
}

// The picture is drawn anew under the hand, so the window listens until the hand lets go.
function drag(event, key, start, stage) {
  event.preventDefault();
  const [low, high] = key === "y" ? [0, 1] : [-4, 4];
  const from = pointer(event, document.body)[0];
  let last = start;
  const move = (moved) => {
    const steps = Math.round((pointer(moved, document.body)[0] - from) / PIXELS);
    const value = Math.max(low, Math.min(high, Math.round((start + steps * STEP) * 10) / 10));
    if (value !== last) stage.set({ [key]: (last = value) });
  };
  const end = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

// Forward and back again, a step at a time.
function extras({ bar, set, state }) {
  for (const [text, move] of [["◀ Back", -1], ["Step ▶", 1]]) {
    const made = bar.appendChild(document.createElement("button"));
    Object.assign(made, { type: "button", textContent: text });
    made.addEventListener("click", () => set({ step: Math.max(0, Math.min(10, state().step + move)) }));
  }
}

export default explorer(draw, extras);
