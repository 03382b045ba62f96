#!/usr/bin/env python3
"""Prove an exported audit whole, without the tracker: python3 verify_audit.py FILE [ANCHORS]

FILE comes from `manage.py audit --export FILE`. ANCHORS, if given, has lines that end in a place
and the digest that stood there, as they were noted elsewhere when they were made: only these can
tell that the end was cut off, or that everything after a place was digested anew.

The digest of an entry is the SHA-256 over its place, the digest before it (64 zeros for the first)
and its words in the order of WORDS; each word is written as its length in bytes, ":", the word and
",", and a word that is missing as "-,". Ends with 0 where all is whole, 1 where it is not.
"""

import hashlib
import json
import sys


WORDS = (
    "id", "at", "table_name", "row_id", "verb", "before", "after", "actor", "user_id", "origin",
    "address", "door", "why", "db_role", "txid",
)  # fmt: skip


def digest(place, before, entry):
    made = hashlib.sha256()
    for word in [str(place), before] + [entry[name] for name in WORDS]:
        if word is None:
            made.update(b"-,")
        else:
            said = word.encode()
            made.update(b"%d:%s," % (len(said), said))
    return made.hexdigest()


def faults(lines, noted):
    place, before, anchor = 0, "0" * 64, None
    for number, line in enumerate(lines, start=1):
        try:
            said = json.loads(line)
            if anchor is not None:
                yield f"line {number}: there is something after the end"
                return
            if "anchor" in said:
                anchor = (said["anchor"]["place"], said["anchor"]["digest"])
                if anchor != (place, before):
                    yield f"line {number}: the end does not fit: {place} entries were read"
                continue
            place += 1
            at, shown, entry = said["place"], said["digest"], said["entry"]
            if at != place:
                yield f"line {number}: here should stand place {place}, and place {at} does"
            elif digest(place, before, entry) != shown:
                yield f"line {number}: place {place}, or the one before it, is not as it was"
            if noted.get(place, shown) != shown:
                yield f"line {number}: place {place} was noted elsewhere with another digest"
            noted.pop(place, None)
            before = shown
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield f"line {number}: it cannot be read ({error!r})"
            return
    if anchor is None:
        yield "the end is missing"
    for cut in sorted(noted):
        yield f"place {cut} was noted elsewhere, and the file ends at {place}"


def main(file, anchors=None):
    noted = {}
    if anchors:
        with open(anchors, encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    place, shown = line.split()[-2:]
                    noted[int(place)] = shown
    noted.pop(0, None)
    known, found = len(noted), 0
    with open(file, encoding="utf-8") as lines:
        for fault in faults(lines, noted):
            found += 1
            if found <= 20:
                print(fault)
    print(f"{found} faults" if found else f"whole; {known} heads noted elsewhere agree")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
