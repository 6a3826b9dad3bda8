# payment
