// Runs ccops beside the page: loads Python from the files next to this one, and answers what the
// page asks, one question after the other.

import { loadPyodide } from "./runtime/pyodide.mjs";

const here = new URL(".", import.meta.url);
const packages = "/lib/playground";

async function fetched(name) {
  const response = await fetch(new URL(name, here));
  if (!response.ok) {
    throw new Error(`${name}: ${response.status}`);
  }
  return response;
}

async function begun() {
  postMessage({ state: "runtime" });
  const python = await loadPyodide({ indexURL: new URL("runtime/", here).href });
  postMessage({ state: "libraries" });
  python.FS.mkdirTree(packages);
  for (const name of ["runtime/libraries.zip", "runtime/ccops.zip"]) {
    python.unpackArchive(await (await fetched(name)).arrayBuffer(), "zip", { extractDir: packages });
  }
  python.FS.writeFile(`${packages}/answers.py`, await (await fetched("answers.py")).text());
  python.runPython(`
import sys
sys.path.insert(0, "${packages}")
from pathlib import Path
from answers import Playground
playground = Playground(Path("/tmp/playground"))
`);
  postMessage({ state: "ready" });
  return python.globals.get("playground");
}

const started = begun();
started.catch(() => {}); // told to whoever asks

onmessage = async ({ data }) => {
  try {
    const playground = await started;
    postMessage({ id: data.id, answer: JSON.parse(playground[data.ask](JSON.stringify(data.given))) });
  } catch (error) {
    postMessage({ id: data.id, failed: String(error.message) });
  }
};
