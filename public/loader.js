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
  download: {
    title: "Launchpod could not be downloaded",
    text:
      "A part of the page did not arrive. Check your connection, then reload. If it happens again, the site is "
      + "probably being updated: wait a minute.",
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

// With compression the length in the response counts other bytes than the ones read here, so the build writes the total.
const totalOf = (response, written) => {
  if (written) return Number(written);
  return response.headers.has("content-encoding") ? 0 : Number(response.headers.get("content-length"));
};

const counted = (response, written) => {
  if (typeof TransformStream !== "function") return response;
  const total = totalOf(response, written);
  let current = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      current += chunk.byteLength;
      showProgress(current, total);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), { headers: { "content-type": "application/wasm" } });
};

const download = async (url, written) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error("the server answered " + response.status + " for " + url.pathname);
  return counted(response, written);
};

// A download that breaks off reaches the compiler as a network error (TypeError), a bad file as a CompileError.
const causeOfCompiling = (error) => {
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
  if (typeof WebAssembly !== "object") {
    giveUp("noWebAssembly");
    return;
  }
  if (isTooOld()) {
    giveUp("tooOld");
    return;
  }
  const [js, wasm, written, list] = document.querySelector("meta[name=launchpod-app]").content.split(" ");
  const arriving = download(new URL(wasm, document.baseURI), written);
  arriving.catch(() => undefined);
  if (list && holdsKey()) fetchAhead(list);

  let bindings;
  let response;
  try {
    bindings = await import(new URL(js, document.baseURI).href);
    response = await arriving;
  } catch (error) {
    giveUp("download", error);
    return;
  }

  let module;
  try {
    module = await WebAssembly.compileStreaming(response);
  } catch (error) {
    giveUp(causeOfCompiling(error), error);
    return;
  }

  try {
    await bindings.default({ module_or_path: module });
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
  navigator.serviceWorker?.register("service-worker.js").catch(() => undefined);
};

start();
