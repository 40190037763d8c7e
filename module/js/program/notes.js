// Which launches of this program's were cut off. The journal of a launcher says what became of each request; a note says which
// command it was of, so that the same command again finds its pod and makes no second one.
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";

const ROOT = "launchpod.command/";
const LAUNCH = /\/launch\/([^/]+)$/;

/// Where the journal is unless another folder is named.
export const journalFolder = ({ environment = process.env, platform = process.platform, home = homedir() } = {}) => {
  if (environment.LAUNCHPOD_JOURNAL) return environment.LAUNCHPOD_JOURNAL;
  if (platform === "win32") return join(environment.LOCALAPPDATA || join(home, "AppData/Local"), "launchpod/journal");
  if (platform === "darwin") return join(home, "Library/Application Support/launchpod/journal");
  return join(environment.XDG_STATE_HOME || join(home, ".local/state"), "launchpod/journal");
};

/// What makes two commands the same: all of the pod, and not what may be paid for it or how long is waited.
const signOf = ({ maxPerHour, whenSoldOut, ...pod }) => {
  const sorted = (_, value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value;
  return createHash("sha256").update(JSON.stringify(pod, sorted)).digest("hex").slice(0, 32);
};

/// The note of one command. Its `journal` is to be given to the launcher.
export class Note {
  #journal;
  #key;
  #release = null;
  #marks = [];
  #isLaunching = false;

  constructor(journal, order) {
    this.#journal = journal;
    this.#key = ROOT + signOf(order);
  }

  /// Takes the command for this program: false where another one is at it. What the note says is read.
  async take() {
    this.#release = await this.#journal.lock(this.#key);
    if (!this.#release) return false;
    const text = await this.#journal.get(this.#key);
    try {
      this.#marks = JSON.parse(text ?? "{}").marks ?? [];
    } catch {
      // A note is written whole; what is no note says nothing.
      this.#marks = [];
    }
    return true;
  }

  /// Whether a launch of this command was cut off.
  get isOpen() {
    return this.#marks.length > 0;
  }

  /// What became of this command's launches, of all that were recovered.
  own(recovered) {
    return recovered.filter(({ tag }) => this.#marks.includes(tag));
  }

  /// From now on the launches that are written down are this command's.
  begin() {
    this.#isLaunching = true;
  }

  /// A journal in which each new launch is noted before it is written down, and so before its request leaves.
  get journal() {
    const set = async (key, text) => {
      const mark = this.#isLaunching ? LAUNCH.exec(key)?.[1] : undefined;
      if (mark && !this.#marks.includes(mark) && (await this.#journal.get(key)) === null) {
        this.#marks.push(mark);
        await this.#journal.set(this.#key, JSON.stringify({ marks: this.#marks }));
      }
      return this.#journal.set(key, text);
    };
    return { ...this.#journal, set };
  }

  /// The command is done, and what came of it was told: the same one again is a new one.
  async clear() {
    this.#marks = [];
    await this.#journal.delete(this.#key);
  }

  async letGo() {
    await this.#release?.();
  }
}
