# payment

payment-state-pending = not yet ordered
payment-state-sent = waiting for the bank
payment-state-settled = settled
