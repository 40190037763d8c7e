// Starts the app. Shows the bytes as they come and, when the app can't start, says why in words.

const element = (id) => document.getElementById(id);

const CAUSES = {
  noWebAssembly: {
    title: "This browser has WebAssembly switched off",
    text:
      "Launchpod can't run without it. On an iPhone, iPad or Mac the cause is usually Lockdown Mode: in Safari open "
      + "the page menu beside the address, then Website Settings, and switch Lockdown Mode off for this site. In other "
      + "browsers, update the browser or ask whoever manages it.",
  },
  tooOld: {
    title: "This browser is too old for Launchpod",
    text:
      "It runs in Chrome and Edge from version 97, in Firefox from 115 and in Safari from 16.4 on. Update the browser, or "
      + "open this page in another one. Your pods are not affected: those that run go on running, and go on costing.",
  },
  forbidden: {
    title: "This browser was told not to run Launchpod",
    text:
      "It refused WebAssembly because of a security policy, of this site or of whoever manages this device. If the site is "
      + "yours, send the headers that come with Launchpod as they are. Else try another browser or device.",
  },
  framed: {
    title: "Launchpod does not run inside another page",
    text: "That page could lead your clicks. Open Launchpod in a tab of its own.",
  },
  download: {
    title: "Launchpod could not be downloaded",
    text:
      "A part of the page did not arrive, or was changed on its way. Check your connection, then reload. If it happens "
      + "again, the site is probably being updated: wait a minute.",
  },
  compile: {
    title: "This browser could not read Launchpod",
    text:
      "Something between you and the site changed the file, or the site is being updated. Wait a minute, then reload. If "
      + "it happens again, try another network.",
  },
  start: {
    title: "Launchpod stopped while it was starting",
    text: "This is a fault in Launchpod, not in your account. Your pods are not affected. Reload to try again.",
  },
  crash: {
    title: "Launchpod has stopped working",
    text:
      "This is a fault in Launchpod. Your pods are not affected: those that run go on running, and go on costing. "
      + "What stands below no longer changes. Reload to go on.",
  },
};

const make = (tag, text) => {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
};

const explanation = (cause, error) => {
  const box = document.createElement("div");
  box.setAttribute("role", "alert");
  box.dataset.cause = cause;
  const reload = make("button", "Reload");
  reload.type = "button";
  reload.addEventListener("click", () => location.reload());
  box.append(make("h2", CAUSES[cause].title), make("p", CAUSES[cause].text), reload);
  if (error) {
    const details = document.createElement("details");
    details.append(make("summary", "Technical details"), make("p", String(error)));
    box.append(details);
  }
  return box;
};

const giveUp = (cause, error) => {
  const loading = element("shell-loading");
  const box = explanation(cause, error);
  if (loading) {
    loading.hidden = true;
    loading.after(box);
    return;
  }
  box.id = "shell-crash";
  document.body.prepend(box);
};

const kilobytes = (bytes) => Math.round(bytes / 1024);

const showProgress = (current, total) => {
  const bar = element("shell-progress");
  if (!bar || !total) return;
  bar.max = total;
  bar.value = Math.min(current, total);
  element("shell-words").textContent = "Loading Launchpod: " + kilobytes(current) + " of " + kilobytes(total) + " KB";
};

const counted = (response, total) => {
  if (typeof TransformStream !== "function") return response;
  let current = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      current += chunk.byteLength;
      showProgress(current, total);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter));
};

const hexadecimal = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

// Fetches a file whose address names half its SHA-256, and hands it out only if that is true. Browsers give no digests on plain
// http, where no real key is taken. The parts of the app come through here too (xtask/src/page/app.rs).
const download = async (url, total) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error("the server answered " + response.status + " for " + url.pathname);
  const bytes = await counted(response, total).arrayBuffer();
  const digest = url.href.match(/[\da-f]{32}/)?.[0];
  if (
    digest
    && globalThis.crypto?.subtle
    && !hexadecimal(await crypto.subtle.digest("SHA-256", bytes)).startsWith(digest)
  )
    throw new WebAssembly.CompileError(url.pathname + " was changed on its way");
  return bytes;
};
globalThis.launchpodFile = download;

