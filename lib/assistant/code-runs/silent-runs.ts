import type { CodeRun, RunEvent } from "@/lib/contracts/run";

interface Expected {
  id: number;
  timer: NodeJS.Timeout;
}

/** Watches whether runs are still heard of, in every process that has their file open. */
export interface SilentRuns {
  heard(fileId: number, event: RunEvent): void;
  /** Something of this run must be heard within so many milliseconds. */
  expect(fileId: number, run: Pick<CodeRun, "id">, ms: number): void;
}

/** Calls `silent` when nothing was heard of a file's run for `goneMs`, or the time given. */
export function createSilentRuns(goneMs: number, silent: (fileId: number) => void): SilentRuns {
  const expected = new Map<number, Expected>();
  const forget = (fileId: number) => {
    clearTimeout(expected.get(fileId)?.timer);
    expected.delete(fileId);
  };
  const expect = (fileId: number, { id }: Pick<CodeRun, "id">, ms: number) => {
    forget(fileId);
    const timer = setTimeout(() => {
      expected.delete(fileId);
      silent(fileId);
    }, ms).unref();
    expected.set(fileId, { id, timer });
  };
  return {
    expect,
    heard(fileId, event) {
      if (event.kind === "started") expect(fileId, event.run, goneMs);
      else if (event.kind === "output") expect(fileId, { id: event.run_id }, goneMs);
      else if (event.kind === "ended" && expected.get(fileId)?.id === event.run_id) forget(fileId);
    },
  };
}
