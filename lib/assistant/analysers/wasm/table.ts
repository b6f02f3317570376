import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { gofmt } from "@/lib/assistant/analysers/wasm/go";
import { json, yaml } from "@/lib/assistant/analysers/wasm/json-yaml";
import { php } from "@/lib/assistant/analysers/wasm/php";
import { prism } from "@/lib/assistant/analysers/wasm/ruby";
import { ruff } from "@/lib/assistant/analysers/wasm/ruff";
import { dockerfile, lua, shell, toml, xml } from "@/lib/assistant/analysers/wasm/small-parsers";
import { sql } from "@/lib/assistant/analysers/wasm/sql";
import { treeSitter } from "@/lib/assistant/analysers/wasm/tree-sitter";

/** In the order in which they are asked: what is fast comes first. */
export const WASM_ANALYSERS: readonly Analyser[] = [
  treeSitter,
  ruff,
  prism,
  gofmt,
  php,
  shell,
  sql,
  json,
  yaml,
  toml,
  lua,
  xml,
  dockerfile,
];
