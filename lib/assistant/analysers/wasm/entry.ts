import { serveAnalysers } from "@/lib/assistant/analysers/child-main";
import { WASM_ANALYSERS } from "@/lib/assistant/analysers/wasm/table";

/** The child process for everything but the TypeScript compiler: small parsers, most of them in WebAssembly. */
await serveAnalysers(WASM_ANALYSERS, [{ language: "python", name: "warm.py", text: "import os\n" }]);
