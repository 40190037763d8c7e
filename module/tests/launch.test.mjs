// One order makes one pod, whatever happens to the answer.
import assert from "node:assert/strict";
import { KEY, hurry, living, rejection, scene, until } from "./support.mjs";

hurry();

/// In the simulator's world this is available where the volume "models" is.
const ORDER = { name: "comfy", networkVolume: "models", gpus: ["NVIDIA GeForce RTX 4090"] };
const CREATE = "podFindAndDeployOnDemand";

scene("a pod is launched on a volume, gets ready, and is terminated", {}, async ({ launcher, simulator }) => {
  const attempts = [];
  const stages = [];
  const pod = await launcher.launch(ORDER, { onAttempt: ({ state }) => void attempts.push(state) });
  assert.deepEqual(attempts, ["asking", "placed"]);
  assert.equal(pod.networkVolume, "m0d3lsr0ro");
  assert.equal(pod.perHour, 0.746944);
  assert.ok(pod.createdAt instanceof Date && pod.launchedHere && pod.timerHours === 4);
  const ready = await launcher.waitForReady(pod.id, { onStage: ({ stage }) => void stages.push(stage) });
  assert.equal(ready.stage, "ready");
  assert.equal(stages.at(-1), "ready");
  assert.deepEqual(stages, [...new Set(stages)], "no stage is told twice");
  const comfy = ready.services.find(({ port }) => port === 8188);
  assert.deepEqual([comfy.name, comfy.answered, (await fetch(comfy.url)).status], ["ComfyUI", "ready", 200]);
  const { direct } = await launcher.access(pod.id);
  assert.match(direct.command, new RegExp(`^ssh root@${direct.host} -p ${direct.port} `));
  await launcher.terminate(pod.id);
  assert.equal(await launcher.pod(pod.id), null);
  assert.deepEqual(await living(simulator), []);
});

scene("what is available is read: GPU types, offers, volumes, pods", {}, async ({ launcher }) => {
  const types = await launcher.gpuTypes();
  const known = types.find(({ name }) => name === "RTX 4090");
  assert.equal(known.secure.perHour, 0.74);
  const [volume] = await launcher.networkVolumes();
  assert.deepEqual([volume.name, volume.sizeGb, volume.dataCenter, volume.perMonth], ["models", 100, "EU-RO-1", 7]);
  const offers = await launcher.offers({ ...ORDER, gpus: ["NVIDIA A100-SXM4-80GB", "RTX 4090"] });
  assert.deepEqual(
    offers.map(({ name, skip }) => [name, skip]),
    [
      ["A100 SXM", "out of stock"],
      ["RTX 4090", null],
    ],
  );
  const { perHour, gpusPerHour, diskPerHour } = offers[1];
  assert.deepEqual([perHour, gpusPerHour, diskPerHour], [0.746944, 0.74, 0.006944]);
  const [cpu] = await launcher.offers({ cpu: "cpu3g-2-8" });
  assert.deepEqual([cpu.cpu, cpu.gpuType, cpu.count], ["cpu3g-2-8", null, 0]);
  assert.deepEqual(await launcher.pods(), []);
});

for (const fault of [
  { name: "act-then-drop", operation: CREATE },
  { name: "drop-then-act", operation: CREATE },
  { name: "error-after", operation: CREATE },
  { name: "nonsense", operation: CREATE, after: true },
]) {
  scene(`a lost answer leaves one pod: ${fault.name}`, {}, async ({ launcher, simulator }) => {
    await simulator.fault(fault);
    const attempts = [];
    const pod = await launcher.launch(ORDER, { onAttempt: ({ state }) => void attempts.push(state) });
    // A list that is on its way already may show the pod before the answer is known to be lost.
    assert.deepEqual(
      attempts.filter((state) => state !== "looking-for-lost-answer"),
      ["asking", "placed"],
    );
    assert.deepEqual(
      (await living(simulator)).map(({ id }) => id),
      [pod.id],
    );
  });
}

