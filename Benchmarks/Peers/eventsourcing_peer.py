#!/usr/bin/env python3
"""Append and read the same events with Python's `eventsourcing` and its SQLite module.

Takes a JSON Lines file of events as `govledger events` prints them, appends them through the
library's application recorder, so many a durable commit (WAL, synchronous=FULL), reads all of them
back in order, and prints the two rates as JSON. Bytes and counts are checked; a job that was not
done right has no figure and the exit status is 1.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore


def stored_events(path):
    """The events of the file: the stream as originator, the line's own bytes as state."""
    events = []
    with open(path, "rb") as lines:
        for line in lines:
            leaf = line.rstrip(b"\n")
            event = json.loads(leaf)
            events.append(
                StoredEvent(
                    originator_id=event["stream"],
                    originator_version=event["version"],
                    topic=event["type"],
                    state=leaf,
                )
            )
    return events


def append(recorder, events, batch):
    """Appends all events, `batch` a commit, and tells the seconds taken."""
    start = time.perf_counter()
    for first in range(0, len(events), batch):
        recorder.insert_events(events[first : first + batch])
    return time.perf_counter() - start


def read(recorder, batch):
    """Reads all events in order, `batch` a page, and tells the seconds taken and the bytes."""
    leaves = []
    start = time.perf_counter()
    following = 1
    while True:
        page = recorder.select_notifications(start=following, limit=batch)
        if not page:
            break
        leaves.extend(notification.state for notification in page)
        following = page[-1].id + 1
    return time.perf_counter() - start, leaves


def pragma(datastore, name):
    """A setting of the library's own connection."""
    with datastore.transaction(commit=False) as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("events", type=Path, help="JSON Lines of `govledger events`")
    parser.add_argument("--batch", type=int, default=1000, help="events a commit")
    parser.add_argument("--folder", default=None, help="where the database is made")
    arguments = parser.parse_args()

    events = stored_events(arguments.events)
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        datastore = SQLiteDatastore(f"{folder}/peer.sqlite", originator_id_type="text")
        recorder = SQLiteApplicationRecorder(datastore)
        recorder.create_table()
        if pragma(datastore, "journal_mode") != "wal" or pragma(datastore, "synchronous") != 2:
            sys.exit("failed: the peer does not run with WAL and synchronous=FULL")
        appending = append(recorder, events, arguments.batch)
        reading, leaves = read(recorder, arguments.batch)
        datastore.close()
    if leaves != [event.state for event in events]:
        sys.exit("failed: the peer does not give back the bytes that it was given")
    print(
        json.dumps(
            {
                "peer": "eventsourcing",
                "events": len(events),
                "appended": round(len(events) / appending),
                "read": round(len(events) / reading),
            }
        )
    )


if __name__ == "__main__":
    main()
