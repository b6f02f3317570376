import { serveAnalysers } from "@/lib/assistant/analysers/child-main";
import { SCRIPT_ANALYSERS, WARM_UP } from "@/lib/assistant/analysers/typescript/script-analysers";

/** The child process for JavaScript and TypeScript: the compiler and ESLint on one parsed and typed program. */
await serveAnalysers(SCRIPT_ANALYSERS, WARM_UP);
