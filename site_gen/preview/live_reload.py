"""How pages learn of a new build: a number that one can wait for, and the script that does."""

import threading

PREFIX = "/.site-gen/"
# Short enough that nothing in between gives up, long enough to ask seldom.
WAIT = 20.0  # seconds a browser's question is held before it must ask again
SCRIPT = b"""// Waits for the next build of the preview, then reloads; shows what failed.
const pause = ms => new Promise(done => setTimeout(done, ms))
let seen = -1, shown
for (;;) {
  // A browser opens six connections to a host. Only the page that is looked at may hold one.
  if (document.hidden) {
    await new Promise(done => document.addEventListener('visibilitychange', done, { once: true }))
    continue
  }
  try {
    const answer = await (await fetch(new URL('state?' + seen, import.meta.url))).json()
    if (seen >= 0 && answer.number !== seen && !answer.error) location.reload()
    // The preview answers at once when too many pages wait.
    if (answer.number === seen) await pause(1000)
    seen = answer.number
    shown?.remove()
    if (answer.error) {
      shown = document.createElement('pre')
      shown.setAttribute('role', 'alert')
      shown.textContent = 'The site could not be built:\\n\\n' + answer.error
      const look = { position: 'fixed', inset: 'auto 0 0 0', zIndex: '99', margin: '0',
        padding: '1em', background: '#7a1020', color: '#fff', whiteSpace: 'pre-wrap' }
      for (const [name, value] of Object.entries(look)) shown.style[name] = value
      document.body.append(shown)
    }
  } catch { await pause(1000) }
}
"""
_TAG = b'<script type="module" src="%s"></script></body>' % f"{PREFIX}reload.js".encode()


def add_script(page: bytes) -> bytes:
    """Give a page with the script that reloads it."""
    return page.replace(b"</body>", _TAG)


class State:
    """How many builds there were, and the error of the last; a number one can wait for.

    At most ``most_waiting`` wait at a time. Each of them holds a connection and a thread.
    """

    def __init__(self, most_waiting: int = 16) -> None:
        self.number = 0
        self.error = ""
        self._changed = threading.Condition()
        self._free = most_waiting
        self._is_closed = False

    def publish(self, error: str = "") -> None:
        """Wake everyone who waits for a build."""
        with self._changed:
            self.number += 1
            self.error = error
            self._changed.notify_all()

    def close(self) -> None:
        """Wake everyone who waits, and let nobody wait again: the preview ends."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def wait_past(self, seen: int, seconds: float = WAIT) -> dict[str, object]:
        """Wait for a number other than ``seen``; give what there is after ``seconds``.

        When as many wait as may, give what there is at once.
        """
        with self._changed:
            if self._free > 0:
                self._free -= 1
                self._changed.wait_for(lambda: self._is_closed or self.number != seen, seconds)
                self._free += 1
            return {"number": self.number, "error": self.error}
