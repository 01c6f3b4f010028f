// The panel at the side: an entity, an event, or all that is said between two entities, each with its sentences.
(function (kg) {
  "use strict";
  const FEW = 8;
  const opened = new Set();

  // A list that shows a few rows and a button for the rest.
  function rows(name, items, make, few) {
    const most = opened.has(name) ? Infinity : few || FEW;
    const more = items.length > (few || FEW) && kg.button(opened.has(name) ? kg.t("less") : kg.t("more") + " (" + (items.length - most) + ")",
      () => { if (!opened.delete(name)) opened.add(name); kg.drawPanel(true); }, { class: "small more" });
    return [kg.el("ul", { class: "rows" }, items.slice(0, most).map((item) => kg.el("li", {}, make(item)))), more];
  }

  function section(title, ...content) {
    return kg.el("section", {}, kg.el("h3", { text: title }), ...content);
  }

  kg.nodeButton = function (node, text) {
    return kg.button([kg.mark(node), kg.visible(text || kg.nameOf(node))], () => kg.chooseNode(node), { class: "plain name" });
  };

  // The shape and colour of the legend, as a small picture in a line of text.
  kg.mark = function (node, shape, colour) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    for (const [name, value] of [["viewBox", "-1.3 -1.3 2.6 2.6"], ["class", "mark"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
    const corners = kg.CORNERS[shape || kg.nodeShape(node)];
    const part = document.createElementNS(space, corners ? "polygon" : "circle");
    if (corners) part.setAttribute("points", corners.map((corner) => corner.map((c) => c.toFixed(3)).join()).join(" "));
    else part.setAttribute("r", "1");
    part.setAttribute("fill", colour || kg.nodeColour(node));
    svg.append(part);
    return svg;
  };

  kg.drawPanel = function (stay) {
    const panel = document.getElementById("panel");
    const top = panel.scrollTop;
    if (!stay) opened.clear();
    const node = kg.selectedNode(), pair = kg.selectedPair();
    const content = kg.state.path && node === null && pair === null ? pathPanel() : pair !== null ? pairPanel(pair) : node === null ? welcome() : kg.isEvent(node) ? eventPanel(node) : entityPanel(node);
    kg.replace(panel, content);
    panel.classList.toggle("open", node !== null || pair !== null || Boolean(kg.state.path));
    panel.scrollTop = stay ? top : 0;
    if (node !== null) kg.extendPanel(panel, node);
  };

  function closeButton() {
    return kg.el("div", { class: "panel-bar" },
      kg.button("←", () => history.back(), { "aria-label": kg.t("back"), title: kg.t("back") }),
      kg.button("×", () => kg.change({ sel: null, path: null }), { class: "close", "aria-label": kg.t("close"), title: kg.t("close") }));
  }

  function welcome() {
    const { meta, communities } = kg.model.data;
    const whole = meta.n_entities > kg.model.nEntities || meta.n_events > kg.model.nEvents;
    return [
      kg.el("p", { class: "welcome", text: kg.t("welcome") }),
      kg.el("p", { class: "faint", text: [`${meta.n_articles} ${kg.t("articlesN")}`, `${meta.n_entities} ${kg.t("entities")}`, `${meta.n_events} ${kg.t("eventsN")}`].join(" · ") }),
      whole && kg.el("p", { class: "faint", text: `${kg.t("cut")}${kg.model.nEntities} ${kg.t("of")} ${meta.n_entities} ${kg.t("entities")}` }),
      section(kg.t("most"), rows("most", Array.from({ length: Math.min(40, kg.model.nEntities) }, (_, i) => i), (i) => [kg.nodeButton(i), count(kg.model.data.entities.n_articles[i])], 12)),
      communities.length > 1 && section(kg.t("groups"), rows("groups", communities.map((_, i) => i), (i) => [kg.button(kg.visible(kg.groupName(i)), () => showGroup(i), { class: "plain" }), count(communities[i][1])], 8)),
      section(kg.t("welcomeHow"), kg.el("ul", { class: "how" }, ["how1", "how2", "how3", "how4"].map((key) => kg.el("li", { text: kg.t(key) })))),
      kg.el("p", { class: "faint", text: kg.t("offline") + (meta.version ? " · newskg " + meta.version : "") }),
    ];
  }

  function showGroup(community) {
    const nodes = kg.shown.nodes.filter((node) => !kg.isEvent(node) && kg.model.data.entities.community[node] === community);
    if (kg.state.view !== "graph") kg.change({ view: "graph" });
    if (nodes.length) kg.graphView.fit(nodes);
  }

  const count = (n) => kg.el("span", { class: "count", text: String(n) });

  function entityPanel(node) {
    const { entities, schema } = kg.model.data;
    const type = schema.entity[entities.type[node]];
    const other = kg.state.lang === "en" ? entities.name[node] : entities.label_en[node];
    const key = kg.keyOf(node);
    return [
      closeButton(),
      kg.el("header", { class: "entity-head" },
        kg.el("h2", {}, kg.mark(node), kg.visible(kg.nameOf(node))),
        other && other !== kg.nameOf(node) && kg.el("p", { class: "other", text: kg.visible(other) }),
        kg.el("p", { class: "faint" }, kg.termLabel(type), entities.description[node] ? " · " + kg.visible(entities.description[node]) : "",
          ` · ${entities.n_articles[node]} ${kg.t("articlesN")} · ${entities.n_mentions[node]} ${kg.t("mentions")}`),
        /^Q\d+$/.test(entities.qid[node] || "") && kg.el("p", {}, kg.link("https://www.wikidata.org/wiki/" + entities.qid[node], kg.t("wikidata") + " " + entities.qid[node])),
        entities.names[node].length > 0 && kg.el("p", { class: "aliases" }, kg.el("span", { class: "faint", text: kg.t("aliases") + " " }), entities.names[node].slice(0, 30).map(kg.visible).join("、"))),
      kg.el("div", { class: "actions" },
        kg.button(kg.state.focus === key ? kg.t("unfocus") : kg.t("focus"), () => { kg.change({ focus: kg.state.focus === key ? null : key, camera: null, view: "graph" }); kg.graphView.fit(); }),
        kg.button(kg.has("expanded", key) ? kg.t("collapse") : kg.t("expand"), () => kg.toggle("expanded", key)),
        kg.button(kg.t("path"), () => kg.startPath(node)),
        kg.button(kg.t("print"), () => window.print())),
      officesOf(node), eventsOf(node), relationsOf(node), togetherOf(node), articlesOf(node),
    ];
  }

  function edgesOf(node, kinds) {
    const { edges } = kg.model.data;
    return kg.model.nodePairs[node].flatMap((p) => kg.model.pairEdges[p]).filter((e) => kinds.includes(edges.kind[e]) && kg.shown.edge[e])
      .sort((a, b) => edges.count[b] - edges.count[a] || a - b);
  }

  const otherEnd = (e, node) => kg.model.data.edges.source[e] === node ? kg.model.data.edges.target[e] : kg.model.data.edges.source[e];
  const span = (e) => { const { first, last } = kg.model.data.edges; return first[e] === last[e] ? first[e] : [first[e], last[e]].filter(Boolean).join(" – "); };

  function officesOf(node) {
    const list = edgesOf(node, ["office"]);
    const { edges, entities } = kg.model.data;
    const linked = new Set(list.map((e) => edges.title[e]));
    const loose = entities.titles[node].filter(([title]) => !linked.has(title));
    if (!list.length && !loose.length) return null;
    return section(kg.t("offices"),
      rows("offices", list, (e) => [kg.button(kg.visible(edges.title[e]), () => kg.selectPair(edges.source[e], edges.target[e]), { class: "plain" }), kg.nodeButton(otherEnd(e, node)), kg.el("span", { class: "faint", text: span(e) })], 6),
      loose.length > 0 && kg.el("p", { class: "faint", text: loose.slice(0, 12).map(([title, where]) => kg.visible(title) + (where === null ? "" : " (" + kg.visible(typeof where === "number" ? kg.nameOf(where) : where) + ")")).join("、") }));
  }

  const wantedType = new Map();

  function eventsOf(node) {
    const { events, schema } = kg.model.data;
    const own = kg.model.nodeEvents[node].map((event) => event - kg.model.nEntities).filter((v) => kg.shown.event[v]);
    if (!own.length) return null;
    const perType = new Map();
    for (const v of own) perType.set(events.type[v], (perType.get(events.type[v]) || 0) + 1);
    const wanted = perType.has(wantedType.get(node)) ? wantedType.get(node) : null;
    const list = own.filter((v) => wanted === null || events.type[v] === wanted)
      .sort((a, b) => (kg.model.begin[b] ?? -1e9) - (kg.model.begin[a] ?? -1e9) || a - b);
    const chips = [...perType].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([type, n]) => kg.button(kg.termLabel(schema.event[type]) + " " + n,
      () => { wantedType.set(node, wanted === type ? null : type); kg.drawPanel(true); },
      { class: "chip", "aria-pressed": String(wanted === type), style: { "--chip": kg.model.family.get(schema.event[type][3])[3] } }));
    return section(`${kg.t("events")} (${own.length})`, kg.el("div", { class: "chips" }, chips), rows("events", list, eventRow, 12));
  }

  function eventRow(v) {
    const { events, schema } = kg.model.data;
    const modality = schema.modality[events.modality[v]][0];
    return [kg.el("span", { class: "when", text: kg.eventWhen(v) }), kg.typeChip(schema.event[events.type[v]]),
      kg.button(kg.visible(kg.eventLabel(v)), () => kg.chooseNode(kg.model.nEntities + v), { class: "plain grow" }),
      modality !== "actual" && kg.el("span", { class: "faint", text: kg.t(modality) })];
  }

  function relationsOf(node) {
    const { edges } = kg.model.data;
    const list = edgesOf(node, ["relation"]);
    if (!list.length) return null;
    return section(kg.t("relations"), rows("relations", list, (e) => {
      const label = kg.button(kg.visible(kg.edgeLabel(e)), () => kg.selectPair(edges.source[e], edges.target[e]), { class: "plain verb" });
      return edges.source[e] === node ? [label, kg.nodeButton(otherEnd(e, node)), count(edges.count[e])] : [kg.nodeButton(otherEnd(e, node)), label, kg.visible(kg.nameOf(node)), count(edges.count[e])];
    }));
  }

  function togetherOf(node) {
    const { edges } = kg.model.data;
    const list = edgesOf(node, ["cooccurrence"]);
    return list.length ? section(kg.t("together"), rows("together", list, (e) => [kg.nodeButton(otherEnd(e, node)), kg.button("×" + edges.count[e], () => kg.selectPair(edges.source[e], edges.target[e]), { class: "small" })], 6)) : null;
  }

  function articlesOf(node) {
    const flat = kg.model.data.mentions[node], list = [];
    for (let i = 0; i < flat.length; i += 2) list.push([flat[i], flat[i + 1]]);
    return list.length ? section(`${kg.t("mentionedIn")} (${list.length})`, rows("articles", list, ([article, n]) => [articleLine(article), count(n)], 6)) : null;
  }

  function articleLine(article) {
    const { articles, publishers } = kg.model.data;
    const title = kg.visible(articles.title[article] || articles.url[article] || articles.key[article]);
    const safe = kg.webAddress(articles.url[article]);
    return kg.el("span", { class: "article" }, safe ? kg.link(safe, title) : kg.el("span", { text: title }),
      kg.el("span", { class: "faint", text: " " + [kg.visible(publishers[articles.publisher[article]]), articles.published[article].slice(0, 10)].filter(Boolean).join(" · ") }));
  }

  function eventPanel(node) {
    const v = node - kg.model.nEntities;
    const { events, schema } = kg.model.data;
    const type = schema.event[events.type[v]], modality = schema.modality[events.modality[v]];
    const parts = kg.model.parts[v];
    const sources = parts.filter((part) => part.role === "source");
    const facts = [
      [kg.t("when"), kg.eventWhen(v)],
      ...["agent", "target", "place", "topic"].map((role) => [kg.termLabel(kg.model.terms.role.get(role)), parts.filter((part) => part.role === role).map((part) => kg.nodeButton(part.entity))]),
      [kg.t("saysSo"), sources.map((part) => kg.nodeButton(part.entity))],
      [kg.t("modality"), kg.termLabel(modality)],
      [kg.t("conf"), events.confidence[v] === null ? "" : events.confidence[v] + "%"],
    ].filter(([, value]) => value && value.length);
    return [
      closeButton(),
      kg.el("header", { class: "entity-head" }, kg.el("h2", {}, kg.mark(node), kg.visible(kg.eventLabel(v))),
        kg.el("p", {}, kg.typeChip(type), modality[0] !== "actual" && kg.el("span", { class: "warn", text: kg.termLabel(modality) }),
          kg.el("span", { class: "faint", text: ` ${events.n_reports[v]} ${kg.t("reports")} · ${events.n_sources[v]} ${kg.t("outlets")}` }))),
      kg.el("dl", {}, facts.map(([term, value]) => [kg.el("dt", { text: term }), kg.el("dd", {}, value)])),
      section(kg.t("evidence"), evidenceList(events.evidence[v], { parties: parts.map((part) => part.entity), triggers: events.triggers[v] }, events.n_reports[v])),
      section(kg.t("articles"), rows("reports", events.reports[v], articleLine, 6)),
    ];
  }

  function pairPanel(pair) {
    const a = kg.model.pairA[pair], b = kg.model.pairB[pair];
    const { edges } = kg.model.data;
    const list = kg.model.pairEdges[pair].filter((e) => kg.shown.edge[e]).sort((x, y) => kg.KIND_RANK[edges.kind[y]] - kg.KIND_RANK[edges.kind[x]] || edges.count[y] - edges.count[x]);
    const between = kg.isEvent(b) ? [] : kg.model.nodeEvents[a].filter((event) => kg.model.nodeEvents[b].includes(event) && kg.shown.event[event - kg.model.nEntities]).map((event) => event - kg.model.nEntities);
    between.sort((x, y) => (kg.model.begin[y] ?? -1e9) - (kg.model.begin[x] ?? -1e9) || x - y);
    return [
      closeButton(),
      kg.el("header", { class: "entity-head" }, kg.el("h2", { class: "pair" }, kg.nodeButton(a), kg.el("span", { class: "faint", text: "—" }), kg.nodeButton(b))),
      list.filter((e) => edges.kind[e] !== "interaction").map((e) => statement(e)),
      between.length > 0 && section(`${kg.t("events")} (${between.length})`, rows("between", between, eventRow, 20)),
      between.length === 1 && eventEvidence(between[0]),
    ];
  }

  function eventEvidence(v) {
    const { events } = kg.model.data;
    return section(kg.t("evidence"), evidenceList(events.evidence[v], { parties: kg.model.parts[v].map((part) => part.entity), triggers: events.triggers[v] }, events.n_reports[v]));
  }

  function statement(e) {
    const { edges } = kg.model.data;
    const a = edges.source[e], b = edges.target[e];
    const facts = [edges.confidence[e] === null ? "" : kg.t("conf") + " " + edges.confidence[e] + "%", "×" + edges.count[e], span(e)].filter(Boolean).join(" · ");
    return kg.el("section", {}, kg.el("h3", {}, kg.visible(kg.nameOf(a)), kg.el("span", { class: "verb", text: " " + kg.visible(kg.edgeLabel(e)) + " " }), kg.visible(kg.nameOf(b))),
      kg.el("p", { class: "faint", text: facts }),
      evidenceList(edges.evidence[e], { parties: [a, b].filter((node) => !kg.isEvent(node)), triggers: edges.title[e] ? [edges.title[e]] : [] }, edges.count[e]));
  }

  function evidenceList(flat, lights, total) {
    const { sentences, articles, publishers } = kg.model.data;
    const items = [];
    for (let i = 0; i < flat.length; i += 2) {
      const article = sentences.article[flat[i]];
      items.push(kg.el("li", { class: "evidence" },
        kg.el("blockquote", {}, highlighted(flat[i], lights)),
        kg.el("p", { class: "faint" }, [kg.visible(publishers[articles.publisher[article]]), articles.published[article].slice(0, 10), flat[i + 1] + "%"].filter(Boolean).join(" · "), " · ", kg.link(articles.url[article], kg.t("source")))));
    }
    const left = total - items.length;
    return [kg.el("ul", { class: "evidences" }, items), left > 0 && kg.el("p", { class: "faint", text: kg.t("moreEvidence", { n: left }) })];
  }

  // The sentence in pieces: who takes part, what happened, and every other name as a way on.
  function highlighted(sentence, { parties, triggers }) {
    const text = [...kg.model.data.sentences.text[sentence]];
    const taken = new Array(text.length).fill(false);
    const pieces = [];
    const claim = (start, end, kind, node) => {
      if (start < 0 || end > text.length || taken.slice(start, end).some(Boolean)) return;
      taken.fill(true, start, end);
      pieces.push({ start, end, kind, node });
    };
    const spans = [];
    const flat = kg.model.data.sentences.names[sentence];
    for (let i = 0; i < flat.length; i += 3) spans.push({ node: flat[i], start: flat[i + 1], end: flat[i + 2] });
    spans.sort((a, b) => (b.end - b.start) - (a.end - a.start) || a.start - b.start);
    for (const s of spans) if (parties.includes(s.node)) claim(s.start, s.end, "party", s.node);
    for (const node of parties) if (!spans.some((s) => s.node === node)) for (const name of [kg.model.data.entities.name[node], ...kg.model.data.entities.names[node]]) if ([...name].length > 1) literal(text, name, (s, e) => claim(s, e, "party", node));
    for (const trigger of triggers) literal(text, trigger, (s, e) => claim(s, e, "trigger"));
    for (const s of spans) claim(s.start, s.end, "other", s.node);
    pieces.sort((a, b) => a.start - b.start);
    const out = [];
    let at = 0;
    for (const piece of pieces) {
      out.push(kg.visible(text.slice(at, piece.start).join("")));
      const words = kg.visible(text.slice(piece.start, piece.end).join(""));
      if (piece.kind === "trigger") out.push(kg.el("mark", { class: "trigger", text: words }));
      else out.push(kg.el("button", { type: "button", class: "in-text " + piece.kind, onclick: () => kg.chooseNode(piece.node), text: words }));
      at = piece.end;
    }
    out.push(kg.visible(text.slice(at).join("")));
    return out;
  }

  // Offsets count code points, as everywhere in kg; text is an array of them.
  function literal(text, words, found) {
    const want = [...words];
    if (!want.length) return;
    for (let i = 0; i + want.length <= text.length; i++) if (want.every((c, j) => text[i + j] === c)) found(i, i + want.length);
  }

  function pathPanel() {
    const [start, goal] = kg.state.path.map((key) => kg.model.keyToNode.get(key));
    const route = kg.route || [];
    const steps = route.slice(1).map((node, i) => {
      const from = route[i];
      const pair = kg.model.pairIndex.get(Math.min(from, node) * kg.model.n + Math.max(from, node));
      const e = kg.shown.pairEdge[pair];
      return kg.el("li", {}, kg.button([kg.el("span", { class: "verb", text: e >= 0 ? kg.visible(kg.edgeLabel(e)) : "—" })], () => kg.selectPair(from, node), { class: "plain step" }), kg.nodeButton(node));
    });
    return [closeButton(), kg.el("h2", { text: kg.t("pathIs") }), kg.el("p", {}, kg.nodeButton(start), " → ", kg.nodeButton(goal)),
      route.length ? [kg.el("p", { class: "faint", text: route.length - 1 + " " + kg.t("steps") }), kg.el("ol", { class: "path" }, kg.el("li", {}, kg.nodeButton(start)), steps)] : kg.el("p", { class: "warn", text: kg.t("pathNone") })];
  }
})(window.kg = window.kg || {});
