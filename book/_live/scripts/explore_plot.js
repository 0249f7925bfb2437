// Draws a plot of a figure that moves, with Observable Plot.

import { written } from "./explore_frames.js";

const SVG = "http://www.w3.org/2000/svg";
const TURN = ["blue", "vermilion", "green", "purple", "sky", "orange"];
const MARGINS = { marginTop: 8, marginRight: 16, marginBottom: 42, marginLeft: 58 };
const SMALL = 420;  // pixels: in narrower plots arrows and words are, too
const BARE = { marginTop: 4, marginRight: 4, marginBottom: 4, marginLeft: 4 };

const paint = (name) => `var(--plot-${name})`;

/** The color of each mark: its own, or the next of the book's figures. */
export function colors(marks) {
  const turn = TURN.values();
  return marks.map(({ kind, color }) => {
    if (color) return color;
    return kind === "image" || kind === "texts" ? "black" : turn.next().value ?? "gray";
  });
}

/** How high a plot of that width is, where units are equal; 0 where any height will do. */
export function heightOf(spec, width) {
  if (!spec.equal || !spec.xlim || !spec.ylim) return 0;
  const margins = spec.hidden ? BARE : MARGINS;
  const inner = width - margins.marginLeft - margins.marginRight;
  const shape = (spec.ylim[1] - spec.ylim[0]) / (spec.xlim[1] - spec.xlim[0]);
  return Math.round(inner * shape + margins.marginTop + margins.marginBottom);
}

/**
 * Draw a plot.
 *
 * @param {object} library - Observable Plot.
 * @param {object} spec - Title, names, limits, scales.
 * @param {object[]} marks - What it shows.
 * @param {{width: number, height: number}} size
 * @param {SVGElement} [old] - The plot as it was drawn before: its axes are used again.
 * @returns {SVGElement}
 */
export function draw(library, spec, marks, size, old) {
  const named = marks.find(({ kind }) => kind === "bars");
  const inks = colors(marks);
  const small = size.width < SMALL;
  // Of several curves, those without a name stay behind the others.
  const led = marks.some(({ kind, label }) => kind === "curve" && label);
  const options = {
    ...size, ...(spec.hidden ? BARE : MARGINS),
    className: "explore-svg",
    x: named ? { domain: named.names, type: "band", padding: 0.25, axis: null } : scale(spec, "x"),
    y: scale(spec, "y"),
  };
  const svg = library.plot({ ...options, marks: marks.flatMap((mark, k) => (
    PAINT[mark.kind](library, { ...mark, thin: led && !mark.label, small }, paint(inks[k]), spec))) });
  const pictured = marks.some(({ kind }) => kind === "image");
  const key = JSON.stringify([size, named?.names, pictured]);
  // Limits never move, and axes take half of the time.
  svg.axes = old?.axes?.key === key ? old.axes : {
    key,
    parts: spec.hidden ? [] : [...library.plot(
      { ...options, marks: axes(library, spec, named, pictured, size) }).querySelectorAll(":scope > g")],
  };
  svg.prepend(...svg.axes.parts);
  // A sheet that comes with each picture has the browser compute the page's styles anew:
  // explore.css holds these rules.
  svg.querySelector("style")?.remove();
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", describe(spec, marks));
  // The names of axes and marks would be read out one by one.
  for (const child of svg.children) child.setAttribute("aria-hidden", "true");
  return svg;
}

function scale(spec, axis) {
  const log = spec.log?.includes(axis);
  const domain = spec[`${axis}lim`] ?? (log ? [1, 10] : [0, 1]);  // where nothing is finite
  return { domain, type: log ? "log" : "linear", axis: null };
}

