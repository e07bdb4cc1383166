/* Controls: zoom buttons in the reader's language, scale, attribution in words, legend, notice. */
(function (Atlas) {
  "use strict";

  Atlas.addControls = function (map, config) {
    const { words } = config;
    map.attributionControl.setPrefix(false);
    if (config.attribution) map.attributionControl.addAttribution(config.attribution);
    L.control
      .zoom({ position: "topleft", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut })
      .addTo(map);
    L.control.scale({ position: "bottomright", imperial: false, maxWidth: 90 }).addTo(map);
    map.atlas.legend = new Card({ position: "bottomleft" }).addTo(map);
    keepClear(map);
  };

  /** On a narrow map a long attribution reaches below the legend: lift the legend above it. */
  function keepClear(map) {
    const container = map.getContainer();
    const credit = map.attributionControl.getContainer();
    const lift = () => {
      const reaches = credit.offsetWidth > container.offsetWidth - 180;
      container.style.setProperty("--credit", `${reaches ? credit.offsetHeight : 0}px`);
      map.atlas.labels.place();
    };
    new ResizeObserver(lift).observe(credit);
  }

  const Card = L.Control.extend({
    onAdd: function () {
      const card = L.DomUtil.create("div", "atlas-legend");
      L.DomEvent.disableClickPropagation(card);
      return card;
    },
  });

  /** Write the legends of all that is drawn into the one card; none, no card. */
  Atlas.showLegend = function (map) {
    const card = map.atlas.legend.getContainer();
    const legends = Array.from(map.atlas.drawings, (drawing) => drawing.legend).filter(Boolean);
    card.replaceChildren(...legends.flatMap((legend) => legendNodes(legend, map.atlas.config)));
    card.hidden = legends.length === 0;
    map.atlas.labels.place();
  };

  function legendNodes(legend, config) {
    const title = document.createElement("div");
    title.className = "atlas-legend-title";
    title.textContent = legend.title;
    const rows = legend.rows.map((row) => legendRow(row, config));
    return legend.title ? [title, ...rows] : rows;
  }

  function legendRow(row, config) {
    const node = document.createElement("div");
    node.className = "atlas-legend-row";
    const swatch = L.DomUtil.create("span", `atlas-swatch ${row.shape || ""}`, node);
    swatch.style.setProperty("--land", config.palette.land);
    swatch.style.setProperty("--fill", row.fill);
    swatch.style.setProperty("--opacity", row.opacity);
    swatch.style.borderColor = row.line;
    swatch.style.borderWidth = `${row.width || 1.2}px`;
    if (row.dash) swatch.style.borderStyle = "dashed";
    L.DomUtil.create("span", "", node).textContent = row.text;
    return node;
  }

  /** Say something over the map's head, such as that the base map did not arrive. */
  Atlas.notice = function (map, text) {
    const box = L.DomUtil.create("div", "atlas-notice", map.getContainer());
    box.setAttribute("role", "status");
    box.textContent = text;
  };
})(window.Atlas);
