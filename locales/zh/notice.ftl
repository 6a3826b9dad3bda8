# notice

notice-line-published = 公示中
notice-line-held = 异议暂缓
notice-line-cleared = 公示无异议
notice-line-superseded = 已重新公示
