"""Every error that kg raises on purpose.

KgError
+-- InputError            what we were given
|   +-- ArticleError      a page or an archive can't be read
|   +-- SettingsError     an option or a key has no meaning
|   +-- QueryError        a SPARQL query or its parameters
+-- ModelError            weights missing, wrong label set, wrong digest
+-- SchemaError           a record or graph breaks ontologies/; carries the SHACL report
+-- ExportError           can't write there, or unknown format

Messages say where, what, and what to do: ``news/0412.html: no article body; try --encoding gb18030``.
"""


class KgError(Exception):
    """Root of the tree; the command line turns it into one line and an exit code."""

    exit_code = 1


class InputError(KgError):
    """Something that was given is missing, broken or not understood."""

    exit_code = 2


class ArticleError(InputError):
    """A page or an archive can't be read as articles."""


class SettingsError(InputError):
    """An option, an environment variable or a settings key has no meaning."""


class QueryError(InputError):
    """A SPARQL query, its name or one of its parameters is wrong, or it was ended at a limit.

    ``reason`` is syntax, parameter, format, refused, time, memory or rows; the endpoint answers by it.
    """

    def __init__(self, message: str, *, reason: str = "syntax") -> None:
        super().__init__(message)
        self.reason = reason


class ModelError(KgError):
    """The weights are missing, damaged, or not the ones the code expects."""


class SchemaError(KgError):
    """A record or a graph breaks the ontology.

    ``report`` holds the SHACL report as text, or an empty string.
    """

    def __init__(self, message: str, *, report: str = "") -> None:
        super().__init__(message)
        self.report = report


class ExportError(KgError):
    """The output can't be written, or the format is unknown."""
