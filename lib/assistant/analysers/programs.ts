import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A child process: which languages it is asked about, and how it is run. */
export interface Program {
  /** Also what stands in `missing` while it cannot be had at all. */
  name: string;
  languages: readonly string[];
  /** Its bundle. */
  file: string;
  /** Node's. */
  flags: readonly string[];
  /** Its own. */
  args?: readonly string[];
  /** Of its processes (nice): below that of the server, so that nobody's typing waits for an analyser. */
  priority: number;
  /** Its analysers take long: what each has found is told before the next one is done. */
  tellsEach: boolean;
  /** A job that takes longer than this lets a second process come to help those who wait. */
  lateAfterMs: number;
  /** Processor time that a job may take before its process ends; four times that by the clock on the wall. */
  limitMs: number;
}

const LIMIT_MS = 5_000;
/** What takes a moment comes before what takes long, however many texts of that wait. */
const SOON = 5;
const LATER = 10;
/** Each text makes tens of megabytes that are of no use with the next: a small space for what is young would keep them all. */
const YOUNG = "--max-semi-space-size=32";

const WASM_LANGUAGES = [
  "c",
  "cpp",
  "csharp",
  "dockerfile",
  "go",
  "java",
  "javascript",
  "json",
  "lua",
  "php",
  "python",
  "ruby",
  "rust",
  "shell",
  "sql",
  "toml",
  "typescript",
  "xml",
  "yaml",
];

/** Where programs are that are used when they are there. */
const USUAL_FOLDERS = ["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"];

/**
 * Those of the product. `folders`: where other programs may be, before the usual places; `clang`: where that is, of
 * `clangFolder`. What takes long has a process of its own: in `wasm`, texts wait for each other. `--liftoff-only`: optimising large WebAssembly takes
 * seconds of all cores and gains nothing.
 */
export function programs(folders: readonly string[] = [], clang?: string): Program[] {
  const shellcheck = [...folders, ...USUAL_FOLDERS]
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, "shellcheck"))
    .find((file) => existsSync(file));
  return [
    {
      name: "wasm",
      languages: WASM_LANGUAGES,
      file: bundleOf("wasm"),
      flags: ["--liftoff-only", "--max-old-space-size=256"],
      priority: SOON,
      tellsEach: false,
      lateAfterMs: 700,
      limitMs: LIMIT_MS,
    },
    {
      name: "markup",
      languages: ["css", "html", "markdown"],
      file: bundleOf("markup"),
      flags: ["--max-old-space-size=256", YOUNG],
      priority: LATER,
      tellsEach: false,
      lateAfterMs: 700,
      limitMs: LIMIT_MS,
    },
    {
      name: "typescript",
      languages: ["javascript", "typescript"],
      file: bundleOf("typescript"),
      flags: ["--max-old-space-size=384", YOUNG],
      priority: LATER,
      tellsEach: true,
      lateAfterMs: 2_000,
      limitMs: LIMIT_MS,
    },
    ...(shellcheck === undefined ? [] : [shellcheckProgram(shellcheck)]),
    ...(clang === undefined ? [] : [clangProgram(clang)]),
  ];
}

const shellcheckProgram = (file: string): Program => ({
  name: "shellcheck",
  languages: ["shell"],
  file: bundleOf("shellcheck"),
  flags: ["--max-old-space-size=64"],
  args: [file],
  priority: LATER,
  tellsEach: false,
  lateAfterMs: 2_000,
  limitMs: LIMIT_MS,
});

const clangProgram = (folder: string): Program => ({
  name: "clang",
  languages: ["c", "cpp"],
  file: bundleOf("clang"),
  flags: ["--liftoff-only", "--max-old-space-size=256", YOUNG],
  args: [folder],
  priority: LATER,
  tellsEach: false,
  lateAfterMs: 4_000,
  limitMs: 10_000,
});

/** Where `npm run analysers:clang` has put clang; undefined where it was not asked for. */
export function clangFolder(): string | undefined {
  // From the bundled server, from a bundle in .cache, from the sources.
  return ["../.cache/clang", "./clang", "../../../.cache/clang"]
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((folder) => existsSync(path.join(folder, "node_modules")));
}

/** Beside the bundled server; for tests, which run from the sources, where their setup puts it. */
function bundleOf(name: string): string {
  const beside = fileURLToPath(new URL(`./analysers/${name}.mjs`, import.meta.url));
  if (existsSync(beside)) return beside;
  return fileURLToPath(new URL(`../../../.cache/analysers/${name}.mjs`, import.meta.url));
}
