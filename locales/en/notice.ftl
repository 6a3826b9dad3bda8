# notice

notice-line-published = on notice
notice-line-held = held by an objection
notice-line-cleared = cleared
notice-line-superseded = published again
