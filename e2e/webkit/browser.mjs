// WebKitGTK's MiniBrowser, driven by WebKitWebDriver on a screen that nobody sees. One at a time.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { Builder } from "selenium-webdriver";

const SIZE = "1600x1200x24";

/// English that has no other words of its own: without a language WebKit says "C".
const LANGUAGE = { LANG: "en_US.UTF-8", LC_ALL: "", LANGUAGE: "en_US" };

/// The screen and the driver: WEBDRIVER and MINIBROWSER say where they are. A session on it is one browser without data.
export async function startDriver() {
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", SIZE, "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const display = await firstLine(screen);
  const port = await freePort();
  const driver = spawn(process.env.WEBDRIVER, [`--port=${port}`], {
    env: { ...process.env, ...LANGUAGE, DISPLAY: `:${display}` },
    stdio: "ignore",
  });
  const address = `http://127.0.0.1:${port}`;
  await answers(driver, address);
  return {
    open: () =>
      new Builder()
        .usingServer(address)
        .withCapabilities({
          browserName: "MiniBrowser",
          "webkitgtk:browserOptions": { binary: process.env.MINIBROWSER, args: ["--automation"] },
        })
        .build(),
    stop() {
      driver.kill();
      screen.kill();
    },
  };
}

const firstLine = (screen) =>
  new Promise((resolve, reject) => {
    let told = "";
    screen.stdio[3].on("data", (part) => {
      told += part;
      if (told.includes("\n")) resolve(told.trim());
    });
    screen.on("error", reject);
    screen.on("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function answers(driver, address) {
  let ended;
  driver.on("error", (error) => (ended = error));
  driver.on("exit", (code) => (ended ??= new Error(`WebKitWebDriver ended with ${code}`)));
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    if (ended) throw ended;
    if (await fetch(`${address}/status`).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("WebKitWebDriver does not answer");
}
