// Light or dark: the system's choice unless the reader made one.
{
  const root = document.documentElement;
  const remember = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* storage is forbidden: forget */ } },
  };

  const chosen = remember.get("rawi-theme");
  if (chosen) root.dataset.theme = chosen;
  const button = document.querySelector("[data-theme-switch]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      remember.set("rawi-theme", root.dataset.theme);
    });
  }
}
