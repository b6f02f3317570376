/** Every bound that both sides or several rooms share, in one place. Bytes are UTF-8 bytes, times milliseconds. */

export const DEFAULT_MAX_FILE_BYTES = 2_097_152;

/** A request body may hold the content JSON-escaped (6 bytes for one at worst) and this much around it. */
export const BODY_ESCAPE_FACTOR = 6;
export const BODY_OVERHEAD_BYTES = 64 * 1024;
export const maxBodyBytes = (maxFileBytes: number): number =>
  BODY_ESCAPE_FACTOR * maxFileBytes + BODY_OVERHEAD_BYTES;

/** One socket message. */
export const MESSAGE_FACTOR = 4;
export const MESSAGE_OVERHEAD_BYTES = 64 * 1024;
export const maxMessageBytes = (maxFileBytes: number): number =>
  MESSAGE_FACTOR * maxFileBytes + MESSAGE_OVERHEAD_BYTES;

/** One request of a page over Socket.IO, as JSON, in UTF-16 units; and one event of a feature. */
export const REQUEST_LENGTH = 64 * 1024;
export const FEATURE_EVENT_BYTES = 1024 * 1024;

/** A document's encoded state after garbage collection, as a multiple of the largest text. */
export const DOCUMENT_FACTOR = 8;

export const FILE_NAME_MAX = 255;
export const EMAIL_MAX = 254;
export const USERNAME_MIN = 3;
export const USERNAME_MAX = 32;
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;
/** A password that is only compared: long enough for any, bounded since hashing it takes time. */
export const TRIED_PASSWORD_MAX = 1024;

export const PAGE_DEFAULT = 50;
export const PAGE_MAX = 200;
export const SEARCH_MAX = 200;
export const CURSOR_MAX = 500;

/** Largest id a table can hand out (PostgreSQL integer); larger ones cannot exist: 404. */
export const ID_MAX = 2_147_483_647;

export const DAY_SECONDS = 86_400;
export const SESSION_SECONDS = 7 * DAY_SECONDS;
/** How long a verified session is believed without asking the database again. */
export const SESSION_CACHE_MS = 1_000;
/** How often the time a session was last used is written down, at most. */
export const SESSION_USE_EVERY_MS = 60_000;
/** What a session was made with, in words: db/schema holds it too. */
export const CLIENT_NAME_MAX = 64;
/** Of an account's sessions the newest this many are listed. */
export const SESSIONS_LISTED_MAX = 200;

export const INVITE_TOKEN_BYTES = 24;
export const INVITE_DEFAULT_SECONDS = 7 * DAY_SECONDS;
export const INVITE_MIN_SECONDS = 60;
export const INVITE_MAX_SECONDS = 365 * DAY_SECONDS;
export const INVITE_MAX_USES = 10_000;
/** Of one file, or of those made for one account. */
export const INVITES_LISTED_MAX = 500;

/** Awareness: one message, one state's JSON, and client ids one connection may show. */
export const AWARENESS_MESSAGE_BYTES = 256 * 1024;
export const AWARENESS_STATE_BYTES = 4 * 1024;
export const AWARENESS_CLIENTS_PER_CONNECTION = 4;

/** What a version may be called, in UTF-16 units. */
export const VERSION_LABEL_MAX = 100;

/** A live connection that its process has not spoken of for so long is taken for gone. */
export const EDITING_SESSION_STALE_MS = 60_000;

/** Live connections of one account to one file. */
export const CONNECTIONS_PER_USER_AND_FILE = 40;

/** Of one file, open ones; errors first. */
export const FINDINGS_SHOWN_MAX = 50;
/** Kept of what the model found in one file, and of what was dismissed: the newest. */
export const ASSISTANT_FINDINGS_MAX = 50;
export const DISMISSED_FINDINGS_MAX = 500;
/** A finding's message, and all that its fix takes away and brings, in UTF-16 units. */
export const FINDING_MESSAGE_MAX = 1_000;
export const FIX_LENGTH_MAX = 8_000;

/** Of a text beyond either only the syntax is checked. Characters are UTF-16 units. */
export const CHECKED_CHARACTERS_MAX = 512 * 1024;
export const CHECKED_LINES_MAX = 10_000;
