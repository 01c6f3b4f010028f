"""The graph: entities, events and articles, and what joins them, each with its evidence. See docs/graph.md."""
