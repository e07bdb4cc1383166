/* Labels: one set for the whole map, placed greedily by priority so that none covers another. */
(function (Atlas) {
  "use strict";

  const GAP = 2; // pixels kept free around a label
  const HUB = 40; // labels of at least this priority may stand over lesser symbols

  const overlaps = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

  /** Boxes around a symbol where its label may stand, best first; areas are named in the middle. */
  function candidates(label, at, width, height) {
    const { x, y } = at;
    const reach = label.radius + 3;
    if (label.area) return [[x - width / 2, y - height / 2]];
    return [
      [x + reach, y - height / 2],
      [x - reach - width, y - height / 2],
      [x - width / 2, y - reach - height],
      [x - width / 2, y + reach],
      [x + reach * 0.7, y - reach * 0.7 - height],
      [x + reach * 0.7, y + reach * 0.7],
      [x - reach * 0.7 - width, y - reach * 0.7 - height],
      [x - reach * 0.7 - width, y + reach * 0.7],
    ];
  }

  /**
   * A label: {text, lon, lat, priority, zoom (least), radius of its symbol in pixels, area, style,
   * lift: how far above the place the symbol's middle is}. A symbol keeps labels off itself too.
   */
  Atlas.Labels = L.Class.extend({
    initialize: function (map) {
      this._map = map;
      this._pane = map.getPane("atlas-labels");
      this._sets = new Map();
      this._nodes = new Map();
      map.on("moveend zoomend resize", this.place, this);
    },

    set: function (owner, labels) {
      this._forget(owner);
      this._sets.set(owner, labels);
      this.place();
    },

    remove: function (owner) {
      this._forget(owner);
      this._sets.delete(owner);
      this.place();
    },

    _forget: function (owner) {
      for (const label of this._sets.get(owner) || []) {
        const node = this._nodes.get(label);
        if (node) node.parentNode.remove();
        this._nodes.delete(label);
      }
    },

    place: function () {
      if (this._waiting) return;
      this._waiting = L.Util.requestAnimFrame(() => {
        this._waiting = null;
        this._placeNow();
      });
    },

    _placeNow: function () {
      const map = this._map;
      if (!map._loaded || map._animatingZoom) return;
      const wanted = this._wanted();
      for (const { label } of wanted) this._node(label); // all made first, measured after: one layout
      const taken = this._controls();
      const symbols = [];
      const shown = new Set();
      const named = new Set();
      for (const { label, at } of wanted) {
        if (label.area) continue;
        // A symbol beside a greater one, such as a station under its railway station, stays unnamed.
        const box = symbolBox(label, at);
        if (symbols.some((other) => overlaps(box, other.box))) named.add(label);
        symbols.push({ box, label });
      }
      for (const { label, at } of wanted) {
        if (named.has(label) || named.has(label.text)) continue;
        // Hubs are named even in a crowd, over lesser symbols; all else keeps off them, and
        // nothing is written over what was chosen.
        const greater = symbols.filter(
          ({ label: other }) => other.priority >= label.priority || other.style === "chosen",
        );
        if (
          this._stand(label, at, taken, symbols) ||
          (label.priority >= HUB && this._stand(label, at, taken, greater))
        ) {
          shown.add(label);
          named.add(label.text);
        }
      }
      for (const [label, node] of this._nodes) {
        node.classList.toggle("shown", shown.has(label));
        if (shown.has(label)) continue;
        node.parentNode.remove();
        this._nodes.delete(label);
      }
    },

    /** The labels whose place is in view at this zoom, the most important first. */
    _wanted: function () {
      const map = this._map;
      const zoom = map.getZoom();
      const size = map.getSize();
      const [west, south, east, north] = map.atlas.config.bounds;
      const wanted = [];
      for (const labels of this._sets.values()) {
        for (const label of labels) {
          if (zoom < label.zoom) continue;
          if (label.lon < west || label.lon > east || label.lat < south || label.lat > north) continue;
          const at = map.latLngToContainerPoint([label.lat, label.lon]);
          at.y -= label.lift || 0;
          if (at.x >= 0 && at.y >= 0 && at.x <= size.x && at.y <= size.y) wanted.push({ label, at });
        }
      }
      return wanted.sort((a, b) => b.label.priority - a.label.priority);
    },

    _node: function (label) {
      let node = this._nodes.get(label);
      if (!node) {
        const place = L.DomUtil.create("div", "atlas-place", this._pane);
        node = L.DomUtil.create("div", `atlas-label ${label.style || ""}`, place);
        if (label.angle) node.style.transform = `rotate(${label.angle}deg)`;
        node.textContent = label.text;
        this._nodes.set(label, node);
      }
      return node;
    },

    /** Put a label at the first of its places that is free; false where none is. */
    _stand: function (label, at, taken, symbols) {
      const node = this._nodes.get(label);
      const [width, height] = turned(node.offsetWidth, node.offsetHeight, label.angle || 0);
      if (label.metres && node.offsetWidth > label.metres / this._metresPerPixel(label.lat)) return false;
      const size = this._map.getSize();
      for (const [x, y] of candidates(label, at, width, height)) {
        const box = [x - GAP, y - GAP, x + width + GAP, y + height + GAP];
        if (x < 2 || y < 2 || x + width > size.x - 2 || y + height > size.y - 2) continue;
        if (taken.some((other) => overlaps(box, other))) continue;
        if (symbols.some((other) => other.label !== label && overlaps(box, other.box))) continue;
        taken.push(box);
        const corner = [x + (width - node.offsetWidth) / 2, y + (height - node.offsetHeight) / 2];
        const point = this._map.containerPointToLayerPoint(corner).round();
        L.DomUtil.setPosition(node.parentNode, point);
        return true;
      }
      return false;
    },

    _metresPerPixel: function (lat) {
      return (40075017 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** this._map.getZoom());
    },

    /** The boxes of the legend and the buttons: nothing is written under them. */
    _controls: function () {
      const frame = this._map.getContainer().getBoundingClientRect();
      const controls = this._map.getContainer().querySelectorAll(".leaflet-control");
      return Array.from(controls, (control) => {
        const box = control.getBoundingClientRect();
        return [
          box.left - frame.left,
          box.top - frame.top,
          box.right - frame.left,
          box.bottom - frame.top,
        ];
      });
    },
  });

  const symbolBox = (label, { x, y }) => {
    const reach = label.radius;
    return [x - reach, y - reach, x + reach, y + reach];
  };

  /** The size of the box around a text turned by an angle. */
  function turned(width, height, angle) {
    const cosine = Math.abs(Math.cos((angle * Math.PI) / 180));
    const sine = Math.abs(Math.sin((angle * Math.PI) / 180));
    return [width * cosine + height * sine, width * sine + height * cosine];
  }
})(window.Atlas);
