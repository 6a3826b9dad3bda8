"use strict";
// Answers for the office while there is no connection: the check-in page and what it is made of, as
// last seen. Everything else goes its way.
const CACHE = "check-in";
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function answer(request, key) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return (await (await caches.open(CACHE)).match(key)) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const page = request.mode === "navigate" && url.pathname.endsWith("/check-in");
  if (page) event.respondWith(answer(request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(answer(request, request.url));
});
