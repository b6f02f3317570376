import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { misspeltAttributes } from "@/lib/assistant/analysers/markup/html-attributes";
import { HTML_RULES, MARKDOWN_RULES } from "@/lib/assistant/analysers/markup/markup-rules";
import { placesIn } from "@/lib/assistant/analysers/places";
import { sentence } from "@/lib/assistant/analysers/wasm/problem-of";
import type { Problem } from "@/lib/assistant/problem";

/** HTML and Markdown. Their tools are large, and so loaded only when a text asks for them. */

export const html: Analyser = {
  name: "html-validate",
  languages: ["html"],
  async load() {
    const { HtmlValidate, StaticConfigLoader } = await import("html-validate");
    const rules = Object.fromEntries(Object.keys(HTML_RULES).map((rule) => [rule, "error"] as const));
    const validator = new HtmlValidate(
      new StaticConfigLoader({ root: true, extends: [], elements: ["html5"], rules }),
    );
    return ({ text }) => [
      ...misspeltAttributes(text),
      ...validator.validateStringSync(text).results.flatMap(({ messages }) =>
        withoutConsequences(messages, text).map((message): Problem => {
          const { ruleId, line, column, size, ruleUrl } = message;
          const [category, severity] = HTML_RULES[ruleId] ?? ["error", "error"];
          return {
            source: "html-validate",
            rule: ruleId,
            category,
            severity,
            message: sentence(message.message.replace(/'(<[\w/-]+>)'|(<[\w/-]+>)/g, "`$1$2`")),
            start: { line, column },
            end: { line, column: column + Math.max(size, 1) },
            fix: null,
            url: ruleUrl ?? null,
          };
        }),
      ),
    ];
  },
};

/** Templates that become HTML only later. */
const TEMPLATE = /\{%|<%|<\?(?!xml)/;
const OF_WHOLE_TEXT =
  /^(?:parser-error|attr-spacing|close-order|element-permitted-content|element-permitted-parent)$/;

/**
 * After the first element that is closed wrongly, all around it seem to be; in templates, most of what is not there may
 * come yet. Elements with a prefix are of some other language.
 */
function withoutConsequences<T extends { ruleId: string; message: string }>(
  messages: readonly T[],
  text: string,
): T[] {
  const first = messages.findIndex(({ ruleId }) => ruleId === "close-order");
  const isTemplate = TEMPLATE.test(text);
  return messages.filter(
    ({ ruleId, message }, index) =>
      (ruleId !== "close-order" || index === first) &&
      !(isTemplate && OF_WHOLE_TEXT.test(ruleId)) &&
      !(ruleId === "no-unknown-elements" && message.includes(":")),
  );
}

export const markdown: Analyser = {
  name: "markdownlint",
  languages: ["markdown"],
  async load() {
    const { lint } = await import("markdownlint/sync");
    const config = {
      default: false,
      ...Object.fromEntries(Object.keys(MARKDOWN_RULES).map((rule) => [rule, true])),
    };
    return ({ text }) => {
      const places = placesIn(text);
      const { text: found = [] } = lint({ strings: { text }, config });
      return found.map(
        ({
          ruleNames: [rule = ""],
          ruleDescription,
          errorDetail,
          errorRange,
          lineNumber,
          ruleInformation,
        }): Problem => {
          const [category, severity] = MARKDOWN_RULES[rule] ?? ["style", "info"];
          const whole = places.wholeLine(lineNumber);
          const [from = whole.start.column, length = whole.end.column - whole.start.column] =
            errorRange ?? [];
          return {
            source: "markdownlint",
            rule,
            category,
            severity,
            message: sentence(errorDetail ? `${ruleDescription}: ${errorDetail}` : ruleDescription),
            start: { line: lineNumber, column: from },
            end: { line: lineNumber, column: from + Math.max(length, 1) },
            fix: null,
            url: ruleInformation,
          };
        },
      );
    };
  },
};
