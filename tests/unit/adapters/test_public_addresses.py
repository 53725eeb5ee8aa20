"""Which addresses lead out into the internet."""

import pytest

from relayboard.adapters.public_addresses import is_public

PUBLIC = ["8.8.8.8", "1.1.1.1", "99.83.190.102", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
NOT_PUBLIC = {
    "this machine": ["127.0.0.1", "127.9.9.9", "0.0.0.0", "::1", "::"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"],
    "unique local and site-local": ["fc00::1", "fd12:3456::1", "fec0::1"],
    "link-local": ["169.254.0.1", "fe80::1", "fe80::1%lo"],
    "metadata": ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"],
    "multicast and broadcast": ["224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1"],
    "reserved and documentation": ["240.0.0.1", "192.0.2.1", "198.18.0.1", "2001:db8::1"],
    "IPv4 within IPv6": [
        "::ffff:127.0.0.1",
        "::ffff:a9fe:a9fe",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
    ],
    "translated": ["64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b:1::808:808", "2001:0:7f00:1::"],
}


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", [one for group in NOT_PUBLIC.values() for one in group])
def test_addresses_that_lead_elsewhere_are_not(address):
    assert not is_public(address)
