import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import {
  type Answered,
  type FeatureKind,
  type FeatureName,
  type RequestKind,
  refusedSchema,
} from "@/lib/contracts/features";
import type { Refusal } from "@/lib/contracts/live";
import type { Channel } from "./client-sync-types";

/** An answer that is not there by then will not come: a request does its work at once, or starts it. */
const ANSWER_MS = 15_000;

const AWAY: Refusal = { code: CLOSE_CODES.databaseAway, detail: "There is no connection to the server." };
const LOST: Refusal = {
  code: CLOSE_CODES.databaseAway,
  detail: "The connection was lost before the server answered.",
};
const UNREADABLE: Refusal = { code: CLOSE_CODES.invalid, detail: "The server's answer cannot be read." };

/** The page's side of what the features of a file tell and answer, over any number of connections. */
export class FeatureCalls {
  readonly #channel: Pick<Channel, "ask">;
  readonly #listeners = new Map<FeatureName, Set<(payload: unknown) => void>>();
  readonly #waiting = new Set<(refusal: Refusal) => void>();
  #joined = false;

  constructor(channel: Pick<Channel, "ask">) {
    this.#channel = channel;
  }

  /** What is not as the schema says, such as from a newer server, is left out. Answers how to stop listening. */
  on<Payload>(
    { name, payload: schema }: FeatureKind<Payload>,
    listener: (payload: Payload) => void,
  ): () => void {
    const hear = (payload: unknown) => {
      const parsed = schema.safeParse(payload);
      if (parsed.success) listener(parsed.data);
    };
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(hear));
    return () => listeners.delete(hear);
  }

  hear(name: FeatureName, payload: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload);
  }

  request<Payload, Answer>(kind: RequestKind<Payload, Answer>, payload: Payload): Promise<Answered<Answer>> {
    if (!this.#joined) return Promise.resolve({ error: AWAY });
    return new Promise((resolve) => {
      const settle = (answer: Answered<Answer>) => {
        clearTimeout(timer);
        this.#waiting.delete(lost);
        resolve(answer);
      };
      const lost = (error: Refusal) => settle({ error });
      const timer = setTimeout(() => lost(LOST), ANSWER_MS);
      this.#waiting.add(lost);
      this.#channel.ask(kind.name, payload, (answer) => settle(read(kind, answer)));
    });
  }

  joined(): void {
    this.#joined = true;
  }

  /** What was asked and not answered: whether it was done shows in the state that comes after the next join. */
  disconnected(): void {
    this.#joined = false;
    for (const lost of [...this.#waiting]) lost(LOST);
  }
}

function read<Answer>({ answer: schema }: RequestKind<unknown, Answer>, answer: unknown): Answered<Answer> {
  const refused = refusedSchema.safeParse(answer);
  if (refused.success) return refused.data;
  const parsed = schema.safeParse(answer);
  return parsed.success ? parsed.data : { error: UNREADABLE };
}
