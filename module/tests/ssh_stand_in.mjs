#!/usr/bin/env node
// Stands in for `ssh` in the tests: lets in whoever has the right address of a pod of the simulator's, and runs the command here, as
// if it were in that pod. The first knock finds nobody, as with a pod whose SSH server is still starting.
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";

const { RUNPOD_API_BASE_URL: api, RUNPOD_API_KEY: key } = process.env;
const words = process.argv.slice(2);

const fail = (message, status) => {
  console.error(message);
  process.exit(status);
};

const options = new Map();
const rest = [];
while (words.length > 0) {
  const word = words.shift();
  if (rest.length === 0 && ["-o", "-p", "-i"].includes(word))
    options.set(word, [...(options.get(word) ?? []), words.shift()]);
  else rest.push(word);
}
const [target, command, ...more] = rest;
if (more.length > 0 || !command) fail(`ssh stand-in: expected one target and one command, got ${rest.join(" | ")}`, 99);
if (options.get("-p")?.length !== 1) fail("ssh stand-in: expected one port", 99);

const query = "{ myself { pods { id runtime { ports { ip isIpPublic privatePort publicPort type } } } } }";
const headers = { "Content-Type": "application/json", Authorization: `Bearer ${key}`, "User-Agent": "ssh" };
const answer = await fetch(`${api}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
const { pods } = (await answer.json()).data.myself;
const isDoor = ({ ip, isIpPublic, privatePort, publicPort, type }) =>
  isIpPublic
  && type === "tcp"
  && privatePort === 22
  && target === `root@${ip}`
  && options.get("-p")[0] === String(publicPort);
const pod = pods.find(({ runtime }) => runtime?.ports?.some(isDoor));
if (!pod) fail(`ssh stand-in: ${target} port ${options.get("-p")[0]} is no pod's address`, 99);

if (!existsSync("knocked")) {
  writeFileSync("knocked", "");
  fail("ssh: Connection refused", 255);
}
const { status } = spawnSync("bash", ["-c", command], {
  env: { PATH: process.env.PATH, RUNPOD_POD_ID: pod.id },
  stdio: "inherit",
});
process.exitCode = status ?? 98;
