"""Claims as Web Annotations, and a case's provenance: nothing lost, nothing that leads nowhere."""

import json

import pytest
from jsonschema import Draft202012Validator

from detente.case import load
from detente.case.schema import Claim, Passage
from detente.formats import export_case
from making import case as made

# The parts of the Web Annotation data model (W3C 2017, sections 3.2 to 5) that we write.
SELECTOR = {
    "oneOf": [
        {
            "required": ["type", "start", "end"],
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 1},
            },
            "additionalProperties": False,
        },
        {
            "required": ["type", "exact"],
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                **{key: {"type": "string"} for key in ("exact", "prefix", "suffix")},
            },
            "additionalProperties": False,
        },
    ]
}
COLLECTION = {
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"prefixItems": [{"const": "http://www.w3.org/ns/anno.jsonld"}]},
        "type": {"const": "AnnotationCollection"},
        "first": {
            "required": ["id", "type", "items"],
            "properties": {
                "type": {"const": "AnnotationPage"},
                "items": {
                    "items": {
                        "required": ["id", "type", "body", "target"],
                        "properties": {
                            "type": {"const": "Annotation"},
                            "body": {"required": ["type", "value"]},
                            "target": {
                                "minItems": 1,
                                "items": {
                                    "required": ["source", "selector"],
                                    "properties": {
                                        "selector": {"anyOf": [SELECTOR, {"items": SELECTOR}]}
                                    },
                                },
                            },
                        },
                    }
                },
            },
        },
    },
}


def exported(case, name):
    return json.loads(export_case(case, name).text)


def read_back(annotation):
    """A claim again, from its annotation."""
    said = {k.removeprefix("detente:"): v for k, v in annotation.items() if ":" in k}
    passages = []
    for target in annotation["target"]:
        selectors = target["selector"]
        passage = {"document": target["source"]["id"].rpartition(":")[2]}
        for selector in selectors if isinstance(selectors, list) else [selectors]:
            if selector["type"] == "TextPositionSelector":
                passage |= {"start": selector["start"], "end": selector["end"]}
            else:
                passage |= {"quote": selector["exact"], "before": selector.get("prefix", "")}
                passage |= {"after": selector.get("suffix", "")}
        passages.append(Passage(**passage))
    return Claim(claim=annotation["body"]["value"], passages=tuple(passages), **said)


@pytest.mark.parametrize("name", ["korea-2019", "korea-2023"])
def test_every_claim_with_a_passage_is_an_annotation_from_which_it_can_be_read_back(name):
    case = load(name)
    collection = exported(case, "jsonld")
    Draft202012Validator(COLLECTION).validate(collection)
    items = collection["first"]["items"]
    assert collection["total"] == len(items)
    again = {item["id"].rpartition(":")[2]: read_back(item) for item in items}
    assert again == {n: claim for n, claim in case.claims.items() if claim.passages}


def test_a_quotation_keeps_its_words_its_context_and_its_place(valley):
    items = exported(load(valley), "jsonld")["first"]["items"]
    target = next(i for i in items if i["id"].endswith("treaty-offer"))["target"][0]
    assert target["selector"] == [
        {"type": "TextQuoteSelector", "exact": "water that we can measure", "suffix": ","},
        {"type": "TextPositionSelector", "start": 507, "end": 532},
    ]


def test_claims_without_a_passage_are_left_out_and_counted():
    found = export_case(made(), "jsonld")
    assert [i["id"] for i in json.loads(found.text)["first"]["items"]] == [
        "urn:detente:river:claim:vow"
    ]
    assert "5 claims have no passage, and an annotation needs one: left out" in found.notes


@pytest.mark.parametrize("name", ["korea-2019", "korea-2023", None])
def test_every_relation_of_the_provenance_joins_records_that_are_there(name):
    case = load(name) if name else made()
    data = exported(case, "provjson")
    for relation in data["wasDerivedFrom"].values():
        assert relation["prov:generatedEntity"] in data["entity"]
        assert relation["prov:usedEntity"] in data["entity"]
    for relation in data["wasAttributedTo"].values():
        assert relation["prov:entity"] in data["entity"]
        assert relation["prov:agent"] in data["agent"]
    prefixes = {*data["prefix"], "prov", "xsd", "_"}
    names = [n for part in data.values() for n in part if part is not data["prefix"]]
    assert {n.partition(":")[0] for n in names} <= prefixes


def test_the_provenance_says_what_speaks_for_and_against():
    derived = exported(made(), "provjson")["wasDerivedFrom"].values()
    spoken = {
        (r["prov:usedEntity"].rpartition(":")[2], r["detente:speaks"])
        for r in derived
        if r["prov:generatedEntity"] == "case:element:Up/2"
    }
    assert spoken == {("vow", "for"), ("plan", "for"), ("money", "for"), ("doubt", "against")}


def test_the_provenance_names_every_claim_element_document_source_and_decision_maker():
    case = load("korea-2019")
    data = exported(case, "provjson")
    elements = sum(1 for _ in case.model.elements())
    assert len(data["entity"]) == len(case.claims) + len(case.documents) + elements
    assert len(data["agent"]) == len(case.sources) + len(case.model.decision_makers)


@pytest.mark.parametrize("name", ["jsonld", "provjson"])
def test_the_same_case_gives_the_same_file(name):
    assert export_case(load("korea-2023"), name) == export_case(load("korea-2023"), name)


def test_a_name_that_is_no_part_of_an_iri_is_escaped():
    assert exported(made(name="a b:c"), "jsonld")["id"] == "urn:detente:a%20b%3Ac"
