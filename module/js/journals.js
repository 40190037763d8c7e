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
