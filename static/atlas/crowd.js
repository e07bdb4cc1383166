/* A crowd: many points of one look, gathered in clusters that a click opens. */
(function (Atlas) {
  "use strict";

  const APART_PIXELS = 34; // nearer than this, two points become one cluster
  const ALONE_ZOOM = 17; // from here on every point stands for itself

  /**
   * A layer of the crowd {fill, radius, points: [lon, lat, name, hollow]}, each point as a `Mark`.
   * A click on a point is told as a click on the map just there, for the page finds it by place.
   */
  Atlas.gather = function (map, crowd, Mark) {
    const gathered = L.markerClusterGroup({
      maxClusterRadius: APART_PIXELS,
      disableClusteringAtZoom: ALONE_ZOOM,
      showCoverageOnHover: false,
      spiderfyOnMaxZoom: false,
      animate: false,
      iconCreateFunction: (cluster) => bubble(cluster.getChildCount(), crowd.fill),
    });
    gathered.addLayers(crowd.points.map((point) => marker(map, crowd, point, Mark)));
    return gathered;
  };

  function marker(map, crowd, [lon, lat, name, hollow], Mark) {
    const mark = new Mark([lat, lon], {
      shape: "circle",
      radius: crowd.radius,
      fill: crowd.fill,
      line: hollow ? crowd.fill : "#ffffff",
      ring: 1.2,
      hollow: Boolean(hollow),
      renderer: map.atlas.points,
      pane: "atlas-points",
      bubblingMouseEvents: false,
    });
    mark.bindTooltip(textOf(name), { direction: "top", offset: [0, -crowd.radius] });
    mark.on("click", () => map.fire("click", { latlng: mark.getLatLng() }));
    return mark;
  }

  /** A name as text, never as markup. */
  function textOf(name) {
    const box = document.createElement("span");
    box.textContent = name;
    return box;
  }

  function bubble(count, fill) {
    const size = count < 10 ? 26 : count < 100 ? 32 : 38;
    const box = document.createElement("span");
    box.textContent = String(count);
    box.style.background = fill;
    return L.divIcon({ html: box, className: "atlas-cluster", iconSize: [size, size] });
  }
})(window.Atlas);
