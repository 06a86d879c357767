"""The token endpoint of OAuth2 (RFC 6749, 4.4): the sign-in library changes a key for a token of an hour."""

from allauth.core.internal import httpkit
from allauth.idp.oidc import views
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from registry import keys
from registry.api.limits import tokens_left
from registry.models import ClientKey


@csrf_exempt
def token(request):
    """What this page refuses itself is told in the words of OAuth2 too."""
    if request.method != "POST":
        response = _refused("invalid_request", "Send the request by POST, as a form.", status=405)
        response["Allow"] = "POST"
        return response
    wait = tokens_left(request)
    if wait:
        response = _refused("temporarily_unavailable", "Too many requests: wait.", status=429)
        response["Retry-After"] = str(wait)
        return response
    if keys.is_in(request.get_full_path()):
        return _refused("invalid_request", "A key stands in the address. Revoke it, and send another in the body.")
    if request.POST.get("grant_type") != "client_credentials":
        return _refused("unsupported_grant_type", "The only one is client_credentials.")
    if not _is_live(request):
        response = _refused("invalid_client", "This key is not known, was revoked or has ended.", status=401)
        response["WWW-Authenticate"] = 'Basic realm="registry"'
        return response
    return views.token(request)


def _is_live(request):
    prefix = httpkit.extract_basic_auth(request.headers)[0] or request.POST.get("client_id", "")
    if "\0" in prefix:
        return False
    key = ClientKey.objects.select_related("client__owner").filter(prefix=prefix).first()
    return key is not None and key.is_live(at=timezone.now()) and key.client.lets_in


def _refused(error, why, *, status=400):
    said = {"error": error, "error_description": why}
    return JsonResponse(said, status=status, headers={"Cache-Control": "no-store"})
