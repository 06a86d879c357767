"""Many models made in one step: for each step Django draws up all models anew that are related to it, and here all are."""

from django.db.migrations.operations.base import Operation, OperationCategory


class CreateModels(Operation):
    """What several `CreateModel` do, of which none comes back to a model of another."""

    category = OperationCategory.ADDITION
    serialization_expand_args = ["models"]

    def __init__(self, models):
        self.models = models

    def state_forwards(self, app_label, state):
        # Drawn up again when the database is asked for them, once instead of once for each.
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name, app_label):
        return any(model.references_model(name, app_label) for model in self.models)

    def describe(self):
        return f"Create {len(self.models)} models"
