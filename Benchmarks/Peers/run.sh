#!/usr/bin/env bash
# Runs the library's bulk recording and reading beside a peer that can be installed: Python's
# `eventsourcing` with its SQLite module, the same event bytes, 1,000 events a commit.
#
# Usage: Benchmarks/Peers/run.sh [EVENTS]
set -euo pipefail
benchmarks=$(cd "$(dirname "$0")/.." && pwd)
events=${1:-100000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

echo "Building" >&2
for product in govledger ratios; do
  swift build --package-path "$benchmarks" -c release --product "$product" >&2
done
built=$(swift build --package-path "$benchmarks" -c release --show-bin-path)

echo "Installing the peer" >&2
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check eventsourcing==9.5.6

echo "Preparing $events events" >&2
"$built/govledger" init "$folder/events.ledger" >/dev/null
"$built/govledger" generate --events "$events" --seed 329 --import >"$folder/records.jsonl"
"$built/govledger" record "$folder/events.ledger" "$folder/records.jsonl" --import --batch 1000 >/dev/null
"$built/govledger" events "$folder/events.ledger" >"$folder/events.jsonl"

echo "Measuring" >&2
"$built/ratios" --quick --events "$events" --only bulk --only replay-one-core --scratch "$folder" \
  --json "$folder/ours.json" >&2
"$folder/venv/bin/python" "$benchmarks/Peers/eventsourcing_peer.py" "$folder/events.jsonl" \
  --batch 1000 --folder "$folder" >"$folder/peer.json"

"$folder/venv/bin/python" - "$folder/ours.json" "$folder/peer.json" <<'PYTHON'
import json
import sys

ours = {row["name"]: row["ours"] for row in json.load(open(sys.argv[1]))}
peer = json.load(open(sys.argv[2]))
rows = [
    ("appended, 1,000 a commit", ours["bulk"], peer["appended"]),
    ("read back (ours: verified and folded)", ours["replay-one-core"], peer["read"]),
]
print(f"{peer['events']:,} events, events/s{'':18} {'ours':>12} {'eventsourcing':>14} {'ratio':>7}")
for what, mine, theirs in rows:
    print(f"{what:42} {mine:12,.0f} {theirs:14,.0f} {mine / theirs:7.2f}")
PYTHON
