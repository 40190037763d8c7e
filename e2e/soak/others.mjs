// Other clients of the same account: they launch, stop, start and end pods past the page.
import { pause } from "./dice.mjs";

const IMAGES = [
  { imageName: "runpod/comfyui:latest", ports: "8188/http,8888/http,22/tcp" },
  { imageName: "runpod/pytorch:2.8.0-py3.11-cuda12.8.1-cudnn-devel-ubuntu22.04", ports: "8888/http,22/tcp" },
  { imageName: "ghcr.io/someone/thing:1.0", ports: "3000/http" },
  { imageName: "ghcr.io/someone/job:2", ports: "" },
];
export const PLAIN = IMAGES[2];
const PLACES = ["EU-RO-1", "EU-CZ-1", "US-KS-2", "US-GA-2", "US-TX-3", "EUR-IS-1", "CA-MTL-1", "AP-JP-1"];
const OWN = "LAUNCHPOD_TAG";
const NONE_LEFT = /no longer any instances|no instances|SUPPLY_CONSTRAINT/i;

export class Others {
  constructor(simulator, dice, speed, most) {
    Object.assign(this, { simulator, dice, second: 1_000 / speed, most, wanted: most });
    /// Pods that they ended, or tried to.
    this.ended = new Set();
    this.requests = 0;
    /// Pods that anybody made.
    this.creates = 0;
    this.out = new Set();
  }

  /// Finds out what is on offer, the cheapest half of it.
  async lookAround() {
    const { gpuTypes } = await this.ask("{ gpuTypes { id secureCloud communityCloud securePrice communityPrice } }");
    const price = (type) =>
      Math.min(type.communityCloud ? type.communityPrice : 99, type.secureCloud ? type.securePrice : 99);
    const all = gpuTypes.filter((type) => price(type) < 99).sort((a, b) => price(a) - price(b));
    this.types = all.slice(0, Math.ceil(all.length * 0.6)).map((type) => type.id);
  }

  async live(isOver) {
    const { dice } = this;
    let nextWish = 0;
    while (!isOver()) {
      if (Date.now() > nextWish) {
        // Full at first: what the page needs at most it needs from the beginning.
        this.wanted = nextWish === 0 ? this.most : dice.between(Math.ceil(this.most / 4), this.most);
        nextWish = Date.now() + dice.between(120, 400) * this.second;
      }
      const { pods, creates } = await this.simulator.state();
      this.creates = creates;
      const lacking = this.wanted - pods.length;
      const doing = [];
      for (let left = Math.min(lacking, 6); left > 0; left -= 1) doing.push(this.rent());
      for (let left = Math.min(-lacking, 6) + dice.between(0, 2); left > 0 && pods.length > 3; left -= 1)
        doing.push(this.end(dice.of(pods).id));
      if (dice.percent(30) && pods.length > 0) doing.push(this.power(dice.of(pods)));
      await Promise.all(doing);
      await pause(dice.between(5, 25) * this.second);
    }
  }

  /// Exactly so many pods of this name, all fresh and of one kind.
  async bringTo(count, name) {
    for (;;) {
      const { pods } = await this.simulator.state();
      const [own, others] = [pods.filter((pod) => pod.name === name), pods.filter((pod) => pod.name !== name)];
      if (own.length === count && others.length === 0) return;
      await Promise.all(others.map((pod) => this.end(pod.id)));
      if (others.length === 0)
        for (let left = count - own.length; left > 0; left -= 1) await this.rent({ name, ...PLAIN });
    }
  }

  /// So many pods at least that this person acts on.
  async provide(count, person) {
    for (;;) {
      const { pods } = await this.simulator.state();
      const own = pods.filter((pod) => person.owns(pod.id));
      if (own.length >= count) return;
      await this.rent({ name: `to act on ${own.length}`, ...PLAIN });
    }
  }

  async rent(wish) {
    const { dice } = this;
    if (this.out.size === this.types.length) this.out.clear();
    const type = dice.of(this.types.filter((type) => !this.out.has(type)));
    const input = {
      name: `other-${this.requests}`,
      ...dice.of(IMAGES),
      ...wish,
      gpuTypeId: type,
      gpuCount: 1,
      cloudType: wish ? "ALL" : dice.of(["ALL", "SECURE", "COMMUNITY"]),
      containerDiskInGb: 10,
      volumeInGb: wish ? 0 : dice.of([0, 0, 5]),
    };
    const isSpot = !wish && dice.percent(15);
    if (!wish && dice.percent(15)) input.dataCenterId = dice.of(PLACES);
    if (!wish && dice.percent(40)) input.env = [{ key: OWN, value: tag(dice) }];
    if (isSpot) input.bidPerGpu = 0.6;
    const [field, kind] = isSpot
      ? ["podRentInterruptable", "PodRentInterruptableInput!"]
      : ["podFindAndDeployOnDemand", "PodFindAndDeployOnDemandInput"];
    const answer = await this.send(`mutation ($input: ${kind}) { ${field}(input: $input) { id } }`, { input });
    if (NONE_LEFT.test(JSON.stringify(answer?.errors ?? "")) && !input.dataCenterId && input.cloudType === "ALL")
      this.out.add(type);
  }

  end(id) {
    this.ended.add(id);
    // What one gives back, another one can have.
    this.out.clear();
    return this.send("mutation ($input: PodTerminateInput!) { podTerminate(input: $input) }", { input: { podId: id } });
  }

  power({ id, desiredStatus }) {
    if (desiredStatus === "EXITED")
      return this.send("mutation ($input: PodResumeInput!) { podResume(input: $input) { id } }", {
        input: { podId: id, gpuCount: 1 },
      });
    return this.send("mutation ($input: PodStopInput!) { podStop(input: $input) { id } }", { input: { podId: id } });
  }

  async ask(query) {
    return (await this.send(query)).data;
  }

  /// Answers may be lost and late here too, and nobody minds.
  async send(query, variables) {
    this.requests += 1;
    try {
      const answer = await fetch(`${this.simulator.address}/graphql`, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Authorization: `Bearer ${this.simulator.key}`,
          "User-Agent": "soak",
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(2_000),
      });
      return await answer.json();
    } catch {
      return undefined;
    }
  }
}

/// As another browser's page would make it.
const tag = (dice) => Array.from({ length: 32 }, () => dice.between(0, 15).toString(16)).join("");
