// Search by any name, in both scripts, by sound or in English; a list under the box, driven by the keyboard.
(function (kg) {
  "use strict";
  const MOST = 12;
  const find = { hits: [], at: 0 };
  kg.find = find;

  kg.fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFC");

  function index() {
    const { entities, events } = kg.model.data;
    find.keys = entities.name.map((name, i) => kg.fold([name, ...entities.names[i], entities.label_en[i] || "", entities.qid[i] || ""].filter(Boolean).join("\n")) + "\n" + entities.search[i]);
    find.eventKeys = events.label.map((label) => kg.fold(label));
  }

  // Whole names first, then beginnings, then parts; among equals the more important (the lower number).
  kg.searchNodes = function (words) {
    if (!find.keys) index();
    const query = kg.fold(words.trim());
    if (!query) return [];
    const found = [];
    find.keys.forEach((key, node) => { const rank = rankOf(key, query); if (rank) found.push([rank, node]); });
    found.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    const nodes = found.slice(0, MOST).map(([, node]) => node);
    for (let v = 0; v < find.eventKeys.length && nodes.length < MOST; v++) if (query.length > 1 && find.eventKeys[v].includes(query)) nodes.push(kg.model.nEntities + v);
    return nodes;
  };

  function rankOf(key, query) {
    const at = key.indexOf(query);
    if (at < 0) return 0;
    const lined = "\n" + key + "\n";
    if (lined.includes("\n" + query + "\n")) return 3;
    return lined.includes("\n" + query) ? 2 : query.length > 1 || query > "\u2e80" ? 1 : 0;
  }

  kg.makeFind = function () {
    find.input = kg.el("input", { type: "search", id: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": "hits", "aria-autocomplete": "list",
      oninput: update, onfocus: update, onblur: () => setTimeout(hide, 150), onkeydown: keys });
    find.list = kg.el("ul", { id: "hits", role: "listbox", hidden: true });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); find.input.focus(); find.input.select(); }
    });
    return kg.el("div", { class: "find" }, find.input, find.list);
  };

  find.words = () => { find.input.placeholder = kg.t("search"); find.input.setAttribute("aria-label", kg.t("search")); };

  function update() {
    find.hits = kg.searchNodes(find.input.value);
    find.elsewhere = [];
    find.at = 0;
    draw();
    clearTimeout(find.asking);
    if (kg.isServed() && find.input.value.trim()) find.asking = setTimeout(askServer, 200);
  }

  async function askServer() {
    const words = find.input.value;
    try {
      const rows = await kg.searchServer(words);
      if (words === find.input.value) { find.elsewhere = rows; draw(); }
    } catch (error) { kg.tell(error); }
  }

  function farOption(row) {
    const go = (event) => { event.preventDefault(); find.input.value = ""; hide(); kg.loadAround(row.key).catch(kg.tell); };
    return kg.el("li", { class: "far", onmousedown: go }, kg.el("b", { text: kg.visible(row.name) }), kg.el("span", { class: "faint right", text: kg.t("elsewhere") }));
  }

  function draw() {
    const open = Boolean(find.input.value.trim());
    kg.replace(find.list, find.hits.map(option), (find.elsewhere || []).map(farOption), !find.hits.length && !(find.elsewhere || []).length && kg.el("li", { class: "faint", text: kg.t("noHits") }));
    find.list.hidden = !open;
    find.input.setAttribute("aria-expanded", String(open));
    if (open && find.hits.length) find.input.setAttribute("aria-activedescendant", "hit-" + find.at); else find.input.removeAttribute("aria-activedescendant");
  }

  function option(node, i) {
    const { entities } = kg.model.data;
    const other = kg.isEvent(node) ? "" : [kg.state.lang === "en" ? entities.name[node] : entities.label_en[node], ...entities.names[node].slice(0, 2)].filter((name) => name && name !== kg.nameOf(node)).join(" · ");
    return kg.el("li", { role: "option", id: "hit-" + i, "aria-selected": String(i === find.at), onmousedown: (event) => { event.preventDefault(); choose(node); } },
      kg.mark(node), kg.el("b", { text: kg.visible(kg.nameOf(node)) }), kg.el("span", { class: "faint", text: " " + kg.visible(other) }), kg.el("span", { class: "faint right", text: kg.nodeSummary(node) }));
  }

  function hide() {
    find.list.hidden = true;
    find.input.setAttribute("aria-expanded", "false");
  }

  function choose(node) {
    find.input.value = "";
    hide();
    kg.chooseNode(node);
  }

  function keys(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      find.at = (find.at + (event.key === "ArrowDown" ? 1 : find.hits.length - 1)) % Math.max(find.hits.length, 1);
      draw();
    } else if (event.key === "Enter" && find.hits.length) choose(find.hits[find.at]);
    else if (event.key === "Escape") { find.input.value = ""; hide(); find.input.blur(); event.stopPropagation(); }
    else return;
    event.preventDefault();
  }
})(window.kg = window.kg || {});
