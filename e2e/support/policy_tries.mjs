// What the policy of the page forbids, as somebody would try it: each with the parts of it that may stop it.

const TEXT = "require-trusted-types-for";
/// How browsers name the part that governs inline scripts and addresses of scripts.
const SCRIPT = ["script-src-elem", "script-src"];
const HANDLER = ["script-src-attr", "script-src"];
const STYLE = ["style-src-elem", "style-src"];

/// Markup, as it stands in the page that came: {elsewhere} is another site. Forms and links are used besides.
export const MARKUP = [
  ["a script", SCRIPT, "<script>window.hacked = 'inline'</script>"],
  ["a script from elsewhere", SCRIPT, '<script src="{elsewhere}/script.js"></script>'],
  ["a script in its own address", SCRIPT, "<script src=\"data:text/javascript,window.hacked='data'\"></script>"],
  ["what happens on an error", HANDLER, '<img src="data:," alt="" onerror="window.hacked = \'error\'">'],
  ["what happens on a click", HANDLER, '<button id="a-handler" onclick="window.hacked = \'click\'">x</button>'],
  ["a link that is a script", [...SCRIPT, TEXT], '<a id="a-link" href="javascript:window.hacked=\'link\'">x</a>'],
  ["a picture from elsewhere", ["img-src"], '<img src="{elsewhere}/image.svg" alt="">'],
  ["a style", STYLE, "<style>body { outline: 3px solid red }</style>"],
  ["a style sheet from elsewhere", STYLE, '<link rel="stylesheet" href="{elsewhere}/sheet.css">'],
  ["a style in an attribute", ["style-src-attr", "style-src"], '<p style="color: red">x</p>'],
  ["a frame", ["frame-src"], '<iframe src="{elsewhere}/frame.html"></iframe>'],
  ["an object", ["object-src"], '<object data="{elsewhere}/object.html"></object>'],
  ["an embedded thing", ["object-src"], '<embed src="{elsewhere}/embed.html">'],
  ["a film", ["media-src", "default-src"], '<video src="{elsewhere}/film.webm" preload="auto"></video>'],
  ["another base", ["base-uri"], '<base href="{elsewhere}/">'],
  ["a form", ["form-action"], '<form id="a-form" action="{elsewhere}/form.html" method="post"></form>'],
  ["a form to the page itself", ["form-action"], '<form id="own-form" action="./" method="post"></form>'],
];

