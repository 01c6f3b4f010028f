// What the reader has chosen: one object, written into the address after #, so that it can be shared and gone back to.
(function (kg) {
  "use strict";
  const listeners = [];
  const LAYERS = ["relation", "interaction", "cooccurrence", "events", "minor"];

  function defaults() {
    return {
      view: "graph", sel: null, focus: null, path: null, limit: 300, expanded: [], hiddenTypes: [], hiddenEvents: [], hiddenModalities: [],
      hiddenOutlets: [], confidence: 0, from: null, until: null, layers: ["relation", "interaction", "cooccurrence"],
      lang: (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh" : "en", theme: "auto", camera: null, mapCamera: null,
    };
  }

  const asList = (text) => text ? text.split("~").map(decodeURIComponent) : [];
  const fromList = (items) => items.map((item) => encodeURIComponent(item).replace(/~/g, "%7E")).join("~");
  const asNumber = (text, low, high, fallback) => {
    const value = Number(text);
    return text !== null && text !== "" && Number.isFinite(value) ? Math.min(Math.max(value, low), high) : fallback;
  };
  const asDay = (text) => { const day = kg.dayOf(text); return day !== null && kg.dayText(day) === text ? text : null; };
  const oneOf = (text, choices, fallback) => choices.includes(text) ? text : fallback;

  // Everything in an address comes from outside: unknown keys and values are dropped, never trusted.
  function fromHash(hash) {
    const state = defaults();
    let fields;
    try { fields = new Map(hash.replace(/^#/, "").split("&").map((part) => part.split("=")).filter((part) => part.length === 2)); } catch { return state; }
    const get = (name) => fields.has(name) ? fields.get(name) : null;
    const list = (name) => { try { return asList(get(name)); } catch { return []; } };
    const known = (name, rows) => list(name).filter((item) => rows.includes(item));
    const nodes = (name) => list(name).filter((key) => kg.model.keyToNode.has(key));
    const { schema, publishers } = kg.model.data;
    state.view = oneOf(get("v"), ["graph", "timeline", "map", "list"], state.view);
    const node = nodes("n"), pair = nodes("e"), path = nodes("p"), focus = nodes("f");
    state.sel = node.length ? { node: node[0] } : pair.length === 2 ? { pair } : null;
    state.path = path.length === 2 ? path : null;
    state.focus = focus[0] || null;
    state.expanded = nodes("x");
    state.limit = asNumber(get("top"), 10, kg.model.nEntities, Math.min(state.limit, kg.model.nEntities));
    state.hiddenTypes = known("t", schema.entity.map((row) => row[0]));
    state.hiddenEvents = known("ev", schema.event.map((row) => row[0]));
    state.hiddenModalities = known("m", schema.modality.map((row) => row[0]));
    state.hiddenOutlets = known("o", publishers);
    state.confidence = asNumber(get("c"), 0, 99, 0);
    state.from = asDay(get("from"));
    state.until = asDay(get("until"));
    if (fields.has("l")) state.layers = known("l", LAYERS);
    state.lang = oneOf(get("lang"), ["zh", "en"], remembered("lang") || state.lang);
    state.theme = oneOf(get("theme"), ["auto", "dark", "light"], remembered("theme") || state.theme);
    state.camera = asCamera(get("z"));
    return state;
  }

  function asCamera(text) {
    const parts = (text || "").split(",").map(Number);
    return parts.length === 3 && parts.every(Number.isFinite) && parts[2] > 0 ? { x: parts[0], y: parts[1], k: parts[2] } : null;
  }

  // Private windows and file:// pages may forbid storage; then nothing is remembered.
  function remembered(name) {
    try { return oneOf(localStorage.getItem("newskg." + name), ["zh", "en", "auto", "dark", "light"], null); } catch { return null; }
  }
  function remember(name, value) {
    try { localStorage.setItem("newskg." + name, value); } catch { return; }
  }

  function toHash(state) {
    const plain = defaults();
    const fields = [];
    const add = (name, items) => { if (items && items.length) fields.push(name + "=" + fromList(items)); };
    if (state.view !== "graph") fields.push("v=" + state.view);
    if (state.sel) add(state.sel.node ? "n" : "e", state.sel.node ? [state.sel.node] : state.sel.pair);
    add("p", state.path);
    add("f", state.focus ? [state.focus] : null);
    add("x", state.expanded);
    if (state.limit !== Math.min(plain.limit, kg.model.nEntities)) fields.push("top=" + state.limit);
    add("t", state.hiddenTypes);
    add("ev", state.hiddenEvents);
    add("m", state.hiddenModalities);
    add("o", state.hiddenOutlets);
    if (state.confidence) fields.push("c=" + state.confidence);
    if (state.from) fields.push("from=" + state.from);
    if (state.until) fields.push("until=" + state.until);
    if (state.layers.join() !== plain.layers.join()) fields.push("l=" + fromList(state.layers));
    fields.push("lang=" + state.lang);
    if (state.theme !== "auto") fields.push("theme=" + state.theme);
    if (state.camera) fields.push("z=" + [state.camera.x, state.camera.y].map(Math.round).join() + "," + state.camera.k.toPrecision(3));
    return "#" + fields.join("&");
  }

  // change({..}) makes a step that the back button undoes; change({..}, {quiet: true}) does not.
  kg.change = function (patch, options) {
    const before = kg.state;
    kg.state = { ...before, ...patch };
    for (const name of ["lang", "theme"]) if (name in patch) remember(name, patch[name]);
    const hash = toHash(kg.state);
    if (hash !== location.hash) history[options && options.quiet ? "replaceState" : "pushState"](null, "", hash);
    notify(new Set(Object.keys(patch)));
  };

  function notify(changed) {
    for (const listener of listeners) listener(changed);
  }

  kg.onChange = (listener) => listeners.push(listener);
  kg.select = (node) => kg.change({ sel: node === null ? null : { node: kg.keyOf(node) } });
  kg.selectPair = (a, b) => kg.change({ sel: { pair: [kg.keyOf(a), kg.keyOf(b)] } });
  kg.selectedNode = () => kg.state.sel && kg.state.sel.node ? kg.model.keyToNode.get(kg.state.sel.node) : null;
  kg.selectedPair = function () {
    if (!kg.state.sel || !kg.state.sel.pair) return null;
    const [a, b] = kg.state.sel.pair.map((key) => kg.model.keyToNode.get(key)).sort((one, other) => one - other);
    const pair = kg.model.pairIndex.get(a * kg.model.n + b);
    return pair === undefined ? null : pair;
  };
  kg.has = (list, value) => kg.state[list].includes(value);
  kg.toggle = (list, value) => kg.change({ [list]: kg.has(list, value) ? kg.state[list].filter((item) => item !== value) : [...kg.state[list], value] });
  kg.startState = function () {
    kg.state = fromHash(location.hash);
    window.addEventListener("popstate", () => { kg.state = fromHash(location.hash); notify(new Set(Object.keys(kg.state))); });
    window.addEventListener("hashchange", () => {
      if (toHash(kg.state) === location.hash) return;
      kg.state = fromHash(location.hash);
      notify(new Set(Object.keys(kg.state)));
    });
  };
  kg.resetFilters = function () {
    const plain = defaults();
    const names = ["hiddenTypes", "hiddenEvents", "hiddenModalities", "hiddenOutlets", "confidence", "from", "until", "layers"];
    kg.change({ ...Object.fromEntries(names.map((name) => [name, plain[name]])), limit: Math.min(plain.limit, kg.model.nEntities) });
  };
  kg.isFiltered = () => Boolean(kg.state.hiddenEvents.length || kg.state.hiddenModalities.length || kg.state.hiddenOutlets.length ||
    kg.state.confidence || kg.state.from || kg.state.until || kg.state.hiddenTypes.length);
})(window.kg = window.kg || {});
