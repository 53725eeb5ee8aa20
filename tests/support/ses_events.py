"""Events in the shape in which SES publishes them ("Contents of event data that Amazon SES publishes to SNS")."""

import json

TRIED_OUT = "Successfully validated SNS topic for Amazon SES event publishing."
"""What SES publishes, once, when a topic becomes a destination; it is no JSON."""

_ACCOUNT = "123456789012"
_MESSAGE_ID = "0102018c-75a1-4f63-a9d1-8ab2b71c0d11-000000"


def mail_facts(recipient, tags, *, at="2026-11-21T10:01:58.120Z"):
    """Return what every event says of its mail.

    Args:
        tags: those that were given when it was sent; `None` for a mail that is none of ours.
    """
    own = {name: [value] for name, value in (tags or {}).items()}
    return {
        "timestamp": at,
        "source": "Relayboard <board@example.com>",
        "sourceArn": f"arn:aws:ses:eu-west-1:{_ACCOUNT}:identity/example.com",
        "sendingAccountId": _ACCOUNT,
        "messageId": _MESSAGE_ID,
        "destination": [recipient],
        "headersTruncated": False,
        "headers": [{"name": "To", "value": recipient}, {"name": "Subject", "value": "Paint the fence"}],
        "commonHeaders": {"to": [recipient], "messageId": _MESSAGE_ID, "subject": "Paint the fence"},
        "tags": {
            "ses:operation": ["SendEmail"],
            "ses:configuration-set": ["relayboard-dev"],
            "ses:source-ip": ["192.0.2.0"],
            "ses:from-domain": ["example.com"],
            "ses:caller-identity": ["relayboard-dev-channel-email"],
            **own,
        },
    }


def delivery(recipient, at="2026-11-21T10:02:01.310Z"):
    return "Delivery", {
        "delivery": {
            "timestamp": at,
            "processingTimeMillis": 3190,
            "recipients": [recipient],
            "smtpResponse": "250 2.6.0 Message received",
            "remoteMtaIp": "203.0.113.15",
            "reportingMTA": "a4-15.smtp-out.amazonses.com",
        }
    }


def bounce(recipient, kind="Permanent", sub_type="General", *, diagnosis="smtp; 550 5.1.1 user unknown", at=None):
    told = {"emailAddress": recipient, "action": "failed", "status": "5.1.1", "diagnosticCode": diagnosis}
    return "Bounce", {
        "bounce": {
            "bounceType": kind,
            "bounceSubType": sub_type,
            "bouncedRecipients": [{name: value for name, value in told.items() if value}],
            "timestamp": at or "2026-11-21T10:02:02.669Z",
            "feedbackId": "0102018c75a1-example-000000",
            "reportingMTA": "dsn; a4-15.smtp-out.amazonses.com",
        }
    }


def complaint(recipient, kind="abuse", *, sub_type=None, at="2026-11-21T10:09:38.000Z"):
    return "Complaint", {
        "complaint": {
            "complainedRecipients": [{"emailAddress": recipient}],
            "timestamp": at,
            "feedbackId": "0102018c75a1-example-000001",
            "userAgent": "a mail provider's feedback loop",
            "complaintFeedbackType": kind,
            "complaintSubType": sub_type,
            "arrivalDate": at,
        }
    }


def delay(recipient, kind="MailboxFull", at="2026-11-21T10:07:40.095Z"):
    return "DeliveryDelay", {
        "deliveryDelay": {
            "timestamp": at,
            "delayType": kind,
            "expirationTime": "2026-11-22T00:02:00.914Z",
            "delayedRecipients": [
                {"emailAddress": recipient, "status": "4.2.2", "diagnosticCode": "smtp; 452 4.2.2 try later"}
            ],
        }
    }


def reject(_recipient):
    return "Reject", {"reject": {"reason": "Bad content"}}


def rendering_failure(_recipient):
    return "Rendering Failure", {"failure": {"errorMessage": "Attribute is not there", "templateName": "news"}}


def opened(_recipient):
    return "Open", {"open": {"timestamp": "2026-11-21T11:00:00.000Z", "ipAddress": "192.0.2.1"}}


def send(_recipient):
    return "Send", {"send": {}}


def published(what, recipient, tags, **mail):
    """Return the message that a queue gets, if it wants it raw.

    Args:
        what: an event's type and its own part, as the functions here return them.
    """
    kind, part = what
    return json.dumps({"eventType": kind, "mail": mail_facts(recipient, tags, **mail), **part})
