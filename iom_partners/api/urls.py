"""All of /api/v1/ on one screen."""

app_name = "api"

urlpatterns = []
