// From the command line to the exit code.
import { errorOf } from "../error.js";
import { portIn, readCommand, speedIn } from "./arguments.js";
import { readKey } from "./ask.js";
import { DONE, FAILED, USAGE, exitCodeOf } from "./exit_codes.js";
import { HELP } from "./help.js";
import { launch } from "./launch.js";
import { journalFolder } from "./notes.js";
import { end, list, logs, resume, stop, wait } from "./pods.js";
import { json, note, result } from "./say.js";
import { serve } from "./serve.js";
import { VERSION } from "./version.js";

const OF_PODS = { list, stop, resume, end, wait, logs };
const SIGNALS = ["SIGINT", "SIGTERM"];

const BREAKING_OFF =
  "Breaking off. What has come of the launch is ended first, which may take some minutes. Press Ctrl+C again to leave at once: then start the same command again, or look at launchpod list.";

/// Does what the command line says; what the program ends with.
export const main = async (given) => {
  // A terminal that is closed, or a reader that has gone, ends nothing half way.
  for (const out of [process.stdout, process.stderr]) out.on("error", () => {});
  let read;
  try {
    read = readCommand(given);
  } catch (error) {
    return failed(error, given.includes("--json"), false);
  }
  const { command, words, options } = read;
  if (command === "help") return told(HELP);
  if (command === "version") return told(VERSION);
  return command === "serve" ? served(options) : spoken(command, words, options);
};

const told = (text) => {
  result(text);
  return DONE;
};

const served = async (options) => {
  try {
    await serve({ listen: portIn(options), open: !options["no-open"], page: options.page, upstream: options.upstream });
    return DONE;
  } catch (error) {
    note(error.message);
    return error.code === "invalid-options" ? USAGE : FAILED;
  }
};

/// A command that speaks to RunPod. The first Ctrl+C ends the waiting, the second the program.
const spoken = async (command, words, options) => {
  const caller = new AbortController();
  const abort = () => {
    if (caller.signal.aborted) process.exit(130);
    if (command === "launch" && makes) note(BREAKING_OFF);
    caller.abort();
  };
  for (const name of SIGNALS) process.on(name, abort);
  if (command === "logs") process.stdout.on("error", () => caller.abort());
  const launchers = [];
  let makes = false;
  try {
    // Not before: who serves the page needs no launcher.
    const { Launcher, fileJournal } = await import("../node.js");
    const journal = fileJournal(options.journal ?? journalFolder());
    const apiKey = await readKey();
    const newLauncher = (journal) => {
      launchers.push(new Launcher({ apiKey, journal, speed: speedIn(options) }));
      return launchers.at(-1);
    };
    const context = { words, options, journal, newLauncher, signal: caller.signal, begins: (on) => (makes = on) };
    if (command === "launch") await launch(context);
    else await OF_PODS[command]({ ...context, launcher: newLauncher(journal) });
    return DONE;
  } catch (thrown) {
    return failed(errorOf(thrown), options.json, makes);
  } finally {
    for (const launcher of launchers) launcher.close();
    for (const name of SIGNALS) process.off(name, abort);
  }
};

const failed = (error, isJson, makes) => {
  const { code, message, podId, problems } = error;
  note(message);
  for (const problem of problems) note(`  ${problem.field}: ${problem.message}`);
  if (isJson) json({ error: { code, message, podId, problems } });
  return exitCodeOf(error, makes);
};
