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

mail-evaluation-opened-subject = Evaluation of training bases { $year } opened
mail-evaluation-opened-body =
    The evaluation of training bases for { $year } is open, and a base of your unit is on its list. { $count } city bases are counted.

    List, rubric and rules are public. Score your base by indicator, hand in the evidence and send both in by { $last } inclusive; nothing is taken later.

mail-panel-invited-subject = You are on the panel of the evaluation of training bases { $year }
mail-panel-invited-body =
    You were drawn as a member of the panel that evaluates the training bases for { $year }.

    Please declare first whether you are in any conflict. Scoring is to be finished by { $last }.

mail-scoring-opened-subject = Evaluation of training bases { $year }: scoring has begun
mail-scoring-opened-body =
    Scoring of the training bases for { $year } has begun. Please score and sign by { $last }.

    Once signed a sheet does not change; until all are signed nobody sees another's marks.

mail-recognition-called-subject = Call: { $title } { $year }
mail-recognition-called-body =
    Nominations for “{ $title }” { $year } are open until { $last }.

    Conditions, materials and the way of review are on the page of the call.

mail-recognition-panel-subject = You are on the panel of { $title } { $year }
mail-recognition-panel-body =
    You were drawn as a member of the panel of “{ $title }” { $year }.

    Please declare first whether you are in any conflict; then the review begins.

mail-recognition-second-round-subject = Second marks: { $title } { $year }
mail-recognition-second-round-body =
    Marks of a nominee of “{ $title }” were too far apart. The panel has met; please mark again.

    The first marks are kept.

mail-scoring-reminder-subject = Evaluation of training bases { $year }: { $count } sheets to be signed
mail-scoring-reminder-body =
    In the evaluation of training bases for { $year }, { $count } of your sheets are not signed. Please sign them by { $last } inclusive.

    Nothing can be written after that day. If something keeps you from it, write to the bureau soon.

mail-self-score-reminder-subject = Evaluation { $year }: { $title } has not sent its self-score in
mail-self-score-reminder-body =
    The self-score { $year } of { $title } is not sent in yet. Please mark every indicator, hand in the evidence and send it by { $last }, that day included.

    A base without a self-score takes no part in the year and is not graded.

mail-panel-left-subject = Evaluation of training bases { $year }: you are no longer on the panel
mail-panel-left-body =
    The panel that evaluates the training bases for { $year } goes on without you. Reason: { $opinion }

    If you have questions, write to the bureau.

mail-recognition-left-subject = { $title } { $year }: you are no longer on the panel
mail-recognition-left-body =
    A substitute has your seat on the panel of “{ $title }” { $year }. Reason: { $opinion }

    If you have questions, write to the bureau.

mail-recognition-nominated-subject = Nomination received: { $nominee }
mail-recognition-nominated-body =
    { $nominee } has been put forward for “{ $title }”. The check is next.

mail-recognition-listed-subject = On the proposed list: { $nominee }
mail-recognition-listed-body =
    The proposed list of “{ $title }” is public from { $first } to { $last }.

    The decision follows when the notice is over and every objection is answered.

mail-recognition-objection-subject = Objection: { $nominee }
mail-recognition-objection-body =
    Somebody objects in their real name to { $nominee }, proposed for “{ $title }”. Please look into it and answer.

    This line is held until then.

mail-recognition-answered-subject = Answer to your objection: { $nominee }
mail-recognition-answered-body =
    Your objection to { $nominee }, proposed for “{ $title }”, was looked into:

    { $opinion }

mail-recognition-granted-subject = Granted: { $title } { $nominee }
mail-recognition-granted-body =
    { $nominee } was granted “{ $title }” on { $date }, number { $number }.

    The claim of the award is made; the unit completes and submits it. The award is paid by { $payer ->
        [city] the city
        [county] the county
       *[other] { $payer }
    }.

mail-recognition-not-chosen-subject = Result: { $title } { $nominee }
mail-recognition-not-chosen-body =
    { $nominee } was not chosen for “{ $title }” this time: { $category }.

    { $held ->
        [yes] The same title is granted once; there is no need to apply again.
       *[no] Thank you for taking part. There is another round next year.
    }

