import axe from "axe-core";
import type { Page } from "playwright/test";
import { z } from "zod";

const resultSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.enum(["minor", "moderate", "serious", "critical"]).nullish(),
      nodes: z.array(z.object({ html: z.string() })),
    }),
  ),
});

/** What axe finds serious or critical on the page as it is now, a line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const isThere = await page.evaluate("typeof axe === 'object'"); // until the page is another one
  if (isThere !== true) await page.evaluate(axe.source);
  const result = resultSchema.parse(await page.evaluate('axe.run({ resultTypes: ["violations"] })'));
  return result.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}
