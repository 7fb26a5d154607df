"""The loop of the preview: watch, show the pages that are open, build, index.

It knows nothing of dependencies: it watches, builds, and publishes one number. Pages get a script
that waits for a newer number and then looks whether they are others. After a failed build the last
good site stays, and pages show what is wrong.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from site_gen.preview.builder import PAUSE, Builder, Work
from site_gen.preview.server import Preview
from site_gen.preview.watcher import Watcher

_TAKEN = 0.3  # seconds in which browsers may take pages before the build slows them down
_LATE = "Building what changed last, with its search; press Ctrl-C again to leave that out"


def run(  # noqa: PLR0913 # what is served, watched and told
    server: Preview,
    work: Work,
    paths: Sequence[Path],
    ready: Callable[[], None] = lambda: None,
    tell: Callable[[str], None] = lambda _sentence: None,
    *,
    pause: float = PAUSE,
) -> None:
    """Build, serve until interrupted, and build again after each change below ``paths``.

    ``ready`` is called when the server begins, ``tell`` with what a person should know. Changes
    during the first build count too. ``pause`` are seconds from the last change to an index. What
    is not built when an interrupt comes is built before this ends; another one leaves it out.
    """
    watcher = Watcher(paths, tell)

    def publish(number: int, error: str) -> None:
        server.first_pages.drop(number)
        server.state.publish(error)

    builder = Builder(work, publish, pause)
    try:
        builder.start()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            with suppress(KeyboardInterrupt):  # Ctrl-C ends the preview, whatever it does then
                ready()
                for changed in watcher.changes():
                    if changed:
                        _show(server, work, builder)
            if builder.is_behind:
                tell(_LATE)
            with suppress(KeyboardInterrupt):
                builder.finish()
        finally:
            server.shutdown()
    finally:
        server.server_close()
        watcher.close()


def _show(server: Preview, work: Work, builder: Builder) -> None:
    """Show a change in the pages that are open, and then have it built."""
    try:
        made = work.make_first(server.readers.list_open())
        # Before the build: it would take turns with what makes and sends these pages.
        if made:
            server.first_pages.put(builder.next_change, made)
            server.state.publish(server.state.error)
            server.first_pages.wait_taken(_TAKEN)
    finally:
        builder.note_change()