function axes({ axisX, axisY, gridX, gridY, ruleY }, spec, named, pictured, size) {
  const plain = { tickSize: 4, labelAnchor: "center", labelArrow: "none" };
  const ticks = (axis, pixels, each) => ({
    ticks: spec.log?.includes(axis) ? Math.min(6, Math.floor(pixels / each)) : Math.floor(pixels / each),
    ...(spec.log?.includes(axis) && { tickFormat: power }),
  });
  const across = named ? {} : ticks("x", size.width - 70, 62);
  const up = ticks("y", size.height - 50, 44);
  const grid = { stroke: paint("grid"), strokeOpacity: 1 };
  return [
    ...(pictured ? [] : [
      gridY({ ...grid, ticks: up.ticks }), ...(named ? [] : [gridX({ ...grid, ticks: across.ticks })]),
    ]),
    axisX({ ...plain, ...across, label: spec.x || null, ...(named && { tickSize: 0 }) }),
    axisY({ ...plain, ...up, label: spec.y || null, labelOffset: 52 }),
    ...(named && spec.ylim?.[0] < 0 ? [ruleY([0], { stroke: paint("axis") })] : []),
  ];
}

const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** Label powers of ten alone: in a small figure there is no room for others. */
function power(value) {
  const exponent = Math.log10(value);
  if (Math.abs(exponent - Math.round(exponent)) > 1e-9) return "";
  if (exponent > -0.5 && exponent < 2.5) return written(value);
  return `10${[...String(Math.round(exponent))].map((c) => SUPERSCRIPT[c]).join("")}`;
}

/** Say what a plot shows: for a screen reader, which gets the numbers elsewhere. */
function describe(spec, marks) {
  const axis = (name) => {
    const limits = spec[`${name}lim`];
    if (spec.hidden || !spec[name]) return "";
    return ` ${name === "x" ? "Across" : "Up"}: ${spec[name]}${limits ? `, from ${written(limits[0])} to ${written(limits[1])}` : ""}.`;
  };
  const bars = marks.filter(({ kind }) => kind === "bars").flatMap(({ names, heights }) => (
    names.map((name, i) => `${name} ${heights[i] === null ? "undefined" : written(heights[i])}`)));
  const labels = marks.map(({ label }) => label).filter(Boolean);
  return [
    `${spec.title || "A plot"}.${axis("x")}${axis("y")}`,
    labels.length ? `It shows ${labels.join(", ")}.` : "",
    bars.length && bars.length <= 12 ? `Bars: ${bars.join(", ")}.` : "",
  ].filter(Boolean).join(" ");
}

// --- marks ------------------------------------------------------------------------------

const rows = (lists) => Object.values(lists)[0].map((_, i) => (
  Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, list[i] ?? NaN]))));

function curve({ line, dot }, { x, y, dashed, dots, thin }, stroke) {
  const data = rows({ x, y });
  const look = { x: "x", y: "y", clip: true };
  return [
    line(data, { ...look, stroke, strokeWidth: thin ? 1.2 : 2, strokeDasharray: dashed ? "6 4" : null,
      strokeLinejoin: "round" }),
    ...(dots ? [dot(data, { ...look, fill: stroke, r: 2.4 })] : []),
  ];
}

function points({ dot }, { x, y, hollow, drag }, color) {
  const look = { x: "x", y: "y", clip: true, r: drag ? 7 : 3.6, strokeWidth: hollow ? 1.6 : 0.8 };
  const inks = hollow ? { stroke: color, fill: paint("paper") } : { fill: color, stroke: paint("paper") };
  return [dot(rows({ x, y }), { ...look, ...inks })];
}

function arrows({ arrow }, { x, y, dx, dy, small }, stroke) {
  const data = rows({ x, y, dx, dy });
  return [arrow(data, {
    x1: "x", y1: "y", x2: (d) => d.x + d.dx, y2: (d) => d.y + d.dy, stroke,
    strokeWidth: small ? 1.5 : 2.2, headLength: small ? 5 : 7, clip: true,
  })];
}

function bars({ barY }, { names, heights }, fill) {
  return [barY(rows({ names, heights }), { x: "names", y: "heights", fill, clip: true })];
}

