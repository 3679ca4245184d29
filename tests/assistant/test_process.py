"""The server as a process: what is on its output, how it ends, and what a kill leaves behind."""

import json
import os
import signal
import subprocess
import sys

import anyio
import pytest

from assistant.desk import START, ask, connected, digests
from detente.assistant.bounds import MOST_REQUEST
from detente.case import load
from detente.evidence import stored_texts
from detente.evidence.proposals import Proposals

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "a test", "version": "1"},
    },
}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def serve(case, *requests, program=START, environment=()):
    """Send lines to a server until there are no more; return how it ended."""
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in requests]
    return subprocess.run(
        [sys.executable, "-c", program, "mcp", str(case)],
        input=b"".join(line + b"\n" for line in lines),
        capture_output=True,
        check=False,
        env={**os.environ, **dict(environment)},
    )


def call(number, tool, **given):
    params = {"name": tool, "arguments": given}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


def test_nothing_but_the_protocol_is_on_standard_output(valley):
    noisy = f"""
import detente.conflict
solve = detente.conflict.solve
def loud(*given, **more):
    print("noise")
    return solve(*given, **more)
detente.conflict.solve = loud
{START}
"""
    calls = [call(2, "solve"), call(3, "read_claim", claim="x"), call(4, "nothing")]
    ended = serve(valley, HELLO, READY, *calls, program=noisy)
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert {each.get("id") for each in answers} == {1, 2, 3, 4}
    assert all(each["jsonrpc"] == "2.0" for each in answers)
    assert b"noise" in ended.stderr
    assert b"noise" not in ended.stdout
    assert ended.returncode == 0


def test_lines_that_are_no_requests_do_not_end_it(valley):
    nested = b"[" * 100_000
    ended = serve(
        valley, HELLO, READY, b"not json", b"\xff\xfe", nested, b"{}", call(2, "list_claims")
    )
    assert b'"id":2' in ended.stdout
    assert b"Traceback" not in ended.stderr
    assert ended.returncode == 0


def test_a_request_that_is_too_large_ends_it_with_a_message(valley):
    before = digests(valley)
    huge = call(2, "propose_claim", claim="x" * MOST_REQUEST)
    ended = serve(valley, HELLO, READY, huge)
    assert ended.returncode == 2
    assert ended.stderr.decode().endswith(
        f"detente: a request had more than {MOST_REQUEST:,} bytes; the server ended\n"
    )
    assert digests(valley) == before


@pytest.mark.parametrize("moment", range(4))
def test_a_server_that_is_killed_leaves_nothing_half_written(valley, moment):
    """It is killed while proposals come in as fast as it takes them."""
    text = (valley / "documents" / "post-0602.txt").read_text()
    words = [word for word in text.split() if len(word) > 4 and text.count(word) == 1]
    before = digests(valley)
    server = subprocess.Popen(
        [sys.executable, "-c", START, "mcp", str(valley)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with server:
        lines = [HELLO, READY]
        lines += [
            call(
                n, "propose_claim", document="post-0602", quote=word.strip('.,"'), claim=f"No. {n}"
            )
            for n, word in enumerate(words, start=2)
        ]
        server.stdin.write("".join(json.dumps(line) + "\n" for line in lines).encode())
        server.stdin.flush()
        for _ in range(2 + moment):
            server.stdout.readline()
        server.send_signal(signal.SIGKILL)
    case = load(valley)
    proposals = Proposals(case, stored_texts(case))
    assert len(proposals.by_id) >= moment
    assert all(proposals.quoted(one).quote in text for one in proposals.by_id.values())
    assert set(digests(valley)) - set(before) == {"proposals.jsonl"}
    assert {name: digests(valley)[name] for name in before} == before
    (again,) = ask(valley, ("list_proposals", {}))
    assert again["total"] == len(proposals.by_id)


def test_it_goes_away_when_its_client_does(valley):
    async def session():
        async with connected(valley) as client:
            return (await client.call_tool("list_claims", {})).structured_content["total"]

    assert anyio.run(session) == 3


def test_two_calls_at_a_time_are_both_answered(valley):
    async def session():
        answers = {}

        async def one(client, number):
            told = await client.call_tool("search", {"words": ["water"], "most": number})
            answers[number] = told.structured_content["searched" if told.is_error else "passages"]

        async with connected(valley) as client, anyio.create_task_group() as tasks:
            for number in range(1, 6):
                tasks.start_soon(one, client, number)
        return answers

    answers = anyio.run(session)
    assert len(answers) == 5
    assert len({json.dumps(each) for each in answers.values()}) == 1


def test_a_case_that_cannot_be_read_is_told_at_once(valley):
    file = valley / "case.yaml"
    file.write_text(file.read_text().replace("not Downstream.strike", "not Downstream.strik"))
    ended = serve(valley, HELLO)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert "did you mean `Downstream.strike`?" in ended.stderr.decode()


def test_without_the_sdk_it_says_what_to_install(valley):
    without = f"import sys; sys.modules['mcp'] = None\n{START}"
    ended = serve(valley, program=without)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert "`detente mcp` needs the SDK: pip install 'detente[assistant]'" in ended.stderr.decode()


def test_a_fault_of_the_program_is_told_as_one_and_ends_nothing(valley):
    faulty = f"""
from detente.assistant.grounds import quality
import detente.assistant.grounds as grounds
def broken(case):
    raise KeyError("secret path")
grounds.quality = broken
{START}
"""
    ended = serve(
        valley, HELLO, READY, call(2, "list_gaps"), call(3, "list_claims"), program=faulty
    )
    answers = {each["id"]: each for each in map(json.loads, ended.stdout.splitlines())}
    assert answers[2]["result"]["isError"]
    told = answers[2]["result"]["content"][0]["text"]
    assert told == "a fault of the program; its standard error says more"
    assert answers[3]["result"]["structuredContent"]["total"] == 3
    assert b"KeyError" in ended.stderr
