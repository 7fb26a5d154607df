#!/bin/sh
# Run all tests. Those in a browser wait for it most of the time, so they run beside all others, in
# two parts that take about as long; their reports come last. Run by `make test`, with CHROMIUM set.
set -u
search=$(mktemp)
pages=$(mktemp)
.venv/bin/python -m pytest tests/browser/test_search*.py tests/browser/test_attacks.py >"$search" 2>&1 &
in_search=$!
.venv/bin/python -m pytest tests/browser --ignore-glob='*/test_search*.py' \
    --ignore=tests/browser/test_attacks.py >"$pages" 2>&1 &
in_pages=$!
# What a shell without job control starts in the background does not get Ctrl-C by itself.
trap 'kill "$in_search" "$in_pages" 2>/dev/null; rm -f "$search" "$pages"; exit 130' INT TERM
.venv/bin/python -m pytest --ignore=tests/browser
others=$?
wait "$in_search"
of_search=$?
wait "$in_pages"
of_pages=$?
cat "$search" "$pages"
rm -f "$search" "$pages"
[ "$others" -eq 0 ] && [ "$of_search" -eq 0 ] && [ "$of_pages" -eq 0 ]
