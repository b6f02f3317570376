/** What clang says, as it says it: a line for each remark, then one for each edit that would mend it, then its notes. */

/** Lines and columns from 1, columns in bytes of UTF-8. */
export interface Place {
  line: number;
  column: number;
}

export interface Edit {
  start: Place;
  end: Place;
  text: string;
}

export interface Remark {
  /** Of the file that it is about. */
  file: string;
  start: Place;
  kind: "error" | "warning" | "note";
  message: string;
  /** The warning's, without `-W`; "" for an error without any. */
  rule: string;
  edits: Edit[];
}

export interface Diagnostic extends Remark {
  notes: Remark[];
}

const REMARK = /^(.+?):(\d+):(\d+): (?:(fatal error|error|warning|note)): (.*)$/;
const RULE = / \[(?:-Werror,)?-W([\w#+-]+)(?:,[^\]]*)?\]$/;
const EDIT = /^fix-it:"(.*)":\{(\d+):(\d+)-(\d+):(\d+)\}:"(.*)"$/;
const ESCAPED = /\\(?:([0-7]{3})|(.))/g;
const PLAIN: Readonly<Record<string, string>> = { n: "\n", t: "\t" };

export function diagnosticsIn(said: string): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  let last: Remark | undefined;
  for (const line of said.split("\n")) {
    const remark = remarkOf(line);
    if (remark !== undefined) {
      last = remark;
      if (remark.kind === "note") diagnostics.at(-1)?.notes.push(remark);
      else {
        const diagnostic = { ...remark, notes: [] };
        last = diagnostic;
        diagnostics.push(diagnostic);
      }
    }
    const edit = editOf(line);
    if (edit !== undefined) last?.edits.push(edit);
  }
  return diagnostics;
}

function remarkOf(line: string): Remark | undefined {
  const [, file = "", row, column, kind, said = ""] = REMARK.exec(line) ?? [];
  if (kind === undefined) return undefined;
  return {
    file,
    start: { line: Number(row), column: Number(column) },
    kind: kind === "warning" || kind === "note" ? kind : "error",
    message: said.replace(RULE, ""),
    rule: RULE.exec(said)?.[1] ?? "",
    edits: [],
  };
}

function editOf(line: string): Edit | undefined {
  const found = EDIT.exec(line);
  if (found === null) return undefined;
  const [, , startLine, startColumn, endLine, endColumn, text = ""] = found;
  return {
    start: { line: Number(startLine), column: Number(startColumn) },
    end: { line: Number(endLine), column: Number(endColumn) },
    text: unescaped(text),
  };
}

/** Bytes that are no ASCII stand as three octal digits. */
function unescaped(text: string): string {
  const bytes = text.replace(ESCAPED, (_, octal: string | undefined, one: string) =>
    octal === undefined ? (PLAIN[one] ?? one) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return /^[\0-\xff]*$/.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
}
