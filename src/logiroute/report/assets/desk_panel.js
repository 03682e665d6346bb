/* The panel: tabs, the sheet on phones, route list with switches. Talks to the map through `desk`. */
"use strict";

function wirePanel(desk) {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const panel = one("#panel");
  const phone = window.matchMedia("(max-width: 800px)");

  // --- tabs -------------------------------------------------------------------------------
  const tabs = all("[role=tab]");
  function openTab(tab) {
    for (const other of tabs) {
      const open = other === tab;
      other.setAttribute("aria-selected", String(open));
      other.tabIndex = open ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls")).hidden = !open;
    }
  }
  /** Shows the top of a pane that was opened while another one was scrolled. */
  function toPaneTop() {
    const body = one("#panel-body");
    const top = one(".tabs").offsetTop - body.offsetTop;
    const first = one(".pane:not([hidden])").offsetTop - body.offsetTop - one(".tabs").offsetHeight;
    if (body.scrollTop > first) body.scrollTop = Math.min(first, top);
  }
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => { openTab(tab); toPaneTop(); });
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(index + step + tabs.length) % tabs.length];
      openTab(next);
      next.focus();
    });
  });

  // --- sheet on phones --------------------------------------------------------------------
  const handle = one("#handle");
  function setSheet(state) {
    panel.dataset.sheet = state;
    document.body.dataset.sheet = state;
    handle.setAttribute("aria-expanded", String(state !== "peek"));
  }
  handle.addEventListener("click", () => {
    setSheet({ peek: "half", half: "full", full: "peek" }[panel.dataset.sheet]);
  });
  let dragFrom = null;
  handle.addEventListener("pointerdown", (event) => { dragFrom = event.clientY; });
  window.addEventListener("pointerup", (event) => {
    if (dragFrom === null) return;
    const moved = event.clientY - dragFrom;
    dragFrom = null;
    const order = ["peek", "half", "full"];
    if (Math.abs(moved) < 30) return;
    const next = order[Math.min(2, Math.max(0, order.indexOf(panel.dataset.sheet) + (moved < 0 ? 1 : -1)))];
    setSheet(next);
  });
  setSheet(phone.matches ? "half" : "full");
  /** Makes room for the map before something on it is shown. */
  desk.revealMap = () => { if (phone.matches && panel.dataset.sheet === "full") setSheet("half"); };
  desk.coveredHeight = () => (phone.matches ? panel.getBoundingClientRect().height : 0);

  // --- routes -----------------------------------------------------------------------------
  const items = new Map(all("[data-route]").map((item) => [item.dataset.route, item]));
  const switches = new Map(all("[data-route-switch]").map((box) => [box.dataset.routeSwitch, box]));
  const groups = all("[data-group]");

  function syncGroups() {
    for (const group of groups) {
      const boxes = all("[data-route-switch]", group);
      const on = boxes.filter((box) => box.checked).length;
      const box = one("[data-group-switch]", group);
      box.checked = on === boxes.length;
      box.indeterminate = on > 0 && on < boxes.length;
    }
  }
  function setRoute(key, on) {
    switches.get(key).checked = on;
    items.get(key).classList.toggle("off", !on);
    desk.showRoute(key, on);
  }
  for (const [key, box] of switches) {
    box.addEventListener("change", () => { setRoute(key, box.checked); syncGroups(); });
  }
  for (const group of groups) {
    one("[data-group-switch]", group).addEventListener("change", (event) => {
      for (const box of all("[data-route-switch]", group)) setRoute(box.dataset.routeSwitch, event.target.checked);
      syncGroups();
    });
  }
  function setAll(on) {
    for (const key of switches.keys()) setRoute(key, on);
    syncGroups();
  }
  one("#show-all").addEventListener("click", () => setAll(true));
  one("#show-none").addEventListener("click", () => { desk.choose(null); setAll(false); });
  one("#whole").addEventListener("click", () => { desk.choose(null); desk.showWhole(); });

  for (const button of all("[data-route-open]")) {
    const key = button.dataset.routeOpen;
    button.addEventListener("click", () => desk.choose(desk.chosen === key ? null : key, { zoom: true }));
  }
  for (const [key, item] of items) {
    for (const button of all("[data-stop]", item)) {
      button.addEventListener("click", () => desk.openStop(key, Number(button.dataset.stop)));
    }
  }
  desk.onChoose = (key) => {
    for (const [itemKey, item] of items) {
      const open = itemKey === key;
      item.classList.toggle("chosen", open);
      one("[data-route-open]", item).setAttribute("aria-expanded", String(open));
      one(".route-stops", item).hidden = !open;
    }
    if (key !== null) {
      if (!switches.get(key).checked) { setRoute(key, true); syncGroups(); }
      openTab(one("#tab-routes"));
      items.get(key).scrollIntoView({ block: "start" });
    }
  };

  // --- unserved, layers, signs ------------------------------------------------------------
  for (const button of all("[data-missed]")) {
    button.addEventListener("click", () => desk.openUnserved(button.dataset.missed));
  }
  for (const box of all("[data-layer]")) {
    box.addEventListener("change", () => desk.showLayer(box.dataset.layer, box.checked));
  }
  for (const slot of all("[data-sign]")) slot.appendChild(Signs.svg(slot.dataset.sign));
}
