// What is seen, as a file: PNG, SVG, and two CSV tables. Nothing is sent; the browser saves a blob.
(function (kg) {
  "use strict";

  function save(name, blob) {
    const address = URL.createObjectURL(blob);
    const anchor = kg.el("a", { href: address, download: name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  const currentCanvas = () => ({ graph: "graph-canvas", timeline: "lanes-canvas", map: "map-canvas" })[kg.state.view];

  kg.savePng = function () {
    const id = currentCanvas();
    if (kg.state.view === "graph") kg.graphView.drawNow();
    const seen = document.getElementById(id || "graph-canvas");
    const canvas = document.createElement("canvas");
    canvas.width = seen.width;
    canvas.height = seen.height;
    const pen = canvas.getContext("2d");
    pen.fillStyle = kg.ink().paper;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(seen, 0, 0);
    canvas.toBlob((blob) => save("newskg.png", blob), "image/png");
  };

  const xml = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd").replace(/[&<>"']/g, (c) => "&#" + c.charCodeAt(0) + ";");
  const n = (value) => value.toFixed(1);

  kg.svgOf = function (scene) {
    const out = [`<svg xmlns="http://www.w3.org/2000/svg" width="${n(scene.width)}" height="${n(scene.height)}" viewBox="0 0 ${n(scene.width)} ${n(scene.height)}" font-family="${xml(kg.FONT)}">`,
      `<rect width="100%" height="100%" fill="${xml(scene.ink.paper)}"/>`];
    for (const area of scene.areas) out.push(`<polygon points="${area.points.map((p) => p.map(n).join()).join(" ")}" fill="${xml(scene.ink.area)}" stroke="${xml(scene.ink.area)}" stroke-width="${n(2 * area.pad)}" stroke-linejoin="round"/>`);
    for (const group of scene.lines) {
      let path = "";
      for (let i = 0; i < group.points.length; i += 4) path += `M${n(group.points[i])} ${n(group.points[i + 1])}L${n(group.points[i + 2])} ${n(group.points[i + 3])}`;
      out.push(`<path d="${path}" fill="none" stroke="${xml(group.colour)}" stroke-width="${n(group.width)}" opacity="${group.alpha}"/>`);
    }
    for (const s of scene.shapes) {
      const corners = kg.CORNERS[s.shape];
      const look = `fill="${xml(s.fill)}" stroke="${xml(s.ring)}" stroke-width="${s.core ? 2.5 : 1}" opacity="${s.alpha}"`;
      const title = `<title>${xml(kg.visible(kg.nameOf(s.node)))}</title>`;
      out.push(corners ? `<polygon points="${corners.map(([x, y]) => n(s.x + x * s.r) + "," + n(s.y + y * s.r)).join(" ")}" ${look}>${title}</polygon>` : `<circle cx="${n(s.x)}" cy="${n(s.y)}" r="${n(s.r)}" ${look}>${title}</circle>`);
    }
    for (const l of scene.labels) out.push(`<text x="${n(l.x)}" y="${n(l.y)}" font-size="${n(l.size)}" text-anchor="middle" dominant-baseline="central" fill="${xml(l.colour)}" opacity="${l.alpha}" stroke="${xml(scene.ink.halo)}" stroke-width="3.5" paint-order="stroke"${l.bold ? ' font-weight="600"' : ""}${l.italic ? ' font-style="italic"' : ""}>${xml(l.text)}</text>`);
    out.push("</svg>");
    return out.join("\n");
  };

  kg.saveSvg = function () {
    kg.graphView.drawNow();
    save("newskg.svg", new Blob([kg.svgOf(kg.makeScene(kg.graphView.camera, kg.graphView.width || 1200, kg.graphView.height || 800, null))], { type: "image/svg+xml" }));
  };

  // A cell that a spreadsheet would run as a formula gets an apostrophe.
  function cell(value) {
    let text = value === null || value === undefined ? "" : String(value);
    if (typeof value === "string" && /^[\s\u3000]*[=+\-@\t\r]/.test(text)) text = "'" + text;
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }
  kg.csvOf = (rows) => "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\n") + "\n";
  const saveCsv = (name, rows) => save(name, new Blob([kg.csvOf(rows)], { type: "text/csv;charset=utf-8" }));

  kg.nodeTable = function () {
    const { entities, schema } = kg.model.data;
    const rows = [["id", "type", "name", "label_en", "qid", "names", "n_articles", "n_mentions", "latitude", "longitude"]];
    for (const i of kg.shown.nodes) if (!kg.isEvent(i)) rows.push([entities.key[i], schema.entity[entities.type[i]][0], entities.name[i], entities.label_en[i], entities.qid[i], entities.names[i].join("|"), entities.n_articles[i], entities.n_mentions[i], entities.latitude[i], entities.longitude[i]]);
    return rows;
  };

  kg.edgeTable = function () {
    const { edges, events, schema, sentences, articles } = kg.model.data;
    const rows = [["kind", "source", "target", "type", "title", "modality", "begin", "until", "count", "confidence", "quote", "url"]];
    const quote = (flat) => flat.length ? [sentences.text[flat[0]], articles.url[sentences.article[flat[0]]]] : ["", ""];
    for (const p of kg.shown.pairs) {
      for (const e of kg.model.pairEdges[p]) {
        if (!kg.shown.edge[e] || edges.kind[e] === "role") continue;
        rows.push([edges.kind[e], kg.keyOf(edges.source[e]), kg.keyOf(edges.target[e]), edges.type[e], edges.title[e], edges.modalities[e].map((m) => schema.modality[m][0]).join("|"), edges.first[e], edges.last[e], edges.count[e], edges.confidence[e], ...quote(edges.evidence[e])]);
      }
    }
    for (let v = 0; v < kg.model.nEvents; v++) {
      const parts = kg.model.parts[v];
      if (!kg.shown.event[v] || !parts.some((part) => kg.shown.node[part.entity])) continue;
      for (const part of parts) rows.push(["event:" + part.role, events.key[v], kg.keyOf(part.entity), schema.event[events.type[v]][0], events.label[v], schema.modality[events.modality[v]][0], events.begin[v], events.until[v], events.n_reports[v], events.confidence[v], ...quote(events.evidence[v])]);
    }
    return rows;
  };
  kg.saveNodes = () => saveCsv("newskg-nodes.csv", kg.nodeTable());
  kg.saveEdges = () => saveCsv("newskg-edges.csv", kg.edgeTable());
})(window.kg = window.kg || {});
