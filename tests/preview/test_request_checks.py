import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.preview.request_checks import (
    OWN_HOSTS,
    RequestError,
    check_host,
    name_host,
    read_target,
)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1", "127.0.0.1"), ("::1", "[::1]"), ("[::1]", "[::1]"), ("0:0::1", "[::1]"),
        ("fe80::1%eth0", "[fe80::1]"), ("::ffff:10.0.0.1", "10.0.0.1"),
        ("MyBox.local", "mybox.local"),
        ("b\u00fccher.local", "xn--bcher-kva.local"),
    ],
)  # fmt: skip
def test_hosts_are_named_as_browsers_name_them(host: str, name: str) -> None:
    assert name_host(host) == name
    check_host(f"{name}:8000", {name})


@given(st.text())
def test_any_host_is_own_or_refused(text: str) -> None:
    try:
        check_host(text, OWN_HOSTS)
    except RequestError as err:
        assert err.status == 421
    else:
        name = text.strip(" \t").lower()
        assert any(name == own or name.startswith(f"{own}:") for own in OWN_HOSTS)


@given(st.text(st.characters(max_codepoint=255)), st.sampled_from(["", "/", "http://localhost"]))
def test_any_target_is_read_or_refused(text: str, start: str) -> None:
    try:
        target = read_target(start + text, OWN_HOSTS)
    except RequestError as err:
        assert err.status in {400, 404, 421}
    else:
        assert target.path.startswith("/")
        assert not target.path.startswith("//")
        assert target.query.isascii()
        assert target.query.isprintable()
        assert " " not in target.query
