// What is asked of whoever sits there: the key, without showing it, and yes or no.
import { createInterface } from "node:readline/promises";
import { LaunchpodError } from "../error.js";

const aborted = () => new LaunchpodError({ code: "aborted", message: "You broke off. Nothing was launched." });

/// The key: from the environment, or else typed in.
export const readKey = async ({ environment = process.env, input = process.stdin, output = process.stderr } = {}) => {
  const given = environment.RUNPOD_API_KEY?.trim();
  if (given) return given;
  if (!input.isTTY) {
    const message =
      "There is no RunPod API key: put it into RUNPOD_API_KEY, or start this in a terminal, where it is asked for. Nothing was asked of RunPod.";
    throw new LaunchpodError({ code: "wrong-key", message });
  }
  const typed = (await askWithoutEcho("RunPod API key (it is not shown): ", input, output)).trim();
  if (typed) return typed;
  throw new LaunchpodError({ code: "wrong-key", message: "No key was typed in. Nothing was asked of RunPod." });
};

const askWithoutEcho = (question, input, output) =>
  new Promise((resolve, reject) => {
    let typed = "";
    const done = (settle) => {
      input.off("data", read);
      input.off("end", end);
      input.setRawMode(false);
      input.pause();
      output.write("\n");
      settle();
    };
    const end = () => done(() => reject(aborted()));
    const read = (text) => {
      for (const sign of String(text)) {
        if (sign === "\u0003" || (sign === "\u0004" && typed === "")) return end();
        if (sign === "\r" || sign === "\n" || sign === "\u0004") return done(() => resolve(typed));
        if (sign === "\u007f" || sign === "\b") typed = typed.slice(0, -1);
        else if (sign === "\u0015") typed = "";
        else if (sign >= " ") typed += sign;
      }
    };
    // First the terminal stops showing what is typed, then it is asked.
    input.setRawMode(true);
    input.on("data", read);
    input.once("end", end);
    input.resume();
    output.write(question);
  });

/// Whether somebody can be asked.
export const isSomebodyThere = () => Boolean(process.stdin.isTTY);

/// Yes or no; anything but yes is no.
export const confirm = async (question, signal) => {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const left = new Promise((resolve) => asking.once("close", () => resolve("")));
    asking.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
    const answer = await Promise.race([asking.question(`${question} [y/N] `, { signal }), left]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } catch (error) {
    if (error.name === "AbortError") throw aborted();
    throw error;
  } finally {
    asking.close();
  }
};