mail-recognition-withdrawing-subject = Withdrawal of a title to decide: { $title }
mail-recognition-withdrawing-body =
    The office proposes to withdraw the title { $title } of { $nominee }. It waits for your decision.

mail-recognition-kept-subject = Title kept: { $title }
mail-recognition-kept-body =
    The title { $title } of { $nominee } is kept, for this reason:

    { $opinion }

mail-recognition-withdrawn-subject = Title withdrawn: { $title }
mail-recognition-withdrawn-body =
    The title { $title } of { $nominee } is withdrawn: { $opinion }

    { $amount ->
        [none] Nothing was paid for this title, and nothing is to be paid back.
       *[other] To be paid back: { $amount } yuan.
    }

mail-base-submitted-subject = Training base applied: { $title }
mail-base-submitted-body =
    { $host } applies for “{ $title }”. It waits for you to examine it.

    If you return it, please name everything to be mended at once.

mail-base-examined-subject = Training base to be decided: { $title }
mail-base-examined-body =
    “{ $title }” of { $host } has been examined. It waits for your decision.

mail-base-returned-subject = To be mended: { $title }
mail-base-returned-body =
    The application of “{ $title }” has been returned. Everything to be mended:

    { $opinion }

    Please submit it again afterwards.

mail-base-designated-subject = Training base designated: { $title }
mail-base-designated-body =
    “{ $title }” was designated on { $date } as a { $level ->
        [provincial] provincial
       *[city] city
    } public training base.

    The grant can be claimed from the page of the base.

mail-base-declined-subject = Training base not designated: { $title }
mail-base-declined-body =
    “{ $title }” was not designated, for these reasons:

    { $opinion }

mail-base-revoking-subject = Revocation of a base to decide: { $title }
mail-base-revoking-body =
    The office proposes to revoke the designation of the training base { $title } of { $host }. It waits for your decision.

mail-base-revoked-subject = Designation of the base revoked: { $title }
mail-base-revoked-body =
    The designation of the training base { $title } is revoked from { $date } on, for this reason:

    { $reason }

mail-base-kept-subject = Designation of the base kept: { $title }
mail-base-kept-body =
    The designation of the training base { $title } stays, for this reason:

    { $opinion }

mail-second-round-subject = Please score again: { $title }
mail-second-round-body =
    The marks of { $title } are too far apart. The panel has met; please score the base a second time and sign.

mail-result-proposed-subject = Evaluation { $year }: a result to decide
mail-result-proposed-body =
    The result of the evaluation of training bases { $year } was put forward. It waits for your decision.

mail-result-sent-back-subject = Evaluation { $year }: the result was sent back
mail-result-sent-back-body =
    The result of the evaluation of training bases { $year } was not agreed with, for this reason:

    { $opinion }

mail-result-published-subject = Grades on public notice: { $title }
mail-result-published-body =
    The result of { $title } in the evaluation { $year } is on public notice from { $first } to { $last }.

    The marks of your base by indicator and the panel's remarks follow after the approval.

mail-result-objection-subject = Objection: { $title }
mail-result-objection-body =
    Somebody objects in their real name to the result of { $title }. The base is held until you answer.

mail-result-set-aside-subject = Decided anew: { $title }
mail-result-set-aside-body =
    An objection to the result of { $title } was upheld. The base is decided and published anew:

    { $opinion }

mail-evaluation-result-subject = Evaluation { $year }: { $title }
mail-evaluation-result-body =
    { $title } in the evaluation { $year }: { $grade ->
        [excellent] excellent
        [qualified] qualified
        [unqualified] unqualified
       *[not_graded] not graded
    } ({ $why ->
        [place] within the places
        [voted] level across the line, chosen by the panel's vote
        [no-places] there is no place this year
        [beyond-places] beyond the places
        [tie-across-line] level across the line: none of them takes a place
        [not-voted] level across the line, not chosen by the vote
        [below-minimum] below the minimum score for excellent
        [veto] veto
        [below-pass] below the pass mark
        [absent] sent no self-score in by the last day, and took no part
       *[no-score] no valid score
    }).

    Score: { $score }{ $found ->
        [none] {""}
       *[other] . Facts of the veto: { $found }
    }{ $last ->
        [none] {""}
       *[other] . Please mend what was found by { $last } and report
    }{ $amount ->
        [none] {""}
       *[other] . Award: { $amount } yuan; its claim is made, the unit completes and submits it
    }

    By indicator (mean of the panel / most there is):
    { $marks }

    Remarks of the panel:
    { $remarks }

