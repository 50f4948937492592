// The perceptron: points to drag, a line with its history, mistakes, and accuracy by epoch.

import { circle, curves, field, short, triangle } from "./chart.js";
import { append, button, explorer, follow } from "./explorer.js";

const [LOW, HIGH, MOST] = [-0.5, 1.5, 400];
const snap = (value) => Math.max(LOW, Math.min(HIGH, Math.round(value * 20) / 20));

function draw({ data, state }, stage) {
  const wide = stage.width >= 700;
  const size = Math.min(380, stage.width - 60);
  const svg = stage.svg(10);
  const plane = svg.append("g").attr("transform", "translate(44,28)");
  const at = (value) => ((value - LOW) / (HIGH - LOW)) * size;
  const down = (value) => size - at(value);
  plane.append("text").attr("class", "title").attr("y", -10)
    .text(`${state.gate}: ${data.right.filter(Boolean).length} of 4 right`);
  const clip = field(plane, size, data.score, [0], () => "region half firm");
  if (!state.hidden) {
    for (const [, w1, w2, b] of data.history.slice(-9, -1)) {
      const ends = lineEnds(w1, w2, b);
      if (ends) {
        clip.append("path").attr("class", "old-line")
          .attr("d", `M${at(ends[0][0])},${down(ends[0][1])}L${at(ends[1][0])},${down(ends[1][1])}`);
      }
    }
  }
  if (state.seen === 0) {
    clip.attr("class", "leaf").on("pointerdown", (event) => dragLine(event, plane.node(), { size, state, stage }));
  }
  for (const tick of [0, 0.5, 1]) {
    plane.append("text").attr("x", at(tick)).attr("y", size + 20).attr("text-anchor", "middle").text(tick);
    plane.append("text").attr("x", -8).attr("y", down(tick) + 5).attr("text-anchor", "end").text(tick);
  }
  plane.append("text").attr("x", size).attr("y", size + 38).attr("text-anchor", "end").text("x₁");
  plane.append("text").attr("x", -38).attr("y", 14).text("x₂");
  state.points.forEach(([x1, x2], i) => {
    const one = data.classes[i] === 1;
    const group = plane.append("g").attr("transform", `translate(${at(x1)},${down(x2)})`)
      .attr("class", "leaf").attr("data-point", i);
    if (i === data.next) group.append("circle").attr("class", "next").attr("r", 19);
    group.append("path").attr("class", one ? "point one" : "point zero")
      .attr("d", `M0,0${one ? triangle(6.8) : circle(9)}`);
    if (!data.right[i]) group.append("path").attr("class", "wrong").attr("d", "M-12,-12L12,12M12,-12L-12,12");
    group.on("pointerdown", (event) => drag(event, i, plane.node(), { size, state, stage }));
  });
  const side = { x: wide ? size + 70 : 0, y: wide ? 0 : size + 80, width: wide ? stage.width - size - 70 : stage.width };
  const text = svg.append("text").attr("x", side.x + 10).attr("y", side.y + 18);
  const names = ["w₁", "w₂", "w of h"];
  const numbers = data.weights.map((w, i) => `${names[i]} = ${short(w)}`);
  const say = [`${numbers.join(",  ")},  b = ${short(data.bias)}`, `updates: ${data.mistakes}`,
    data.settled === null ? "not settled" : `settled after ${data.settled} examples`];
  say.forEach((words, i) => text.append("tspan").attr("x", side.x + 10).attr("dy", i ? 24 : 0)
    .attr("class", i === 2 ? "title" : "").text(words));
  const epochs = data.accuracy.length;
  const last = Math.max(10, epochs);
  const series = [{ x: [...data.accuracy.keys()].map((i) => i + 1), median: data.accuracy, look: "first" }];
  const options = { xLabel: "epoch", yMost: 1, yTicks: [0, 0.25, 0.5, 0.75, 1], xTicks: [0, last / 2, last], xMost: last };
  const box = { x: side.x, y: side.y + 80, width: side.width, height: 300 };
  curves(svg, box, "Share of right points after each epoch", epochs ? series : [], options);
  svg.attr("height", Math.max(size + 80, side.y + 390));
}

// Where w₁x₁ + w₂x₂ + b = 0 crosses a square larger than the plane; none if both weights are 0.
function lineEnds(w1, w2, b) {
  const length = w1 * w1 + w2 * w2;
  if (!length) return null;
  const [x, y] = [(-w1 * b) / length, (-w2 * b) / length];
  return [[x - 9 * w2, y + 9 * w1], [x + 9 * w2, y - 9 * w1]];
}

function drag(event, i, plane, { size, state, stage }) {
  let points = state.points;
  followIn(event, plane, size, (spot) => {
    const to = spot.map(snap);
    if (String(to) === String(points[i])) return;
    points = points.map((point, k) => (k === i ? to : point));
    stage.set({ points });
  });
}

// Before the first example the line itself can be moved: its b is such that it goes by the hand.
function dragLine(event, plane, { size, state, stage }) {
  let last = state.b;
  followIn(event, plane, size, ([x1, x2]) => {
    const b = Math.max(-3, Math.min(3, Math.round(-10 * (state.w1 * x1 + state.w2 * x2)) / 10)) + 0;
    if (b !== last) stage.set({ b: (last = b) });
  });
}

// Follow the pointer in the units of the plane.
function followIn(event, plane, size, act) {
  const box = plane.getScreenCTM().inverse();
  follow(event, ({ clientX, clientY }) => {
    const spot = new DOMPoint(clientX, clientY).matrixTransform(box);
    act([spot.x, size - spot.y].map((pixels) => LOW + (pixels / size) * (HIGH - LOW)));
  });
}

function extras({ bar, set, state }) {
  let timer = null;
  const go = (examples) => set({ seen: Math.max(0, Math.min(MOST, state().seen + examples)) });
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
  };
  const play = button(bar, "Play", () => {
    if (timer) return stop();
    play.textContent = "Pause";
    timer = setInterval(() => go(1), 300); // slow enough to see which point moved the line
  });
  button(bar, "Step", () => go(1));
  button(bar, "Epoch", () => go(4));
  button(bar, "Back to 0", () => {
    stop();
    set({ seen: 0 });
  });
  // Each point has a button of its own for the keyboard: the arrow keys move it.
  append(bar, "span", "", "move with the arrow keys:");
  for (let i = 0; i < 4; i++) {
    const mover = button(bar, `point ${i + 1}`, () => {});
    mover.dataset.mover = i;
    mover.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05] }[event.key];
      if (!by) return;
      event.preventDefault();
      const points = state().points.map((point, k) =>
        k === i ? [snap(point[0] + by[0]), snap(point[1] + by[1])] : point);
      set({ points });
    });
  }
  return ({ data, state: shown }) => {
    if (timer && (data.settled !== null || shown.seen >= MOST)) stop();
  };
}

export default explorer(draw, extras);
