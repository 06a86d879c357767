"""How an act that belongs to no record is asked for: one page, one form, one verb. What is refused stands over it."""

from django.contrib import messages
from django.shortcuts import redirect, render

from registry.errors import Contradiction, Refused
from registry.models import Country


def ask(request, form, verb, *, crumbs, title, button, done, text="", countries=False):
    """Show the form; when it is sent and makes sense, act and lead back to the last of `crumbs` (address, words)."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            verb(**form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 422 if isinstance(refused, Contradiction) else 409
        else:
            messages.success(request, done)
            return redirect(crumbs[-1][0])
    elif form.errors:
        status = 422
    context = {
        "form": form,
        "crumbs": crumbs,
        "back": crumbs[-1],
        "title": title,
        "text": text,
        "button": button,
        "countries": Country.objects.order_by("name_en") if countries else [],
    }
    return render(request, "registry/staff_act.html", context, status=status)
