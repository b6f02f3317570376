/** A page that is asked for its lock and neither answers nor ends within this time has it. */
const WAIT_MS = 500;

/**
 * Takes a lock that ends with the page, however the page ends. Answers how to let go of it, or null when another page
 * has it, or this page already.
 */
export function lockForPage(name: string): Promise<(() => void) | null> {
  const { locks }: { locks?: LockManager | null } = navigator;
  return locks ? webLock(locks, name) : databaseLock(name);
}

function webLock(locks: LockManager, name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    const hold = (lock: Lock | null) =>
      lock === null ? resolve(null) : new Promise<void>((letGo) => resolve(letGo));
    // A page that is just going away gets none.
    locks.request(name, { ifAvailable: true }, hold).catch(() => resolve(null));
  });
}

/** Databases that are still waited for: the wait cannot be ended, and one is enough. */
const asked = new Set<string>();

/**
 * Over plain http to another computer there are no Web Locks. An open database is as good: it closes with the page, and
 * whoever finds it open waits with the upgrade that would make it theirs.
 */
function databaseLock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    if (asked.has(name)) return resolve(null);
    asked.add(name);
    let alone = false;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      resolve(null);
    }, WAIT_MS);
    const answered = () => {
      clearTimeout(timer);
      asked.delete(name);
    };
    const request = indexedDB.open(`${name}/lock`, Date.now());
    request.onupgradeneeded = () => {
      alone = true;
    };
    request.onerror = () => {
      answered();
      resolve(null); // its version is newer by another clock
    };
    request.onsuccess = () => {
      answered();
      const database = request.result;
      if (alone && !late) return resolve(() => end(database));
      database.close();
      resolve(null);
    };
  });
}

function end(database: IDBDatabase): void {
  database.close();
  indexedDB.deleteDatabase(database.name);
}
