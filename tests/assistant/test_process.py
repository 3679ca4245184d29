"""The server as a process: what is on its output, how it ends, and what a kill leaves behind."""

import contextlib
import json
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


def serve(case, *requests, program=START):
    """Send lines to a server, wait for its answers, and go; return what it said and how it ended.

    It is waited for as many lines as there are requests with an id, or for its end.
    """
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in requests]
    awaited = sum(isinstance(each, dict) and "id" in each for each in requests)
    with subprocess.Popen(
        [sys.executable, "-c", program, "mcp", str(case)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as server:
        with contextlib.suppress(BrokenPipeError):
            server.stdin.write(b"".join(line + b"\n" for line in lines))
            server.stdin.flush()
        said = [line for _ in range(awaited) if (line := server.stdout.readline())]
        with contextlib.suppress(BrokenPipeError):
            server.stdin.close()
        said += server.stdout.readlines()
        told = server.stderr.read().decode()
    return said, told, server.returncode


def answers(said):
    """What a server said, by the id of the request; every line is one answer."""
    told = [json.loads(line) for line in said]
    assert all(each["jsonrpc"] == "2.0" for each in told)
    return {each["id"]: each for each in told if "id" in each}


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
    said, told, code = serve(valley, HELLO, READY, *calls, program=noisy)
    assert answers(said).keys() == {1, 2, 3, 4}
    assert "noise" in told
    assert b"noise" not in b"".join(said)
    assert code == 0


def test_lines_that_are_no_requests_do_not_end_it(valley):
    junk = (b"not json", b"\xff\xfe", b"[" * 100_000, b"[]", b"{}")
    said, told, code = serve(valley, HELLO, READY, *junk, call(2, "list_claims"))
    assert answers(said)[2]["result"]["structuredContent"]["total"] == 3
    assert "Traceback" not in told
    assert code == 0


def test_a_request_that_is_too_large_ends_it_with_a_message(valley):
    before = digests(valley)
    huge = call(2, "propose_claim", claim="x" * MOST_REQUEST)
    said, told, code = serve(valley, HELLO, READY, huge)
    assert answers(said).keys() == {1}
    assert told.endswith(
        f"detente: a request had more than {MOST_REQUEST:,} bytes; the server ended\n"
    )
    assert code == 2
    assert digests(valley) == before


@pytest.mark.parametrize("moment", [0, 3])
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


def test_it_ends_at_once_when_it_is_interrupted(valley):
    with subprocess.Popen(
        [sys.executable, "-c", START, "mcp", str(valley)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as server:
        server.stdin.write(json.dumps(HELLO).encode() + b"\n")
        server.stdin.flush()
        server.stdout.readline()
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=60) == -signal.SIGINT
        assert server.stderr.read() == b""


def test_calls_that_come_at_once_are_all_answered(valley):
    async def session():
        found = []

        async def one(client, number):
            told = await client.call_tool("search", {"words": ["water"], "most": number})
            found.append(told.structured_content["passages"])

        async with connected(valley) as client, anyio.create_task_group() as tasks:
            for number in range(1, 6):
                tasks.start_soon(one, client, number)
        return found

    found = anyio.run(session)
    assert found == [found[0]] * 5


def test_a_case_that_cannot_be_read_is_told_at_once(valley):
    file = valley / "case.yaml"
    file.write_text(file.read_text().replace("not Downstream.strike", "not Downstream.strik"))
    said, told, code = serve(valley)
    assert (said, code) == ([], 2)
    assert "did you mean `Downstream.strike`?" in told


def test_without_the_sdk_it_says_what_to_install(valley):
    without = f"import sys; sys.modules['mcp'] = None\n{START}"
    said, told, code = serve(valley, program=without)
    assert (said, code) == ([], 2)
    assert "`detente mcp` needs the SDK: pip install 'detente[assistant]'" in told


def test_a_fault_of_the_program_is_told_as_one_and_ends_nothing(valley):
    faulty = f"""
import detente.assistant.grounds as grounds
def broken(case):
    raise KeyError("secret path")
grounds.quality = broken
{START}
"""
    calls = (call(2, "list_gaps"), call(3, "list_claims"))
    said, told, code = serve(valley, HELLO, READY, *calls, program=faulty)
    fault = answers(said)[2]["result"]
    assert fault["isError"]
    assert fault["content"][0]["text"] == "a fault of the program; its standard error says more"
    assert answers(said)[3]["result"]["structuredContent"]["total"] == 3
    assert "KeyError" in told
    assert code == 0
