// The page of one pod.
import { until } from "./screens.mjs";

export class PodPage {
  constructor(page) {
    this.page = page;
    this.state = page.getByRole("region", { name: "State, cost and buttons" });
    this.connect = page.getByRole("region", { name: "Connect" });
    this.use = page.getByRole("region", { name: "Use" });
    this.facts = page.getByRole("region", { name: "This pod" });
    this.environment = page.getByRole("region", { name: "Environment" });
    this.sections = page.getByRole("navigation", { name: "On this page" });
    this.history = page.getByRole("region", { name: "Asked from this device" });
    this.lost = page.getByRole("alert").filter({ hasText: "The page of this pod could not be loaded." });
    this.askForPassword = this.connect.getByRole("button", { name: "Get the Jupyter password" });
  }

  heading(name) {
    return this.page.getByRole("heading", { name, level: 1, exact: true });
  }

  async ready(name) {
    await this.heading(name).waitFor();
    await this.connect.waitFor();
    return this;
  }

  /// Goes there by its name in the list.
  async open(name) {
    await this.page.getByRole("link", { name, exact: true }).click();
    return this.ready(name);
  }

  async reaches(stage) {
    await until(async () => (await this.state.getAttribute("data-stage")) === stage, stage, 90_000);
  }

  /// What stands beside this name, among ways in, facts or variables.
  beside(region, name) {
    const label = this.page.getByText(name, { exact: true });
    return region
      .locator("dl > div")
      .filter({ has: this.page.locator("dt").and(label) })
      .locator("dd");
  }

  chart(meter) {
    return this.use.locator(`[data-chart="${meter}"]`);
  }

  /// A chart, by what it tells.
  picture(words) {
    return this.use.getByRole("img", { name: words });
  }

  /// The button that leads to a section.
  wayTo(section) {
    return this.sections.getByRole("button", { name: section, exact: true });
  }

  async lines() {
    return (await this.history.getByRole("listitem").allInnerTexts()).map((line) =>
      line.replace(/^.*?\d\d:\d\d:\d\d /, ""),
    );
  }
}

/// Makes a pod past the page: ComfyUI with everything, and secrets in its environment.
export async function comfy(
  simulator,
  { name = "comfy", ports = "8188/http,8080/http,8888/http,22/tcp,7000/tcp", env = [], volumeGb = 20 } = {},
) {
  const variables = env.map(([key, value]) => `{ key: "${key}", value: "${value}" }`).join(" ");
  const made =
    await simulator.ask(`mutation { podFindAndDeployOnDemand(input: { name: "${name}", imageName: "runpod/comfyui:cuda12.8",
    gpuTypeId: "NVIDIA GeForce RTX 4090", gpuCount: 1, cloudType: SECURE, containerDiskInGb: 50, volumeInGb: ${volumeGb}, volumeMountPath: "/workspace",
    dockerArgs: "bash -c '/start.sh'", ports: "${ports}", env: [${variables}] }) { id } }`);
  return made.podFindAndDeployOnDemand.id;
}

/// Changes what RunPod answers to one kind of question; `how` gets the pod in the answer.
export const told = (page, operation, how) =>
  page.route("**/graphql", async (route) => {
    if (!route.request().postData()?.includes(operation)) return route.fallback();
    const response = await route.fetch();
    const json = await response.json();
    for (const pod of json.data?.myself?.pods ?? [json.data?.pod]) if (pod) how(pod);
    return route.fulfill({ response, json });
  });
