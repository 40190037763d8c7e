// Journals: kept texts by key. `lock` gives the function that lets go, or null where another program has the key.

/// In memory: knows its pods again as long as the program runs. Launchers that share one know of each other.
export const memoryJournal = () => {
  const texts = new Map();
  return {
    keys: () => [...texts.keys()],
    get: (key) => texts.get(key) ?? null,
    set: (key, value) => void texts.set(key, value),
    delete: (key) => void texts.delete(key),
    lock: locksIn(new Set()),
  };
};

/// In Web Storage: survives a reload with localStorage. Tabs keep apart by Web Locks, where the browser has them.
export const storageJournal = (storage) => ({
  keys: () => Array.from({ length: storage.length }, (_, at) => storage.key(at)).filter((key) => key !== null),
  get: (key) => storage.getItem(key),
  set: (key, value) => storage.setItem(key, value),
  delete: (key) => storage.removeItem(key),
  lock: globalThis.navigator?.locks ? webLock : locksIn(ownLocks(storage)),
});

const STORE = "texts";

/// In IndexedDB: what is set is on disk when the promise comes back, so that a browser that is killed keeps it. Web Storage
/// reaches the disk half a minute late.
export const databaseJournal = (name = "launchpod-module") => {
  let opening;
  const lost = () => {
    opening = undefined;
  };
  const database = () => {
    opening ??= openDatabase(name, lost).catch((error) => {
      lost();
      throw error;
    });
    return opening;
  };
  const act = async (mode, what) => {
    const transaction = (await database()).transaction(STORE, mode, { durability: "strict" });
    const request = what(transaction.objectStore(STORE));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    return request.result;
  };
  return {
    keys: () => act("readonly", (texts) => texts.getAllKeys()),
    get: async (key) => (await act("readonly", (texts) => texts.get(key))) ?? null,
    set: async (key, value) => void (await act("readwrite", (texts) => texts.put(value, key))),
    delete: async (key) => void (await act("readwrite", (texts) => texts.delete(key))),
    lock: globalThis.navigator?.locks ? webLock : locksIn(new Set()),
  };
};

/// `lost` is told when the database can't be used any more: it is opened anew then.
const openDatabase = (name, lost) =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = lost;
      database.onversionchange = () => {
        lost();
        database.close();
      };
      resolve(database);
    };
    request.onerror = () => reject(request.error);
  });

/// The first journal, and what an earlier version of the package left in the second one. Where the first can't be used at
/// all, the second serves.
export const journalAfter = (first, second) => {
  const usable = Promise.resolve(first.keys()).then(
    () => true,
    () => false,
  );
  return {
    keys: async () => [...new Set([...((await usable) ? await first.keys() : []), ...second.keys()])],
    get: async (key) => ((await usable) ? await first.get(key) : null) ?? second.get(key),
    set: async (key, value) => {
      if (!(await usable)) return second.set(key, value);
      await first.set(key, value);
      second.delete(key);
    },
    delete: async (key) => {
      if (await usable) await first.delete(key);
      second.delete(key);
    },
    lock: second.lock,
  };
};

/// Locks that hold within this program.
export const locksIn = (held) => (key) => {
  if (held.has(key)) return null;
  held.add(key);
  return () => void held.delete(key);
};

const ofStorage = new WeakMap();

const ownLocks = (storage) => {
  if (!ofStorage.has(storage)) ofStorage.set(storage, new Set());
  return ofStorage.get(storage);
};

/// The browser takes it back when the tab is gone.
const webLock = (key) =>
  new Promise((resolve, reject) => {
    const held = (lock) => {
      if (!lock) return resolve(null);
      return new Promise((release) => resolve(release));
    };
    navigator.locks.request(key, { ifAvailable: true }, held).catch(reject);
  });
