import type { RunLanguage } from "@/lib/contracts/run";

/** What TypeScript and JSX become: each line stays where it is. Throws with the line in its message, `(3:7)`. */
export async function plainScript(language: RunLanguage, name: string, code: string): Promise<string> {
  const jsx = /x$/i.test(name);
  if (language === "python" || (language === "javascript" && !jsx)) return code;
  const { transform } = await import("sucrase");
  const transforms = [
    ...(language === "typescript" ? (["typescript"] as const) : []),
    ...(jsx ? (["jsx"] as const) : []),
  ];
  return transform(code, { transforms, disableESTransforms: true }).code;
}
