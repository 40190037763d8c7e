// What a person does on each screen, in their words.
import assert from "node:assert/strict";

import { KEY } from "./simulator.mjs";

export class SignIn {
  constructor(page) {
    this.page = page;
    this.key = page.getByLabel("RunPod API key");
    this.onSimulator = page.getByLabel(/key of the simulator/);
    this.button = page.getByRole("button", { name: "Sign in" });
    this.practise = page.getByRole("button", { name: "Try the demo (free)" });
    this.problem = page.locator("#key-problem");
    this.failure = page.locator(".failure");
  }

  async open(address) {
    await this.page.goto(address);
    await this.key.waitFor();
  }

  async signInToSimulator(key) {
    await this.key.fill(key);
    await this.onSimulator.check();
    await this.button.click();
    return new Pods(this.page).ready();
  }
}

export class Pods {
  constructor(page) {
    this.page = page;
    this.heading = page.getByRole("heading", { name: "Pods", level: 1 });
    this.money = page.getByRole("list", { name: "Your money" });
    this.cards = page.locator("li.pod");
    this.trouble = page.locator("main > .failure");
    this.launches = page.locator(".launches");
    this.told = page.locator(".told");
    this.tools = page.locator(".pods-tools");
    this.search = page.getByLabel("Search", { exact: true });
    this.hidden = page.locator(".hidden-pods");
    this.layouts = page.getByRole("group", { name: "Layout" });
    this.bulk = page.getByRole("region", { name: "Selected pods" });
  }

  /// The tool of this name, unfolded if need be.
  async tool(name) {
    const tool = this.tools.getByLabel(name, { exact: true });
    if (!(await tool.isVisible())) await this.tools.locator("summary").click();
    return tool;
  }

  /// Lays the list out as "Cards" or as "Table".
  async layOut(layout) {
    await this.layouts.getByRole("radio", { name: layout }).check();
  }

  /// Their names, in order.
  async names() {
    return (await this.cards.getByRole("heading").allTextContents()).map((text) => text.trim());
  }

  async ready() {
    await this.heading.waitFor();
    return this;
  }

  async open() {
    await this.page.getByRole("navigation").getByRole("link", { name: "Pods" }).click();
    return this.ready();
  }

  card(name) {
    return new PodCard(this.page, this.cards.filter({ has: this.page.getByRole("heading", { name, exact: true }) }));
  }

  async forgetKey() {
    await this.page.getByRole("button", { name: "Forget key" }).click();
  }
}

export class PodCard {
  constructor(page, card) {
    this.page = page;
    this.card = card;
    this.end = card.getByRole("button", { name: /^End(ing…)? (?!and delete )/ });
    this.endAndDelete = card.getByRole("button", { name: /^End and delete / });
    this.keep = card.getByRole("button", { name: /^Keep / });
    this.pick = card.getByRole("checkbox", { name: /^Select / });
    this.stop = card.getByRole("button", { name: /^Stop(ping…)? / });
    this.start = card.getByRole("button", { name: /^Start(ing…)? / });
    this.undo = card.getByRole("button", { name: /^Undo ending/ });
    this.ending = card.locator(".ending");
    this.services = card.getByRole("list", { name: "Programs on this pod" });
    this.ladder = card.getByRole("list", { name: "On the way to ready" });
    this.rungs = this.ladder.getByRole("listitem");
    this.climb = card.locator('[data-field="climb"]');
  }

  /// One click, and a second one where its own volume would be deleted: in the page itself, as the row becomes shorter when the
  /// pod is ready, and a click from outside may come down where the button was.
  async endIt() {
    await this.end.click();
    await this.endAndDelete.or(this.undo).first().waitFor();
    if (await this.endAndDelete.isVisible()) await this.endAndDelete.evaluate((element) => element.click());
  }

  async stage() {
    return this.card.getAttribute("data-stage");
  }

  async reaches(stage, timeout = 60_000) {
    const reached = this.page.locator(`li.pod[data-stage="${stage}"]`);
    await this.card.and(reached).waitFor({ timeout });
  }