// With trusted types, text becomes markup only here, and only if it can neither act nor fetch: Leptos' fixed parts are like that.
const INERT =
  /^([^<]|<\/?(b|circle|code|h\d|li|p|path|rect|span|strong)( (aria-\w+|class|c[xy]|d|fill|height|rx?|stroke[-\w]*|width)="[^"]*")*>)*$/;
globalThis.trustedTypes?.createPolicy("default", {
  createHTML: (text) => (INERT.test(text) ? text : null),
  createScriptURL: (url) => (/^service-worker\.js(\?\w+)?$/.test(url) ? url : null),
});

// A download that breaks off is a TypeError, a bad or changed file a CompileError.
const causeOf = (error) => {
  if (isForbidden(error)) return "forbidden";
  return error instanceof WebAssembly.CompileError ? "compile" : "download";
};

// Chromium and Firefox refuse with a CompileError that names the policy; WebKit with an EvalError, and only when it starts.
const isForbidden = (error) =>
  error instanceof EvalError
  || (error instanceof WebAssembly.CompileError
    && /content security policy|call to .* blocked by CSP/i.test(error.message));

// Import maps came with Chrome 89, Firefox 108 and Safari 16.4. Before 16.4, Safari breaks off what calls from one part of the
// page into another.
const isTooOld = () => typeof WebAssembly.compileStreaming !== "function" || !HTMLScriptElement.supports?.("importmap");

// Whoever is signed in waits for the list, which the app would ask for only once it runs.
const holdsKey = () => {
  try {
    return sessionStorage.getItem("launchpod.key") !== null;
  } catch {
    return false;
  }
};

const fetchAhead = (file) => {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "fetch", type: "application/wasm", crossOrigin: "", href: file });
  document.head.append(link);
};

const start = async () => {
  // Where the host sends the headers that ship, the browser sees to it.
  if (top !== self) {
    giveUp("framed");
    return;
  }
  if (typeof WebAssembly !== "object") {
    giveUp("noWebAssembly");
    return;
  }
  if (isTooOld()) {
    giveUp("tooOld");
    return;
  }
  const [js, wasm, total, list, worker = "service-worker.js"] = document
    .querySelector("meta[name=launchpod-app]")
    .content.split(" ");
  const arriving = download(new URL(wasm, document.baseURI), Number(total));
  arriving.catch(() => undefined);
  if (list && holdsKey()) fetchAhead(list);

  let begin;
  let module;
  try {
    // The bindings have run before this script, if they are what was built (xtask/src/page/app.rs). They are never asked for by
    // address, for WebKit then takes what it has refused before. A page of plain Trunk knows no digests.
    begin = total ? globalThis.launchpodBegin : (await import(new URL(js, document.baseURI).href)).default;
    if (!begin) throw new Error(js + " did not arrive as it was built");
    module = await WebAssembly.compile(await arriving);
  } catch (error) {
    giveUp(causeOf(error), error);
    return;
  }

  try {
    await begin({ module_or_path: module });
  } catch (error) {
    giveUp(isForbidden(error) ? "forbidden" : "start", error);
    return;
  }

  // From here on an uncaught RuntimeError is a panic: the app no longer reacts, and must not look as if it did.
  const tellCrash = (error) => {
    if (error instanceof WebAssembly.RuntimeError && !element("shell-crash")) giveUp("crash", error);
  };
  addEventListener("error", (event) => tellCrash(event.error));
  addEventListener("unhandledrejection", (event) => tellCrash(event.reason));

  // It shows a page of its own where this one can't be loaded. Without it, the browser shows its own.
  if (navigator.serviceWorker)
    download(new URL(worker, document.baseURI))
      .then(() => navigator.serviceWorker.register(worker))
      .catch(() => undefined);
};

start();
