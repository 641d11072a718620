"""The words that conversation details speak in, and what they mean.

Read from the models of the vendor's SDK (github.com/MyPureCloud/platform-client-sdk-python,
build/PureCloudPlatformClientV2/models): ``mediaType`` in analytics_session.py, ``purpose`` in
analytics_participant_without_attributes.py, ``segmentType`` and ``disconnectType`` in
analytics_conversation_segment.py. ``botflow``, ``voicesurveyflow``, ``internalmessage`` and
``screenmonitoring`` are later words, which programs that ask for conversations name.

Which metrics mean what is on help.mypurecloud.com/articles/metric-definitions and, for flow-outs,
on help.mypurecloud.com/faqs/offered-metric-not-always-equal-answered-plus-abandoned-metrics. All
words are compared in small letters.
"""

from __future__ import annotations

from typing import Final

#: ``mediaType`` of a contact. A message (SMS, web messaging, an app's) is written as a chat is.
CHANNELS: Final = {
    "voice": "voice",
    "chat": "chat",
    "message": "chat",
    "email": "email",
    "callback": "callback",
}
#: ``mediaType`` of what goes on beside a contact, or between colleagues.
BESIDE: Final = frozenset(
    {"cobrowse", "internalmessage", "screenmonitoring", "screenshare", "unknown", "video"}
)
#: ``purpose`` of people of the center: those a queue calls, and those who call or are called.
AGENTS: Final = frozenset({"agent", "user"})
#: ``purpose`` of the other side; where there is a ``customer``, an ``external`` is a third party.
CUSTOMER: Final = "customer"
EXTERNAL: Final = "external"
#: ``purpose`` of a queue.
QUEUE: Final = "acd"
#: ``purpose`` of what else takes part: flows, devices, the dialer.
OTHERS: Final = frozenset(
    {
        "api",
        "botflow",
        "campaign",
        "dialer",
        "fax",
        "group",
        "inbound",
        "ivr",
        "manual",
        "outbound",
        "station",
        "voicemail",
        "voicesurveyflow",
        "workflow",
    }
)
PURPOSES: Final = AGENTS | OTHERS | {CUSTOMER, EXTERNAL, QUEUE}
#: ``segmentType`` of the steps that are read.
INTERACT: Final = "interact"
HOLD: Final = "hold"
ALERT: Final = "alert"
WRAPUP: Final = "wrapup"
SPOKEN: Final = frozenset({INTERACT, HOLD})
#: What comes first of steps that begin and end at one instant.
LIFECYCLE: Final = (ALERT, INTERACT, HOLD, WRAPUP)
SEGMENTS: Final = SPOKEN | {
    ALERT,
    WRAPUP,
    "barging",
    "callback",
    "coaching",
    "contacting",
    "converting",
    "delay",
    "dialing",
    "ivr",
    "monitoring",
    "scheduled",
    "sharing",
    "system",
    "transmitting",
    "unknown",
    "uploading",
    "voicemail",
}
#: ``disconnectType`` of what was handed on, and the kind of transfer, where it says one.
HANDED_ON: Final = {
    "transfer": "other",
    "transferdnd": "other",
    "forwardtransfer": "other",
    "noanswertransfer": "other",
    "notavailabletransfer": "other",
    "consulttransfer": "attended",
    "conferencetransfer": "conference",
}
_BY_SYSTEM: Final = ("error", "spam", "system", "timeout", "transportfailure", "uncallable")
#: Who ended a session, by its ``disconnectType``: ``peer`` is the other side of it, ``client``
#: and ``endpoint`` are the program and the telephone on this side.
ENDED_BY_AGENT_SIDE: Final = {
    "client": "agent",
    "endpoint": "agent",
    "peer": "customer",
    **dict.fromkeys(_BY_SYSTEM, "system"),
    **dict.fromkeys(HANDED_ON, "transfer"),
}
ENDED_BY_CUSTOMER_SIDE: Final = {
    **ENDED_BY_AGENT_SIDE,
    "client": "customer",
    "endpoint": "customer",
    "peer": "agent",
}
#: How a stay in a queue ended that no agent answered, by the ``disconnectType`` of the queue.
LEFT_BY: Final = {
    "peer": "abandoned",
    "endpoint": "abandoned",
    "system": "timeout",
    "timeout": "timeout",
    "error": "system_failure",
    "transportfailure": "system_failure",
    **dict.fromkeys(HANDED_ON, "overflow"),
}
#: Outcomes that a ``disconnectType`` settles even where the vendor counts an abandon.
SETTLED: Final = frozenset({"timeout", "system_failure"})
#: How an offer ended that was not answered, by the ``disconnectType`` of the alert.
NOT_TAKEN: Final = {
    "": "no_answer",
    "timeout": "no_answer",
    "noanswertransfer": "no_answer",
    "client": "declined",
    "peer": "canceled",
    "transfer": "canceled",
    "endpointdnd": "unavailable",
    "transferdnd": "unavailable",
    "notavailabletransfer": "unavailable",
}
