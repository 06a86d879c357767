# every organization that works in Kenya, as a file
curl -sSf -G https://registry.example/api/v1/organizations -d country_of_work=KEN -d format=csv -o kenya.csv

# all organizations as they were last night: an address that stays the same, and leads to a link of 15 minutes
curl -sSf -L https://registry.example/api/v1/exports/latest/organizations.csv -o organizations.csv
