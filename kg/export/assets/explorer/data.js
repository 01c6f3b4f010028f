// The page's JSON becomes kg.model: numbered nodes (entities, then events), numbered edges, and "pairs":
// all edges between the same two nodes, which are drawn as one line.
(function (kg) {
  "use strict";
  const FORMAT = 1;
  const DAY_MS = 86400000;
  const KIND_RANK = { cooccurrence: 1, role: 1, interaction: 2, office: 3, relation: 3 };

  function dayOf(text) {
    const match = /^(-?\d{4,6})-(\d\d)-(\d\d)/.exec(text || "");
    return match ? Math.floor(Date.UTC(+match[1], +match[2] - 1, +match[3]) / DAY_MS) : null;
  }

  function dayText(day) {
    return new Date(day * DAY_MS).toISOString().slice(0, 10);
  }

  function readBlock(id) {
    return JSON.parse(document.getElementById(id).textContent);
  }

  function load(data) {
    if (data.format !== FORMAT) throw new Error("format " + data.format);
    const nEntities = data.entities.key.length;
    const nEvents = data.events.key.length;
    const model = { data, nEntities, nEvents, n: nEntities + nEvents, nEdges: data.edges.source.length };
    model.keyToNode = new Map();
    data.entities.key.forEach((key, i) => model.keyToNode.set(key, i));
    data.events.key.forEach((key, i) => model.keyToNode.set(key, nEntities + i));
    indexTerms(model);
    indexEdges(model);
    placeNodes(model);
    dateEvents(model);
    indexPublishers(model);
    return model;
  }

  function indexTerms(model) {
    const schema = model.data.schema;
    const byName = (rows) => new Map(rows.map((row) => [row[0], row]));
    model.terms = { event: byName(schema.event), role: byName(schema.role), relation: byName(schema.relation) };
    model.family = byName(schema.family);
    model.eventTypeOf = new Map(schema.event.map((row, i) => [row[0], i]));
  }

  function indexEdges(model) {
    const { edges } = model.data;
    const pairs = new Map();
    model.pairOfEdge = new Int32Array(model.nEdges);
    model.pairA = [];
    model.pairB = [];
    model.pairEdges = [];
    const degree = new Int32Array(model.n + 1);
    for (let e = 0; e < model.nEdges; e++) {
      const a = Math.min(edges.source[e], edges.target[e]);
      const b = Math.max(edges.source[e], edges.target[e]);
      const key = a * model.n + b;
      let pair = pairs.get(key);
      if (pair === undefined) {
        pair = model.pairA.length;
        pairs.set(key, pair);
        model.pairA.push(a);
        model.pairB.push(b);
        model.pairEdges.push([]);
        degree[a]++;
        if (a !== b) degree[b]++;
      }
      model.pairOfEdge[e] = pair;
      model.pairEdges[pair].push(e);
    }
    model.pairIndex = pairs;
    model.nPairs = model.pairA.length;
    model.nodePairs = Array.from({ length: model.n }, () => []);
    for (let p = 0; p < model.nPairs; p++) {
      model.nodePairs[model.pairA[p]].push(p);
      if (model.pairB[p] !== model.pairA[p]) model.nodePairs[model.pairB[p]].push(p);
    }
    model.parts = Array.from({ length: model.nEvents }, () => []);
    model.nodeEvents = Array.from({ length: model.nEntities }, () => []);
    for (let e = 0; e < model.nEdges; e++) {
      if (edges.kind[e] !== "role") continue;
      const event = edges.source[e];
      const entity = edges.target[e];
      model.parts[event - model.nEntities].push({ role: edges.type[e], entity, edge: e });
      const list = model.nodeEvents[entity];
      if (list[list.length - 1] !== event && !list.includes(event)) list.push(event);
    }
    const order = model.data.schema.role.map((row) => row[0]);
    for (const parts of model.parts) parts.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || a.entity - b.entity);
  }

  // Entities stand where the build put them; events between their participants, several of them on a spiral.
  function placeNodes(model) {
    const { entities } = model.data;
    model.x = new Float32Array(model.n);
    model.y = new Float32Array(model.n);
    model.r = new Float32Array(model.n);
    for (let i = 0; i < model.nEntities; i++) {
      model.x[i] = entities.x[i];
      model.y[i] = entities.y[i];
      model.r[i] = entities.radius[i];
    }
    const seats = new Map();
    for (let v = 0; v < model.nEvents; v++) {
      const members = [...new Set(model.parts[v].map((part) => part.entity))];
      const seat = members.sort((a, b) => a - b).slice(0, 4).join();
      const taken = seats.get(seat) || 0;
      seats.set(seat, taken + 1);
      let x = 0, y = 0;
      for (const i of members) { x += model.x[i] / members.length; y += model.y[i] / members.length; }
      const lone = members.length === 1 ? model.r[members[0]] + 24 : 0;
      const angle = (taken + (members[0] || 0)) * 2.399963;
      const away = lone + 9 * Math.sqrt(taken);
      model.x[model.nEntities + v] = x + away * Math.cos(angle);
      model.y[model.nEntities + v] = y + away * Math.sin(angle);
      model.r[model.nEntities + v] = Math.min(4 + Math.sqrt(model.data.events.n_sources[v] || 1), 9);
    }
  }

  function dateEvents(model) {
    const { events } = model.data;
    model.begin = new Array(model.nEvents);
    model.end = new Array(model.nEvents);
    model.dated = new Uint8Array(model.nEvents);
    for (let v = 0; v < model.nEvents; v++) {
      let begin = dayOf(events.begin[v]);
      let end = dayOf(events.until[v]);
      model.dated[v] = begin !== null || end !== null ? 1 : 0;
      if (begin === null && end === null) begin = end = dayOf(events.first_reported[v]);
      model.begin[v] = begin === null ? end : begin;
      model.end[v] = end === null ? begin : end;
    }
    model.published = model.data.articles.published.map(dayOf);
    const sorted = (list) => list.filter((day) => day !== null).sort((a, b) => a - b);
    const days = sorted([...model.begin, ...model.end, ...model.published]), told = sorted(model.published);
    model.firstDay = days.length ? days[0] : 0;
    model.lastDay = days.length ? days[days.length - 1] : 1;
    if (told.length) {
      // What was long past or far ahead when it was told must not squeeze all the rest into one bar.
      const margin = Math.max(told[told.length - 1] - told[0], 60);
      model.firstDay = Math.max(model.firstDay, told[0] - margin);
      model.lastDay = Math.min(model.lastDay, told[told.length - 1] + margin);
    }
    if (model.lastDay <= model.firstDay) model.lastDay = model.firstDay + 1;
  }

  function indexPublishers(model) {
    const { articles, sentences, events } = model.data;
    model.sentencePublisher = sentences.article.map((article) => articles.publisher[article]);
    model.eventPublishers = events.reports.map((list) => [...new Set(list.map((article) => articles.publisher[article]))]);
  }

  Object.assign(kg, {
    dayOf, dayText, readBlock, load, KIND_RANK,
    isEvent: (node) => node >= kg.model.nEntities,
    keyOf: (node) => kg.isEvent(node) ? kg.model.data.events.key[node - kg.model.nEntities] : kg.model.data.entities.key[node],
  });

  kg.nameOf = function (node) {
    const { entities } = kg.model.data;
    if (kg.isEvent(node)) return kg.eventLabel(node - kg.model.nEntities);
    return (kg.state.lang === "en" && entities.label_en[node]) || entities.name[node];
  };

  kg.eventLabel = function (v) {
    const { events, schema } = kg.model.data;
    const type = schema.event[events.type[v]];
    if (kg.state.lang === "zh") return events.label[v] || type[1];
    const names = (role) => kg.model.parts[v].filter((part) => part.role === role).slice(0, 2).map((part) => kg.nameOf(part.entity));
    const words = [names("agent").join(", "), type[2], names("target").join(", ") || names("place").join(", ")];
    return words.filter(Boolean).join(" ");
  };

  kg.termLabel = (row) => row[kg.state.lang === "zh" ? 1 : 2];

  kg.edgeLabel = function (e) {
    const { edges } = kg.model.data;
    const kind = edges.kind[e];
    if (kind === "office") return edges.title[e] || kg.t("offices");
    if (kind === "cooccurrence") return kg.t("cooccurrence");
    const terms = kind === "relation" ? kg.model.terms.relation : kind === "role" ? kg.model.terms.role : kg.model.terms.event;
    const row = terms.get(edges.type[e]);
    return row ? kg.termLabel(row) : edges.type[e];
  };

  kg.eventWhen = function (v) {
    const { events } = kg.model.data;
    if (!kg.model.dated[v]) {
      const day = events.first_reported[v].slice(0, 10);
      return day ? kg.t("reportedOn") + " " + day : kg.t("dateUnknown");
    }
    const begin = events.begin[v], until = events.until[v];
    if (events.edtf[v] && /^\d{4}(-\d\d){0,2}$/.test(events.edtf[v])) return events.edtf[v];
    if (!begin || !until) return begin ? begin + " –" : "– " + until;
    return begin === until ? begin : begin + " – " + until;
  };
})(window.kg = window.kg || {});
