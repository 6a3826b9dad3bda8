# Mail. One subject and one body for each kind; blank lines part paragraphs. No ID or bank numbers.
mail-greeting = Dear { $name },
mail-reference = Reference: { $reference }
mail-open = See and act on it here:
mail-open-button = Open
mail-link-fallback = If the button does not work, copy this address into your browser:
mail-signature = Jiangxin · Skill competitions and grants
mail-automatic = This message was sent by the system; please do not reply. If it does not concern you, delete it.

mail-invitation-subject = Open your Jiangxin account
mail-invitation-body =
    Please open your Jiangxin account: follow the link below and choose a password.

    The link is good until { $until } and works once; please do not pass it on.

mail-password-reset-subject = Choose a new password
mail-password-reset-body =
    We were asked to reset the password of your account. Follow the link below to choose a new one.

    The link is good until { $until } and works once. If you did not ask for this, do nothing: your password still holds.

mail-plan-published-subject = The annual plan for { $year } is published
mail-plan-published-body =
    { $count ->
        [one] The annual plan for { $year } is published. It has one item hosted by you.
       *[other] The annual plan for { $year } is published. It has { $count } items hosted by you.
    }

    Please prepare and propose your events accordingly. The plan page shows the standard and the expected grant of each item.

mail-event-submitted-subject = Event proposed: { $title }
mail-event-submitted-body =
    { $host } proposes “{ $title }”. It waits for your review.

    If you return it, please name everything to be mended at once.

mail-event-returned-subject = To be mended: { $title }
mail-event-returned-body =
    The proposal of “{ $title }” has been returned. Everything to be mended:

    { $opinion }

    Please submit it again afterwards.

mail-event-approved-subject = Approved: { $title }
mail-event-approved-body =
    The proposal of “{ $title }” is approved and may go ahead.

    Report changes of date, place or content in the system beforehand. Please hand in the closing file soon after the event.

mail-event-closed-subject = Closed: { $title }
mail-event-closed-body =
    The closing file of “{ $title }” is complete and the event is closed.

    You can claim the grant now. Numbers, results and accounts already in the system are filled in for you.

mail-event-cancelled-subject = Cancelled: { $title }
mail-event-cancelled-body =
    “{ $title }” is cancelled.

    Reason: { $opinion }

mail-claim-submitted-subject = Claim received: { $title }
mail-claim-submitted-body =
    Your claim for “{ $title }” has been received and waits to be accepted.

    If anything must be mended, you are told everything at once. Please quote the reference when you call or write.

mail-claim-returned-subject = Claim to be mended: { $title }
mail-claim-returned-body =
    The claim for “{ $title }” has been returned. Everything to be mended:

    { $opinion }

    Please submit it again afterwards; papers already handed in need not be sent twice.

mail-claim-accepted-subject = Claim accepted: { $title }
mail-claim-accepted-body =
    The papers of the claim for “{ $title }” are complete. It is accepted and goes to first review.

    You are told at every step, and can see where it is at any time.

mail-claim-declined-subject = Claim not granted: { $title }
mail-claim-declined-body =
    The claim for “{ $title }” is not granted.

    Reason: { $opinion }

    The claim's page shows the grounds point by point. If you disagree, please contact the office.

mail-claim-first-reviewed-subject = First review passed: { $title }
mail-claim-first-reviewed-body =
    The claim for “{ $title }” has passed first review and goes to second review.

mail-claim-second-reviewed-subject = Second review passed: { $title }
mail-claim-second-reviewed-body =
    The claim for “{ $title }” has passed second review and awaits the decision.

mail-claim-decided-subject = Grant decided: { $title }
mail-claim-decided-body =
    The grant for “{ $title }” is decided: { $amount } yuan.

    It is now published for 5 working days. Without objection it is approved and paid. The claim's page shows how the amount came about.

mail-claim-confirm-needed-subject = Please confirm: { $title }
mail-claim-confirm-needed-body =
    The amount for “{ $title }” needs a ruling. { $amount } yuan is proposed; please confirm it as the second person.

    Reason given: { $opinion }

mail-claim-approved-subject = Grant approved: { $title }
mail-claim-approved-body =
    The notice of “{ $title }” has ended. The grant of { $amount } yuan is approved and goes to payment.

    Please check the account to be paid. A wrong one sends the money back.

mail-claim-withdrawn-subject = Claim withdrawn: { $title }
mail-claim-withdrawn-body =
    The claim for “{ $title }” has been withdrawn by its organisation. Nothing is left for you to do.

mail-notice-published-subject = Published: { $title }
mail-notice-published-body =
    “{ $title }” is published from { $first } to { $last }.

    An objection under a real name holds only the line it concerns; all others go on.

mail-notice-objection-subject = Objection: { $title }
mail-notice-objection-body =
    There is an objection under a real name to “{ $title }”. That line is on hold; all others go on.

    You are told once it has been looked into and answered.

mail-objection-answered-subject = Objection answered: { $title }
mail-objection-answered-body =
    The objection to “{ $title }” has been answered:

    { $opinion }

mail-payment-sent-subject = Paid: { $title }
mail-payment-sent-body =
    The grant of { $amount } yuan for “{ $title }” was paid on { $date }.

    When it arrives depends on your bank. If it has not after three working days, please contact the office.

mail-payment-rejected-subject = Payment came back: { $title }
mail-payment-rejected-body =
    The bank returned the payment for “{ $title }”.

    The bank says: { $opinion }

    Please check the account's name, number and bank in the system; it is paid again once mended.

mail-task-waiting-subject =
    For you: { $step ->
        [accept] acceptance
        [first-review] first review
        [second-review] second review
        [decide] decision
        [confirm] confirmation
        [publish] publication
        [dismiss] answer to an objection
        [approve] approval
        [pay] payment
        [settle] record of payment
        [archive] filing
       *[other] next step
    } · { $title }
mail-task-waiting-body =
    “{ $title }” waits for you.

    The term and the opinions so far are on its page.


mail-kind-invitation = invitation
mail-kind-password-reset = password reset
mail-kind-plan-published = plan published
mail-kind-event-submitted = event proposed
mail-kind-event-returned = event returned
mail-kind-event-approved = event approved
mail-kind-event-closed = event closed
mail-kind-event-cancelled = event cancelled
mail-kind-claim-submitted = claim received
mail-kind-claim-returned = claim returned
mail-kind-claim-accepted = claim accepted
mail-kind-claim-declined = claim not granted
mail-kind-claim-first-reviewed = first review passed
mail-kind-claim-second-reviewed = second review passed
mail-kind-claim-decided = decided
mail-kind-claim-confirm-needed = confirmation asked
mail-kind-notice-published = published
mail-kind-notice-objection = objection
mail-kind-objection-answered = objection answered
mail-kind-claim-approved = approved
mail-kind-payment-sent = paid
mail-kind-payment-rejected = payment came back
mail-kind-claim-withdrawn = claim withdrawn
mail-kind-task-waiting = task

outbox-state-queued = queued
outbox-state-sent = sent
outbox-state-dead = dead
outbox-all = All
outbox-kind = Message
outbox-to = To
outbox-created = Created
outbox-attempts = Attempts
outbox-next = Next attempt
outbox-sent = Sent
outbox-error = Reason
outbox-unwritten = The text is written at the first attempt and never changes afterwards.
outbox-redrive = Send again
outbox-newer = Newer
outbox-older = Older
outbox-empty = No messages
outbox-empty-help = Each step is mailed to those concerned; the messages are listed here.
done-requeued = Queued again.
outbox-secret = This message holds a single-use link; its text is not shown here.
