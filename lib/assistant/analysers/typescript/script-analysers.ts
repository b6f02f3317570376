import type { Analyser } from "@/lib/assistant/analysers/child-main";
import type { AnalysisInput } from "@/lib/assistant/problem";

const SCRIPTS = ["javascript", "typescript"];

/** The compiler first: ESLint then uses its program. Both load late, so that a fault of one leaves the other. */
export const SCRIPT_ANALYSERS: readonly Analyser[] = [
  {
    name: "typescript",
    languages: SCRIPTS,
    load: async () => {
      const { typedProgram } = await import("@/lib/assistant/analysers/typescript/program");
      const { compilerProblems } = await import("@/lib/assistant/analysers/typescript/compiler-diagnostics");
      return (input) => compilerProblems(typedProgram(input));
    },
  },
  {
    name: "eslint",
    languages: SCRIPTS,
    load: async () => {
      const { typedProgram } = await import("@/lib/assistant/analysers/typescript/program");
      const { lintProblems } = await import("@/lib/assistant/analysers/typescript/lint");
      return (input) => lintProblems(typedProgram(input));
    },
  },
];

const TYPESCRIPT = `import { readFile } from "node:fs/promises";
export async function lines(path: string): Promise<string[]> {
  const unused = 1;
  readFile(path);
  return (await readFile(path, "utf8")).split("\\n").sort();
}
`;

export const WARM_UP: readonly AnalysisInput[] = [
  { language: "typescript", name: "warm-up.ts", text: TYPESCRIPT },
  {
    language: "javascript",
    name: "warm-up.jsx",
    text: "export const Hello = () => <p>{documen.title}</p>;\n",
  },
];
