// Only in a page that came from kg serve: more of the graph on demand, and ways to SPARQL and the entity pages.
(function (kg) {
  "use strict";
  kg.isServed = () => document.body.dataset.served === "true" && location.protocol.startsWith("http");

  async function ask(path, values) {
    const answer = await fetch(path + "?" + new URLSearchParams(values), { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status + " " + path);
    return answer.json();
  }

  kg.loadAround = async function (key) {
    const more = await ask("/api/neighbourhood", { key });
    kg.model = kg.load(kg.joinData(kg.model.data, more));
    kg.find.keys = null;
    kg.graphView.hover = null;
    const expanded = kg.state.expanded.includes(key) ? kg.state.expanded : [...kg.state.expanded, key];
    kg.change({ expanded, sel: { node: key }, hiddenTypes: kg.state.hiddenTypes });
  };

  kg.searchServer = async function (words) {
    const found = await ask("/api/search", { q: words });
    return found.filter((row) => !kg.model.keyToNode.has(row.key));
  };

  kg.tell = function (error) {
    kg.replace(document.getElementById("banner"), kg.el("span", { text: kg.t("serverFailed") + " " + error.message }));
  };

  // Called after the panel of a node was drawn.
  kg.extendPanel = function (panel, node) {
    if (!kg.isServed()) return;
    const key = kg.keyOf(node);
    const here = (path) => new URL(path, location.origin).href;
    const actions = panel.querySelector(".actions") || panel.querySelector(".entity-head");
    if (!kg.isEvent(node)) actions.append(kg.button(kg.t("loadMore"), () => kg.loadAround(key).catch(kg.tell), { id: "load-more" }));
    panel.append(kg.el("p", { class: "served-links" }, kg.link(here("/" + key), kg.t("page")), " · ", kg.link(here("/sparql"), kg.t("sparql"))));
  };
})(window.kg = window.kg || {});
