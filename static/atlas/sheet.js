/* Sheets: canvases that draw the town in a fixed order, each in a pane of its own.
 *
 * Coordinates arrive as whole numbers, 1e-5 of a degree, each the step from the one before
 * (longitude, latitude, longitude step, latitude step, ...), and are kept as fractions of the
 * Mercator world, so that drawing at any zoom is one multiplication.
 */
window.Atlas = window.Atlas || {};

(function (Atlas) {
  "use strict";

  const SCALE = 1e5;
  const CLOSEST_PIXELS = 0.7; // points nearer to the last one drawn are left out

  const worldX = (lon) => (lon + 180) / 360;
  const worldY = (lat) => {
    const sine = Math.sin((lat * Math.PI) / 180);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  };

  /** Steps of whole numbers -> {points: Float64Array of x, y, box: [west, north, east, south]}. */
  Atlas.decode = function (steps) {
    const points = new Float64Array(steps.length);
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      const x = (points[i] = worldX(lon / SCALE));
      const y = (points[i + 1] = worldY(lat / SCALE));
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
    return { points, box };
  };

  const inView = (line, view) =>
    line.box[0] <= view.box[2] &&
    line.box[2] >= view.box[0] &&
    line.box[1] <= view.box[3] &&
    line.box[3] >= view.box[1];

  function trace(ctx, line, view, closed) {
    const { points } = line;
    const last = points.length - 2;
    let x = points[0] * view.size - view.x;
    let y = points[1] * view.size - view.y;
    ctx.moveTo(x, y);
    for (let i = 2; i <= last; i += 2) {
      const nextX = points[i] * view.size - view.x;
      const nextY = points[i + 1] * view.size - view.y;
      if (i < last && Math.abs(nextX - x) + Math.abs(nextY - y) < CLOSEST_PIXELS) continue;
      ctx.lineTo(nextX, nextY);
      x = nextX;
      y = nextY;
    }
    if (closed) ctx.closePath();
  }

  /** Stroke many lines in one style, some hundreds a path (one endless path is slow). */
  Atlas.strokeLines = function (ctx, lines, view, style, closed) {
    ctx.strokeStyle = style.colour;
    ctx.lineWidth = style.width;
    ctx.globalAlpha = style.opacity === undefined ? 1 : style.opacity;
    ctx.lineCap = style.cap || "round";
    ctx.lineJoin = "round";
    ctx.setLineDash(style.dash || []);
    let held = 0;
    ctx.beginPath();
    for (const line of lines) {
      if (!inView(line, view)) continue;
      trace(ctx, line, view, closed);
      if (++held % 400 === 0) {
        ctx.stroke();
        ctx.beginPath();
      }
    }
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  };

  /** Fill one polygon, given as all its rings; holes by the even-odd rule. */
  Atlas.fillRings = function (ctx, rings, view, colour, opacity) {
    const shown = rings.filter((ring) => inView(ring, view));
    if (!shown.length) return;
    ctx.fillStyle = colour;
    ctx.globalAlpha = opacity === undefined ? 1 : opacity;
    ctx.beginPath();
    for (const ring of shown) trace(ctx, ring, view, true);
    ctx.fill("evenodd");
    ctx.globalAlpha = 1;
  };

  /** How much wider a line is drawn than at zoom 12. */
  Atlas.widening = (zoom) => Math.min(Math.pow(1.33, zoom - 12), 5);

  Atlas.Sheet = L.Renderer.extend({
    options: { padding: 0.3 },

    initialize: function (pane, paint) {
      L.Renderer.prototype.initialize.call(this, { pane });
      this._paint = paint;
    },

    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.className = "atlas-sheet";
      this._ctx = this._container.getContext("2d");
    },

    _destroyContainer: function () {
      L.DomUtil.remove(this._container);
      delete this._container;
      delete this._ctx;
    },

    getEvents: function () {
      const events = L.Renderer.prototype.getEvents.call(this);
      events.move = this._onMove;
      return events;
    },

    /** A long drag leaves the drawn part: draw again before the hand is lifted. */
    _onMove: function () {
      if (this._map._animatingZoom || this._zoom !== this._map.getZoom() || !this._bounds) return;
      const corner = this._map.containerPointToLayerPoint([0, 0]);
      const view = L.bounds(corner, corner.add(this._map.getSize()));
      if (!this._bounds.contains(view)) this._update();
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      this._container.width = Math.round(size.x * ratio);
      this._container.height = Math.round(size.y * ratio);
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._ratio = ratio;
      this._draw();
    },

    _draw: function () {
      if (!this._map || !this._ctx || this._map._animatingZoom) return;
      const ctx = this._ctx;
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, this._container.width, this._container.height);
      ctx.setTransform(this._ratio, 0, 0, this._ratio, 0, 0);
      this._paint(ctx, this._view());
    },

    /** What a painter needs: pixels across the world, the canvas's corner, the box in view. */
    _view: function () {
      const zoom = this._zoom;
      const size = 256 * Math.pow(2, zoom);
      const corner = this._map.getPixelOrigin().add(this._bounds.min);
      const extent = this._bounds.getSize();
      return {
        zoom,
        size,
        x: corner.x,
        y: corner.y,
        width: extent.x,
        height: extent.y,
        box: [
          corner.x / size,
          corner.y / size,
          (corner.x + extent.x) / size,
          (corner.y + extent.y) / size,
        ],
      };
    },

    /** Draw again before the next frame; many calls at once draw once. */
    redraw: function () {
      if (this._waiting) return;
      this._waiting = L.Util.requestAnimFrame(() => {
        this._waiting = null;
        this._draw();
      });
    },
  });

  Atlas.pixel = (view, lon, lat) => [
    worldX(lon) * view.size - view.x,
    worldY(lat) * view.size - view.y,
  ];
})(window.Atlas);
