// What a figure shows at positions of its controls: stored with the page, or in between.

/** Unpack what dlbook.notebook.explore_stored has packed; null where nothing is stored. */
export async function unpack(text) {
  if (!text) return null;
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const { grid, lists, frames } = await new Response(stream).json();
  return new Stored(grid, frames.map((frame) => resolve(frame, lists)));
}

function resolve(value, lists) {
  if (Array.isArray(value)) return value.map((v) => resolve(v, lists));
  if (value === null || typeof value !== "object") return value;
  if (Object.keys(value).length === 1 && "n" in value) return lists[value.n];
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolve(v, lists)]));
}

class Stored {
  /** `grid` has the stored positions of each control, `frames` those of all combinations. */
  constructor(grid, frames) {
    Object.assign(this, { grid, frames });
  }

  /** The frame at these positions; undefined where it is not stored. */
  exact(at) {
    const places = at.map((position, k) => this.grid[k].indexOf(position));
    return places.includes(-1) ? undefined : this.frames[this.index(places)];
  }

  index(places) {
    return places.reduce((index, place, k) => index * this.grid[k].length + place, 0);
  }

  /**
   * What lies between the stored frames; undefined where they do not reach.
   *
   * @param {number[]} at - A position of each control.
   * @param {boolean[]} ordered - Of which controls there is something in between.
   * @param {object[]} plots - Of each plot its title, and which of its axes are logarithmic.
   */
  between(at, ordered, plots) {
    const sides = at.map((position, k) => neighbors(this.grid[k], position, ordered[k]));
    if (sides.includes(null)) return undefined;
    const corners = sides.reduce(
      (found, side) => found.flatMap(({ places, weight }) => side.map(([place, share]) => (
        { places: [...places, place], weight: weight * share }))),
      [{ places: [], weight: 1 }],
    ).filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
    const frames = corners.map(({ places }) => this.frames[this.index(places)]);
    const weights = corners.map(({ weight }) => weight);
    const logs = Object.fromEntries(plots.map(({ title, log }) => [title, log ?? ""]));
    return {
      numbers: mix(frames.map(({ numbers }) => numbers), weights),
      plots: Object.fromEntries(Object.keys(frames[0].plots).map((title) => (
        [title, mix(frames.map((frame) => frame.plots[title]), weights, logs[title])]))),
    };
  }
}

/** Return the places of the stored positions on both sides, each with its weight. */
function neighbors(row, position, ordered) {
  const exact = row.indexOf(position);
  if (exact >= 0) return [[exact, 1]];
  const after = row.findIndex((stored) => stored > position);
  if (!ordered || after <= 0) return null;
  const share = (position - row[after - 1]) / (row[after] - row[after - 1]);
  return [[after - 1, 1 - share], [after, share]];
}

// Which lists of a mark lie along a logarithmic axis.
const ALONG = { x: ["x"], y: ["y", "heights"], xy: ["x", "y", "heights"] };

/**
 * Return the weighted mean of values of equal form, the one of the largest weight first; where
 * they cannot be mixed, that one. Along a logarithmic axis, the mean is that of logarithms.
 */
function mix(values, weights, log = "", key = "") {
  const [nearest] = values;
  if (typeof nearest === "number") return mean(values, weights, ALONG[log]?.includes(key));
  if (nearest === null || typeof nearest !== "object") return nearest;
  if (Array.isArray(nearest)) {
    if (values.some((value) => value?.length !== nearest.length)) return nearest;
    return nearest.map((_, i) => mix(values.map((value) => value[i]), weights, log, key));
  }
  const keys = Object.keys(nearest);
  if (values.some((value) => Object.keys(value ?? {}).length !== keys.length)) return nearest;
  return Object.fromEntries(keys.map((name) => (
    [name, mix(values.map((value) => value[name]), weights, log, name)])));
}

function mean(values, weights, logarithmic) {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (typeof values[i] !== "number") return values[0];
    sum += weights[i] * (logarithmic ? Math.log(values[i]) : values[i]);
  }
  if (!logarithmic) return sum;
  return Number.isFinite(sum) ? Math.exp(sum) : values[0];  // a zero has no logarithm
}

/** Write a number to three digits, as dlbook.notebook.draw.number does. */
export function written(value) {
  if (typeof value === "string") return value;
  const size = Math.abs(value);
  let text;
  if (Number.isInteger(value) && size < 1e6) text = value.toLocaleString("en-US");
  else if (size >= 1e-3 && size < 1e6) {
    const digits = Math.max(0, 2 - Math.floor(Math.log10(size)));
    text = value.toLocaleString("en-US", { maximumFractionDigits: digits });
  } else text = value.toExponential(1).replace("e+", "e");
  return text.replaceAll("-", "−");
}
