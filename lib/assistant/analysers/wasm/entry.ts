import { serveAnalysers } from "@/lib/assistant/analysers/child-main";

/** The child process for everything but the TypeScript compiler: small parsers, most of them in WebAssembly. */
await serveAnalysers([], []);
