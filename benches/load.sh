#!/usr/bin/env bash
# How many list pages a second a person who is signed in is served: a demonstration of its own in a
# temporary folder, claims added until their list fills its page of 50 rows, then ten seconds a page
# over loopback, on the machine the server runs on. Needs curl and wrk.
#   benches/load.sh [SECONDS]
set -euo pipefail
seconds=${1:-10}
source "$(dirname "$0")/demo.sh"

session() { awk '$6 == "jx_session" { print $7 }' "$1"; }
rows() { curl -sf -b "$1" "$base$2" | grep -c '^<tr><t[dh]' || true; }

sign_in host
sign_in clerk
sign_in auditor
csrf=$(curl -sf -b host "$base/claims/new?rule=competition.host" | value csrf)
for number in $(seq 50); do
  [ "$(rows clerk "/claims?view=all")" -lt 50 ] || break
  curl -sf -b host -o /dev/null "$base/claims/new" --data-urlencode "csrf=$csrf" \
    --data-urlencode "version=competition.host" --data-urlencode "title=技能竞赛第 $number 场"
done

measure() {
  printf '%-8s %-16s %2d rows ' "$1" "$2" "$(rows "$1" "$2")"
  wrk -t1 -c16 -d"${seconds}s" -H "Cookie: jx_session=$(session "$1")" "$base$2" |
    awk '/Requests\/sec/ { printf "%6.0f a second", $2 } /Latency  / { latency = $2 } /Non-2xx/ { bad = $0 }
      END { print ", " latency " each" bad }'
}
for page in "/claims?view=all" /audit /plan/2019 /events /; do
  case $page in /audit) measure auditor "$page" ;; *) measure clerk "$page" ;; esac
done
