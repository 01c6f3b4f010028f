// Two pages' data become one: what a served explorer loads on demand is joined to what it has, by the keys of nodes.
(function (kg) {
  "use strict";

  // Rows of the second table that the first lacks are appended; gives, for each row of the second, its new number.
  function joinRows(first, second, keyOf, rewrite) {
    const known = new Map();
    const n = first[Object.keys(first)[0]].length;
    for (let i = 0; i < n; i++) known.set(keyOf(first, i), i);
    const m = second[Object.keys(second)[0]].length;
    const numbers = [];
    let next = n;
    for (let i = 0; i < m; i++) {
      const key = keyOf(second, i);
      if (!known.has(key)) {
        known.set(key, next++);
        for (const column in first) first[column].push(rewrite(column, second[column][i], i));
      }
      numbers.push(known.get(key));
    }
    return numbers;
  }

  const pairs = (flat, change) => flat.map((value, i) => i % 2 ? value : change(value));
  const copy = (table) => Object.fromEntries(Object.entries(table).map(([name, column]) => [name, column.slice()]));

  kg.joinData = function (one, two) {
    const out = { ...one, publishers: one.publishers.slice() };
    for (const name of ["entities", "events", "edges", "articles", "sentences"]) out[name] = copy(one[name]);
    const publishers = two.publishers.map((name) => {
      if (!out.publishers.includes(name)) out.publishers.push(name);
      return out.publishers.indexOf(name);
    });
    const byKey = (table, i) => table.key[i];
    const articles = joinRows(out.articles, two.articles, byKey, (column, value) => column === "publisher" ? publishers[value] : value);
    const entities = joinEntities(out, one, two);
    const added = out.entities.key.length - one.entities.key.length;
    const sentences = joinRows(out.sentences, two.sentences, (table, i) => (table === two.sentences ? articles[table.article[i]] : table.article[i]) + "\n" + table.text[i],
      (column, value) => column === "article" ? articles[value] : column === "names" ? value.map((number, i) => i % 3 ? number : entities[number]) : value);
    const evidence = (flat) => pairs(flat, (sentence) => sentences[sentence]);
    const events = joinRows(out.events, two.events, byKey, (column, value) => column === "evidence" ? evidence(value) : column === "reports" ? value.map((article) => articles[article]) : value);
    const nEntities = out.entities.key.length;
    const nodeOne = (node) => node < one.entities.key.length ? node : node + added;
    const nodeTwo = (node) => node < two.entities.key.length ? entities[node] : nEntities + events[node - two.entities.key.length];
    out.edges.source = out.edges.source.map(nodeOne);
    out.edges.target = out.edges.target.map(nodeOne);
    out.edges.events = out.edges.events.map((list) => list.map(nodeOne));
    const edgeKey = (table, i) => (table === two.edges ? [nodeTwo(table.source[i]), nodeTwo(table.target[i])] : [table.source[i], table.target[i]]).concat(table.kind[i], table.type[i], table.title[i]).join("\n");
    joinRows(out.edges, two.edges, edgeKey, (column, value) => column === "source" || column === "target" ? nodeTwo(value) : column === "events" ? value.map(nodeTwo) : column === "evidence" ? evidence(value) : value);
    out.mentions = one.mentions.concat(two.entities.key.map((_, i) => i).filter((i) => entities[i] >= one.entities.key.length).map((i) => pairs(two.mentions[i], (article) => articles[article])));
    return out;
  };

  // New entities stand around the one they were loaded for, as they stood around it in their own data.
  function joinEntities(out, one, two) {
    const focus = two.meta.focus, here = one.entities.key.indexOf(focus), there = two.entities.key.indexOf(focus);
    const move = (column, i) => there < 0 || here < 0 ? two.entities[column][i] : one.entities[column][here] + (two.entities[column][i] - two.entities[column][there]) * 0.6;
    const known = new Map(one.entities.key.map((key, i) => [key, i]));
    let next = one.entities.key.length;
    const numbers = two.entities.key.map((key) => known.has(key) ? known.get(key) : next++);
    const titles = (rows) => rows.map(([title, where, n]) => [title, typeof where === "number" ? numbers[where] : where, n]);
    joinRows(out.entities, two.entities, (table, i) => table.key[i], (column, value, i) =>
      column === "x" || column === "y" ? move(column, i) : column === "community" ? -1 : column === "titles" ? titles(value) : value);
    return numbers;
  }
})(window.kg = window.kg || {});
