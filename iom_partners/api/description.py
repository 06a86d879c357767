"""What the schema of the API says of the API itself, as drf-spectacular wants to be told."""


def description(origin):
    """Settings of the schema for a registry at `origin`, such as https://registry.example.org."""
    return {
        "TITLE": "Partnership registry API",
        "DESCRIPTION": "Civil society organizations that work with IOM: published facts, each with its source and "
        "date.",
        "VERSION": "1.0.0",
        "OAS_VERSION": "3.1.0",
        "SERVERS": [{"url": f"{origin}/api/v1"}],
        "CONTACT": {"name": "About this registry", "url": f"{origin}/en/about/"},
        "LICENSE": {"name": "Terms of use", "url": f"{origin}/en/about/"},
        "TAGS": [
            {"name": "organizations", "description": "The published inventory."},
            {"name": "observers", "description": "Who has observer status at the IOM Council, on any day."},
            {"name": "programmes", "description": "What IOM does with others: phases, donors, and where nobody is."},
            {
                "name": "code lists",
                "description": "The registry's own words, each list with its version and its source.",
            },
            {"name": "about", "description": "What the API says of itself."},
        ],
        "SERVE_INCLUDE_SCHEMA": False,
        "SCHEMA_PATH_PREFIX": "/api/v1",
        "SCHEMA_PATH_PREFIX_TRIM": True,
        "COMPONENT_SPLIT_REQUEST": True,
        # The values stand in `enum`; a second list of them in the description says nothing more.
        "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
        "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
        "ENUM_NAME_OVERRIDES": {
            "OrganizationKind": "registry.api.serializers.ORGANIZATION_KINDS",
            "OrganizationStatus": "registry.api.serializers.STATUS",
            "NameKind": "registry.api.serializers.NAME_KINDS",
            "LinkKind": "registry.api.serializers.LINK_KINDS",
            "OfficeKind": "registry.api.serializers.OFFICE_KINDS",
            "ObserverKind": "observers.api.serializers.OBSERVER_KINDS",
            "ObserverStatus": "observers.api.serializers.OBSERVER_STATUS",
            "DatePrecision": "observers.api.serializers.PRECISION",
            "PartnershipState": "registry.api.serializers.PARTNERSHIP_STATES",
            "Provenance": "registry.api.serializers.PROVENANCE",
            "Teller": "registry.api.serializers.TELLERS",
            "Trust": "registry.api.serializers.TRUST",
        },
        "POSTPROCESSING_HOOKS": [
            "drf_spectacular.hooks.postprocess_schema_enums",
            "registry.api.schema.add_shared_parts",
        ],
    }
