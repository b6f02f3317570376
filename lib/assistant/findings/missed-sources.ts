/** Analysers that also speak under another name than their own, and the program of one that stands for the other in it. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  "libpg-query": ["tandem"],
  typescript: ["eslint"],
};
/** The program that holds the analysers of every language, which find under all names but the compiler's. */
const ALL_LANGUAGES = "wasm";
const OF_THE_COMPILER: readonly string[] = ["typescript", "eslint"];

/** Whether an analysis without these analysers or programs may have missed a finding of this source, which then stays. */
export function mayBeMissed(source: string, missing: readonly string[]): boolean {
  return missing.some(
    (name) =>
      name === source ||
      ALSO[name]?.includes(source) === true ||
      (name === ALL_LANGUAGES && !OF_THE_COMPILER.includes(source)),
  );
}
