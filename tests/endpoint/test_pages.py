import re
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest

from kg.endpoint import make_app, run_server
from kg.errors import InputError
from kg.query.named import named_queries
from tests.endpoint.conftest import running
from tests.graph_factory import synthetic_graph
from tests.query.conftest import build_out

BASE = "https://example.org/newskg"
KG = BASE + "/ontology#"
HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def links(self):
        return [attrs["href"] for tag, attrs in self.found if tag == "a"]


@pytest.mark.parametrize(("path", "words"), [("/entity/Q28417240", "秦刚"), ("/entity/Q836", "缅甸")])
def test_iri_gives_a_page_or_rdf(client, path, words):
    page = client.get(path, headers=HTML)
    assert page.headers["content-type"].startswith("text/html")
    assert f"<title>{words}</title>" in page.text
    iri = "https://example.org/newskg" + path
    for accept, format_ in (("text/turtle", ox.RdfFormat.TURTLE), ("application/ld+json", ox.RdfFormat.JSON_LD)):
        answer = client.get(path, headers={"accept": accept})
        assert answer.headers["content-type"].startswith(accept)
        assert iri in {quad.subject.value for quad in ox.parse(answer.content, format=format_)}
    assert client.get(path + "?format=nt", headers=HTML).headers["content-type"] == "application/n-triples"


def test_pages_lead_on_to_pages_and_to_the_sentence(client):
    page = client.get("/entity/Q28417240", headers=HTML).text
    assert "秦刚当天会晤了敏昂莱" in page
    for link in {link for link in Tags(page).links() if link.startswith(("/entity/", "/article/"))}:
        assert client.get(link, headers=HTML).status_code == 200, link
    articles = [link for link in Tags(page).links() if link.startswith("/article/")]
    events = client.get("/queries/who-met-whom", headers={"accept": "application/json"}).json()
    event = events["results"]["bindings"][0]["event"]["value"].removeprefix("https://example.org/newskg")
    assert "秦刚、敏昂莱会晤" in client.get(event, headers=HTML).text
    assert articles


def triples_of(client, path):
    answer = client.get(path, headers={"accept": "application/n-triples"})
    assert answer.status_code == 200
    return {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)}


def test_evidence_is_reached_by_following_iris(client):
    about = triples_of(client, "/entity/Q836")
    statements = {triple.subject.value for triple in about if "/statement/" in triple.subject.value}
    assert "POINT(96 22)" in {triple.object.value for triple in about if triple.subject.value.endswith("Q836#geometry")}
    statement = next(iri for iri in sorted(statements)).removeprefix(BASE)
    evidence = {
        triple.object.value for triple in triples_of(client, statement) if triple.predicate.value == KG + "evidence"
    }
    for passage in evidence:
        article, _, place = passage.removeprefix(BASE).partition("#")
        quotes = [
            triple.object.value
            for triple in triples_of(client, article)
            if (triple.subject.value, triple.predicate.value) == (passage, KG + "quote")
        ]
        assert len(quotes) == 1
        page = client.get(article, headers=HTML).text
        assert [tag for tag, attrs in Tags(page).found if attrs.get("id") == place] == ["li"]
        for path in (article, statement):
            page = client.get(path, headers=HTML).text
            assert f'<a href="{article}#{place}">{quotes[0]}</a>' in page
    page = client.get("/entity/Q836", headers=HTML).text
    assert [link for link in Tags(page).links() if link.startswith("/article/") and "#char=" in link]


def test_hub_shows_its_names_and_some_values_of_each_property(tmp_path):
    out = build_out(synthetic_graph(60, seed=3), tmp_path)
    with running(out) as client:
        query = "SELECT ?e ?n { ?e a kg:Entity ; kg:articleCount ?n } ORDER BY DESC(?n) LIMIT 1"
        row = client.get("/sparql", params={"query": query}).json()["results"]["bindings"][0]
        n_articles = int(row["n"]["value"])
        assert n_articles > 20
        page = client.get(row["e"]["value"].removeprefix(BASE), headers=HTML).text
        assert (
            page.index(">rdf:type<")
            < page.index(">rdfs:label<")
            < page.index(">kg:name<")
            < page.index(">kg:mentionedIn<")
        )
        link = next(link for link in Tags(page).links() if "mentionedIn" in link)
        assert f"… and {n_articles - 20} more</a>" in page
        rest = client.get(link, headers={"accept": "text/csv"})
        assert len(rest.text.splitlines()) == n_articles + 1


def test_what_a_page_leaves_out_is_told(client, monkeypatch):
    monkeypatch.setattr("kg.endpoint.resource.MAX_STATEMENTS", 1)
    monkeypatch.setattr("kg.endpoint.pages.MAX_STATEMENTS", 1)
    whole = client.get("/entity/Q836", headers=HTML).text
    assert "only the 1 most frequent are shown" in whole
    monkeypatch.setattr("kg.endpoint.resource._HUB", 0)
    assert "only the 1 most frequent are shown" in client.get("/entity/Q836", headers=HTML).text


