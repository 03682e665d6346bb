/* What lies on the map: zones, places, gates, closures, routes with stops, unserved orders. */
"use strict";

const Layers = (() => {
  /** A pop-up: every text goes in as text. */
  function cardElement(card) {
    const root = document.createElement("div");
    root.className = "card";
    const kicker = document.createElement("p");
    kicker.className = "kicker";
    kicker.textContent = card.kicker;
    const title = document.createElement("h3");
    title.textContent = card.title;
    const list = document.createElement("dl");
    for (const [label, value] of card.rows) {
      const term = document.createElement("dt");
      term.textContent = label;
      const detail = document.createElement("dd");
      detail.textContent = value;
      list.append(term, detail);
    }
    root.append(kicker, title, list);
    return root;
  }

  function textElement(text) {
    const made = document.createElement("span");
    made.textContent = text;
    return made;
  }

  const POPUP = { maxWidth: 340, minWidth: 230, autoPanPadding: [24, 70] };

  function signMarker(kind, at, card, name) {
    const root = document.createElement("div");
    root.className = "marker";
    root.appendChild(Signs.svg(kind));
    if (name) {
      const label = textElement(name);
      label.className = "sign-name";
      root.appendChild(label);
    }
    const size = Signs.size(kind);
    const icon = L.divIcon({ html: root, className: `sign-${kind}`, iconSize: [size, size] });
    const marker = L.marker(at, { icon, alt: card.title, riseOnHover: true });
    return withCard(marker, card, !name);
  }

  function withCard(layer, card, tooltip) {
    layer.bindPopup(() => cardElement(card), POPUP);
    if (tooltip) layer.bindTooltip(() => textElement(`${card.kicker} · ${card.title}`));
    return layer;
  }

  /** A place of the small kinds: a hollow dot or square on the canvas, under the numbered stops. */
  const Dot = L.CircleMarker.extend({
    _updatePath() {
      const ctx = this._renderer._ctx;
      if (!this.options.square || !ctx || this._empty()) {
        L.CircleMarker.prototype._updatePath.call(this);
        return;
      }
      const r = this._radius;
      ctx.beginPath();
      ctx.rect(this._point.x - r, this._point.y - r, 2 * r, 2 * r);
      this._renderer._fillStroke(ctx, this);
    },
  });

  function dot(kind, at, card, renderer) {
    const made = new Dot(at, {
      renderer, radius: 5, color: "#3f4c5a", weight: 2.5, fillColor: "#fff", fillOpacity: 1, square: Signs.isSquare(kind),
    });
    return withCard(made, card, true);
  }

  /** A line with arrow heads along it. */
  const RouteLine = L.Polyline.extend({
    _updatePath() {
      L.Polyline.prototype._updatePath.call(this);
      if (!this.options.arrows || !this._renderer._ctx) return;
      const ctx = this._renderer._ctx;
      ctx.save();
      ctx.globalAlpha = this.options.opacity;
      ctx.fillStyle = "#fff";
      ctx.strokeStyle = this.options.color;
      ctx.lineWidth = 1.5;
      ctx.setLineDash([]);
      for (const part of this._parts) drawArrows(ctx, part, this.options.arrows);
      ctx.restore();
    },
  });

  function drawArrows(ctx, points, spacing) {
    let along = spacing / 2;
    for (let i = 1; i < points.length; i++) {
      const dx = points[i].x - points[i - 1].x;
      const dy = points[i].y - points[i - 1].y;
      const length = Math.hypot(dx, dy);
      while (length > 4 && along <= length) {
        const share = along / length;
        ctx.save();
        ctx.translate(points[i - 1].x + dx * share, points[i - 1].y + dy * share);
        ctx.rotate(Math.atan2(dy, dx));
        ctx.beginPath();
        ctx.moveTo(7, 0);
        ctx.lineTo(-4, -5);
        ctx.lineTo(-4, 5);
        ctx.closePath();
        ctx.fill();
        ctx.stroke();
        ctx.restore();
        along += spacing;
      }
      along -= length;
    }
  }

  /** A numbered ball. */
  const StopBall = L.CircleMarker.extend({
    _updatePath() {
      L.CircleMarker.prototype._updatePath.call(this);
      const ctx = this._renderer._ctx;
      if (!ctx || this._radius < 8 || this.options.fillOpacity < 0.5) return;
      ctx.save();
      ctx.fillStyle = this.options.ink;
      ctx.font = "700 11.5px system-ui, sans-serif";
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText(String(this.options.number), this._point.x, this._point.y + 0.5);
      ctx.restore();
    },
  });

  /**
   * Zones: a hatched ground under the routes; on the routes' canvas an unseen area that takes the
   * clicks (the canvas lies over the ground) and an edge that is drawn over the lines.
   */
  function zones(data, group, renderers) {
    const labels = [];
    const areas = [];
    const edges = [];
    for (const zone of data.zones) {
      const ground = L.polygon(zone.rings, {
        renderer: renderers.zones, stroke: false, fillColor: `url(#hatch-${zone.pattern})`, fillOpacity: 1,
        className: "zone", interactive: false,
      });
      const area = L.polygon(zone.rings, { renderer: renderers.routes, stroke: false, fillOpacity: 0 });
      area.bindPopup(() => cardElement(zone.card), POPUP);
      const edge = { renderer: renderers.routes, fill: false, interactive: false, lineJoin: "miter" };
      const halo = L.polygon(zone.rings, { ...edge, color: "#fff", weight: 6, opacity: 0.85 });
      const line = L.polygon(zone.rings, { ...edge, color: zone.colour, weight: 3 });
      const label = document.createElement("span");
      label.className = `zone-name zone-${zone.pattern}`;
      const kind = textElement(zone.card.kicker);
      const name = textElement(zone.card.title);
      name.className = "zone-title";
      label.append(kind, name);
      const icon = L.divIcon({ html: label, className: "zone-label", iconSize: [0, 0] });
      for (const layer of [ground, area, halo, line]) group.addLayer(layer);
      group.addLayer(L.marker(zone.label_at, { icon, interactive: false, keyboard: false, pane: "names" }));
      labels.push({ label, name, bounds: ground.getBounds() });
      areas.push(area);
      edges.push(halo, line);
    }
    return { labels, areas, edges };
  }

  /** A closure: a sign, and along a blocked street a red and white tape as well. */
  function closure(data, group, renderers) {
    const tape = [];
    if (data.line.length > 1) {
      const band = L.polyline(data.line, { renderer: renderers.routes, color: "#c62018", weight: 8, lineCap: "butt" });
      const gaps = L.polyline(data.line, {
        renderer: renderers.routes, color: "#fff", weight: 4, dashArray: "8 8", lineCap: "butt", interactive: false,
      });
      tape.push(withCard(band, data.card, true), gaps);
    }
    const marker = signMarker("closure", halfWay(data.line), data.card, "").setZIndexOffset(400);
    for (const layer of [...tape, marker]) group.addLayer(layer);
    return { marker, tape };
  }

  /** The middle of a line, by length on the map. */
  function halfWay(line) {
    const at = line.map(([lat, lng]) => L.CRS.EPSG3857.project(L.latLng(lat, lng)));
    const lengths = at.slice(1).map((point, i) => point.distanceTo(at[i]));
    let left = lengths.reduce((sum, one) => sum + one, 0) / 2;
    for (const [i, length] of lengths.entries()) {
      if (left <= length && length) {
        const step = at[i + 1].subtract(at[i]).multiplyBy(left / length);
        return L.CRS.EPSG3857.unproject(at[i].add(step));
      }
      left -= length;
    }
    return L.latLng(line[0]);
  }

  /** A zone's name stands over its northern edge, and its class alone where the zone is small. */
  function fitZoneNames(labels, map) {
    for (const { label, name, bounds } of labels) {
      const corners = [bounds.getNorthWest(), bounds.getSouthEast()].map((at) => map.project(at));
      const size = corners[1].subtract(corners[0]);
      label.hidden = Math.max(size.x, size.y) < 60;
      name.hidden = size.x < 130;
    }
  }

  /** Names of signs: to the left where the map ends, and left out where another name stands. */
  function fitSignNames(names, labels, map) {
    const frame = map.getContainer().getBoundingClientRect();
    const taken = labels.filter(({ label }) => !label.hidden).map(({ label }) => label.getBoundingClientRect());
    for (const name of names) name.classList.remove("left", "crowded");
    for (const name of names) {
      let box = name.getBoundingClientRect();
      if (!box.width) continue;
      if (box.left < frame.right && box.right > frame.right) {
        name.classList.add("left");
        box = name.getBoundingClientRect();
      }
      const hits = (other) =>
        box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
      if (taken.some(hits)) name.classList.add("crowded");
      else taken.push(box);
    }
  }

  /** A route: casing, line and stops; `paint` shows it plain, chosen, faded. */
  class Route {
    constructor(data, map, renderers) {
      this.key = data.key;
      this.data = data;
      const flat = Streets.decode(data.path);
      const path = [];
      for (let i = 0; i < flat.length; i += 2) path.push([flat[i], flat[i + 1]]);
      this.casing = L.polyline(path, { renderer: renderers.routes, color: "#fff", weight: 7, interactive: false });
      this.line = new RouteLine(path, {
        renderer: renderers.routes, color: data.colour, weight: 4, dashArray: data.dash || null, lineCap: "butt", arrows: 0,
      });
      this.balls = data.stops.map((stop) => {
        const ball = new StopBall(stop.at, {
          renderer: renderers.routes, radius: 10, color: "#fff", weight: 2, fillColor: data.colour, fillOpacity: 1,
          number: stop.number, ink: data.ink,
        });
        ball.bindPopup(() => cardElement(stop.card), POPUP);
        ball.bindTooltip(() => textElement(`${data.label} · ${stop.card.title}`), { direction: "top" });
        return ball;
      });
      this.lines = L.layerGroup([this.casing, this.line]);
      this.stops = L.layerGroup(this.balls);
      this.map = map;
    }

    bounds() {
      const box = L.latLngBounds(this.data.stops.map((stop) => stop.at));
      return this.line.isEmpty() ? box : box.extend(this.line.getBounds());
    }

    paint(state, zoom) {
      const faded = state === "faded";
      const chosen = state === "chosen";
      this.casing.setStyle({ opacity: faded ? 0 : 0.9, weight: chosen ? 10 : 7 });
      this.line.options.arrows = faded ? 0 : chosen ? 70 : zoom >= 13 ? 130 : 0;
      this.line.setStyle({ opacity: faded ? 0.18 : 1, weight: chosen ? 6 : 4 });
      const radius = faded ? 4 : chosen ? 12 : zoom >= 12 ? 10 : 5;
      for (const ball of this.balls) {
        ball.setStyle({ fillOpacity: faded ? 0.25 : 1, opacity: faded ? 0.3 : 1 });
        ball.setRadius(radius);
      }
    }
  }

  return { Route, zones, closure, fitZoneNames, fitSignNames, signMarker, dot, cardElement, textElement };
})();
