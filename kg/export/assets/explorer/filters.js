// State -> what passes: kg.shown has which events, edges, pairs and nodes are to be seen. Linear in the edges.
(function (kg) {
  "use strict";
  const MAX_EVENT_NODES = 250;
  const MAIN_LINES = 3;

  kg.applyFilters = function () {
    const model = kg.model, state = kg.state;
    const shown = {
      event: new Uint8Array(model.nEvents), edge: new Uint8Array(model.nEdges), node: new Uint8Array(model.n), pairKind: new Uint8Array(model.nPairs),
      pairCount: new Float32Array(model.nPairs), pairEdge: new Int32Array(model.nPairs).fill(-1), active: new Uint8Array(model.nEntities),
    };
    const test = makeTests(model, state);
    for (let v = 0; v < model.nEvents; v++) shown.event[v] = test.event(v) ? 1 : 0;
    passEdges(model, state, shown, test);
    chooseEntities(model, state, shown, test);
    chooseEvents(model, state, shown);
    shown.nodes = [];
    for (let i = 0; i < model.n; i++) if (shown.node[i]) shown.nodes.push(i);
    shown.pairs = [];
    for (let p = 0; p < model.nPairs; p++) {
      if (shown.pairKind[p] && shown.node[model.pairA[p]] && shown.node[model.pairB[p]] && model.pairA[p] !== model.pairB[p]) shown.pairs.push(p);
    }
    shown.main = mainPairs(model, shown);
    kg.shown = shown;
  };

  // The few strongest lines of each node: all lines at once are a hairball that says nothing. A selected node shows all of its own.
  function mainPairs(model, shown) {
    const main = new Uint8Array(model.nPairs);
    const strength = (p) => shown.pairKind[p] * 1.5 + Math.log2(1 + shown.pairCount[p]) + (sameGroup(model, p) ? 1 : 0);
    const lists = new Map();
    for (const p of shown.pairs) {
      for (const node of [model.pairA[p], model.pairB[p]]) {
        const list = lists.get(node);
        if (list) list.push(p); else lists.set(node, [p]);
      }
    }
    for (const [node, list] of lists) {
      if (list.length > MAIN_LINES) list.sort((a, b) => strength(b) - strength(a) || a - b);
      for (const p of kg.isEvent(node) ? list : list.slice(0, MAIN_LINES)) main[p] = 1;
    }
    return main;
  }

  function sameGroup(model, p) {
    const { community } = model.data.entities;
    return model.pairB[p] < model.nEntities && community[model.pairA[p]] === community[model.pairB[p]];
  }

  function makeTests(model, state) {
    const { events, schema, publishers, edges, sentences, entities } = model.data;
    const typeOk = schema.entity.map((row) => !state.hiddenTypes.includes(row[0]));
    const eventOk = schema.event.map((row) => !state.hiddenEvents.includes(row[0]));
    const modalityOk = schema.modality.map((row) => !state.hiddenModalities.includes(row[0]));
    const outletOk = publishers.map((name) => !state.hiddenOutlets.includes(name));
    const anyOutlet = outletOk.every(Boolean);
    const from = state.from ? kg.dayOf(state.from) : -Infinity;
    const until = state.until ? kg.dayOf(state.until) : Infinity;
    const anyTime = from === -Infinity && until === Infinity;
    const sure = (confidence) => !state.confidence || confidence === null || confidence >= state.confidence;
    function event(v) {
      return eventOk[events.type[v]] && modalityOk[events.modality[v]] && sure(events.confidence[v]) &&
        (anyOutlet || model.eventPublishers[v].some((p) => outletOk[p])) &&
        (anyTime || (model.begin[v] !== null && model.end[v] >= from && model.begin[v] <= until));
    }
    function evidence(list) {
      if ((anyOutlet && anyTime) || !list.length) return true;
      for (let i = 0; i < list.length; i += 2) {
        const day = model.published[sentences.article[list[i]]];
        if (outletOk[model.sentencePublisher[list[i]]] && (anyTime || (day !== null && day >= from && day <= until))) return true;
      }
      return false;
    }
    const entity = (i) => typeOk[entities.type[i]];
    return { event, evidence, entity, edge: (e) => sure(edges.confidence[e]) };
  }

  function passEdges(model, state, shown, test) {
    const { edges } = model.data;
    const layer = { relation: "relation", office: "relation", interaction: "interaction", cooccurrence: "cooccurrence", role: "events" };
    for (let e = 0; e < model.nEdges; e++) {
      const kind = edges.kind[e];
      let ok;
      if (kind === "role") ok = shown.event[edges.source[e] - model.nEntities];
      else if (kind === "interaction") ok = edges.events[e].some((event) => shown.event[event - model.nEntities]);
      else ok = test.edge(e) && test.evidence(edges.evidence[e]);
      if (!ok) continue;
      shown.edge[e] = 1;
      if (kind === "role") { shown.active[edges.target[e]] = 1; } else { shown.active[edges.source[e]] = shown.active[edges.target[e]] = 1; }
      if (kind !== "role" && !state.layers.includes(layer[kind])) continue;
      const pair = model.pairOfEdge[e];
      shown.pairCount[pair] += edges.count[e];
      if (kg.KIND_RANK[kind] > shown.pairKind[pair]) { shown.pairKind[pair] = kg.KIND_RANK[kind]; shown.pairEdge[pair] = e; }
    }
  }

  function chooseEntities(model, state, shown, test) {
    const onlyActive = kg.isFiltered();
    const passes = (i) => test.entity(i) && (!onlyActive || shown.active[i]);
    const show = (i) => { if (passes(i)) shown.node[i] = 1; };
    const focus = state.focus ? model.keyToNode.get(state.focus) : null;
    if (focus !== null && !kg.isEvent(focus)) {
      kg.neighbours(focus, shown).forEach(show);
      shown.node[focus] = 1;
    } else {
      let count = 0;
      for (let i = 0; i < model.nEntities && count < state.limit; i++) if (passes(i)) { shown.node[i] = 1; count++; }
    }
    for (const key of state.expanded) kg.neighbours(model.keyToNode.get(key), shown).forEach(show);
    const selected = kg.selectedNode();
    if (selected !== null) showSelected(model, shown, selected);
    const pair = kg.selectedPair();
    if (pair !== null) shown.node[model.pairA[pair]] = shown.node[model.pairB[pair]] = 1;
    kg.route = state.path ? kg.findPath(...state.path.map((key) => model.keyToNode.get(key)), shown) : null;
    for (const i of kg.route || []) shown.node[i] = 1;
    if (state.path) for (const key of state.path) shown.node[model.keyToNode.get(key)] = 1;
  }

  function showSelected(model, shown, node) {
    shown.node[node] = 1;
    if (kg.isEvent(node)) for (const part of model.parts[node - model.nEntities]) shown.node[part.entity] = 1;
  }

  // Events with most outlets first; more than a few hundred diamonds say nothing to the eye.
  function chooseEvents(model, state, shown) {
    if (!state.layers.includes("events")) return;
    const { events } = model.data;
    const focus = state.focus ? model.keyToNode.get(state.focus) : null;
    const found = [];
    for (let v = 0; v < model.nEvents; v++) {
      if (!shown.event[v]) continue;
      const parties = model.parts[v];
      const visible = parties.filter((part) => shown.node[part.entity]).length;
      if (!visible || (focus !== null && !parties.some((part) => part.entity === focus))) continue;
      found.push([Math.min(visible, 2) * 1000 + events.n_sources[v], v]);
    }
    found.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    for (const [, v] of found.slice(0, MAX_EVENT_NODES)) shown.node[model.nEntities + v] = 1;
  }
})(window.kg = window.kg || {});