  link(name) {
    return this.card.getByRole("link", { name });
  }

  async isGone(timeout = 30_000) {
    await this.card.waitFor({ state: "detached", timeout });
  }
}

export class Launch {
  constructor(page) {
    this.page = page;
    this.name = page.getByLabel("Name", { exact: true });
    this.volume = page.getByLabel("Network volume");
    this.search = page.getByLabel("Search GPU types by name or memory");
    this.count = page.getByLabel("Number of GPUs");
    this.image = page.getByLabel("Image", { exact: true });
    this.ownImage = page.getByLabel("Image name");
    this.more = page.locator("details.more");
    this.choices = page.getByRole("list", { name: "Your choices, in order" }).getByRole("listitem");
    this.whenSoldOut = page.getByLabel("If none is in stock");
    this.hunt = page.locator(".hunt");
    this.disk = page.getByLabel("Container disk (GB)");
    this.cloud = page.getByLabel("Cloud", { exact: true });
    this.ports = page.getByLabel("Ports", { exact: true });
    this.mountPath = page.getByLabel("Mount path");
    this.button = page.locator(".summary > button");
    this.price = page.locator('[data-field="price"]');
    /// What the whole session costs, where a timer ends it.
    this.session = page.locator('.summary [data-field="session"]');
    this.status = page.locator(".launches");
    this.summary = page.getByRole("complementary", { name: "What you get" });
  }

  async open() {
    await this.page.getByRole("link", { name: "Launch a pod" }).first().click();
    await this.pastApps();
    await this.page.locator("label.gpu").first().waitFor();
    return this.showAll();
  }

  /// To the form as it stands, past the apps where a launch begins with them.
  async pastApps() {
    const past = this.page.locator(".to-form");
    await past.or(this.page.locator(".summary")).first().waitFor();
    if (await past.isVisible()) await past.click();
    await this.page.locator(".summary").waitFor();
    return this;
  }

  /// On a phone only the first few GPU types are in sight.
  async showAll() {
    const all = this.page.getByRole("button", { name: /^Show all \d+ GPU types$/ });
    if (await all.isVisible()) await all.click();
    return this;
  }

  /// What “Advanced” says of what is in it.
  async changes() {
    return (await this.more.locator("summary").first().innerText()).trim();
  }

  /// Unfolds what most people never need.
  async unfold() {
    if ((await this.more.getAttribute("open")) === null) await this.more.locator("summary").first().click();
    await this.page.getByLabel("Start command").waitFor();
    return this;
  }

  gpu(name) {
    return this.page
      .locator("label.gpu")
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .getByRole("radio");
  }

  async onVolume(name) {
    const value = await this.volume.locator("option", { hasText: name }).first().getAttribute("value");
    await this.volume.selectOption(value);
  }

  problem(field) {
    return this.page.locator(`#${field}-problem`);
  }

  /// Prices for what stands in the form are there.
  async priced() {
    await this.summary.getByRole("button", { name: /^Launch/ }).waitFor();
  }

  async launch() {
    await this.priced();
    await this.button.click();
  }

  /// Fills in what most journeys want: an RTX 4090 on the volume "models".
  async fillIn(name) {
    await this.name.fill(name);
    await this.onVolume("models");
    await this.priced();
    await this.gpu("RTX 4090").check();
  }
}

/// What a launch begins with.
export class Apps {
  constructor(page) {
    this.page = page;
    this.box = page.getByRole("region", { name: "What do you want to run?" });
    this.cards = this.box.getByRole("listitem");
    this.toForm = this.box.getByRole("button", { name: "Go to the form" });
    this.change = page.getByRole("button", { name: "Change app" });
  }

  async open() {
    await this.page.getByRole("link", { name: "Launch a pod" }).first().click();
    await this.box.waitFor();
    return this;
  }

  async names() {
    return (await this.cards.getByRole("heading").allTextContents()).map((text) => text.trim());
  }

  card(name) {
    return this.cards.filter({ has: this.page.getByRole("heading", { name, exact: true }) });
  }

  button(name) {
    return this.card(name).getByRole("button");
  }

