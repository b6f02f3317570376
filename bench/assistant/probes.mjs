/**
 * What is typed at a pause's end, and what must be found then: in each the last character is what makes it wrong, so
 * findings of an earlier text are never taken for the new ones.
 *
 * @typedef {{ before: string, typed: string, after: string, rules: string[], says: string }} Probe `before` and `after`
 *   come with the first keystroke, as an editor completes them; `says` stands in the finding's message
 * @typedef {{ language: import("./sources.mjs").Language, probe: (n: number) => Probe }} Kind
 */

/** A comparison of something with itself: our own rule, which needs the syntax tree alone. */
const SELF = ["self-comparison", "no-self-compare"];

/** @type {Record<string, Kind>} */
export const KINDS = {
  javascript: {
    language: "javascript",
    probe: (n) => ({
      before: `export function probe${n}(amount, most${n}) {\n  if (`,
      typed: `most${n} < most${n}`,
      after: ") return 0;\n  return amount;\n}\n\n",
      rules: SELF,
      says: "",
    }),
  },
  json: {
    language: "json",
    probe: (n) => ({
      before: `  "probe_${n}": `,
      typed: `{ "amount": ${n} },,`,
      after: "\n",
      rules: ["syntax"],
      says: "roperty name expected",
    }),
  },
  python: {
    language: "python",
    probe: (n) => ({
      before: `def probe_${n}(amount: float) -> float:\n    return amount * `,
      typed: `factor_${n}`,
      after: "\n\n\n",
      rules: ["F821"],
      says: `factor_${n}`,
    }),
  },
  "typescript-rules": {
    language: "typescript",
    probe: (n) => ({
      before: `export function probe${n}(amount: number, most${n}: number): number {\n  if (`,
      typed: `most${n} < most${n}`,
      after: ") return 0;\n  return amount;\n}\n\n",
      rules: SELF,
      says: "",
    }),
  },
  typescript: {
    language: "typescript",
    probe: (n) => ({
      before: `export const probe${n} = (entry: Entry): number => entry.`,
      typed: `amuont${n}`,
      after: ";\n\n",
      rules: ["2339", "2551"],
      says: `amuont${n}`,
    }),
  },
};

/** What somebody types beside, where nothing need be found. @type {Record<string, [before: string, after: string]>} */
const COMMENTS = {
  css: ["/* ", " */\n"],
  go: ["// ", "\n"],
  html: ["<!-- ", " -->\n"],
  java: ["// ", "\n"],
  sql: ["-- ", "\n"],
  yaml: ["# ", "\n"],
};

/**
 * A line as somebody types it beside: what is wrong in a language that is watched as well, in others a comment.
 * @param {import("./sources.mjs").Language} language
 * @param {number} n no two alike
 * @returns {Probe}
 */
export function lineOf(language, n) {
  const comment = COMMENTS[language];
  if (comment === undefined) {
    const known = KINDS[language];
    if (known === undefined) throw new Error(`nothing to type in ${language}`);
    return known.probe(n);
  }
  const [before, after] = comment;
  return { before, typed: `looked at ${n}`, after, rules: [], says: "" };
}
