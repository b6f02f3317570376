import { useEffect, useEffectEvent, useRef, useState } from "react";
import { ApiError, callApi } from "@/lib/browser/api-client";
import {
  type FileItemView,
  type FileListView,
  fileListSchema,
  type ListedFileView,
} from "@/lib/contracts/files";
import { isFresh } from "./freshness";
import { addressOf, type FilesQuery, listParams } from "./query";

/** Someone who types is not asked after at every letter. */
const TYPING_MS = 150;

export interface FileList {
  items: ListedFileView[];
  /** There are more than these. */
  hasMore: boolean;
  query: FilesQuery;
  /** The query whose answer is shown; another one while that is on its way. */
  shownQuery: FilesQuery;
  busy: "list" | "more" | null;
  /** Why the last call failed, in words. */
  problem: string | null;
  ask: (query: FilesQuery) => void;
  more: () => void;
  reload: () => void;
  replace: (file: FileItemView) => void;
  remove: (fileId: number) => void;
}

interface Initial {
  list: FileListView;
  query: FilesQuery;
  /** When the server read the list, milliseconds since 1970. */
  readAt: number;
}

/** The files on show, their filter, and one call at a time: a newer question breaks off the one before. */
export function useFileList(initial: Initial): FileList {
  const [list, setList] = useState(initial.list);
  const [query, setQuery] = useState(initial.query);
  const [shownQuery, setShownQuery] = useState(initial.query);
  const [busy, setBusy] = useState<FileList["busy"]>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  const readAt = useRef(initial.readAt);
  const pages = useRef(1);

  const call = async (what: "list" | "more", asked: FilesQuery, cursor: string | null, delayMs = 0) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    setBusy(what);
    try {
      await delay(delayMs, signal);
      const page = await readPage(asked, cursor, signal);
      readAt.current = Date.now();
      pages.current = what === "more" ? pages.current + 1 : 1;
      setList((before) => (what === "more" ? joined(before, page) : page));
      setShownQuery(asked);
      setProblem(null);
    } catch (error) {
      if (signal.aborted) return; // a newer question, or nobody looks any more
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    }
    setBusy(null);
  };

  const refresh = useEffectEvent(() => {
    const idle = running.current === null || busy === null;
    const fresh = isFresh(readAt.current, Date.now());
    if (document.visibilityState === "visible" && idle && !fresh && pages.current === 1) {
      void call("list", query, null);
    }
  });
  useEffect(() => {
    refresh(); // the router may have kept this page from before
    const onLook = () => refresh();
    document.addEventListener("visibilitychange", onLook);
    return () => {
      document.removeEventListener("visibilitychange", onLook);
      running.current?.abort();
    };
  }, []);

  return {
    items: list.items,
    hasMore: list.next_cursor !== null,
    query,
    shownQuery,
    busy,
    problem,
    ask(next) {
      setQuery(next);
      window.history.replaceState(null, "", addressOf(next));
      void call("list", next, null, next.q === query.q ? 0 : TYPING_MS);
    },
    more: () => void call("more", query, list.next_cursor),
    reload: () => void call("list", query, null),
    replace: (file) =>
      setList((before) => ({
        ...before,
        items: before.items.map((item) => (item.id === file.id ? { ...item, ...file } : item)),
      })),
    remove: (fileId) =>
      setList((before) => ({ ...before, items: before.items.filter(({ id }) => id !== fileId) })),
  };
}

function readPage(query: FilesQuery, cursor: string | null, signal: AbortSignal): Promise<FileListView> {
  const params = new URLSearchParams({ ...listParams(query), ...(cursor !== null && { cursor }) });
  return callApi("GET", `/files?${params}`, fileListSchema, { signal });
}

/** A file that moved up meanwhile is already shown. */
function joined(before: FileListView, page: FileListView): FileListView {
  const shown = new Set(before.items.map(({ id }) => id));
  return { ...page, items: [...before.items, ...page.items.filter(({ id }) => !shown.has(id))] };
}

/** Rejects as soon as it is broken off. */
function delay(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
