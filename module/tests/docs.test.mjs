// The docs below the page: a folder's address leads to its first page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PACKAGE } from "./support.mjs";

const { Page } = await import(new URL("program/page.js", PACKAGE));

const pageOf = (files) => new Page(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));

/// What the page answers under an address.
const answered = (page, path) => {
  const seen = { status: 0, headers: {}, text: "" };
  const response = {
    hasHeader: (name) => name in seen.headers,
    setHeader: (name, value) => Object.assign(seen.headers, { [name]: value }),
    writeHead: (status, headers = {}) => {
      seen.status = status;
      Object.assign(seen.headers, headers);
      return response;
    },
    end: (bytes = "") => {
      seen.text = String(bytes);
    },
  };
  page.answer({ method: "GET", headersDistinct: {}, rawHeaders: [] }, response, path);
  return seen;
};

const PAGE = { _headers: "/docs/*\n  Content-Security-Policy: default-src 'none'\n", "index.html": "page" };

test("the docs are served below the page, with a policy of their own", () => {
  const page = pageOf({ ...PAGE, "docs/index.html": "first", "docs/decisions/two-apis.html": "deep" });
  for (const [path, text] of [
    ["/", "page"],
    ["/docs/", "first"],
    ["/docs/index.html", "first"],
    ["/docs/decisions/two-apis.html", "deep"],
  ]) {
    const { status, headers, text: seen } = answered(page, path);
    assert.deepEqual([status, seen, headers["Content-Type"]], [200, text, "text/html; charset=utf-8"], path);
  }
  assert.equal(page.headersFor("/docs/keys.html").get("Content-Security-Policy"), "default-src 'none'");
  const folder = answered(page, "/docs");
  assert.deepEqual([folder.status, folder.headers.Location], [307, "/docs/"], "links count from within");
  for (const path of ["/docs/decisions", "/docs/decisions/", "/docs//", "//docs", "/docs/../index.html"])
    assert.equal(answered(page, path).status, 404, path);
});

test("without docs there is nothing below that address", () => {
  const page = pageOf(PAGE);
  for (const path of ["/docs", "/docs/", "/docs/index.html"]) assert.equal(answered(page, path).status, 404, path);
});
