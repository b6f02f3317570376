import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { ruff } from "@/lib/assistant/analysers/wasm/ruff";
import { treeSitter } from "@/lib/assistant/analysers/wasm/tree-sitter";

/** In the order in which they are asked: what is fast comes first. */
export const WASM_ANALYSERS: readonly Analyser[] = [treeSitter, ruff];
