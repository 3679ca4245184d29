"""Processes of the program without the seconds that its imports take.

A *nursery* is a process that has imported what the program needs, and waits. Who starts its command
gets a process forked from it, in the directory, the environment and the standard streams where the
command was started, and the exit code of that process. The command takes the program's arguments.

Run as a script, this file is the nursery: its arguments are its socket and what it imports. It ends
when its standard input does.
"""

import contextlib
import importlib
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

COMMAND = """\
import os, socket, sys
with socket.socket(socket.AF_UNIX) as nursery:
    nursery.connect({place!r})
    arguments = [os.fsencode(argument) for argument in sys.argv[1:]]
    variables = [name + b"=" + value for name, value in os.environb.items()]
    told = [os.getcwdb(), b"%d" % len(arguments), *arguments, *variables]
    socket.send_fds(nursery, [b"\\0"], [0, 1, 2])
    nursery.sendall(b"\\0".join(told))
    nursery.shutdown(socket.SHUT_WR)
    sys.exit(int(nursery.recv(8) or 1))
"""


@contextlib.contextmanager
def nursery(*imports):
    """Keep a nursery; yield the command that starts the program in it."""
    folder = tempfile.mkdtemp(prefix="nursery-")  # a socket's path is short
    place = str(Path(folder) / "socket")
    program = [sys.executable, __file__, place, *imports]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as waiting:
        try:
            assert waiting.stdout.readline() == b"ready\n", "there is no nursery"
            yield [sys.executable, "-I", "-S", "-c", COMMAND.format(place=place)]
        finally:
            shutil.rmtree(folder)


def wait(place, *imports):
    """Import, and fork for whoever asks, until standard input ends."""
    for module in imports:
        importlib.import_module(module)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
        listening.listen()
        os.write(1, b"ready\n")
        while listening in select.select([0, listening], [], [])[0]:
            asking, _ = listening.accept()
            with asking:
                if os.fork() == 0:
                    listening.close()
                    return attend(asking)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
    return None


def attend(asking):
    """Fork once more, wait for that process, and tell how it ended; return in that process alone."""
    _, streams, _, _ = socket.recv_fds(asking, 1, 3)
    told = b"".join(iter(lambda: asking.recv(65536), b""))
    child = os.fork()
    if child:
        for stream in (0, 1, 2, *streams):
            os.close(stream)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with contextlib.suppress(BrokenPipeError):
            asking.sendall(b"%d" % (code if code >= 0 else 128 - code))
        os._exit(0)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    directory, count, *rest = told.split(b"\0")
    arguments, variables = rest[: int(count)], rest[int(count) :]
    os.chdir(directory)
    os.environb.clear()
    os.environb.update(variable.split(b"=", 1) for variable in variables)
    return ["detente", *map(os.fsdecode, arguments)]


if __name__ == "__main__" and (arguments := wait(*sys.argv[1:])):
    from detente.cli import main

    sys.argv = arguments
    main()
