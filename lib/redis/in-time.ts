/**
 * Settles as `answer` does, or rejects once `ms` have passed without one. A standstill of our own does not count against
 * the other side: after one, timers come before what has long arrived, so that is read once more first.
 */
export function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`Redis did not answer within ${ms} ms.`));
    const timer = setTimeout(() => setImmediate(late), ms);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
