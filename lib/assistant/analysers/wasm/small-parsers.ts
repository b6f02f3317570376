import { format } from "@wasm-fmt/gofmt";
import { validate } from "dockerfile-utils";
import luaparse from "luaparse";
import { SaxesParser } from "saxes";
import { parse as parseShell } from "sh-syntax";
import { parse as parseToml, TomlError } from "smol-toml";
import { z } from "zod";
import type { Analyser, Check } from "@/lib/assistant/analysers/child-main";
import { type Places, placesIn } from "@/lib/assistant/analysers/places";
import { problemAt, sentence, syntaxProblem } from "@/lib/assistant/analysers/wasm/problem-of";
import type { Problem } from "@/lib/assistant/problem";

/** Languages of which a real parser says where it stumbled, and nothing more. */

const parserOf = (name: string, language: string, check: Check): Analyser => ({
  name,
  languages: [language],
  load: async () => check,
});

export const gofmt = parserOf("gofmt", "go", ({ text }) => {
  try {
    format(text);
    return [];
  } catch (error) {
    const [, line, column, message] = /(\d+):(\d+): ([^\n]*)/.exec(String(error)) ?? [];
    if (line === undefined || message === undefined) throw error;
    return [
      atLine(
        "gofmt",
        message.replace(/ \(and \d+ more errors?\)$/, ""),
        placesIn(text),
        Number(line),
        Number(column),
        true,
      ),
    ];
  }
});

const shellErrorSchema = z.object({
  Text: z.string(),
  Pos: z.object({ Line: z.number().int(), Col: z.number().int() }),
});

export const shell = parserOf("sh-syntax", "shell", async ({ text }) => {
  try {
    await parseShell(text);
    return [];
  } catch (error) {
    const parsed = shellErrorSchema.safeParse(error);
    if (!parsed.success) throw error;
    const { Text, Pos } = parsed.data;
    return [atLine("sh-syntax", Text, placesIn(text), Pos.Line, Pos.Col, true)];
  }
});

export const toml = parserOf("smol-toml", "toml", ({ text }) => {
  try {
    parseToml(text);
    return [];
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const message = error.message.replace(/^Invalid TOML document: /, "");
    return [atLine("smol-toml", message, placesIn(text), error.line, error.column)];
  }
});

const luaErrorSchema = z.object({ message: z.string(), index: z.number().int() });
/** Words of Lua 5.4 that the parser does not know. */
const NEWER_LUA = /<(?:const|close)>/;

export const lua = parserOf("luaparse", "lua", ({ text }) => {
  if (NEWER_LUA.test(text)) return [];
  const [first, second] = (["5.3", "LuaJIT"] as const).map((luaVersion) => luaError(text, luaVersion));
  if (first === undefined || second === undefined) return [];
  return [syntaxProblem("luaparse", first.message.replace(/^\[\d+:\d+\] /, ""), placesIn(text), first.index)];
});

function luaError(text: string, luaVersion: "5.3" | "LuaJIT"): z.infer<typeof luaErrorSchema> | undefined {
  try {
    luaparse.parse(text, { luaVersion, comments: false });
    return undefined;
  } catch (error) {
    const parsed = luaErrorSchema.safeParse(error);
    if (!parsed.success) throw error;
    return parsed.data;
  }
}

export const xml = parserOf("saxes", "xml", ({ text }) => {
  const parser = new SaxesParser({ xmlns: true });
  const found: Problem[] = [];
  parser.on("error", ({ message }) => {
    const words = message.replace(/^\d+:\d+: /, "");
    if (found.length === 0)
      found.push(syntaxProblem("saxes", words, placesIn(text), Math.max(parser.position - 1, 0)));
  });
  parser.write(text).close();
  return found;
});

export const dockerfile = parserOf("dockerfile-utils", "dockerfile", ({ text }) =>
  validate(text).map(({ range, message, severity, code }) => {
    const isError = severity === 1;
    return {
      source: "dockerfile-utils",
      rule: String(code ?? "syntax"),
      category: isError ? "error" : "bug",
      severity: isError ? "error" : "warning",
      message: sentence(typeof message === "string" ? message : message.value),
      start: { line: range.start.line + 1, column: range.start.character + 1 },
      end: { line: range.end.line + 1, column: range.end.character + 1 },
      fix: null,
      url: null,
    };
  }),
);

/** `column` from 1, in bytes of UTF-8 where `bytes`. */
function atLine(
  source: string,
  message: string,
  places: Places,
  line: number,
  column: number,
  bytes = false,
): Problem {
  const content = Buffer.from(places.line(line), "utf8");
  const units = bytes ? content.toString("utf8", 0, column - 1).length : column - 1;
  const start = places.offset({ line, column: units + 1 });
  return problemAt(source, "syntax", "error", "error", message, places, start, start + 1);
}
