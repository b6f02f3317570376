import ts from "typescript";
import type { Typed } from "@/lib/assistant/analysers/typescript/program";
import { nodeAt } from "@/lib/assistant/analysers/typescript/text-places";

const NO_SUCH_PROPERTY_BUT = 2551;

/** Possibly null or undefined, in four wordings. */
const MAY_BE_NOTHING = new Set([2531, 2532, 18047, 18048]);
const NO_SUCH_PROPERTY = 2339;

/** Whether a diagnostic tells more about what the compiler does not see than about the text. */
export function isDoubtful(typed: Typed, { code, start = 0, length = 0 }: ts.Diagnostic): boolean {
  if (MAY_BE_NOTHING.has(code)) return isAssertedElsewhere(typed, start, length);
  if (code === NO_SUCH_PROPERTY && isInheritedElsewhere(typed, nodeAt(typed.file, start, length)))
    return true;
  if (!typed.untyped) return false;
  if (isInComment(typed.file, start)) return true;
  if (code !== NO_SUCH_PROPERTY_BUT) return false;
  // What a class of the text lacks, one that extends it, or whoever assigns to it, may have.
  const access = nodeAt(typed.file, start, length).parent;
  return !ts.isPropertyAccessExpression(access) || !isFromLibrary(typed, access.expression);
}

/** What a type of the text lacks may come from one of another file that it extends. */
function isInheritedElsewhere({ program }: Typed, { parent }: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(parent)) return false;
  const checker = program.getTypeChecker();
  const type = checker.getTypeAtLocation(parent.expression);
  return (type.symbol?.declarations ?? []).some(
    (declaration) =>
      (ts.isInterfaceDeclaration(declaration) || ts.isClassLike(declaration)) &&
      (declaration.heritageClauses ?? []).some(({ types }) =>
        types.some((base) => (checker.getTypeAtLocation(base).flags & ts.TypeFlags.Any) !== 0),
      ),
  );
}

/** `assertDefined(x)` of another file may be what rules it out; no more than this much before is looked through. */
const ASSERTED_WITHIN = 2_000;

function isAssertedElsewhere({ file }: Typed, start: number, length: number): boolean {
  const name = file.text.slice(start, start + length);
  if (!/^[\w.]+$/.test(name)) return false;
  const before = file.text.slice(Math.max(0, start - ASSERTED_WITHIN), start);
  const asserted = new RegExp(`\\b((?:assert|invariant|ensure)\\w*)\\(\\s*${name.replaceAll(".", "\\.")}\\b`);
  const by = asserted.exec(before)?.[1];
  return by !== undefined && !new RegExp(`function\\s+${by}\\b`).test(file.text);
}

/** Types in comments name what is declared elsewhere. */
function isInComment(file: ts.SourceFile, offset: number): boolean {
  let innermost: ts.Node = file;
  const look = (node: ts.Node): void => {
    if (node.pos > offset || node.end <= offset) return;
    innermost = node;
    ts.forEachChild(node, look);
  };
  ts.forEachChild(file, look);
  return (
    offset < innermost.getStart(file) ||
    ts.getLeadingCommentRanges(file.text, 0)?.some(covers(offset)) === true
  );
}

const covers = (offset: number) => (range: ts.CommentRange) => range.pos <= offset && offset < range.end;

function isFromLibrary({ file, program }: Typed, node: ts.Node): boolean {
  const checker = program.getTypeChecker();
  const declarations = checker.getApparentType(checker.getTypeAtLocation(node)).symbol?.declarations ?? [];
  return declarations.length > 0 && declarations.every((declaration) => declaration.getSourceFile() !== file);
}
