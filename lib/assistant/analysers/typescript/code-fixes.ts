import type ts from "typescript";
import { UNUSED } from "@/lib/assistant/analysers/typescript/compiler-codes";
import type { Typed } from "@/lib/assistant/analysers/typescript/program";
import { positionAt } from "@/lib/assistant/analysers/typescript/text-places";
import { isHarmlessToRemove, nodeAt } from "@/lib/assistant/analysers/typescript/unused";
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
  if (action === undefined || action.changes.some(({ fileName }) => fileName !== file.fileName)) return null;
  const edits = action.changes.flatMap(({ textChanges }) =>
    textChanges.map(({ span, newText }) => ({
      start: positionAt(file, span.start),
      end: positionAt(file, span.start + span.length),
      text: newText,
    })),
  );
  return edits.length === 0 ? null : { title: title(action.description), edits };
}
