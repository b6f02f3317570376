/**
 * Tells whoever started this process where it listens, and, when asked to settle, that all delivered so far is stored.
 * @param {number} port
 * @param {() => Promise<unknown>} [untilStored]
 */
export function tellPort(port, untilStored = async () => {}) {
  process.send({ port });
  process.on("message", async () => {
    await untilStored();
    process.send({ settled: true });
  });
  // However the run ends, its servers end with it.
  process.on("disconnect", () => process.exit());
}

export const HOST = "127.0.0.1";