  price(name) {
    return this.card(name).locator('[data-field="price-from"]');
  }

  /// The one click.
  async choose(name) {
    await this.button(name).click();
    const form = new Launch(this.page);
    await form.button.waitFor();
    return form;
  }
}

/// The three questions above the apps, and the plan that they lead to.
export class FirstRun {
  constructor(page) {
    this.page = page;
    this.button = page.getByRole("button", { name: "First time? Three questions" });
    this.box = page.locator("#first-run");
    this.app = this.box.getByLabel("What do you want to do?");
    this.atMost = this.box.getByLabel("Most dollars per hour");
    this.keep = this.box.getByLabel("Yes, on a network volume");
    this.lose = this.box.getByLabel("No, they are lost when the pod ends");
    this.size = this.box.getByLabel("Room for files (GB)");
    this.show = this.box.getByRole("button", { name: "Show the plan" });
    this.sum = this.box.locator('[data-field="sum"]');
    this.make = this.box.getByRole("button", { name: "Make the volume and launch" });
    this.launch = this.box.getByRole("button", { name: "Launch this plan" });
  }

  /// Asks for the plan, and waits for it.
  async planned() {
    await this.show.click();
    await this.sum.waitFor();
    return this.sum.innerText();
  }

  /// What the plan says of this, such as "Data center".
  async decided(label) {
    const row = this.box.locator(".first-plan li").filter({ has: this.page.getByText(label, { exact: true }) });
    return row.locator("span").innerText();
  }

  change(what) {
    return this.box.getByRole("button", { name: `Change the ${what}` });
  }

  async problem(question, words) {
    const problem = this.page.locator(`#first-${question}-problem`);
    await until(async () => words.test(await problem.innerText()), `${question}: ${words}`, 10_000);
    return problem.innerText();
  }
}

/// Every GPU in every data center: a page of its own.
export class Stock {
  constructor(page) {
    this.page = page;
    this.heading = page.getByRole("heading", { name: "Stock", level: 1 });
    this.link = page.getByRole("navigation").getByRole("link", { name: "Stock", exact: true });
    this.fromForm = page.getByRole("link", { name: "See stock in every data center" });
    this.box = page.locator("main .stock-page");
    this.table = this.box.getByRole("table");
    this.rows = this.table.locator("tbody tr");
    this.memory = this.box.getByLabel("GPU memory");
    this.price = this.box.getByLabel("At most ($ per GPU/h)");
    this.withVolume = this.box.getByLabel("Only data centers with one of my volumes");
    this.withEmpty = this.box.getByLabel(/^Also show \d+ data centers? that ha(s|ve) none of these GPUs$/);
    this.here = this.box.getByLabel("Data center to look at");
    this.sort = this.box.getByLabel("Sort by");
    this.sites = this.box.locator(".sites li");
    /// On the launch form: what was chosen here.
    this.taken = page.locator(".taken");
  }

  async open() {
    await this.link.click();
    return this.ready();
  }

  async ready() {
    await this.heading.waitFor();
    await this.rows.first().waitFor();
    return this;
  }

  head(column) {
    return this.table.getByRole("columnheader", { name: column });
  }

  /// Names, gigabytes and best prices of the rows, from the top.
  async facts() {
    const rows = await this.rows.evaluateAll((all) =>
      all.map((row) =>
        [row.querySelector("th label span span"), ...row.querySelectorAll("td.fact")].map((cell) => cell.textContent),
      ),
    );
    return rows.map(([name, memory, price]) => ({
      name,
      memory: Number.parseInt(memory, 10),
      price: Number(price.match(/\$([\d.]+)\/h/)[1]),
    }));
  }

  cell(gpu, place) {
    return this.box.getByRole("button", { name: `${gpu} in ${place}: ` });
  }

  async columns() {
    return this.table.locator("thead th.place").allInnerTexts();
  }

  /// What the cells cost, in dollars.
  async prices() {
    const labels = await this.table
      .locator("td button")
      .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    return labels.map((label) => Number(label.match(/\$([\d.]+)\/h/)[1]));
  }

