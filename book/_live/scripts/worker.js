// Runs Python off the page's own thread. Everything comes from the book's own files.

const here = new URL("./", self.location.href);
const load = self.fetch.bind(self);
let total = 0;
let loaded = 0;

const report = () => self.postMessage({ progress: Math.min(loaded / total, 1) });

async function count(stream) {
  for await (const chunk of read(stream)) {
    loaded += chunk.length;
    report();
  }
}

// Not every browser iterates over streams.
async function* read(stream) {
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

// Pyodide fetches by itself what it needs: this counts what comes.
self.fetch = async (...request) => {
  const response = await load(...request);
  if (!response.ok) throw new Error(`${response.url} was answered with ${response.status}`);
  if (total) count(response.clone().body).catch(() => {});
  return response;
};

async function bytes(name) {
  return (await fetch(new URL(name, here))).arrayBuffer();
}

async function boot() {
  const manifest = await (await fetch(new URL("live.json", here), { cache: "no-cache" })).json();
  total = manifest.bytes;
  const archives = Promise.all(manifest.archives.map(bytes));
  const indexURL = new URL(manifest.python, here).href;
  const { loadPyodide } = await import(`${indexURL}pyodide.mjs`);
  const python = await loadPyodide({ indexURL });
  const extractDir = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
  for (const archive of await archives) python.unpackArchive(archive, "zip", { extractDir });
  const page = python.pyimport("dlbook_page");
  page.use_samples();
  return page.answer;
}

let python;

self.onmessage = async ({ data: { id, request } }) => {
  python ??= boot();
  let answer;
  try {
    answer = await python;
  } catch (error) {
    self.postMessage({ failed: `Python could not be loaded: ${error.message}` });
    return;
  }
  if (!request) return;  // it was only to be started
  self.postMessage({ id, started: true });
  const started = performance.now();
  try {
    const result = JSON.parse(answer(request, (text) => self.postMessage({ id, text })));
    self.postMessage({ id, result: { ...result, ms: performance.now() - started } });
  } catch (error) {  // Python itself has come to grief, and can be used no more
    self.postMessage({ failed: `Python broke down (${error.name}), and starts anew.` });
  }
};