mail-evaluation-mend-subject = To be mended: { $title }
mail-evaluation-mend-body =
    { $title } is unqualified in the yearly evaluation. Please mend what was found by { $last } and report.

    Reason: { $why ->
        [veto] a veto item
        [below-pass] below the pass mark
       *[other] the result of the evaluation
    } (score { $score }). { $opinion }

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

mail-claim-ended-subject = Claim ended: { $title }
mail-claim-ended-body =
    The claim for “{ $title }” has ended and is not paid.

    Reason: { $opinion }

    If you disagree, please contact the office.

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
    The claim for “{ $title }” has been withdrawn by its organisation; nothing is left to do.

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

mail-plan-item-added-subject = Added to the plan: { $title }
mail-plan-item-added-body =
    “{ $title }” has been added to the plan of { $year }, to be hosted by you.

    Reason: { $opinion }

    Please propose it in time. The plan's page shows the grant to be expected.

mail-plan-item-struck-subject = Struck from the plan: { $title }
mail-plan-item-struck-body =
    “{ $title }” has been struck from the plan of { $year }; please do not carry it out.

    Reason: { $opinion }

mail-event-received-subject = Proposal received: { $title }
mail-event-received-body =
    Your proposal of “{ $title }” has been received and waits to be reviewed.

    If anything must be mended, you are told everything at once. Please quote the reference when you call or write.

mail-event-filed-subject = Filed: { $title }
mail-event-filed-body =
    The arrangements of “{ $title }” are filed.

    After the event its host reports it as held and hands in the closing file.

mail-event-held-subject = Held: { $title }
mail-event-held-body =
    “{ $title }” is reported as held; its closing file is next.

    The page lists the papers needed, and says everything that is missing at once.

mail-claim-sent-back-subject = Claim reviewed again: { $title }
mail-claim-sent-back-body =
    The office reviews your claim for “{ $title }” again. Nothing needs to be handed in.

    Reason: { $opinion }

mail-claim-facts-corrected-subject = Facts corrected: { $title }
mail-claim-facts-corrected-body =
    The office has corrected facts of your claim for “{ $title }”. The grant is computed anew and reviewed again.

    Reason: { $opinion }

    The claim's page shows the facts and what they come to. If you disagree, please contact the office.

mail-reviews-voided-subject = Your sign-off no longer counts: { $title }
mail-reviews-voided-body =
    “{ $title }” is reviewed again. What you signed no longer counts; it stays on the record.

    Reason: { $opinion }

mail-budget-line-changed-subject = Budget line changed: { $title }
mail-budget-line-changed-body =
    The grant of { $amount } yuan for “{ $title }” is now paid from “{ $line }”.

    Reason: { $opinion }

mail-payment-ordered-subject = Being paid: { $title }
mail-payment-ordered-body =
    The grant of { $amount } yuan for “{ $title }” is in a payment batch; the bank's answer is awaited.

    You are told when it is paid or sent back.

mail-account-corrected-subject = Account corrected: { $title }
mail-account-corrected-body =
    The account for “{ $title }” has been corrected, and the payment is made again.

    If this was not you, please contact the office at once.

mail-payment-recovered-subject = Money returned: { $title }
mail-payment-recovered-body =
    { $amount } yuan returned of the grant for “{ $title }” have been received and entered.

mail-claim-archived-subject = Filed away: { $title }
mail-claim-archived-body =
    The claim for “{ $title }” is complete and filed away. Its papers can still be read at any time.

mail-task-waiting-subject = To do: { $step } · { $title }
mail-task-waiting-body =
    “{ $title }” waits for you.

    The term and the opinions so far are on its page.


