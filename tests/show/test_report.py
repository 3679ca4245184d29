"""The report: all of a case on one page that asks for nothing and can be cited line by line."""

import json
import re
import tracemalloc
from itertools import pairwise

import pytest

from detente.case import EditRefused, load
from detente.case.errors import DetenteError
from detente.case.new import write_template
from detente.conflict import overview, solve
from detente.evidence import quality
from detente.show.analysis import Story
from detente.show.report import Report, default_place, made_from, report
from making import CLAIMS, DISPUTE, DOCUMENTS, SOURCES, case
from show.htmlpage import Page
from show.models import ALONE, LISTED, many

TEXT = "Fill is the word of the day. " * 20
BARGAINING = """
    issues:
      water:
        text: How much water
        actors:
          Up: {position: 20 ± 5, salience: {value: 90, id: cares}, capability: 3}
"""


@pytest.fixture(scope="module")
def korea():
    return report(load("korea-2019")).html


@pytest.fixture(scope="module")
def river():
    return report(case()).html


def told(held, documents=None):
    return made_from(Story(overview(solve(held)), quality(held)), documents).html


def every_case():
    bare = re.sub(r"    outcomes:.*", "", DISPUTE, flags=re.DOTALL)
    ledger = {"claims": CLAIMS, "sources": SOURCES, "documents": DOCUMENTS}
    return {
        "korea": load("korea-2019"),
        "river": case(),
        "listed states": case(LISTED),
        "one state": case(ALONE),
        "no outcomes": case(bare, **ledger),
        "no status quo": case(DISPUTE.replace("    status_quo: []\n", ""), **ledger),
        "bargaining": case(DISPUTE + BARGAINING, **ledger),
    }


CASES = every_case()


# --- the page as such


@pytest.mark.parametrize("name", CASES)
def test_every_tag_is_closed_every_id_unique_and_every_link_leads_somewhere(name):
    page = Page(told(CASES[name]))
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)


@pytest.mark.parametrize("name", CASES)
def test_every_line_of_the_case_has_an_address(name):
    held = CASES[name]
    ids = set(Page(told(held)).ids)
    assert {f"element-{element}" for element, _, _ in held.model.elements()} <= ids
    assert {f"element-{option}" for option in held.model.options} <= ids
    assert {f"claim-{claim}" for claim in held.claims} <= ids
    assert {f"source-{source}" for source in held.sources} <= ids
    assert {f"document-{document}" for document in held.documents} <= ids
    assert {f"outcome-{outcome}" for outcome in held.model.outcomes} <= ids


def test_it_asks_for_nothing_from_outside_and_runs_nothing(korea):
    page = Page(korea)
    outside = {
        "script",
        "img",
        "link",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
        "video",
        "audio",
    }
    assert outside.isdisjoint(page.tags)
    loading = {"src", "srcset", "action", "data", "poster", "background", "xlink:href"}
    assert all(name not in loading and not name.startswith("on") for name, _ in page.attributes)
    assert not re.search(r"https?:(?!//www\.w3\.org/2000/svg)", korea)
    assert not re.search(r"url\(|@import|javascript:", korea)


def test_its_policy_forbids_everything_but_its_own_style(korea):
    policy = next(
        value for name, value in Page(korea).attributes if value and "default-src" in value
    )
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "img-src" not in policy


