// One tab of WebKit: what a person finds and does in it, by the words that stand there.
import { Key } from "selenium-webdriver";

import { until } from "../support/screens.mjs";

/// Runs in the page: the first thing in sight that fits. `what` may have `css`, `role` ("button" or "link") with `name`, `label`,
/// `text`; names and texts are words that must be all, or a pattern. `within` is where to look.
function seen(what) {
  const fits = (text, wanted) =>
    typeof wanted === "string" ? text === wanted : new RegExp(wanted.source, wanted.flags).test(text);
  const line = (text) => text.replace(/\s+/g, " ").trim();
  const labelled = (element) =>
    element
      .getAttribute("aria-labelledby")
      ?.split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .join(" ");
  const words = (element) => line(element.getAttribute("aria-label") ?? labelled(element) ?? element.textContent);
  const inSight = (element) => what.hidden || element.getClientRects().length > 0;
  let roots = [document];
  if (what.card !== undefined)
    roots = [...document.querySelectorAll("li.pod")].filter((card) =>
      [...card.querySelectorAll("h2, h3")].some((heading) => words(heading) === what.card),
    );
  else if (what.within) roots = [...document.querySelectorAll(what.within)];
  const all = (css) => roots.flatMap((root) => [...root.querySelectorAll(css)]);
  const roles = { button: "button, [role=button], summary", link: "a[href]", heading: "h1, h2, h3" };
  let found;
  if (what.css) found = all(what.css);
  else if (what.role) found = all(roles[what.role]).filter((element) => fits(words(element), what.name));
  else if (what.label)
    found = [
      ...all("label")
        .filter((label) => fits(words(label), what.label))
        .map((label) => label.control),
      ...all("input, select, textarea").filter((field) => fits(field.getAttribute("aria-label") ?? "", what.label)),
    ].filter(Boolean);
  else if (what.text)
    found = all("*").filter(
      (element) =>
        fits(line(element.textContent), what.text)
        && ![...element.children].some((child) => fits(line(child.textContent), what.text)),
    );
  else found = what.card !== undefined ? roots : [];
  return found.find(inSight) ?? null;
}

/// Patterns as what can be sent.
const plain = (what) =>
  Object.fromEntries(
    Object.entries(what).map(([key, value]) => [
      key,
      value instanceof RegExp ? { source: value.source, flags: value.flags } : value,
    ]),
  );

/// What a person would click anew: the page has drawn it anew meanwhile.
const isMomentary = ({ name }) =>
  ["StaleElementReferenceError", "ElementNotInteractableError", "ElementClickInterceptedError"].includes(name);

export class Tab {
  constructor(driver, handle) {
    this.driver = driver;
    this.handle = handle;
  }

  /// Opens one more in this browser, with the same data. A window of its own: what stands behind another is "hidden".
  async another() {
    await this.driver.switchTo().window(this.handle);
    await this.driver.switchTo().newWindow("window");
    return new Tab(this.driver, await this.driver.getWindowHandle());
  }

  async here() {
    await this.driver.switchTo().window(this.handle);
    return this.driver;
  }

  async go(address) {
    await (await this.here()).get(address);
  }

  async run(what, ...words) {
    return (await this.here()).executeScript(what, ...words);
  }

  /// It if it is in sight, else null.
  async find(what) {
    return this.run(seen, plain(what));
  }

  async waitFor(what, timeout = 30_000) {
    return until(() => this.find(what), `in sight: ${told(what)}`, timeout);
  }

  async waitForNo(what, timeout = 30_000) {
    await until(async () => !(await this.find(what)), `no longer in sight: ${told(what)}`, timeout);
  }

  async #act(what, act) {
    await until(
      async () => {
        try {
          await act(await this.waitFor(what));
          return true;
        } catch (error) {
          if (!isMomentary(error)) throw error;
          return false;
        }
      },
      `can be used: ${told(what)}`,
    );
  }

  async click(what) {
    await this.#act(what, (element) => element.click());
  }

  /// In the page itself, at the same moment in several tabs.
  async clickAt(moment, what) {
    await this.run(
      (element, at) => void setTimeout(() => element.click(), at - Date.now()),
      await this.waitFor(what),
      moment,
    );
  }

  async fill(what, text) {
    await this.#act(what, async (field) => {
      await field.clear();
      await field.sendKeys(text);
    });
  }

  /// Presses Enter in a field.
  async enter(what) {
    await this.#act(what, (field) => field.sendKeys(Key.ENTER));
  }

  /// Chooses what begins with these words.
  async choose(what, words) {
    await this.#act(what, async (select) => {
      const value = await this.run(
        (field, wanted) => [...field.options].find(({ text }) => text.includes(wanted))?.value,
        select,
        words,
      );
      await this.run(
        (field, chosen) => {
          field.value = chosen;
          for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
        },
        select,
        value,
      );
    });
  }

  async check(what) {
    await this.#act(what, async (box) => {
      if (!(await box.isSelected())) await this.run((element) => element.click(), box);
    });
  }

  /// The words of what is found, as one line.
  async text(what) {
    const element = await this.waitFor(what);
    return (await this.run((one) => one.innerText, element)).replace(/\s+/g, " ").trim();
  }

  async attribute(what, name) {
    return this.run((one, key) => one.getAttribute(key), await this.waitFor(what), name);
  }

  async words() {
    return this.run(() => document.body.innerText);
  }

  async reload() {
    await (await this.here()).navigate().refresh();
  }

  async back() {
    await (await this.here()).navigate().back();
  }

  async forward() {
    await (await this.here()).navigate().forward();
  }

  async close() {
    await (await this.here()).close();
  }
}

const told = (what) =>
  Object.entries(what)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
