"""CloudWatch: DescribeAlarms in the query protocol, which Terraform reads, names every field of an alarm."""

import json
import time
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from replacing import need, replace, service


def patch() -> None:
    cloudwatch = service("cloudwatch")
    need(cloudwatch, "_xml")

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def describe(params: Any, cbor: Any, is_cbor: bool, is_json: bool = False) -> Any:
            if is_cbor or is_json:
                return original(params, cbor, is_cbor, is_json)
            # The JSON answer is whole: it is asked for with the same filter, and written as XML.
            names = [value for key, value in sorted(_flat(params).items()) if key.startswith("AlarmNames.member.")]
            wanted = {"AlarmNames": names, "AlarmNamePrefix": _flat(params).get("AlarmNamePrefix")}
            status, _, body = original(params, wanted, False, True)
            if status != 200:
                return original(params, cbor, is_cbor, is_json)
            found = json.loads(body)
            lists = {
                kind: [_shown(alarm) for alarm in found.get(kind, [])]
                for kind in ("MetricAlarms", "CompositeAlarms")
            }
            return cloudwatch._xml(
                200, "DescribeAlarmsResponse", f"<DescribeAlarmsResult>{_xml_of(lists)}</DescribeAlarmsResult>"
            )

        return describe

    replace(cloudwatch, "_describe_alarms", "ab8f092ff9ae", make)


def _flat(params: Any) -> dict[str, str]:
    return {key: value[0] if isinstance(value, list) else value for key, value in params.items()}


def _shown(alarm: dict[str, Any]) -> dict[str, Any]:
    fields = {key: value for key, value in alarm.items() if value is not None and key[0] != "_" and key != "Tags"}
    if "ExtendedStatistic" in fields:
        fields.pop("Statistic", None)  # an alarm has one or the other
    for key, value in fields.items():
        if key.endswith("Timestamp") and isinstance(value, int | float):
            fields[key] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(value))
    return fields


def _xml_of(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "".join(f"<{key}>{_xml_of(inner)}</{key}>" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return "".join(f"<member>{_xml_of(inner)}</member>" for inner in value)
    return escape(str(value))
