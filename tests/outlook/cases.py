"""Small cases whose outlook can be known: by hand, or by complete enumeration."""

from making import case

ONE = """
    detente: 1
    title: One doubt
    as_of: 2020-01-01
    decision_makers:
      A:
        options: {go: {text: Go, assumed: it can, credence: 1}}
        prefers: [{want: A.go, because: [said], credence: 0}]
    status_quo: []
    outcomes: {gone: A.go, stays: not A.go}
    answer: gone
"""
"""A goes if, and only if, the one claim comes through; otherwise it does not care."""


def one(*claims: str, sources: str = "post: {name: P, reliability: B, reason: r}", model=ONE):
    """Return the case with these claims, ``name: {…}``, of one or several sources."""
    return case(model, name="one", claims="\n".join(claims), sources=sources)


def said(name="said", *, through="post", number=1, group=None, stance="asserts"):
    """Return a claim as YAML."""
    where = f", group: {group}" if group else ""
    return (
        f"{name}: {{claim: It goes., speaker: {through.split(',')[0]}, through: [{through}], "
        f"voice: author, stance: {stance}, credibility: {number}{where}}}"
    )


QUARREL = """
    detente: 1
    title: A quarrel
    as_of: 2020-01-01
    assumption_credence: 0.8
    decision_makers:
      A:
        options:
          press: {text: Press, assumed: a, credence: 1}
          yield: {text: Yield, assumed: a, credence: 1}
        prefers:
          - {want: not B.hit, because: [fear], credence: 0.3, id: calm}
          - {want: A.press, because: [vow, [plan, money]], against: [doubt], otherwise: {want: A.yield}}
          - {want: not A.yield, assumed: pride, id: pride}
      B:
        options: {hit: {text: Hit, assumed: a, credence: 1}}
        prefers:
          - {want: A.press -> B.hit, because: [threat], credence: 0.4, otherwise: {want: not B.hit}}
          - {want: A.yield, assumed: gain}
    rules: [{never: A.press and A.yield, assumed: a, credence: 1}]
    status_quo: []
    outcomes: {clash: A.press and B.hit, won: A.press and not B.hit, calm: not B.hit}
    answer: won
"""
CLAIMS = """
    vow: {claim: v., speaker: post, through: [post], voice: author, stance: asserts,
          credibility: 2, group: cable}
    plan: {claim: p., speaker: post, through: [post], voice: author, stance: asserts,
           credibility: 3, group: cable}
    money: {claim: m., speaker: radio, through: [radio, post], voice: author, stance: asserts}
    doubt: {claim: d., speaker: radio, through: [radio], voice: author, stance: denies,
            credibility: 4}
    fear: {claim: f., speaker: stranger, through: [stranger], voice: author, stance: assesses}
    threat: {claim: t., speaker: radio, through: [radio], voice: author, stance: warns,
             credibility: 1, group: cable}
"""
SOURCES = """
    post: {name: P, reliability: B, reason: r}
    radio: {name: R, reliability: D, reason: r}
    stranger: {name: S, reliability: F, reason: r}
"""


def quarrel(model=QUARREL, claims=CLAIMS, sources=SOURCES):
    """Return a case of two decision makers, six claims and three sources."""
    return case(model, name="quarrel", claims=claims, sources=sources)
