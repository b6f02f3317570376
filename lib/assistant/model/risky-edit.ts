import type { Block } from "./answer-events";

/**
 * What no fix of a mistake needs, and what text in a file might talk a model into. An edit that brings any of it is shown
 * as words only, without Apply. Each is counted: what was there before is no news.
 */
const BRINGS: readonly [what: string, pattern: RegExp][] = [
  ["an address", /\b(?:https?|ftp|wss?|data|file):\/*[\w.[]/gi],
  [
    "code that runs text as code",
    /\b(?:eval|exec|execfile|compile|Function|__import__|loadstring|instance_eval)\s*\(/g,
  ],
  [
    "a call of other programs",
    /\bchild_process\b|\bsubprocess\b|\bos\s*\.\s*(?:system|popen|exec\w*|spawn\w*)\b|\bRuntime\s*\.\s*getRuntime\b|\bProcessBuilder\b|\bProcess\s*\.\s*Start\b|\bexec\s*\.\s*Command\b|\bproc_open\b|\bshell_exec\b|\bpassthru\b|\bCommand\s*::\s*new\b/g,
  ],
  ["a command of a shell", /\b(?:curl|wget|nc|bash|sh|powershell)\s+-\w|\brm\s+-\w*[rf]/g],
  [
    "a hidden text",
    /\b(?:atob|b64decode|fromCharCode|base64_decode|unhexlify)\s*\(|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
  ],
  [
    "a use of secrets",
    /\bdocument\s*\.\s*cookie\b|\blocalStorage\b|\bprocess\s*\.\s*env\b|\bos\s*\.\s*environ\b|\bgetenv\b/g,
  ],
];

const GUARDS =
  /auth|permission|password|passwd|token|csrf|verify|is_?admin|sanitiz|escape|check_?access|require_?(?:role|right|login)/gi;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Why an edit is not offered for one click; null: nothing speaks against it. */
export function riskOf(blocks: readonly Block[]): string | null {
  const before = blocks.map(({ search }) => search).join("\n");
  const after = blocks.map(({ replace }) => replace).join("\n");
  const [what] = BRINGS.find(([, pattern]) => count(after, pattern) > count(before, pattern)) ?? [];
  return what ?? null;
}

/** Whether an edit takes something out that looks like a check of who may: worth a second look. */
export function removesGuard(blocks: readonly Block[]): boolean {
  const sum = (text: (block: Block) => string) =>
    blocks.reduce((total, block) => total + count(text(block), GUARDS), 0);
  return sum(({ replace }) => replace) < sum(({ search }) => search);
}
