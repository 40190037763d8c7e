// RunPod's own MCP server, as npm installs it and as an assistant starts it, on the simulator. Its REST tools speak v2.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { startSimulator } from "../../e2e/support/simulator.mjs";

const SERVER = fileURLToPath(new URL("dist/stdio.mjs", import.meta.resolve("@runpod/mcp-server/package.json")));
const GPU = "NVIDIA GeForce RTX 4090";

/// A pod that prints its first line about a second after it is asked for.
const SPEED = 300;

/// Each test has a simulator and a server of its own. `call` answers with what a tool told, and `refused` with its error.
const scene = (name, play, { wrongKey = false } = {}) =>
  test(name, { timeout: 60_000 }, async () => {
    const simulator = await startSimulator({ speed: SPEED });
    const env = {
      PATH: process.env.PATH,
      RUNPOD_API_KEY: wrongKey ? "rpa_WRONG" : simulator.key,
      RUNPOD_API_BASE_URL: simulator.address,
      NO_PROXY: "127.0.0.1",
    };
    const transport = new StdioClientTransport({ command: process.execPath, args: [SERVER], env, stderr: "ignore" });
    const client = new Client({ name: "launchpod-tests", version: "1.0.0" });
    const ask = async (tool, given = {}) => {
      const { content, isError } = await client.callTool({ name: tool, arguments: given });
      return { isError: isError === true, text: content.map((part) => part.text).join("\n") };
    };
    const call = async (tool, given) => {
      const { isError, text } = await ask(tool, given);
      assert.equal(isError, false, `${tool}: ${text}`);
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    };
    const refused = async (tool, given) => {
      const { isError, text } = await ask(tool, given);
      assert.equal(isError, true, `${tool} was not refused: ${text}`);
      return text;
    };
    try {
      await client.connect(transport);
      await play({ simulator, client, call, refused });
    } finally {
      await client.close();
      simulator.stop();
    }
  });

const order = (more = {}) => ({
  body: {
    name: "from an assistant",
    image: "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
    gpu: { id: GPU, count: 1 },
    cloud: "SECURE",
    disk: 20,
    ports: ["8888/http", "22/tcp"],
    env: { GREETING: "hello" },
    ...more,
  },
});

/// Looks until it is so.
const until = async (words, look) => {
  for (let left = 60; left > 0; left -= 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`never so: ${words}`);
};

scene("it offers what it offers on RunPod, and reads catalogue, places, volumes and templates", async (scene) => {
  const names = (await scene.client.listTools()).tools.map((tool) => tool.name);
  for (const name of ["list-pods", "create-pod", "pod-action", "delete-pod", "stream-pod-logs"]) {
    assert.ok(names.includes(name), name);
  }
  const { gpus } = await scene.call("list-gpu-types", { include: ["AVAILABILITY"], product: ["POD"] });
  const gpu = gpus.find((known) => known.id === GPU);
  assert.notEqual(gpu.availability, "NONE");
  assert.ok(gpu.price.secure > 0);
  const { dataCenters } = await scene.call("list-data-centers", { networkVolumeTypes: ["STANDARD"] });
  assert.ok(dataCenters.some((place) => place.id === "EU-RO-1"));
  const { networkVolumes } = await scene.call("list-network-volumes");
  assert.deepEqual(networkVolumes.map((volume) => volume.name).sort(), ["archive", "models", "studio"]);
  const { templates } = await scene.call("list-public-templates");
  assert.ok(templates.length > 0);
});

scene(
  "a pod is created, listed, stopped, started and terminated, and then gone",
  async ({ call, refused, simulator }) => {
    assert.deepEqual((await call("list-pods")).pods, []);
    const made = await call("create-pod", order());
    assert.equal(made.status, "RUNNING");
    assert.deepEqual(
      (await call("list-pods")).pods.map((pod) => pod.id),
      [made.id],
    );
    const { id } = made;
    const running = await until("it has a runtime", async () => {
      const pod = await call("get-pod", { id });
      return pod.runtime && pod;
    });
    assert.equal(running.gpu.id, GPU);

    const stopped = await call("pod-action", { id, body: { action: "stop" } });
    assert.deepEqual([stopped.status, stopped.actions], ["EXITED", ["start", "terminate"]]);
    assert.match(await refused("pod-action", { id, body: { action: "stop" } }), /409/);
    const started = await call("pod-action", { id, body: { action: "start" } });
    assert.equal(started.status, "RUNNING");

    await call("pod-action", { id, body: { action: "terminate" } });
    assert.match(await refused("get-pod", { id }), /404/);
    assert.deepEqual((await call("list-pods")).pods, []);
    assert.deepEqual(
      (await simulator.state()).created.map((pod) => pod.id),
      [id],
    );
  },
);

scene("the logs of a pod are read, and those of one that is gone are not", async ({ call, refused }) => {
  const { id } = await call("create-pod", order());
  const read = async (source) =>
    (await call("stream-pod-logs", { podId: id, source, tail: 5000, maxWaitMs: 1000 })).items;
  const first = await until("the host says what it does", async () => (await read("system"))[0]);
  assert.equal(first.source, "system");
  assert.match(first.line, /^create container runpod\/pytorch/);
  const own = await until("the container speaks", async () => (await read("container"))[0]);
  assert.equal(own.source, "container");
  await call("delete-pod", { id });
  assert.match(await refused("stream-pod-logs", { podId: id, maxWaitMs: 1000 }), /404/);
});

scene("what can't be is refused with RunPod's own words", async ({ call, refused }) => {
  assert.match(await refused("create-pod", order({ gpu: { id: "NVIDIA No Such Card" } })), /400/);
  assert.match(await refused("create-pod", order({ mounts: { persistent: { size: 5, path: "/workspace" } } })), /422/);
  assert.deepEqual((await call("list-pods")).pods, []);
});

scene("a wrong key is refused", async ({ refused }) => assert.match(await refused("list-pods"), /401/), {
  wrongKey: true,
});
