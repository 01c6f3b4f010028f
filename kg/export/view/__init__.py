"""What the explorer shows: which part of the graph, where it stands on the page, and the page's data."""
