// Compile the Python files of zips with the Python that pages run.
//
//   node compile.mjs PYODIDE PREFIX=ZIP ...
//
// Each ZIP is replaced by one whose modules are bytecode; PREFIX is the folder that
// tracebacks name. Bytecode cannot be made by another version of Python.

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const COMPILE = `
import io, re, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from _imp import source_hash

# Processes, mail and servers, which a page has not.
NOT_NEEDED = re.compile(
    "(aifc|cgi|ensurepip|ftplib|imaplib|mailbox|multiprocessing|nntplib|poplib|smtplib"
    "|socketserver|telnetlib|venv|wsgiref|xml|xmlrpc)[./]"
)

def compiled(source, name):
    code = compile(source, name, "exec", dont_inherit=True)
    # Never compared with a source, which is not there.
    return bytes(_code_to_hash_pyc(code, source_hash(0, source), checked=False))

def recompile(archive, prefix):
    given, made = zipfile.ZipFile(io.BytesIO(archive.to_bytes())), io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for entry in sorted(given.infolist(), key=lambda entry: entry.filename):
            name, content = entry.filename, given.read(entry)
            if NOT_NEEDED.match(name):
                continue
            if name.endswith(".py"):
                name, content = name + "c", compiled(content, prefix + "/" + name)
            kept = zipfile.ZipInfo(name)
            target.writestr(kept, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return made.getvalue()

recompile
`;

const [pyodide, ...jobs] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${pyodide}/` });
const recompile = python.runPython(COMPILE);
for (const job of jobs) {
  const [prefix, path] = job.split("=");
  const archive = new Uint8Array(readFileSync(path));
  writeFileSync(path, recompile(archive, prefix).toJs());
}
