import { z } from "zod";
import type { Category } from "@/lib/contracts/findings";

/** Statements that PostgreSQL's parser accepts, and that fail later or do what nobody means. */

interface SqlDoubt {
  rule: string;
  category: Category;
  message: string;
  /** In bytes of the statement. */
  at: number;
}

const located = (kind: string) => z.object({ [kind]: z.object({ location: z.number().default(0) }) });
const constant = z.object({
  A_Const: z.object({
    location: z.number().default(0),
    ival: z.object({ ival: z.number().default(0) }).optional(),
    sval: z.object({ sval: z.string().default("") }).optional(),
  }),
});
const list = z.object({ List: z.object({ items: z.array(z.unknown()) }) });
const target = z.object({ ResTarget: z.object({ location: z.number().default(0), val: z.unknown() }) });
const call = z.object({
  FuncCall: z.object({
    funcname: z.array(z.object({ String: z.object({ sval: z.string() }) })),
    location: z.number().default(0),
    over: z.unknown().optional(),
  }),
});

const AGGREGATE = /^(?:sum|count|avg|min|max|array_agg|string_agg)$/i;

/** What is doubtful about one node of a statement, as `libpg-query` names it. */
export function sqlDoubts(kind: string, node: Record<string, unknown>): SqlDoubt[] {
  switch (kind) {
    case "InsertStmt":
      return wrongCount(node);
    case "A_Expr":
      return [...emptyRange(node), ...nullAsText(node)];
    case "UpdateStmt":
      return setsCondition(node);
    case "SelectStmt":
      return [...aggregateInWhere(node), ...everyPair(node), ...ungrouped(node)];
    case "CreateStmt":
      return columnTwice(node);
    default:
      return [];
  }
}

const bug = (rule: string, message: string, at: number): SqlDoubt => ({ rule, category: "bug", message, at });
const error = (rule: string, message: string, at: number): SqlDoubt => ({
  rule,
  category: "error",
  message,
  at,
});

const insertSchema = z.object({
  cols: z.array(z.unknown()).min(1),
  selectStmt: z.object({ SelectStmt: z.object({ valuesLists: z.array(list).min(1) }) }),
});

function wrongCount(node: unknown): SqlDoubt[] {
  const parsed = insertSchema.safeParse(node);
  if (!parsed.success) return [];
  const { cols, selectStmt } = parsed.data;
  return selectStmt.SelectStmt.valuesLists.flatMap(({ List: { items } }) => {
    if (items.length === cols.length) return [];
    const at = locationOf(items[0]);
    return [
      error("wrong-count", `There are ${cols.length} columns, and here are ${items.length} values`, at),
    ];
  });
}

/** Where something stands, as far as it says so itself. */
function locationOf(node: unknown): number {
  for (const kind of ["A_Const", "ColumnRef", "FuncCall", "A_Expr", "TypeCast", "ParamRef", "SetToDefault"]) {
    const parsed = located(kind).safeParse(node);
    if (parsed.success) return parsed.data[kind]?.location ?? 0;
  }
  return 0;
}

function emptyRange({ kind, rexpr, location }: Record<string, unknown>): SqlDoubt[] {
  const ends = list.safeParse(rexpr);
  if (kind !== "AEXPR_BETWEEN" || !ends.success) return [];
  const [low, high] = ends.data.List.items.map((item) => constant.safeParse(item).data?.A_Const.ival?.ival);
  if (low === undefined || high === undefined || low <= high) return [];
  return [
    bug(
      "empty-range",
      `Nothing is between ${low} and ${high}: the smaller one comes first`,
      typeof location === "number" ? location : 0,
    ),
  ];
}

function nullAsText({ kind, rexpr }: Record<string, unknown>): SqlDoubt[] {
  const value = constant.safeParse(rexpr).data?.A_Const;
  if (kind !== "AEXPR_OP" || value?.sval === undefined || !/^null$/i.test(value.sval.sval)) return [];
  return [
    bug("equals-null", "In quotes this is the word, not the missing value: use `IS NULL`", value.location),
  ];
}

