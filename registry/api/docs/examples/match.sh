# whom does this line mean?
curl -sSf https://registry.example/api/v1/match -H "Content-Type: application/json" \
  -d '[{"ref": "row 1", "name": "Riverbend Migrant Aid Network (RMAN)", "country": "Kenya"}]'

# a file of up to 50,000 lines; the answer says where to ask how far it is
curl -sSf https://registry.example/api/v1/match/jobs -F file=@partners.csv
