/* A driver's page: ticks stops off, remembers that on this phone, moves the next stop to the top. */
"use strict";

(() => {
  const KEY = document.body.dataset.key;
  const next = document.getElementById("next");
  const ahead = document.getElementById("ahead");
  const behind = document.getElementById("behind");
  const stops = [...next.querySelectorAll(".stop"), ...ahead.querySelectorAll(".stop")];
  let ticks = load();

  function load() {
    try {
      const found = JSON.parse(localStorage.getItem(KEY));
      return found && typeof found === "object" ? found : {};
    } catch {
      return {};
    }
  }

  function save() {
    try {
      localStorage.setItem(KEY, JSON.stringify(ticks));
    } catch {
      // Storage may be full or forbidden; the page still works until it is closed.
    }
  }

  const isDone = (stop) => Object.hasOwn(ticks, stop.dataset.key);

  function arrange() {
    const left = stops.filter((stop) => !isDone(stop));
    const done = stops.filter(isDone);
    next.replaceChildren(...left.slice(0, 1));
    ahead.replaceChildren(...left.slice(1));
    behind.replaceChildren(...done);
    document.getElementById("behind-section").hidden = !done.length;
    document.getElementById("ahead-title").hidden = left.length < 2;
    document.getElementById("lead").hidden = !left.length;
    document.getElementById("finished").hidden = left.length > 0;
    document.getElementById("done-count").textContent = String(done.length);
    document.getElementById("bar").setAttribute("width", String((100 * done.length) / stops.length));
    const shift = left.length ? left[0].dataset.shift : stops[stops.length - 1].dataset.shift;
    for (const map of document.querySelectorAll(".map")) map.hidden = map.dataset.shift !== shift;
    for (const stop of stops) markPin(stop);
    for (const fit of fits) fit();
  }

  function markPin(stop) {
    const number = stop.querySelector(".ball text");
    if (!number) return;
    const map = document.querySelector(`.map[data-shift="${stop.dataset.shift}"]`);
    const pin = map.querySelector(`[data-pin="${number.textContent}"]`);
    if (pin) pin.classList.toggle("past", isDone(stop));
  }

  function tick(stop, done) {
    if (done) ticks[stop.dataset.key] = new Date().toISOString();
    else delete ticks[stop.dataset.key];
    save();
    arrange();
    if (done) window.scrollTo({ top: 0 });
  }

  for (const stop of stops) {
    stop.querySelector(".done").addEventListener("click", () => tick(stop, true));
    stop.querySelector(".undo").addEventListener("click", () => tick(stop, false));
  }
  document.getElementById("forget").addEventListener("click", () => {
    ticks = {};
    save();
    arrange();
  });

  // --- map: buttons zoom, and once zoomed a finger moves it ---------------------------------
  const fits = [...document.querySelectorAll(".drawing")].map((drawing) => {
    const full = { x: 0, y: 0, width: Number(drawing.dataset.width), height: Number(drawing.dataset.height) };
    let view = { ...full };
    let grabbed = null;

    function fit() {
      drawing.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
      drawing.classList.toggle("zoomed", view.width < full.width);
      // Pins keep their size on the screen, whatever the zoom.
      const shown = drawing.getBoundingClientRect().width;
      if (!shown) return;
      for (const pin of drawing.querySelectorAll(".pin")) pin.setAttribute("transform", `scale(${view.width / shown})`);
    }
    function move(x, y) {
      view.x = Math.min(Math.max(0, x), full.width - view.width);
      view.y = Math.min(Math.max(0, y), full.height - view.height);
      fit();
    }
    function zoom(factor) {
      const width = Math.min(full.width, Math.max(full.width / 12, view.width * factor));
      const height = (width * full.height) / full.width;
      const [x, y] = [view.x + (view.width - width) / 2, view.y + (view.height - height) / 2];
      view = { x, y, width, height };
      move(x, y);
    }
    for (const button of drawing.parentElement.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => zoom(button.dataset.zoom === "in" ? 0.6 : 1 / 0.6));
    }
    drawing.addEventListener("pointerdown", (event) => {
      if (view.width >= full.width) return;
      grabbed = { clientX: event.clientX, clientY: event.clientY, x: view.x, y: view.y };
      drawing.setPointerCapture(event.pointerId);
    });
    drawing.addEventListener("pointermove", (event) => {
      if (!grabbed) return;
      const scale = view.width / drawing.getBoundingClientRect().width;
      move(grabbed.x - (event.clientX - grabbed.clientX) * scale, grabbed.y - (event.clientY - grabbed.clientY) * scale);
    });
    for (const name of ["pointerup", "pointercancel"]) drawing.addEventListener(name, () => { grabbed = null; });
    window.addEventListener("resize", fit);
    return fit;
  });

  // --- paper: everything in the order of the day, all folds open -----------------------------
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const fold of folded) fold.open = true;
    next.replaceChildren(stops[0]);
    ahead.replaceChildren(...stops.slice(1));
    for (const map of document.querySelectorAll(".map")) map.hidden = false;
    for (const fit of fits) fit();
  });
  window.addEventListener("afterprint", () => {
    for (const fold of folded) fold.open = false;
    arrange();
  });

  arrange();
})();
