// Review: what is filled in beside an action chooses that action.
{
  for (const field of document.querySelectorAll(".review .actions :is(select, input:not([type=radio]))")) {
    field.addEventListener("change", () => {
      const action = field.closest("label").previousElementSibling?.querySelector("input[type=radio]");
      if (action) action.checked = true;
    });
  }
}
