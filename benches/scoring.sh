#!/usr/bin/env bash
# How long the server takes to save one sheet of a base: a demonstration of its own in a temporary
# folder, its evaluator's sheet with every mark, a note and remarks, sent over loopback again and again,
# each time on the disk before the answer. Needs curl.
#   benches/scoring.sh [TIMES]
set -euo pipefail
times=${1:-300}
source "$(dirname "$0")/demo.sh"

sign_in evaluator
sheet="$base/scoring/2/bases/8"
page=$(curl -sf -b evaluator "$sheet")
csrf=$(value csrf <<<"$page")
version=$(value version <<<"$page")

for number in $(seq 0 $((times - 1))); do
  curl -s -b evaluator -o /dev/null -w '%{http_code} %{time_total} %{time_connect}\n' "$sheet" -F "csrf=$csrf" \
    -F "version=$((version + number))" -F do=save -F m-1.1=8 -F m-1.2=6.5 -F m-2.1=7 -F m-2.2=5 -F m-3.1=9 \
    -F m-4.1=$((number % 15)) -F m-4.2=8 -F m-5.1=9 -F m-5.2=4 -F m-6.1=10 -F m-7.1=8 -F m-B1=0 \
    -F "n-2.1=现场工位 96 个" -F "n-remarks=运行规范。"
done | awk '$1 != 303 { bad++ } { print ($2 - $3) * 1000 } END { if (bad) print bad " refused" > "/dev/stderr" }' |
  sort -n | awk '{ all[NR] = $1 } END { printf "%d sheets saved: median %.2f ms, 95 of 100 within %.2f ms\n",
    NR, all[int((NR + 1) / 2)], all[int(NR * 0.95)] }'
