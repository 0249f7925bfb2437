// The list of all exercises: what is done, and the file to keep it in.

import { button, count, make } from "./parts.js";
import * as store from "./store.js";
import { describe } from "./states.js";

export function startProgress(root) {
  const status = make("p", "live-status");
  status.setAttribute("role", "status");
  const file = make("input");
  file.type = "file";
  file.accept = ".json,application/json";
  file.addEventListener("change", load);
  const choose = make("label", "live-button", "Load a file", file);
  const total = make("p", "total");
  const bar = make("progress", "live-progress");
  bar.setAttribute("aria-label", "Exercises done");
  root.before(total, bar, make("div", "live-buttons", button("Save as a file", save), choose,
    button("Forget everything", forget)), status);
  store.onChange(draw);
  draw();
  openRows();

  function draw() {
    const rows = [...root.querySelectorAll("details")];
    rows.forEach(drawRow);
    const items = [...root.querySelectorAll("li")];
    Object.assign(bar, { max: items.length, value: finished(items) });
    const made = Object.values(store.allPredictions()).filter((choice) => choice !== store.SEEN);
    const read = rows.filter(({ dataset }) => dataset.reading === "read").length;
    total.textContent = [
      `${finished(items)} of ${count(items.length, "exercise")} done.`,
      read && `${count(read, "chapter")} read.`, made.length && `${count(made.length, "prediction")} made.`,
    ].filter(Boolean).join(" ");
  }

  function drawRow(row) {
    const items = [...row.querySelectorAll("li")];
    items.forEach(drawItem);
    row.querySelectorAll(".square").forEach((square, k) => {
      square.dataset.state = items[k].dataset.state;
    });
    const { read, at } = row.dataset.chapter ? store.recallReading(row.dataset.chapter) : {};
    const state = read ? "read" : at && "begun";
    row.dataset.reading = state ?? "";
    const heading = row.querySelector("h2");
    heading.querySelector(".part")?.remove();
    heading.append(make("span", "part", ` ${finished(items)} of ${items.length}`));
    row.querySelector(".reading").textContent = state ?? "";
  }

  function drawItem(item) {
    const [state, text] = describe(store.recall(item.dataset.exercise));
    item.dataset.state = state;
    item.querySelector(".state")?.remove();
    item.append(make("span", "state", ` ${text}`));
  }

  /** Open what the reader is at: chapters that are begun, or else the first. */
  function openRows() {
    const rows = [...root.querySelectorAll("details")];
    const begun = rows.filter((row) => {
      const items = [...row.querySelectorAll("li")];
      return items.some((item) => item.dataset.state) && finished(items) < items.length;
    });
    (begun.length ? begun : rows.slice(0, 1)).forEach((row) => { row.open = true; });
  }

  function save() {
    const address = URL.createObjectURL(new Blob([store.toFile()], { type: "application/json" }));
    const link = Object.assign(make("a"), { href: address, download: "deep-learning-progress.json" });
    link.click();
    URL.revokeObjectURL(address);
    status.textContent = "Saved. Load the file in another browser to go on there.";
  }

  async function load() {
    try {
      const number = store.fromFile(await file.files[0].text());
      openRows();
      status.textContent = `Loaded ${count(number, "exercise")}.`;
    } catch (error) {
      status.textContent = error.message;
    }
    file.value = "";
  }

  function forget() {
    if (!window.confirm("Forget all answers and all progress in this browser?")) return;
    store.forget();
    status.textContent = "All answers and all progress in this browser are forgotten.";
  }
}

const finished = (items) => items.filter((item) => item.dataset.state === "done"
  || item.dataset.state === "answered").length;
