// A list of pods as RunPod would answer it, and what of it changes from one poll to the next.

export const PODS = 1_000;
/// 1 % of them.
export const CHANGING = 10;

const GPUS = [
  ["RTX 4090", 0.69],
  ["A40", 0.4],
  ["RTX A5000", 0.27],
  ["H100 PCIe", 2.39],
  ["L40S", 0.86],
];
const PLACES = ["EU-RO-1", "US-KS-2", "CA-MTL-1", "EU-SE-1"];
const START = Date.now() - 5 * 3_600_000;

/// No port over HTTP: the probe would ask a thousand programs that are not there.
function pod(at) {
  const [gpu, price] = GPUS[at % GPUS.length];
  const place = PLACES[at % PLACES.length];
  return {
    // In no order, as RunPod's are.
    id: `bench${String((at * 611_953_001) % 1_000_000_007).padStart(10, "0")}`,
    name: `train-${at}`,
    desiredStatus: "RUNNING",
    lastStatusChange: "Rented by User: Fri Nov 20 2026 09:00:00 GMT+0000 (Coordinated Universal Time)",
    costPerHr: price,
    gpuCount: 1,
    imageName: "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
    containerDiskInGb: 50,
    volumeInGb: at % 3 === 0 ? 40 : 0,
    volumeMountPath: "/workspace",
    networkVolumeId: at % 3 === 0 ? null : `vol${at % 7}`,
    ports: "22/tcp",
    dockerArgs: "",
    env: ["JUPYTER_PASSWORD=not-a-secret", `RUN=${at}`, "HF_HOME=/workspace/hf"],
    createdAt: new Date(START - at * 1000).toISOString(),
    lastStartedAt: new Date(START - at * 1000).toISOString(),
    machine: { gpuDisplayName: gpu, dataCenterId: place },
    networkVolume: at % 3 === 0 ? null : { id: `vol${at % 7}`, dataCenterId: place },
    runtime: null,
  };
}

/// How busy it is changes with every list, and is no news of the pod.
function runtime(uptimeInSeconds) {
  const busy = () => Math.floor(Math.random() * 100);
  return {
    uptimeInSeconds,
    ports: [{ privatePort: 22 }],
    container: { cpuPercent: busy(), memoryPercent: busy() },
    gpus: [{ gpuUtilPercent: busy(), memoryUtilPercent: busy() }],
  };
}

/// The lists, one after another: the pods age, and each time other ten of them stop or are started again.
export class Lists {
  constructor(count = PODS, changing = CHANGING) {
    this.pods = Array.from({ length: count }, (_, at) => pod(at));
    this.changing = changing;
    this.polls = 0;
    /// Whether the next list has news.
    this.moving = false;
  }

  /// The ids of the pods that the last list changed.
  next() {
    const changed = [];
    for (let at = 0; this.moving && at < this.changing; at += 1) {
      const one = this.pods[((this.polls * this.changing + at) * 97) % this.pods.length];
      const stops = one.desiredStatus === "RUNNING";
      one.desiredStatus = stops ? "EXITED" : "RUNNING";
      one.lastStatusChange = stops ? "Exited by user" : "Resumed by user";
      changed.push(one.id);
    }
    this.polls += this.moving ? 1 : 0;
    return changed;
  }

  answer() {
    const now = Date.now();
    for (const one of this.pods) {
      const up = Math.floor((now - Date.parse(one.lastStartedAt)) / 1000);
      one.runtime = one.desiredStatus === "RUNNING" ? runtime(up) : null;
    }
    const myself = {
      id: "user_bench",
      clientBalance: 1234.5,
      currentSpendPerHr: 700,
      spendLimit: 2000,
      pods: this.pods,
    };
    return JSON.stringify({ data: { myself } });
  }
}
