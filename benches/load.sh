#!/usr/bin/env bash
# How many list pages a second a running demonstration serves, over loopback only and for ten
# seconds. Needs curl and wrk. Start the server first:
#   cargo run --release -- serve --demo
set -euo pipefail
base="http://127.0.0.1:${1:-8000}"
jar=$(mktemp); trap 'rm -f "$jar"' EXIT
token=$(curl -sf -c "$jar" "$base/sign-in" | grep -o 'name="csrf" value="[^"]*"' | head -1 | cut -d'"' -f4)
curl -sf -b "$jar" -c "$jar" -o /dev/null "$base/sign-in" --data-urlencode "csrf=$token" \
  --data-urlencode "email=clerk@demo.example" --data-urlencode "password=jiangxin-demo" --data-urlencode "next=/"
session=$(awk '$6 == "jx_session" { print $7 }' "$jar")
for path in /claims /plan/2019 /; do
  echo "GET $path"
  wrk -t1 -c16 -d10s -H "Cookie: jx_session=$session" "$base$path" | grep -E 'Requests/sec|Latency|Non-2xx' || true
done
