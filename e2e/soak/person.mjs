// Somebody at the page: launches, ends, stops and starts pods with clicks, takes back, looks elsewhere, reads.
import assert from "node:assert/strict";

import { Launch, Pods } from "../support/screens.mjs";
import { pause } from "./dice.mjs";

const CHEAP = 8;
const TRIES = 40;

export class Person {
  /// `half` is which pods are theirs: two people at one pod would only find the buttons grey. A `restless` one loads the
  /// page anew now and then.
  constructor({ page, dice, half, restless, name }) {
    Object.assign(this, { page, dice, half, name, pods: new Pods(page) });
    this.things = [
      [8, "end"],
      [5, "takeBack"],
      [5, "power"],
      [5, "launch"],
      [3, "lookAround"],
      [2, "lookAway"],
      [3, "read"],
    ];
    if (restless) this.things.push([3, "reload"]);
    /// Ends that were clicked and not taken back.
    this.ending = new Set();
    /// Ends that were seen to be taken back.
    this.undone = new Set();
    /// Pods at which a click was begun and what came of it was not seen: nothing is promised of them.
    this.unsure = new Set();
    this.trail = [];
    this.done = {};
    /// Pods whose end has left the page.
    this.sent = new Set();
    page.on("request", (request) => {
      const body = request.postData() ?? "";
      if (!body.includes("mutation Terminate")) return;
      const id = JSON.parse(body).variables.input.podId;
      this.sent.add(id);
      this.note(id, "sent");
    });
    page.on("dialog", (dialog) => dialog.accept());
    page.setDefaultTimeout(3_000);
  }

  async live(isOver) {
    while (!isOver()) {
      await this.attempt(this.dice.weighed(this.things));
      await pause(this.dice.between(50, 400));
    }
  }

  /// What a fault makes impossible is let be, as a person would.
  async attempt(thing) {
    try {
      const isDone = (await this[thing]()) !== false;
      if (isDone) this.done[thing] = (this.done[thing] ?? 0) + 1;
      return isDone;
    } catch (error) {
      if (error.name !== "TimeoutError") throw error;
      this.done.missed = (this.done.missed ?? 0) + 1;
      return false;
    }
  }

  /// What a fault of before still makes impossible is tried again, each time after `prepare`.
  async surely(thing, prepare) {
    for (let left = TRIES; left > 0; left -= 1) {
      await prepare();
      if (await this.attempt(thing)) return;
      await this.attempt("comeHome");
      await pause(250);
    }
    assert.fail(`${this.name} can't ${thing}`);
  }

  async end() {
    const id = await this.click("end");
    if (!id) return false;
    this.promise(id, "ending");
  }

  /// What is promised of a pod from now on, alone.
  promise(id, what) {
    for (const one of ["ending", "undone", "unsure"]) this[one].delete(id);
    this[what].add(id);
    this.note(id, what);
  }

  /// For the report of a failure.
  note(id, what) {
    this.trail.push({ id, at: Date.now() % 1_000_000, what });
  }

  async takeBack() {
    const verb = this.dice.of(["end", "power"]);
    const id = await this.click(verb);
    if (!id) return false;
    if (verb === "end") this.promise(id, "unsure");
    const undo = this.page.locator(`li.pod[data-pod="${id}"]`).getByRole("button", { name: /^Undo/ });
    await undo.waitFor({ timeout: 800 });
    // In the page itself: at this speed rows above grow and shrink all the time, and a click from outside would come down where
    // the button was.
    await undo.evaluate((button) => button.click(), undefined, { timeout: 800 });
    if (verb === "end" && (await this.isTakenBack(id))) this.promise(id, "undone");
  }

  /// A click that comes a moment too late takes nothing back: then the end has left already, and the button may be there
  /// again only because an old list still has the pod.
  async isTakenBack(id) {
    const isEnding = await this.page.evaluate((id) => document.getElementById(id)?.ariaDisabled, `end-${id}`);
    return isEnding === "false" && !this.sent.has(id);
  }

  async power() {
    return Boolean(await this.click("power"));
  }

  /// Two people at one pod would only find the buttons grey.
  owns(id) {
    return id.charCodeAt(id.length - 1) % 2 === this.half;
  }

  /// Clicks a button of some pod, if there is one that is not grey.
  async click(what) {
    await this.pods.open();
    const buttons = await this.page
      .locator(`li.pod button[id^="${what}-"][aria-disabled="false"]`)
      .evaluateAll((all) => all.map((one) => one.id));
    const own = buttons.map((id) => id.slice(what.length + 1)).filter((id) => this.owns(id));
    if (own.length === 0) return undefined;
    const id = this.dice.of(own);
    if (what === "end") this.promise(id, "unsure");
    await this.page.locator(`#${what}-${id}`).click();
    if (what === "end") await this.makeSure(id);
    return id;
  }

  /// Where the pod's own volume would be deleted, the page asks first.
  async makeSure(id) {
    const row = this.page.locator(`li.pod[data-pod="${id}"]`);
    const sure = row.getByRole("button", { name: /^End and delete / });
    await sure
      .or(row.getByRole("button", { name: /^Undo/ }))
      .first()
      .waitFor();
    if (await sure.isVisible()) await sure.click();
  }

  async launch() {
    const form = await new Launch(this.page).open();
    await form.name.fill(`${this.name}-${this.done.launch ?? 0}`);
    if (this.dice.percent(30)) await form.onVolume("models");
    else await form.volume.selectOption("");
    await form.priced();
    const choices = await this.page
      .locator("label.gpu input:enabled")
      .evaluateAll((all) => all.map((one) => one.value));
    if (choices.length === 0) return false;
    await this.page.locator(`label.gpu input[value="${this.dice.of(choices.slice(0, CHEAP))}"]`).check();
    await form.launch();
  }

  async lookAround() {
    const form = await new Launch(this.page).open();
    await form.search.fill(this.dice.of(["4090", "24 GB", "A", ""]));
    await pause(this.dice.between(0, 500));
    await form.search.fill("");
    await this.pods.open();
  }

  async lookAway() {
    await this.page.evaluate(() => globalThis.see("hidden"));
    await pause(this.dice.between(100, 3_000));
    await this.page.evaluate(() => globalThis.see("visible"));
  }

  /// Whatever the page had to say.
  async read() {
    const buttons = this.page.getByRole("button", { name: /^Dismiss$/ });
    for (let left = 20; left > 0 && (await buttons.count()) > 0; left -= 1) await buttons.first().click();
  }

  async reload() {
    await this.page.reload({ timeout: 20_000 });
    await this.comeHome();
  }

  /// To the list; a reload may have met a fault.
  async comeHome() {
    const again = this.page.getByRole("button", { name: "Try again with the key of this tab" });
    const link = this.page.getByRole("link", { name: "Pods" });
    await again.or(link).first().waitFor({ timeout: 10_000 });
    if (await again.isVisible()) await again.click();
    await this.pods.open();
  }
}
