"use strict";
// The desk at the door: each scan is kept on this phone until the office has it, so that an hour
// without a connection loses nothing, a reload included. The page works without this file.
(() => {
  const desk = document.getElementById("desk");
  const form = document.getElementById("desk-form");
  if (!desk || !form || !window.crypto?.subtle || !window.localStorage) return;
  const say = desk.dataset;
  const path = location.pathname;
  const QUEUE = `check-in:queue:${say.user}:${say.event}`;
  const REFUSED = `check-in:queue:${say.user}:${say.event}:refused`;
  const ROSTER = `check-in:roster:${say.event}`;
  const BATCH = 100;
  const element = (id) => document.getElementById(id);
  const read = (key, other) => { try { return JSON.parse(localStorage.getItem(key)) ?? other; } catch { return other; } };
  const queue = () => read(QUEUE, []);
  const store = (scans) => {
    if (scans.length > 0) localStorage.setItem(QUEUE, JSON.stringify(scans));
    else localStorage.removeItem(QUEUE);
  };
  const device = () => {
    const known = localStorage.getItem("check-in:device");
    if (known) return known;
    const fresh = crypto.randomUUID().slice(0, 8);
    localStorage.setItem("check-in:device", fresh);
    return fresh;
  };
  let people = read(ROSTER, []);
  let token = form.elements.csrf.value;
  let reached = navigator.onLine;
  let signedOut = false;
  let sending = false;

  // The same reading as on the server: an address or the code itself, however it was typed.
  const typed = (text) => text.normalize("NFKC").split("/pass/").pop().split(/[?#/]/)[0].trim();
  const code = (text) => {
    const last = typed(text);
    const plain = last.replace(/[\s-]/g, "");
    return plain.length === 10 ? plain.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1") : last;
  };
  const digest = async (text) => {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const show = () => {
    const waiting = queue().length;
    const parts = [];
    if (waiting > 0) parts.push(say.waiting.replace("{n}", waiting));
    if (signedOut) parts.unshift(say.again);
    else if (!reached) parts.unshift(say.offline);
    else if (waiting === 0) parts.push(say.online);
    const state = element("desk-state");
    state.hidden = false;
    state.textContent = parts.join(" ");
    state.classList.toggle("wait", waiting > 0 || !reached || signedOut);
  };
  const line = (scan, who) => {
    const item = document.createElement("li");
    item.id = `scan-${scan.mark}`;
    const words = document.createElement("span");
    words.textContent = `${who} · ${scan.direction === "out" ? say.out : say.in}`;
    const result = document.createElement("small");
    result.textContent = say.kept;
    item.append(words, result);
    const log = element("desk-log");
    log.prepend(item);
    while (log.children.length > 20) log.lastElementChild.remove();
  };
  const told = (answer) => {
    const item = element(`scan-${answer.mark}`);
    if (!item) return;
    const refused = answer.outcome === "refused";
    item.classList.toggle("refused", refused);
    item.children[1].textContent = refused ? answer.reason : answer.outcome === "known" ? say.known : say.entered;
    if (answer.name) item.firstElementChild.textContent = item.firstElementChild.textContent.replace(/^\S+/, answer.name);
    if (refused) refuse(answer, item.firstElementChild.textContent);
    // Entered, but not as it should be: it stays on the phone, too, until somebody has read it.
    const odd = answer.odd ?? [];
    if (odd.length > 0) {
      const reason = [say.entered, ...odd].join(" · ");
      item.classList.add("odd");
      item.children[1].textContent = reason;
      refuse({ mark: answer.mark, reason, odd: true }, item.firstElementChild.textContent);
      navigator.vibrate?.([80, 60, 80]);
    }
  };

  // What the office refused, or found odd, stays on the phone until somebody has read it.
  const refuse = ({ mark, reason, odd }, words) => {
    localStorage.setItem(REFUSED, JSON.stringify([...read(REFUSED, []).slice(-49), { mark, reason, words, odd }]));
    warn(mark);
  };
  const warn = (mark) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: say.seen });
    button.addEventListener("click", () => {
      const left = read(REFUSED, []).filter((scan) => scan.mark !== mark);
      if (left.length > 0) localStorage.setItem(REFUSED, JSON.stringify(left));
      else localStorage.removeItem(REFUSED);
      element(`scan-${mark}`)?.remove();
    });
    element(`scan-${mark}`)?.append(button);
  };

  const post = (scans) => {
    const sent_at = new Date().toISOString();
    const body = new URLSearchParams({ csrf: token, device: device(), sent_at, scans: JSON.stringify(scans) });
    return fetch(`${path}/scans`, { method: "POST", body, redirect: "manual" });
  };
  // A session begun anew has another token: the page is asked for it once.
  const renew = async () => {
    const page = await fetch(path, { redirect: "manual", cache: "no-store" });
    const fresh = page.ok && new DOMParser().parseFromString(await page.text(), "text/html").querySelector("#desk-form [name=csrf]");
    if (fresh) token = fresh.value;
    return Boolean(fresh);
  };
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      for (let batch = queue().slice(0, BATCH); batch.length > 0; batch = queue().slice(0, BATCH)) {
        let answer = await post(batch);
        if (answer.status === 403 && await renew()) answer = await post(batch);
        reached = true;
        signedOut = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
        if (!answer.ok) break;
        const { scans } = await answer.json();
        const done = new Set(scans.map((scan) => scan.mark));
        store(queue().filter((scan) => !done.has(scan.mark)));
        scans.forEach(told);
      }
    } catch { reached = false; }
    sending = false;
    show();
  };
  const keep = (scan, who) => {
    store([...queue(), scan]);
    line(scan, who);
    show();
    navigator.vibrate?.(60);
    send();
  };
  const fresh = (direction) => ({ mark: crypto.randomUUID(), direction, at: new Date().toISOString() });
  const take = async (text, direction) => {
    const wanted = code(text);
    if (!wanted) return;
    const hash = await digest(wanted);
    const known = people.find((person) => person.hash === hash);
    const scan = fresh(direction);
    if (known) keep({ ...scan, person: known.id }, `${known.name} ${known.unit}`);
    // As it was typed, so that a slip is seen; the server reads it in the same way.
    else keep({ ...scan, code: typed(text) }, `${typed(text)} ${people.length > 0 ? say.unknown : ""}`);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(form.elements.code.value, form.elements.direction.value || "in");
    form.elements.code.value = "";
    form.elements.code.focus();
  }, true);

  // Without a connection a name is looked for on the phone's own list.
  element("desk-search").addEventListener("submit", (event) => {
    if (reached && navigator.onLine) return;
    event.preventDefault();
    const wanted = event.target.elements.q.value.trim();
    const fits = (person) => person.unit.includes(wanted) || (wanted && person.name.startsWith(wanted[0]));
    const found = people.filter(fits).slice(0, 30);
    const list = element("desk-found");
    list.hidden = false;
    list.replaceChildren(...found.map((person) => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = `${person.name} ${person.unit}`;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "small";
      const direction = form.elements.direction.value || "in";
      button.textContent = direction === "out" ? say.out : say.in;
      button.addEventListener("click", () => keep({ ...fresh(direction), person: person.id }, words.textContent));
      item.append(words, button);
      return item;
    }));
    if (found.length === 0) list.append(Object.assign(document.createElement("li"), { textContent: say.nobody }));
  });

  // The camera, where the browser reads codes itself.
  const look = async () => {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    const video = element("desk-camera");
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = false;
    await video.play();
    const seen = new Map();
    setInterval(async () => {
      for (const { rawValue } of await detector.detect(video).catch(() => [])) {
        if (Date.now() - (seen.get(rawValue) ?? 0) > 5000) take(rawValue, form.elements.direction.value || "in");
        seen.set(rawValue, Date.now());
      }
    }, 300);
  };
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    const button = element("desk-look");
    button.hidden = false;
    button.addEventListener("click", () => look().then(() => { button.hidden = true; }, () => {}));
  }

  // What is needed after a reload without a connection.
  const prepare = async () => {
    const list = await fetch(`${path}/roster`, { redirect: "manual" });
    if (list.ok) {
      people = (await list.json()).people;
      localStorage.setItem(ROSTER, JSON.stringify(people));
    }
    if (!("serviceWorker" in navigator) || !window.caches) return;
    await navigator.serviceWorker.register("/check-in-worker.js", { scope: path });
    const cache = await caches.open("check-in");
    const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
    await Promise.all([path, ...parts.map((part) => part.href || part.src)].map(async (address) => {
      const answer = await fetch(address, { redirect: "manual" });
      if (answer.ok) await cache.put(address, answer);
    }));
    desk.dataset.ready = "true";
  };

  for (const { mark, reason, words, odd } of read(REFUSED, [])) {
    line({ mark }, "");
    const item = element(`scan-${mark}`);
    item.classList.add(odd ? "odd" : "refused");
    item.firstElementChild.textContent = words;
    item.children[1].textContent = reason;
    warn(mark);
  }
  for (const scan of queue()) {
    const known = people.find((person) => person.id === scan.person);
    line(scan, known ? `${known.name} ${known.unit}` : scan.code ?? "");
  }
  window.addEventListener("online", () => { reached = true; prepare().catch(() => {}); send(); });
  window.addEventListener("offline", () => { reached = false; show(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(() => { if (queue().length > 0) send(); }, 10000);
  show();
  prepare().catch(() => { reached = navigator.onLine && reached; });
  send();
})();
