import { treeSitter } from "@/lib/assistant/analysers/wasm/tree-sitter";
import type { Rule } from "@/lib/assistant/rules/rule";

/** For tests of our own rules: texts of which a rule must speak, and texts of which it must not. */

interface Case {
  rule: string;
  language: string;
  text: string;
  expected: "fires" | "silent";
  found(): Promise<"fires" | "silent">;
}

/** `fires` and `silent` make cases; `untested` names the rules that lack one of either. */
export async function ruleTester() {
  const check = await treeSitter.load();
  const shown = { fires: new Set<string>(), silent: new Set<string>() };
  const of =
    (expected: "fires" | "silent") =>
    (rule: string, language: string, text: string): Case => {
      shown[expected].add(rule);
      const found = async () => {
        const problems = await check({ language, name: `a.${language}`, text });
        const syntax = problems.find((problem) => problem.rule === "syntax");
        if (syntax !== undefined) throw new Error(`the text cannot be read: ${syntax.message}`);
        return problems.some((problem) => problem.rule === rule) ? "fires" : "silent";
      };
      return { rule, language, text, expected, found };
    };
  const untested = (rules: readonly Rule[]) =>
    rules.map(({ name }) => name).filter((name) => !shown.fires.has(name) || !shown.silent.has(name));
  return { fires: of("fires"), silent: of("silent"), untested };
}
