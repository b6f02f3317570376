const PARENT_CHECK_MS = 500;

/**
 * Calls back once when we are to end: SIGINT, SIGTERM, a closed terminal, or the end of npm above us.
 * Trap: npm hands a signal to the shell between, which keeps it to itself or dies without telling us. So the long-running
 * scripts of package.json `exec` us in place of that shell (what follows `||` there is for systems whose shell has no
 * `exec`), and for what npm hands to nobody, such as SIGHUP, only the changed parent shows its end.
 * @param {() => void} callback
 */
export function onEndRequested(callback) {
  let asked = false;
  const ask = () => {
    if (asked) return;
    asked = true;
    callback();
  };
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, ask);
  // Without npm, a shell may start us, end and leave us running on purpose.
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) ask();
  }, PARENT_CHECK_MS).unref();
}
