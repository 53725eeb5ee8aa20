"""The checksum that DynamoDB sends with each answer."""

import zlib

from relayboard.adapters.aws_calls import UNREACHABLE, CallFailed

HEADER = "x-amz-crc32"


def check_answer(body: bytes, stated: str | None) -> None:
    """Compare an answer's bytes with the CRC-32 that its header states, if it has one.

    Raises:
        CallFailed: as if there were no answer.
    """
    if stated is not None and stated.strip() != str(zlib.crc32(body)):
        raise CallFailed(UNREACHABLE, "the answer arrived damaged: its CRC-32 is another")
