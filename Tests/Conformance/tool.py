"""Finds and runs the built tool. GOVLEDGER names it; otherwise the debug build of this checkout.

Random histories and mutations are as many as `scale` says: a long run (LONG_RUN=1) goes through all of them, the usual
one through two fifths, the same each time; CONFORMANCE_SCALE is another share.
"""

import os
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
USUAL = 0.4


def scale(name="CONFORMANCE_SCALE") -> float:
    """The share of random cases that a run goes through."""
    return float(os.environ.get(name) or (1 if os.environ.get("LONG_RUN") == "1" else USUAL))


class ToolMissing(Exception):
    pass


def path() -> str:
    found = os.environ.get("GOVLEDGER") or str(REPOSITORY / ".build" / "debug" / "govledger")
    if not os.access(found, os.X_OK):
        raise ToolMissing(
            f"no tool at {found}: run `swift build` in {REPOSITORY}, or name it in GOVLEDGER"
        )
    return found


def run_bytes(args, input=b"", timeout=600, env=None):
    """Runs the tool: (exit code, standard output, standard error), as bytes."""
    if isinstance(input, str):
        input = input.encode("utf-8")
    done = subprocess.run(
        [path(), *map(str, args)],
        input=input,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=timeout,
        env=None if env is None else {**os.environ, **env},
    )
    return done.returncode, done.stdout, done.stderr


def run(args, input="", timeout=600, env=None):
    """Runs the tool: (exit code, standard output, standard error), as text (UTF-8, strictly)."""
    code, out, err = run_bytes(args, input, timeout, env)
    return code, out.decode("utf-8"), err.decode("utf-8")


def must(args, input="", timeout=600, env=None):
    """Runs the tool, which must exit 0; its standard output as text."""
    code, out, err = run(args, input, timeout, env)
    assert code == 0, f"govledger {' '.join(map(str, args))}: exit {code}\n{err}{out[:2000]}"
    return out