function texts({ text }, { x, y, words, small }, fill) {
  return [text(rows({ x, y, words }), { x: "x", y: "y", text: "words", fill, fontSize: small ? 11 : 12,
    stroke: paint("paper"), strokeWidth: 3 })];
}

/** Return a mark that puts a small canvas under the other marks. */
function image(library, { values, extent, low, high, colors: shades, numbers }, color, spec) {
  const [height, width] = [values.length, values[0].length];
  const [x0, x1, y0, y1] = extent ?? [0, width, 0, height];
  const range = [low ?? spec.range[0], high ?? spec.range[1]];
  const shade = SHADES[shades]();
  const relative = (v) => Math.min(Math.max((v - range[0]) / (range[1] - range[0]), 0), 1);
  return [(index, scales) => {
    const place = document.createElementNS(SVG, "g");
    const [left, top] = [scales.x(x0), scales.y(y1)];
    const [wide, high_] = [scales.x(x1) - left, scales.y(y0) - top];
    const picture = document.createElementNS(SVG, "image");
    const where = { x: left, y: top, width: wide, height: high_, preserveAspectRatio: "none",
      href: pixels(values, (v) => shade(relative(v))) };
    Object.entries(where).forEach(([key, value]) => picture.setAttribute(key, value));
    if (!extent) picture.style.imageRendering = "pixelated";
    place.append(picture);
    if (numbers) place.append(...cells(values, left, top, wide / width, high_ / height,
      (v) => shade(relative(v))));
    return place;
  }];
}

function pixels(values, shade) {
  const canvas = document.createElement("canvas");
  [canvas.height, canvas.width] = [values.length, values[0].length];
  const context = canvas.getContext("2d");
  const data = context.createImageData(canvas.width, canvas.height);
  values.flat().forEach((value, i) => {
    data.data.set(value === null ? [0, 0, 0, 0] : [...shade(value), 255], 4 * i);
  });
  context.putImageData(data, 0, 0);
  return canvas.toDataURL();
}

function cells(values, left, top, wide, high, shade) {
  return values.flatMap((row, i) => row.map((value, j) => {
    const text = document.createElementNS(SVG, "text");
    const [red, green, blue] = shade(value ?? 0);
    const dark = 0.299 * red + 0.587 * green + 0.114 * blue < 128;
    const look = { x: left + (j + 0.5) * wide, y: top + (i + 0.5) * high, dy: "0.35em",
      "text-anchor": "middle", fill: dark ? "#fff" : "#222",
      "font-size": Math.max(8, Math.min(12, wide / 3)) };
    Object.entries(look).forEach(([key, v]) => text.setAttribute(key, v));
    text.textContent = value === null ? "" : written(value);
    return text;
  }));
}

const lerp = (a, b, share) => a.map((v, k) => v + (b[k] - v) * share);
const GRAY = (share) => [255 * share, 255 * share, 255 * share];

// From a share of the range to red, green and blue. In the dark, the middle is dark.
const SHADES = {
  gray: () => GRAY,
  diverging: () => {
    const [low, middle, high] = ["low", "middle", "high"].map(rgb);
    return (share) => (share < 0.5
      ? lerp(low, middle, 2 * share) : lerp(middle, high, 2 * share - 1));
  },
  blues: () => {
    const [middle, low] = ["middle", "low"].map(rgb);
    return (share) => lerp(middle, low, share);
  },
};

const known = new Map();

/** Return a color of the theme; asked for once, as the browser computes styles for it. */
function rgb(name) {
  const key = `${document.documentElement.dataset.theme} ${name}`;
  if (!known.has(key)) {
    const style = getComputedStyle(document.documentElement);
    const hex = style.getPropertyValue(`--plot-${name}`).trim();
    known.set(key, [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)));
  }
  return known.get(key);
}

const PAINT = { curve, points, arrows, bars, texts, image };
