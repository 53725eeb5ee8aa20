"""Which network addresses lead out into the internet, and not to this machine, its neighbours or its cloud."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# RFC 4291 §2.4: all addresses of the internet that were ever given out. It leaves out loopback, link-local,
# unique local and multicast addresses, and those of IPv4 in the forms that are dealt with below.
_IN_USE = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")  # RFC 6052: NAT64 leads from here to any IPv4 address
# RFC 6890: for protocols, among them the metadata of some clouds; not every Python knows all of it.
_FOR_PROTOCOLS = IPv4Network("192.0.0.0/24")
# Platforms answer their own machines here with credentials; AWS's and Google's addresses are link-local.
_PLATFORMS = frozenset({IPv4Address("168.63.129.16")})


def is_public(address: str) -> bool:
    """Tell whether an address leads out into the internet.

    Raises:
        ValueError: it is no IP address.
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = _inner(found)
        if inner is None:
            return found in _IN_USE and found.is_global
        found = inner
    is_elsewhere = found.is_multicast or found in _FOR_PROTOCOLS or found in _PLATFORMS
    return found.is_global and not is_elsewhere


def _inner(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
