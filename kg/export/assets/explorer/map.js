// Places on the outline of the world (Natural Earth, no tiles, no request). The size of a mark is the number of events there.
(function (kg) {
  "use strict";
  const map = { camera: { x: 105, y: 25, k: 3 }, hits: [] };
  kg.map = map;

  // Arcs are delta coded and quantised, as in TopoJSON; rings list arcs, ~n is arc n backwards.
  kg.readWorld = function (world) {
    const arcs = world.arcs.map((flat) => {
      let x = 0, y = 0;
      const points = [];
      for (let i = 0; i < flat.length; i += 2) {
        x += flat[i]; y += flat[i + 1];
        points.push([x * world.scale[0] + world.translate[0], y * world.scale[1] + world.translate[1]]);
      }
      return unwrap(points);
    });
    const ring = (list) => unwrap(list.flatMap((n) => n < 0 ? arcs[~n].slice().reverse() : arcs[n]));
    map.arcs = arcs;
    map.land = world.land.map(ring);
  };

  // Coasts that cross the date line go on beyond 180 degrees instead of back across the whole map.
  function unwrap(points) {
    const out = [];
    let turn = 0;
    points.forEach(([lon, lat], i) => {
      const step = i ? lon - points[i - 1][0] : 0;
      if (step > 180) turn -= 360;
      if (step < -180) turn += 360;
      out.push([lon + turn, lat]);
    });
    return out;
  }

  kg.makeMap = function (host) {
    map.host = host;
    map.canvas = kg.el("canvas", { tabindex: "0", role: "application", id: "map-canvas" });
    map.tip = kg.el("div", { class: "tip", hidden: true });
    host.append(map.canvas, map.tip, kg.el("div", { class: "credit", text: "Natural Earth" }));
    const canvas = map.canvas;
    canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); map.grab = { x: event.offsetX, y: event.offsetY }; map.moved = 0; });
    canvas.addEventListener("pointermove", (event) => {
      if (!map.grab) { tip(event); return; }
      map.camera = { ...map.camera, x: map.camera.x - (event.offsetX - map.grab.x) / map.camera.k, y: map.camera.y + (event.offsetY - map.grab.y) / map.camera.k };
      map.moved += Math.abs(event.offsetX - map.grab.x) + Math.abs(event.offsetY - map.grab.y);
      map.grab = { x: event.offsetX, y: event.offsetY };
      map.draw();
    });
    canvas.addEventListener("pointerup", (event) => {
      map.grab = null;
      const hit = map.moved < 5 ? at(event) : null;
      if (hit) kg.chooseNode(hit.node);
    });
    canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(-event.deltaY * 0.0016), event); }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (way) { map.camera = { ...map.camera, x: map.camera.x + way[0] * 60 / map.camera.k, y: map.camera.y + way[1] * 60 / map.camera.k }; map.draw(); }
      else if (event.key === "+" || event.key === "=") zoom(1.3);
      else if (event.key === "-") zoom(1 / 1.3);
      else if (event.key === "0") { map.fit(); map.draw(); }
      else return;
      event.preventDefault();
    });
    new ResizeObserver(() => map.draw()).observe(host);
  };

  function zoom(factor, event) {
    const w = map.host.clientWidth, h = map.host.clientHeight;
    const px = event ? event.offsetX : w / 2, py = event ? event.offsetY : h / 2;
    const { camera } = map, k = Math.min(Math.max(camera.k * factor, 1.2), 400);
    const lon = camera.x + (px - w / 2) / camera.k, lat = camera.y - (py - h / 2) / camera.k;
    map.camera = { x: lon - (px - w / 2) / k, y: lat + (py - h / 2) / k, k };
    map.draw();
  }

  function places() {
    const { entities } = kg.model.data;
    const counts = new Map();
    for (let i = 0; i < kg.model.nEntities; i++) {
      if (entities.latitude[i] === null || entities.longitude[i] === null || kg.has("hiddenTypes", kg.model.data.schema.entity[entities.type[i]][0])) continue;
      const n = kg.model.nodeEvents[i].filter((event) => kg.shown.event[event - kg.model.nEntities]).length;
      if (n || (!kg.isFiltered() && i < kg.state.limit) || i === kg.selectedNode()) counts.set(i, n);
    }
    return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }

  // The window around most of the places, with the world as the widest.
  map.fit = function () {
    const list = places().slice(0, 60), w = map.host.clientWidth || 800, h = map.host.clientHeight || 500;
    const { entities } = kg.model.data;
    const sorted = (column) => list.map(([i]) => entities[column][i]).sort((a, b) => a - b);
    if (!list.length) { map.camera = { x: 20, y: 15, k: w / 360 }; return; }
    const lon = sorted("longitude"), lat = sorted("latitude");
    const cut = Math.floor(list.length * 0.04);
    const [x0, x1, y0, y1] = [lon[cut], lon[lon.length - 1 - cut], lat[cut], lat[lat.length - 1 - cut]];
    const k = Math.min(w / (x1 - x0 + 24), h / (y1 - y0 + 18), 24);
    map.camera = { x: (x0 + x1) / 2, y: (y0 + y1) / 2, k: Math.max(k, w / 360) };
    map.ready = true;
  };

  map.draw = function () {
    const width = map.host.clientWidth, height = map.host.clientHeight;
    if (!width || map.host.hidden || !kg.shown) return;
    if (!map.ready) map.fit();
    const ink = kg.ink(), pen = kg.fitCanvas(map.canvas, width, height), { camera } = map;
    const x = (lon) => width / 2 + (lon - camera.x) * camera.k, y = (lat) => height / 2 - (lat - camera.y) * camera.k;
    pen.fillStyle = ink.area;
    pen.beginPath();
    for (const ring of map.land) ring.forEach(([lon, lat], i) => i ? pen.lineTo(x(lon), y(lat)) : pen.moveTo(x(lon), y(lat)));
    pen.fill();
    pen.strokeStyle = ink.line;
    pen.lineWidth = 0.8;
    pen.beginPath();
    for (const arc of map.arcs) arc.forEach(([lon, lat], i) => i ? pen.lineTo(x(lon), y(lat)) : pen.moveTo(x(lon), y(lat)));
    pen.stroke();
    marks(pen, ink, x, y);
  };

  function marks(pen, ink, x, y) {
    const { entities } = kg.model.data;
    const list = places(), selected = kg.selectedNode();
    const near = new Set(selected === null ? [] : kg.isEvent(selected) ? kg.model.parts[selected - kg.model.nEntities].map((part) => part.entity) : [selected]);
    map.hits = [];
    const boxes = [];
    for (const [node, n] of list.slice().reverse()) {
      const r = Math.min(3.5 + 1.7 * Math.sqrt(n), 24), px = x(entities.longitude[node]), py = y(entities.latitude[node]);
      pen.globalAlpha = near.size && !near.has(node) ? 0.35 : 0.75;
      kg.tracePath(pen, kg.nodeShape(node), px, py, r);
      pen.fillStyle = kg.nodeColour(node);
      pen.fill();
      pen.lineWidth = near.has(node) ? 3 : 1;
      pen.strokeStyle = near.has(node) ? ink.text : ink.paper;
      pen.stroke();
      map.hits.push({ node, x: px, y: py, r, n });
    }
    pen.globalAlpha = 1;
    pen.textAlign = "center";
    for (const hit of map.hits.slice().reverse()) {
      const text = kg.short(kg.visible(kg.nameOf(hit.node)), 14);
      const half = text.length * 6.5, box = [hit.x - half, hit.y + hit.r + 2, hit.x + half, hit.y + hit.r + 17];
      if (!near.has(hit.node) && boxes.some((o) => box[0] < o[2] && box[2] > o[0] && box[1] < o[3] && box[3] > o[1])) continue;
      boxes.push(box);
      pen.font = (near.has(hit.node) ? "600 " : "") + "12px " + kg.FONT;
      pen.lineWidth = 3;
      pen.strokeStyle = ink.halo;
      pen.strokeText(text, hit.x, hit.y + hit.r + 10);
      pen.fillStyle = ink.text;
      pen.fillText(text, hit.x, hit.y + hit.r + 10);
    }
    if (!list.length) { pen.fillStyle = ink.faint; pen.font = "14px " + kg.FONT; pen.fillText(kg.t("noPlaces"), map.host.clientWidth / 2, 40); }
    pen.textAlign = "left";
  }

  function at(event) {
    let best = null, least = Infinity;
    for (const hit of map.hits) {
      const distance = Math.hypot(hit.x - event.offsetX, hit.y - event.offsetY);
      if (distance <= hit.r + 4 && distance < least) { best = hit; least = distance; }
    }
    return best;
  }

  function tip(event) {
    const hit = at(event);
    map.canvas.style.setProperty("cursor", hit ? "pointer" : "grab");
    map.tip.hidden = !hit;
    if (!hit) return;
    kg.replace(map.tip, kg.el("b", { text: kg.visible(kg.nameOf(hit.node)) }), kg.el("span", { text: hit.n + " " + kg.t("eventsN") }));
    map.tip.style.setProperty("transform", `translate(${Math.min(event.offsetX + 14, map.host.clientWidth - 240)}px, ${event.offsetY + 14}px)`);
  }
})(window.kg = window.kg || {});
