// Aborts, withPod, and what ends a pod.
import assert from "node:assert/strict";
import { PACE, hurry, living, pause, rejection, scene, until } from "./support.mjs";

hurry();

const ORDER = { name: "work", image: "pytorch", gpus: ["NVIDIA GeForce RTX 4090"] };
const CREATE = "podFindAndDeployOnDemand";

/// Aborts as soon as a launch says that it has got there.
const abortAt = (wanted) => {
  const away = new AbortController();
  const onAttempt = ({ state }) => void (state === wanted && away.abort(new Error("enough")));
  return { signal: away.signal, onAttempt };
};

scene("a launch that is aborted before it asks asks for nothing", {}, async ({ launcher, simulator }) => {
  const error = await rejection(launcher.launch(ORDER, { signal: AbortSignal.abort() }));
  assert.deepEqual([error.code, error.podId], ["aborted", null]);
  const away = new AbortController();
  const launched = rejection(launcher.launch(ORDER, { signal: away.signal }));
  away.abort();
  assert.equal((await launched).code, "aborted");
  assert.equal((await simulator.state()).creates, 0);
});

scene(
  "a launch that is aborted while RunPod is asked ends the pod that comes of it",
  {},
  async ({ launcher, simulator }) => {
    await simulator.fault({ name: "delay", operation: CREATE, delayMs: 300 });
    const { signal, onAttempt } = abortAt("asking");
    const error = await rejection(launcher.launch(ORDER, { signal, onAttempt }));
    assert.deepEqual([error.code, error.podId, error.cause?.message], ["aborted", null, "enough"]);
    assert.deepEqual(await living(simulator), []);
    assert.equal((await simulator.state()).terminated.length, 1, "it had been made");
  },
);

for (const name of ["act-then-drop", "drop-then-act", "error-before"]) {
  scene(
    `a launch that is aborted while its pod is looked for leaves none: ${name}`,
    {},
    async ({ launcher, simulator }) => {
      await simulator.fault({ name, operation: CREATE });
      // A list that is on its way already could show the pod before anybody has to look for it.
      await simulator.fault({ name: "stale-list", times: 0 });
      const { signal, onAttempt } = abortAt("looking-for-lost-answer");
      signal.addEventListener("abort", () => void simulator.calm());
      const error = await rejection(launcher.launch(ORDER, { signal, onAttempt }));
      assert.deepEqual([error.code, error.podId], ["aborted", null]);
      assert.deepEqual(await living(simulator), []);
    },
  );
}

scene("an abort that can't be made good names the pod", {}, async ({ launcher, simulator }) => {
  await simulator.fault({ name: "delay", operation: CREATE, delayMs: 200 });
  await simulator.fault({ name: "error-before", operation: "podTerminate", times: 0 });
  const error = await rejection(launcher.launch(ORDER, abortAt("asking")));
  const [pod] = await living(simulator);
  assert.deepEqual([error.code, error.podId], ["aborted", pod.id]);
  assert.match(error.message, new RegExp(`${pod.id}.*may run and cost money`));
  await simulator.calm();
  await until("it is ended all the same", async () => (await living(simulator)).length === 0);
});

scene("what a callback throws ends the launch, and is what comes out", {}, async ({ launcher, simulator }) => {
  await simulator.fault({ name: "delay", operation: CREATE, delayMs: 200 });
  const mine = new TypeError("mine");
  const error = await rejection(
    launcher.launch(ORDER, {
      onAttempt: () => {
        throw mine;
      },
    }),
  );
  assert.equal(error, mine);
  assert.deepEqual(await living(simulator), []);
});

scene("withPod does the work on a ready pod and ends it", {}, async ({ launcher, simulator }) => {
  const result = await launcher.withPod(ORDER, async (pod, { signal }) => {
    assert.equal(pod.stage, "ready");
    assert.equal(signal.aborted, false);
    return 42;
  });
  assert.equal(result, 42);
  assert.deepEqual(await living(simulator), []);
});

scene("withPod ends the pod when the work throws, and lets its error through", {}, async ({ launcher, simulator }) => {
  const mine = new RangeError("mine");
  const error = await rejection(
    launcher.withPod(
      ORDER,
      () => {
        throw mine;
      },
      { ready: false },
    ),
  );
  assert.equal(error, mine);
  assert.deepEqual(await living(simulator), []);
});

scene("withPod ends the pod on an abort, though the work does not listen", {}, async ({ launcher, simulator }) => {
  const away = new AbortController();
  let heard;
  const work = (_, { signal }) =>
    new Promise(() => {
      signal.addEventListener("abort", () => {
        heard = signal.reason;
      });
      away.abort();
    });
  const error = await rejection(launcher.withPod(ORDER, work, { ready: false, signal: away.signal }));
  assert.deepEqual([error.code, heard], ["aborted", error]);
  assert.deepEqual(await living(simulator), []);
});

