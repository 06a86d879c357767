# propose what one field should say, and what shows that it is so
curl -sSf https://registry.example/api/v1/proposals \
  -H "Authorization: Bearer $REGISTRY_KEY" -H "Content-Type: application/json" -H "Idempotency-Key: founded-2026-11" \
  -d '{"organization": "CSO-7K2M9XQ4", "changes": {"founded": 1997}, "source": "https://register.example/riverbend"}'

# what became of all that you proposed since then
curl -sSf -G https://registry.example/api/v1/proposals \
  -H "Authorization: Bearer $REGISTRY_KEY" -d updated_since=2026-11-01T00:00:00Z