def test_headings_do_not_skip_a_level(korea):
    levels = [int(tag[1]) for tag in Page(korea).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_it_names_its_language_and_what_made_it(korea):
    assert '<html lang="en">' in korea
    assert '<meta name="generator" content="détente' in korea[:2000]


def test_the_same_case_gives_the_same_report(korea):
    assert korea == report(load("korea-2019")).html


def test_the_korean_report_stays_small(korea):
    assert len(korea.encode()) < 500_000


# --- what stands in it


def test_the_question_comes_first_and_the_answer_before_everything_else(korea):
    text = Page(korea).text
    parts = [
        "Will the stalemate between Washington and Pyongyang hold",
        "Yes, as things stand:",
        "Contents",
        "What holds, and what does not",
        "The state graph",
        "The status quo",
        "How it could move",
        "Why",
        "Stability, party by party",
        "Who can do what",
        "What each party wants",
        "What cannot be",
        "Quality of information",
        "Claims",
        "Sources and documents",
        "How this was computed",
    ]
    places = [text.index(parts[0])]
    for part in parts[1:]:
        places.append(text.index(part, places[-1]))
    assert places == sorted(places)


def test_a_statement_has_its_words_claims_grades_chain_and_what_speaks_against_it(river):
    line = river[river.index('id="element-Up/2"') : river.index('id="element-Up/3"')]
    text = Page(line.partition(">")[2].rpartition("</li>")[0]).text
    assert "To fill the dam." in text
    assert "Up.fill" in text
    assert "It will fill." in text
    assert "B2 Asserted by The upper state , through The Post (B)" in text
    assert "These together:" in text
    assert "Against it There is no money." in text
    assert "D6" in text


def test_an_assumption_and_an_unsourced_line_are_called_so(river):
    assert "data are power" in river.lower()
    assert re.search(r'id="element-Down/1".*?unsourced', river, re.DOTALL)


def test_options_say_whether_they_can_be_undone_and_what_leaving_them_means(river):
    row = river[river.index('id="element-Down.strike"') :].partition("</tr>")[0]
    assert "on only" in row
    row = river[river.index('id="element-Up.share"') :].partition("</tr>")[0]
    assert "Keep its data." in row


def test_stability_names_the_strictest_concepts_for_every_party(korea):
    row = Page(korea[korea.index('<tr id="state-1507"') :].partition("</tr>")[0] + "</tr>").text
    assert row == "1507 bridge, interim-deal SSEQ SSEQ Nash Nash SSEQ SSEQ"


def test_why_tells_every_party_of_every_outcome_that_holds(korea):
    text = Page(
        korea[korea.index('<section id="why"') : korea.index('<section id="stability"')] + ""
    ).text
    assert text.count("party by party") == 5
    assert "Russia and China Nothing to gain by moving alone." in text
    assert "Tempting for Japan: to offer Kim a summit" in text


def test_outcomes_that_do_not_hold_are_told_too(korea):
    part = korea[korea.index('<section id="outcomes"') : korea.index('<section class="graph"')]
    assert "Not stable under any concept" in part
    assert 'id="outcome-two-party-deal"' in part


def test_a_ranking_that_was_given_is_told_in_order():
    text = Page(told(CASES["listed states"])).text
    assert (
        "The other The states, best first; what ties stands in one line. b calm: Both keep quiet both"
        in text
    )


def test_how_it_was_computed_has_the_hash_and_no_path_of_this_machine(tmp_path):
    folder = tmp_path / "valley"
    write_template(folder)
    held = load(folder)
    html = told(held)
    assert held.sha256 in html
    assert str(tmp_path) not in html


# --- passages


@pytest.fixture
def valley(tmp_path):
    """A case folder with one document of its own at hand."""
    folder = tmp_path / "valley"
    write_template(folder)
    (folder / "texts").mkdir()
    claims = (folder / "claims.yaml").read_text(encoding="utf-8")
    start = TEXT.index("word of the day", 100)
    passage = f"{{document: post-0602, start: {start}, end: {start + 15}}}"
    claims = re.sub(r"\{document: post-0602, start: \d+, end: \d+\}", passage, claims)
    (folder / "claims.yaml").write_text(claims, encoding="utf-8")
    documents = "post-0602: {title: The Post, source: river-post, path: texts/post.txt}\n"
    (folder / "documents.yaml").write_text(documents, encoding="utf-8")
    return folder


def test_a_passage_is_quoted_with_context_where_the_users_text_is_at_hand(valley):
    (valley / "texts" / "post.txt").write_text(TEXT, encoding="utf-8")
    quoted = told(load(valley)).partition("<blockquote>")[2].partition("</blockquote>")[0]
    assert "word of the day" in quoted
    assert quoted.count('class="context"') == 2


def test_a_hostile_document_is_escaped(valley):
    evil = "<script>alert('x')</script> \u202e" * 4
    (valley / "texts" / "post.txt").write_text(evil + TEXT, encoding="utf-8")
    html = told(load(valley))
    assert "<blockquote>" in html
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "\u202e" not in html


def test_without_texts_there_are_places_and_no_passages(valley):
    html = told(load(valley))
    assert "<blockquote>" not in html
    assert "characters " in html


def test_quotations_in_the_ledger_are_no_documents_at_hand(valley):
    claims = (valley / "claims.yaml").read_text(encoding="utf-8")
    claims = re.sub(r"start: \d+, end: \d+", 'quote: "secret sentence"', claims)
    (valley / "claims.yaml").write_text(claims, encoding="utf-8")
    assert "secret sentence" not in told(load(valley))


def test_a_library_case_quotes_nothing_unless_a_folder_is_named(tmp_path):
    held = load("korea-2019")
    texts = {name: f"{name} " * 2_000 for name in held.documents}
    for name, document in held.documents.items():
        (tmp_path / document.path).write_text(texts[name], encoding="utf-8")
    assert "<blockquote>" not in told(held)
    named = told(held, tmp_path)
    assert "text changed" in named
    assert "<blockquote>" not in named


# --- hostile and large cases


@pytest.mark.parametrize(
    "evil",
    [
        "</title></style><script>alert(1)</script>",
        '" onload="x',
        "a\u202e\u2066b\u200f",
        "🇰🇷👩‍🚀",
        "x" * 10_000,
        "{{ 7 * 7 }}",
    ],
)
def test_hostile_texts_are_shown_as_they_are_and_do_nothing(evil):
    text = json.dumps(evil, ensure_ascii=False)
    model = re.sub("title: A river", lambda _: f"title: {text}", DISPUTE)
    for old in ("name: The upper state", "text: Bomb the dam", "assumed: war is dear"):
        model = model.replace(old, f"{old.partition(':')[0]}: {text}")
    claims = CLAIMS.replace("claim: There is money.", f"claim: {text}, note: {text}")
    sources = SOURCES.replace("name: The Radio", f"name: {text}").replace(
        "reason: loud", f"reason: {text}"
    )
    html = told(case(model, claims=claims, sources=sources, documents=DOCUMENTS))
    page = Page(html)
    assert "script" not in page.tags
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", html)
    assert not any(name.startswith("on") for name, _ in page.attributes)
    assert "49" not in page.text.partition("Input")[0].replace("149", "")
    assert len(html.encode()) < 2_000_000


def test_a_hundred_thousand_states_make_a_small_report_in_little_memory():
    held = case(many(17))
    story = Story(overview(solve(held)), quality(held))
    assert story.result.conflict.size == 2**17
    tracemalloc.start()
    html = made_from(story).html
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(html.encode()) < 500_000
    assert peak < 400e6


# --- where it goes


def test_it_goes_into_the_cases_folder_or_here_for_a_library_case(tmp_path):
    folder = tmp_path / "valley"
    write_template(folder)
    assert default_place(load(folder)) == folder / "valley-report.html"
    assert str(default_place(load("korea-2019"))) == "korea-2019-report.html"
    assert str(default_place(case(name="published/x-2014"))) == "published-x-2014-report.html"


def test_a_report_replaces_a_report_and_nothing_else(tmp_path):
    made = report(case(), tmp_path / "r.html")
    made.save(tmp_path / "r.html")
    mine = tmp_path / "notes.html"
    mine.write_text("my notes", encoding="utf-8")
    with pytest.raises(DetenteError, match="is there already and is no report of ours"):
        made.save(mine)
    assert mine.read_text(encoding="utf-8") == "my notes"


def test_a_link_to_elsewhere_is_not_followed_blindly(tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("gold", encoding="utf-8")
    (tmp_path / "r.html").symlink_to(precious)
    with pytest.raises(DetenteError):
        Report("t", "<html>").save(tmp_path / "r.html")
    assert precious.read_text(encoding="utf-8") == "gold"


def test_a_place_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path):
    with pytest.raises(EditRefused, match="cannot be written"):
        Report("t", "<html>").save(tmp_path / "no" / "such" / "r.html")
    assert list(tmp_path.iterdir()) == []


def test_the_context_of_a_passage_joins_it_as_in_the_text(valley):
    (valley / "texts" / "post.txt").write_text(TEXT, encoding="utf-8")
    quoted = told(load(valley)).partition("<blockquote>")[2].partition("</blockquote>")[0]
    assert "is the </span>word of the day<span" in quoted
    assert '<span class="context">. Fill is' in quoted
