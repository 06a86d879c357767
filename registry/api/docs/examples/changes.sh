# what happened behind number 0, and where to go on
curl -sSf -G https://registry.example/api/v1/changes -d after=0 -d limit=10 -d data=none

# the same, answered as soon as something comes, and after 30 seconds at the latest
curl -sSf -G https://registry.example/api/v1/changes -d after=0 -d limit=10 -d wait=30
