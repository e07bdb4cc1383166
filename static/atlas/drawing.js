/* Drawings: what a page lays on the base map - areas, lines, points, labels and legend rows. */
(function (Atlas) {
  "use strict";

  const decodeAll = (lines) => lines.map(Atlas.decode);

  /** Add to a feature group what `data` says; it is shown and taken off together with the group. */
  Atlas.draw = function (map, group, data) {
    new Drawing(data).addTo(group);
    return group;
  };

  const Drawing = L.Layer.extend({
    initialize: function (data) {
      this.areas = (data.areas || []).map((area) => ({ ...area, rings: area.rings.map(decodeAll) }));
      this.lines = (data.lines || []).map((line) => ({ ...line, lines: decodeAll(line.lines) }));
      this.points = data.points || [];
      this.legend = data.legend || null;
      this.crowd = data.crowd || null;
    },

    onAdd: function (map) {
      const { atlas } = map;
      atlas.drawings.add(this);
      this._repaint(atlas);
      this._markers = this.points.map((point) => this._marker(map, point));
      if (this.crowd) this._clusters = Atlas.gather(map, this.crowd, Mark).addTo(map);
      atlas.labels.set(this, pointLabels(this.points));
      Atlas.showLegend(map);
    },

    onRemove: function (map) {
      const { atlas } = map;
      atlas.drawings.delete(this);
      this._repaint(atlas);
      for (const marker of this._markers) {
        if (marker.isPopupOpen()) keepPopup(atlas, marker.options.id);
        map.removeLayer(marker);
      }
      if (this._clusters) map.removeLayer(this._clusters);
      atlas.labels.remove(this);
      Atlas.showLegend(map);
    },

    _repaint: function (atlas) {
      if (this.areas.length) atlas.bands.redraw();
      if (this.lines.length) atlas.outlines.redraw();
    },

    _marker: function (map, point) {
      const marker = new Mark([point.lat, point.lon], {
        ...point,
        renderer: map.atlas.points,
        pane: "atlas-points",
        interactive: point.popup.length > 0,
        bubblingMouseEvents: false,
      });
      map.addLayer(marker);
      if (point.popup.length) this._popup(map, marker, point);
      return marker;
    },

    _popup: function (map, marker, point) {
      marker.bindPopup(popupContent(point), {
        maxWidth: 280,
        className: "atlas-popup",
        offset: [0, 4 - lift(point)],
      });
      if (map.atlas.kept !== point.id) return;
      map.atlas.kept = null;
      marker.getPopup().options.autoPan = false; // the map does not move by itself
      marker.openPopup();
      marker.getPopup().options.autoPan = true;
    },
  });

  /** Remember an open popup over the moment in which a layer is replaced by its next version. */
  function keepPopup(atlas, id) {
    atlas.kept = id;
    window.setTimeout(() => {
      if (atlas.kept === id) atlas.kept = null;
    }, 0);
  }

  /** A popup's lines, the first as its title, and the way on; text only, never markup. */
  function popupContent({ popup, link }) {
    const box = L.DomUtil.create("div", "atlas-lines");
    popup.forEach((line, i) => {
      L.DomUtil.create(i ? "div" : "strong", "", box).textContent = line;
    });
    if (link) box.append(wayOn(link));
    return box;
  }

  /** A link out of the map's frame: the page opens it in the same session, a new tab without one. */
  function wayOn({ text, address }) {
    const link = document.createElement("a");
    link.textContent = text;
    link.href = address;
    link.target = "_blank";
    L.DomEvent.on(link, "click", (event) => {
      if (window.parent === window || event.ctrlKey || event.metaKey || event.shiftKey) return;
      L.DomEvent.preventDefault(event);
      Atlas.tellPage({ type: "atlas:go", address: link.href });
    });
    return link;
  }

  const pointLabels = (points) =>
    points
      .filter((point) => point.label)
      .map((point) => ({
        text: point.label,
        lon: point.lon,
        lat: point.lat,
        priority: point.priority,
        zoom: point.zoom,
        radius: point.radius + 1,
        lift: lift(point),
        style: point.chosen ? "chosen" : "",
      }));

  const SHAPES = {
    circle: (ctx, x, y, r) => ctx.arc(x, y, r, 0, 2 * Math.PI),
    square: (ctx, x, y, r) => ctx.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8),
    diamond: (ctx, x, y, r) => corners(ctx, x, y, [0, -r * 1.25, r * 1.25, 0, 0, r * 1.25, -r * 1.25, 0]),
    triangle: (ctx, x, y, r) => corners(ctx, x, y, [0, -r * 1.2, r * 1.15, r * 0.9, -r * 1.15, r * 0.9]),
    pin: (ctx, x, y, r) => {
      ctx.moveTo(x, y);
      ctx.bezierCurveTo(x - r * 0.4, y - r * 1.1, x - r * 1.2, y - r * 1.4, x - r * 1.2, y - r * 2.3);
      ctx.arc(x, y - r * 2.3, r * 1.2, Math.PI, 0);
      ctx.bezierCurveTo(x + r * 1.2, y - r * 1.4, x + r * 0.4, y - r * 1.1, x, y);
      ctx.closePath();
    },
  };

  function corners(ctx, x, y, steps) {
    ctx.moveTo(x + steps[0], y + steps[1]);
    for (let i = 2; i < steps.length; i += 2) ctx.lineTo(x + steps[i], y + steps[i + 1]);
    ctx.closePath();
  }

  /** The number of a symbol in its middle. */
  function inside(ctx, x, y, { number, radius, hollow, fill: colour }) {
    ctx.font = `600 ${Math.round(radius * 1.35)}px system-ui, sans-serif`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = hollow ? colour : "#ffffff";
    ctx.fillText(String(number), x, y + 0.5);
  }

  /** A circle marker that may have another shape; dashed and hollow where only illustrative. */
  const Mark = L.CircleMarker.extend({
    _updatePath: function () {
      const renderer = this._renderer;
      if (!renderer._drawing || this._empty()) return;
      const ctx = renderer._ctx;
      const { shape, radius, hollow, ring } = this.options;
      const { x, y } = this._point;
      ctx.beginPath();
      SHAPES[shape](ctx, x, y, radius);
      ctx.setLineDash([]);
      ctx.lineJoin = "round";
      stroke(ctx, "#ffffff", 2 * ring + 1);
      fill(ctx, "#ffffff", hollow && !this.options.number ? 0.75 : 1);
      fill(ctx, this.options.fill, hollow ? 0.15 : 1);
      if (hollow) {
        ctx.setLineDash([2.5, 2]);
        stroke(ctx, this.options.line, 1.6);
        ctx.setLineDash([]);
      }
      if (shape === "pin") {
        ctx.beginPath();
        ctx.arc(x, y - lift(this.options), radius * 0.45, 0, 2 * Math.PI);
        fill(ctx, "#ffffff", 1);
      }
      if (this.options.number) inside(ctx, x, y, this.options);
    },

    /** The box to clear and draw anew; a pin stands well above its point. */
    _updateBounds: function () {
      const { radius, ring } = this.options;
      const reach = radius * 1.3 + ring + 2 + 2 * lift(this.options);
      const corner = L.point(reach, reach);
      this._pxBounds = L.bounds(this._point.subtract(corner), this._point.add(corner));
    },

    _containsPoint: function (point) {
      const middle = this._point.subtract([0, lift(this.options)]);
      return point.distanceTo(middle) <= this.options.radius + this._clickTolerance();
    },
  });

  /** How far above its point a symbol's middle is. */
  const lift = (point) => (point.shape === "pin" ? point.radius * 2.3 : 0);

  function stroke(ctx, colour, width) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }

  function fill(ctx, colour, opacity) {
    ctx.globalAlpha = opacity;
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.globalAlpha = 1;
  }

  Atlas.paintAreas = function (ctx, view, atlas) {
    for (const drawing of atlas.drawings) {
      for (const area of drawing.areas) {
        for (const rings of area.rings) {
          Atlas.fillRings(ctx, rings, view, area.fill, area.opacity);
        }
      }
    }
  };

  Atlas.paintLines = function (ctx, view, atlas) {
    for (const drawing of atlas.drawings) {
      for (const line of drawing.lines) {
        if (line.casing) {
          const casing = { colour: line.casing, width: line.width + line.casingWidth };
          Atlas.strokeLines(ctx, line.lines, view, casing);
        }
        Atlas.strokeLines(ctx, line.lines, view, line);
      }
    }
  };
})(window.Atlas);