scene(
  "a create that never arrived is given up after two minutes, and made nothing",
  {},
  async ({ launcher, simulator }) => {
    await simulator.fault({ name: "error-before", operation: CREATE });
    const began = Date.now();
    const error = await rejection(launcher.launch(ORDER));
    assert.equal(error.code, "never-arrived");
    assert.match(error.message, /No pod was made, and nothing is charged/);
    assert.ok(Date.now() - began >= 120_000, "it was looked for long enough");
    assert.deepEqual(
      error.attempts.map(({ state }) => state),
      ["asking", "looking-for-lost-answer"],
    );
    assert.deepEqual(await living(simulator), []);
  },
);

scene("of two pods of one request the younger is ended", {}, async ({ launcher, simulator }) => {
  // Something on the way sends the request twice: here it is done by hand, with the tag of the first.
  await simulator.fault({ name: "delay", operation: CREATE, delayMs: 500 });
  const launched = launcher.launch(ORDER);
  const tag = await until("a create has arrived", async () => (await simulator.state()).created[0]?.tag);
  const input = `{ imageName: "runpod/comfyui:cuda12.8", gpuTypeId: "NVIDIA GeForce RTX 4090", gpuCount: 1, name: "comfy", containerDiskInGb: 50, env: [{ key: "LAUNCHPOD_TAG", value: "${tag}" }] }`;
  assert.ok((await simulator.ask(`mutation { ${CREATE}(input: ${input}) { id } }`))[CREATE].id);
  const pod = await launched;
  await launcher.waitForReady(pod.id);
  const left = await until(
    "one of them is left",
    async () => (await living(simulator)).length === 1 && living(simulator),
  );
  assert.equal(left[0].id, pod.id);
});

scene(
  "of two pods of one request the older is kept, though the answer told of the younger",
  {},
  async ({ launcher, simulator }) => {
    // Something on the way asks first, and its answer is lost: the tag is known only once the launch has asked.
    const real = globalThis.fetch;
    globalThis.fetch = async (...given) => {
      const request = new Request(...given);
      const asks = (await request.clone().text()).includes("podFindAndDeployOnDemand");
      if (asks) await (await real(request.clone())).text();
      return real(request);
    };
    try {
      await launcher.withPod({ ...ORDER, image: "pytorch", networkVolume: undefined }, async (pod) => {
        const [left, ...more] = await living(simulator);
        assert.deepEqual([left.id, more], [pod.id, []]);
      });
    } finally {
      globalThis.fetch = real;
    }
    assert.equal((await simulator.state()).creates, 2);
    assert.deepEqual(await living(simulator), []);
  },
);

scene(
  "what is out of stock is passed over, and what is refused is followed by the next",
  {},
  async ({ launcher, simulator }) => {
    const attempts = [];
    const gpus = ["NVIDIA A100-SXM4-80GB", "NVIDIA GeForce RTX 4090"];
    const pod = await launcher.launch(
      { ...ORDER, gpus },
      { onAttempt: ({ state, offer }) => void attempts.push([state, offer?.name]) },
    );
    assert.deepEqual(attempts, [
      ["skipped", "A100 SXM"],
      ["asking", "RTX 4090"],
      ["placed", "RTX 4090"],
    ]);
    await launcher.terminate(pod.id);
    const none = await rejection(launcher.launch({ ...ORDER, gpus: ["NVIDIA A100-SXM4-80GB"] }));
    assert.equal(none.code, "no-capacity");
    assert.match(none.message, /A100 SXM.*out of stock/);
    assert.deepEqual(
      none.attempts.map(({ state, why }) => [state, why]),
      [["skipped", "out of stock"]],
    );
    assert.deepEqual(await living(simulator), []);
  },
);

scene(
  "what is dearer than agreed is asked about, and not taken without an answer",
  {},
  async ({ launcher, simulator }) => {
    const order = { ...ORDER, maxPerHour: 0.5 };
    const declined = await rejection(launcher.launch(order));
    assert.equal(declined.code, "dearer-than-agreed");
    assert.match(declined.message, /\$0\.50\/h.*RTX 4090 for \$0\.747\/h/);
    const asked = [];
    const refused = await rejection(
      launcher.launch(order, { onDearer: (offer, agreed) => (asked.push([offer.perHour, agreed]), false) }),
    );
    assert.deepEqual([refused.code, asked], ["dearer-than-agreed", [[0.746944, 0.5]]]);
    assert.deepEqual((await simulator.state()).creates, 0, "nothing was asked for");
    const pod = await launcher.launch(order, { onDearer: async () => true });
    assert.equal(pod.perHour, 0.746944);
  },
);

