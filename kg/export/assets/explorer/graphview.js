// The graph on a canvas: camera, pointer, keyboard. A slow drawing is kept as a picture and moved while the hand moves.
(function (kg) {
  "use strict";
  const SLOW_MS = 28;
  const REST_MS = 110;
  const view = { camera: { x: 0, y: 0, k: 1 }, hover: null, pointers: new Map(), cost: 0 };
  kg.graphView = view;

  kg.makeGraphView = function (host) {
    view.canvas = kg.el("canvas", { tabindex: "0", role: "application", id: "graph-canvas" });
    view.back = document.createElement("canvas");
    view.tip = kg.el("div", { class: "tip", hidden: true });
    const tools = kg.el("div", { class: "tools" });
    host.append(view.canvas, view.tip, tools);
    view.host = host;
    view.tools = tools;
    listen(view.canvas);
    new ResizeObserver(() => { if (resize()) draw(); }).observe(host);
    return view;
  };

  view.words = function () {
    view.canvas.setAttribute("aria-label", kg.t("graphLabel"));
    kg.replace(view.tools,
      kg.button("+", () => zoom(1.4), { "aria-label": kg.t("zoomIn"), title: kg.t("zoomIn") }),
      kg.button("−", () => zoom(1 / 1.4), { "aria-label": kg.t("zoomOut"), title: kg.t("zoomOut") }),
      kg.button("⤢", () => { view.fit(); keep(); }, { "aria-label": kg.t("fit"), title: kg.t("fit") }));
  };

  function resize() {
    const box = view.host.getBoundingClientRect();
    if (!box.width || !box.height) return false;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    view.width = box.width;
    view.height = box.height;
    view.ratio = ratio;
    for (const canvas of [view.canvas, view.back]) {
      canvas.width = Math.round(box.width * ratio);
      canvas.height = Math.round(box.height * ratio);
    }
    if (view.waitingForSize) { view.waitingForSize = false; view.fit(); }
    return true;
  }

  view.fit = function (nodes) {
    if (!view.width && !resize()) { view.waitingForSize = true; return; }
    const grouped = kg.shown.nodes.filter((node) => kg.isEvent(node) || kg.model.data.entities.community[node] >= 0);
    const list = nodes || (grouped.length && kg.shown.nodes.length < kg.model.nEntities ? grouped : kg.shown.nodes);
    if (!list.length) return;
    let x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
    for (const node of list) {
      const r = kg.model.r[node] + 24;
      x0 = Math.min(x0, kg.model.x[node] - r); x1 = Math.max(x1, kg.model.x[node] + r);
      y0 = Math.min(y0, kg.model.y[node] - r); y1 = Math.max(y1, kg.model.y[node] + r);
    }
    const k = Math.min(Math.max(view.width - 70, 50) / (x1 - x0), Math.max(view.height - 50, 50) / (y1 - y0), nodes ? 1.6 : 3);
    view.camera = { x: (x0 + x1) / 2, y: (y0 + y1) / 2, k };
    draw();
  };

  // Brings a node into sight without moving more than is needed.
  view.reveal = function (node) {
    const x = screenX(node), y = screenY(node), margin = 70;
    if (view.width && (x < margin || y < margin || x > view.width - margin || y > view.height - margin)) {
      view.camera = { ...view.camera, x: kg.model.x[node], y: kg.model.y[node], k: Math.max(view.camera.k, 0.6) };
    }
    draw();
  };

  const screenX = (node) => view.width / 2 + (kg.model.x[node] - view.camera.x) * view.camera.k;
  const screenY = (node) => view.height / 2 + (kg.model.y[node] - view.camera.y) * view.camera.k;
  view.screenOf = (node) => ({ x: screenX(node), y: screenY(node) });

  function draw() {
    if (!view.frame) view.frame = requestAnimationFrame(() => { view.frame = 0; drawNow(); });
  }
  view.draw = draw;

  function drawNow() {
    if (!view.width && !resize()) return;
    if (view.host.hidden) return;
    const start = performance.now();
    view.scene = kg.makeScene(view.camera, view.width, view.height, view.hover);
    const pen = view.back.getContext("2d");
    pen.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    pen.fillStyle = view.scene.ink.paper;
    pen.fillRect(0, 0, view.width, view.height);
    kg.paint(pen, view.scene);
    view.drawn = { ...view.camera };
    const front = view.canvas.getContext("2d");
    front.setTransform(1, 0, 0, 1, 0, 0);
    front.drawImage(view.back, 0, 0);
    view.cost = performance.now() - start;
  }
  view.drawNow = drawNow;

  // Moves the last picture to where the camera is now; the true drawing follows when the hand rests.
  function moveDrawn() {
    const { camera, drawn, ratio, width, height } = view;
    const pen = view.canvas.getContext("2d");
    const s = camera.k / drawn.k;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = view.scene.ink.paper;
    pen.fillRect(0, 0, view.canvas.width, view.canvas.height);
    const dx = width / 2 - s * width / 2 + (drawn.x - camera.x) * camera.k;
    const dy = height / 2 - s * height / 2 + (drawn.y - camera.y) * camera.k;
    pen.setTransform(s, 0, 0, s, dx * ratio, dy * ratio);
    pen.drawImage(view.back, 0, 0);
    clearTimeout(view.rest);
    view.rest = setTimeout(draw, REST_MS);
  }

  function move() {
    if (view.cost > SLOW_MS && view.drawn) {
      if (!view.frame) view.frame = requestAnimationFrame(() => { view.frame = 0; moveDrawn(); });
    } else {
      draw();
    }
  }

  function keep() {
    clearTimeout(view.keeping);
    view.keeping = setTimeout(() => kg.change({ camera: { ...view.camera } }, { quiet: true }), 250);
  }

  function zoom(factor, at) {
    const { camera, width, height } = view;
    const point = at || { x: width / 2, y: height / 2 };
    const k = Math.min(Math.max(camera.k * factor, 0.02), 12);
    const wx = camera.x + (point.x - width / 2) / camera.k, wy = camera.y + (point.y - height / 2) / camera.k;
    view.camera = { x: wx - (point.x - width / 2) / k, y: wy - (point.y - height / 2) / k, k };
    move();
    keep();
  }

  function pan(dx, dy) {
    view.camera = { ...view.camera, x: view.camera.x - dx / view.camera.k, y: view.camera.y - dy / view.camera.k };
    move();
    keep();
  }
  view.pan = pan;
  view.zoom = zoom;

  function pick(x, y) {
    if (!view.scene) return null;
    const shapes = view.scene.shapes;
    for (let i = shapes.length - 1; i >= 0; i--) {
      const shape = shapes[i];
      if (Math.hypot(shape.x - x, shape.y - y) <= Math.max(shape.r + 2, 7)) return { node: shape.node };
    }
    for (const label of view.scene.labels) {
      if (label.small || label.italic) continue;
      const [x0, y0, x1, y1] = label.box;
      if (x >= x0 && x <= x1 && y >= y0 && y <= y1) {
        const near = shapes.find((shape) => kg.short(kg.visible(kg.nameOf(shape.node)), kg.isEvent(shape.node) ? 18 : 14) === label.text && Math.hypot(shape.x - label.x, shape.y - label.y) < shape.r + 120);
        if (near) return { node: near.node };
      }
    }
    return pickPair(x, y);
  }
  view.pick = pick;

  function pickPair(x, y) {
    let best = null, least = 5;
    const emphasis = kg.emphasis(null);
    for (const p of kg.shown.pairs) {
      if (emphasis.on ? !emphasis.pairs.has(p) : !kg.shown.main[p] && !kg.has("layers", "minor")) continue;
      const a = kg.model.pairA[p], b = kg.model.pairB[p];
      const distance = kg.segmentDistance(x, y, screenX(a), screenY(a), screenX(b), screenY(b));
      if (distance < least) { least = distance; best = p; }
    }
    return best === null ? null : { pair: best };
  }

  function listen(canvas) {
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      view.pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
      view.moved = 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      const last = view.pointers.get(event.pointerId);
      const now = { x: event.offsetX, y: event.offsetY };
      if (!last) { hover(now); return; }
      if (view.pointers.size === 2) pinch(event.pointerId, last, now);
      else pan(now.x - last.x, now.y - last.y);
      view.moved += Math.hypot(now.x - last.x, now.y - last.y);
      view.pointers.set(event.pointerId, now);
    });
    const end = (event) => {
      if (view.pointers.delete(event.pointerId) && view.moved < 5 && event.type === "pointerup") click(event);
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("pointerleave", () => setHover(null));
    canvas.addEventListener("dblclick", (event) => {
      const hit = pick(event.offsetX, event.offsetY);
      if (hit && hit.node !== undefined && !kg.isEvent(hit.node)) kg.toggle("expanded", kg.keyOf(hit.node));
      else if (!hit) zoom(1.6, { x: event.offsetX, y: event.offsetY });
    });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), { x: event.offsetX, y: event.offsetY });
    }, { passive: false });
    canvas.addEventListener("keydown", keyboard);
  }

  function pinch(id, last, now) {
    const other = [...view.pointers].find(([key]) => key !== id)[1];
    const before = Math.hypot(last.x - other.x, last.y - other.y), after = Math.hypot(now.x - other.x, now.y - other.y);
    if (before > 0) zoom(after / before, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  function click(event) {
    const hit = pick(event.offsetX, event.offsetY);
    if (hit && hit.node !== undefined) kg.chooseNode(hit.node);
    else if (hit) kg.selectPair(kg.model.pairA[hit.pair], kg.model.pairB[hit.pair]);
    else if (kg.state.sel || kg.state.path) kg.change({ sel: null, path: null });
  }

  function hover(point) {
    const hit = pick(point.x, point.y);
    view.canvas.style.setProperty("cursor", hit ? "pointer" : "grab");
    setHover(hit && hit.node !== undefined ? hit.node : null, point);
  }

  function setHover(node, point) {
    if (node !== null && point) {
      kg.replace(view.tip, kg.el("b", { text: kg.visible(kg.nameOf(node)) }), kg.el("span", { text: kg.nodeSummary(node) }));
      view.tip.style.setProperty("transform", `translate(${Math.min(point.x + 14, view.width - 240)}px, ${point.y + 14}px)`);
    }
    view.tip.hidden = node === null;
    if (node === view.hover) return;
    view.hover = node;
    if (view.cost < SLOW_MS) draw();
  }

  kg.nodeSummary = function (node) {
    const { schema, entities, events } = kg.model.data;
    if (kg.isEvent(node)) {
      const v = node - kg.model.nEntities;
      return kg.termLabel(schema.event[events.type[v]]) + " · " + kg.eventWhen(v);
    }
    return kg.termLabel(schema.entity[entities.type[node]]) + " · " + entities.n_articles[node] + " " + kg.t("articlesN") + " · " + kg.model.nodeEvents[node].length + " " + kg.t("eventsN");
  };

  // Arrows pan; with a node selected they go to the next node that way.
  function keyboard(event) {
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = arrows[event.key];
    if (way) {
      const selected = kg.selectedNode();
      const next = selected === null || event.shiftKey ? null : nextNode(selected, way);
      if (next !== null) kg.select(next); else pan(-way[0] * 70, -way[1] * 70);
    } else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") { view.fit(); keep(); }
    else if (event.key === "Enter" && kg.selectedNode() === null && kg.shown.nodes.length) kg.select(kg.shown.nodes[0]);
    else if (event.key === "Enter" && kg.selectedNode() !== null) document.getElementById("panel").focus();
    else if (event.key === "e" && kg.selectedNode() !== null && !kg.isEvent(kg.selectedNode())) kg.toggle("expanded", kg.state.sel.node);
    else return;
    event.preventDefault();
  }

  function nextNode(from, [wx, wy]) {
    let best = null, least = Infinity;
    for (const node of kg.shown.nodes) {
      const dx = kg.model.x[node] - kg.model.x[from], dy = kg.model.y[node] - kg.model.y[from];
      const along = dx * wx + dy * wy, aside = Math.abs(dx * wy) + Math.abs(dy * wx);
      if (along <= 0 || aside > along * 1.2) continue;
      const cost = along + 2 * aside;
      if (cost < least) { least = cost; best = node; }
    }
    return best;
  }
})(window.kg = window.kg || {});
