// Asks a pod's own service whether it answers, without the key.
const PATIENCE_MS = 8000;

const ask = (url, options) =>
  fetch(url, {
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...options,
  });

/// In Node, which may read every answer. A redirect is an answer, and is not followed.
export const probeInNode = async (kind, url) => {
  const answer = await ask(url, { redirect: "manual" });
  await answer.body?.cancel();
  const isPicture = () => answer.headers.get("content-type")?.startsWith("image/");
  if (kind === "json") return answer.ok ? "ready" : "silent";
  if (kind === "image") return answer.ok && isPicture() ? "ready" : "silent";
  // From 500 on it is RunPod's proxy, which says that nothing listens.
  return answer.status < 500 ? "maybe" : "silent";
};

/// In a browser: what a service lets other pages read is certain, a picture that only it has is too, else anything counts.
export const probeInBrowser = async (kind, url, picture) => {
  if (kind === "json") {
    try {
      return (await ask(url, { mode: "cors", redirect: "error" })).ok ? "ready" : "silent";
    } catch (error) {
      if (error.name === "TimeoutError") return "silent";
    }
    return shown(url, picture);
  }
  if (kind === "image") return shown(url, url);
  await ask(url, { mode: "no-cors" });
  return "maybe";
};

/// Whether the picture loads; if not, whether anything answers at all: the service, or RunPod's proxy in its place.
const shown = async (url, picture) => {
  const answers = ask(url, { mode: "no-cors" }).then(
    () => "unreadable",
    () => "silent",
  );
  const isThere = picture !== "" && globalThis.Image !== undefined && (await loads(picture));
  return isThere ? "ready" : answers;
};

const loads = (url) =>
  new Promise((resolve) => {
    const image = new Image();
    const timer = setTimeout(() => {
      image.src = "";
      resolve(false);
    }, PATIENCE_MS);
    const settle = (answer) => () => {
      clearTimeout(timer);
      resolve(answer);
    };
    image.addEventListener("load", settle(true));
    image.addEventListener("error", settle(false));
    image.referrerPolicy = "no-referrer";
    image.src = `${url}?t=${Date.now()}`;
  });
