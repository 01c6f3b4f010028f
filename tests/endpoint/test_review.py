import json
import re
from html.parser import HTMLParser

import pytest

from kg.entity import ReviewPair, add_judgement, log_path, make_judgement, read_judgements
from kg.entity.review import Side
from tests.endpoint.conftest import running
from tests.graph_factory import small_graph
from tests.query.conftest import build_out

HOSTILE = '"><img src=x onerror=alert(1)></script>{{7*7}}'


def side(number, name, **more):
    return Side(id=f"entity/{number:016x}", type="PER", name=name, names=(name,), n_articles=1, **more)


def pair(number, *, name="王伟", **more):
    values = {
        "left": side(number * 2, name, titles=("记者",), evidence=(("2023-05-02", f"记者{name}在仰光报道。"),)),
        "right": side(number * 2 + 1, name, titles=("律师",), evidence=(("", f"律师{name}出庭。"),)),
        "score": 0.7,
        "reasons": (f"both named {name}",),
        "shared": ("named beside: Q836、陈某",),
        "conflicting": ("office: 记者 | 律师",),
    }
    return ReviewPair(**(values | more))


def write_queue(out, *pairs):
    lines = [json.dumps(item.to_dict(), ensure_ascii=False) + "\n" for item in pairs]
    (out / ".kg" / "review.jsonl").write_text("".join(lines), encoding="utf-8")


