"use strict";
// Comforts only; every page works without this file.
(() => {
  // A question before what cannot be undone.
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });
  // One press is enough.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
    }
  });
  // A link that is shown this once stays in no address that is kept.
  if (new URLSearchParams(location.search).has("join")) history.replaceState(null, "", location.pathname);
  // Typed text is not lost by leaving the page.
  let typed = false;
  document.addEventListener("input", (event) => { typed ||= Boolean(event.target.form?.hasAttribute("data-keep")); });
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
  // What a phone keeps for the door goes with whoever signed in; scans not yet sent stay.
  const kept = (start) => {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(`check-in:${start}`)); } catch { return []; }
  };
  const forget = () => {
    for (const key of kept("roster")) localStorage.removeItem(key);
    window.caches?.delete("check-in").catch(() => {});
  };
  // So does what somebody has typed and not saved: several may share a tablet.
  const drafts = (owner) => {
    try { return Object.keys(localStorage).filter((key) => key.match(/^draft:(\d+)[-:]/)?.[1] === owner); } catch { return []; }
  };
  try {
    const sent = sessionStorage.getItem("draft-sent");
    if (sent && document.querySelector(".flash.done")) localStorage.removeItem(sent);
    sessionStorage.removeItem("draft-sent");
  } catch { /* nothing is kept */ }
  document.addEventListener("submit", (event) => {
    const { unsent, unsaved, owner } = event.target.dataset;
    if (!unsent || event.defaultPrevented) return;
    const scans = kept("queue").some((key) => !key.endsWith(":refused"));
    const marks = drafts(owner);
    if ((scans && !window.confirm(unsent)) || (marks.length > 0 && !window.confirm(unsaved))) event.preventDefault();
    else {
      forget();
      for (const key of marks) localStorage.removeItem(key);
    }
  }, true);
  if (location.pathname === "/sign-in") forget();
  // After a failed form the reader starts at the summary.
  document.getElementById("errors")?.focus();
})();
