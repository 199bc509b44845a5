"""What schemathesis can't know of the contract: how to log in, that an idempotency key belongs to one request, and that
an organization is one of the caller's."""

import os
import re
import uuid

from urllib.parse import urlencode

import schemathesis
from schemathesis.generation.meta import CoveragePhaseData

KEY = "Idempotency-Key"
ORGANIZATION = "Strongroom-Organization"
ALLOWED = re.compile(r"[!-~]{1,255}")


@schemathesis.auth()
class SuperuserToken:
    """The superuser's token, but where the tool means to leave the header out. `--header` would put it in there, too."""

    def get(self, case, context):
        return os.environ["ADMIN_TOKEN"]

    def set(self, case, data, context):
        phase = case.meta.phase.data if case.meta else None
        left_out = isinstance(phase, CoveragePhaseData) and (phase.parameter or "").lower() == "authorization"
        if not left_out:
            case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(context, case, kwargs):
    # A link to what an answer says is not there, such as the folder of a file at a share's root.
    for name, value in (case.path_parameters or {}).items():
        if value in (None, "None"):
            case.path_parameters[name] = str(uuid.uuid4())
    for name in list(case.headers or {}):
        value = case.headers[name]
        if not isinstance(value, str):
            continue
        # Generated keys are often alike ("0"), and the second request with one is refused, as it should be. Keys that
        # the contract allows are made unique here; those that it forbids go out as they are.
        if name.lower() == KEY.lower() and ALLOWED.fullmatch(value):
            case.headers[name] = uuid.uuid4().hex
        # A made-up one would end every request at 403, before anything else of it is looked at.
        if name.lower() == ORGANIZATION.lower() and is_uuid(value):
            del case.headers[name]


def is_uuid(text):
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


# What one request line may hold, in bytes; hyper's limit is 64 KiB.
REQUEST_LINE_BYTES_MAX = 60_000


@schemathesis.hook
def filter_query(context, query):
    """Leaves out what fits no request line: that is refused before anybody knows which operation was meant, by a 414
    that no operation lists. `serve/tests.rs` asks for it."""
    return query is None or len(urlencode(query, doseq=True)) < REQUEST_LINE_BYTES_MAX
