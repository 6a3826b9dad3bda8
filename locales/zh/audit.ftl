# audit

audit-head = 共 { $count } 条，前后相链
audit-help = 每条记录都含上一条的校验值，改动、增删任何一条都会被 jiangxin audit verify 发现。
audit-what = 操作
audit-who = 操作人
audit-when = 时间
audit-before = 之前
audit-after = 之后
audit-none = 还没有记录。
