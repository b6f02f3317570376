import { type Action, can } from "@/lib/access/policy";
import type { Answered, FeatureEvent, FeatureName, RequestKind } from "@/lib/contracts/features";
import type { Refusal } from "@/lib/contracts/live";
import type { Role } from "@/lib/contracts/roles";
import { isAppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import type { Announcement } from "./file-wire";
import { refusal } from "./refusal";

/** Who asks something of a feature: one page of a member, with the role of this moment. */
export interface Caller {
  fileId: number;
  userId: number;
  username: string;
  /** Which of the account's pages. */
  connectionId: string;
  role: Role;
}

export interface RequestHandler<Payload, Answer> {
  /** Asked of the policy when the request is there (I6). */
  action: Action;
  /** Throws AppError to refuse. */
  handle(caller: Caller, payload: Payload): Promise<Answer>;
}

/** Reads what a newcomer must know of a feature; null: nothing. Is asked again when it throws. */
type ReadState = (fileId: number) => Promise<FeatureEvent | null>;

/**
 * What the features of a file add to its live connections. Each registers once, at the start. A feature changes its
 * state first and tells it then (`LiveEngine.tell`): so nothing is lost between a newcomer's state and the events (I2).
 */
export interface LiveFeatures {
  /** `read` is what a newcomer is sent as this event after `joined`, before any other event of that name. */
  state(name: FeatureName, read: ReadState): void;
  /** Hears what happens to every file that this process has open, whoever did it; must be quick and never throw. */
  watch(heard: Watcher): void;
  /** Answers requests of this kind. */
  answer<Payload, Answer>(kind: RequestKind<Payload, Answer>, handler: RequestHandler<Payload, Answer>): void;
}

/** `rows`: the text has changed. `here`: this process did it, and no other one will say so. */
type Watcher = (fileId: number, what: { kind: "rows" } | Announcement, by: "here" | "elsewhere") => void;

/** The engine's side of it. */
export interface RegisteredFeatures extends LiveFeatures {
  noticed: Watcher;
  states(): ReadonlyMap<FeatureName, ReadState>;
  /** Never rejects: a name nobody registered, a payload against its schema and a handler's error are refusals. */
  ask(name: string, caller: Caller, payload: unknown): Promise<Answered<unknown>>;
}

type Ask = (caller: Caller, payload: unknown) => Promise<Answered<unknown>>;

export function createLiveFeatures(logger: Logger): RegisteredFeatures {
  const states = new Map<FeatureName, ReadState>();
  const requests = new Map<string, Ask>();
  const watchers: Watcher[] = [];
  return {
    state: (name, read) => void states.set(name, read),
    answer({ name, payload: schema }, { action, handle }) {
      requests.set(name, async (caller, payload) => {
        if (!can(caller.role, action)) return { error: NOT_ALLOWED };
        const parsed = schema.safeParse(payload);
        if (!parsed.success) return { error: MALFORMED };
        return handle(caller, parsed.data);
      });
    },
    watch: (heard) => void watchers.push(heard),
    noticed(...what) {
      for (const heard of watchers) heard(...what);
    },
    states: () => states,
    async ask(name, caller, payload) {
      const ask = requests.get(name);
      if (ask === undefined) return { error: UNKNOWN };
      try {
        return await ask(caller, payload);
      } catch (error) {
        if (!isAppError(error)) logger.error({ err: error, file: caller.fileId, request: name }, "failed");
        return { error: refusalOf(error) };
      }
    },
  };
}

function refusalOf(error: unknown): Refusal {
  if (!isAppError(error)) return FAILED;
  switch (error.code) {
    case "not_found":
      return refusal("notFound", error.message);
    case "forbidden":
      return refusal("removed", error.message);
    case "too_many_requests":
      return refusal("tooFast", error.message);
    case "too_large":
      return refusal("tooLarge", error.message);
    case "unavailable":
      return refusal("databaseAway", error.message);
    default:
      return refusal("invalid", error.message);
  }
}

const NOT_ALLOWED = refusal("removed", "Your role here does not allow this.");
export const MALFORMED = refusal("invalid", "The request does not have the form that is asked for.");
const UNKNOWN = refusal("invalid", "There is no such request.");
const FAILED = refusal("databaseAway", "The server could not do this. Try again.");
