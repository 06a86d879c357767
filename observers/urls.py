"""Every page of observer status. `GET` looks, `POST` acts; each act has its own address and name."""

from django.urls import path, re_path

from observers.views import front, register

app_name = "observers"

urlpatterns = [
    # For everybody: the register, the criteria, the self-check
    path("observers/apply/", front.apply, name="apply"),
    path("observers/criteria/", front.criteria, name="criteria"),
    path("observers/self-check/", front.self_check, name="self-check"),
    path("observers/self-check/result/", front.self_check_result, name="self-check-result"),
    path("observers/", register.observer_list, name="observer-list"),
    path("observers/observers.csv", register.observer_csv, name="observer-csv"),
    re_path(
        r"^observers/(?P<reference>[A-Za-z]{3}-?[0-9A-Za-z]{8})/$", register.observer_detail, name="observer-detail"
    ),
    # For members: the application
    # For members: the status
    # For staff: applications
    # For staff: sessions and decisions
    # For staff: observers
    # For staff: criteria
]
