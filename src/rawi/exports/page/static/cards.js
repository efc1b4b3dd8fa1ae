// In a document: what was found at some words is shown beside them, on hover and on focus.
{
  const text = document.querySelector(".sheet .text");
  const card = document.querySelector(".sheet .record");
  if (text && card) {
    const show = (event) => {
      const words = event.target.closest("[data-record]");
      const found = words && document.getElementById(words.dataset.record);
      if (!found) return;
      card.replaceChildren(...found.content ? [found.content.cloneNode(true)] : [...found.cloneNode(true).childNodes]);
      card.hidden = false;
    };
    text.addEventListener("pointerover", show);
    text.addEventListener("focusin", show);
  }
}