mail-kind-invitation = invitation
mail-kind-password-reset = password reset
mail-kind-plan-published = plan published
mail-kind-event-submitted = event proposed
mail-kind-recognition-called = Call for nominations
mail-kind-recognition-panel = Panel of a round
mail-kind-recognition-second-round = Second round of marks
mail-kind-recognition-nominated = Nomination submitted
mail-kind-recognition-listed = Proposed list
mail-kind-recognition-objection = Objection to a nominee
mail-kind-recognition-answered = Answer to an objection
mail-kind-recognition-granted = Title granted
mail-kind-recognition-not-chosen = Not chosen
mail-kind-recognition-withdrawn = Title withdrawn
mail-kind-recognition-withdrawing = Withdrawal of a title proposed
mail-kind-recognition-kept = Title kept
mail-kind-evaluation-opened = evaluation opened
mail-kind-second-round = second round of scoring
mail-kind-result-proposed = result of an evaluation put forward
mail-kind-result-sent-back = result of an evaluation sent back
mail-kind-result-published = grades on public notice
mail-kind-result-objection = objection to a grade
mail-kind-result-set-aside = base decided anew
mail-kind-evaluation-result = result of the evaluation
mail-kind-evaluation-mend = to be mended
mail-kind-panel-invited = panel invited
mail-kind-scoring-opened = scoring opened
mail-kind-scoring-reminder = reminder to score
mail-kind-self-score-reminder = Self-score due
mail-kind-panel-left = no longer on a panel
mail-kind-recognition-left = no longer on the panel of a round
mail-kind-base-submitted = base applied
mail-kind-base-examined = base to be decided
mail-kind-base-returned = base returned
mail-kind-base-designated = base designated
mail-kind-base-declined = base not designated
mail-kind-base-revoking = revocation of a base proposed
mail-kind-base-revoked = designation of a base revoked
mail-kind-base-kept = designation of a base kept
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
mail-kind-plan-item-added = added to the plan
mail-kind-plan-item-struck = struck from the plan
mail-kind-event-received = proposal received
mail-kind-event-filed = filed
mail-kind-event-held = held
mail-kind-claim-sent-back = reviewed again
mail-kind-claim-facts-corrected = facts corrected
mail-kind-reviews-voided = sign-off void
mail-kind-budget-line-changed = budget line changed
mail-kind-payment-ordered = being paid
mail-kind-account-corrected = account corrected
mail-kind-payment-recovered = money returned
mail-kind-claim-archived = filed away
mail-kind-claim-ended = claim ended
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
outbox-forgotten = Deleted with personal data
outbox-forgotten-at = Recipient and text were deleted on { $at } with the personal data of the event; kind, time and state stay.
outbox-secret = This message holds a single-use link; its text is not shown here.
outbox-search = Recipient or reference
mail-kind-contest-result = Contest result
mail-contest-result-subject = { $edition ->
    [corrected] Corrected result
   *[first] Result
}: { $title }, rank { $rank }
mail-contest-result-body = { $edition ->
    [corrected] The result of { $title } has been corrected and published again; the earlier one no longer counts.
   *[first] The result of { $title } is published.
} Total { $total }, rank { $rank }.

    Marks by part: { $marks }

    Award: { $award }

    Honours: { $honours }

    Objections can be made in your real name within the time that the page of the result names.
mail-kind-contest-published = Result published
mail-contest-published-subject = { $edition ->
    [corrected] Corrected result published
   *[first] Published
}: { $title }
mail-contest-published-body = { $edition ->
    [corrected] The result of { $title } has been corrected and published again; the earlier one no longer counts.
   *[first] The result of { $title } is published.
} Contestants concerned:

    { $places }
mail-kind-contest-reopened = Result withdrawn
mail-contest-reopened-subject = Withdrawn for correction: { $title }
mail-contest-reopened-body = The published result of { $title } has been withdrawn and no longer counts.

    Reason: { $opinion }

    The corrected result will be published and mailed. Certificates that no longer agree with it will be revoked and issued anew.
mail-kind-contest-objection = Objection to a result
mail-contest-objection-subject = Objection: { $title }
mail-contest-objection-body = Somebody objects to the result of { $title }. The bureau looks into it and answers.
mail-kind-contest-change-refused = Correction refused
mail-contest-change-refused-subject = Correction refused: { $title }
mail-contest-change-refused-body = The correction you asked for in { $title } was refused; the record stays as it was.

    Reason: { $opinion }
mail-kind-contest-sent-back = Result sent back
mail-contest-sent-back-subject = Result sent back: { $title }
mail-contest-sent-back-body = The result of { $title } that you submitted was sent back and is not published.

    Reason: { $opinion }

    Please check it, ask for the corrections it needs, and submit it again.
