// What all explorers have in common: controls, the text of the scene, the description, and the
// way to the kernel and back. A view adds only `draw(picture, stage)`:
//
//   picture  {scene, description, state, data}, as the Python side computed it
//   stage    {width, svg(height), set(changes), root}: the width in pixels, a fresh drawing area,
//            and how a thing that is dragged in the picture changes the state
//
// Buttons and tables that stay between pictures are made once, by `extras({bar, below, set, state})`:
// elements above and below the picture, `set` as above, `state()` as it is now. What it gives back,
// if anything, is called with every new picture.
//
// A move sets the model's `state`. Where its picture is kept (see `ahead.js`), it is drawn at once.
// The state goes to the kernel in any case; while that still computes, later moves replace each
// other, and the last one is always sent (this is how Jupyter's widgets throttle). `picture` comes
// back, and is drawn unless it is shown already, or older than what is shown.

import { create } from "d3-selection";

import { key, lookAhead } from "./ahead.js";

const QUIET = 600; // ms without a move, until the description is read out

export function explorer(draw, extras) {
  return { render: ({ model, el }) => render(model, el, draw, extras) };
}

function render(model, el, draw, extras) {
  const root = document.createElement("figure");
  root.className = "explorer";
  root.setAttribute("aria-label", model.get("title"));
  // JupyterLab's shortcuts leave the keys of an element alone that itself bears this mark.
  root.addEventListener("focusin", ({ target }) => (target.dataset.lmSuppressShortcuts = "true"));
  const now = () => model.get("state");
  let shown = model.get("picture");
  let moves = []; // to states whose pictures are not shown, as keys, the first one first
  const ahead = lookAhead(model, () => key(shown.state) === key(now()));
  const set = (changes, pause) => {
    const before = now();
    for (const name in changes) ahead.moved(name, before[name], changes[name], pause);
    model.set("state", { ...before, ...changes });
    moves.push(key(now()));
    const picture = ahead.find(now());
    if (!picture) return model.save_changes();
    show(picture);
    afterFrame(() => model.save_changes());
  };

  const heading = append(root, "p", "explorer-title", model.get("title"));
  heading.setAttribute("aria-hidden", "true"); // the figure bears it already
  const controls = append(root, "div", "explorer-controls");
  const updates = model.get("controls").map((spec) => addControl(controls, spec, set));
  const bar = append(root, "div", "explorer-bar");
  const area = append(root, "div", "explorer-picture");
  area.setAttribute("role", "img");
  const caption = append(root, "figcaption", "explorer-caption");
  const spoken = append(root, "div", "explorer-spoken");
  spoken.setAttribute("aria-live", "polite");
  const below = append(root, "div", "explorer-below");
  const scene = addScene(root, model);
  const attend = extras?.({ bar, below, set, state: now });

  const showControls = () => updates.forEach((update) => update(now()));
  let width = 900;
  const drawShown = () => {
    area.replaceChildren();
    const svg = (height) =>
      create("svg").attr("width", width).attr("height", height).attr("aria-hidden", "true")
        .call((made) => area.append(made.node()));
    draw(shown, { width, svg, set, root: area });
    area.setAttribute("aria-label", shown.description);
    caption.textContent = shown.description;
    scene(shown.scene);
    root.picture = shown; // for whoever wants the numbers behind the picture
    root.dataset.scene = shown.scene;
  };
  let waiting;
  const show = (picture) => {
    shown = picture;
    moves = moves.slice(moves.indexOf(key(shown.state)) + 1);
    drawShown();
    attend?.(shown);
    ahead.shown();
    clearTimeout(waiting);
    waiting = setTimeout(() => (spoken.textContent = shown.description), QUIET);
  };
  const receive = (picture) => {
    ahead.keep(picture);
    const found = key(picture.state);
    if (found === key(shown.state)) return;
    if (found === key(now()) || moves.includes(found)) show(picture);
  };
  const receiveAnswer = () => receive(model.get("picture"));
  const receiveAhead = ({ picture }) => {
    if (picture) receive(picture);
    ahead.answered();
  };

  el.append(root);
  ahead.keep(shown);
  showControls();
  attend?.(shown);
  for (const kind of ["focusin", "pointerover"]) {
    controls.addEventListener(kind, ({ target }) => ahead.attend(target.name));
  }
  model.on("change:state", showControls);
  model.on("change:picture", receiveAnswer);
  model.on("msg:custom", receiveAhead);
  const resized = new ResizeObserver(([{ contentRect }]) => { // asked for, a width would be laid out for
    width = Math.max(280, Math.floor(contentRect.width || 900));
    drawShown();
  });
  resized.observe(area);
  return () => {
    resized.disconnect();
    ahead.stop();
    clearTimeout(waiting);
    model.off("change:state", showControls);
    model.off("change:picture", receiveAnswer);
    model.off("msg:custom", receiveAhead);
  };
}

