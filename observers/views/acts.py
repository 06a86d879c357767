"""How an act on a status is asked for: one page, one form, one verb. What is refused is told over the form."""

from django.contrib import messages
from django.shortcuts import redirect, render

from registry.errors import Contradiction, Refused
from registry.models import Country


def ask(request, form, verb, *, template, title, button, done, back, text="", countries=False, facts=None, **context):
    """Show the form; when it is sent and makes sense, act and lead back. `facts` gives what the verb is called with."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            verb(**(facts() if facts else form.cleaned_data))
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 422 if isinstance(refused, Contradiction) else 409
        else:
            messages.success(request, done)
            return redirect(back)
    elif form.errors:
        status = 422
    context |= {
        "form": form,
        "title": title,
        "text": text,
        "button": button,
        "back": back,
        "countries": Country.objects.order_by("name_en") if countries else [],
    }
    return render(request, template, context, status=status)
