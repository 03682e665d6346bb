/* The search box: sites, orders, vehicles, house numbers; all words typed must occur. */
"use strict";

function wireSearch(desk, entries, words) {
  const input = document.getElementById("search");
  const list = document.getElementById("search-results");
  const LIMIT = 12;
  const index = entries.map((entry) => ({ entry, text: fold(`${entry.text} ${entry.detail}`) }));
  let shown = [];
  let active = -1;

  function fold(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  /** Better matches first: at the start of the text, then at the start of a word or number. */
  function rank(text, terms) {
    let sum = 0;
    for (const term of terms) {
      const at = text.indexOf(term);
      if (at < 0) return -1;
      const before = at ? text[at - 1] : " ";
      const wholeNumber = /^\d+$/.test(term) && !/\d/.test(before) && !/\d/.test(text[at + term.length] || "");
      sum += wholeNumber ? 5 : at === 0 ? 4 : /[\s·]/.test(before) ? 2 : 1;
    }
    return sum;
  }

  function find(query) {
    const terms = fold(query).split(/\s+/).filter(Boolean);
    if (!terms.length) return [];
    return index
      .map(({ entry, text }) => ({ entry, score: rank(text, terms) }))
      .filter((hit) => hit.score >= 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, LIMIT)
      .map((hit) => hit.entry);
  }

  function row(entry, position) {
    const item = document.createElement("li");
    item.id = `hit-${position}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(position === active));
    const [text, kind, detail] = ["b", "i", "small"].map((name) => document.createElement(name));
    text.textContent = entry.text;
    kind.textContent = entry.kind;
    detail.textContent = entry.detail;
    item.append(text, kind, detail);
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => go(entry));
    return item;
  }

  function draw() {
    const query = input.value.trim();
    list.replaceChildren(...shown.map(row));
    if (query && !shown.length) {
      const none = document.createElement("li");
      none.textContent = words.no_match;
      list.append(none);
    }
    list.hidden = !query;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (active >= 0) input.setAttribute("aria-activedescendant", `hit-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function go(entry) {
    close();
    input.blur();
    if (entry.stop) desk.openStop(entry.route, entry.stop);
    else if (entry.route) desk.choose(entry.route, { zoom: true });
    else if (entry.closure) desk.openClosure(entry.closure);
    else desk.openPlace(entry.place);
  }

  input.addEventListener("input", () => {
    shown = find(input.value);
    active = shown.length ? 0 : -1;
    draw();
  });
  input.addEventListener("focus", () => { if (input.value.trim()) draw(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (shown.length) active = (active + step + shown.length) % shown.length;
      draw();
    } else if (event.key === "Enter" && shown[active]) {
      go(shown[active]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
}
