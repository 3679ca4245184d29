"""Small cases that say nothing wrong, as texts, and folders with edits of them."""

from pathlib import Path

from detente.case import DetenteError, load
from detente.conflict.build import build

TALKS = {
    "case.yaml": """\
detente: 1
title: Sanctions and tests
question: Will the pause hold?
as_of: 2019-05-01
decision_makers:
  US:
    name: The United States
    code: USA
    options:
      relief: {text: Ease its sanctions, assumed: it can}
      press: Add pressure
    prefers:
      - {want: not DPRK.test, because: [wish], id: no-test}
      - not US.relief
  DPRK:
    code: PRK
    options:
      test: {text: Test a missile, because: [[wish, deadline]]}
    prefers:
      - US.relief
      - DPRK.test -> US.press
    cannot_see: [US.press]
rules:
  - never: US.relief and US.press
  - {never: US.relief and DPRK.test, id: no-reward}
status_quo: [US.press]
outcomes:
  pause: {when: US.press and not DPRK.test, text: Nothing moves.}
  deal: US.relief
answer: pause
issues:
  sanctions:
    text: How many sanctions are lifted
    actors:
      US: {position: 10 ± 5, salience: 50, capability: 90}
      DPRK: {position: 100, salience: 90, capability: 20}
coalitions:
  - [US, DPRK]
""",
    "claims.yaml": """\
wish:
  claim: Washington wants no more tests.
  speaker: US
  through: [post]
  voice: attributed
  stance: asserts
  about: [DPRK, US.relief, RUS.putin]
  valid: 2019-04/..
  credibility: 2
  passages:
    - {document: post-0430, start: 10, end: 25}
deadline: {claim: Time runs out., speaker: post, voice: author, stance: predicts}
""",
    "documents.yaml": """\
post-0430: {title: A talk, date: 2019-04-30, source: post, path: texts/post.txt}
""",
    "sources.yaml": """\
post: {name: The Post, reliability: B, reason: it names its sources}
wire: {name: The Wire, reliability: C, reason: it does not}
""",
    "variants/thaw.yaml": """\
title: A thaw
changes:
  - {add_option: US.visit, text: Send an envoy}
  - {add_statement: DPRK, want: US.visit, at: 1}
  - {drop: no-reward}
  - {set_status_quo: [US.visit]}
""",
}

CRISIS = {
    "case.yaml": """\
detente: 1
title: A crisis in three states
as_of: 1962-10-22
decision_makers:
  US: {}
  USSR: {}
states: [calm, {id: standoff, text: Ships face each other}, war]
moves:
  US: [[calm, standoff], [standoff, war]]
  USSR: [[standoff, calm]]
ranking:
  US: [calm, [standoff, war]]
  USSR: [standoff, calm, war]
status_quo: standoff
outcomes:
  peace: {states: [calm, standoff], text: Nobody shoots.}
answer: peace
""",
}


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write a case's files, text as UTF-8, and return the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def edited(files: dict[str, str], *edits: tuple[str, str, str]) -> dict[str, str]:
    """Replace a text that stands once in a file, for each (file, old, new).

    An empty `old` means the end of the file; of a file that is not there, all of it.
    """
    files = dict(files)
    for name, old, new in edits:
        before = files.get(name, "")
        assert not old or before.count(old) == 1, f"{old!r} stands {before.count(old)} times"
        files[name] = before.replace(old, new) if old else before + new
    return files


def problems(folder: Path) -> list[str]:
    """Return what is wrong with a case, from its files to its states, a line for each problem."""
    try:
        build(load(folder))
    except DetenteError as error:
        return str(error).splitlines()
    return []
