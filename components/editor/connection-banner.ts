import type { SyncSnapshot } from "@/lib/collab/client-sync-types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";

/** What a banner says and offers. `retryAt`: counted down to, in milliseconds since the epoch. */
export interface BannerView {
  look: "offline" | "reconnecting" | "returned" | "too-large" | "ended" | "signed-out";
  strong?: string;
  text: string;
  /** Instead of both where there is little room. */
  short?: string;
  retryAt?: number | null;
  action?: "try-now" | "undo" | "to-files" | "sign-in";
}

interface BannerContext {
  maxBytes: number;
  /** Time of day up to which everything typed is stored, such as `14:02`; null: nothing was typed. */
  savedUntil: string | null;
}

/** The one banner about the connection that is due now; null: all is well, or nothing worth telling yet. */
export function connectionBanner(snapshot: SyncSnapshot, context: BannerContext): BannerView | null {
  const { state, away, tooLarge, returned } = snapshot;
  if (state.kind === "closed") return ended(snapshot, state.refusal, context);
  if (tooLarge) return tooLargeBanner(context.maxBytes);
  if (state.kind === "offline") return offline(snapshot);
  if (away) return reconnecting(snapshot);
  if (returned === null) return null;
  const { edits } = returned;
  return { look: "returned", text: edits === 0 ? "Back online." : `Back online. ${countEdits(edits)} sent.` };
}

/** `1 edit`, `3 edits`. */
export function countEdits(edits: number): string {
  return edits === 1 ? "1 edit" : `${edits} edits`;
}

function offline({ waiting, copy, role }: SyncSnapshot): BannerView {
  const banner = { look: "offline", strong: "You are offline.", action: "try-now" } as const;
  if (role === "viewer") return { ...banner, text: CATCHES_UP, short: "Offline." };
  const what = waiting === 0 ? "your edits" : countEdits(waiting);
  const go = waiting === 1 ? "is kept here and goes out" : "are kept here and go out";
  const stay = copy === null || copy.persisted ? "Keep typing" : "Keep this page open";
  return {
    ...banner,
    text: `${stay}: ${what} ${go} when the connection is back.`,
    short: waiting === 0 ? "Offline. Your edits wait here." : `Offline. ${waitingHere(waiting)}`,
  };
}

const CATCHES_UP = "The file catches up when the connection is back.";

/** `3 edits wait here.` */
const waitingHere = (edits: number): string =>
  edits === 1 ? "1 edit waits here." : `${edits} edits wait here.`;

function reconnecting({ state, role }: SyncSnapshot): BannerView {
  const retryAt = state.kind === "reconnecting" ? state.retryAt : null;
  const text = role === "viewer" ? CATCHES_UP : "Your edits are kept.";
  const restarting = state.kind === "reconnecting" && state.restarting === true;
  const view = { look: "reconnecting", text, retryAt, action: "try-now" } as const;
  return restarting ? { ...view, strong: "Tandem is restarting." } : view;
}

const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

const inWords = (bytes: number, unit: number, name: string): string =>
  `${new Intl.NumberFormat("en", { maximumFractionDigits: 2 }).format(bytes / unit)} ${name}`;

function tooLargeBanner(maxBytes: number): BannerView {
  const size =
    maxBytes < MEGABYTE / 10 ? inWords(maxBytes, KILOBYTE, "KB") : inWords(maxBytes, MEGABYTE, "MB");
  return {
    look: "too-large",
    strong: "Not saved.",
    text: `The file would pass ${size}. Undo the last paste to go on.`,
    action: "undo",
  };
}

function ended(
  { waiting, role }: SyncSnapshot,
  refusal: { code: number; detail: string },
  { savedUntil }: BannerContext,
): BannerView {
  switch (refusal.code) {
    case CLOSE_CODES.unauthenticated: {
      const kept = waiting === 0 ? "Everything you typed is saved." : waitingHere(waiting);
      return {
        look: "signed-out",
        strong: "You are signed out.",
        text: `Sign in again to go on. ${kept}`,
        action: "sign-in",
      };
    }
    case CLOSE_CODES.removed: {
      const kept =
        savedUntil === null || role === "viewer" ? "" : ` Your edits up to ${savedUntil} are in it.`;
      return { look: "ended", text: `${refusal.detail}${kept}`, action: "to-files" };
    }
    case CLOSE_CODES.notFound:
      return { look: "ended", text: `${refusal.detail} Ask its owner for an invite.`, action: "to-files" };
    default:
      return { look: "ended", text: refusal.detail, action: "to-files" };
  }
}