/** `SET a = 1 AND b = 2` sets `a` to whether both are so. */
function setsCondition({ targetList }: Record<string, unknown>): SqlDoubt[] {
  const schema = z.array(
    z.object({
      ResTarget: z.object({
        location: z.number().default(0),
        val: z.object({ BoolExpr: z.object({ boolop: z.literal("AND_EXPR"), args: z.array(z.unknown()) }) }),
      }),
    }),
  );
  const targets = Array.isArray(targetList)
    ? targetList.flatMap((one) => schema.safeParse([one]).data ?? [])
    : [];
  return targets.flatMap(({ ResTarget: { location, val } }) => {
    const compares = val.BoolExpr.args.slice(1).every((part) => located("A_Expr").safeParse(part).success);
    return compares
      ? [bug("and-in-set", "This sets one column to the outcome of `AND`: put a comma between two", location)]
      : [];
  });
}

function aggregateInWhere({ whereClause }: Record<string, unknown>): SqlDoubt[] {
  return aggregatesIn(whereClause)
    .slice(0, 1)
    .map((at) =>
      error(
        "aggregate-in-where",
        "`WHERE` is asked for each row, before rows are counted or summed up: use `HAVING`",
        at,
      ),
    );
}

/** Sums, counts and the like in an expression; those of a query inside of it are its own. */
function aggregatesIn(expression: unknown): number[] {
  const found: number[] = [];
  const open = [expression];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) open.push(...value);
    else if (typeof value === "object" && value !== null && !("SubLink" in value)) {
      const called = call.safeParse(value).data?.FuncCall;
      if (
        called !== undefined &&
        called.over === undefined &&
        AGGREGATE.test(called.funcname.at(-1)?.String.sval ?? "")
      )
        found.push(called.location);
      open.push(...Object.values(value));
    }
  }
  return found;
}

/** `FROM a, b` without a word on how they belong together. */
function everyPair({ fromClause, whereClause }: Record<string, unknown>): SqlDoubt[] {
  const tables = z
    .array(z.object({ RangeVar: z.object({ location: z.number().default(0) }) }))
    .min(2)
    .safeParse(fromClause);
  if (!tables.success || whereClause !== undefined) return [];
  return [
    bug(
      "every-pair",
      "Nothing says how these tables belong together, so every row meets every other: join them `ON` something",
      tables.data[1]?.RangeVar.location ?? 0,
    ),
  ];
}

/** A column beside a sum or count, and nothing that groups. */
function ungrouped({ targetList, groupClause }: Record<string, unknown>): SqlDoubt[] {
  const targets = z.array(target).safeParse(targetList);
  if (!targets.success || groupClause !== undefined) return [];
  const values = targets.data.map(({ ResTarget }) => ResTarget.val);
  if (!values.some((value) => aggregatesIn(value).length > 0 && call.safeParse(value).success)) return [];
  const column = values.find((value) => located("ColumnRef").safeParse(value).success);
  return column === undefined
    ? []
    : [
        error(
          "not-grouped",
          "This column has many values where the rows are counted or summed up: it needs `GROUP BY`",
          locationOf(column),
        ),
      ];
}

function columnTwice({ tableElts }: Record<string, unknown>): SqlDoubt[] {
  const seen = new Set<string>();
  const columns = z.array(z.unknown()).catch([]).parse(tableElts);
  return columns.flatMap((one) => {
    const column = z
      .object({ ColumnDef: z.object({ colname: z.string(), location: z.number().default(0) }) })
      .safeParse(one).data?.ColumnDef;
    if (column === undefined) return [];
    const isNew = !seen.has(column.colname);
    seen.add(column.colname);
    return isNew
      ? []
      : [error("duplicate-column", `The column \`${column.colname}\` is here already`, column.location)];
  });
}
