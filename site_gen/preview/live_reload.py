"""How pages learn of a new build: a number that one can wait for, and the script that does."""

import re
import threading

from site_gen.model import fingerprint

PREFIX = "/.site-gen/"
# Short enough that nothing in between gives up, long enough to ask seldom.
WAIT = 20.0  # seconds a browser's question is held before it must ask again
SCRIPT = b"""// Waits for the next build of the preview; shows what changed, or what failed.
const pause = ms => new Promise(done => setTimeout(done, ms))
const marks = page => page.querySelector('script[data-page]')?.dataset ?? {}
const sheets = page => [...page.querySelectorAll('link[rel=stylesheet]')]
const mine = { ...marks(document) }
let seen = -1, shown

// A browser may forget the scroll where a page is loaded anew. Storage may be forbidden.
const KEPT = 'site-gen-scroll'
try {
  const [path, left, top] = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]')
  if (path === location.pathname) scrollTo({ left, top, behavior: 'instant' })
  sessionStorage.removeItem(KEPT)
} catch {}

// Style sheets are exchanged in place. All else is loaded anew.
async function update() {
  const page = await load(location.href)
  const next = marks(page)
  if (!next.page || next.page === mine.page) return
  const fresh = sheets(page), old = sheets(document)
  // Sheets that scripts added stand behind those of the page.
  if (next.rest !== mine.rest || fresh.length > old.length) {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify([location.pathname, scrollX, scrollY]))
    } catch {}
    location.reload()
    await pause(60000)
  }
  await Promise.all(fresh.map((link, at) => exchange(old[at], link.getAttribute('href'))))
  Object.assign(mine, next)
}

// Not DOMParser: the policy of the site lets no script make a document of a text.
function load(address) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    request.open('GET', address)
    request.responseType = 'document'
    request.onload = () => request.response ? done(request.response) : fail()
    request.onerror = fail
    request.send()
  })
}

async function exchange(old, href) {
  if (old.getAttribute('href') === href) return
  const link = old.cloneNode()
  link.href = href
  const loaded = new Promise(done => { link.onload = link.onerror = done })
  old.after(link)
  await loaded
  old.remove()
}

function show(error) {
  shown?.remove()
  if (!error) return
  shown = document.createElement('pre')
  shown.setAttribute('role', 'alert')
  shown.textContent = 'The site could not be built:\\n\\n' + error
  const look = { position: 'fixed', inset: 'auto 0 0 0', zIndex: '99', margin: '0',
    padding: '1em', background: '#7a1020', color: '#fff', whiteSpace: 'pre-wrap' }
  for (const [name, value] of Object.entries(look)) shown.style[name] = value
  document.body.append(shown)
}

for (;;) {
  // A browser opens six connections to a host. Only the page that is looked at may hold one.
  if (document.hidden) {
    await new Promise(done => document.addEventListener('visibilitychange', done, { once: true }))
    continue
  }
  try {
    const query = seen + '&' + encodeURIComponent(location.pathname)
    const answer = await (await fetch(new URL('state?' + query, import.meta.url))).json()
    if (answer.number !== seen) await update()
    // The preview answers at once when too many pages wait.
    else await pause(1000)
    seen = answer.number
    show(answer.error)
  } catch { await pause(1000) }
}
"""
_SHEET = re.compile(rb'(<link rel="stylesheet" href=")[^"]*"')
_TAG = b'<script type="module" src="%s" data-page="%s" data-rest="%s"></script></body>'


def add_script(page: bytes) -> bytes:
    """Give a page with the script that shows when it changed.

    The script knows the page by a hash, and by one of all but the addresses of its style sheets.
    """
    hashes = [fingerprint(data)[:16].encode() for data in (page, _SHEET.sub(rb'\1"', page))]
    return page.replace(b"</body>", _TAG % (f"{PREFIX}reload.js".encode(), *hashes))


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
