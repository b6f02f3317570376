import { useEffect, useState } from "react";
import type { z } from "zod";
import { ApiError, callApi } from "@/lib/browser/api-client";

export interface List<Item> {
  /** Null: not here yet. What was here stays while it is asked for again. */
  items: readonly Item[] | null;
  /** Why it could not be read, in words. */
  problem: string | null;
  reload: () => void;
  /** Puts what an answer said of one of them in the place of what `isSame` finds. */
  replace: (item: Item, isSame: (other: Item) => boolean) => void;
}

/** A list of the API, read anew when `changed` is another value. `path` null: it is not asked for. */
export function useList<Item>(
  path: string | null,
  schema: z.ZodType<{ items: Item[] }>,
  changed?: string,
): List<Item> {
  const [items, setItems] = useState<readonly Item[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changed` and `round` say when, not what
  useEffect(() => {
    if (path === null) return;
    const ending = new AbortController();
    const failed = (error: unknown) => {
      if (ending.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    };
    callApi("GET", path, schema, { signal: ending.signal }).then((list) => {
      setItems(list.items);
      setProblem(null);
    }, failed);
    return () => ending.abort();
  }, [path, schema, changed, round]);
  return {
    items,
    problem,
    reload: () => setRound((before) => before + 1),
    replace: (item, isSame) =>
      setItems((before) => before?.map((other) => (isSame(other) ? item : other)) ?? null),
  };
}
