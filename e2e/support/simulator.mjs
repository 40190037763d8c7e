// A simulator and, where there is one (PAGE), the page that it serves, each on a port of its own choosing.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export const KEY = "rpa_JOURNEY7H3K9QZ2M5X8C1V4B6N0L";

const ANNOUNCEMENTS = {
  simulator: /^RunPod simulator listening on (http:\/\/\S+)$/,
  page: /^Launchpod page on (http:\/\/\S+)$/,
};

/// Starts one and waits until both addresses are announced. `flags` are added to its command line.
export async function startSimulator({ key = KEY, speed = 60, flags = [] } = {}) {
  const own = key === null ? [] : ["--key", key];
  const page = process.env.PAGE ? ["--page", process.env.PAGE, "--page-listen", "127.0.0.1:0"] : [];
  const child = spawn(
    process.env.SIMULATOR,
    ["--listen", "127.0.0.1:0", ...page, "--speed", String(speed), ...own, ...flags],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const found = {};
  const lines = createInterface({ input: child.stdout });
  const announced = new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      for (const [name, pattern] of Object.entries(ANNOUNCEMENTS)) found[name] ??= line.match(pattern)?.[1];
      if (found.simulator && (found.page || page.length === 0)) resolve();
    });
    child.on("exit", (code) => reject(new Error(`the simulator ended with ${code} before it listened`)));
    child.on("error", reject);
  });
  await announced;
  return {
    page: found.page?.replace(/\/?$/, "/"),
    address: found.simulator,
    key: key ?? undefined,
    speed,
    stop: () => child.kill(),
    /// Asks it something as any RunPod client would.
    async ask(query) {
      const answer = await fetch(`${found.simulator}/graphql`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}`, "User-Agent": "journey" },
        body: JSON.stringify({ query }),
      });
      return (await answer.json()).data;
    },
    /// Switches a fault on, as text or as an object: see the simulator's README.
    async fault(what) {
      const text = typeof what === "string" ? what : JSON.stringify(what);
      const answer = await fetch(`${found.simulator}/admin/faults`, { method: "POST", body: text });
      if (!answer.ok) throw new Error(`${text}: ${await answer.text()}`);
    },
    /// Switches all faults off, and tells how often each has struck.
    async calm() {
      const { faults } = await (await fetch(`${found.simulator}/admin/faults`)).json();
      await fetch(`${found.simulator}/admin/faults`, { method: "DELETE" });
      return faults;
    },
    /// One of the simulator's own doors: a terminal in a pod, work for its GPUs.
    async admin(door, what) {
      const answer = await fetch(`${found.simulator}/admin/${door}`, { method: "POST", body: JSON.stringify(what) });
      if (!answer.ok) throw new Error(`${door}: ${await answer.text()}`);
      return answer.json();
    },
    /// So many seconds of its time pass at once. Comes back with what its time is then, in milliseconds.
    async pass(seconds) {
      return Date.parse((await this.admin("time", { passMs: Math.round(seconds * 1000) })).now);
    },
    /// What really happened on it.
    async state() {
      return (await fetch(`${found.simulator}/admin/state`)).json();
    },
    async pods() {
      return (await this.ask("{ myself { pods { id name desiredStatus networkVolumeId env } } }")).myself.pods;
    },
  };
}
