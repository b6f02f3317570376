import { serveAnalysers } from "@/lib/assistant/analysers/child-main";
import { WASM_ANALYSERS } from "@/lib/assistant/analysers/wasm/table";

/** The child process for everything but the TypeScript compiler: small parsers, most of them in WebAssembly. */
await serveAnalysers(WASM_ANALYSERS, [
  { language: "python", name: "warm.py", text: "import os\n\n\ndef f(a):\n    return a + b\n" },
  { language: "javascript", name: "warm.js", text: "export const a = () => 1;\n" },
  { language: "typescript", name: "warm.ts", text: "export const a = (): number => 1;\n" },
]);
