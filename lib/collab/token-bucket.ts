/** `burst` at once, `perSecond` in the long run. `take` answers whether there was enough left. */
export function createTokenBucket(
  burst: number,
  perSecond: number,
  now: () => number,
): { take(amount: number): boolean } {
  let left = burst;
  let at = now();
  return {
    take(amount) {
      const time = now();
      left = Math.min(burst, left + ((time - at) / 1_000) * perSecond);
      at = time;
      if (amount > left) return false;
      left -= amount;
      return true;
    },
  };
}
