/* Signs of places, gates, closures and unserved orders, drawn as SVG elements (never from text). */
"use strict";

const Signs = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  // Path data on a 24 × 24 ground; shape and colour both tell the kinds apart.
  const KINDS = {
    depot: { size: 30, shape: "square", colour: "#1f2a37", path: "M5 11l7-5 7 5v8H5zM9 19v-5h6v5" },
    transit_station: { size: 28, shape: "square", colour: "#4a3a8c", path: "M6 9h11l-3-3M18 15H7l3 3" },
    quarantine_site: { size: 28, shape: "round", colour: "#7b2d6b", path: "M6 8v10M6 14h12v4M6 14v-2h8a4 4 0 0 1 4 2" },
    hospital: { size: 28, shape: "round", colour: "#b3261e", path: "M12 6v12M6 12h12" },
    laboratory: { size: 28, shape: "round", colour: "#0f6b5c", path: "M10 6v5l-4 7h12l-4-7V6M9 6h6" },
    disinfection_station: { size: 28, shape: "round", colour: "#1d6fa3", path: "M12 5c4 5 5 7 5 9a5 5 0 0 1-10 0c0-2 1-4 5-9z" },
    relief_area: { size: 26, shape: "square", colour: "#1d6fa3", path: "M9.5 18V6h4a3.5 3.5 0 0 1 0 7h-4" },
    exit: { size: 22, shape: "square", colour: "#3f4c5a", path: "M6 18L18 6M10 6h8v8" },
    hand_over: { size: 14, shape: "square", colour: "#3f4c5a", path: "" },
    site: { size: 12, shape: "round", colour: "#3f4c5a", path: "" },
    gate: { size: 26, shape: "diamond", colour: "#8a4b00", path: "M7 10h10M7 14h10" },
    closure: { size: 24, shape: "round", colour: "#c62018", path: "M6.5 12h11", width: 4.6 },
    unserved: { size: 30, shape: "triangle", colour: "#c62018", path: "M12 10v4M12 16.6v.2" },
  };

  function element(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function ground(kind) {
    const paint = { fill: kind.colour, stroke: "#fff", "stroke-width": 1.6 };
    if (kind.path === "") {
      // Small signs are hollow, so that a numbered stop on top stays readable.
      const hollow = { fill: "#fff", stroke: kind.colour, "stroke-width": 4 };
      return kind.shape === "round"
        ? element("circle", { cx: 12, cy: 12, r: 9, ...hollow })
        : element("rect", { x: 3, y: 3, width: 18, height: 18, ...hollow });
    }
    if (kind.shape === "round") return element("circle", { cx: 12, cy: 12, r: 11, ...paint });
    if (kind.shape === "square") return element("rect", { x: 1, y: 1, width: 22, height: 22, rx: 5, ...paint });
    if (kind.shape === "diamond") return element("path", { d: "M12 .8L23.2 12 12 23.2.8 12z", ...paint });
    return element("path", { d: "M12 1.5L23.2 21.5H.8z", "stroke-linejoin": "round", ...paint });
  }

  function svg(name) {
    const kind = KINDS[name];
    const root = element("svg", { viewBox: "0 0 24 24", width: kind.size, height: kind.size, "aria-hidden": "true" });
    root.appendChild(ground(kind));
    if (kind.path) {
      root.appendChild(element("path", {
        d: kind.path, fill: "none", stroke: "#fff", "stroke-width": kind.width || 1.9,
        "stroke-linecap": "round", "stroke-linejoin": "round",
      }));
    }
    return root;
  }

  return { svg, size: (name) => KINDS[name].size, isSmall: (name) => KINDS[name].path === "", isSquare: (name) => KINDS[name].shape === "square" };
})();
