// The interface's words in both languages. kg.t("key") gives the word in the language of the state.
(function (kg) {
  "use strict";
  const zh = {
    app: "新闻图谱", search: "搜索名称、别名、拼音、英文…", noHits: "没有找到", graph: "图谱", timeline: "时间线", map: "地图",
    list: "列表", filters: "筛选", reset: "清除筛选", language: "English", theme: "深色 / 浅色", export: "导出", png: "图片 (PNG)",
    svg: "矢量图 (SVG)", csvNodes: "节点 (CSV)", csvEdges: "关系与事件 (CSV)", print: "打印", entityTypes: "实体类型", eventTypes: "事件类型",
    layers: "显示", relation: "关系与职务", interaction: "互动（事件）", cooccurrence: "同句出现", eventNodes: "事件节点", minor: "次要的线", modality: "语气",
    outlet: "媒体", confidence: "最低置信度", period: "时间", from: "从", until: "到", nShown: "显示最重要的", all: "全部", entities: "个实体",
    allTypes: "全选", noTypes: "全不选", welcome: "点击一个节点、一条线或一个事件，就能看到说这句话的原文。", welcomeHow: "怎么用",
    how1: "搜索人名、地名或拼音（按 / 键）", how2: "拖动下方时间条，只看一段时间", how3: "双击节点展开它的邻居", how4: "在面板里选“找路径”，再选另一个实体",
    most: "最重要的实体", groups: "群组", cut: "本页只含最重要的部分：", of: "共", events: "事件", eventsN: "个事件", articles: "文章", articlesN: "篇文章", relations: "关系",
    offices: "职务", aliases: "又称", together: "常同句出现", evidence: "原文", source: "查看原文", noUrl: "无网址", wikidata: "维基数据",
    focus: "只看它", unfocus: "显示全图", expand: "展开邻居", collapse: "收起邻居", path: "找路径", pathPick: "请选择另一个实体：点击节点或搜索",
    pathNone: "在当前筛选下没有路径", pathIs: "路径", cancel: "取消", close: "关闭", back: "返回", more: "更多", less: "收起", moreEvidence: "另有 {n} 处原文未收入本页",
    says: "据{who}说", saysSo: "说法来源", reportedOn: "报道于", dateUnknown: "日期不详", when: "时间", conf: "置信度", reports: "处报道", nReports: "报道数", outlets: "家媒体",
    mentions: "次提及", between: "之间", type: "类型", what: "内容", count: "次数", first: "最早", last: "最晚", noEvents: "当前筛选下没有事件",
    noPlaces: "当前筛选下没有带坐标的地点", showGraph: "在图中显示", zoomIn: "放大", zoomOut: "缩小", fit: "全景", legend: "图例", graphLabel: "知识图谱：方向键移动，加减号缩放，Enter 打开",
    mapLabel: "地图：方向键移动，加减号缩放", timelineLabel: "事件时间线：左右键移动，加减号缩放", stripLabel: "事件数量随时间的分布；拖动选择时间段", offline: "离线页面，不访问网络", copied: "链接已复制",
    copyLink: "复制链接", family: "事件", interactions: "互动", nEvents: "事件数", nothing: "没有可显示的内容；请放宽筛选", negated: "（原文否认）", planned: "（计划中）", possible: "（可能）", actual: "",
    steps: "步", clearTime: "全部时间", mentionedIn: "提及它的文章", sparql: "SPARQL 查询", loadMore: "载入更多邻居", serverFailed: "服务器没有应答：", elsewhere: "不在本页，点击载入", page: "实体页", titleOf: "", sameName: "其他来源", openPanel: "详情",
    nodesShown: "{n} 个实体", nodesEvents: "，{m} 个事件", doubleHint: "双击展开", jump: "跳到面板", badData: "页面数据无法读取；请重新生成 graph.html",
  };
  const en = {
    app: "News graph", search: "Search a name, alias, pinyin, English…", noHits: "nothing found", graph: "Graph", timeline: "Timeline", map: "Map",
    list: "List", filters: "Filters", reset: "Clear filters", language: "中文", theme: "Dark / light", export: "Export", png: "Picture (PNG)",
    svg: "Vector (SVG)", csvNodes: "Nodes (CSV)", csvEdges: "Links and events (CSV)", print: "Print", entityTypes: "Entity types", eventTypes: "Event types",
    layers: "Show", relation: "Relations, offices", interaction: "Interactions (events)", cooccurrence: "Same sentence", eventNodes: "Events as nodes", minor: "Minor lines", modality: "Modality",
    outlet: "Outlet", confidence: "Least confidence", period: "Period", from: "from", until: "until", nShown: "Show the most important", all: "all", entities: "entities",
    allTypes: "all", noTypes: "none", welcome: "Click a node, a line or an event to read the very sentence behind it.", welcomeHow: "How to",
    how1: "Search a name, place or pinyin (press /)", how2: "Drag over the bars below to see one period", how3: "Double-click a node to open its neighbours", how4: "Choose “Find path” in the panel, then another entity",
    most: "Most important", groups: "Groups", cut: "This page holds the most important part: ", of: "of", events: "Events", eventsN: "events", articles: "Articles", articlesN: "articles", relations: "Relations",
    offices: "Offices", aliases: "Also", together: "Often in one sentence with", evidence: "Sentences", source: "Read the article", noUrl: "no address", wikidata: "Wikidata",
    focus: "Focus", unfocus: "Whole graph", expand: "Expand", collapse: "Collapse", path: "Find path", pathPick: "Choose the other entity: click a node or search",
    pathNone: "No path under these filters", pathIs: "Path", cancel: "Cancel", close: "Close", back: "Back", more: "more", less: "less", moreEvidence: "{n} more sentences are not on this page",
    says: "according to {who}", saysSo: "Said by", reportedOn: "reported", dateUnknown: "date unknown", when: "When", conf: "confidence", reports: "sentences", nReports: "Sentences", outlets: "outlets",
    mentions: "mentions", between: "between", type: "Type", what: "What", count: "Count", first: "first", last: "last", noEvents: "No events under these filters",
    noPlaces: "No places with coordinates under these filters", showGraph: "Show in the graph", zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Fit", legend: "Legend", graphLabel: "Knowledge graph: arrows move, plus and minus zoom, Enter opens",
    mapLabel: "Map: arrows move, plus and minus zoom", timelineLabel: "Timeline of events: left and right move, plus and minus zoom", stripLabel: "Number of events over time; drag to choose a period", offline: "offline page, makes no request", copied: "link copied",
    copyLink: "Copy link", family: "Events", interactions: "Interactions", nEvents: "Events", nothing: "Nothing to show; loosen the filters", negated: " (denied)", planned: " (planned)", possible: " (possible)", actual: "",
    steps: "steps", clearTime: "All times", mentionedIn: "Articles that name it", sparql: "SPARQL", loadMore: "Load more neighbours", serverFailed: "The server does not answer:", elsewhere: "not on this page: click to load", page: "Entity page", titleOf: "", sameName: "other sources", openPanel: "Details",
    nodesShown: "{n} entities", nodesEvents: ", {m} events", doubleHint: "double-click to expand", jump: "To the panel", badData: "The page's data can't be read; build graph.html again",
  };
  kg.words = { zh, en };
  kg.t = function (key, values) {
    let text = kg.words[kg.state ? kg.state.lang : "zh"][key];
    if (text === undefined) text = key;
    for (const name in values || {}) text = text.replace("{" + name + "}", values[name]);
    return text;
  };
})(window.kg = window.kg || {});
