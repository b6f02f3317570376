import { randomUUID } from "node:crypto";
import { getContainer } from "@/lib/container";
import { requireMetricsToken } from "@/lib/http/metrics-token";
import { problemResponse } from "@/lib/http/problem";

/** Figures of this process for Prometheus; behind METRICS_TOKEN where that is set. */
export async function GET(request: Request): Promise<Response> {
  const { env, logger, metrics } = getContainer();
  try {
    requireMetricsToken(request.headers, env.metricsToken);
    const headers = { "content-type": metrics.contentType, "cache-control": "no-store" };
    return new Response(await metrics.text(), { headers });
  } catch (error) {
    return problemResponse(error, logger, randomUUID());
  }
}
