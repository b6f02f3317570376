import { serveAnalysers } from "@/lib/assistant/analysers/child-main";
import { ruff } from "@/lib/assistant/analysers/wasm/ruff";

/** The child process for everything but the TypeScript compiler: small parsers, most of them in WebAssembly. */
await serveAnalysers([ruff], [{ language: "python", name: "warm.py", text: "import os\n" }]);
