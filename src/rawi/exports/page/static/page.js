// What the pages gain with JavaScript: filter, keyboard, theme. Everything else works without it.
"use strict";

(() => {
  const root = document.documentElement;
  const remember = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* storage is forbidden: forget */ } },
  };

  // Theme: the system's unless the reader chose.
  const chosen = remember.get("rawi-theme");
  if (chosen) root.dataset.theme = chosen;
  const themeSwitch = document.querySelector("[data-theme-switch]");
  themeSwitch.hidden = false;
  themeSwitch.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    remember.set("rawi-theme", root.dataset.theme);
  });

  const events = [...document.querySelectorAll("details.event")];

  // A link to an event opens it.
  const openTarget = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches("details")) target.open = true;
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  // Print shows everything that is not filtered away.
  const wereShut = [];
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      wereShut.push(details);
      details.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const details of wereShut.splice(0)) details.open = false;
  });

  const form = document.querySelector("[data-filter]");
  if (!form) return;
  form.hidden = false;

  // Spellings that the press mixes are one for the search: hamza on alef, ta marbuta, alef maqsura, short vowels.
  const plain = (text) => text.toLowerCase()
    .replace(/[\u064b-\u065f\u0670\u0640]/g, "")
    .replace(/[\u0622\u0623\u0625]/g, "\u0627")
    .replace(/\u0649/g, "\u064a")
    .replace(/\u0629/g, "\u0647")
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const words = new Map(events.map((event) => [event, plain(event.textContent)]));

  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const sought = plain(wanted.words || "").split(/\s+/).filter(Boolean);
    let left = 0;
    for (const event of events) {
      const fits = (!wanted.type || event.dataset.type === wanted.type)
        && (!wanted.factuality || event.dataset.factuality === wanted.factuality)
        && (!wanted.disputed || "disputed" in event.dataset)
        && (!wanted.confirmed || Number(event.dataset.origins) > 1)
        && sought.every((word) => words.get(event).includes(word));
      event.hidden = !fits;
      left += fits;
    }
    for (const group of document.querySelectorAll(".day, .month")) {
      group.hidden = !group.querySelector("details.event:not([hidden])");
    }
    document.querySelector("[data-nothing]").hidden = left > 0;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (submit) => submit.preventDefault());

  const openAll = form.querySelector("[data-open]");
  const [open, close] = [openAll.textContent, openAll.dataset.closeLabel];
  openAll.addEventListener("click", () => {
    const opening = openAll.textContent === open;
    for (const event of events) if (!event.hidden) event.open = opening;
    openAll.textContent = opening ? close : open;
  });

  // j and k move from line to line, Enter opens (the browser's own), / goes to the search.
  addEventListener("keydown", (key) => {
    if (key.ctrlKey || key.altKey || key.metaKey) return;
    if (key.target.matches("input, select, textarea")) {
      if (key.key === "Escape") key.target.blur();
      return;
    }
    if (key.key === "/") {
      key.preventDefault();
      form.elements.words.focus();
    }
    // The keys' places count, so that they work on an Arabic keyboard too.
    const step = { KeyJ: 1, KeyK: -1 }[key.code];
    if (!step) return;
    const shown = events.filter((event) => !event.hidden);
    const here = shown.findIndex((event) => event.contains(document.activeElement));
    const next = shown[here < 0 ? (step > 0 ? 0 : shown.length - 1) : here + step];
    if (next) {
      next.querySelector("summary").focus();
      next.scrollIntoView({ block: "nearest" });
    }
  });
})();
