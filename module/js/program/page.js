// The files of a built page, with the headers that ship.
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { told } from "./guard.js";

/// What a host reads and does not hand out.
const FOR_HOSTS = ["_headers", "_headers.caddy", "_headers.nginx"];
const FIRST = "index.html";
const KINDS = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  wasm: "application/wasm",
  json: "application/json",
  webmanifest: "application/manifest+json",
  txt: "text/plain; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
};

export class Page {
  #files;
  #rules;

  constructor(files) {
    this.#rules = headerRules(String(files.get("_headers")));
    for (const name of FOR_HOSTS) files.delete(name);
    this.#files = files;
  }

  /// The page in a folder, or else the one in this package. Says in words if there is none.
  static async read(folder) {
    const place = folder ?? fileURLToPath(new URL("../page", import.meta.url));
    const files = new Map();
    const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries.filter((entry) => entry.isFile())) {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      files.set(path.slice(place.length).split(/[\\/]/).filter(Boolean).join("/"), await readFile(path));
    }
    if (files.has(FIRST) && files.has("_headers")) return new Page(files);
    throw new Error(folder === undefined ? NO_PAGE : notThere(folder));
  }

  /// The headers that ship for an address of the page's.
  headersFor(path) {
    return this.#rules(path);
  }

  /// Answers a question for a file. The headers that ship are set already.
  answer(request, response, path) {
    if (request.method !== "GET" && request.method !== "HEAD")
      return void response.writeHead(405, { Allow: "GET, HEAD" }).end();
    const name = path.endsWith("/") ? path.slice(1) + FIRST : path.slice(1);
    const whole = this.#files.get(name);
    // The first page of a folder has links that count from within the folder.
    if (!whole && this.#files.has(`${name}/${FIRST}`))
      return void response.writeHead(307, { Location: `/${name}/` }).end();
    if (!whole) return void response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found");
    const [bytes, encoding] = this.#packed(name, whole, told(request, "accept-encoding").join(","));
    const tag = `"${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}"`;
    response.setHeader("ETag", tag);
    response.setHeader("Vary", "Accept-Encoding");
    if (!response.hasHeader("Cache-Control")) response.setHeader("Cache-Control", "no-cache");
    if (isKnown(told(request, "if-none-match"), tag)) return void response.writeHead(304).end();
    if (encoding) response.setHeader("Content-Encoding", encoding);
    response.setHeader("Content-Type", KINDS[name.split(".").at(-1)] ?? "application/octet-stream");
    response.setHeader("Content-Length", bytes.length);
    response.writeHead(200).end(request.method === "HEAD" ? undefined : bytes);
  }

  /// The smallest form of a file that the browser takes, where one was made beforehand. The package has none: nothing travels far.
  #packed(name, whole, accepted) {
    const takes = (encoding) =>
      new RegExp(`(^|,)\\s*${encoding}\\s*(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))(;|,|$)`).test(accepted);
    for (const [encoding, ending] of [
      ["br", "br"],
      ["gzip", "gz"],
    ]) {
      const packed = this.#files.get(`${name}.${ending}`);
      if (packed && takes(encoding) && name !== FIRST) return [packed, encoding];
    }
    return [whole, null];
  }
}

const isKnown = (values, tag) => {
  const tags = values.flatMap((value) => value.split(",")).map((known) => known.trim().replace(/^W\//, ""));
  return tags.some((known) => known === "*" || known === tag);
};

/// Reads `_headers`: a line without indent is a path, exact or ending in `*`; the indented lines below it are headers. Every block
/// that matches counts.
const headerRules = (text) => {
  const blocks = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const at = line.indexOf(":");
    if (!/^\s/.test(line)) blocks.push({ path: line.trim(), headers: [] });
    // What is for TLS alone has no place on this computer.
    else if (at > 0 && !/^\s*Strict-Transport-Security:/i.test(line))
      blocks.at(-1)?.headers.push([line.slice(0, at).trim(), line.slice(at + 1).trim()]);
  }
  const matches = (block, path) =>
    block.path.endsWith("*") ? path.startsWith(block.path.slice(0, -1)) : path === block.path;
  return (path) => {
    const headers = new Map();
    for (const [name, value] of blocks.filter((block) => matches(block, path)).flatMap(({ headers }) => headers))
      headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
    return headers;
  };
};

const NO_PAGE =
  "This package was packed without the page. Say where a built one is with --page FOLDER, or pack it anew: in the repository, `cargo xtask build` and then `cargo xtask module`. The other commands (launchpod --help) need no page.";

const notThere = (folder) =>
  `There is no page in ${folder}: it has no index.html, or no _headers. Name a folder with a built page (\`cargo xtask build\` makes dist).`;
