import ts from "typescript";
import {
  AMBIENT_FILE,
  AMBIENT_TEXT,
  looksLikeNode,
  NOT_NODE_FILE,
  NOT_NODE_TEXT,
} from "@/lib/assistant/analysers/typescript/ambient";
import {
  libraryFile,
  NODE_DECLARATIONS,
  readLibrary,
} from "@/lib/assistant/analysers/typescript/library-files";
import type { AnalysisInput } from "@/lib/assistant/problem";

export const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  // A script's names would otherwise meet those of the browser's global scope: `name`, `status`, `event`.
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
  types: [],
  allowJs: true,
  checkJs: true,
  strict: true,
  jsx: ts.JsxEmit.Preserve,
  experimentalDecorators: true,
  allowImportingTsExtensions: true,
  noEmit: true,
};

/** One text as the compiler sees it. */
export interface Typed {
  input: AnalysisInput;
  /** Whether it is JavaScript: types are then a guess. */
  untyped: boolean;
  file: ts.SourceFile;
  program: ts.Program;
  service: ts.LanguageService;
}

const ROOT = "/code/";
const AMBIENT = new Map([
  [AMBIENT_FILE, ts.ScriptSnapshot.fromString(AMBIENT_TEXT)],
  [NOT_NODE_FILE, ts.ScriptSnapshot.fromString(NOT_NODE_TEXT)],
]);

let current: { path: string; snapshot: ts.IScriptSnapshot; roots: string[]; version: number } = {
  path: `${ROOT}file.ts`,
  snapshot: ts.ScriptSnapshot.fromString(""),
  roots: [],
  version: 0,
};

const snapshotOf = (path: string) =>
  path === current.path ? current.snapshot : (AMBIENT.get(path) ?? readLibrary(path));

/** The same for all texts: only the text changes from one to the next, the declarations stay parsed. */
const service = ts.createLanguageService({
  getCompilationSettings: () => OPTIONS,
  getScriptFileNames: () => current.roots,
  getScriptVersion: (path) => (path === current.path ? String(current.version) : "0"),
  getScriptSnapshot: snapshotOf,
  getCurrentDirectory: () => ROOT,
  getDefaultLibFileName: () => libraryFile("lib.esnext.full.d.ts"),
  useCaseSensitiveFileNames: () => true,
  fileExists: (path) => snapshotOf(path) !== undefined,
  readFile: (path) => {
    const snapshot = snapshotOf(path);
    return snapshot?.getText(0, snapshot.getLength());
  },
  directoryExists: () => true,
  getDirectories: () => [],
  readDirectory: () => [],
});

let last: Typed | undefined;

/** The typed program of a text; asked again for the same input, the same one. A later call ends the use of earlier ones. */
export function typedProgram(input: AnalysisInput): Typed {
  if (
    last?.input.text === input.text &&
    last.input.name === input.name &&
    last.input.language === input.language
  )
    return last;
  const untyped = input.language === "javascript";
  const path = `${ROOT}file.${untyped ? "js" : /\.tsx$/i.test(input.name) ? "tsx" : "ts"}`;
  current = {
    path,
    snapshot: ts.ScriptSnapshot.fromString(input.text),
    roots: [path, AMBIENT_FILE, looksLikeNode(input.text) ? NODE_DECLARATIONS : NOT_NODE_FILE],
    version: current.version + 1,
  };
  const program = service.getProgram();
  const file = program?.getSourceFile(path);
  if (program === undefined || file === undefined) throw new Error("the compiler did not take the text");
  last = { input, untyped, file, program, service };
  return last;
}
