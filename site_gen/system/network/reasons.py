"""Why a host does not answer: the errors of urllib3 -> plain words for a message."""

import errno
import ssl

import urllib3

from site_gen.system.network.pools import find_proxy, name_proxy

_CANNOT = "cannot be reached"


def explain(err: Exception, url: str) -> str:
    """Say in a few words why there was no whole answer from an address."""
    # A proxy first: its errors hold those of the connection to it.
    if isinstance(err, urllib3.exceptions.ProxyError):
        return f"{_CANNOT}: {_explain_proxy(err, name_proxy(find_proxy(url)))}"
    if isinstance(err, urllib3.exceptions.SSLError):
        return _explain_tls(err)
    if reason := _explain_connection(err, "it"):
        return f"{_CANNOT}: {reason}"
    kinds = {
        urllib3.exceptions.ReadTimeoutError: "stopped in the middle",
        urllib3.exceptions.IncompleteRead: "ended too early",
        urllib3.exceptions.ProtocolError: "ended too early",
        urllib3.exceptions.DecodeError: "is packed in a way that cannot be read",
    }
    return next((reason for kind, reason in kinds.items() if isinstance(err, kind)), "failed")


def _explain_connection(err: Exception, name: str) -> str:
    """Say why there is no connection to what is called ``name``; empty where there was one."""
    if isinstance(err, urllib3.exceptions.NameResolutionError):
        return f"{name} is not found by its name (is it spelled right, and is this machine online?)"
    if isinstance(err, urllib3.exceptions.NewConnectionError):
        cause = err.__cause__
        if isinstance(cause, OSError) and cause.errno == errno.ECONNREFUSED:
            return f"{name} refuses the connection (no program listens at that port)"
        return f"there is no network to {name}"
    is_late = isinstance(err, urllib3.exceptions.ConnectTimeoutError)
    return f"{name} does not take the connection in time" if is_late else ""


def _explain_proxy(err: urllib3.exceptions.ProxyError, name: str) -> str:
    cause = err.original_error
    if isinstance(cause, ValueError):  # of ours: what is wrong with the address of the proxy
        return f"{name} {cause}"
    if isinstance(cause, urllib3.exceptions.SSLError):
        return f"{name} {_explain_tls(cause)}"
    # As 'Tunnel connection failed: 407 Proxy Authentication Required' of http.client.
    said = str(cause).rpartition("failed: ")[2]
    return _explain_connection(cause, name) or f"{name} does not let this through: {said}"


def _explain_tls(err: urllib3.exceptions.SSLError) -> str:
    cause = err.args[0] if err.args else err
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"has no valid certificate: {cause.verify_message}"
    # Most often a host that speaks plain HTTP at this port.
    return "does not speak TLS, which https:// needs"
