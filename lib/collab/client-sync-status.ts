import type { SyncSnapshot, SyncState } from "./client-sync-types";

/** So that the word does not flicker. */
const SAVING_AFTER_MS = 400;
/** A drop that mends itself sooner is not told. */
const AWAY_AFTER_MS = 2_000;
const RETURNED_FOR_MS = 4_000;

type Timer = ReturnType<typeof setTimeout> | undefined;

/** The part of what is shown that depends on how long something lasts. */
export class SyncStatus {
  readonly #changed: () => void;
  #slow = false;
  #away = false;
  #everLive = false;
  #returned: { edits: number } | null = null;
  #savingTimer: Timer;
  #awayTimer: Timer;
  #returnedTimer: Timer;
  #waitingAtJoin = 0;
  /** Edits that waited when the connection came back; null: it was not away. */
  #toSend: number | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.#startAway();
  }

  get away(): boolean {
    return this.#away;
  }

  get returned(): { edits: number } | null {
    return this.#returned;
  }

  status(state: SyncState, clean: boolean): SyncSnapshot["status"] {
    if (state.kind === "closed" || state.kind === "offline" || this.#away) return "offline";
    if (state.kind === "live") return clean || !this.#slow ? "saved" : "saving";
    const back = state.kind === "syncing" && this.#everLive;
    if (state.kind === "reconnecting" || back) return clean ? "saved" : "saving";
    return null;
  }

  /** Call after each change of what is saved; `progress`: something was acknowledged just now. */
  saved(clean: boolean, progress: boolean): void {
    if (clean || progress) {
      clearTimeout(this.#savingTimer);
      this.#savingTimer = undefined;
      this.#slow = false;
    }
    if (clean) this.#tellReturned();
    else {
      this.#savingTimer ??= setTimeout(() => {
        this.#slow = true;
        this.#changed();
      }, SAVING_AFTER_MS);
    }
  }

  /** The connection is gone. `offline`: the browser says so itself, which is told at once. */
  down(offline: boolean): void {
    this.#returned = null;
    clearTimeout(this.#returnedTimer);
    if (offline) this.#setAway();
    else this.#startAway();
  }

  /** Joined; `waiting` edits go out now. */
  joined(waiting: number): void {
    this.#waitingAtJoin = waiting;
  }

  /** The server's text is here. */
  live(): void {
    clearTimeout(this.#awayTimer);
    this.#awayTimer = undefined;
    this.#toSend = this.#away && this.#everLive ? this.#waitingAtJoin : null;
    this.#away = false;
    this.#everLive = true;
  }

  stop(): void {
    clearTimeout(this.#savingTimer);
    clearTimeout(this.#awayTimer);
    clearTimeout(this.#returnedTimer);
  }

  #startAway(): void {
    if (!this.#away) this.#awayTimer ??= setTimeout(() => this.#setAway(), AWAY_AFTER_MS);
  }

  #setAway(): void {
    clearTimeout(this.#awayTimer);
    this.#awayTimer = undefined;
    this.#away = true;
    this.#changed();
  }

  #tellReturned(): void {
    if (this.#toSend === null) return;
    this.#returned = { edits: this.#toSend };
    this.#toSend = null;
    clearTimeout(this.#returnedTimer);
    this.#returnedTimer = setTimeout(() => {
      this.#returned = null;
      this.#changed();
    }, RETURNED_FOR_MS);
  }
}
