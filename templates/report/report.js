// Adds a search box to the report. Without it the report reads the same.
"use strict";
(() => {
  const plain = text => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const entries = [...document.querySelectorAll("[data-entry]")].map(element => ({element, text: plain(element.textContent)}));
  const box = document.getElementById("filter"), input = document.getElementById("filter-text"), none = document.getElementById("filter-none");
  if (entries.length < 8) return;
  box.hidden = false;
  input.addEventListener("input", () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const {element, text} of entries) {
      element.hidden = !words.every(word => text.includes(word));
      if (!element.hidden) shown++;
    }
    none.textContent = shown ? "" : none.dataset.text;
  });
})();
