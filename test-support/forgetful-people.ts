import { setTimeout as sleep } from "node:timers/promises";
import { connectLive, type LiveClient } from "./live-client";
import { seededRandom } from "./random";
import { wordsIn } from "./typists";

/**
 * People who keep nothing: with each connection that ends their document is gone, so nobody brings back what the server
 * lost. What they were told is saved, or were shown of others, is noted.
 */
export interface ForgetfulPeople {
  acknowledged: ReadonlySet<string>;
  shown: ReadonlySet<string>;
  /** How often each had a connection; and with which code one was ended that says that it may not come back. */
  joins(): number;
  refused: readonly number[];
  /** Nobody types any more, and whoever has no connection gets none; resolves with what each still shows. */
  stop(): Promise<() => string[]>;
  leave(): void;
}

interface ForgetfulPlan {
  /** Where each of them connects. */
  urls: readonly string[];
  fileId: number;
  token: string;
  seed: number;
  everyMs: number;
}

const COME_BACK_MS = 200;
const FINAL = 4_400;
const FINAL_END = 4_500;

export function startForgetfulPeople({ urls, fileId, token, seed, everyMs }: ForgetfulPlan): ForgetfulPeople {
  const [acknowledged, shown] = [new Set<string>(), new Set<string>()];
  const refused: number[] = [];
  const clients = new Map<string, LiveClient>();
  let joins = 0;
  let stopped = false;

  const type = async (client: LiveClient, name: string, random: () => number) => {
    for (let n = 0; client.socket.connected && !stopped; n += 1) {
      const word = `<${name}.${n}>`;
      const place = Math.floor(random() * client.text.length);
      const at = client.text.toString().lastIndexOf(">", place) + 1;
      void client
        .edit((text) => text.insert(at, word))
        .then(
          (answer) => "version" in answer && acknowledged.add(word),
          () => undefined, // the connection ended first: it may be lost
        );
      await sleep(everyMs);
    }
  };
  const live = async (url: string, person: number) => {
    const random = seededRandom(seed + person);
    for (let life = 0; !stopped; life += 1) {
      const client = connectLive(url, fileId, token);
      const name = `${person}.${life}`;
      noteShown(client, `<${name}.`, shown);
      clients.set(url, client);
      const joined = await client.synced.then(
        () => true,
        () => false,
      );
      if (joined) {
        joins += 1;
        await type(client, name, random);
      }
      const code = client.closed()?.code ?? 0;
      if (code >= FINAL && code < FINAL_END) refused.push(code);
      if (stopped && client.socket.connected) return;
      clients.delete(url);
      client.close();
      await sleep(COME_BACK_MS);
    }
  };
  const living = urls.map(live);
  return {
    acknowledged,
    shown,
    joins: () => joins,
    refused,
    async stop() {
      stopped = true;
      await Promise.all(living);
      return () => [...clients.values()].map(({ text }) => text.toString());
    },
    leave() {
      stopped = true;
      for (const client of clients.values()) client.close();
    },
  };
}

function noteShown(client: LiveClient, own: string, shown: Set<string>): void {
  client.text.observe((event, transaction) => {
    if (transaction.local) return;
    for (const { insert } of event.changes.delta) {
      if (typeof insert !== "string") continue;
      for (const word of wordsIn(insert)) if (!word.startsWith(own)) shown.add(word);
    }
  });
}
