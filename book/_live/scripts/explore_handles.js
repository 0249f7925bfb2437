// What can be dragged in a plot. By keyboard, the controls do the same.

const SVG = "http://www.w3.org/2000/svg";
const REACH = 26;  // pixels

/** Let what `showHandles` shows in a pane be dragged. */
export function makeDraggable(pane) {
  let held = null;
  const place = ({ clientX, clientY }) => {
    const box = pane.svg.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  };
  const drag = (event) => {
    const [x, y] = place(event);
    pane.handles[held].drag([pane.svg.scale("x").invert(x), pane.svg.scale("y").invert(y)]);
  };
  pane.addEventListener("pointerdown", (event) => {
    if (!pane.svg || event.button !== 0) return;
    const [x, y] = place(event);
    const far = pane.handles.map(({ pixel }) => Math.hypot(pixel[0] - x, pixel[1] - y));
    const nearest = far.indexOf(Math.min(...far));
    if (!(far[nearest] <= REACH)) return;
    event.preventDefault();
    held = nearest;
    // The picture is drawn anew at each move: the pane stays.
    pane.setPointerCapture(event.pointerId);
    pane.classList.add("dragging");
  });
  // A finger on a handle drags it; elsewhere in the plot it scrolls the page.
  pane.addEventListener("touchstart", (event) => {
    if (held !== null) event.preventDefault();
  }, { passive: false });
  pane.addEventListener("pointermove", (event) => { if (held !== null) drag(event); });
  const release = () => { held = null; pane.classList.remove("dragging"); };
  pane.addEventListener("pointerup", release);
  pane.addEventListener("pointercancel", release);
}

/** Show handles: `at` is a place in the plot, `drag` takes another. */
export function showHandles(pane, svg, handles) {
  pane.svg = svg;
  pane.handles = handles.map((handle) => (
    { ...handle, pixel: [svg.scale("x").apply(handle.at[0]), svg.scale("y").apply(handle.at[1])] }));
  svg.append(...pane.handles.map(({ pixel }) => circle("explore-handle", pixel, 11)));
}

export function circle(name, [x, y], r) {
  const made = document.createElementNS(SVG, "circle");
  Object.entries({ class: name, cx: x, cy: y, r, "aria-hidden": "true" })
    .forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}
