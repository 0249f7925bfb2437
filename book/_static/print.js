// Paper is white: print in the light theme, whatever the screen shows.
{
  const page = document.documentElement;
  let shown = page.dataset.theme;
  window.addEventListener("beforeprint", () => {
    shown = page.dataset.theme;
    page.dataset.theme = "light";
  });
  window.addEventListener("afterprint", () => { page.dataset.theme = shown; });
}
