"""Every page of observer status. `GET` looks, `POST` acts; each act has its own address and name."""

app_name = "observers"

urlpatterns = [
    # For everybody: the register, the criteria, the self-check
    # For members: the application
    # For members: the status
    # For staff: applications
    # For staff: sessions and decisions
    # For staff: observers
    # For staff: criteria
]
