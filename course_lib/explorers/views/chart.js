// Charts in SVG: over the layers of a net a logarithmic profile, shares as bars, ridges of
// histograms; learning curves with their bands; and a plane with contours.

import { contours } from "d3-contour";
import { scaleLinear, scaleLog } from "d3-scale";
import { area, line } from "d3-shape";

// Marks as relative paths, of one area: many of them fit into one element, which is drawn sooner.
export const circle = (r) => `m${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`;
export const triangle = (r) => `m0,${-2 * r}l${1.732 * r},${3 * r}h${-3.464 * r}z`;
const MARKS = {
  first: circle(5),
  second: "m-4.5,-4.5h9v9h-9z",
  third: triangle(3.9),
  fourth: "m0,-8.3l4.8,8.3l-4.8,8.3l-4.8,-8.3z",
};
export const marks = (mark, places) => places.map(([x, y]) => `M${x},${y}${mark}`).join("");
const MARGIN = { top: 30, right: 14, bottom: 44, left: 66 };
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

// 10 to a power, as "10⁻⁴".
export function power(value) {
  const exponent = Math.round(Math.log10(value));
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[digit]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

// The range of the axis: whole steps of four powers of 10, so that it rarely jumps under a hand.
export function logDomain(lists, least = 1e-4, most = 1e4) {
  const values = lists.flat().filter((value) => value > 0 && Number.isFinite(value));
  const low = Math.min(least, ...values);
  const high = Math.max(most, ...values);
  return [10 ** (4 * Math.floor(Math.log10(low) / 4)), 10 ** (4 * Math.ceil(Math.log10(high) / 4))];
}

function layerScale(layers, box) {
  const inside = [box.x + MARGIN.left, box.x + box.width - MARGIN.right];
  return scaleLinear([0.5, Math.max(layers, 2) + 0.5], inside);
}

function layerTicks(x, layers) {
  return x.ticks(Math.min(10, layers)).filter((place) => Number.isInteger(place));
}

function axisBelow(group, x, bottom, ticks) {
  const [left, right] = x.range();
  const dashes = ticks.map((tick) => `M${x(tick)},${bottom}v6`).join("");
  group.append("path").attr("class", "axis").attr("d", `M${left},${bottom}H${right}${dashes}`);
  for (const tick of ticks) {
    group.append("text").attr("x", x(tick)).attr("y", bottom + 21).attr("text-anchor", "middle")
      .text(String(tick).replace("-", "−"));
  }
}

function frame(svg, box, x, y, { title, yTicks, yFormat, xTicks, xLabel = "layer" }) {
  const bottom = box.y + box.height - MARGIN.bottom;
  const group = svg.append("g");
  const [left, right] = x.range();
  const grid = yTicks.map((tick) => `M${left},${y(tick)}H${right}`).join("");
  group.append("path").attr("class", "grid").attr("d", grid);
  const ticks = yTicks.map((tick) => `M${left},${y(tick)}h-6`).join("");
  group.append("path").attr("class", "axis").attr("d", `M${left},${y.range()[0]}V${y.range()[1]}${ticks}`);
  for (const tick of yTicks) {
    group.append("text").attr("x", left - 9).attr("y", y(tick) + 5).attr("text-anchor", "end").text(yFormat(tick));
  }
  axisBelow(group, x, bottom, xTicks);
  group.append("text").attr("class", "title").attr("x", box.x + 4).attr("y", box.y + 18).text(title);
  group.append("text").attr("x", x.range()[1]).attr("y", bottom + 38).attr("text-anchor", "end")
    .text(xLabel);
  return group;
}

// lines: [{values, look: "first" | "second" | … | "theory"}]; values that are 0 get an arrow.
export function logProfile(svg, box, title, lines) {
  const layers = lines[0].values.length;
  const x = layerScale(layers, box);
  const bottom = box.y + box.height - MARGIN.bottom;
  const domain = logDomain(lines.map((one) => one.values));
  const y = scaleLog(domain, [bottom, box.y + MARGIN.top]);
  const decades = Math.log10(domain[1] / domain[0]);
  const step = [2, 4, 8, 20, 40, 80, 200].find((size) => decades / size <= 6) ?? 400;
  const first = Math.ceil(Math.log10(domain[0]) / step) * step;
  const yTicks = [];
  for (let e = first; e <= Math.log10(domain[1]) + 1e-9; e += step) yTicks.push(10 ** e);
  const group = frame(svg, box, x, y, { title, yTicks, yFormat: power, xTicks: layerTicks(x, layers) });
  const path = line((value, i) => x(i + 1), (value) => y(value)).defined((value) => value > 0);
  const every = Math.max(1, Math.round(layers / 15));
  for (const { values, look } of lines.filter((one) => one.look !== "theory")) {
    group.append("path").attr("class", `line ${look}`).attr("d", path(values));
  }
  for (const { values, look } of lines.filter((one) => one.look !== "theory")) {
    const places = values.map((value, i) => [x(i + 1), y(value), value]);
    const marked = places.filter(([, , value], i) => value > 0 && i % every === 0);
    group.append("path").attr("class", `mark ${look}`).attr("d", marks(MARKS[look], marked));
    for (const [across] of places.filter(([, , value]) => value === 0)) {
      group.append("text").attr("x", across).attr("y", bottom - 4).attr("text-anchor", "middle").text("↓");
    }
  }
  for (const { values } of lines.filter((one) => one.look === "theory")) {
    group.append("path").attr("class", "theory").attr("d", path(values));
  }
}

// bars: [{values, look: "" | "strong"}], shares from 0 to 1, drawn over each other.
export function shares(svg, box, title, bars) {
  const layers = bars[0].values.length;
  const x = layerScale(layers, box);
  const bottom = box.y + box.height - MARGIN.bottom;
  const y = scaleLinear([0, 1], [bottom, box.y + MARGIN.top]);
  const yFormat = (share) => `${Math.round(100 * share)} %`;
  const xTicks = layerTicks(x, layers);
  const group = frame(svg, box, x, y, { title, yTicks: [0, 0.5, 1], yFormat, xTicks });
  const width = 0.7 * (x(2) - x(1));
  for (const { values, look } of bars) {
    const bar = (value, i) => `M${x(i + 1) - width / 2},${bottom}V${y(value)}h${width}V${bottom}z`;
    group.append("path").attr("class", `bar ${look}`).attr("d", values.map(bar).join(""));
  }
}

// Ridges of histograms, the first layer at the bottom: {layers, limit, heights, deviation}.
export function ridges(svg, box, title, { layers, limit, heights, deviation }) {
  const bottom = box.y + box.height - MARGIN.bottom;
  const room = 92; // for the standard deviation at the right
  const x = scaleLinear([-limit, limit], [box.x + MARGIN.left, box.x + box.width - room]);
  const row = (bottom - box.y - MARGIN.top) / layers.length;
  const group = svg.append("g");
  axisBelow(group, x, bottom, x.ticks(5));
  group.append("text").attr("class", "title").attr("x", box.x + 4).attr("y", box.y + 18).text(title);
  const right = x.range()[1];
  group.append("text").attr("x", right + 8).attr("y", box.y + 18).text("deviation");
  const bins = heights[0].length;
  const edge = (i) => x(limit * ((2 * i) / bins - 1));
  heights.forEach((shape, i) => {
    const foot = bottom - i * row;
    const steps = shape.map((h, k) => `H${edge(k)}V${foot - 0.86 * row * h}H${edge(k + 1)}`).join("");
    group.append("path").attr("class", "bar").attr("d", `M${edge(0)},${foot}${steps}V${foot}Z`);
    group.append("text").attr("x", x.range()[0] - 8).attr("y", foot - 4).attr("text-anchor", "end")
      .text(`layer ${layers[i]}`);
    group.append("text").attr("x", right + 8).attr("y", foot - 4).text(short(deviation[i]));
  });
}

// A number with three digits, for the eye: 0.0123, 1.2e-7.
export function short(value) {
  const size = Math.abs(value);
  return value === 0 || (size >= 0.001 && size < 10000)
    ? String(Number(value.toPrecision(3)))
    : value.toExponential(1);
}

// series: [{x, low, median, high, look}] on linear axes from 0; low and high may be left out.
export function curves(svg, box, title, series, { xLabel, yMost, yTicks, xTicks, xMost }) {
  const bottom = box.y + box.height - MARGIN.bottom;
  const most = xMost ?? Math.max(...series.map((one) => one.x.at(-1)));
  const x = scaleLinear([0, most], [box.x + MARGIN.left, box.x + box.width - MARGIN.right]);
  const y = scaleLinear([0, yMost], [bottom, box.y + MARGIN.top]).clamp(true);
  const group = frame(svg, box, x, y, { title, yTicks, yFormat: String, xTicks, xLabel });
  for (const { x: places, low, high, look } of series.filter((one) => one.low)) {
    const band = area((at, i) => x(at), (at, i) => y(low[i]), (at, i) => y(high[i]));
    group.append("path").attr("class", `band ${look}`).attr("d", band(places));
  }
  for (const { x: places, median, look } of series) {
    const path = line((at) => x(at), (at, i) => y(median[i]));
    group.append("path").attr("class", `line ${look}`).attr("d", path(places));
    const every = Math.ceil(places.length / 10);
    const marked = places.map((at, i) => [x(at), y(median[i])]).filter((place, i) => i % every === 0);
    group.append("path").attr("class", `mark ${look}`).attr("d", marks(MARKS[look], marked));
  }
}

// A square plane with the contours of values on a grid (square, the lowest row first); gives back
// the area to draw on, which cuts off what leaves it. `look` tells the class of a level's contour.
export function field(group, size, rows, levels, look) {
  group.append("rect").attr("class", "plane").attr("width", size).attr("height", size);
  const inside = group.append("svg").attr("width", size).attr("height", size).style("overflow", "hidden");
  const cells = rows.length;
  const at = (cell) => ((cell - 0.5) / (cells - 1)) * size;
  const ring = (corners) => `M${corners.map(([x, y]) => `${at(x)},${size - at(y)}`).join("L")}Z`;
  for (const one of contours().size([cells, cells]).thresholds(levels)(rows.flat())) {
    inside.append("path").attr("class", look(one.value)).attr("d", one.coordinates.flat().map(ring).join(""));
  }
  return inside;
}

// entries: [{text, look}], set out in rows from (x, y) within the width; gives back the height.
export function legend(svg, x, y, width, entries) {
  let [across, down] = [x, y];
  for (const { text, look } of entries) {
    const room = 52 + 8.1 * text.length;
    if (across > x && across + room > x + width) [across, down] = [x, down + 24];
    const group = svg.append("g").attr("transform", `translate(${across},${down})`);
    if (look.startsWith("point")) {
      const mark = look === "point one" ? triangle(3.9) : circle(4.7);
      group.append("path").attr("class", look).attr("d", `M28,8${mark}`);
    } else if (look.startsWith("edge")) {
      group.append("path").attr("class", look).attr("stroke-width", 3).attr("d", "M0,8H36");
    } else if (look.startsWith("bar")) {
      group.append("rect").attr("class", look).attr("x", 8).attr("y", 1).attr("width", 20).attr("height", 14);
    } else {
      group.append("path").attr("class", look === "theory" ? "theory" : `line ${look}`).attr("d", "M0,8H36");
      if (look !== "theory") {
        group.append("path").attr("class", `mark ${look}`).attr("d", `M18,8${MARKS[look]}`);
      }
    }
    group.append("text").attr("x", 43).attr("y", 13).text(text);
    across += room;
  }
  return down + 24 - y;
}
