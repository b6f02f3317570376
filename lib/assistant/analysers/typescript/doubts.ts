import ts from "typescript";
import type { Typed } from "@/lib/assistant/analysers/typescript/program";
import { nodeAt } from "@/lib/assistant/analysers/typescript/text-places";

const NO_SUCH_PROPERTY_BUT = 2551;

/** Whether a diagnostic of JavaScript tells more about the compiler's guesses than about the text. */
export function isDoubtful(typed: Typed, { code, start = 0, length = 0 }: ts.Diagnostic): boolean {
  if (!typed.untyped) return false;
  if (isInComment(typed.file, start)) return true;
  if (code !== NO_SUCH_PROPERTY_BUT) return false;
  // What a class of the text lacks, one that extends it, or whoever assigns to it, may have.
  const access = nodeAt(typed.file, start, length).parent;
  return !ts.isPropertyAccessExpression(access) || !isFromLibrary(typed, access.expression);
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
