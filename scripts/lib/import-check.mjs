import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { readSource } from "./source-text.mjs";

/**
 * Applies the table of import-rules.mjs to production sources. A type-only import counts like any other: it also makes
 * one part know another.
 *
 * @typedef {import("./import-rules.mjs").Rule} Rule
 * @typedef {{ file: string, text: string }} Source `file`: path from the root, with `/`
 * @typedef {{ file: string, line: number, rule: string, why: string }} Violation
 */

/** Folders, by their path from the root. */
const NOT_OURS = new Set(["node_modules", "dist", "public", "drizzle", "test-results"]);
const NOT_PRODUCTION = new Set(["test-support", "e2e", "bench", "scripts", "lib/assistant/cases"]);
const SOURCE = /\.tsx?$/;
const ONLY_FOR_TESTS = /(?:^|\/)testing\.tsx?$|\.(?:test|soak|spec|contract)\.tsx?$|\.d\.ts$/;
/** `from "x"`, `import "x"`, `import("x")` (a type's too) and `require("x")`. */
const IMPORT = /\b(?:from\s*|import\s*\(?\s*|require\s*\(\s*)(["'`])([^"'`\n]+)\1/g;

/**
 * Every production source below `root`, in order.
 * @param {string} root
 * @returns {Source[]}
 */
export function readSources(root) {
  /** @type {(folder: string) => Source[]} */
  const below = (folder) =>
    readdirSync(path.join(root, folder), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const file = path.posix.join(folder, entry.name);
        if (entry.isDirectory()) return isSkipped(folder, entry.name) ? [] : below(file);
        if (!SOURCE.test(file) || ONLY_FOR_TESTS.test(file)) return [];
        return [{ file, text: readFileSync(path.join(root, file), "utf8") }];
      });
  return below("");
}

/**
 * @param {string} folder
 * @param {string} name
 */
function isSkipped(folder, name) {
  if (name.startsWith(".")) return true;
  const place = path.posix.join(folder, name);
  return NOT_OURS.has(place) || NOT_PRODUCTION.has(place);
}

/**
 * @param {Source[]} sources
 * @param {Rule[]} rules
 * @returns {Violation[]}
 */
export function findViolations(sources, rules) {
  return sources.flatMap((source) => {
    const place = withoutExtension(source.file);
    const inForce = rules.filter(
      (rule) => matches(rule.in, place) && !(rule.except !== undefined && matches(rule.except, place)),
    );
    const { code, words } = readSource(source.text);
    return inForce
      .flatMap((rule) =>
        [...forbiddenImports(rule, source.file, code), ...forbiddenText(rule, words)].map((at) => ({
          file: source.file,
          line: code.slice(0, at).split("\n").length,
          rule: rule.name,
          why: rule.why,
        })),
      )
      .sort((a, b) => a.line - b.line);
  });
}

/**
 * Where in `code` something is imported that the rule forbids.
 * @param {Rule} rule
 * @param {string} file
 * @param {string} code
 */
function forbiddenImports({ noImport }, file, code) {
  if (noImport === undefined) return [];
  return [...code.matchAll(IMPORT)]
    .filter(([, , specifier]) => specifier !== undefined && matches(noImport, resolve(file, specifier)))
    .map((found) => found.index + found[0].length);
}

/**
 * @param {Rule} rule
 * @param {string} words
 */
function forbiddenText({ noText }, words) {
  if (noText === undefined) return [];
  return [...words.matchAll(new RegExp(noText, "g"))].map((found) => found.index);
}

/**
 * A path from the root for our own sources, `node:…` for Node's, else the package's name as written.
 * @param {string} file
 * @param {string} specifier
 */
function resolve(file, specifier) {
  if (specifier.startsWith("@/")) return withoutExtension(path.posix.normalize(specifier.slice(2)));
  if (specifier.startsWith(".")) {
    return withoutExtension(path.posix.join(path.posix.dirname(file), specifier));
  }
  return isBuiltin(specifier) && !specifier.startsWith("node:") ? `node:${specifier}` : specifier;
}

/** @param {string} file */
const withoutExtension = (file) => file.replace(/\.(?:[cm]?[jt]s|tsx)$/, "");

/**
 * Whether a path or package is one of `patterns` (see import-rules.mjs).
 * @param {string[]} patterns
 * @param {string} name
 */
function matches(patterns, name) {
  return patterns.some((pattern) => {
    const folder = pattern.endsWith("/");
    const escaped = (folder ? pattern.slice(0, -1) : pattern)
      .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[^/]*");
    return new RegExp(`^${escaped}${folder ? "(?:/.*)?" : ""}$`).test(name);
  });
}