// What need not be done before the screen shows the picture: when a frame has been drawn, or soon
// after in a page that draws none, being hidden.
function afterFrame(act) {
  let done = false;
  const once = () => {
    if (!done) act();
    done = true;
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, 50);
}

// Each control is a labelled native element; it gives back how to show a state that came from
// elsewhere. Sliders run over the places of `values`, so that any ladder of values has one.
function addControl(parent, spec, set) {
  if (spec.kind === "picture") return () => {}; // dragged in the picture itself
  const label = append(parent, "label", `explorer-${spec.kind}`);
  const make = { slider: addSlider, list: addList, switch: addSwitch, count: addCount }[spec.kind];
  return make(label, spec, (value) => set({ [spec.name]: value }));
}

function addSlider(label, spec, set) {
  append(label, "span", "", spec.label);
  const input = append(label, "input");
  Object.assign(input, { type: "range", min: 0, max: spec.values.length - 1, step: 1 });
  input.name = spec.name;
  const output = append(label, "output");
  let shown;
  const show = (place) => {
    if (place === shown) return; // what is written anew is also laid out anew
    shown = place;
    input.value = place;
    output.textContent = spec.texts[place];
    input.setAttribute("aria-valuetext", spec.texts[place]);
  };
  input.addEventListener("input", () => {
    show(input.valueAsNumber);
    set(spec.values[input.valueAsNumber]);
  });
  return (state) => show(spec.values.indexOf(state[spec.name]));
}

function addList(label, spec, set) {
  append(label, "span", "", spec.label);
  const list = append(label, "select");
  list.name = spec.name;
  spec.texts.forEach((text) => append(list, "option", "", text));
  list.addEventListener("input", () => set(spec.values[list.selectedIndex]));
  return (state) => (list.selectedIndex = spec.values.indexOf(state[spec.name]));
}

function addCount(label, spec, set) {
  append(label, "span", "", spec.label);
  const input = append(label, "input");
  Object.assign(input, { type: "number", name: spec.name, min: 0, max: spec.high, step: 1 });
  input.addEventListener("input", () => input.value !== "" && input.validity.valid && set(input.valueAsNumber));
  return (state) => (input.value = state[spec.name]);
}

function addSwitch(label, spec, set) {
  const box = append(label, "input");
  Object.assign(box, { type: "checkbox", name: spec.name });
  append(label, "span", "", spec.label);
  box.addEventListener("input", () => set(box.checked));
  return (state) => (box.checked = state[spec.name]);
}

// The scene as a text, to copy and to type; what is wrong with it is said beside it.
function addScene(root, model) {
  const form = append(root, "div", "explorer-scene"); // no <form>: JupyterLab stops its submit
  const label = append(form, "label");
  append(label, "span", "", "scene");
  const input = append(label, "input");
  Object.assign(input, { type: "text", name: "scene", spellcheck: false, autocomplete: "off" });
  const set = () => model.send({ scene: input.value });
  button(form, "Set", set);
  button(form, "Copy", () => {
    input.select();
    navigator.clipboard?.writeText(input.value).catch(() => document.execCommand("copy"));
  });
  const complaint = append(form, "span", "explorer-complaint");
  complaint.setAttribute("role", "alert");
  input.addEventListener("keydown", (event) => event.key === "Enter" && set());
  model.on("change:complaint", () => (complaint.textContent = model.get("complaint")));
  return (text) => (input.value = text);
}

// Follow the pointer from where it was pressed until it lets go; the window listens, since the
// picture is drawn anew under the hand.
export function follow(event, move) {
  event.preventDefault();
  const end = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

export function button(parent, text, act) {
  const made = append(parent, "button", "", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export function append(parent, tag, className = "", text = "") {
  const element = parent.appendChild(document.createElement(tag));
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