scene("a launch waits for stock where it is wanted", {}, async ({ launcher, simulator }) => {
  const away = new AbortController();
  const states = [];
  const order = { ...ORDER, gpus: ["NVIDIA A100-SXM4-80GB"], whenSoldOut: "wait" };
  const waiting = rejection(
    launcher.launch(order, { signal: away.signal, onAttempt: ({ state }) => void states.push(state) }),
  );
  await until("it waits", () => states.includes("waiting"));
  const other = await launcher.launch(ORDER);
  assert.ok(other.id, "one that waits holds nobody up");
  away.abort();
  const error = await waiting;
  assert.deepEqual([error.code, error.podId], ["aborted", null]);
  assert.equal((await living(simulator)).length, 1);
});

scene("launches take turns, and each makes its pod", {}, async ({ launcher, simulator }) => {
  const gpus = [{ memoryGb: 16 }];
  const pods = await Promise.all(["a", "b", "c"].map((name) => launcher.launch({ name, gpus })));
  assert.equal(new Set(pods.map(({ id }) => id)).size, 3);
  assert.equal((await living(simulator)).length, 3);
});

scene(
  "RunPod's refusal is told in its words, at the thing that it is about",
  { flags: ["--balance", "0.1"] },
  async ({ launcher }) => {
    const error = await rejection(launcher.launch(ORDER));
    assert.equal(error.code, "balance");
    assert.match(error.message, /too little money.*No pod was made/);
    assert.deepEqual(
      error.attempts.map(({ state }) => state),
      ["asking", "refused"],
    );
  },
);

scene(
  "the key is in no message, no log, no journal, and is not shown",
  {},
  async ({ launcher, newLauncher, simulator }) => {
    const { inspect } = await import("node:util");
    const said = [];
    for (const name of ["log", "warn", "error", "info", "debug"])
      console[name] = (...words) => void said.push(inspect(words));
    const kept = new Map();
    const journal = {
      keys: () => [...kept.keys()],
      get: (key) => kept.get(key) ?? null,
      set: (key, text) => void said.push(key, text) || kept.set(key, text),
      delete: (key) => kept.delete(key),
    };
    const own = newLauncher({ journal });
    said.push(inspect(own, { depth: 9, showHidden: true }), JSON.stringify(own));
    const pod = await own.launch(ORDER);
    said.push(inspect(pod), inspect(own, { depth: 9, showHidden: true }));
    await simulator.fault({ name: "unauthorized", times: 0 });
    const revoked = await rejection(own.terminate(pod.id));
    said.push(inspect(revoked), revoked.stack);
    assert.equal(revoked.code, "wrong-key");
    assert.equal(revoked.podId, pod.id, "a pod that may still cost money is named");
    const wrong = await rejection(newLauncher({ apiKey: "rpa_WRONGWRONGWRONG12345" }).pods());
    assert.equal(wrong.code, "wrong-key");
    const odd = await rejection(newLauncher({ apiKey: `${KEY} x` }).pods());
    assert.equal(odd.code, "wrong-key");
    said.push(inspect(odd));
    assert.ok(
      said.every((words) => !words.includes(KEY.slice(4))),
      "the key was said",
    );
    assert.ok(launcher);
  },
);

scene("REST v2 launches and ends by choice, whatever GraphQL is at", {}, async ({ simulator, newLauncher }) => {
  const launcher = newLauncher({ api: "rest" });
  await simulator.fault({ name: "maintenance", api: "graphql", times: 0 });
  const pod = await launcher.launch(ORDER);
  assert.deepEqual(
    (await launcher.pods()).map(({ id }) => id),
    [pod.id],
  );
  await launcher.terminate(pod.id);
  await simulator.calm();
  assert.equal((await simulator.state()).creates, 1);
});
