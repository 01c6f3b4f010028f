// Starts the page and redraws what a change of state touches.
(function (kg) {
  "use strict";

  kg.startPath = function (node) {
    kg.pathFrom = node;
    kg.drawBanner();
  };

  // A node was clicked anywhere: it is selected, or it ends the path that was begun.
  kg.chooseNode = function (node) {
    const start = kg.pathFrom;
    if (start !== null && start !== undefined && start !== node) {
      kg.pathFrom = null;
      kg.change({ path: [kg.keyOf(start), kg.keyOf(node)], sel: null, view: "graph" });
      return;
    }
    kg.change({ sel: { node: kg.keyOf(node) } });
  };

  function redraw(changed) {
    const camera = kg.graphView.camera;
    if (changed.has("theme")) kg.applyTheme();
    const onlyCamera = [...changed].every((name) => name === "camera");
    if (onlyCamera && kg.state.camera && Math.abs(kg.state.camera.k - camera.k) < 1e-6) return;
    const before = kg.shown ? kg.shown.nodes.length : 0;
    kg.applyFilters();
    for (const name of ["graph", "timeline", "map", "list"]) document.getElementById("view-" + name).hidden = kg.state.view !== name;
    if (changed.has("lang") || changed.has("view")) { kg.drawTop(); kg.graphView.words(); kg.strip.words(); nameCanvases(); }
    if ([...changed].some((name) => !["sel", "camera", "view", "expanded", "path"].includes(name))) kg.drawFilters();
    kg.drawBanner();
    kg.drawPanel(!["sel", "path", "lang"].some((name) => changed.has(name)));
    placeCamera(changed, before);
    if (changed.has("from") || changed.has("until")) kg.lanes.whole();
    kg.strip.draw();
    kg.lanes.draw();
    kg.map.draw();
    kg.list.draw();
  }

  function nameCanvases() {
    kg.lanes.canvas.setAttribute("aria-label", kg.t("timelineLabel"));
    kg.map.canvas.setAttribute("aria-label", kg.t("mapLabel"));
  }

  function placeCamera(changed, before) {
    const selected = kg.selectedNode();
    if (changed.has("camera") && kg.state.camera) { kg.graphView.camera = { ...kg.state.camera }; kg.graphView.draw(); return; }
    if (changed.has("path") && kg.route && kg.route.length) { kg.graphView.fit(kg.route); return; }
    if (changed.has("focus") || changed.has("limit") || (changed.has("camera") && !kg.state.camera) || !before) { kg.graphView.fit(); return; }
    if (changed.has("sel") && selected !== null) { kg.graphView.reveal(selected); return; }
    kg.graphView.draw();
  }

  function start() {
    kg.model = kg.load(kg.readBlock("data"));
    kg.startState();
    kg.applyTheme();
    kg.readWorld(kg.readBlock("world"));
    const views = document.getElementById("views");
    const hosts = Object.fromEntries(["graph", "timeline", "map", "list"].map((name) => {
      const host = kg.el("div", { class: "view", id: "view-" + name });
      views.append(host);
      return [name, host];
    }));
    kg.makeGraphView(hosts.graph);
    kg.makeLanes(hosts.timeline);
    kg.makeMap(hosts.map);
    kg.makeList(hosts.list);
    kg.makeStrip(document.getElementById("strip"));
    kg.lanes.whole();
    kg.onChange(redraw);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || document.activeElement === kg.find.input) return;
      if (kg.pathFrom !== null && kg.pathFrom !== undefined) { kg.pathFrom = null; kg.drawBanner(); }
      else if (kg.state.sel || kg.state.path) kg.change({ sel: null, path: null });
    });
    document.addEventListener("click", (event) => {
      const menu = document.getElementById("export-menu");
      if (menu && menu.open && !menu.contains(event.target)) menu.open = false;
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { kg.applyTheme(); redraw(new Set(["theme"])); });
    redraw(new Set(Object.keys(kg.state)));
    document.body.setAttribute("data-ready", "true");
  }

  try {
    start();
  } catch (error) {
    const note = document.createElement("p");
    note.className = "fatal";
    note.textContent = kg.words.zh.badData + " / " + kg.words.en.badData + " (" + error.message + ")";
    document.body.prepend(note);
    throw error;
  }
})(window.kg = window.kg || {});
