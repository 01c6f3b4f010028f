// The bar above, the filters at the left (which are the legend too), and the line that says what is going on.
(function (kg) {
  "use strict";
  const VIEWS = ["graph", "timeline", "map", "list"];

  kg.drawTop = function () {
    const top = document.getElementById("top");
    if (!kg.findBox) kg.findBox = kg.makeFind();
    kg.find.words();
    const focused = document.activeElement === kg.find.input;
    kg.replace(top,
      kg.button("☰", () => document.body.classList.toggle("filters-open"), { class: "icon filters-toggle", "aria-label": kg.t("filters"), title: kg.t("filters") }),
      kg.el("h1", { text: kg.t("app") }), kg.findBox,
      kg.el("nav", { "aria-label": kg.t("app") }, VIEWS.map((name) => kg.button(kg.t(name), () => kg.change({ view: name }), { "aria-current": kg.state.view === name ? "page" : null, class: "tab", "data-view": name }))),
      kg.el("details", { class: "menu", id: "export-menu" }, kg.el("summary", { text: kg.t("export") }), kg.el("div", { class: "menu-list" },
        [["png", kg.savePng], ["svg", kg.saveSvg], ["csvNodes", kg.saveNodes], ["csvEdges", kg.saveEdges], ["print", () => window.print()]].map(([name, action]) =>
          kg.button(kg.t(name), () => { document.getElementById("export-menu").open = false; action(); }, { "data-export": name })))),
      kg.button("◐", () => kg.change({ theme: isDark() ? "light" : "dark" }, { quiet: true }), { class: "icon", "aria-label": kg.t("theme"), title: kg.t("theme") }),
      kg.button(kg.t("language"), () => kg.change({ lang: kg.state.lang === "zh" ? "en" : "zh" }, { quiet: true }), { id: "language" }));
    if (focused) kg.find.input.focus();
    document.documentElement.lang = kg.state.lang === "zh" ? "zh-Hans" : "en";
    document.title = kg.t("app");
  };

  const isDark = () => kg.state.theme === "dark" || (kg.state.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  kg.applyTheme = () => document.documentElement.setAttribute("data-theme", isDark() ? "dark" : "light");

  function box(list, value, label, extra) {
    return kg.el("label", { class: "check" }, kg.el("input", { type: "checkbox", checked: !kg.has(list, value), "data-filter": list, "data-value": value, onchange: () => kg.toggle(list, value) }), extra, kg.el("span", { text: kg.visible(label) }));
  }

  function group(title, list, values, ...content) {
    return kg.el("fieldset", {}, kg.el("legend", { text: title }), values && kg.el("div", { class: "all" },
      kg.button(kg.t("allTypes"), () => kg.change({ [list]: [] }), { class: "small" }), kg.button(kg.t("noTypes"), () => kg.change({ [list]: values }), { class: "small" })), ...content);
  }

  kg.drawFilters = function () {
    const aside = document.getElementById("filters");
    const { schema, publishers, events } = kg.model.data;
    const scroll = aside.scrollTop;
    const active = document.activeElement && aside.contains(document.activeElement) ? [document.activeElement.dataset.filter, document.activeElement.dataset.value] : null;
    const used = new Set(events.type);
    const colourOf = (name) => kg.model.family.get(name)[3];
    const eventBoxes = schema.family.map((family) => {
      const types = schema.event.filter((row, i) => row[3] === family[0] && used.has(i));
      if (!types.length) return null;
      const names = types.map((row) => row[0]);
      const hidden = names.filter((name) => kg.has("hiddenEvents", name)).length;
      const whole = kg.el("input", { type: "checkbox", checked: hidden === 0, "data-filter": "family", "data-value": family[0],
        onchange: () => kg.change({ hiddenEvents: hidden === names.length || hidden ? kg.state.hiddenEvents.filter((name) => !names.includes(name)) : [...kg.state.hiddenEvents, ...names] }) });
      whole.indeterminate = hidden > 0 && hidden < names.length;
      return kg.el("details", { open: openFamilies.has(family[0]), ontoggle: (event) => openFamilies[event.target.open ? "add" : "delete"](family[0]) },
        kg.el("summary", {}, kg.el("label", { class: "check" }, whole, kg.mark(null, "diamond", colourOf(family[0])), kg.el("span", { text: kg.termLabel(family) }))),
        types.map((row) => box("hiddenEvents", row[0], kg.termLabel(row))));
    });
    const layer = (name, colour) => kg.el("label", { class: "check" }, kg.el("input", { type: "checkbox", checked: kg.has("layers", name), "data-filter": "layers", "data-value": name, onchange: () => kg.toggle("layers", name) }),
      colour && kg.el("span", { class: "stroke", style: { "--chip": colour } }), kg.el("span", { text: kg.t(name === "events" ? "eventNodes" : name) }));
    const ink = kg.ink();
    kg.replace(aside,
      kg.el("div", { class: "filters-head" }, kg.el("h2", { text: kg.t("filters") }), kg.button(kg.t("reset"), kg.resetFilters, { class: "small", id: "reset" })),
      kg.el("fieldset", {}, kg.el("legend", {}, kg.t("nShown") + " ", kg.el("output", { text: String(Math.min(kg.state.limit, kg.model.nEntities)) }), " " + kg.t("entities")),
        kg.el("input", { type: "range", min: "10", max: String(kg.model.nEntities), value: String(kg.state.limit), "aria-label": kg.t("nShown"), "data-filter": "limit", "data-value": "", onchange: (event) => kg.change({ limit: Number(event.target.value), camera: null }) }),
        kg.button(kg.t("all"), () => kg.change({ limit: kg.model.nEntities, camera: null }), { class: "small", id: "show-all" })),
      group(kg.t("layers"), null, null, layer("relation", ink.bond), layer("interaction", colourOf("diplomacy")), layer("cooccurrence", ink.line), layer("minor"), layer("events")),
      group(kg.t("entityTypes"), "hiddenTypes", schema.entity.map((row) => row[0]), schema.entity.map((row) => box("hiddenTypes", row[0], kg.termLabel(row), kg.mark(null, row[4], row[3])))),
      group(kg.t("eventTypes"), "hiddenEvents", schema.event.map((row) => row[0]), eventBoxes),
      group(kg.t("modality"), "hiddenModalities", null, schema.modality.map((row) => box("hiddenModalities", row[0], kg.termLabel(row)))),
      kg.el("fieldset", {}, kg.el("legend", {}, kg.t("confidence") + " ", kg.el("output", { text: kg.state.confidence + "%" })),
        kg.el("input", { type: "range", min: "0", max: "95", step: "5", value: String(kg.state.confidence), "aria-label": kg.t("confidence"), "data-filter": "confidence", "data-value": "", onchange: (event) => kg.change({ confidence: Number(event.target.value) }) })),
      publishers.length > 1 && group(kg.t("outlet"), "hiddenOutlets", publishers, publishers.map((name) => box("hiddenOutlets", name, name || "—"))));
    aside.scrollTop = scroll;
    if (active) for (const input of aside.querySelectorAll("input")) if (input.dataset.filter === active[0] && input.dataset.value === active[1]) input.focus();
  };
  const openFamilies = new Set();

  kg.drawBanner = function () {
    const parts = [];
    if (kg.pathFrom !== null && kg.pathFrom !== undefined) parts.push(kg.el("span", { text: kg.visible(kg.nameOf(kg.pathFrom)) + " → ? " + kg.t("pathPick") }), kg.button(kg.t("cancel"), () => { kg.pathFrom = null; kg.drawBanner(); }, { class: "small" }));
    if (kg.state.focus) parts.push(kg.el("span", { text: kg.t("focus") + ": " + kg.visible(kg.nameOf(kg.model.keyToNode.get(kg.state.focus))) }), kg.button(kg.t("unfocus"), () => kg.change({ focus: null, camera: null }), { class: "small" }));
    if (!kg.shown.nodes.length) parts.push(kg.el("span", { text: kg.t("nothing") }), kg.button(kg.t("reset"), kg.resetFilters, { class: "small" }));
    kg.replace(document.getElementById("banner"), parts);
  };
})(window.kg = window.kg || {});
