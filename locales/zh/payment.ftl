# payment

payment-state-pending = 待提交
payment-state-sent = 待银行回执
payment-state-settled = 已办结
