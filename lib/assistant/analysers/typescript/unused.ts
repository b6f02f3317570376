import ts from "typescript";
import type { Typed } from "@/lib/assistant/analysers/typescript/program";
import type { Severity } from "@/lib/contracts/findings";

/** What of the compiler's unused names is worth telling, and what may be taken out. */

/** How severe an unused name is; `null`: meant to be unused. */
export function unusedSeverity({ file }: Typed, node: ts.Node): Severity | null {
  const name = node.getText(file);
  if (/^_/.test(name) || isParameter(node)) return null;
  // JSX of old needs the name.
  if (name === "React" || /^import\s+React\b/.test(name)) return null;
  // A page's attributes, or another script, may use a script's own names.
  return isScript(file) && isOutermost(node) ? "hint" : "info";
}

/** Whether taking the declaration out takes nothing out that does something. */
export function isHarmlessToRemove(node: ts.Node): boolean {
  if (ts.findAncestor(node, ts.isImportDeclaration) !== undefined) return true;
  const declaration = ts.findAncestor(node, isDeclaration);
  if (declaration === undefined) return false;
  // What is assigned to a member elsewhere would be left without it.
  if (ts.isClassElement(declaration)) return false;
  if (!ts.isVariableDeclaration(declaration)) return true;
  return (
    ts.isIdentifier(declaration.name) &&
    (declaration.initializer === undefined || isPure(declaration.initializer))
  );
}

const isDeclaration = (node: ts.Node) =>
  ts.isClassElement(node) ||
  ts.isVariableDeclaration(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node);

const isParameter = (node: ts.Node) =>
  ts.findAncestor(node, (above) => (ts.isParameter(above) ? true : ts.isBlock(above) ? "quit" : false)) !==
  undefined;

const isScript = (file: ts.SourceFile) =>
  !file.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)),
  );

const isOutermost = (node: ts.Node) =>
  ts.findAncestor(node, (above) => ts.isBlock(above) || ts.isClassElement(above)) === undefined;

const isAssignment = (kind: ts.SyntaxKind) =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

function isPure(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return true;
  const acts =
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) && node.operator >= ts.SyntaxKind.PlusPlusToken) ||
    (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind));
  return !acts && !ts.forEachChild(node, (child) => !isPure(child));
}
