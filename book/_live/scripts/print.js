// A button that prints the page, or saves it as a PDF.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.createElement("button");
  const name = "Print this page, or save it as a PDF";
  Object.assign(button, { className: "btn btn-sm pst-navbar-icon", title: name });
  button.setAttribute("aria-label", name);
  button.innerHTML = '<span class="btn__icon-container"><i class="fas fa-print"></i></span>';
  button.addEventListener("click", () => window.print());
  document.querySelector(".article-header-buttons")?.prepend(button);
});

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
