"""Ask a tracker that runs for the figures that everything else rests on."""

import json
import sys
import urllib.request


def get(path: str) -> str:
    with urllib.request.urlopen(sys.argv[1] + path, timeout=10) as answer:
        return answer.read().decode()


def usage(known_at: str = "") -> tuple[str, str]:
    said = json.loads(
        get(f"/api/v1/caps/dprk-refined-petroleum/usage/?period=2023&known_at={known_at}")
    )
    return said["used"], said["share"]


print(get("/readyz").strip())
print("2023 as known today:", *usage())
print("2023 as known on 17 January 2024:", *usage("2024-01-17"))
assert "<html" in get("/")
