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
  if (asked.has(name)) return Promise.resolve(null);
  asked.add(name);
  return new Promise((resolve) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      resolve(null);
    }, WAIT_MS);
    const answered = (database: IDBDatabase | null) => {
      clearTimeout(timer);
      asked.delete(name);
      if (database !== null && !late) return resolve(() => end(database));
      database?.close();
      resolve(null);
    };
    // Rejected: another page was quicker, or this browser keeps nothing.
    takeDatabase(`${name}/lock`).then(answered, () => answered(null));
  });
}

/** Null: another page has taken it. */
async function takeDatabase(name: string): Promise<IDBDatabase | null> {
  const { database, upgraded } = await openNewer(name);
  if (upgraded) return database;
  database.close();
  return null;
}

/** In a newer version than any page has left behind: a time is one, unless that page's clock was ahead. */
async function openNewer(name: string): Promise<Opened> {
  try {
    return await openDatabase(name, Date.now());
  } catch (error) {
    if (!(error instanceof Error && error.name === "VersionError")) throw error;
    const { database } = await openDatabase(name);
    database.close();
    return openDatabase(name, database.version + 1);
  }
}

interface Opened {
  database: IDBDatabase;
  /** It is new, or was of an older version and nobody had it open. */
  upgraded: boolean;
}

function openDatabase(name: string, version?: number): Promise<Opened> {
  return new Promise((resolve, reject) => {
    let upgraded = false;
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      upgraded = true;
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => resolve({ database: request.result, upgraded });
  });
}

function end(database: IDBDatabase): void {
  database.close();
  indexedDB.deleteDatabase(database.name);
}
