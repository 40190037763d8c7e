// Shows a page of its own where Launchpod can't be reached, and leads from a notification to the page. No part of the page itself
// is kept, so an old version of what spends money never runs.

const CACHE = "launchpod-offline";
const PAGE = "offline.html";

const keep = async () => {
  const cache = await caches.open(CACHE);
  await cache.add(new Request(PAGE, { cache: "no-cache" }));
};

self.addEventListener("install", (event) => {
  // All but the way to a page goes past this file, where the browser can be told so.
  event.addRoutes?.({ condition: { not: { requestMode: "navigate" } }, source: "network" }).catch(() => {});
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const page = new URL(self.registration.scope).pathname;
  const isPage = event.request.mode === "navigate" && new URL(event.request.url).pathname === page;
  if (!isPage) return;
  event.respondWith(
    fetch(event.request)
      .then((answer) => {
        // Words may have changed with the page.
        event.waitUntil(keep().catch(() => {}));
        return answer;
      })
      .catch(async (error) => (await caches.match(PAGE)) ?? Promise.reject(error)),
  );
});

// Browsers for Android show a page's notifications only through here.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const toPage = async () => {
    const [page] = await self.clients.matchAll({ type: "window" });
    return page ? page.focus() : self.clients.openWindow(self.registration.scope);
  };
  event.waitUntil(toPage());
});
