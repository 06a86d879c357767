"""Every page of observer status. `GET` looks, `POST` acts; each act has its own address and name."""

from django.urls import path

from observers.views import front

app_name = "observers"

urlpatterns = [
    # For everybody: the register, the criteria, the self-check
    path("observers/apply/", front.apply, name="apply"),
    path("observers/criteria/", front.criteria, name="criteria"),
    path("observers/self-check/", front.self_check, name="self-check"),
    path("observers/self-check/result/", front.self_check_result, name="self-check-result"),
    # For members: the application
    # For members: the status
    # For staff: applications
    # For staff: sessions and decisions
    # For staff: observers
    # For staff: criteria
]
