export type Result<T, E = Error> = { ok: true; value: T } | { ok: false; error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const fail = <E>(error: E): Result<never, E> => ({ ok: false, error });

export async function attempt<T>(run: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await run());
  } catch (error) {
    return fail(error instanceof Error ? error : new Error(String(error)));
  }
}

export class RetryPolicy {
  private attempts = 0;

  constructor(
    private readonly limit: number,
    private readonly wait: (ms: number) => Promise<void>,
  ) {}

  async run<T>(task: () => Promise<T>): Promise<Result<T>> {
    let last: Result<T> = fail(new Error("not tried"));
    while (this.attempts < this.limit) {
      this.attempts += 1;
      last = await attempt(task);
      if (last.ok) return last;
      await this.wait(2 ** this.attempts * 100);
    }
    return last;
  }
}

type Shape = { kind: "circle"; radius: number } | { kind: "square"; side: number };

export function area(shape: Shape): number {
  switch (shape.kind) {
    case "circle":
      return Math.PI * shape.radius ** 2;
    case "square":
      return shape.side ** 2;
  }
}
