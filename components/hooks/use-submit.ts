import { useEffect, useRef, useState } from "react";
import { ApiError } from "@/lib/browser/api-client";

export interface Submit<Input> {
  /** Under way, or done: what follows is on its way. */
  busy: boolean;
  /** Why the last try failed. */
  error: ApiError | null;
  submit: (input: Input) => Promise<void>;
}

/**
 * One call of the API at a time, for a dialog or a button: a second submit meanwhile does nothing, unmounting breaks the
 * call off. After success it stays busy, so that nothing is sent twice while the next page comes; with `again` it is
 * ready for the next one.
 */
export function useSubmit<Input, Answer>(
  work: (input: Input, signal: AbortSignal) => Promise<Answer>,
  onDone: (answer: Answer, input: Input) => void,
  { again = false }: { again?: boolean } = {},
): Submit<Input> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(
    () => () => {
      running.current?.abort();
      running.current = null;
    },
    [],
  );
  const submit = async (input: Input) => {
    if (running.current !== null) return;
    const controller = new AbortController();
    running.current = controller;
    setBusy(true);
    setError(null);
    try {
      const answer = await work(input, controller.signal);
      if (again) {
        running.current = null;
        setBusy(false);
      }
      onDone(answer, input);
    } catch (failure) {
      if (controller.signal.aborted) return; // nobody waits for it any more
      running.current = null;
      setBusy(false);
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
    }
  };
  return { busy, error, submit };
}
