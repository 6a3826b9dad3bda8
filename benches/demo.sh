# A demonstration of its own in a temporary folder, on a free port of loopback, for measurements that
# source this file: `program`, `base` and `folder` (where the rest runs), gone with the shell.
# Needs curl.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
port=$((20000 + RANDOM % 20000))
base="http://127.0.0.1:$port"
cargo build --release --quiet
program="$PWD/target/release/jiangxin"

folder=$(mktemp -d)
cd "$folder"
"$program" serve --demo --port "$port" >/dev/null &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$folder"' EXIT
until curl -sf -o /dev/null "$base/sign-in"; do kill -0 $server; sleep 0.2; done

# The first value of a hidden field of a page.
value() { grep -o "name=\"$1\" value=\"[^\"]*\"" | head -1 | cut -d'"' -f4; }

# Signs in as one of the demonstration; the cookies are kept in a file of that name.
sign_in() {
  local csrf
  csrf=$(curl -sf -c "$1" "$base/sign-in" | value csrf)
  curl -sf -b "$1" -c "$1" -o /dev/null "$base/sign-in" --data-urlencode "csrf=$csrf" --data-urlencode "next=/" \
    --data-urlencode "email=$1@demo.example" --data-urlencode "password=jiangxin-demo"
}
