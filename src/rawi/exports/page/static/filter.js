// The filter of the chronicle: a folder of pages filters in place, a server is asked at each change.
{
  const asked = document.querySelector("form.filter.served");
  if (asked) {
    // Keep the address short: what is empty is not asked.
    asked.addEventListener("formdata", ({ formData }) => {
      const given = [...formData].filter(([, value]) => value);
      for (const [name] of [...formData]) formData.delete(name);
      for (const [name, value] of given) formData.append(name, value);
    });
    asked.addEventListener("change", ({ target }) => {
      try { sessionStorage.setItem("rawi-field", target.name); } catch { /* storage is forbidden: the focus is lost */ }
      asked.requestSubmit();
    });
    let field = null;
    try {
      field = sessionStorage.getItem("rawi-field");
      sessionStorage.removeItem("rawi-field");
    } catch { /* storage is forbidden */ }
    if (field && asked.elements[field]) {
      const again = asked.elements[field];
      (again instanceof RadioNodeList ? again[0] : again).focus({ preventScroll: true });
    }
    asked.classList.add("at-once");
  }

  const form = document.querySelector("form[data-filter]");
  if (form) {
    const events = [...document.querySelectorAll("details.event")];
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
  }
}
