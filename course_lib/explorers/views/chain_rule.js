// The chain rule: the graph of the network with four parameters. Leaves can be dragged sideways.

import { pointer } from "d3-selection";

import { short } from "./chart.js";
import { button, explorer, follow } from "./explorer.js";

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
  const radius = 31;
  const upright = stage.width < 760; // too narrow: the graph runs from the top down
  const height = upright ? 5 * 125 + 110 : 380;
  const svg = stage.svg(height + 100);
  const along = (key) => PLACES[key][0] / 5;
  const aside = (key) => PLACES[key][1] / 2;
  const across = (share) => radius + 12 + share * (stage.width - 2 * radius - 24);
  const x = (key) => across(upright ? aside(key) : along(key));
  const y = (key) => 60 + (upright ? along(key) : aside(key)) * (height - 120);
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
    const straight = upright && x(from) === x(to); // its text stands beside it, not on it
    const middle = [(x(from) + x(to)) / 2 + (straight ? 8 : 0), (y(from) + y(to)) / 2 + (upright ? 12 : 0)];
    const text = group.append("text").attr("class", "derivative");
    text.attr("text-anchor", straight ? "start" : "middle");
    text.append("tspan").attr("x", middle[0]).attr("y", middle[1] - 22).text(`∂${name(to)}/∂${name(from)}`);
    text.append("tspan").attr("x", middle[0]).attr("y", middle[1] - 5).text(short(derivative));
  }
  for (const key of Object.keys(PLACES)) {
    const leaf = LEAVES.includes(key);
    const node = group.append("g").attr("transform", `translate(${x(key)},${y(key)})`)
      .attr("class", leaf ? "leaf" : "inner").attr("data-node", key);
    node.append("circle").attr("class", "node").attr("r", radius);
    node.append("text").attr("class", "title").attr("text-anchor", upright ? "end" : "middle")
      .attr("x", upright ? -radius + 4 : 0).attr("y", -radius - (upright ? -8 : 6)).text(name(key));
    const known = value(key);
    node.append("text").attr("text-anchor", "middle").attr("y", 5)
      .text(known === undefined ? "?" : short(known));
    const arrived = data.arrived[key];
    if (arrived !== undefined) {
      const beside = upright && PLACES[key][1] < 2; // the edge leaves downwards: to the right of it
      node.append("text").attr("text-anchor", beside ? "start" : "middle").attr("class", "arrived")
        .attr("x", beside ? radius + 5 : 0).attr("y", beside ? 6 : radius + 18).text(`∂J: ${short(arrived)}`);
    }
    if (leaf) node.on("pointerdown", (event) => drag(event, key, state[key], stage));
  }
  const words = svg.append("text").attr("x", 8).attr("y", height + 30);
  const factors = data.factors.map(short).join(" · ");
  words.append("tspan").attr("x", 8).attr("class", "title").text(`∂J/∂${name(state.nudge)}`);
  const lines = [`product of the edges: ${factors}`, `= ${data.product.toPrecision(6)}`,
    `nudged by ±0.00001: ${data.difference.toPrecision(6)}`];
  lines.forEach((text, i) => words.append("tspan").attr("x", 80).attr("dy", i ? 23 : 0).text(text));
}

function drag(event, key, start, stage) {
  const [low, high] = key === "y" ? [0, 1] : [-4, 4];
  const from = pointer(event, document.body)[0];
  let last = start;
  follow(event, (moved) => {
    const steps = Math.round((pointer(moved, document.body)[0] - from) / PIXELS);
    const value = Math.max(low, Math.min(high, Math.round((start + steps * STEP) * 10) / 10));
    if (value !== last) stage.set({ [key]: (last = value) });
  });
}

// Forward and back again, a step at a time.
function extras({ bar, set, state }) {
  for (const [text, move] of [["◀ Back", -1], ["Step ▶", 1]]) {
    button(bar, text, () => set({ step: Math.max(0, Math.min(10, state().step + move)) }));
  }
}

export default explorer(draw, extras);