class Forms(HTMLParser):
    """What a browser without scripts sees: forms with their fields and buttons, by the name or key of a button."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.tags = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append(tag)
        if tag == "form":
            self.forms.append({"action": values["action"], "method": values["method"], "fields": {}, "keys": {}})
        elif tag == "input" and self.forms:
            self.forms[-1]["fields"][values["name"]] = values["value"]
        elif tag == "button":
            self.forms[-1]["keys"][values.get("data-key", "")] = values.get("value")


def origin(client):
    return {"origin": f"http://127.0.0.1:{client.base_url.port}"}


def ours(client):
    return {**origin(client), "sec-fetch-site": "same-origin"}


def press(client, page, key, *, headers=None, **changed):
    """Press the button of that key on a page, as a browser would; the answer is followed."""
    form = next(form for form in Forms(page).forms if key in form["keys"])
    data = form["fields"] | ({"verdict": form["keys"][key]} if form["keys"][key] else {}) | changed
    if form["method"] == "get":
        return client.get(form["action"], params=data)
    return client.post(form["action"], data=data, headers=ours(client) if headers is None else headers)


def content_of(out):
    return {str(path): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build_out(small_graph(), tmp_path_factory.mktemp("review"))


@pytest.fixture
def out(built):
    log_path(built).unlink(missing_ok=True)
    write_queue(built, pair(1), pair(2, name="张展"), pair(3, name="李娜"))
    return built


@pytest.fixture(scope="module")
def served(built):
    with running(built) as found:
        found.follow_redirects = True
        yield found


@pytest.fixture
def client(served, out):
    served.cookies.clear()
    return served


def test_a_pair_is_shown_side_by_side_with_all_that_is_known(client):
    page = client.get("/review").text
    assert "1 of 3" in page
    assert page.index("A · ") < page.index("B · ")
    for words in ("人物 person", "记者", "律师", "2023-05-02", "出庭", "70%", "both named 王伟", "kg build"):
        assert words in page, words
    assert '<li class="shared"><b>+</b> 同文提到 named beside: <a href="/entity/Q836">缅甸</a>、陈某' in page
    assert '<li class="conflicting"><b>−</b> 职务 office: 记者 | 律师' in page
    assert "记者<mark>王伟</mark>在仰光报道" in page


@pytest.mark.parametrize(("key", "verdict"), [("s", "same"), ("d", "different"), ("u", "unsure")])
def test_a_judgement_is_one_line_of_the_log_and_the_next_pair_follows(client, out, key, verdict):
    answer = press(client, client.get("/review").text, key)
    assert answer.history[0].status_code == 303
    assert "张展" in answer.text
    assert "1 judged, 2 waiting" in answer.text
    (judgement,) = read_judgements(out)
    assert (judgement.left, judgement.right) == (f"entity/{2:016x}", f"entity/{3:016x}")
    assert (judgement.verdict, judgement.by, judgement.reason) == (verdict, "web", "both named 王伟")
    assert judgement.at
    assert "王伟" not in client.get("/review").text.split("<h1>")[1].split('class="bar"')[0]


def test_the_same_form_sent_twice_counts_once_and_another_word_is_the_last(client, out):
    page = client.get("/review").text
    press(client, page, "s")
    press(client, page, "s")
    assert [j.verdict for j in read_judgements(out)] == ["same"]
    press(client, page, "d")
    assert [j.verdict for j in read_judgements(out)] == ["same", "different"]


def test_undo_takes_the_last_back_and_shows_its_pair(client, out):
    page = press(client, client.get("/review").text, "s").text
    before = log_path(out).read_bytes()
    page = press(client, page, "d").text
    back = press(client, page, "z")
    assert log_path(out).read_bytes() == before
    assert "张展" in back.text
    assert "2 of 3" in back.text
    assert press(client, page, "z").status_code == 409
    assert log_path(out).read_bytes() == before


def test_undo_of_what_somebody_else_has_followed_up_is_refused(client, out):
    page = press(client, client.get("/review").text, "s").text
    add_judgement(out, make_judgement("entity/Q1", "entity/Q2", "same", by="anna"))
    assert press(client, page, "z").status_code == 409
    assert len(read_judgements(out)) == 2


def test_skip_goes_on_and_comes_back_to_the_start_without_writing(client, out):
    before = content_of(out)
    page = client.get("/review").text
    for name in ("张展", "李娜"):
        page = press(client, page, "k").text
        assert name in page
    end = press(client, page, "k").text
    assert "3 pairs were skipped" in end
    assert "data-key" not in end
    assert content_of(out) == before


def test_skipped_pairs_wait_and_judged_ones_do_not(client):
    page = press(client, client.get("/review").text, "k").text
    end = press(client, press(client, page, "s").text, "d").text
    assert "1 pairs were skipped" in end
    assert "1 of 3" in client.get("/review").text


def test_judgements_of_the_terminal_count(client, out):
    add_judgement(out, make_judgement(f"entity/{3:016x}", f"entity/{2:016x}", "same", by="anna"))
    page = client.get("/review").text
    assert "2 of 3" in page
    assert "anna" in page


def test_empty_and_missing_queues_are_told(client, out):
    for make in (lambda: write_queue(out), lambda: (out / ".kg" / "review.jsonl").unlink()):
        make()
        page = client.get("/review")
        assert page.status_code == 200
        assert "No doubtful pairs wait" in page.text
        assert not Forms(page.text).forms


def test_a_new_build_is_picked_up_and_its_predecessors_pairs_are_gone(client, out):
    old = client.get("/review").text
    write_queue(out, pair(9, name="赵六"))
    assert "赵六" in client.get("/review").text
    assert press(client, old, "s").status_code == 409
    assert press(client, old, "k").status_code == 200
    assert not log_path(out).exists()


def test_damaged_files_are_named_with_what_to_do(client, out):
    log_path(out).write_text("nonsense\n", encoding="utf-8")
    answer = client.get("/review")
    assert answer.status_code == 500
    assert "judgements.jsonl:1" in answer.text


def test_a_name_is_typed_once_and_stands_in_the_log(client, out):
    page = client.get("/review").text
    answer = press(client, page, "", by="  安娜\u2028<b>\u202e ")
    cookie = answer.history[0].headers["set-cookie"].lower()
    assert "samesite=strict" in cookie
    assert "httponly" in cookie
    assert "1 of 3" in answer.text
    assert 'value="安娜&lt;b&gt;"' in answer.text
    press(client, answer.text, "s")
    assert read_judgements(out)[0].by == "安娜<b>"
    assert press(client, page, "", by="kg").status_code == 400
    client.cookies.clear()
    client.cookies.set("newskg_by", "kg")
    assert 'value="web"' in client.get("/review").text


def test_fault_14_hostile_texts_are_inert(client, out):
    hostile = side(98, HOSTILE, titles=(HOSTILE,), description=HOSTILE, evidence=((HOSTILE, HOSTILE),))
    facts = {"reasons": (HOSTILE,), "shared": (f"name: {HOSTILE}",), "conflicting": (HOSTILE,)}
    write_queue(out, pair(1, left=hostile, **facts))
    page = client.get("/review").text
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert not {"img", "svg", "iframe"} & set(Forms(page).tags)
    assert Forms(page).tags.count("script") == 1
    press(client, page, "s")
    assert read_judgements(out)[0].reason == HOSTILE


def test_fault_10_characters_that_nobody_sees_are_shown_by_number(client, out):
    name = "王\u202e伟\u200b\ud800"
    item = pair(1, name=name).to_dict()
    (out / ".kg" / "review.jsonl").write_text(json.dumps(item) + "\n", encoding="utf-8")
    page = client.get("/review").text
    for number in ("U+202E", "U+200B", "U+D800"):
        assert number in page
    assert not re.search("[\u200b\u202e\ud800]", page)
    press(client, page, "s")
    assert len(read_judgements(out)) == 1


def test_a_sentence_without_end_is_cut_around_the_name(client, out):
    long = side(1, "王伟", evidence=(("2023-05-02", "一" * 100_000 + "王伟" + "二" * 100_000),))
    write_queue(out, pair(1, left=long))
    page = client.get("/review").text
    assert "<mark>王伟</mark>" in page
    assert len(page) < 20_000


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://evil.example", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "own", "sec-fetch-site": "cross-site"},
        {"host": "evil.example", "origin": "http://evil.example"},
    ],
)
def test_fault_20_forms_of_other_sites_are_refused(client, out, headers):
    page = press(client, client.get("/review").text, "s").text
    before = content_of(out)
    headers = headers | (origin(client) if headers.get("origin") == "own" else {})
    for key in ("d", "z", ""):
        assert press(client, page, key, headers=headers).status_code == 403
    assert content_of(out) == before


def test_fault_20_forms_without_the_token_of_this_process_are_refused(client, out):
    page = press(client, client.get("/review").text, "s").text
    before = content_of(out)
    with running(out) as other:
        tokens = ["", "x", "字", Forms(other.get("/review").text).forms[0]["fields"]["token"]]
    for token in tokens:
        for key in ("d", "z", ""):
            assert press(client, page, key, token=token).status_code == 403
    assert content_of(out) == before


def test_one_of_the_two_headers_is_enough(client, out):
    page = press(client, client.get("/review").text, "s", headers=origin(client)).text
    press(client, page, "s", headers={"sec-fetch-site": "same-origin"})
    assert len(read_judgements(out)) == 2


def test_no_get_writes(client, out):
    fields = Forms(client.get("/review").text).forms[0]["fields"] | {"verdict": "same", "last": "x", "by": "anna"}
    before = content_of(out)
    assert client.get("/review", params=fields, headers=ours(client)).status_code == 200
    assert client.head("/review", params=fields, headers=ours(client)).status_code == 200
    for path in ("/review/undo", "/review/name"):
        assert client.get(path, params=fields, headers=ours(client)).status_code in (404, 405)
    for path in ("/assets/review/review.js", "/assets/review/review.css"):
        assert client.get(path).status_code == 200
    assert content_of(out) == before
    assert not client.cookies


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"{}", "application/json", 415),
        (b"x", "text/plain", 415),
        (b"x", "multipart/form-data; boundary=a", 415),
        (b"token=" + b"x" * 20_000, "application/x-www-form-urlencoded", 413),
        (b"token=%ff", "application/x-www-form-urlencoded", 400),
        (b"\xff", "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 50, "application/x-www-form-urlencoded", 400),
    ],
)
def test_bodies_that_are_no_small_form_are_refused(client, out, content, media, status):
    for path in ("/review", "/review/undo", "/review/name"):
        answer = client.post(path, content=content, headers={**ours(client), "content-type": media})
        assert answer.status_code == status
    assert not log_path(out).exists()


def test_unknown_verdicts_and_pairs_are_refused(client, out):
    page = client.get("/review").text
    assert press(client, page, "s", verdict="merge").status_code == 400
    assert press(client, page, "s", pair="entity/Q1").status_code == 409
    assert client.get("/review", params={"pair": HOSTILE, "after": HOSTILE}).status_code == 200
    assert not log_path(out).exists()


def test_the_page_is_strict_but_lets_browsers_send_their_origin(client):
    headers = client.get("/review").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    # With no-referrer a browser would send "Origin: null" with each form, and be refused.
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
