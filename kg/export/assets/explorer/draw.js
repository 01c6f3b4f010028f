// A view of the graph becomes a "scene" in screen units (areas, lines, shapes, labels), which is painted on a canvas
// or written as SVG: what is exported is what is seen.
(function (kg) {
  "use strict";
  const LABEL_CANDIDATES = 700;
  const FOREMOST = 16;
  const CELL = 48;
  const widths = new Map();
  const ruler = document.createElement("canvas").getContext("2d");
  kg.FONT = 'system-ui, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", sans-serif';

  function textWidth(text) {
    let width = widths.get(text);
    if (width === undefined) {
      ruler.font = "100px " + kg.FONT;
      widths.set(text, width = ruler.measureText(text).width / 100);
    }
    return width;
  }

  kg.ink = function () {
    const style = getComputedStyle(document.body);
    const read = (name) => style.getPropertyValue("--" + name).trim();
    return { paper: read("paper"), text: read("text"), faint: read("faint"), line: read("line"), accent: read("accent"), bond: read("bond"), halo: read("halo"), area: read("area") };
  };

  kg.short = (text, most) => [...text].length > most ? [...text].slice(0, most - 1).join("") + "…" : text;
  kg.nodeScale = (k) => k < 1 ? Math.pow(k, 0.6) : Math.pow(k, 0.45);

  kg.nodeColour = function (node) {
    const { events, entities, schema } = kg.model.data;
    return kg.isEvent(node) ? kg.model.family.get(schema.event[events.type[node - kg.model.nEntities]][3])[3] : schema.entity[entities.type[node]][3];
  };
  kg.nodeShape = (node) => kg.isEvent(node) ? "diamond" : kg.model.data.schema.entity[kg.model.data.entities.type[node]][4];

  kg.pairColour = function (pair, ink) {
    const { edges } = kg.model.data;
    const e = kg.shown.pairEdge[pair];
    if (e < 0) return ink.line;
    const kind = edges.kind[e];
    if (kind === "relation" || kind === "office") return ink.bond;
    if (kind === "cooccurrence") return ink.line;
    const type = kind === "role" ? kg.model.data.schema.event[kg.model.data.events.type[edges.source[e] - kg.model.nEntities]] : kg.model.terms.event.get(edges.type[e]);
    return type ? kg.model.family.get(type[3])[3] : ink.line;
  };

  // Which nodes stand out: the selected one and its neighbours, the path, what the pointer is on.
  kg.emphasis = function (hover) {
    const model = kg.model, nodes = new Set(), pairs = new Set(), core = new Set();
    const addStar = (node) => {
      core.add(node);
      nodes.add(node);
      for (const p of model.nodePairs[node]) {
        const other = model.pairA[p] === node ? model.pairB[p] : model.pairA[p];
        if (kg.shown.pairKind[p] && kg.shown.node[other]) { pairs.add(p); nodes.add(other); }
      }
      if (kg.isEvent(node)) for (const part of model.parts[node - model.nEntities]) nodes.add(part.entity);
    };
    if (kg.route && kg.route.length) {
      kg.route.forEach((node, i) => {
        core.add(node);
        nodes.add(node);
        if (i) pairs.add(model.pairIndex.get(Math.min(node, kg.route[i - 1]) * model.n + Math.max(node, kg.route[i - 1])));
      });
      return { nodes, pairs, core, on: true };
    }
    const selected = kg.selectedNode(), pair = kg.selectedPair();
    if (selected !== null) addStar(selected);
    if (pair !== null) { pairs.add(pair); for (const node of [model.pairA[pair], model.pairB[pair]]) { nodes.add(node); core.add(node); } }
    if (hover !== null && hover !== undefined && selected === null && pair === null) addStar(hover);
    else if (hover !== null && hover !== undefined) { nodes.add(hover); core.add(hover); }
    return { nodes, pairs, core, on: nodes.size > 0 };
  };

  kg.makeScene = function (camera, width, height, hover) {
    const ink = kg.ink();
    const view = { camera, width, height, ink, scale: kg.nodeScale(camera.k), emphasis: kg.emphasis(hover) };
    view.sx = (node) => width / 2 + (kg.model.x[node] - camera.x) * camera.k;
    view.sy = (node) => height / 2 + (kg.model.y[node] - camera.y) * camera.k;
    const boxes = new Map();
    const scene = { width, height, ink, areas: areas(view), lines: lines(view), shapes: shapes(view), labels: [] };
    nodeLabels(view, scene, boxes);
    if (view.emphasis.on) lineLabels(view, scene, boxes); else areaLabels(view, scene, boxes);
    return scene;
  };

  function areas(view) {
    if (view.emphasis.on || kg.state.focus) return [];
    const groups = new Map();
    for (const node of kg.shown.nodes) {
      if (kg.isEvent(node)) continue;
      const community = kg.model.data.entities.community[node];
      if (community < 0) continue;
      if (!groups.has(community)) groups.set(community, []);
      groups.get(community).push([view.sx(node), view.sy(node)]);
    }
    const found = [];
    for (const [community, points] of groups) {
      if (points.length >= 4) found.push({ community, points: hull(points), pad: 26 * view.scale + 8 });
    }
    return found.sort((a, b) => a.community - b.community);
  }

  function hull(points) {
    points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const turn = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
    const half = (list) => {
      const out = [];
      for (const p of list) {
        while (out.length > 1 && turn(out[out.length - 2], out[out.length - 1], p) <= 0) out.pop();
        out.push(p);
      }
      out.pop();
      return out;
    };
    return [...half(points), ...half(points.slice().reverse())];
  }

  function lines(view) {
    const { ink, emphasis, width, height } = view;
    const groups = new Map();
    for (const p of kg.shown.pairs) {
      const a = kg.model.pairA[p], b = kg.model.pairB[p];
      const x1 = view.sx(a), y1 = view.sy(a), x2 = view.sx(b), y2 = view.sy(b);
      if (Math.max(x1, x2) < 0 || Math.min(x1, x2) > width || Math.max(y1, y2) < 0 || Math.min(y1, y2) > height) continue;
      const strong = emphasis.pairs.has(p);
      if (!strong && !kg.shown.main[p] && !kg.has("layers", "minor")) continue;
      const weak = kg.shown.pairKind[p] === 1;
      const bold = Math.min(3, Math.round(Math.log2(1 + kg.shown.pairCount[p])));
      const colour = kg.pairColour(p, ink);
      const alpha = strong ? 0.95 : emphasis.on ? 0.07 : weak ? 0.45 : 0.6;
      const key = colour + alpha + bold;
      let group = groups.get(key);
      if (!group) groups.set(key, group = { colour, alpha, width: (strong ? 1.6 : 0.8) + bold * 0.45, strong, weak, points: [] });
      group.points.push(x1, y1, x2, y2);
    }
    return [...groups.values()].sort((a, b) => Number(a.strong) - Number(b.strong) || Number(b.weak) - Number(a.weak));
  }

  function shapes(view) {
    const { emphasis, width, height, ink } = view;
    const found = [];
    // The most important last, so that they lie on top.
    for (let i = kg.shown.nodes.length - 1; i >= 0; i--) {
      const node = kg.shown.nodes[i];
      const x = view.sx(node), y = view.sy(node), r = Math.max(kg.model.r[node] * view.scale, emphasis.core.has(node) ? 7 : 1.6);
      if (x < -r || x > width + r || y < -r || y > height + r) continue;
      const lit = !emphasis.on || emphasis.nodes.has(node);
      found.push({ node, x, y, r, shape: kg.nodeShape(node), fill: kg.nodeColour(node), alpha: lit ? 1 : 0.16, ring: emphasis.core.has(node) ? ink.text : ink.paper, core: emphasis.core.has(node) });
    }
    return emphasis.on ? found.sort((a, b) => a.alpha - b.alpha || Number(a.core) - Number(b.core)) : found;
  }

  // A box is taken if it lies on none that was taken before; cells keep this quick.
  function take(boxes, box) {
    const cells = cellsOf(box);
    if (cells.some((cell) => (boxes.get(cell) || []).some((o) => box[0] < o[2] && box[2] > o[0] && box[1] < o[3] && box[3] > o[1]))) return false;
    occupy(boxes, box, cells);
    return true;
  }

  function cellsOf(box) {
    const cells = [];
    for (let cx = Math.floor(box[0] / CELL); cx <= Math.floor(box[2] / CELL); cx++) {
      for (let cy = Math.floor(box[1] / CELL); cy <= Math.floor(box[3] / CELL); cy++) {
        cells.push(cx * 4096 + cy);
      }
    }
    return cells;
  }

  function occupy(boxes, box, cells) {
    for (const cell of cells || cellsOf(box)) {
      const others = boxes.get(cell);
      if (others) others.push(box); else boxes.set(cell, [box]);
    }
  }

  function addLabel(scene, boxes, label) {
    const half = textWidth(label.text) * label.size / 2 + 3;
    const box = [label.x - half, label.y - label.size * 0.62, label.x + half, label.y + label.size * 0.62];
    if (box[2] < 0 || box[0] > scene.width || box[3] < 0 || box[1] > scene.height || !take(boxes, box)) return false;
    scene.labels.push({ ...label, box });
    return true;
  }

  function nodeLabels(view, scene, boxes) {
    const { emphasis } = view;
    const order = scene.shapes.slice().sort((a, b) => Number(b.core) - Number(a.core) ||
      Number(emphasis.nodes.has(b.node)) - Number(emphasis.nodes.has(a.node)) || b.r - a.r || a.node - b.node);
    const cover = (s) => occupy(boxes, [s.x - s.r * 0.8, s.y - s.r * 0.8, s.x + s.r * 0.8, s.y + s.r * 0.8]);
    for (const s of scene.shapes) if (s.core) cover(s);
    order.slice(0, LABEL_CANDIDATES).some((shape, rank) => {
      // The foremost are named in any case; all others keep off the larger shapes too.
      if (rank === FOREMOST) for (const s of order) if (s.r > 4 && (!emphasis.on || emphasis.nodes.has(s.node))) cover(s);
      const named = shape.core || emphasis.nodes.has(shape.node);
      if (emphasis.on && !named) return true;
      if (!named && shape.r < 2.4) return false;
      const size = Math.max(10.5, Math.min(17, 8.5 + shape.r * 0.38)) + (shape.core ? 1 : 0);
      const text = kg.short(kg.visible(kg.nameOf(shape.node)), kg.isEvent(shape.node) ? 18 : 14);
      const label = { text, size, bold: shape.core || shape.r > 13, colour: view.ink.text, alpha: shape.alpha };
      const gap = shape.r + size * 0.72;
      for (const [dx, dy] of [[0, gap], [0, -gap], [shape.r + 4 + textWidth(text) * size / 2, 0], [-shape.r - 4 - textWidth(text) * size / 2, 0]]) {
        if (addLabel(scene, boxes, { ...label, x: shape.x + dx, y: shape.y + dy })) break;
      }
      return false;
    });
  }

  // The lines of the selected node say what they are, where there is room.
  function lineLabels(view, scene, boxes) {
    const pairs = [...view.emphasis.pairs].filter((p) => kg.shown.pairEdge[p] >= 0 && kg.shown.node[kg.model.pairA[p]] && kg.shown.node[kg.model.pairB[p]]);
    pairs.sort((a, b) => kg.shown.pairKind[b] - kg.shown.pairKind[a] || kg.shown.pairCount[b] - kg.shown.pairCount[a]);
    for (const p of pairs.slice(0, 60)) {
      const e = kg.shown.pairEdge[p];
      if (kg.model.data.edges.kind[e] === "cooccurrence") continue;
      const a = kg.model.pairA[p], b = kg.model.pairB[p];
      const x = (view.sx(a) + view.sx(b)) / 2, y = (view.sy(a) + view.sy(b)) / 2;
      const n = kg.shown.pairCount[p];
      addLabel(scene, boxes, { text: kg.short(kg.visible(kg.edgeLabel(e)), 10) + (n > 1 ? " ×" + n : ""), size: 10.5, x, y, colour: kg.pairColour(p, view.ink), alpha: 1, small: true });
    }
  }

  function areaLabels(view, scene, boxes) {
    for (const area of scene.areas) {
      const top = area.points.reduce((best, p) => p[1] < best[1] ? p : best);
      const left = Math.min(...area.points.map((p) => p[0])), right = Math.max(...area.points.map((p) => p[0]));
      addLabel(scene, boxes, { text: kg.short(kg.visible(kg.groupName(area.community)), 24), size: 12, x: (left + right) / 2, y: top[1] - area.pad + 2, colour: view.ink.faint, alpha: 1, italic: true });
    }
  }

  kg.groupName = function (community) {
    const { entities, communities } = kg.model.data;
    if (kg.state.lang === "zh") return communities[community][0];
    const names = [];
    for (let i = 0; i < kg.model.nEntities && names.length < 3; i++) if (entities.community[i] === community) names.push(kg.nameOf(i));
    return names.join(", ");
  };

  // Corners of a shape around (0, 0), radius 1; a circle has none.
  const polygon = (n, turn) => Array.from({ length: n }, (_, i) => [Math.sin((i + turn) * 2 * Math.PI / n), -Math.cos((i + turn) * 2 * Math.PI / n)]);
  const star = Array.from({ length: 10 }, (_, i) => { const r = i % 2 ? 0.55 : 1.2; return [r * Math.sin(i * Math.PI / 5), -r * Math.cos(i * Math.PI / 5)]; });
  const cross = [[-0.4, -1], [0.4, -1], [0.4, -0.4], [1, -0.4], [1, 0.4], [0.4, 0.4], [0.4, 1], [-0.4, 1], [-0.4, 0.4], [-1, 0.4], [-1, -0.4], [-0.4, -0.4]];
  kg.CORNERS = {
    circle: null, square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]], diamond: polygon(4, 0), hexagon: polygon(6, 0.5),
    pentagon: polygon(5, 0), triangle: polygon(3, 0).map(([x, y]) => [x * 1.2, y * 1.2]), star, cross,
  };

  kg.tracePath = function (pen, shape, x, y, r) {
    const corners = kg.CORNERS[shape];
    pen.beginPath();
    if (!corners) { pen.arc(x, y, r, 0, 2 * Math.PI); return; }
    corners.forEach(([cx, cy], i) => i ? pen.lineTo(x + cx * r, y + cy * r) : pen.moveTo(x + cx * r, y + cy * r));
    pen.closePath();
  };

  kg.paint = function (pen, scene) {
    pen.lineJoin = pen.lineCap = "round";
    for (const area of scene.areas) {
      pen.beginPath();
      area.points.forEach((p, i) => i ? pen.lineTo(p[0], p[1]) : pen.moveTo(p[0], p[1]));
      pen.closePath();
      pen.fillStyle = pen.strokeStyle = scene.ink.area;
      pen.lineWidth = 2 * area.pad;
      pen.stroke();
      pen.fill();
    }
    pen.lineCap = "butt";
    for (const group of scene.lines) {
      pen.globalAlpha = group.alpha;
      pen.strokeStyle = group.colour;
      pen.lineWidth = group.width;
      pen.beginPath();
      const q = group.points;
      for (let i = 0; i < q.length; i += 4) { pen.moveTo(q[i], q[i + 1]); pen.lineTo(q[i + 2], q[i + 3]); }
      pen.stroke();
    }
    for (const shape of scene.shapes) {
      pen.globalAlpha = shape.alpha;
      pen.fillStyle = shape.fill;
      if (shape.r < 2) { pen.fillRect(shape.x - shape.r, shape.y - shape.r, 2 * shape.r, 2 * shape.r); continue; }
      kg.tracePath(pen, shape.shape, shape.x, shape.y, shape.r);
      pen.fill();
      if (shape.r > 3) { pen.lineWidth = shape.core ? 2.5 : 1; pen.strokeStyle = shape.ring; pen.stroke(); }
    }
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const label of scene.labels) {
      pen.globalAlpha = label.alpha;
      pen.font = (label.italic ? "italic " : "") + (label.bold ? "600 " : "") + label.size + "px " + kg.FONT;
      pen.lineWidth = 3.5;
      pen.strokeStyle = scene.ink.halo;
      pen.strokeText(label.text, label.x, label.y);
      pen.fillStyle = label.colour;
      pen.fillText(label.text, label.x, label.y);
    }
    pen.globalAlpha = 1;
  };
})(window.kg = window.kg || {});
