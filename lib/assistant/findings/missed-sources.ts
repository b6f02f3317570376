/** Analysers that also speak under another name than their own, and the program of one that stands for the other in it. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  "libpg-query": ["tandem"],
  "html-validate": ["tandem"],
};
/** Programs that are missing as a whole, and under which names they find. */
const OF_MARKUP: readonly string[] = ["html-validate", "stylelint", "markdownlint"];
const OF_THE_COMPILER: readonly string[] = ["typescript", "eslint"];
const OTHERS: readonly string[] = [...OF_MARKUP, ...OF_THE_COMPILER, "shellcheck", "clang"];
const PROGRAMS: Readonly<Record<string, (source: string) => boolean>> = {
  markup: (source) => OF_MARKUP.includes(source) || source === "tandem",
  typescript: (source) => OF_THE_COMPILER.includes(source),
  wasm: (source) => !OTHERS.includes(source),
};

/** Whether an analysis without these analysers or programs may have missed a finding of this source, which then stays. */
export function mayBeMissed(source: string, missing: readonly string[]): boolean {
  return missing.some(
    (name) => name === source || ALSO[name]?.includes(source) === true || PROGRAMS[name]?.(source) === true,
  );
}
