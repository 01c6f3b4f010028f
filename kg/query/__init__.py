"""Questions to a built graph: SPARQL in, rows out."""