  /// Says that this GPU is wanted, for the advice.
  async tick(gpu) {
    await this.rows
      .filter({ has: this.page.getByText(gpu, { exact: true }) })
      .getByRole("checkbox")
      .check();
  }
}

/// Network volumes, on the launch form.
export class Volumes {
  constructor(page) {
    this.page = page;
    this.box = page.locator("#volumes");
    this.name = page.getByLabel("Volume name");
    this.size = page.getByLabel("Volume size (GB)");
    this.place = page.getByLabel("Volume's data center");
    this.make = this.button(/^Make the volume/);
  }

  async open() {
    await this.page.getByRole("button", { name: "Manage volumes" }).click();
    await this.place.locator("option").nth(1).waitFor({ state: "attached" });
    return this;
  }

  button(name) {
    return this.box.getByRole("button", { name });
  }

  async fillIn(name, size, place) {
    await this.name.fill(name);
    await this.size.fill(size);
    await this.place.selectOption(place);
  }

  async problem(field, words) {
    await until(
      async () => words.test(await this.page.locator(`#volume-${field}-problem`).innerText()),
      `${field}: ${words}`,
      5_000,
    );
  }

  async said(words) {
    await this.box.getByRole("status").getByText(words).waitFor();
  }
}

/// What stands above the launch form, and what it fills in.
export class Presets {
  constructor(page) {
    this.page = page;
    this.box = page.getByRole("region", { name: "Presets and links" });
    this.filled = this.box.locator(".filled");
    this.told = this.box.locator('div[role="status"]:not(.filled)');
    this.select = this.box.getByLabel("Start from a preset");
    this.presetName = this.box.getByLabel("Name of the preset");
    this.file = this.box.getByLabel("Import presets from a file");
    this.link = this.box.getByLabel("Link to this form");
    this.name = page.getByLabel("Name", { exact: true });
    this.volume = page.getByLabel("Network volume");
    this.button = page.getByRole("button", { name: /^Launch( another)?( · .*\$.*)?$/ });
  }

  async ready() {
    await this.box.waitFor();
    await this.button.waitFor();
    return this;
  }

  /// Unfolds what saves and shares.
  async open() {
    const details = this.box.locator("details");
    if (!(await details.evaluate((element) => element.open))) await details.locator("summary").click();
  }

  /// Unfolds the form's details.
  async unfold() {
    const details = this.page.locator("details.more");
    if (!(await details.evaluate((element) => element.open))) await details.locator("summary").first().click();
  }

  problem(field) {
    return this.page.locator(`#${field}-problem`);
  }

  async launch() {
    await this.button.click();
  }
}

/// Signs in to the simulator, launches ComfyUI on the volume "models", and waits for its card.
export async function launched({ signIn, page }, name) {
  const pods = await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn(name);
  await form.launch();
  await pods.ready();
  await pods.card(name).card.waitFor();
  return pods;
}

/// Waits until `check` holds; its last answer is told if it never does.
export async function until(check, words, timeout = 30_000) {
  const end = Date.now() + timeout;
  let last;
  while (Date.now() < end) {
    last = await check();
    if (last) return last;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  assert.fail(`${words}: ${JSON.stringify(last)}`);
}

/// Acts, and waits until that has asked for a file once more: what stood on the page before was of the try before.
export async function askingAgain(asked, act) {
  const before = asked();
  await act();
  await until(() => asked() > before, "it is asked for once more");
}

/// What REST v2 calls what GraphQL's documents are named.
const IN_REST = { "query Fleet": ["GET", /\/v2\/pods\?/], "mutation Launch": ["POST", /\/v2\/pods$/] };

/// Whether a request asks for this, in the one API or in the other.
export function asks(request, operation) {
  if (request.postData()?.includes(operation)) return true;
  const [method, path] = IN_REST[operation] ?? [];
  return request.method() === method && path.test(request.url());
}

/// Counts the requests from now on whose body names `operation`.
export function counter(seen, operation) {
  const count = () => seen.requests.filter((request) => asks(request, operation)).length;
  const before = count();
  return () => count() - before;
}
