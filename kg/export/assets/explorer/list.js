// The events that pass, as a table: the same selection for those who can't or won't use the pictures.
(function (kg) {
  "use strict";
  const PAGE = 200;
  const list = { order: "when", down: true, n: PAGE };
  kg.list = list;

  kg.makeList = function (host) {
    list.host = host;
    list.body = kg.el("div", { class: "list-scroll" });
    host.append(list.body);
  };

  const sorters = {
    when: (v) => kg.model.begin[v] === null ? -1e9 : kg.model.begin[v],
    type: (v) => kg.model.data.events.type[v],
    what: (v) => kg.eventLabel(v),
    reports: (v) => kg.model.data.events.n_reports[v],
    conf: (v) => kg.model.data.events.confidence[v] || 0,
  };

  list.draw = function () {
    if (list.host.hidden || !kg.shown) return;
    const rows = [];
    const selected = kg.selectedNode();
    const own = selected !== null && !kg.isEvent(selected) ? new Set(kg.model.nodeEvents[selected]) : null;
    for (let v = 0; v < kg.model.nEvents; v++) if (kg.shown.event[v] && (!own || own.has(kg.model.nEntities + v))) rows.push(v);
    const value = sorters[list.order], sign = list.down ? -1 : 1;
    const keys = new Map(rows.map((v) => [v, value(v)]));
    rows.sort((a, b) => (keys.get(a) < keys.get(b) ? -1 : keys.get(a) > keys.get(b) ? 1 : 0) * sign || a - b);
    const head = ["when", "type", "what", "reports", "conf"].map((name) => kg.el("th", { scope: "col", "aria-sort": list.order === name ? (list.down ? "descending" : "ascending") : "none" },
      kg.button(kg.t(name === "reports" ? "nReports" : name) + (list.order === name ? (list.down ? " ↓" : " ↑") : ""), () => { list.down = list.order === name ? !list.down : true; list.order = name; list.draw(); })));
    const body = rows.slice(0, list.n).map((v) => row(v, selected));
    kg.replace(list.body,
      own && kg.el("p", { class: "list-note" }, kg.visible(kg.nameOf(selected)) + ": " + rows.length + " " + kg.t("eventsN") + " ", kg.button("×", () => kg.select(null), { class: "small", "aria-label": kg.t("cancel") })),
      kg.el("table", {}, kg.el("thead", {}, kg.el("tr", {}, head)), kg.el("tbody", {}, body)),
      !rows.length && kg.el("p", { class: "faint", text: kg.t("noEvents") }),
      rows.length > list.n && kg.button(kg.t("more") + " (" + (rows.length - list.n) + ")", () => { list.n += PAGE; list.draw(); }));
  };

  function row(v, selected) {
    const { events, schema } = kg.model.data;
    const node = kg.model.nEntities + v;
    return kg.el("tr", { class: node === selected ? "chosen" : null },
      kg.el("td", { class: "when", text: kg.eventWhen(v) }),
      kg.el("td", {}, kg.typeChip(schema.event[events.type[v]])),
      kg.el("td", {}, kg.button(kg.visible(kg.eventLabel(v)) + kg.t(schema.modality[events.modality[v]][0]), () => kg.chooseNode(node), { class: "plain" })),
      kg.el("td", { class: "number", text: String(events.n_reports[v]) }),
      kg.el("td", { class: "number", text: events.confidence[v] === null ? "" : events.confidence[v] + "%" }));
  }

  kg.typeChip = function (row) {
    return kg.el("span", { class: "chip", style: { "--chip": kg.model.family.get(row[3])[3] }, text: kg.termLabel(row) });
  };
})(window.kg = window.kg || {});
