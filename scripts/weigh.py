"""What the first visit to a page fetches: bytes in gzip 9, as they are sent, without headers.

python3 scripts/weigh.py SITE URL...
"""

import gzip
import re
import sys
from pathlib import Path


def weigh(site: Path, url: str) -> dict[str, int]:
    """Weigh a page, its sheets and scripts, and the rules by which the next page is made ready."""
    page = (site / url.strip("/") / "index.html").read_text(encoding="utf-8")
    named = re.findall(
        r'<(?:link rel="stylesheet" href|script[^>]* src)="(?:[^"]*?)(/assets/[^"]+)"', page
    )
    parts = {"page": page.encode()}
    for name in [*named, "/speculation-rules.json"]:
        parts[name] = (site / name[1:]).read_bytes()
    return {name: len(gzip.compress(data, 9, mtime=0)) for name, data in parts.items()}


if __name__ == "__main__":
    for asked in sys.argv[2:]:
        found = weigh(Path(sys.argv[1]), asked)
        print(
            f"{sum(found.values()):7} {asked}",
            *(f"{n.rsplit('/')[-1]} {b}" for n, b in found.items()),
        )
