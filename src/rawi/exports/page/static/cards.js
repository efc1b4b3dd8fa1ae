// In a document: what was found at some words is shown beside the text, on hover and on focus.
{
  const text = document.querySelector(".sheet .text");
  if (text) {
    const card = document.createElement("aside");
    card.className = "record";
    card.hidden = true;
    text.after(card);
    let words = null;

    const line = (name, className, content) => {
      const made = document.createElement(name);
      made.className = className;
      made.dir = "auto";
      made.textContent = content;
      return made;
    };
    const show = (found) => {
      if (!found || found === words || !found.title) return;
      if (words) words.title = card.dataset.title;
      words = found;
      card.dataset.title = found.title;
      const parts = found.title.split(" \u00b7 ");
      const kind = document.querySelector(`.layers mark.${found.classList[0]}`);
      card.replaceChildren(
        line("p", "type", kind ? kind.textContent : ""),
        line("p", "words", found.textContent),
        ...parts.map((part) => line("p", "part", part)),
      );
      found.removeAttribute("title"); // the browser's own hint would lie over the words
      card.hidden = false;
    };
    text.addEventListener("pointerover", (event) => show(event.target.closest("[title]")));
    text.addEventListener("focusin", (event) => show(event.target.closest("[title]")));

    const hide = () => {
      if (words) words.title = card.dataset.title;
      words = null;
      card.hidden = true;
    };
    addEventListener("keydown", (key) => { if (key.key === "Escape") hide(); });
    addEventListener("click", (event) => { if (!event.target.closest(".text mark, .text a, .record")) hide(); });
  }
}
