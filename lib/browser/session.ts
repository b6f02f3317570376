import { z } from "zod";
import { problemSchema } from "@/lib/contracts/common";
import { ApiError, UNREACHABLE, UNREADABLE } from "./api-client";

/** Signing in and out of the browser: next-auth's endpoints, spoken to directly (its own client leaves the page when offline). */

const csrfSchema = z.object({ csrfToken: z.string() });
const answerSchema = z.object({ url: z.string() });

/** next-auth's word for a wrong email or password; other refusals come as the words of the use case. */
const WRONG = "CredentialsSignin";
export const WRONG_CREDENTIALS = "Email or password is not right. Check both and try again.";

/** Opens a session: its cookie is set when this resolves. Throws ApiError, whose message is written for people. */
export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  const refusal = await post("callback/credentials", credentials);
  if (refusal === null) return;
  const detail = refusal === WRONG ? WRONG_CREDENTIALS : refusal;
  throw new ApiError({ type: "about:blank", title: "Not signed in", status: 401, detail });
}

/** Ends this browser's session and every live connection made with it. Throws ApiError. */
export async function signOut(): Promise<void> {
  if ((await post("signout", {})) !== null) throw new ApiError(UNREADABLE);
}

/** Answers what was refused, null for nothing. */
async function post(action: string, fields: Record<string, string>): Promise<string | null> {
  const { csrfToken } = await ask(csrfSchema, "csrf");
  const body = new URLSearchParams({ ...fields, csrfToken, json: "true" });
  const { url } = await ask(answerSchema, action, { method: "POST", body });
  const { searchParams } = new URL(url, window.location.href);
  // `csrf` without an error: the token was not taken, because the browser keeps no cookies of ours.
  if (searchParams.has("csrf")) return "Signing in needs cookies. Allow them for this address and try again.";
  return searchParams.get("error");
}

async function ask<T extends z.ZodType>(schema: T, action: string, init?: RequestInit): Promise<z.infer<T>> {
  const answer = await fetch(`/api/auth/${action}`, init).catch(() => {
    throw new ApiError(UNREACHABLE);
  });
  const body: unknown = await answer.json().catch(() => undefined); // a proxy's page: the schema says no
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const problem = problemSchema.safeParse(body);
  throw new ApiError(problem.success ? problem.data : { ...UNREADABLE, status: answer.status });
}
