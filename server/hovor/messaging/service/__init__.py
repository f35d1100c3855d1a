"""The verbs of messaging: `said` adds to a timeline, `marks` raises watermarks, `outbox` brings messages out,
`prepared` keeps drafts and templates, `transcripts` sends clients what was said, `channels` what concerns
channels themselves.
"""

from hovor.messaging.policy import Content
from hovor.messaging.service.channels import note_health, record_refusal
from hovor.messaging.service.marks import mark_by_client, mark_read
from hovor.messaging.service.outbox import Job, apply_receipt, cancel, claim, record, resend
from hovor.messaging.service.prepared import change_template, create_template, retire_template, save_draft
from hovor.messaging.service.said import add_note, open_thread, post, readdress, receive, record_change
from hovor.messaging.service.transcripts import Seal, send_transcript
from hovor.messaging.views import Author, Route, Stored

__all__ = [
    "Author",
    "Content",
    "Job",
    "Route",
    "Seal",
    "Stored",
    "add_note",
    "apply_receipt",
    "cancel",
    "change_template",
    "claim",
    "create_template",
    "mark_by_client",
    "mark_read",
    "note_health",
    "open_thread",
    "post",
    "readdress",
    "receive",
    "record",
    "record_change",
    "record_refusal",
    "resend",
    "retire_template",
    "save_draft",
    "send_transcript",
]
