// `launchpod serve`: the page on this computer, from the start to Ctrl+C.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { lookup } from "node:dns/promises";
import { NAME } from "./guard.js";
import { Page } from "./page.js";
import { Relay } from "./relay.js";
import { ABOUT, serverOf } from "./server.js";
import { VERSION } from "./version.js";

/// What a browser remembers of launches belongs to this number, so it stays. The program `launchpod` has the same.
export const PORT = 4800;
const RUNPOD = "https://api.runpod.io";
/// How long what is under way may take once the program is to end.
const LAST_ACTS_WITHIN = 20_000;

/// Serves until it is ended. If a Launchpod runs already, that one is shown.
export const serve = async ({ listen = PORT, open = true, page, upstream }) => {
  const relay = new Relay(upstream ?? (process.env.LAUNCHPOD_UPSTREAM || RUNPOD));
  const server = serverOf(await Page.read(page), relay);
  try {
    server.listen(listen, NAME);
    await once(server, "listening");
  } catch (error) {
    return notListening(error, listen, open);
  }
  const address = `http://${NAME}:${server.address().port}/`;
  console.log(`Launchpod ${VERSION} is at ${address}`);
  console.log("Leave this window open while you use it. To end it, press Ctrl+C here.");
  lookForANetwork(relay.name);
  if (open) openBrowser(address);
  await ended();
  console.log("Launchpod ends. Pods on RunPod go on running, and cost money, until they are ended.");
  server.close();
  await Promise.race([relay.actsDone(LAST_ACTS_WITHIN), ended()]);
  relay.close();
  server.closeAllConnections();
};

/// The port is taken: by a Launchpod, which is what was wanted, or by something else.
const notListening = async (error, port, open) => {
  const other = Math.max(port >= 65_535 ? 8080 : port + 1, 1024);
  const next = `another port: launchpod serve --listen ${other}`;
  if (error.code === "EACCES") throw new Error(`This computer does not let you use port ${port}. Choose ${next}`);
  if (error.code !== "EADDRINUSE") throw new Error(`Port ${port} can't be used: ${error.code}. Choose ${next}`);
  const version = await runningOn(port);
  if (version === null) {
    throw new Error(
      `Port ${port} is used by another program. End that one, or choose ${next}\n(Your browser keeps its notes of your launches by the port: under another one it starts without them.)`,
    );
  }
  const address = `http://${NAME}:${port}/`;
  console.log(`Launchpod runs already, at ${address}`);
  if (version !== VERSION)
    console.log(
      `It is version ${version}, and this is ${VERSION}. To use this one, end the other one first: press Ctrl+C in its window.`,
    );
  if (open) openBrowser(address);
};

/// The version of the Launchpod that answers on that port; null if something else does, or nothing.
const runningOn = async (port) => {
  try {
    const answer = await fetch(`http://${NAME}:${port}${ABOUT}`, {
      redirect: "error",
      signal: AbortSignal.timeout(2000),
    });
    const { program, version } = await answer.json();
    return answer.ok && program === "launchpod" && /^[0-9A-Za-z.+-]{1,31}$/.test(version) ? version : null;
  } catch {
    return null;
  }
};

/// Only the name is looked for: nothing goes to RunPod before somebody signs in.
const lookForANetwork = (name) =>
  lookup(name.replace(/^\[|\]$/g, "")).catch(() =>
    console.error(
      `This computer does not find ${name}: it seems to have no network. The page opens all the same. For your pods, connect this computer and try again in the page.`,
    ),
  );

const OPENERS = { darwin: ["open"], win32: ["rundll32", "url.dll,FileProtocolHandler"] };

const openBrowser = (address) => {
  const [program, ...words] = OPENERS[process.platform] ?? ["xdg-open"];
  const failed = () => {
    const { port } = new URL(address);
    console.error(
      `No browser could be opened from here. Open ${address} in one yourself. From another computer, over SSH: ssh -L ${port}:${NAME}:${port} THIS-COMPUTER, and then the same address there.`,
    );
  };
  // Without a screen, what opens addresses on Linux looks for a browser of text in this very terminal.
  const { DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME } = process.env;
  if (program === "xdg-open" && !(DISPLAY || WAYLAND_DISPLAY || WSL_DISTRO_NAME)) return failed();
  const child = spawn(program, [...words, address], { stdio: "ignore", detached: true });
  child.on("error", failed);
  child.on("exit", (code) => code && failed());
  child.unref();
};

/// Ctrl+C, or the word of whatever started this program.
const ended = () =>
  new Promise((resolve) => {
    const names = ["SIGINT", "SIGTERM"];
    const end = () => {
      for (const name of names) process.off(name, end);
      resolve();
    };
    for (const name of names) process.on(name, end);
  });
