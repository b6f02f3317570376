import type ts from "typescript";
import { UNUSED } from "@/lib/assistant/analysers/typescript/compiler-codes";
import type { Typed } from "@/lib/assistant/analysers/typescript/program";
import { nodeAt, positionAt } from "@/lib/assistant/analysers/typescript/text-places";
import { isHarmlessToRemove } from "@/lib/assistant/analysers/typescript/unused";
import { title } from "@/lib/assistant/analysers/typescript/words";
import type { Problem } from "@/lib/assistant/problem";

/** The compiler's fixes that mend; others declare what is missing, or silence the compiler. */
const MENDING = new Set([
  "spelling",
  "unusedIdentifier",
  "addMissingAwait",
  "addMissingConst",
  "addMissingNewOperator",
  "fixAwaitInSyncFunction",
  "fixMissingCallParentheses",
  "fixOverrideModifier",
  "fixUnreachableCode",
  "forgottenThisPropertyAccess",
  "constructorForDerivedNeedSuperCall",
  "classSuperMustPrecedeThisAccess",
  "extendsInterfaceBecomesImplements",
]);
const FORMAT: ts.FormatCodeSettings = { newLineCharacter: "\n", indentSize: 2, convertTabsToSpaces: true };

/** The compiler's fix of what it found, if it has one that mends. */
export function codeFix({ file, service }: Typed, found: ts.Diagnostic): Problem["fix"] {
  const start = found.start ?? 0;
  const length = found.length ?? 0;
  if (UNUSED.has(found.code) && !isHarmlessToRemove(nodeAt(file, start, length))) return null;
  const action = service
    .getCodeFixesAtPosition(file.fileName, start, start + length, [found.code], FORMAT, {})
    .find(({ fixName }) => MENDING.has(fixName));
  if (action === undefined) return spelling(file, found);
  if (action.changes.some(({ fileName }) => fileName !== file.fileName)) return null;
  const edits = action.changes.flatMap(({ textChanges }) =>
    textChanges.map(({ span, newText }) => ({
      start: positionAt(file, span.start),
      end: positionAt(file, span.start + span.length),
      text: newText,
    })),
  );
  return edits.length === 0 ? null : { title: title(action.description), edits };
}

/** Of some misspelt names the compiler only says what they should be. */
function spelling(
  file: ts.SourceFile,
  { start = 0, length = 0, messageText }: ts.Diagnostic,
): Problem["fix"] {
  const text = typeof messageText === "string" ? messageText : messageText.messageText;
  const meant = /Did you mean(?: to write)? '([\w$]+)'\?$/.exec(text)?.[1];
  if (meant === undefined || !/^[\w$]+$/.test(file.text.slice(start, start + length))) return null;
  return {
    title: `Change spelling to \`${meant}\``,
    edits: [{ start: positionAt(file, start), end: positionAt(file, start + length), text: meant }],
  };
}
