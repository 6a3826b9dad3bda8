# audit

audit-head = { $count } entries, chained
audit-help = Each entry contains the hash of the one before: jiangxin audit verify finds any change.
audit-what = Action
audit-who = By
audit-when = When
audit-before = Before
audit-after = After
audit-none = No entries yet.
