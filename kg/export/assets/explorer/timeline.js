// Two pictures of time: the strip (how many events when; drag to choose a period) and the lanes (each event, by type).
(function (kg) {
  "use strict";
  const LANE = 24, LEFT = 92, TOP = 26;
  const strip = { drag: null };
  const lanes = { from: 0, until: 1, hits: [] };
  kg.strip = strip;
  kg.lanes = lanes;

  function fitCanvas(canvas, width, height) {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.setProperty("height", height + "px");
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.textBaseline = "middle";
    return pen;
  }
  kg.fitCanvas = fitCanvas;

  // Round dates for an axis of that many days, with room for a label at each.
  function ticks(from, until, most) {
    const days = (until - from) / Math.max(most, 1);
    const found = [];
    if (days > 20) {
      const months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((m) => m * 30 >= days) || 2400;
      const start = new Date(from * 86400000);
      let index = start.getUTCFullYear() * 12 + start.getUTCMonth();
      for (index = Math.ceil(index / months) * months; ; index += months) {
        const day = Math.floor(Date.UTC(Math.floor(index / 12), index % 12, 1) / 86400000);
        if (day > until) break;
        if (day >= from) found.push([day, months >= 12 ? String(Math.floor(index / 12)) : kg.dayText(day).slice(0, 7)]);
      }
    } else {
      const step = [1, 2, 7, 14, 28].find((d) => d >= days) || 28;
      for (let day = Math.ceil(from / step) * step; day <= until; day += step) found.push([day, kg.dayText(day)]);
    }
    return found;
  }

  kg.makeStrip = function (host) {
    strip.canvas = kg.el("canvas", { tabindex: "0", role: "slider", id: "strip-canvas" });
    strip.from = kg.el("input", { type: "date", onchange: (event) => kg.change({ from: event.target.value || null }) });
    strip.until = kg.el("input", { type: "date", onchange: (event) => kg.change({ until: event.target.value || null }) });
    strip.bar = kg.el("div", { class: "strip-bar" });
    host.append(strip.bar, strip.canvas);
    const dayAt = (event) => Math.round(kg.model.firstDay + (event.offsetX / strip.width) * (kg.model.lastDay + 1 - kg.model.firstDay));
    strip.canvas.addEventListener("pointerdown", (event) => { strip.canvas.setPointerCapture(event.pointerId); strip.drag = [dayAt(event), dayAt(event)]; });
    strip.canvas.addEventListener("pointermove", (event) => { if (strip.drag) { strip.drag[1] = dayAt(event); strip.draw(); } });
    strip.canvas.addEventListener("pointerup", () => {
      if (!strip.drag) return;
      const [from, until] = strip.drag.slice().sort((a, b) => a - b);
      strip.drag = null;
      if (until - from < Math.max(1, (kg.model.lastDay - kg.model.firstDay) / 200)) kg.change({ from: null, until: null });
      else kg.change({ from: kg.dayText(from), until: kg.dayText(until - 1) });
    });
    strip.canvas.addEventListener("keydown", stripKeys);
    new ResizeObserver(() => strip.draw()).observe(host);
  };

  function stripKeys(event) {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (event.key === "Escape") kg.change({ from: null, until: null });
    if (!step) return;
    event.preventDefault();
    const span = Math.max(1, Math.round((kg.model.lastDay - kg.model.firstDay) / 12));
    const from = kg.state.from ? kg.dayOf(kg.state.from) : kg.model.firstDay;
    const until = kg.state.until ? kg.dayOf(kg.state.until) : from + span - 1;
    const move = step * (kg.state.from ? Math.max(1, until - from + 1) : 0);
    kg.change({ from: kg.dayText(from + move), until: kg.dayText(until + move) });
  }

  strip.words = function () {
    strip.canvas.setAttribute("aria-label", kg.t("stripLabel"));
    strip.from.setAttribute("aria-label", kg.t("from"));
    strip.until.setAttribute("aria-label", kg.t("until"));
    strip.note = kg.el("span", { class: "faint", id: "strip-note" });
    kg.replace(strip.bar, kg.el("b", { text: kg.t("period") }), strip.from, kg.el("span", { text: "–" }), strip.until,
      kg.button(kg.t("clearTime"), () => kg.change({ from: null, until: null }), { class: "small" }), strip.note);
  };

  // Counts of the events that pass everything but the period, so that the bars show what could be chosen.
  function bars(n) {
    const { firstDay, lastDay, nEvents } = kg.model;
    const { events } = kg.model.data;
    const all = new Float64Array(n), chosen = new Float64Array(n);
    const span = lastDay + 1 - firstDay;
    for (let v = 0; v < nEvents; v++) {
      if (kg.model.begin[v] === null || kg.has("hiddenEvents", kg.model.data.schema.event[events.type[v]][0])) continue;
      const first = Math.floor((kg.model.begin[v] - firstDay) / span * n), last = Math.floor((kg.model.end[v] - firstDay) / span * n);
      if (last < 0 || first >= n) continue;
      const from = Math.max(first, 0), until = Math.min(last, n - 1);
      const share = 1 / (last - first + 1);
      for (let i = from; i <= until; i++) { all[i] += share; if (kg.shown.event[v]) chosen[i] += share; }
    }
    return { all, chosen };
  }

  strip.draw = function () {
    const width = strip.canvas.clientWidth, height = 74;
    if (!width || !kg.shown) return;
    strip.width = width;
    const ink = kg.ink(), pen = fitCanvas(strip.canvas, width, height);
    const { firstDay, lastDay } = kg.model;
    const n = Math.max(1, Math.min(Math.floor(width / 7), lastDay + 1 - firstDay));
    const { all, chosen } = bars(n);
    const most = Math.max(1, ...all);
    const w = width / n;
    for (let i = 0; i < n; i++) {
      const h = (height - 20) * Math.sqrt(all[i] / most), c = (height - 20) * Math.sqrt(chosen[i] / most);
      pen.fillStyle = ink.line;
      pen.fillRect(i * w + 0.5, height - 18 - h, Math.max(w - 1, 1), h);
      pen.fillStyle = ink.accent;
      pen.fillRect(i * w + 0.5, height - 18 - c, Math.max(w - 1, 1), c);
    }
    const x = (day) => (day - firstDay) / (lastDay + 1 - firstDay) * width;
    pen.font = "11px " + kg.FONT;
    pen.textAlign = "left";
    for (const [day, label] of ticks(firstDay, lastDay, width / 90)) {
      pen.fillStyle = ink.line;
      pen.fillRect(x(day), height - 18, 1, 5);
      pen.fillStyle = ink.faint;
      pen.fillText(label, x(day) + 3, height - 8);
    }
    const chosenDays = strip.drag ? strip.drag.slice().sort((a, b) => a - b) : kg.state.from || kg.state.until
      ? [kg.state.from ? kg.dayOf(kg.state.from) : firstDay, kg.state.until ? kg.dayOf(kg.state.until) + 1 : lastDay + 1] : null;
    if (chosenDays) {
      pen.fillStyle = ink.accent;
      pen.globalAlpha = 0.13;
      pen.fillRect(x(chosenDays[0]), 0, x(chosenDays[1]) - x(chosenDays[0]), height - 18);
      pen.globalAlpha = 1;
      for (const day of chosenDays) pen.fillRect(x(day) - 1, 0, 2, height - 18);
    }
    strip.from.value = kg.state.from || "";
    strip.until.value = kg.state.until || "";
    const nShown = kg.shown.event.reduce((sum, one) => sum + one, 0);
    strip.note.textContent = nShown + " " + kg.t("eventsN");
    const range = (kg.state.from || kg.dayText(firstDay)) + " – " + (kg.state.until || kg.dayText(lastDay));
    strip.canvas.setAttribute("aria-valuetext", range + ", " + strip.note.textContent);
    strip.canvas.setAttribute("aria-valuenow", nShown);
  };

  kg.makeLanes = function (host) {
    lanes.host = host;
    lanes.canvas = kg.el("canvas", { tabindex: "0", role: "application", id: "lanes-canvas" });
    lanes.tip = kg.el("div", { class: "tip", hidden: true });
    host.append(lanes.canvas, lanes.tip);
    const canvas = lanes.canvas;
    canvas.addEventListener("wheel", (event) => {
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) { shift((event.deltaX || event.deltaY) / 600); event.preventDefault(); return; }
      event.preventDefault();
      zoomLanes(Math.exp(event.deltaY * 0.0016), event.offsetX);
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); lanes.grab = event.offsetX; lanes.moved = 0; });
    canvas.addEventListener("pointermove", (event) => {
      if (lanes.grab === undefined) { tip(event); return; }
      shift((lanes.grab - event.offsetX) / (lanes.width - LEFT));
      lanes.moved += Math.abs(event.offsetX - lanes.grab);
      lanes.grab = event.offsetX;
    });
    canvas.addEventListener("pointerup", (event) => {
      lanes.grab = undefined;
      const hit = lanes.moved < 5 ? at(event) : null;
      if (hit) kg.chooseNode(kg.model.nEntities + hit.v);
    });
    canvas.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") shift(-0.15);
      else if (event.key === "ArrowRight") shift(0.15);
      else if (event.key === "+" || event.key === "=") zoomLanes(0.75);
      else if (event.key === "-") zoomLanes(1.33);
      else return;
      event.preventDefault();
    });
    new ResizeObserver(() => lanes.draw()).observe(host);
  };

  function shift(share) {
    const move = (lanes.until - lanes.from) * share;
    lanes.from += move;
    lanes.until += move;
    lanes.draw();
  }

  function zoomLanes(factor, px) {
    const share = px === undefined ? 0.5 : Math.max(0, (px - LEFT) / (lanes.width - LEFT));
    const middle = lanes.from + (lanes.until - lanes.from) * share;
    const span = Math.min(Math.max((lanes.until - lanes.from) * factor, 3), 200000);
    lanes.from = middle - span * share;
    lanes.until = lanes.from + span;
    lanes.draw();
  }

  function at(event) {
    return lanes.hits.find((hit) => event.offsetX >= hit.x - 5 && event.offsetX <= hit.x + hit.w + 5 && Math.abs(event.offsetY - hit.y) <= 8) || null;
  }

  function tip(event) {
    const hit = at(event);
    lanes.canvas.style.setProperty("cursor", hit ? "pointer" : "grab");
    lanes.tip.hidden = !hit;
    if (!hit) return;
    kg.replace(lanes.tip, kg.el("b", { text: kg.visible(kg.eventLabel(hit.v)) }), kg.el("span", { text: kg.nodeSummary(kg.model.nEntities + hit.v) }));
    lanes.tip.style.setProperty("transform", `translate(${Math.min(event.offsetX + 14, lanes.width - 240)}px, ${event.offsetY + 14}px)`);
  }

  lanes.whole = function () {
    const pad = Math.max(2, (kg.model.lastDay - kg.model.firstDay) * 0.03);
    lanes.from = kg.state.from ? kg.dayOf(kg.state.from) - 1 : kg.model.firstDay - pad;
    lanes.until = kg.state.until ? kg.dayOf(kg.state.until) + 2 : kg.model.lastDay + pad;
  };

  lanes.draw = function () {
    const width = lanes.host.clientWidth;
    if (!width || lanes.host.hidden || !kg.shown) return;
    lanes.width = width;
    const { events, schema } = kg.model.data;
    const rows = new Map();
    for (let v = 0; v < kg.model.nEvents; v++) {
      if (!kg.shown.event[v] || kg.model.begin[v] === null) continue;
      if (!rows.has(events.type[v])) rows.set(events.type[v], []);
      rows.get(events.type[v]).push(v);
    }
    const order = [...rows.keys()].sort((a, b) => a - b);
    const ink = kg.ink(), height = Math.max(TOP + order.length * LANE + 8, 120);
    const pen = fitCanvas(lanes.canvas, width, height);
    const x = (day) => LEFT + (day - lanes.from) / (lanes.until - lanes.from) * (width - LEFT);
    pen.font = "11px " + kg.FONT;
    for (const [day, label] of ticks(lanes.from, lanes.until, (width - LEFT) / 90)) {
      pen.fillStyle = ink.line;
      pen.fillRect(x(day), TOP - 8, 1, height);
      pen.fillStyle = ink.faint;
      pen.fillText(label, x(day) + 3, 10);
    }
    lanes.hits = [];
    const selected = kg.selectedNode();
    const parties = new Set(selected !== null && !kg.isEvent(selected) ? kg.model.nodeEvents[selected] : []);
    order.forEach((type, i) => lane(pen, ink, { type, y: TOP + i * LANE + LANE / 2, list: rows.get(type), x, width, selected, parties, schema }));
    if (!order.length) { pen.fillStyle = ink.faint; pen.fillText(kg.t("noEvents"), LEFT, 60); }
  };

  function lane(pen, ink, { type, y, list, x, width, selected, parties, schema }) {
    const colour = kg.model.family.get(schema.event[type][3])[3];
    pen.globalAlpha = 1;
    pen.fillStyle = ink.line;
    pen.fillRect(LEFT, y, width - LEFT, 0.5);
    for (const v of list) {
      const x0 = x(kg.model.begin[v]), w = Math.max(x(kg.model.end[v] + 1) - x0, 5);
      if (x0 + w < LEFT || x0 > width) continue;
      const node = kg.model.nEntities + v;
      const lit = selected === null || node === selected || parties.has(node);
      pen.globalAlpha = (lit ? 0.85 : 0.2) * (kg.model.dated[v] ? 1 : 0.55);
      pen.fillStyle = colour;
      pen.beginPath();
      pen.roundRect(Math.max(x0, LEFT), y - 5, w, 10, 5);
      pen.fill();
      if (node === selected) { pen.strokeStyle = ink.text; pen.lineWidth = 2; pen.stroke(); }
      lanes.hits.push({ x: x0, w, y, v });
    }
    pen.globalAlpha = 1;
    pen.fillStyle = ink.paper;
    pen.fillRect(0, y - LANE / 2, LEFT - 2, LANE);
    pen.fillStyle = ink.text;
    pen.font = "12px " + kg.FONT;
    pen.fillText(kg.termLabel(schema.event[type]), 10, y);
    pen.font = "11px " + kg.FONT;
    pen.fillStyle = ink.faint;
    pen.fillText(String(list.length), LEFT - 26, y);
  }
})(window.kg = window.kg || {});
