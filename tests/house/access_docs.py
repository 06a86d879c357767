"""What the access test walks through of the API's documentation."""


def examples(world, example):
    return {
        "docs:guide": example({"name": "errors"}),
        "docs:operation": example({"name": "listOrganizations"}),
        "docs:try": example({"name": "listOrganizations"}),
    }