/// What a script does on the page, given another site's address. `noted` has put `wait` and `once` there. What it throws counts, too.
export const SCRIPTS = [
  ["fetch", ["connect-src"], (there) => fetch(`${there}/a.json`)],
  ["a pod's own address", ["connect-src"], () => fetch("https://abc-8188.proxy.runpod.net/")],
  ["fetch without reading", ["connect-src"], (there) => fetch(`${there}/a.json`, { mode: "no-cors" })],
  [
    "XMLHttpRequest",
    ["connect-src"],
    (there) => {
      const asked = new XMLHttpRequest();
      asked.open("GET", `${there}/x.json`);
      asked.send();
      return globalThis.once(asked, "loadend");
    },
  ],
  ["a beacon", ["connect-src"], (there) => void navigator.sendBeacon(`${there}/beacon`, "x")],
  ["a WebSocket", ["connect-src"], (there) => void new WebSocket(`${there.replace("http", "ws")}/socket`)],
  ["a stream of events", ["connect-src"], (there) => globalThis.once(new EventSource(`${there}/a.events`), "error")],
  ["another site's script", SCRIPT, (there) => import(`${there}/a.js`).then(() => {})],
  ["a script in its address", SCRIPT, () => import("data:text/javascript,window.hacked=1").then(() => {})],
  [
    "a script of its own making",
    SCRIPT,
    () => import(URL.createObjectURL(new Blob(["window.hacked = 1"], { type: "text/javascript" }))).then(() => {}),
  ],
  [
    "a picture",
    ["img-src"],
    (there) => {
      const image = new Image();
      image.src = `${there}/i.svg`;
      return globalThis.once(image, "error");
    },
  ],
  ["a picture of a style", ["img-src"], (there) => void (document.body.style.backgroundImage = `url(${there}/b.svg)`)],
  ["a font", ["font-src"], (there) => new FontFace("x", `url(${there}/f.woff2)`).load().then(() => {})],
  [
    "a style",
    STYLE,
    () => {
      const style = document.createElement("style");
      style.textContent = "p { color: red }";
      document.head.append(style);
    },
  ],
  [
    "a frame",
    ["frame-src"],
    (there) => {
      const frame = document.createElement("iframe");
      frame.src = `${there}/f.html`;
      document.body.append(frame);
    },
  ],
  [
    "an object",
    ["object-src", TEXT],
    (there) => {
      const object = document.createElement("object");
      object.data = `${there}/o.html`;
      document.body.append(object);
    },
  ],
  [
    "another base",
    ["base-uri"],
    (there) => {
      const base = document.createElement("base");
      base.href = `${there}/`;
      document.head.append(base);
    },
  ],
  [
    "a worker of its own making",
    ["worker-src", TEXT],
    () => void new Worker(URL.createObjectURL(new Blob(["1"], { type: "text/javascript" }))),
  ],
  [
    "eval",
    [...SCRIPT, TEXT, "EvalError"],
    () => globalThis.wait(1).then(() => void globalThis[`ev${"al"}`]("window.hacked = 1")),
  ],
  [
    "a function of text",
    [...SCRIPT, TEXT, "EvalError"],
    () => globalThis.wait(1).then(() => void new Function("window.hacked = 1")()),
  ],
  ["a timer with text", [...SCRIPT, TEXT], () => globalThis.wait(1).then(() => void setTimeout("window.hacked = 1"))],
  [
    "markup with a script",
    [TEXT],
    () => {
      document.body.innerHTML = "<script>window.hacked = 1</script>";
    },
  ],
  [
    "markup that acts",
    [TEXT],
    () => {
      document.createElement("div").innerHTML = "<img src=x onerror='window.hacked = 1'>";
    },
  ],
  [
    "markup that leads away",
    [TEXT],
    () => {
      document.createElement("div").innerHTML = '<a href="javascript:1">x</a>';
    },
  ],
  [
    "markup of a template",
    [TEXT],
    () => {
      document.createElement("template").innerHTML = '<iframe src="x"></iframe>';
    },
  ],
  [
    "markup put beside",
    [TEXT],
    () => document.body.insertAdjacentHTML("beforeend", "<svg onload='window.hacked = 1'>"),
  ],
  ["a page written", [TEXT], () => document.write("<script>window.hacked = 1</script>")],
  [
    "a frame's own page",
    [TEXT],
    () => {
      document.createElement("iframe").srcdoc = "<script>parent.hacked = 1</script>";
    },
  ],
  [
    "the text of a script",
    [TEXT],
    () => {
      document.createElement("script").text = "window.hacked = 1";
    },
  ],
  [
    "the address of a script",
    [TEXT],
    () => {
      document.createElement("script").src = "loader.js";
    },
  ],
  [
    "another policy for text",
    ["trusted-types"],
    () => void globalThis.trustedTypes.createPolicy("mine", { createHTML: (text) => text }),
  ],
  ["the same policy once more", ["trusted-types"], () => void globalThis.trustedTypes.createPolicy("default", {})],
];

/// Runs before the page does: notes what the browser reports.
export const NOTING = () => {
  globalThis.blocked = [];
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
    globalThis.blocked.push(effectiveDirective),
  );
  globalThis.wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  globalThis.once = (target, name) =>
    Promise.race([
      new Promise((resolve) => target.addEventListener(name, resolve, { once: true })),
      globalThis.wait(1000),
    ]).then(() => {});
};
