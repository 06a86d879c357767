# organizations that work in Kenya on counter-trafficking, and how many there are
curl -sSf -G https://registry.example/api/v1/organizations \
  -d country_of_work=KEN -d area=1 -d count=exact

# one organization; ask again with its ETag, and while it is the same the answer is 304 without a body
curl -sSf -i https://registry.example/api/v1/organizations/CSO-7K2M9XQ4

# what the codes mean, in French
curl -sSf -G https://registry.example/api/v1/areas -d lang=fr
