/** A page that is asked for its lock and neither answers nor ends within this time has it. */
const WAIT_MS = 500;

/**
 * Takes a lock that ends with the page, however the page ends. Answers how to let go of it, or null when another page
 * has it, or this page already.
 */
export function lockForPage(name: string): Promise<(() => void) | null> {
  return "locks" in navigator ? webLock(navigator.locks, name) : databaseLock(name);
}

function webLock(locks: LockManager, name: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null) =>
      lock === null ? resolve(null) : new Promise<void>((letGo) => resolve(letGo));
    locks.request(name, { ifAvailable: true }, hold).catch(reject);
  });
}

/**
 * Over plain http to another computer there are no Web Locks. An open database is as good: it closes with the page, and
 * whoever finds it open waits with the upgrade that would make it theirs.
 */
export function databaseLock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    let alone = false;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      resolve(null);
    }, WAIT_MS);
    const request = indexedDB.open(`${name}/lock`, Date.now());
    request.onupgradeneeded = () => {
      alone = true;
    };
    request.onerror = () => resolve(null); // of a version that is newer by the clock
    request.onsuccess = () => {
      clearTimeout(timer);
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