def test_what_is_not_there_is_not_found(client):
    for path in (
        "/entity/Q1",
        "/nothing",
        "/entity/%3E%7B",
        "/entity/Q836%3E%20%7B%7D",
        "/..%2f..%2fetc/passwd",
        "/assets/../app.py",
    ):
        assert client.get(path, headers=HTML).status_code == 404, path


def test_hostile_names_are_inert(client):
    query = 'SELECT ?e { ?e kg:name "<img src=x onerror=\\"alert(1)\\">" }'
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    path = rows[0]["e"]["value"].removeprefix("https://example.org/newskg")
    page = client.get(path, headers=HTML).text
    assert "&lt;img src=x" in page
    assert not [tag for tag, _ in Tags(page).found if tag in ("img", "script")]
    article = next(link for link in Tags(page).links() if link.startswith("/article/"))
    text = client.get(article, headers=HTML).text
    assert "javascript:alert(1)" in text
    assert not [link for link in Tags(text).links() if not link.startswith(("/", "?", "http://", "https://"))]
    assert not [tag for tag, _ in Tags(text).found if tag == "script"]


def test_every_question_has_a_form_and_an_answer(client):
    page = client.get("/queries", headers=HTML).text
    forms = {attrs["action"].removeprefix("/queries/") for tag, attrs in Tags(page).found if tag == "form"}
    assert forms == set(named_queries())
    for name in named_queries():
        answer = client.get(f"/queries/{name}", headers=HTML)
        assert answer.status_code == 200, name
        assert "<table>" in answer.text
        assert client.get(f"/queries/{name}?format=csv").headers["content-type"].startswith("text/csv")


def test_question_with_values_of_the_wrong_kind_is_told(client):
    assert client.get("/queries/who-met-whom?since=soon").status_code == 400
    assert client.get("/queries/who-met-whom?x=1").status_code == 400
    assert client.get("/queries/nothing").status_code == 404
    page = client.get("/queries/who-met-whom", params={"person": '"><script>alert(1)</script>'}, headers=HTML).text
    assert not [tag for tag, _ in Tags(page).found if tag == "script"]


def test_browsers_are_told_at_once_that_there_is_no_icon(client):
    assert client.get("/favicon.ico").status_code == 204


def test_editor_is_offline_and_works_without_script(client):
    page = client.get("/sparql", params={"query": "ASK { } # </textarea><script>"}, headers=HTML)
    tags = Tags(page.text).found
    sources = [attrs.get("src") or attrs.get("href") for tag, attrs in tags if tag in ("script", "link")]
    assert all(source.startswith("/assets/") for source in sources)
    for source in sources:
        assert client.get(source).status_code == 200
    form = next(attrs for tag, attrs in tags if tag == "form")
    assert (form["method"], form["action"]) == ("get", "/sparql")
    answer = client.get("/sparql", params={"query": "ASK {}", "format": "json"}, headers=HTML)
    assert answer.json()["boolean"] is True


def test_policy_lets_pages_ask_only_this_server(client):
    policy = client.get("/sparql", headers=HTML).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "http" not in policy
    bundle = client.get("/assets/yasgui/yasgui.min.js").text
    assert "sourceMappingURL" not in bundle


def test_explorer_and_what_it_asks_for(client):
    page = client.get("/", headers=HTML)
    assert 'data-served="true"' in page.text
    assert "connect-src 'self'" in page.text
    found = client.get("/api/search", params={"q": "秦刚"}).json()
    assert found[0]["key"] == "entity/Q28417240"
    around = client.get("/api/neighbourhood", params={"key": "entity/Q28417240"}).text
    assert "敏昂莱" in around
    assert client.get("/api/neighbourhood", params={"key": "nobody"}).status_code == 404


def test_folder_without_an_explorer_says_so_and_answers_queries(tmp_path):
    out = build_out(synthetic_graph(3, seed=1), tmp_path)
    (out / ".kg" / "explorer.html").unlink()
    with running(out) as client:
        page = client.get("/", headers=HTML)
        assert page.status_code == 404
        assert "build this folder again" in page.text
        assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "format": "json"}).json()["boolean"] is True


def test_void_and_ontology(client):
    text = client.get("/.well-known/void").text
    said = {quad.predicate.value for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}
    assert "http://rdfs.org/ns/void#triples" in said
    assert not re.search(r"\{\w+\}", text)
    assert text == client.get("/.well-known/void").text
    for address in ("/ontology", "/.well-known/void"):
        for accept, media, rdf in (
            ("*/*", "text/turtle", ox.RdfFormat.TURTLE),
            (HTML["accept"], "text/turtle", ox.RdfFormat.TURTLE),
            ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
            ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
            ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ):
            answer = client.get(address, headers={"accept": accept})
            assert answer.headers["content-type"].startswith(media)
            assert list(ox.parse(answer.content, format=rdf))


def test_folder_without_a_build_and_port_that_is_taken_are_told(tmp_path, small_out, client):
    with pytest.raises(InputError, match="kg build"):
        make_app(tmp_path)
    with pytest.raises(InputError, match="choose another"):
        run_server(small_out, port=client.base_url.port)
