import { useEffect, useEffectEvent, useRef, useState } from "react";
import { ApiError, callApi } from "@/lib/browser/api-client";
import { type ReceivedInviteListView, receivedInviteListSchema } from "@/lib/contracts/sharing";
import { isFresh } from "./freshness";

export type Invitation = ReceivedInviteListView["items"][number];

export interface Invitations {
  items: readonly Invitation[];
  /** It is accepted or declined. */
  remove: (id: number) => void;
}

/** Invites made for this account; asked for anew when the page is looked at again. `readAt`: milliseconds since 1970. */
export function useInvitations(atFirst: readonly Invitation[], readAt: number): Invitations {
  const [items, setItems] = useState(atFirst);
  const askedAt = useRef(readAt);
  const refresh = useEffectEvent(async () => {
    if (document.visibilityState !== "visible" || isFresh(askedAt.current, Date.now())) return;
    askedAt.current = Date.now();
    try {
      setItems((await callApi("GET", "/invites", receivedInviteListSchema)).items);
    } catch (error) {
      // What was there stays; the list of files says what is the matter.
      if (!(error instanceof ApiError)) throw error;
    }
  });
  useEffect(() => {
    const onLook = () => void refresh();
    onLook(); // the router may have kept this page from before
    document.addEventListener("visibilitychange", onLook);
    return () => document.removeEventListener("visibilitychange", onLook);
  }, []);
  return { items, remove: (id) => setItems((before) => before.filter((invite) => invite.id !== id)) };
}