scene(
  "withPod ends a pod that does not get ready in time, and says that it is ended",
  {},
  async ({ launcher, simulator }) => {
    await simulator.fault("no-machine");
    const error = await rejection(launcher.withPod(ORDER, () => assert.fail("no work"), { timeoutMs: 60_000 }));
    assert.deepEqual([error.code, error.podId], ["not-ready-in-time", null]);
    assert.match(error.message, /Finding a machine.*was terminated: it costs nothing any more/);
    assert.deepEqual(await living(simulator), []);
  },
);

scene("withPod aborts its work when the pod is lost", {}, async ({ launcher, simulator }) => {
  const work = async (_, { signal }) => {
    await simulator.fault("host-gone");
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const error = await rejection(launcher.withPod(ORDER, work));
  assert.equal(error.code, "pod-lost");
  assert.deepEqual(await living(simulator), []);
});

scene(
  "withPod says which pod it could not end, and keeps the work's own error",
  {},
  async ({ launcher, simulator }) => {
    const mine = new Error("mine");
    const work = async () => {
      await simulator.fault({ name: "forbidden", operation: "podTerminate", times: 0 });
      throw mine;
    };
    const error = await rejection(launcher.withPod(ORDER, work, { ready: false }));
    const [pod] = await living(simulator);
    assert.deepEqual([error.code, error.podId, error.cause], ["no-right", pod.id, mine]);
    assert.match(error.message, /could not be ended: it may run and cost money/);
  },
);

scene(
  "a pod is stopped, resumed and ended, and each settles when RunPod shows it",
  {},
  async ({ launcher, simulator }) => {
    const { id } = await launcher.launch({ ...ORDER, podVolumeGb: 20 });
    await launcher.waitForReady(id);
    const stopped = await launcher.stop(id);
    assert.deepEqual([stopped.status, stopped.stage], ["stopped", "stopped"]);
    assert.equal((await rejection(launcher.waitForReady(id))).code, "pod-stopped");
    const again = await launcher.stop(id);
    assert.equal(again.status, "stopped", "a second stop is none");
    const running = await launcher.resume(id);
    assert.equal(running.status, "running");
    await launcher.terminate(id);
    await launcher.terminate(id);
    await launcher.terminate("nosuchpod00000");
    assert.deepEqual(await living(simulator), []);
    assert.equal((await rejection(launcher.resume(id))).code, "pod-not-found");
    assert.equal((await rejection(launcher.waitForReady(id))).code, "pod-not-found");
  },
);

scene("an end is asked for again until RunPod says that the pod is gone", {}, async ({ launcher, simulator }) => {
  const { id } = await launcher.launch(ORDER);
  await simulator.fault({ name: "bad-gateway", operation: "podTerminate", times: 3 });
  await launcher.terminate(id);
  assert.deepEqual(await living(simulator), []);
  const next = await launcher.launch(ORDER);
  await simulator.fault({ name: "maintenance", operation: "podTerminate", times: 0 });
  const late = await rejection(launcher.terminate(next.id, { timeoutMs: 5_000 }));
  assert.deepEqual([late.code, late.podId], ["timed-out", next.id]);
  const aborted = await rejection(launcher.terminate(next.id, { signal: AbortSignal.abort() }));
  assert.deepEqual([aborted.code, aborted.podId], ["aborted", next.id]);
  await simulator.calm();
  await until("it is gone", async () => (await living(simulator)).length === 0);
});

scene("a wait is aborted, and the pod is named that goes on costing money", {}, async ({ launcher }) => {
  const { id } = await launcher.launch(ORDER);
  const away = new AbortController();
  const waiting = rejection(launcher.waitForReady(id, { signal: away.signal, onStage: () => away.abort() }));
  const error = await waiting;
  assert.deepEqual([error.code, error.podId], ["aborted", id]);
});

scene("the fleet is watched until the signal ends it", {}, async ({ launcher, simulator }) => {
  const away = new AbortController();
  const seen = [];
  const watching = (async () => {
    for await (const fleet of launcher.watch({ signal: away.signal })) seen.push(fleet);
  })();
  await until("the first list", () => seen.length > 0);
  assert.deepEqual([seen[0].pods, seen[0].trouble, typeof seen[0].balance], [[], null, "number"]);
  const { id } = await launcher.launch(ORDER);
  await until("it is seen to get ready", () => seen.at(-1).pods.find((pod) => pod.id === id)?.stage === "ready");
  await simulator.fault({ name: "error-before", operation: "myself", times: 2 });
  const { trouble } = await until("trouble", () => seen.find((fleet) => fleet.trouble));
  assert.equal(trouble.code, "server-trouble");
  assert.ok(trouble instanceof Error);
  await launcher.terminate(id);
  await until("it is seen to be gone", () => seen.at(-1).pods.length === 0);
  away.abort();
  await watching;
});

// No pod is ready here before the launcher is closed, however long the launch takes.
scene(
  "a launcher that is closed rejects what waits and what comes",
  { speed: PACE, options: { speed: 1 } },
  async ({ newLauncher }) => {
    const launcher = newLauncher();
    const { id } = await launcher.launch(ORDER);
    const waiting = rejection(launcher.waitForReady(id));
    await pause(1000);
    launcher.close();
    assert.equal((await waiting).code, "closed");
    assert.equal((await rejection(launcher.pods())).code, "closed");
  },
);
