from django.apps import AppConfig


class ObserversConfig(AppConfig):
    name = "observers"
