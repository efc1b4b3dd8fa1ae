// The strip of time: arrows move along the bars, and on a server dragging over it asks for a stretch of time.
{
  const DAY = 86_400_000;
  const leftward = document.documentElement.dir === "rtl";

  // One stop for the tab key; arrows go from bar to bar.
  const walk = (strip) => {
    const bars = [...strip.querySelectorAll("a[href]")].sort((a, b) => a.dataset.from.localeCompare(b.dataset.from));
    bars.forEach((bar, n) => bar.setAttribute("tabindex", n ? "-1" : "0"));
    strip.addEventListener("keydown", (key) => {
      const step = { ArrowRight: leftward ? -1 : 1, ArrowLeft: leftward ? 1 : -1 }[key.key];
      const here = bars.indexOf(key.target);
      if (!step || here < 0 || !bars[here + step]) return;
      key.preventDefault();
      bars[here].setAttribute("tabindex", "-1");
      bars[here + step].setAttribute("tabindex", "0");
      bars[here + step].focus();
    });
  };

  const ask = (strip, since, until) => {
    const form = document.querySelector("form.filter.served");
    if (form && form.elements.since) {
      form.elements.since.value = since;
      form.elements.until.value = until;
      form.requestSubmit();
    } else {
      const address = new URL(strip.dataset.brush, location.href);
      address.searchParams.set("since", since);
      address.searchParams.set("until", until);
      location.assign(address);
    }
  };

  const brush = (strip) => {
    const svg = strip.querySelector("svg");
    const [first, last] = [Date.parse(strip.dataset.first), Date.parse(strip.dataset.last) + DAY];
    const chosen = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    chosen.setAttribute("class", "chosen");
    chosen.setAttribute("height", "96");
    let start = null;
    let dragged = false;

    const share = (event) => {
      const box = svg.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    };
    const day = (part) => new Date(first + (last - first) * Math.min(part, 0.9999)).toISOString().slice(0, 10);

    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      [start, dragged] = [share(event), false];
    });
    svg.addEventListener("pointermove", (event) => {
      if (start === null) return;
      const here = share(event);
      if (!dragged && Math.abs(here - start) * svg.clientWidth < 6) return;
      if (!dragged) {
        dragged = true;
        svg.setPointerCapture(event.pointerId);
        svg.append(chosen);
      }
      chosen.setAttribute("x", `${100 * Math.min(start, here)}%`);
      chosen.setAttribute("width", `${100 * Math.abs(here - start)}%`);
    });
    svg.addEventListener("pointerup", (event) => {
      if (dragged) {
        const ends = [start, share(event)].map((part) => (leftward ? 1 - part : part)).sort((a, b) => a - b);
        ask(strip, day(ends[0]), day(ends[1]));
      }
      start = null;
    });
    svg.addEventListener("pointercancel", () => {
      start = null;
      chosen.remove();
    });
    svg.addEventListener("click", (event) => { if (dragged) event.preventDefault(); }, true);
    strip.classList.add("ready");
    for (const hint of strip.querySelectorAll("[data-hint]")) hint.hidden = false;
  };

  for (const strip of document.querySelectorAll(".strip")) {
    walk(strip);
    if (strip.dataset.brush) brush(strip);
  }
}
