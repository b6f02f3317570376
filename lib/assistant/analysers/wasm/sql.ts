import { hasSqlDetails, loadModule, parseSync, scanSync } from "libpg-query";
import { z } from "zod";
import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { type Places, placesIn } from "@/lib/assistant/analysers/places";
import { problemAt, sentence } from "@/lib/assistant/analysers/wasm/problem-of";
import { sqlDoubts } from "@/lib/assistant/analysers/wasm/sql-doubts";
import type { Problem } from "@/lib/assistant/problem";
import type { Category } from "@/lib/contracts/findings";

/** SQL, read by PostgreSQL's own parser, and what is easily forgotten in a statement. */

const ERRORS_MAX = 5;
/** Of other databases: PostgreSQL's parser would call right what is wrong there, and the other way round. */
const OTHER_DIALECT =
  /`|\bAUTO_?INCREMENT\b|\bENGINE\s*=|\bPRAGMA\b|^\s*GO\s*$|\[dbo\]|^\s*DELIMITER\b|\bNVARCHAR\b|\bIDENTITY\s*\(|\bSELECT\s+TOP\s+\d|^\s*#|\bREPLACE\s+INTO\b|\bVARCHAR2\b|\bIF\s+OBJECT_ID|\bUNSIGNED\b|@@?\w+|\bON\s+DUPLICATE\s+KEY\b|\bINSERT\s+OR\b|\bWITHOUT\s+ROWID\b/im;

interface Statement {
  text: string;
  /** In bytes of the whole text. */
  offset: number;
}

export const sql: Analyser = {
  name: "libpg-query",
  languages: ["sql"],
  async load() {
    await loadModule();
    return ({ text: written }) => {
      const text = written.replaceAll("\0", " "); // where the parser would take the text to end
      if (text.trim() === "") return [];
      const places = placesIn(text);
      const told = !OTHER_DIALECT.test(text);
      const problems: Problem[] = [];
      let errors = 0;
      for (const statement of statementsOf(withoutMeta(text))) {
        const found = checkStatement(statement, places, told && errors < ERRORS_MAX);
        if (found.some(({ rule }) => rule === "syntax")) errors += 1;
        problems.push(...found);
      }
      return problems;
    };
  },
};

/** Commands of psql and the data of COPY, blanked: they are no SQL. */
function withoutMeta(text: string): string {
  const blank = (part: string) =>
    part.replace(/[^\n]/g, (character) => (character < "\x80" ? " " : character));
  return text
    .replace(/^\\[^\n]*$/gm, blank)
    .replace(
      /(\bfrom\s+stdin\b[^;]*;)([\s\S]*?^\\\.$)/gim,
      (_, command: string, data: string) => command + blank(data),
    );
}

function statementsOf(text: string): Statement[] {
  const bytes = Buffer.from(text, "utf8");
  let tokens: { start: number; end: number; text: string; tokenName: string }[];
  try {
    ({ tokens } = scanSync(text));
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    return [{ text, offset: 0 }]; // an open quote or comment: parsing it says where
  }
  const statements: Statement[] = [];
  let start: number | undefined;
  for (const token of tokens) {
    if (/COMMENT/.test(token.tokenName)) continue;
    start ??= token.start;
    if (token.tokenName !== "ASCII_59" && token.text !== ";") continue;
    if (token.start > start)
      statements.push({ text: bytes.toString("utf8", start, token.start), offset: start });
    start = undefined;
  }
  if (start !== undefined) statements.push({ text: bytes.toString("utf8", start), offset: start });
  return statements;
}

function checkStatement({ text, offset }: Statement, places: Places, tellErrors: boolean): Problem[] {
  const at = (byte: number) => places.offset(places.atByte(offset + byte));
  const tell = (rule: string, category: Category, message: string, start: number, end: number): Problem =>
    problemAt(
      "libpg-query",
      rule,
      category,
      category === "error" ? "error" : "warning",
      message,
      places,
      at(start),
      at(end),
    );
  let tree: unknown;
  try {
    tree = parseSync(text);
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    const details = error.sqlDetails;
    if (!tellErrors || details === undefined) return [];
    const characters = [...text].slice(0, Math.max(details.cursorPosition, 0)).join("");
    const start = Math.min(Buffer.byteLength(characters), Buffer.byteLength(text.trimEnd()) - 1);
    return [tell("syntax", "error", sentence(details.message), start, start + 1)];
  }
  return nodesIn(tree).flatMap(([kind, node]) => {
    if ((kind === "UpdateStmt" || kind === "DeleteStmt") && node.whereClause === undefined) {
      const verb = kind === "UpdateStmt" ? "UPDATE" : "DELETE";
      return [
        {
          ...tell(
            "missing-where",
            "bug",
            `Without \`WHERE\` this \`${verb}\` changes every row of the table`,
            0,
            verb.length,
          ),
          source: "tandem",
        },
      ];
    }
    const doubts = sqlDoubts(kind, node).map(({ rule, category, message, at: start }) => ({
      ...tell(rule, category, message, start, start + 1),
      source: "tandem",
    }));
    return kind === "A_Expr" ? [...comparison(node, tell), ...doubts] : doubts;
  });
}

const expressionSchema = z.object({
  kind: z.literal("AEXPR_OP"),
  name: z.array(z.object({ String: z.object({ sval: z.string() }) })).length(1),
  lexpr: z.unknown(),
  rexpr: z.unknown(),
  location: z.number().default(0),
});
const nullSchema = z.object({
  A_Const: z.object({ isnull: z.literal(true), location: z.number().default(0) }),
});
const columnSchema = z.object({
  ColumnRef: z.object({ fields: z.array(z.unknown()), location: z.number().default(0) }),
});

function comparison(
  node: unknown,
  tell: (rule: string, category: Category, message: string, start: number, end: number) => Problem,
): Problem[] {
  const parsed = expressionSchema.safeParse(node);
  if (!parsed.success) return [];
  const { name, lexpr, rexpr, location } = parsed.data;
  const operator = name[0]?.String.sval ?? "";
  const nothing = nullSchema.safeParse(rexpr);
  if (nothing.success && /^(?:=|<>|!=)$/.test(operator)) {
    const is = operator === "=" ? "IS NULL" : "IS NOT NULL";
    const found = tell(
      "equals-null",
      "bug",
      `\`${operator} NULL\` is never true: use \`${is}\``,
      location,
      nothing.data.A_Const.location + 4,
    );
    return [
      {
        ...found,
        source: "tandem",
        fix: { title: `Use \`${is}\``, edits: [{ start: found.start, end: found.end, text: is }] },
      },
    ];
  }
  const left = columnSchema.safeParse(lexpr);
  const right = columnSchema.safeParse(rexpr);
  if (!left.success || !right.success || !/^(?:=|<>|!=|<=?|>=?)$/.test(operator)) return [];
  if (JSON.stringify(left.data.ColumnRef.fields) !== JSON.stringify(right.data.ColumnRef.fields)) return [];
  const found = tell(
    "self-comparison",
    "bug",
    `Both sides of \`${operator}\` are the same column`,
    left.data.ColumnRef.location,
    right.data.ColumnRef.location + 1,
  );
  return [{ ...found, source: "tandem" }];
}

/** Every node of the parser's answer with its name, wherever it is nested. */
function nodesIn(tree: unknown): [string, Record<string, unknown>][] {
  const found: [string, Record<string, unknown>][] = [];
  const open = [tree];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) open.push(...value);
    else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (/^[A-Z]/.test(name) && typeof inner === "object" && inner !== null)
          found.push([name, { ...inner }]);
        open.push(inner);
      }
    }
  }
  return found;
}
