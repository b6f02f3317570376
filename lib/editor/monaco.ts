import "./features";
import * as monaco from "monaco-editor/editor";
import { registerJson } from "./language-definitions";
import { defineThemes } from "./themes";
import { registerToml } from "./toml";

/**
 * The one Monaco of the page, from our own origin. Languages bring colours, brackets and comments; language services are
 * left out, their workers alone weigh more than the page.
 */
export { monaco };

// Trap: the address has to stand here literally, it is how the bundler finds the worker. Every label gets this one.
self.MonacoEnvironment = {
  getWorker: () => new Worker(new URL("./workers/editor.worker.ts", import.meta.url), { type: "module" }),
};
registerJson(monaco);
registerToml(monaco);
defineThemes(monaco);
