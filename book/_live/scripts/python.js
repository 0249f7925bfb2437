// The page's Python: one worker, started on first use, ended by Stop.

const STOPPED = "Stopped. What the code had computed is gone; the next run starts Python anew.";

// The folder of this script.
const here = new URL("./", document.currentScript.src);
// Kept for the visit: Python has answered.
const USED = "dlbook-python-used";
let worker = null;
let numbers = 0;
const waiting = new Map();

/** Whether anything is running or waits to be run. */
export const isBusy = () => waiting.size > 0;

/**
 * Have Python do something.
 *
 * @param {object} request - What dlbook_page.answer takes.
 * @param {object} tell
 * @param {(part: number) => void} tell.loading - Python is being loaded: so much of it is here.
 * @param {() => void} tell.started - The code is running.
 * @param {(text: string) => void} tell.printed - The code has printed something.
 * @returns {Promise<object>} The answer; it fails where Python was stopped or could not be
 *   loaded, with a message for the reader.
 */
export function ask(request, tell) {
  if (location.protocol === "file:") {
    return Promise.reject(new Error(
      "Opened as a file, a page may not start Python. Call make serve, and open the address.",
    ));
  }
  worker ??= start();
  const id = ++numbers;
  return new Promise((resolve, reject) => {
    waiting.set(id, { tell, resolve, reject });
    worker.postMessage({ id, request: JSON.stringify(request) });
  });
}

/**
 * Start Python before it is asked for, if the reader has used it on a page before: it is there
 * when they come to the first cell. No worker outlives its page in every browser.
 */
export function warmUp() {
  let used = false;
  try { used = sessionStorage.getItem(USED) !== null; } catch { /* storage is refused */ }
  if (!used || location.protocol === "file:" || navigator.connection?.saveData) return;
  worker ??= start();
  worker.postMessage({});
}

/** End whatever runs. */
export function stop() {
  end(STOPPED);
}

function start() {
  const made = new Worker(new URL("worker.js", here), { type: "module" });
  made.onmessage = ({ data }) => hear(data);
  made.onerror = (event) => {
    event.preventDefault();
    end(`Python could not be started: ${event.message ?? "the script did not load"}`);
  };
  return made;
}

function hear({ id, progress, started, text, result, failed }) {
  if (failed) return end(failed);
  if (progress !== undefined) return waiting.forEach(({ tell }) => tell.loading(progress));
  const job = waiting.get(id);
  if (started) return job.tell.started();
  if (text !== undefined) return job.tell.printed(text);
  waiting.delete(id);
  try { sessionStorage.setItem(USED, "yes"); } catch { /* storage is refused */ }
  return job.resolve(result);
}

function end(why) {
  worker?.terminate();
  worker = null;
  const ended = [...waiting.values()];
  waiting.clear();
  ended.forEach(({ reject }) => reject(new Error(why)));
}
