import { z } from "zod";
import type { Analyser, Check } from "@/lib/assistant/analysers/child-main";
import { type Places, placesIn } from "@/lib/assistant/analysers/places";
import { problemAt, sentence, syntaxProblem } from "@/lib/assistant/analysers/wasm/problem-of";
import type { Problem } from "@/lib/assistant/problem";

/** Languages of which a real parser says where it stumbled, and nothing more. */

const parser = (name: string, language: string, load: () => Promise<Check>): Analyser => ({
  name,
  languages: [language],
  load,
});

const shellErrorSchema = z.object({
  Text: z.string(),
  Pos: z.object({ Line: z.number().int(), Col: z.number().int() }),
});

export const shell = parser("sh-syntax", "shell", async () => {
  const { parse } = await import("sh-syntax");
  return async ({ text }) => {
    try {
      await parse(text);
      return [];
    } catch (error) {
      const parsed = shellErrorSchema.safeParse(error);
      if (!parsed.success) throw error;
      const { Text, Pos } = parsed.data;
      return [atBytes("sh-syntax", Text, placesIn(text), Pos.Line, Pos.Col)];
    }
  };
});

export const toml = parser("smol-toml", "toml", async () => {
  const { parse, TomlError } = await import("smol-toml");
  return ({ text }) => {
    try {
      parse(text);
      return [];
    } catch (error) {
      if (!(error instanceof TomlError)) throw error;
      const message = error.message.replace(/^Invalid TOML document: /, "");
      const places = placesIn(text);
      return [syntaxProblem("smol-toml", message, places, places.offset(error))];
    }
  };
});

const luaErrorSchema = z.object({ message: z.string(), index: z.number().int() });
/** Words of Lua 5.4 that the parser does not know. */
const NEWER_LUA = /<(?:const|close)>/;

export const lua = parser("luaparse", "lua", async () => {
  const { default: luaparse } = await import("luaparse");
  const errorIn = (text: string, luaVersion: "5.3" | "LuaJIT") => {
    try {
      luaparse.parse(text, { luaVersion, comments: false });
      return undefined;
    } catch (error) {
      const parsed = luaErrorSchema.safeParse(error);
      if (!parsed.success) throw error;
      return parsed.data;
    }
  };
  return ({ text }) => {
    const error = NEWER_LUA.test(text) ? undefined : errorIn(text, "5.3");
    // Each reads things that the other does not.
    if (error === undefined || errorIn(text, "LuaJIT") === undefined) return [];
    return [
      syntaxProblem("luaparse", error.message.replace(/^\[\d+:\d+\] /, ""), placesIn(text), error.index),
    ];
  };
});

export const xml = parser("saxes", "xml", async () => {
  const { SaxesParser } = await import("saxes");
  return ({ text }) => {
    const reader = new SaxesParser({ xmlns: true });
    const found: Problem[] = [];
    reader.on("error", ({ message }) => {
      if (found.length > 0) return; // what follows is mostly its consequence
      const words = message.replace(/^\d+:\d+: /, "");
      found.push(syntaxProblem("saxes", words, placesIn(text), Math.max(reader.position - 1, 0)));
    });
    reader.write(text).close();
    return found;
  };
});

const LSP_ERROR = 1;

export const dockerfile = parser("dockerfile-utils", "dockerfile", async () => {
  const { validate } = await import("dockerfile-utils");
  return ({ text }) =>
    validate(text).map(({ range, message, severity, code }): Problem => {
      const isError = severity === LSP_ERROR;
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
    });
});

/** `column` counts from 1, in bytes of UTF-8. */
export function atBytes(
  source: string,
  message: string,
  places: Places,
  line: number,
  column: number,
): Problem {
  const content = Buffer.from(places.line(line), "utf8");
  const start = places.offset({
    line,
    column: content.toString("utf8", 0, Math.max(column - 1, 0)).length + 1,
  });
  return problemAt(source, "syntax", "error", "error", message, places, start, start + 1);
}
