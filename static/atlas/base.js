/* The base map: land, green, water; road casings and roads; metro; drawn from one fetched file. */
(function (Atlas) {
  "use strict";

  const PANES = [
    ["atlas-ground", 210],
    ["atlas-bands", 220],
    ["atlas-roads", 230],
    ["atlas-outlines", 240],
    ["atlas-points", 450],
    ["atlas-labels", 460],
  ];

  const SOFT = 22; // pixels over which the map fades at the town's bounds

  const decodeAll = (lines) => lines.map(Atlas.decode);
  const nameIn = (names, language) => names[language] || names[language === "zh" ? "en" : "zh"];

  /** Make a Leaflet map an atlas: panes, sheets, labels, controls, and the town drawn offline. */
  Atlas.start = function (map, config) {
    for (const [name, order] of PANES) {
      const pane = map.createPane(name);
      pane.style.zIndex = order;
      if (name !== "atlas-points") pane.style.pointerEvents = "none";
    }
    const touch = window.matchMedia("(pointer: coarse)").matches;
    const atlas = (map.atlas = { config, drawings: new Set(), town: null });
    atlas.ground = new Atlas.Sheet("atlas-ground", (ctx, view) => paintGround(ctx, view, atlas));
    atlas.bands = new Atlas.Sheet("atlas-bands", (ctx, view) => Atlas.paintAreas(ctx, view, atlas));
    atlas.roads = new Atlas.Sheet("atlas-roads", (ctx, view) => paintRoads(ctx, view, atlas));
    atlas.outlines = new Atlas.Sheet("atlas-outlines", (ctx, view) => {
      Atlas.paintLines(ctx, view, atlas);
      if (config.url) fade(ctx, view, config);
    });
    atlas.points = L.canvas({ pane: "atlas-points", padding: 0.3, tolerance: touch ? 17 : 5 });
    for (const name of ["ground", "bands", "roads", "outlines"]) map.addLayer(atlas[name]);
    map.addLayer(atlas.points);
    atlas.labels = new Atlas.Labels(map);
    Atlas.addControls(map, config);
    keepInTown(map, config);
    map.getContainer().addEventListener("pointerdown", () => Atlas.tellPage({ type: "atlas:touched" }));
    whenStyled(map, () => atlas.labels.place());
    if (config.url) {
      map.getContainer().style.background = config.palette.land;
      load(map, config.url).then((town) => showTown(map, town));
      map.on("zoomend", () => loadStreets(map));
    }
  };

  /** Say something to the page around the map's frame; ui/script.js listens. */
  Atlas.tellPage = (message) => window.parent.postMessage(message, window.location.origin);

  /** st_folium does not wait for the style sheets: stay hidden until they are there. */
  function whenStyled(map, then) {
    const container = map.getContainer();
    container.style.visibility = "hidden";
    const look = () => {
      if (getComputedStyle(map.getPane("mapPane")).position !== "absolute") {
        window.setTimeout(look, 20);
        return;
      }
      container.style.visibility = "";
      new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);
      map.invalidateSize({ animate: false });
      then();
    };
    look();
  }

  function keepInTown(map, config) {
    const [west, south, east, north] = config.bounds;
    const bounds = L.latLngBounds([south, west], [north, east]);
    const least = () => map.setMinZoom(Math.max(map.getBoundsZoom(bounds), 3));
    map.on("resize", least);
    map.whenReady(least);
  }

  function load(map, url) {
    return fetch(url)
      .then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status} ${url}`);
        return answer.json();
      })
      .catch((error) => {
        Atlas.notice(map, map.atlas.config.words.missing);
        throw error;
      });
  }

  function showTown(map, file) {
    const atlas = map.atlas;
    const roads = {};
    for (const [name, lines] of Object.entries(file.roads)) roads[name] = decodeAll(lines);
    atlas.town = {
      green: file.green.map(decodeAll),
      water: file.water.map(decodeAll),
      roads,
      metro: file.metro.map((line) => ({ colour: line.colour, lines: decodeAll(line.lines) })),
      stations: file.stations,
      streets: file.streets,
    };
    atlas.ground.redraw();
    atlas.roads.redraw();
    const { language } = atlas.config;
    atlas.labels.set("town", stationLabels(file.stations, language));
    atlas.labels.set("names", nameLabels(file.names, language));
    loadStreets(map);
  }

  /** Fetch the lesser streets once, when they are near enough to be drawn. */
  function loadStreets(map) {
    const { atlas } = map;
    const { town, config } = atlas;
    if (!town || !town.streets || atlas.fetching || map.getZoom() < config.streetsZoom) return;
    atlas.fetching = true;
    const url = config.url.slice(0, config.url.lastIndexOf("/") + 1) + town.streets;
    load(map, url).then((file) => {
      for (const [name, lines] of Object.entries(file.roads)) town.roads[name] = decodeAll(lines);
      atlas.labels.set("streets", nameLabels(file.names, config.language));
      atlas.roads.redraw();
    });
  }

  function paintGround(ctx, view, atlas) {
    const { town, config } = atlas;
    if (!town) return;
    const { palette } = config;
    for (const rings of town.green) Atlas.fillRings(ctx, rings, view, palette.green);
    const shore = { colour: palette.shore, width: 0.5 * Atlas.widening(view.zoom) };
    for (const rings of town.water) {
      Atlas.fillRings(ctx, rings, view, palette.water);
      Atlas.strokeLines(ctx, rings, view, shore, true);
    }
  }

  /** Towards the town's bounds all fades into plain land: nothing is mapped beyond them. */
  function fade(ctx, view, config) {
    const [west, south, east, north] = config.bounds;
    const [left, bottom] = Atlas.pixel(view, west, south);
    const [right, top] = Atlas.pixel(view, east, north);
    const { width, height } = view;
    const { land } = config.palette;
    soften(ctx, land, [left, 0, left + SOFT, 0], [0, 0, left + SOFT, height]);
    soften(ctx, land, [right, 0, right - SOFT, 0], [right - SOFT, 0, width - right + SOFT, height]);
    soften(ctx, land, [0, top, 0, top + SOFT], [0, 0, width, top + SOFT]);
    soften(ctx, land, [0, bottom, 0, bottom - SOFT], [0, bottom - SOFT, width, height - bottom + SOFT]);
  }

  /** Land over a box, thinning out along a line from its first end, before which it is whole. */
  function soften(ctx, land, line, [x, y, width, height]) {
    if (width <= 0 || height <= 0) return;
    const ramp = ctx.createLinearGradient(...line);
    ramp.addColorStop(0, land);
    ramp.addColorStop(1, `${land}00`);
    ctx.fillStyle = ramp;
    ctx.fillRect(x, y, width, height);
  }

  function paintRoads(ctx, view, atlas) {
    const { town, config } = atlas;
    if (!town) return;
    const wide = Atlas.widening(view.zoom);
    const styles = config.roads.filter(
      (style) => town.roads[style.name] && view.zoom >= style.zoom
    );
    for (const style of styles) {
      if (!style.casing || thin(style, view)) continue;
      const width = style.width * wide + 1 + 0.4 * Math.min(wide, 2);
      const casing = { colour: style.casing, width, cap: "butt" };
      Atlas.strokeLines(ctx, town.roads[style.name], view, casing);
    }
    for (const style of styles) {
      const line = thin(style, view)
        ? { colour: style.thin, width: 0.8 }
        : { colour: style.colour, width: style.width * wide, dash: style.dash };
      Atlas.strokeLines(ctx, town.roads[style.name], view, line);
    }
    paintMetro(ctx, view, town, config.palette);
  }

  const thin = (style, view) => style.thin && view.zoom <= style.zoom;

  function paintMetro(ctx, view, town, palette) {
    const width = 3 * Math.min(Atlas.widening(view.zoom), 1.6);
    for (const line of town.metro) {
      Atlas.strokeLines(ctx, line.lines, view, { colour: palette.halo, width: width + 1.4 });
    }
    for (const line of town.metro) {
      Atlas.strokeLines(ctx, line.lines, view, { colour: line.colour, width });
    }
    if (view.zoom < 11) return;
    const radius = stationRadius(view.zoom);
    for (const station of town.stations) paintStation(ctx, view, station, radius, palette);
  }

  const stationRadius = (zoom) => Math.min(2.3 * Math.pow(1.25, zoom - 12), 6);

  function paintStation(ctx, view, station, radius, palette) {
    const [x, y] = Atlas.pixel(view, station.lon, station.lat);
    const change = station.lines.length > 1;
    ctx.beginPath();
    ctx.arc(x, y, change ? radius * 1.3 : radius, 0, 2 * Math.PI);
    ctx.fillStyle = palette.halo;
    ctx.fill();
    ctx.lineWidth = change ? radius * 0.65 : radius * 0.55;
    ctx.strokeStyle = change ? palette.change : station.colour;
    ctx.stroke();
  }

  const stationLabels = (stations, language) =>
    stations
      .map((station) => ({
        text: nameIn(station.name, language),
        lon: station.lon,
        lat: station.lat,
        priority: 20 + station.lines.length,
        zoom: station.lines.length > 1 ? 12 : 13,
        radius: 5,
        style: "station",
      }))
      .filter((label) => label.text);

  /** Names of waters, parks and streets, in the middle of what they name. */
  const nameLabels = (names, language) =>
    names.flatMap(({ name, kind, zoom, priority, places }) =>
      places.map(([lon, lat, angle, metres]) => ({
        text: nameIn(name, language),
        lon,
        lat,
        angle,
        metres,
        zoom,
        priority,
        radius: 0,
        area: true,
        style: kind,
      }))
    );
})(window.Atlas);
