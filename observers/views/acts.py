"""How an act on a status is asked for: one page, one form, one verb. What is refused is told over the form."""

from django.shortcuts import redirect, render

from registry.views.acts import attempt, country_names


def ask(request, form, verb, *, template, title, button, done, back, text="", countries=False, facts=None, **context):
    """Show the form; when it is sent and makes sense, act and lead back. `facts` gives what the verb is called with."""
    tried = attempt(request, form, (lambda **_typed: verb(**facts())) if facts else verb, done=done)
    if tried.is_done:
        return redirect(back)
    context |= {
        "form": form,
        "title": title,
        "text": text,
        "button": button,
        "back": back,
        "countries": country_names(countries),
    }
    return render(request, template, context, status=tried.status)
