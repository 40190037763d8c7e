// Which copy of the page this is, at its foot: the number is the one that docs/check-your-copy.md has people look for.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { KEY } from "../support/simulator.mjs";

/// The browser writes down that there are no docs.
const expected = [/Failed to load resource/];

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const opened = async (page) => {
  const button = page.locator("footer").getByRole("button", { name: "About this copy" });
  await button.click();
  return { button, about: page.locator("#about-copy") };
};

atBothWidths("the page says at its foot which version and which build it is", { expected }, async (walk) => {
  const { page, signIn, look } = walk;
  const list = await readFile(join(process.env.PAGE, "build.txt"), "utf8");
  const lines = list.trimEnd().split("\n");
  assert.ok(lines.some((line) => line.endsWith("  index.html")) && lines.length > 20, list);
  for (const line of lines) {
    const [sum, name] = line.split("  ");
    assert.equal(sha256(await readFile(join(process.env.PAGE, name))), sum, name);
  }
  await signIn.signInToSimulator(KEY);
  const { button, about } = await opened(page);
  await about.getByText(/^Launchpod \d+\.\d+\.\d+, build [0-9a-f]{8}$/).waitFor();
  assert.ok((await about.innerText()).trim().endsWith(`build ${sha256(list).slice(0, 8)}`));
  assert.equal(await about.getByRole("link").count(), 0, "this server has no docs");
  await assertAccessible(page, `about this copy ${look}`);
  await shot(page, `about-${look}`);
  await button.click();
  assert.equal(await about.innerText(), "");
});

journey(
  "a page whose server has another build now says so, and leads to the docs if there are any",
  {},
  async (walk) => {
    const { page, signIn } = walk;
    await page.route("**/build.txt", (route) => route.fulfill({ body: `${"0f".repeat(32)}  launchpod-0123.js\n` }));
    await page.route("**/docs/about.txt", (route) => route.fulfill({ body: "Launchpod docs 0.1.0\n" }));
    await signIn.signInToSimulator(KEY);
    const { about } = await opened(page);
    await about.getByText("This tab runs an older build than the server has now.").waitFor();
    const links = about.getByRole("link");
    await links.nth(1).waitFor();
    assert.deepEqual(
      await links.evaluateAll((all) => all.map((link) => [link.getAttribute("href"), link.target, link.rel])),
      [
        ["docs/index.html", "_blank", "noopener noreferrer"],
        ["docs/check-your-copy.html", "_blank", "noopener noreferrer"],
      ],
    );
    await page.locator("#language").selectOption("de");
    await page.getByRole("button", { name: "Über diese Kopie" }).waitFor();
    await about.getByText("Hilfe und Dokumentation (englisch)").waitFor();
  },
);

journey("a server that answers everything with its first page has no list and no docs", {}, async (walk) => {
  const { page, signIn } = walk;
  const first = { contentType: "text/html", body: "<!DOCTYPE html><title>Launchpod</title>" };
  await page.route(/\/(build|docs\/about)\.txt$/, (route) => route.fulfill(first));
  await signIn.signInToSimulator(KEY);
  const { about } = await opened(page);
  await about.getByText("Its build is not known: the server has no list of the page's files.").waitFor();
  assert.equal(await about.getByRole("link").count(), 0);
});
