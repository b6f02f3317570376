import type { IncomingMessage, ServerResponse } from "node:http";
import type { Env } from "@/lib/env";
import { stampForwarded } from "./client-address";
import { answeredPreflight } from "./cors";
import { answeredOddRequest } from "./odd-request";
import { stampSecurityHeaders } from "./security-headers";

/**
 * What every request passes before Next sees it, in this order: forwarded headers as far as they are believed, the
 * security headers of the answer, CORS, and requests that Next must not answer. True when it has answered.
 */
export function answeredAtDoor(request: IncomingMessage, response: ServerResponse, env: Env): boolean {
  stampForwarded(request, env);
  stampSecurityHeaders(request, response, env.nodeEnv === "development");
  return answeredPreflight(request, response, env.corsOrigins) || answeredOddRequest(request, response);
}
