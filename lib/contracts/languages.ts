/** The languages the editor offers: id as in Monaco, the name shown, and the file name endings that mean it. */
export const LANGUAGES = [
  { id: "plaintext", name: "Plain text", endings: ["txt", "log", "csv"] },
  { id: "c", name: "C", endings: ["c", "h"] },
  { id: "cpp", name: "C++", endings: ["cpp", "cc", "cxx", "hpp", "hh"] },
  { id: "csharp", name: "C#", endings: ["cs"] },
  { id: "css", name: "CSS", endings: ["css"] },
  { id: "dockerfile", name: "Dockerfile", endings: ["dockerfile"] },
  { id: "go", name: "Go", endings: ["go"] },
  { id: "html", name: "HTML", endings: ["html", "htm"] },
  { id: "java", name: "Java", endings: ["java"] },
  { id: "javascript", name: "JavaScript", endings: ["js", "mjs", "cjs", "jsx"] },
  { id: "json", name: "JSON", endings: ["json", "jsonc"] },
  { id: "kotlin", name: "Kotlin", endings: ["kt", "kts"] },
  { id: "lua", name: "Lua", endings: ["lua"] },
  { id: "markdown", name: "Markdown", endings: ["md", "markdown"] },
  { id: "php", name: "PHP", endings: ["php"] },
  { id: "python", name: "Python", endings: ["py", "pyi"] },
  { id: "r", name: "R", endings: ["r"] },
  { id: "ruby", name: "Ruby", endings: ["rb"] },
  { id: "rust", name: "Rust", endings: ["rs"] },
  { id: "shell", name: "Shell", endings: ["sh", "bash"] },
  { id: "sql", name: "SQL", endings: ["sql"] },
  { id: "swift", name: "Swift", endings: ["swift"] },
  { id: "toml", name: "TOML", endings: ["toml"] },
  { id: "typescript", name: "TypeScript", endings: ["ts", "mts", "cts", "tsx"] },
  { id: "xml", name: "XML", endings: ["xml", "svg"] },
  { id: "yaml", name: "YAML", endings: ["yaml", "yml"] },
] as const;

export type LanguageId = (typeof LANGUAGES)[number]["id"];
export const DEFAULT_LANGUAGE: LanguageId = "plaintext";

/** The language a file name suggests; `plaintext` when it suggests none. Case does not matter. */
export function guessLanguage(fileName: string): LanguageId {
  const lower = fileName.toLowerCase();
  const ending = lower.includes(".") ? lower.slice(lower.lastIndexOf(".") + 1) : lower;
  const match = LANGUAGES.find(({ endings }) => endings.some((known) => known === ending));
  return match?.id ?? DEFAULT_LANGUAGE;
}

/** The name shown for a language id; an id that is not offered is shown as it is. */
export function languageName(id: string): string {
  return LANGUAGES.find((language) => language.id === id)?.name ?? id;
}

/** Whether the built-in analysers know the language. */
export const isCheckedLanguage = (id: string): boolean =>
  LANGUAGES.some((language) => language.id === id) && !UNCHECKED.has(id);
const UNCHECKED: ReadonlySet<string> = new Set<LanguageId>(["plaintext", "kotlin", "r", "swift"]);
