import { setTimeout as sleep } from "node:timers/promises";
import { type Answered, type FeatureEvent, type FeatureName, REQUESTS } from "@/lib/contracts/features";
import type { Refusal } from "@/lib/contracts/live";
import type { Logger } from "@/lib/logger";
import type { EngineBounds } from "./bounds";
import { type Caller, MALFORMED, type RegisteredFeatures } from "./live-features";
import { refusal } from "./refusal";
import { createTokenBucket } from "./token-bucket";

interface FeatureLineDeps {
  features: RegisteredFeatures;
  bounds: EngineBounds;
  rateLimits: boolean;
  logger: Logger;
  now(): number;
  fileId: number;
  /** Who is at the other end now; null: nobody that may ask anything. */
  caller(): Caller | null;
  isOpen(): boolean;
  send(event: FeatureEvent, bytes: number): void;
  /** Ends the connection. */
  close(why: Refusal): void;
}

/** What one connection hears of the features of its file, and asks of them. */
export interface FeatureLine {
  /** The join is done: the state of each feature follows, and what is told meanwhile after it (I2). */
  begin(): void;
  tell(event: FeatureEvent, bytes: number): void;
  request(name: string, payload: unknown, answer: (answered: Answered<unknown>) => void): void;
}

export function createFeatureLine(deps: FeatureLineDeps): FeatureLine {
  const { features, bounds, rateLimits, now } = deps;
  const requests = createTokenBucket(bounds.requestBurst, bounds.requestsPerSecond, now);
  const refusals = createTokenBucket(bounds.requestRefusals, bounds.requestsPerSecond, now);
  const states = createStates(deps);
  return {
    begin() {
      for (const name of features.states().keys()) states.send(name);
    },
    tell(event, bytes) {
      if (!states.hold(event, bytes)) deps.send(event, bytes);
    },
    request(name, payload, answer) {
      const caller = deps.caller();
      if (caller === null) return answer({ error: ENDED });
      if (rateLimits && !requests.take(1)) {
        answer({ error: TOO_FAST });
        if (!refusals.take(1)) deps.close(TOO_FAST);
      } else if (name === REQUESTS.state.name) answer(askForState(payload, states));
      else void features.ask(name, caller, payload).then(answer);
    },
  };
}

function askForState(payload: unknown, states: States): Answered<unknown> {
  const parsed = REQUESTS.state.payload.safeParse(payload);
  if (!parsed.success) return { error: MALFORMED };
  states.send(parsed.data.event);
  return {};
}

interface States {
  /** Reads the state and sends it; what is told meanwhile follows. */
  send(name: FeatureName): void;
  /** Whether the event waits for the state that is being read. */
  hold(event: FeatureEvent, bytes: number): boolean;
}

interface Held {
  events: { event: FeatureEvent; bytes: number }[];
  /** More was told than is kept, or it was asked for once more: what is read now may lack some. */
  again: boolean;
}

function createStates({ features, bounds, fileId, logger, isOpen, send }: FeatureLineDeps): States {
  const reading = new Map<FeatureName, Held>();
  const read = async (name: FeatureName, held: Held): Promise<FeatureEvent | null> => {
    for (;;) {
      held.again = false;
      try {
        const state = (await features.states().get(name)?.(fileId)) ?? null;
        if (!held.again || !isOpen()) return state;
      } catch (error) {
        if (!isOpen()) return null;
        logger.warn({ err: error, file: fileId, feature: name }, "a newcomer's state could not be read");
        await sleep(bounds.retryLoad, undefined, { ref: false });
      }
    }
  };
  return {
    send(name) {
      const underWay = reading.get(name);
      if (underWay !== undefined) {
        underWay.again = true;
        return;
      }
      const held: Held = { events: [], again: false };
      reading.set(name, held);
      void read(name, held).then((state) => {
        reading.delete(name);
        if (state !== null) send(state, JSON.stringify(state.payload).length);
        for (const { event, bytes } of held.events) send(event, bytes);
      });
    },
    hold(event, bytes) {
      const held = reading.get(event.name);
      if (held === undefined) return false;
      if (held.events.length < bounds.heldEvents) held.events.push({ event, bytes });
      else {
        held.events.length = 0;
        held.again = true;
      }
      return true;
    },
  };
}

const ENDED = refusal("databaseAway", "The connection has ended.");
const TOO_FAST = refusal("tooFast", "Too many requests. Wait a moment.");
