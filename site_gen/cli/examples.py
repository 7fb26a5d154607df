"""Examples of commands, which end their help: one table. A test runs each of them."""

from collections.abc import Mapping, Sequence

ROOT_EXAMPLES: Sequence[str] = (
    "site-gen init my-papers",
    "site-gen -C my-papers import page.txt",
    "site-gen -C my-papers build --base-url https://papers.example.org",
)

EXAMPLES: Mapping[str, Sequence[str]] = {
    "build": (
        "site-gen build",
        "site-gen build --base-url https://papers.example.org -o out",
        "site-gen build --no-search --quiet",
    ),
    "check": ("site-gen check", "site-gen check --fix", "site-gen check -o out"),
    "completion": (
        "site-gen completion bash > site-gen.bash",
        "site-gen completion zsh",
        "site-gen completion fish",
    ),
    "doctor": ("site-gen doctor", "site-gen -C my-papers doctor"),
    "enrich": (
        "site-gen enrich --review",
        "site-gen enrich --most 100",
        "site-gen enrich --since 30",
    ),
    "export": (
        "site-gen export 2025-09-17",
        "site-gen export 2025 --format bibtex -o papers-2025.bib",
        "site-gen export topics/agents --format json",
    ),
    "fetch": (
        "site-gen fetch hf 2025-09-17",
        "site-gen fetch arxiv cs.CL cs.LG",
        "site-gen fetch feed https://papers.example.org/feed.xml",
    ),
    "fetch arxiv": ("site-gen fetch arxiv cs.CL cs.LG", "site-gen fetch arxiv cs.CV --new-only"),
    "fetch feed": (
        "site-gen fetch feed https://papers.example.org/feed.xml",
        "site-gen fetch feed https://papers.example.org/feed.json --dry-run",
    ),
    "fetch hf": (
        "site-gen fetch hf",
        "site-gen fetch hf 2025-09-17",
        "site-gen fetch hf --since 2025-09-01",
    ),
    "help": ("site-gen help", "site-gen help tutorial", "site-gen help import"),
    "import": (
        "site-gen import page.txt",
        "site-gen import papers.bib --date 2025-09-17 --dry-run",
        "site-gen import --clipboard",
    ),
    "init": (
        "site-gen init my-papers",
        "site-gen init my-papers --host github-pages --base-url https://ada.github.io/papers --yes",
    ),
    "move": (
        "site-gen move 2025-09-17 2025-09-18",
        "site-gen move 2025-09-17 2025-09-18 --dry-run",
    ),
    "remove": (
        'site-gen remove 2025-09-17/some-slug --reason "At the request of its authors"',
        'site-gen remove 2509.01234 --reason "Withdrawn by the publisher" --dry-run',
    ),
    "serve": ("site-gen serve --open", "site-gen serve --port 0 --no-search"),
    "undo": ("site-gen undo --dry-run", "site-gen undo"),
    "words": ("site-gen words", "site-gen words --dry-run"),
}
