/* The desk map: puts the layers on folium's map and keeps track of what is shown and chosen. */
"use strict";

(() => {
  const data = JSON.parse(document.getElementById("desk-data").textContent);
  const map = map_desk;
  const words = data.words;

  for (const [name, level] of [["streets", 200], ["zones", 350], ["routes", 400], ["names", 620]]) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(level);
    if (name === "names") pane.style.pointerEvents = "none";
  }
  // One canvas for all that can be clicked: a second one on top would take every click.
  const renderers = {
    routes: L.canvas({ pane: "routes", padding: 0.4, tolerance: 7 }),
    zones: L.svg({ pane: "zones", padding: 0.4 }),
  };

  // --- layers -----------------------------------------------------------------------------
  const layers = {};
  for (const name of ["zones", "places", "gates", "closures", "routes", "stops", "unserved"]) layers[name] = L.layerGroup().addTo(map);
  layers.streets = new Streets.Layer(data.streets, { pane: "streets", tileSize: 512, updateWhenZooming: false }).addTo(map);
  const zones = Layers.zones(data, layers.zones, renderers);
  const places = new Map();
  for (const place of data.places) {
    const marker = Signs.isSmall(place.kind)
      ? Layers.dot(place.kind, place.at, place.card, renderers.routes)
      : Layers.signMarker(place.kind, place.at, place.card, place.name);
    places.set(place.id, marker);
    layers.places.addLayer(marker);
  }
  const dots = data.places.filter((place) => Signs.isSmall(place.kind)).map((place) => places.get(place.id));
  for (const gate of data.gates) layers.gates.addLayer(Layers.signMarker("gate", gate.at, gate.card, ""));
  const closures = new Map(data.closures.map((entry) => [entry.id, Layers.closure(entry, layers.closures, renderers)]));
  const tapes = [...closures.values()].flatMap((closure) => closure.tape);
  const missed = new Map();
  for (const entry of data.unserved) {
    const marker = Layers.signMarker("unserved", entry.at, entry.card, "").setZIndexOffset(800);
    missed.set(entry.place, marker);
    layers.unserved.addLayer(marker);
  }
  const routes = new Map(data.routes.map((route) => [route.key, new Layers.Route(route, map, renderers)]));
  const shown = new Set();

  // --- what the panel and the search box may ask for ----------------------------------------
  const desk = {
    map,
    routes,
    layers,
    chosen: null,

    showRoute(key, on) {
      const route = routes.get(key);
      if (on) shown.add(key);
      else shown.delete(key);
      layers.routes[on ? "addLayer" : "removeLayer"](route.lines);
      layers.stops[on ? "addLayer" : "removeLayer"](route.stops);
      stack();
      if (!on && desk.chosen === key) desk.choose(null);
    },

    showLayer(name, on) {
      if (on) map.addLayer(layers[name]);
      else map.removeLayer(layers[name]);
      stack();
    },

    choose(key, { zoom = false } = {}) {
      desk.chosen = key;
      desk.onChoose(key);
      paint();
      if (key !== null && zoom) desk.fit(routes.get(key).bounds());
    },

    fit(bounds) {
      desk.revealMap();
      const side = desk.coveredHeight() ? 18 : 40;
      map.fitBounds(bounds, {
        paddingTopLeft: [side, 76],
        paddingBottomRight: [side, 30 + desk.coveredHeight()],
        maxZoom: 16,
        animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      });
    },

    showWhole() {
      desk.fit(data.bounds);
    },

    openStop(key, number) {
      if (desk.chosen !== key) desk.choose(key);
      const ball = routes.get(key).balls[number - 1];
      openAt(ball, ball.getLatLng());
    },

    openPlace(id) {
      const marker = missed.get(id) || places.get(id);
      openAt(marker, marker.getLatLng());
    },

    openClosure(id) {
      const { marker } = closures.get(id);
      openAt(marker, marker.getLatLng());
    },

    openUnserved(id) {
      desk.openPlace(id);
    },
  };

  function openAt(layer, at) {
    desk.revealMap();
    const zoom = Math.max(map.getZoom(), 15);
    // On phones the sheet covers the lower part: the target goes to the middle of what is left.
    const target = map.unproject(map.project(at, zoom).add([0, desk.coveredHeight() / 2 - 60]), zoom);
    map.once("moveend", () => layer.openPopup());
    map.setView(target, zoom, { animate: false });
  }

  function paint() {
    const zoom = map.getZoom();
    document.body.classList.toggle("far", zoom < 12);
    for (const dot of dots) dot.setRadius(zoom < 12 ? 2 : 5);
    Layers.fitZoneNames(zones.labels, map);
    for (const [key, route] of routes) {
      route.paint(desk.chosen === null ? "plain" : desk.chosen === key ? "chosen" : "faded", zoom);
    }
    stack();
  }

  // On the canvas whatever came last is on top: zone areas, lines, zone edges, blocked
  // streets, places, stops, and the chosen route. Once a frame, however many switches were thrown.
  let stacking = 0;
  function stack() {
    stacking ||= requestAnimationFrame(() => {
      stacking = 0;
      const on = (layer) => map.hasLayer(layer);
      for (const area of zones.areas.filter(on)) area.bringToBack();
      for (const layer of [...zones.edges, ...tapes, ...dots].filter(on)) layer.bringToFront();
      const chosen = routes.get(desk.chosen);
      for (const route of routes.values()) {
        if (route !== chosen) for (const ball of route.balls.filter(on)) ball.bringToFront();
      }
      if (!chosen) return;
      for (const layer of [chosen.casing, chosen.line, ...chosen.balls].filter(on)) layer.bringToFront();
    });
  }

  function fitNames() {
    Layers.fitSignNames([...document.querySelectorAll(".sign-name")], zones.labels, map);
  }

  // --- controls ---------------------------------------------------------------------------
  L.control.zoom({ position: "topright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false }).addTo(map);
  map.attributionControl.setPrefix(false);
  const credit = document.createElement("a");
  credit.href = "https://www.openstreetmap.org/copyright";
  credit.rel = "noopener";
  credit.textContent = data.attribution;
  // Not addAttribution: that takes markup.
  map.attributionControl.getContainer().replaceChildren(credit);

  wirePanel(desk);
  wireSearch(desk, data.search, words);
  for (const [key, route] of routes) {
    for (const layer of [route.line, ...route.balls]) {
      layer.on("click", () => { if (desk.chosen !== key) desk.choose(key); });
    }
    desk.showRoute(key, true);
  }
  map.on("zoomend", paint);
  map.on("moveend", fitNames);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") desk.choose(null); });
  map.invalidateSize();
  desk.showWhole();
  paint();
  fitNames();
  window.desk = desk;
})();
