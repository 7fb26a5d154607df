import threading
import time

from site_gen.preview import State


def test_waiting_ends_by_itself() -> None:
    assert State().wait_past(0, seconds=0.01) == {"number": 0, "error": ""}


def test_only_so_many_wait() -> None:
    state = State(most_waiting=1)
    waiting = threading.Thread(target=state.wait_past, args=(0, 60))
    waiting.start()
    while state._free:
        time.sleep(0.01)
    assert state.wait_past(0, seconds=60) == {"number": 0, "error": ""}
    assert waiting.is_alive()
    state.publish("wrong")
    waiting.join(10)
    assert not waiting.is_alive()
    assert state.wait_past(0, seconds=60) == {"number": 1, "error": "wrong"}


def test_nobody_waits_for_a_preview_that_ended() -> None:
    state = State()
    state.close()
    began = time.monotonic()
    assert state.wait_past(0, seconds=60) == {"number": 0, "error": ""}
    assert time.monotonic() - began < 30
