"use strict";
// Keeps what a judge has typed while the connection is gone; the sheet works without this file.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  // Whose it is: several may share a tablet.
  const key = `draft:${form.dataset.draft}:${location.pathname}`;
  const fields = () => [...form.elements].filter((field) => /^[mn]-/.test(field.name) && !field.disabled);
  const value = (field) => (field.type === "radio" ? (field.checked ? field.value : null) : field.value);
  const now = () => {
    const values = {};
    for (const field of fields()) if (value(field) !== null) values[field.name] = value(field);
    return values;
  };
  // Lines end in a text area as they end on the server.
  const text = (values, name) => (values[name] ?? "").replace(/\r\n?/g, "\n");
  const same = (one, other) => fields().every(({ name }) => text(one, name) === text(other, name));
  // What the server holds: what it shows, unless it gives back what it refused and says apart what it holds.
  const refused = form.dataset.held;
  const served = refused ? JSON.parse(refused) : now();
  const keep = () => {
    if (same(now(), served)) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ served, typed: now() }));
  };
  // What was typed comes back only over what the server still holds as it did then.
  try {
    const kept = refused ? null : JSON.parse(localStorage.getItem(key) ?? "null");
    for (const field of kept ? fields() : []) {
      const typed = kept.typed[field.name];
      if (typed === undefined || text(kept.served, field.name) !== text(served, field.name)) continue;
      if (field.type === "radio") field.checked = field.value === typed;
      else field.value = typed;
    }
    keep();
  } catch { localStorage.removeItem(key); }
  // The sum of the marks that can be read and are within their range, in hundredths; the server's is the one that
  // counts, and on a locked sheet the only one. What does not count is marked.
  const total = document.getElementById("sum");
  const points = (field) => {
    const mark = (value(field) ?? "").trim();
    const fits = /^\d{1,4}(\.\d{1,2})?$/.test(mark) && !(Number(mark) > Number(field.dataset.max ?? Infinity));
    const box = field.dataset.max && mark ? field.closest(".field") : null;
    box?.classList.toggle("wrong", !fits || box.querySelector(".error") !== null);
    return fits ? Math.round(mark * 100) : 0;
  };
  const add = () => {
    const marks = fields().filter((field) => field.name.startsWith("m-"));
    if (total && marks.length) total.value = String(marks.reduce((sum, field) => sum + points(field), 0) / 100);
  };
  add();
  form.addEventListener("input", () => {
    keep();
    add();
  });
  const notice = document.getElementById("offline");
  const show = () => { notice.hidden = navigator.onLine; };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
  form.addEventListener("submit", (event) => {
    // The page that says it is done takes the draft away.
    sessionStorage.setItem("draft-sent", key);
    if (navigator.onLine) return;
    event.preventDefault();
    show();
  }, true);
})();
