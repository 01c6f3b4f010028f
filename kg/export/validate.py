"""A written graph against ``ontologies/shapes.ttl``.

The path of a graph enters, the SHACL report leaves; what breaks a shape is an error, what only warns is not.
"""

from pathlib import Path

import rdflib

from kg.errors import InputError, SchemaError
from kg.export.reading import read_rdf
from kg.settings import ontology_dir


def validate_file(path: Path) -> str:
    """The SHACL report, as text, on the default graph of an RDF file that obeys the shapes.

    Raises:
        InputError: The file can't be read, or pySHACL is not installed.
        SchemaError: A shape is broken; ``report`` says which and where.
    """
    return validate_graph(read_rdf(path), name=str(path))


def validate_graph(graph: rdflib.Graph, *, name: str = "graph") -> str:
    """The SHACL report, as text, on a graph that obeys the shapes; ``name`` is for the message.

    Raises:
        InputError: pySHACL is not installed.
        SchemaError: A shape is broken.
    """
    try:
        import pyshacl
    except ImportError as exc:
        raise InputError("validate: pySHACL is not installed; pip install pyshacl") from exc
    # No inference, no imports, core constraints only: a shape says all that it needs, and nothing is fetched.
    conforms, _, report = pyshacl.validate(
        graph,
        shacl_graph=read_rdf(ontology_dir() / "shapes.ttl"),
        inference="none",
        do_owl_imports=False,
        allow_warnings=True,
    )
    if not conforms:
        first = next((line.strip() for line in report.splitlines() if "Message:" in line), "a shape is broken")
        raise SchemaError(f"{name}: {first}; the whole report says where", report=report)
    return str(report)
