// A figure, enlarged. It is a link to its file: without this script, that opens.
{
  document.addEventListener("click", (event) => {
    const picture = event.target.closest("a.image-reference")?.querySelector("img[data-kind]");
    if (!picture || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    enlarge(picture);
  });

  function enlarge(picture) {
    const shown = picture.cloneNode();
    shown.loading = "eager";
    shown.style.setProperty("--pixels", `${picture.naturalWidth}px`);
    const close = Object.assign(document.createElement("button"), { textContent: "Close" });
    const form = Object.assign(document.createElement("form"), { method: "dialog" });
    form.append(close);
    const dialog = Object.assign(document.createElement("dialog"), { className: "enlarged" });
    dialog.setAttribute("aria-label", "Figure, enlarged");
    dialog.append(form, shown);
    dialog.addEventListener("close", () => dialog.remove());
    // On the picture, or beside the dialog.
    dialog.addEventListener("click", ({ target }) => { if (target !== close) dialog.close(); });
    document.body.append(dialog);
    dialog.showModal();
  }
}
