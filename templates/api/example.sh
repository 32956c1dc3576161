SITE=http://127.0.0.1:8000

# Who stands where: everybody who spoke in 2025, counted by stance and by month.
curl --fail --silent --show-error --output overview.json --etag-save overview.etag \
  "$SITE/api/v1/overview?from=2025&to=2025"

# Later: sent again only if something has changed. Otherwise the answer is 304, and empty.
curl --fail --silent --show-error --output changed.json --write-out '%{http_code}\n' \
  --etag-compare overview.etag "$SITE/api/v1/overview?from=2025&to=2025"
