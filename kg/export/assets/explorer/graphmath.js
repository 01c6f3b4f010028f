// Neighbours, shortest paths and nearest nodes, over what passes the filters.
(function (kg) {
  "use strict";

  // Entities bound to a node, directly or by an event that both have a part in.
  kg.neighbours = function (node, shown) {
    const model = kg.model;
    if (kg.isEvent(node)) return model.parts[node - model.nEntities].map((part) => part.entity);
    const found = new Set();
    for (const p of model.nodePairs[node]) {
      const other = model.pairA[p] === node ? model.pairB[p] : model.pairA[p];
      if (!kg.isEvent(other) && shown.pairKind[p]) found.add(other);
    }
    for (const event of model.nodeEvents[node]) {
      if (shown.event[event - model.nEntities]) for (const part of model.parts[event - model.nEntities]) found.add(part.entity);
    }
    found.delete(node);
    return [...found];
  };

  // Dijkstra over pairs. A step through a hub costs more: "both were in China" explains little.
  kg.findPath = function (start, goal, shown) {
    const model = kg.model;
    const distance = new Float64Array(model.n).fill(Infinity);
    const before = new Int32Array(model.n).fill(-1);
    const heap = new kg.Heap();
    distance[start] = 0;
    heap.push(0, start);
    while (heap.size) {
      const [cost, node] = heap.pop();
      if (node === goal) break;
      if (cost > distance[node]) continue;
      const toll = node === start ? 0 : Math.log2(1 + model.nodePairs[node].length) / 4;
      for (const p of model.nodePairs[node]) {
        if (!shown.pairKind[p]) continue;
        const other = model.pairA[p] === node ? model.pairB[p] : model.pairA[p];
        const length = kg.isEvent(other) || kg.isEvent(node) ? 0.6 : shown.pairKind[p] === 1 ? 1.6 : 1;
        const next = cost + length + toll;
        if (next < distance[other]) { distance[other] = next; before[other] = node; heap.push(next, other); }
      }
    }
    if (distance[goal] === Infinity) return [];
    const path = [goal];
    while (path[0] !== start) path.unshift(before[path[0]]);
    return path;
  };

  kg.Heap = class {
    constructor() { this.items = []; }
    get size() { return this.items.length; }
    push(cost, value) {
      const items = this.items;
      let i = items.push([cost, value]) - 1;
      while (i > 0) {
        const up = (i - 1) >> 1;
        if (items[up][0] <= items[i][0]) break;
        [items[up], items[i]] = [items[i], items[up]];
        i = up;
      }
    }
    pop() {
      const items = this.items, top = items[0], last = items.pop();
      if (items.length) {
        items[0] = last;
        for (let i = 0; ;) {
          const left = 2 * i + 1;
          if (left >= items.length) break;
          const least = left + 1 < items.length && items[left + 1][0] < items[left][0] ? left + 1 : left;
          if (items[i][0] <= items[least][0]) break;
          [items[i], items[least]] = [items[least], items[i]];
          i = least;
        }
      }
      return top;
    }
  };

  kg.segmentDistance = function (px, py, ax, ay, bx, by) {
    const dx = bx - ax, dy = by - ay;
    const t = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(px - ax - t * dx, py - ay - t * dy);
  };
})(window.kg = window.kg || {});
