"""An independent reading of rulings.md, “Mistakes are corrected, never erased”: which records remain.

A correction counts as every act does, unless another that counts corrects it. What it names is left out, and what
remains is judged as though it had never been: nothing is known of a thing whose first act is left out, until it is
recorded anew; then what followed the first act follows the new one.
"""

import json
from collections import defaultdict
from pathlib import Path

EVENTS = Path(__file__).resolve().parents[2] / "Schemas" / "events"
OPENING = {}  # of the types that begin a thing: the kind of thing, and the key that names it
FOLLOWING = {}  # of the types that follow such a beginning
for _path in sorted(EVENTS.glob("*.json")):
    _stream = json.loads(_path.read_text(encoding="utf-8"))["ledger"]["stream"]
    _of = (_stream["category"], _stream["key"])
    if _stream["act"] == "opens":
        OPENING[_path.stem] = _of
    elif _stream["act"].startswith("follows"):
        FOLLOWING[_path.stem] = _of
_OPENED = {category for category, _ in OPENING.values()}


def left_out(records, counts) -> dict:
    """By the id of each record that is left out, the first correction of it that stands."""
    corrections = [one for one in records if one.type == "record.corrected"]
    of = defaultdict(list)
    for one in corrections:
        of[one.data["event"]].append(one)

    def stands(correction) -> bool:
        return counts(correction) and not any(stands(other) for other in of.get(correction.id, ()))

    found = {}
    for correction in corrections:
        if stands(correction):
            found.setdefault(correction.data["event"], correction)
    return found


def standing(records, counts) -> list:
    """What nothing corrects, of what begins a thing the first; also what follows nothing any more."""
    gone = left_out(records, counts)
    rest = [one for one in records if one.id not in gone and one.type != "record.corrected"]
    first = {}
    for one in rest:
        if one.type in OPENING:
            category, key = OPENING[one.type]
            thing = category, one.data[key]
            # Of two, where the correction of the earlier does not count: the earlier, unless only the later counts.
            if thing not in first or counts(one) and not counts(first[thing]):
                first[thing] = one
    openings = sorted(first.values(), key=lambda one: one.position)
    return openings + [one for one in rest if one.type not in OPENING]


def remaining(records, counts) -> list:
    """The records to judge."""
    if not any(one.type == "record.corrected" for one in records):
        return list(records)
    rest = standing(records, counts)
    begun = {(OPENING[one.type][0], one.data[OPENING[one.type][1]]) for one in rest if one.type in OPENING}

    def follows_nothing(one) -> bool:
        if one.type == "body.succeeded":  # it says of others, too, whose what is
            return False
        of = FOLLOWING.get(one.type)
        return of is not None and of[0] in _OPENED and (of[0], one.data[of[1]]) not in begun

    return [one for one in rest if not follows_nothing(one)]


def corrected(records, counts, department=None) -> list:
    """What the report lists."""
    gone = left_out(records, counts)
    return [
        {"correctedBy": {"event": gone[one.id].id, "position": gone[one.id].position}, "event": one.id,
         "position": one.position, "reason": gone[one.id].data["reason"]}
        for one in records if one.id in gone and department in (None, one.actor)]
