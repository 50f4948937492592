// Pictures that are there before the hand arrives. A view keeps the pictures that it has seen, and
// while nothing moves it asks the kernel for those around the one shown: along the control that was
// moved, focused or pointed at last, nearest first, one at a time, so that a move never waits behind
// more than one. After the nearest few it rests, so that another control finds the kernel free. A
// move to a picture that is kept is drawn in the browser alone.

const PAUSE = 20; // ms without a move, until the first is asked for
const FEW = 4; // are asked for in a row
const REST = 600; // ms, until the next few
const REACH = 24; // places on either side
const KEPT = 200; // pictures, of some 2 to 25 kB each

export const key = (state) => JSON.stringify(state);

export function lookAhead(model, isSettled) {
  const kept = new Map(); // in the order of their last use
  const specs = new Map(model.get("controls").map((spec) => [spec.name, spec]));
  let hand = null; // {spec, by, pause}: the control in hand, and the places it was moved by
  let asking = false;
  let answers = 0; // since the last move
  let timer;

  const keep = (picture) => {
    kept.delete(key(picture.state));
    kept.set(key(picture.state), picture);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  };
  const ask = () => {
    if (asking || !hand || !isSettled()) return;
    const next = around(model.get("state"), hand).find((state) => !kept.has(key(state)));
    if (!next) return;
    asking = true; // for good where there is no kernel any more: `send` throws
    try {
      model.send({ wanted: next });
    } catch {}
  };
  const soon = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  };
  return {
    keep,
    find(state) {
      const picture = kept.get(key(state));
      if (picture) keep(picture);
      return picture;
    },
    // A control is looked at: it may be moved next.
    attend(name) {
      if (specs.has(name) && hand?.spec.name !== name) hand = { spec: specs.get(name), by: 1, pause: PAUSE };
      soon(PAUSE);
    },
    moved(name, from, to, pause = PAUSE) {
      const spec = specs.get(name);
      hand = { spec, by: placeOf(spec, to) - placeOf(spec, from) || 1, pause };
    },
    shown() {
      answers = 0;
      soon(hand?.pause);
    },
    answered() {
      asking = false;
      soon(++answers % FEW ? 0 : REST);
    },
    stop: () => clearTimeout(timer),
  };
}

const placeOf = (spec, value) => (spec.kind === "count" ? value : (spec.values?.indexOf(value) ?? 0));

// The states in which the control in hand has moved on: as far as last time, once and more often,
// and back; then a place at a time.
function around(state, { spec, by }) {
  const places = spec.kind === "count" ? spec.high + 1 : (spec.values?.length ?? 0);
  const at = placeOf(spec, state[spec.name]);
  const ladder = [...Array(REACH).keys()].flatMap((k) => [k + 1, -k - 1]);
  return [...ladder.map((k) => at + k * by), ...ladder.map((k) => at + k * Math.sign(by))]
    .filter((place) => place >= 0 && place < places)
    .slice(0, 2 * REACH)
    .map((place) => ({ ...state, [spec.name]: spec.kind === "count" ? place : spec.values[place] }));
}
