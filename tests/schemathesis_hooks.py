"""What schemathesis can't know of the contract: an idempotency key belongs to one request.

Generated keys are often alike ("0"), and the second request with one is refused, as it should be. Keys that the contract
allows are made unique here; those that it forbids go out as they are.
"""

import re
import uuid

import schemathesis

KEY = "Idempotency-Key"
ALLOWED = re.compile(r"[!-~]{1,255}")


@schemathesis.hook
def before_call(context, case, kwargs):
    for name in list(case.headers or {}):
        value = case.headers[name]
        if name.lower() == KEY.lower() and isinstance(value, str) and ALLOWED.fullmatch(value):
            case.headers[name] = uuid.uuid4().hex
