import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What `/metrics` says of this process, in Prometheus' text format. One per process (lib/container.ts). */
export interface Metrics {
  /** One answered call of the API. `route`: its path with the names of its parameters, so that there are few. */
  request(call: { method: string; route: string; status: number }, seconds: number): void;
  /** One commit of the live engine: how many updates it stored; null: it failed. */
  commit(updates: number | null, seconds: number): void;
  readonly contentType: string;
  text(): Promise<string>;
  /** Ends what is measured by itself. Idempotent. */
  stop(): void;
}

/** Read at the moment somebody asks. */
interface Readings {
  stats(): { openFiles: number; connections: number; queuedUpdates: number };
  /** Whether the database answers, within a second. */
  databaseAnswers(): Promise<boolean>;
  /** The same for Redis; undefined: none is set. */
  redisAnswers: (() => Promise<boolean>) | undefined;
}

const REQUEST_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const COMMIT_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

/** How often the event loop is looked at; its lag is told with this in it. Each look wakes a server that has nothing to do. */
const LAG_LOOK_MS = 25;

export function createMetrics(readings: Readings): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Memory, processor, event loop and its lag, garbage collection.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_LOOK_MS });
  const requests = new Histogram({
    name: "tandem_http_request_duration_seconds",
    help: "Calls of the API that were answered, by route and status, and how long each took.",
    labelNames: ["method", "route", "status"],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const commits = new Histogram({
    name: "tandem_commit_duration_seconds",
    help: "Commits of edits to the log, and how long each took.",
    labelNames: ["result"],
    buckets: COMMIT_SECONDS,
    registers,
  });
  const updates = new Counter({
    name: "tandem_committed_updates_total",
    help: "Edits stored in the log.",
    registers,
  });
  addGauges(registry, readings);
  return {
    request: ({ method, route, status }, seconds) => requests.observe({ method, route, status }, seconds),
    commit(stored, seconds) {
      commits.observe({ result: stored === null ? "failed" : "stored" }, seconds);
      if (stored !== null) updates.inc(stored);
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
    stop: () => registry.clear(),
  };
}

function addGauges(registry: Registry, { stats, databaseAnswers, redisAnswers }: Readings): void {
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await read());
      },
    });
  gauge("tandem_live_connections", "Live connections to files.", () => stats().connections);
  gauge("tandem_open_files", "Files whose document is in memory.", () => stats().openFiles);
  gauge("tandem_queued_updates", "Edits that wait to be stored.", () => stats().queuedUpdates);
  const up = (name: string, help: string, answers: () => Promise<boolean>) =>
    gauge(name, help, async () => ((await answers()) ? 1 : 0));
  up("tandem_database_up", "Whether the database answers within a second: 1 or 0.", databaseAnswers);
  if (redisAnswers) up("tandem_redis_up", "Whether Redis answers within a second: 1 or 0.", redisAnswers);
}
