/* Streets under the plan: encoded lines drawn on canvas tiles, so that panning costs nothing. */
"use strict";

const Streets = (() => {
  // By rank: 0 motorway and trunk … 4 the rest. Width in pixels at zoom 14.
  const STYLES = [
    { from: 0, width: 5, casing: "#d9b566", fill: "#fbe3a6" },
    { from: 0, width: 4.2, casing: "#c3cbd5", fill: "#ffffff" },
    { from: 11, width: 3.4, casing: "#c9d1da", fill: "#ffffff" },
    { from: 12, width: 2.6, casing: "#d0d7df", fill: "#ffffff" },
    { from: 13, width: 1.6, casing: "#d5dbe3", fill: "#ffffff" },
  ];

  /** Points of an encoded line as [lat, lon, lat, lon, …] in degrees. */
  function decode(text) {
    const out = [];
    let index = 0;
    const sums = [0, 0];
    while (index < text.length) {
      for (const axis of [0, 1]) {
        let shift = 0;
        let value = 0;
        let bits;
        do {
          bits = text.charCodeAt(index++) - 63;
          value |= (bits & 0x1f) << shift;
          shift += 5;
        } while (bits >= 0x20);
        sums[axis] += value & 1 ? ~(value >> 1) : value >> 1;
      }
      out.push(sums[0] / 1e5, sums[1] / 1e5);
    }
    return out;
  }

  /** A line in Mercator units (the world is 1 × 1) with its box. */
  function project(text) {
    const flat = decode(text);
    const xy = new Float64Array(flat.length);
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < flat.length; i += 2) {
      const sin = Math.sin((flat[i] * Math.PI) / 180);
      const x = flat[i + 1] / 360 + 0.5;
      const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
      xy[i] = x;
      xy[i + 1] = y;
      west = Math.min(west, x);
      east = Math.max(east, x);
      north = Math.min(north, y);
      south = Math.max(south, y);
    }
    return { xy, west, north, east, south };
  }

  const Layer = L.GridLayer.extend({
    initialize(ranks, options) {
      L.GridLayer.prototype.initialize.call(this, options);
      this._ranks = ranks.map((lines) => lines.map(project));
    },

    createTile(coords) {
      const size = this.getTileSize();
      const ratio = window.devicePixelRatio || 1;
      const tile = document.createElement("canvas");
      tile.width = size.x * ratio;
      tile.height = size.y * ratio;
      const ctx = tile.getContext("2d");
      ctx.scale(ratio, ratio);
      ctx.lineJoin = "round";
      ctx.lineCap = "round";
      const world = 256 * 2 ** coords.z;
      const x0 = coords.x * size.x;
      const y0 = coords.y * size.y;
      const margin = 8;
      const box = {
        west: (x0 - margin) / world,
        east: (x0 + size.x + margin) / world,
        north: (y0 - margin) / world,
        south: (y0 + size.y + margin) / world,
      };
      const scale = Math.min(2.6, Math.max(0.45, 1.3 ** (coords.z - 14)));
      // Paths once, then all casings, then all fills: crossings stay open.
      const paths = STYLES.map((style, rank) => {
        if (coords.z < style.from) return null;
        const path = new Path2D();
        for (const line of this._ranks[rank] || []) {
          if (line.east < box.west || line.west > box.east || line.south < box.north || line.north > box.south) continue;
          const { xy } = line;
          path.moveTo(xy[0] * world - x0, xy[1] * world - y0);
          for (let i = 2; i < xy.length; i += 2) path.lineTo(xy[i] * world - x0, xy[i + 1] * world - y0);
        }
        return path;
      });
      for (const part of ["casing", "fill"]) {
        for (let rank = STYLES.length - 1; rank >= 0; rank--) {
          if (!paths[rank]) continue;
          const width = STYLES[rank].width * scale;
          if (part === "fill" && width < 1.4) continue;
          ctx.strokeStyle = STYLES[rank][part];
          ctx.lineWidth = part === "casing" ? width + (width < 1.4 ? 0 : 1.4) : width;
          ctx.stroke(paths[rank]);
        }
      }
      return tile;
    },
  });

  return { decode, Layer };
})();
