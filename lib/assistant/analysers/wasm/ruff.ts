import { PositionEncoding, Workspace } from "@astral-sh/ruff-wasm-nodejs";
import { z } from "zod";
import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { mendPython } from "@/lib/assistant/analysers/wasm/mend-python";
import { pageOf } from "@/lib/assistant/analysers/wasm/ruff-pages";
import { IGNORED, judgementOf, SELECTED } from "@/lib/assistant/analysers/wasm/ruff-rules";
import type { Problem } from "@/lib/assistant/problem";
import type { Position } from "@/lib/contracts/findings";

/** Python: ruff, with the rules that people want to hear of while they type. */

const locationSchema = z
  .object({ row: z.number().int().min(1), column: z.number().int().min(1) })
  .transform(({ row, column }): Position => ({ line: row, column }));

const diagnosticSchema = z.object({
  code: z.string().nullable(),
  message: z.string(),
  start_location: locationSchema,
  end_location: locationSchema,
  fix: z
    .object({
      message: z.string().nullable(),
      edits: z.array(
        z.object({ content: z.string().nullable(), location: locationSchema, end_location: locationSchema }),
      ),
    })
    .nullable(),
});

const SETTINGS = {
  "target-version": "py313",
  lint: { select: SELECTED, ignore: IGNORED },
};

export const ruff: Analyser = {
  name: "ruff",
  languages: ["python"],
  async load() {
    const workspace = new Workspace(SETTINGS, PositionEncoding.Utf16);
    const check = (text: string) => z.array(diagnosticSchema).parse(workspace.check(text));
    return ({ text }) => withRest(check(text), text, check).map(problemOf);
  },
};

type Diagnostic = z.infer<typeof diagnosticSchema>;

const SYNTAX = "invalid-syntax";
const isSyntax = ({ code }: Diagnostic): boolean => (code ?? SYNTAX) === SYNTAX;

/** Where the text does not parse, what else is to say of it, without fixes: they would be made in another text. */
function withRest(
  said: Diagnostic[],
  text: string,
  check: (text: string) => Diagnostic[],
): readonly Diagnostic[] {
  if (!said.some(isSyntax)) return said;
  const linesOf = (found: Diagnostic[]) =>
    found.filter(isSyntax).map(({ start_location }) => start_location.line);
  const mended = mendPython(text, (other) => linesOf(other === text ? said : check(other)));
  if (mended === null) return said;
  const rest = check(mended.text).filter(({ start_location, message }) => {
    const names = message.match(/(?<=`)[\p{L}_][\p{L}\p{N}_.]*(?=`)/gu) ?? [];
    return (
      !mended.lines.has(start_location.line) &&
      !names.some((name) => name.split(".").some((part) => mended.names.has(part)))
    );
  });
  return [...said.filter(isSyntax), ...rest.map((one) => ({ ...one, fix: null }))];
}

function problemOf({ code, message, start_location, end_location, fix }: Diagnostic): Problem {
  const rule = code ?? SYNTAX;
  return {
    source: "ruff",
    rule,
    ...judgementOf(rule),
    message,
    start: start_location,
    end: end_location,
    fix: fix === null ? null : { title: fix.message ?? "Fix", edits: fix.edits.map(editOf) },
    url: pageOf(rule),
  };
}

function editOf({
  content,
  location,
  end_location,
}: {
  content: string | null;
  location: Position;
  end_location: Position;
}) {
  return { start: location, end: end_location, text: content ?? "" };
}
