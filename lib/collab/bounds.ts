/** Every bound of the live engine. Bytes as encoded, times in milliseconds. Tests may lower some of them. */
export const ENGINE_BOUNDS = {
  /** A file's share of one commit; the rest goes with the next. */
  batchBytesPerFile: 4 * 1024 * 1024,
  /** All files' share of one commit. */
  batchBytes: 32 * 1024 * 1024,
  /** Waiting for the database, all files together; past it the sender is sent away with 1013. */
  queuedBytes: 64 * 1024 * 1024,
  queuedUpdates: 500_000,

  /** How far apart commits begin at most, and from which load on they do not follow each other at once. */
  windowMax: 20,
  windowFromUpdatesPerSecond: 100,
  windowFromDeliveriesPerSecond: 400,
  /** A file with this many updates waiting is committed at once, window or not. */
  windowSkipUpdates: 1_000,

  retryFirst: 50,
  retryMax: 1_000,
  /** Until a file whose log could not be read is tried again. */
  retryLoad: 300,
  /** How long a row that another process committed may be missing before it is read from the log. */
  gapWait: 25,
  /** How often it is asked how far the log goes, in case nobody told: with the others heard, and without. */
  headsEvery: 5_000,
  headsEveryWhileAway: 1_000,
  /** How often a file's share may fail by itself, with the database there, before its senders are sent away. */
  failuresInARow: 5,
  /** How long a caller waits while the database does not answer. */
  patience: 700,
  patienceCheck: 100,

  /** A snapshot after this many rows or bytes since the last one, and not more often than every `compactEvery`. */
  compactRows: 500,
  compactBytes: 256 * 1024,
  compactEvery: 10_000,
  /** With this many rows it does not wait any longer. */
  compactRowsMax: 5_000,
  /** A large document's snapshot takes long: the next waits so many times as long, so that one takes 1 % at most. */
  compactRest: 100,
  /** How long an unused document stays in memory, and how many do. */
  idle: 30_000,
  idleDocuments: 200,
  /** Leases of client ids for server edits that are remembered: (file, account) pairs. */
  leases: 10_000,

  /** Silent connections and idle documents are looked for this often. */
  sweep: 1_000,
  /**
   * Sessions that ended without a word here (in another process, by the administrator's commands, or by their time) are
   * looked for this often, by one query for all: their connections end within a second.
   */
  sessionCheck: 500,
  /** y-websocket drops a connection that hears nothing for 30 s. */
  silence: 15_000,
  /** Unsent bytes of one connection, in documents of the largest size: a slow reader gets a whole one, not two. */
  backlogDocuments: 1.5,
  /** What another process says of its people counts for so long; it says it again every `silence`. */
  remoteStale: 45_000,
  /** Awareness of a file goes out at most this often. */
  awarenessEvery: 50,
  /** A stop asks so many connections at once to go elsewhere, or more when there would be too many groups. */
  sendAwayTogether: 10,
  sendAwayGroups: 30,
  sendAwayEvery: 100,
  /** How long a stop takes at most, with what is queued then; the process has 10 s in all. */
  stop: 6_500,

  /** Per connection: burst, and refill per second. */
  messageBurst: 10_000,
  messagesPerSecond: 1_000,
  byteBurstMessages: 4,
  bytesPerSecond: 2 * 1024 * 1024,
  /** Sync step 1 of one connection: each is answered with up to the whole document. */
  syncBurst: 60,
  syncsPerSecond: 2,
  /** Requests of one connection (findings, the assistant); past it they are refused, far past it the connection ends. */
  requestBurst: 30,
  requestsPerSecond: 3,
  requestRefusals: 300,
  /** Events of one feature that wait for a newcomer's state; past it the state is read once more instead. */
  heldEvents: 1_000,
};

export type EngineBounds = typeof ENGINE_BOUNDS;

/** Yjs clocks and the client ids of new text stay below this: nobody types four thousand million characters. */
export const CLOCK_MAX = 2 ** 32;

/**
 * How much a document may grow by an update of one byte, at most: an insertion in the middle of a run splits it, and
 * the second half gets an origin of its own. Only a cheap bound; the document is measured when it is passed.
 */
export const GROWTH_PER_BYTE = 3;
