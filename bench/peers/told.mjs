/** Tells whoever started this process where it listens. */
export function tellPort(port) {
  process.send({ port });
  // However the run ends, its servers end with it.
  process.on("disconnect", () => process.exit());
}

export const HOST = "127.0.0.1";
