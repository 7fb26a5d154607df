#!/bin/sh
# Run all tests. Those in a browser wait for it most of the time, so they run beside all others, and
# their report comes last. Run by `make test`, with CHROMIUM set.
set -u
report=$(mktemp)
.venv/bin/python -m pytest tests/browser >"$report" 2>&1 &
browser=$!
# What a shell without job control starts in the background does not get Ctrl-C by itself.
trap 'kill "$browser" 2>/dev/null; rm -f "$report"; exit 130' INT TERM
.venv/bin/python -m pytest --ignore=tests/browser
others=$?
wait "$browser"
in_browser=$?
cat "$report"
rm -f "$report"
[ "$others" -eq 0 ] && [ "$in_browser" -eq 0 ]
