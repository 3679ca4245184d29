"""Cases made in memory from texts, for tests of every room."""

from __future__ import annotations

from textwrap import dedent

from detente.case import Case, from_files
from detente.case.files import TextFile, digest
from detente.case.nodes import parse

DISPUTE = """
    detente: 1
    title: A river
    question: Will the dam stand?
    as_of: 2020-06-01
    decision_makers:
      Up:
        name: The upper state
        options:
          fill: {text: Fill the dam, because: [vow]}
          share: {text: Share its data, text_off: Keep its data, assumed: it has them}
        prefers:
          - {want: not Down.strike, because: [fear], id: peace}
          - {want: Up.fill, because: [vow, [plan, money]], against: [doubt]}
          - {want: not Up.share, assumed: data are power}
      Down:
        name: Lowland
        options:
          strike: {text: Bomb the dam, moves: on, assumed: it can}
        prefers:
          - want: not (Up.fill and not Up.share)
          - {want: not Down.strike, assumed: war is dear}
    status_quo: []
    outcomes:
      dark: {when: Up.fill and not (Up.share or Down.strike), text: The dam is filled in the dark.}
      open: {when: Up.fill and Up.share, text: The dam is filled in the open.}
      war: Down.strike
    answer: dark
"""

CLAIMS = """
    vow: {claim: It will fill., speaker: Up, through: [post], voice: attributed, stance: asserts,
          credibility: 2, group: cable, passages: [{document: news, start: 0, end: 4}]}
    plan: {claim: There is a plan., speaker: post, through: [post], voice: author,
           stance: assesses, credibility: 3, group: cable}
    money: {claim: There is money., speaker: radio, through: [radio, post], voice: attributed,
            stance: asserts, credibility: 1}
    doubt: {claim: There is no money., speaker: radio, through: [radio], voice: author,
            stance: denies}
    fear: {claim: It fears war., speaker: radio, through: [radio], voice: author, stance: assesses,
           credibility: 4}
    idle: {claim: It rains., speaker: radio, through: [radio], voice: author, stance: asserts}
"""

SOURCES = """
    post: {name: The Post, reliability: B, reason: a record}
    radio: {name: The Radio, reliability: D, reason: loud}
"""

DOCUMENTS = "news: {title: News, date: 2020-06-02, source: post, path: news.txt}"


def case(model: str = DISPUTE, *, name: str = "river", **others: str) -> Case:
    """Return a case from the texts of its files, given without their ending."""
    texts = {"case": model, **others}
    if model is DISPUTE and not others:
        texts |= {"claims": CLAIMS, "sources": SOURCES, "documents": DOCUMENTS}
    return from_files({f"{k}.yaml": _file(f"{k}.yaml", v) for k, v in texts.items()}, name=name)


def _file(name: str, text: str) -> TextFile:
    text = dedent(text).lstrip("\n")
    return TextFile(name, text, parse(text, name), digest(text.encode()))
