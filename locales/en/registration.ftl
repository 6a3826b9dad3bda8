# Public registration: entries, the form, the waiting list, changes

registration-task = Look at { $count ->
    [one] { $count } registration
   *[other] { $count } registrations
    }: { $title }

mail-kind-registration-pending = Registration received
mail-registration-pending-subject = Registration received, to be reviewed: { $title }
mail-registration-pending-body =
    You have registered for “{ $title }” ({ $entry }). A place is held for you; the host will review the registration and write to you.

    The link below shows the outcome. Until the cut-off you can also change details there, name a substitute or withdraw. The link is for you alone; please do not pass it on.
mail-kind-registration-admitted = Registration confirmed
mail-registration-admitted-subject = Registration confirmed: { $title }
mail-registration-admitted-body =
    You are registered for “{ $title }” ({ $entry }).

    The page below holds your QR code for check-in. Until the cut-off you can also change details there, name a substitute or withdraw. The link is for you alone; please do not pass it on.
mail-kind-registration-waiting = On the waiting list
mail-registration-waiting-subject = Number { $place } on the waiting list: { $title }
mail-registration-waiting-body =
    All places of “{ $title }” ({ $entry }) are taken. You are number { $place } on the waiting list.

    Places that become free go to the next on the list, and you will be written to. The link below shows your present number and lets you leave the list.
mail-kind-registration-offered = A place is offered
mail-registration-offered-subject = A place is free, please confirm before { $deadline }: { $title }
mail-registration-offered-body =
    A place of “{ $title }” ({ $entry }) has become free and is held for you until { $deadline }.

    Please open the link below and confirm. If you do not, the place goes to the next on the list.
mail-kind-registration-lapsed = Offer lapsed
mail-registration-lapsed-subject = The offered place has lapsed: { $title }
mail-registration-lapsed-body =
    The place of “{ $title }” ({ $entry }) that was held for you was not confirmed in time and has gone to the next on the list.

    Until the cut-off you can register again.
mail-kind-registration-refused = Registration not accepted
mail-registration-refused-subject = Registration not accepted: { $title }
mail-registration-refused-body =
    Your registration for “{ $title }” ({ $entry }) was not accepted. Reason: { $opinion }

    Please ask the host if anything is unclear.
mail-kind-registration-withdrawn = Withdrawn
mail-registration-withdrawn-subject = Registration withdrawn: { $title }
mail-registration-withdrawn-body =
    Your registration for “{ $title }” ({ $entry }) is withdrawn; no place is held any more. Remark: { $opinion }
mail-kind-registration-replaced = Substitute named
mail-registration-replaced-subject = Somebody else takes part: { $title }
mail-registration-replaced-body =
    Your place of “{ $title }” ({ $entry }) has gone to a substitute.

    If this was not you, please write to the host at once.
mail-kind-registration-changed = Change approved
mail-registration-changed-subject = Your change counts: { $title }
mail-registration-changed-body =
    The details you asked to change for “{ $title }” ({ $entry }) are approved and count from now on.
mail-kind-registration-change-refused = Change refused
mail-registration-change-refused-subject = Your change was refused: { $title }
mail-registration-change-refused-body =
    The details you asked to change for “{ $title }” ({ $entry }) were not approved; those before still count. Reason: { $opinion }
mail-kind-registration-review = Registrations to review
mail-registration-review-subject = Registrations wait for review: { $entry }
mail-registration-review-body =
    Registrations or changes of “{ $title }” ({ $entry }) wait to be looked at. The link below leads there.

    You are told once a day for each entry.

fault-agree = Read what the data is kept for and how long, and tick that you agree.
fault-registered-already = This person is registered here already. The link in the confirmation mail shows the registration.
fault-person-twice-in-team = The same person stands in the team twice. Remove one.
fault-team-name-taken = Another team has this name. Choose another one.
fault-team-too-large = A team has { $max } members at most. Remove some.
fault-team-size-fixed = Somebody has registered, so the size of teams stays as it is.
fault-fewer-than-taken = No fewer than the { $min } places that are taken.
fault-entry-name-taken = This event has an entry of that name. Choose another one.
fault-closes-before-it-opens = The cut-off is later than the opening.
fault-unmet-age-between = The age must be { $min } to { $max } years on { $date }; this person is { $seen }.
fault-unmet-age-least = The age must be at least { $min } years on { $date }; this person is { $seen }.
fault-unmet-age-most = The age must be at most { $max } years on { $date }; this person is { $seen }.
fault-unmet-region = The unit must be in { $required }; this one is in { $seen }.
fault-unmet-employer = Only people of these units may register: { $required }. The unit given is “{ $seen }”; give its full name.
fault-unmet-skill = The level of skill must be { $required ->
    [apprentice] apprentice
    [junior] junior (level 5)
    [intermediate] intermediate (level 4)
    [senior] senior (level 3)
    [technician] technician (level 2)
    [senior-technician] senior technician (level 1)
    [special-technician] special technician
   *[chief-technician] chief technician
    } or higher; given: { $seen ->
    [apprentice] apprentice
    [junior] junior (level 5)
    [intermediate] intermediate (level 4)
    [senior] senior (level 3)
    [technician] technician (level 2)
    [senior-technician] senior technician (level 1)
    [special-technician] special technician
    [chief-technician] chief technician
   *[none] none
    }.
fault-unmet-title = Holders of “{ $seen }” do not take part (titles that exclude: { $required }).
fault-unmet-sex = Only { $required ->
    [female] women
   *[male] men
    } may register; by the ID number this person is { $seen ->
    [female] a woman
   *[male] a man
    }.
fault-unmet-other-item = One item per person; this person is registered for “{ $seen }”. Withdraw from that first.

conflict-registration-not-yet = Registration has not opened yet.
conflict-registration-over = Registration has closed.
conflict-after-cut-off = Registration has closed: changes, substitutes and withdrawals are no longer possible here. Please write to the host.
conflict-offer-over = The time to confirm is over; the place has gone to the next on the list.
conflict-nothing-changed = Nothing differs from before.
conflict-team-full = The team is complete.
conflict-team-gone = The team has withdrawn.
conflict-entries-complete = Every item of the competition has an entry.
