# a key stands in a header, and comes from the environment of your program
curl -sSf -G https://registry.example/api/v1/organizations -d limit=5 \
  -H "Authorization: Bearer $REGISTRY_KEY"

# the same key, changed for a token of an hour
curl -sSf https://registry.example/identity/o/api/token \
  -u "${REGISTRY_KEY%_*}:$REGISTRY_KEY" -d grant_type=client_credentials -d scope=read
