// Lines: a link to one opens it, paper shows all, and the keyboard moves between them.
{
  const STOPS = "details.event > summary, .card > h2 a, .card > h3 a, .found a.hit, main tbody th a";

  const openTarget = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const line = target && target.closest("details");
    if (line) line.open = true;
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  // On a phone the sections move sideways: show the one that is open.
  const section = document.querySelector(".top nav [aria-current]");
  if (section) {
    const [here, all] = [section.getBoundingClientRect(), section.parentElement.getBoundingClientRect()];
    section.parentElement.scrollBy(here.left + here.width / 2 - all.left - all.width / 2, 0);
  }

  const wereShut = [];
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("main details:not([open])")) {
      wereShut.push(details);
      details.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const details of wereShut.splice(0)) details.open = false;
  });

  const help = document.querySelector("dialog.help");
  const move = (step) => {
    const stops = [...document.querySelectorAll(STOPS)].filter((stop) => stop.checkVisibility());
    const line = (stop) => stop.closest("details.event, .card, tr, li") || stop;
    const here = stops.findIndex((stop) => line(stop).contains(document.activeElement));
    const next = stops[here < 0 ? (step > 0 ? 0 : stops.length - 1) : here + step];
    if (!next) return;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const openWhole = () => {
    const line = document.activeElement.closest("[data-place]");
    if (line) location.assign(line.dataset.place);
  };
  const search = () => {
    const field = document.querySelector("main input[type=search]") || document.querySelector("input[type=search]");
    if (field && field.checkVisibility()) {
      field.focus();
      field.select();
    }
  };

  addEventListener("keydown", (key) => {
    if (key.ctrlKey || key.altKey || key.metaKey) return;
    if (key.target.matches("input, select, textarea")) {
      if (key.key === "Escape") {
        if (key.target.defaultValue !== undefined) key.target.value = key.target.defaultValue;
        key.target.blur();
      }
      return;
    }
    // The keys' places count for letters, so that they work on an Arabic keyboard too.
    if (key.code === "KeyJ") move(1);
    else if (key.code === "KeyK") move(-1);
    else if (key.code === "KeyO") openWhole();
    else if (key.key === "?" || key.key === "\u061f") { if (help) help.showModal(); }
    else if (key.key === "/" || (key.code === "Slash" && /[\u0600-\u06ff]/.test(key.key))) search();
    else return;
    key.preventDefault();
  });
}
