import { can } from "@/lib/access/policy";
import type { Hear } from "@/lib/assistant/runs/assistant";
import type { Principal } from "@/lib/auth/ports";
import type { Container } from "@/lib/container";
import type { AssistantEvent, AssistBody } from "@/lib/contracts/assist";
import { findingSchema } from "@/lib/contracts/findings";
import { AppError } from "@/lib/errors";
import type { FileWithRole } from "@/lib/files/ports";
import { createEventStream } from "@/lib/http/event-stream";
import { problemAnswer } from "@/lib/http/problem";

/** How often it is looked whether the caller may still hear the answer. */
const LOOK_EVERY_MS = 1_000;

interface Asking {
  container: Container;
  request: Request;
  principal: Principal;
  file: FileWithRole;
  input: AssistBody;
}

/** Asks the assistant and streams the answer; throws what it refuses. Who goes away, or may no more, ends the run. */
export async function streamAnswer({
  container,
  request,
  principal,
  file,
  input,
}: Asking): Promise<Response> {
  const { assistant } = container;
  const { userId, username } = principal;
  const run: { id: number | null; ended: boolean; gone: string | null } = {
    id: null,
    ended: false,
    gone: null,
  };
  const leave = (why: string) => {
    run.gone ??= why;
    if (run.id !== null && !run.ended) assistant.giveUp(run.id, run.gone);
  };
  const wentAway = () => leave(`${username} went away, and the answer ended.`);
  const stream = createEventStream(wentAway);
  const looking = setInterval(() => {
    void mayHear(container, request, file.id, userId).then((may) => {
      if (!may) leave(`${username} is out of this file, and the answer ended.`);
    });
  }, LOOK_EVERY_MS);
  const end = () => {
    run.ended = true;
    clearInterval(looking);
    request.signal.removeEventListener("abort", wentAway);
    stream.end();
  };
  request.signal.addEventListener("abort", wentAway, { once: true });
  try {
    const { runId } = await assistant.ask({ userId, file }, input, (event) => {
      for (const [name, data] of eventsOf(event)) stream.send(name, data);
      if (event.kind === "ended") end();
    });
    run.id = runId;
    if (run.gone !== null) leave(run.gone); // while the question was on its way
    return stream.response;
  } catch (error) {
    end();
    throw error;
  }
}

/** A caller whose session or membership has ended hears no more; a database that is away changes nothing. */
async function mayHear({ verifier, files }: Container, request: Request, fileId: number, userId: number) {
  try {
    const principal = await verifier.fromHeaders(request.headers);
    if (principal?.userId !== userId) return false;
    const file = await files.findForUser(fileId, userId);
    return file !== null && can(file.role, "assist:ask");
  } catch {
    return true; // asked again in a moment
  }
}

/** The assistant's events, in CONTRACT's words: names and data. */
function eventsOf(event: Parameters<Hear>[0]): [name: string, data: unknown][] {
  switch (event.kind) {
    case "started":
      // A replayed answer is there at once.
      return event.run.text === "" ? [] : [["text", { delta: event.run.text }]];
    case "status":
      return [["status", { text: event.text }]];
    case "text":
      return [["text", { delta: event.delta }]];
    case "finding":
    case "found":
      return [["finding", findingSchema.parse(event.finding)]];
    case "ended":
      return endOf(event);
    case "state":
      return [];
  }
}

function endOf({
  status,
  usage,
  detail,
}: Extract<AssistantEvent, { kind: "ended" }>): [name: string, data: unknown][] {
  if (status === "done")
    return [
      ...(detail === null ? [] : [["status", { text: detail }] as [string, unknown]]),
      ["done", { usage }],
    ];
  const error = new AppError(
    status === "stopped" ? "conflict" : "unavailable",
    detail ?? "The answer ended.",
  );
  return [["error", JSON.parse(problemAnswer(error).body)]];
}
