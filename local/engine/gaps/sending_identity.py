"""Gap: the right to send email with SES v2 cannot be granted for one identity.

The resource of SendEmail is the identity that sends the mail: the sender's address if that is an identity, or else its
domain.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html
"""

import json
from email.utils import parseaddr

from ministack.core import iam_actions
from ministack.services import ses, ses_v2

from .replacement import existing, wrap


def resource_arn(original, method, path, body, region, account):
    if path.rstrip("/") != "/v2/email/outbound-emails":
        return original(method, path, body, region, account)
    request = json.loads(body or b"{}")
    if request.get("FromEmailAddressIdentityArn"):
        return request["FromEmailAddressIdentityArn"]
    sender = parseaddr(request.get("FromEmailAddress", ""))[1]
    return f"arn:aws:ses:{region}:{account}:identity/{sending_identity(sender)}"


def sending_identity(sender):
    domains = ses._domain_and_parents(sender.rpartition("@")[2].lower())
    known = {*ses._identities, *ses_v2._identities}
    return next((name for name in (sender, *domains) if name in known), sender)


def close():
    for name in ("_domain_and_parents", "_identities"):
        existing(ses, name)
    existing(ses_v2, "_identities")
    wrap(iam_actions, "_ses_v2_resource_arn", resource_arn)
