# say where you want to be told, and of what; the answer holds the secret, once
curl -sSf https://registry.example/api/v1/webhooks \
  -H "Authorization: Bearer $REGISTRY_KEY" -H "Content-Type: application/json" \
  -d '{"address": "https://hooks.example.org/registry", "events": ["organization.*"]}'

# your webhooks, and how they are
curl -sSf https://registry.example/api/v1/webhooks -H "Authorization: Bearer $REGISTRY_KEY"
