// A journal in a folder: one file a key, written beside its place and renamed, so that it is there whole or not at all. Locks
// are files too; one whose program is dead holds nobody up.
import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

const TEXT = ".json";
const LOCK = ".lock";
/// A program on another machine (or in another container) that has not touched its lock for so long is dead.
const SILENT_MS = 90_000;
const TOUCH_MS = 20_000;

export const fileJournal = (folder) => {
  const made = () => mkdir(folder, { recursive: true, mode: 0o700 });
  const place = (key, ending) => join(folder, encodeURIComponent(key) + ending);
  return {
    async keys() {
      const names = await readdir(folder).catch(nothing([]));
      return names.filter((name) => name.endsWith(TEXT)).map((name) => decodeURIComponent(name.slice(0, -TEXT.length)));
    },
    get: (key) => readFile(place(key, TEXT), "utf8").catch(nothing(null)),
    async set(key, value) {
      await made();
      await replace(folder, place(key, TEXT), value);
    },
    delete: (key) => rm(place(key, TEXT), { force: true }),
    async lock(key) {
      await made();
      return lock(place(key, LOCK));
    },
  };
};

/// What a file that is not there counts as.
const nothing = (instead) => (error) => {
  if (error.code === "ENOENT") return instead;
  throw error;
};

const replace = async (folder, path, text) => {
  const part = join(folder, `${randomUUID()}.part`);
  try {
    const file = await open(part, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
};

const lock = async (path) => {
  for (;;) {
    const mine = JSON.stringify({ token: randomUUID(), ...(await thisProgram()) });
    if (await create(path, mine)) return hold(path, mine);
    const theirs = await readFile(path, "utf8").catch(nothing(null));
    if (theirs !== null && (await isHeld(path, theirs))) return null;
    if (theirs !== null) await clear(path, theirs);
  }
};

/// Whole at once: a lock that is half written would look like nobody's.
const create = async (path, text) => {
  const part = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(part, "wx", 0o600);
    await file.writeFile(text).finally(() => file.close());
    await link(part, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(part, { force: true });
  }
};

const hold = (path, mine) => {
  const touch = () => utimes(path, new Date(), new Date()).catch(() => {});
  const timer = setInterval(touch, TOUCH_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    const there = await readFile(path, "utf8").catch(() => null);
    if (there === mine) await rm(path, { force: true });
  };
};

const isHeld = async (path, text) => {
  const owner = parsed(text);
  if (owner?.host === hostname()) return isAlive(owner);
  const touched = await stat(path).then(({ mtimeMs }) => mtimeMs, nothing(0));
  return Date.now() - touched < SILENT_MS;
};

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const isAlive = async ({ pid, started }) => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // It is there, and somebody else's.
    if (error.code !== "EPERM") return false;
  }
  const now = await stateOf(pid);
  // One that was killed has its number until whoever started it has looked.
  if (now.state === "Z" || now.state === "X") return false;
  // Another program may have its number by now.
  return !started || !now.started || started === now.started;
};

/// How a program is, and when it was started, where the system tells (Linux).
const stateOf = async (pid) => {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The second field is its name, which may hold anything; what is wanted is the first and the twentieth after it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0], started: fields[19] ?? null };
};

const thisProgram = async () => ({ pid: process.pid, host: hostname(), started: (await stateOf(process.pid)).started });

/// Takes a dead program's lock out of the way: moved first, so that of two who do that one alone finds it.
const clear = async (path, theirs) => {
  const aside = `${path}.${randomUUID()}.part`;
  try {
    await rename(path, aside);
  } catch (error) {
    return nothing(undefined)(error);
  }
  if ((await readFile(aside, "utf8")) !== theirs) {
    // Somebody was faster and has it by right.
    await link(aside, path).catch(() => {});
  }
  await rm(aside, { force: true });
};
