from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler

import pytest

from site_gen.system.links.probe import Answer, LinkProbe
from tests.hosts import Answer as HostAnswer
from tests.hosts import Host, open_host, say

AGENT = "site-gen/1 (+https://papers.example.org)"


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def ask(waits: list[float]) -> Callable[..., dict[str, Answer]]:
    return lambda *urls: dict(LinkProbe(AGENT, waits.append).ask_all(urls))


@pytest.fixture
def host() -> Iterator[Host]:
    with open_host() as found:
        yield found


def methods(host: Host) -> list[str]:
    return [method for method, _, _ in host.requests]


def test_a_host_is_asked_for_the_head_alone(
    ask: Callable[..., dict[str, Answer]], host: Host
) -> None:
    host.answers = [say()]
    url = f"{host.url}/a?b=c#part"

    assert ask(url) == {url: Answer(200, "OK")}
    ((method, path, headers),) = host.requests
    assert (method, path, headers["User-Agent"]) == ("HEAD", "/a?b=c", AGENT)


def test_what_is_no_success_is_asked_for_again_with_get(
    ask: Callable[..., dict[str, Answer]], host: Host, waits: list[float]
) -> None:
    host.answers = [say(405), say(200)]
    answer = ask(f"{host.url}/a").popitem()[1]

    assert (answer.is_there, methods(host), waits) == (True, ["HEAD", "GET"], [1.0])


@pytest.mark.parametrize(
    ("status", "is_dead", "is_lasting"),
    [(404, True, True), (410, True, True), (403, False, True), (500, False, False)],
)
def test_only_what_is_surely_gone_is_dead(
    ask: Callable[..., dict[str, Answer]],
    host: Host,
    status: int,
    *,
    is_dead: bool,
    is_lasting: bool,
) -> None:
    host.answers = [say(status)]
    answer = ask(f"{host.url}/a").popitem()[1]

    assert (answer.is_there, answer.is_dead, answer.is_lasting) == (False, is_dead, is_lasting)
    assert f"{answer}".startswith(f"says {status} ")


def test_redirects_are_followed(ask: Callable[..., dict[str, Answer]], host: Host) -> None:
    host.answers = [say(301, Location="/b"), say(200)]
    assert ask(f"{host.url}/a").popitem()[1].is_there
    assert [path for _, path, _ in host.requests] == ["/a", "/b"]

    host.answers = [say(302, Location="/b")]
    assert f"{ask(f'{host.url}/a').popitem()[1]}" == "leads on and on"


def test_one_request_at_a_time_with_a_pause_but_several_hosts_at_once(
    ask: Callable[..., dict[str, Answer]], waits: list[float]
) -> None:
    now, most = Counter[str](), Counter[str]()

    def count(name: str) -> HostAnswer:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            now[name] += 1
            most[name] = max(most[name], now[name])
            say()(handler)
            now[name] -= 1

        return answer

    with ExitStack() as stack:
        hosts = [stack.enter_context(open_host()) for _ in range(2)]
        for host in hosts:
            host.answers = [count(host.url)]
        urls = [f"{host.url}/{number}" for number in range(4) for host in hosts]
        answers = ask(*urls)
        assert answers == dict.fromkeys(urls, Answer(200, "OK"))
        assert most == {host.url: 1 for host in hosts}
    assert waits == [1.0] * 6


def test_a_host_that_asks_to_wait_is_waited_for(
    ask: Callable[..., dict[str, Answer]], host: Host, waits: list[float]
) -> None:
    host.answers = [say(429, Retry_After="3"), say(200)]

    assert ask(f"{host.url}/a").popitem()[1].is_there
    assert waits == [3.0]


def test_a_host_that_asks_for_too_long_is_left_alone(
    ask: Callable[..., dict[str, Answer]], host: Host
) -> None:
    host.answers = [say(429, Retry_After="3600")]
    first, second = ask(f"{host.url}/a", f"{host.url}/b").values()

    assert (first.status, first.is_dead, len(host.requests)) == (429, False, 2)
    assert f"{second}".startswith("was not asked")
    assert not second.is_dead


def test_a_host_that_is_not_there_is_asked_three_times(
    ask: Callable[..., dict[str, Answer]], waits: list[float]
) -> None:
    urls = [f"http://127.0.0.1:9/{number}" for number in range(5)]
    answers = list(ask(*urls).values())

    assert [answer.is_dead for answer in answers] == [True, True, True, False, False]
    assert len(waits) == 5  # between the requests, and before each GET


@pytest.mark.parametrize("url", ["http://[a", "http://", "http://a..b/", "http://é..x/"])
def test_what_is_no_address_is_dead(ask: Callable[..., dict[str, Answer]], url: str) -> None:
    assert f"{ask(url)[url]}" == "is no address of a host"
    assert ask(url)[url].is_dead
