/** Numbers in [0, 1) that repeat for a seed (mulberry32), so that a random test can be run again as it failed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The seed to use: from `TEST_SEED`, else a new one. Print it when the test fails. */
export function testSeed(): number {
  const given = process.env.TEST_SEED;
  return given === undefined || given === "" ? Math.floor(Math.random() * 2 ** 31) : Number(given);
}
