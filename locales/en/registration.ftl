# Public registration: entries, the form, the waiting list, changes

registration-task = Look at { $count ->
    [one] { $count } registration
   *[other] { $count } registrations
    }: { $title }

mail-kind-registration-pending = Registration received
mail-registration-pending-subject = Registration received, { $waits ->
    [team] waiting for the rest of the team
   *[review] to be reviewed
}: { $title }
mail-registration-pending-body =
    You have registered for “{ $title }” ({ $entry }). A place is held for you{ $waits ->
        [team] : it is confirmed as soon as the team is complete ({ $has } of { $needs } so far), without a review.
       *[review] ; the host will review the registration and write to you.
    }

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
    The place of “{ $title }” ({ $entry }) that was held for you was not confirmed in time and is held no longer.

    While registration is open you can register again.
mail-kind-registration-called-off = Event called off
mail-registration-called-off-subject = Called off: { $title }
mail-registration-called-off-body =
    “{ $title }”{ $entry ->
        [none] {""}
       *[other] {" "}({ $entry })
    } is called off. Your registration ends with it, and you need not come. Reason: { $opinion }

    With questions please turn to the host.
mail-kind-registration-refused = Registration not accepted
mail-registration-refused-subject = Registration not accepted: { $title }
mail-registration-refused-body =
    Your registration for “{ $title }” ({ $entry }) was not accepted. Reason: { $opinion }

    Please ask the host if anything is unclear.
mail-kind-registration-withdrawn = Withdrawn
mail-registration-withdrawn-subject = Registration withdrawn: { $title }
mail-registration-withdrawn-body =
    Your registration for “{ $title }” ({ $entry }) is withdrawn. Remark: { $opinion }
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
mail-kind-team-incomplete = Team incomplete
mail-team-incomplete-subject = Your team lacks { $missing } more: { $title }
mail-team-incomplete-body =
    Your team “{ $team }” is registered for “{ $title }” ({ $entry }) and lacks { $missing } more people.

    { $stage ->
        [over] Registration closed on { $deadline }. Whether the team is admitted is for the host to decide; please get in touch soon.
       *[soon] Registration closes on { $deadline }. Open the link below to make an invitation and send it to your team mates. A team that stays incomplete is admitted only if the host decides so.
    }
mail-kind-teams-incomplete = Teams incomplete
mail-teams-incomplete-subject = { $stage ->
    [over] Registration has closed with incomplete teams: { $entry }
   *[soon] Registration closes soon with incomplete teams: { $entry }
    }
mail-teams-incomplete-body =
    These teams of “{ $title }” ({ $entry }) have too few people: { $teams }.

    { $stage ->
        [over] Registration closed on { $deadline }. Incomplete teams are not admitted by themselves: please decide, and give the reason where you admit one.
       *[soon] Registration closes on { $deadline }. The teams were reminded, too.
    }
mail-kind-registration-review = Registrations to review
mail-registration-review-subject = Registrations wait for review: { $entry }
mail-registration-review-body =
    Registrations or changes of “{ $title }” ({ $entry }) wait to be looked at. The link below leads there.

    You are told once a day for each entry.

fault-agree = Read what the data is kept for and how long, and tick that you agree.
fault-registered-already = This ID number is registered for this event already. The link in the confirmation mail shows the registration; if it was not you, ask the organiser.
fault-taken-out = The organiser has disqualified this person from this event; registering again is not possible. Ask the organiser if in doubt.
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
fault-unmet-other-item = One item per person; this ID number is registered for this event already. The link in the confirmation mail shows the registration; if it was not you, ask the organiser.

conflict-registration-not-yet = Registration has not opened yet.
conflict-registration-over = Registration has closed.
conflict-after-cut-off = Registration has closed: changes, substitutes and withdrawals are no longer possible here. Please write to the host.
conflict-offer-over = The time to confirm is over; the place has gone to the next on the list.
conflict-nothing-changed = Nothing differs from before.
conflict-team-too-small = The team lacks { $count } more people. To admit it all the same, give the reason.
conflict-team-full = The team is complete.
conflict-team-gone = The team has withdrawn.
conflict-entries-complete = Every item of the competition has an entry.

registration-title = Registration
registration-none = Nothing is open for registration at present.
registration-none-help = Events of the calendar appear here once their registration opens.
registration-entry = Entry
registration-places = Places
registration-closes = Closes
registration-places-unlimited = No limit
registration-places-left = { $free } of { $capacity } left
registration-places-full = All { $capacity } taken; there is a waiting list
registration-places-waiting = { $capacity } in all, { $free ->
    [0] full
   *[other] { $free } free
}, { $waiting } waiting
registration-shut = Not released
registration-not-yet = Not open yet
registration-over = Closed
registration-full = Waiting list
registration-open = Open
registration-heading = Register
registration-join = Join the team “{ $team }”
registration-substitute-for = In place of { $name }: who takes part
registration-send = Register
registration-send-waiting = Register (waiting list)
registration-join-send = Join
registration-substitute-send = Name the substitute
registration-when = When
registration-where = Where
registration-host = Host
registration-window = Registration
registration-approval = The host reviews each registration
registration-rules = Conditions
registration-rule-first-day = the first day of the event
registration-rule-age-between = { $min } to { $max } years of age on { $day }
registration-rule-age-least = At least { $min } years of age on { $day }
registration-rule-age-most = At most { $max } years of age on { $day }
registration-rule-region = The unit is in { $places }
registration-rule-employer = These units only: { $units }
registration-rule-skill = Level of skill: { $level } or higher
registration-rule-without = Holders of these titles sit out: { $titles }
registration-rule-sex = Sex: { $sex }
registration-rule-one-item = One item per person
registration-team = Team
registration-team-missing = The team lacks { $count } more people. Please complete it before { $moment }; otherwise the host decides whether it is admitted.
registration-teams-short = Teams with too few people
registration-teams-short-help = They are not admitted by themselves. Team and host are reminded two days before the cut-off and when it has passed; to admit one all the same, give the reason when you approve it.
registration-team-lacks = { $has } here, { $count } missing
registration-team-name = Name of the team
registration-team-help = { $least } to { $most } people; a team takes one place
registration-first-member = Who speaks for the team
registration-members-help = Other members can be entered now, or join later by a link.
registration-member = Member { $number }
registration-unit-help = The full name, as registered.
registration-email-help = The confirmation and your link go there.
registration-titles-help = Such as “2018年温州市技术能手”; part several by 、.
registration-data = What your data is used for
registration-data-purpose = Purpose:
registration-purpose-usual = To check the conditions, plan the event, check people in, publish results and issue certificates.
registration-data-keep = { $days } days after the event is over and closed, ID number, birthday, phone, e-mail and the like are deleted; name, organisation, the last four of the ID number and the results stay (of contestants also the year of birth and the sex). Of who did not take part nothing stays. You can ask the host at any time what is kept and have it corrected.
registration-agree = I have read what my data is used for and how long it is kept, and what I entered is true
registration-course = How it goes
registration-course-send = Fill in the form and send it
registration-course-mail = A mail brings a link for you alone
registration-course-approval = The host reviews it and writes to you
registration-course-check-in = Show the QR code behind the link when you arrive
registration-own = My registration
registration-lead-pending = Your registration has arrived and a place is held; the host has yet to review it.
registration-lead-team = Your registration has arrived and a place is held; it is confirmed as soon as the team is complete ({ $has } of { $needs } so far), without a review.
registration-team-waits = Waiting for the team
registration-lead-admitted = You are registered. Please come in time and show this QR code.
registration-waiting-lead = Number { $place } of { $waiting } on the waiting list. Places that become free go to the next, and you will be written to.
registration-lead-offered = A place has become free for you; please confirm in time.
registration-lead-refused = The registration was not accepted; the reason is below.
registration-lead-withdrawn = Withdrawn; no place is held any more.
registration-lead-taken-out = The organiser has disqualified you; no place is held any more. Reason: { $reason }
registration-lead-withdrawn-waiting = You have left the waiting list; no place will be offered to you.
registration-lead-withdrawn-offered = You have declined the place; it goes to the next.
registration-lead-called-off = The event was called off, and the registration with it.
registration-lead-not-reached = The event has begun; nobody moves up from the list any more.
registration-lead-over = The event was held.
registration-waiting-at-once = When your turn comes you take part without being asked again; please withdraw in time if you cannot.
registration-waiting-confirm = When your turn comes the place is held for { $hours } hours; confirm it on this page in that time, or it goes to the next.
registration-again = Register again
registration-lead-replaced = Somebody else takes part in your place.
registration-lead-lapsed = The offered place was not confirmed in time and is held no longer.
registration-confirm = I will take part
registration-pass = Check-in code
registration-pass-help = Show the QR code at the door; if it cannot be scanned, the code will do.
registration-join-link = Pass this link on to those who join the team (it is shown only now):
registration-invite = Make a link to join
registration-invite-help = A new link makes the one before useless.
registration-sessions = Your sessions
registration-sessions-none = The schedule is released; no session is yours yet.
registration-calendar = The address of your calendar (your sessions only, kept up to date):
registration-calendar-help = Paste it into “subscribe to a calendar” on your phone or computer. Keep it to yourself: whoever has it sees your sessions, but cannot change your registration.
registration-schedule = The whole schedule
registration-details = Details
registration-change = Change details
registration-change-send = Send the change
registration-change-looked-at = The host reviews changes; until then the details before count.
registration-change-waits = A change waits for the host.
registration-change-stale = Your registration was changed elsewhere after you opened this page. What you typed is still below, and what is registered now stands beside each field; look at both and send again.
registration-now = Registered now: { $value }
registration-substitute = Name a substitute
registration-withdraw = Withdraw
registration-withdraw-sure = The place goes to the next on the list at once. Withdraw?
registration-withdraw-waiting-sure = You lose your turn on the waiting list; registering again begins at its end. Leave it?
registration-withdraw-all = Withdraw the team
registration-withdraw-all-sure = The whole team leaves and its place goes to the next. Withdraw?
registration-cut-off = Until { $moment } you can change details, name a substitute or withdraw.
registration-cut-off-waiting = Until { $moment } you can change details; you can leave the waiting list at any time.
registration-cut-off-over = Since { $moment } details cannot be changed; you can still withdraw.
registration-entries = Entries
registration-entries-none = No entries yet. Once one is made and released, the public can register.
registration-entry-new = New entry
registration-entry-edit = Edit the entry
registration-to-review = To review
registration-per-item = One for each item
registration-per-item-help = { $count ->
    [one] { $count } item of the competition has no entry.
   *[other] { $count } items of the competition have no entry.
    } Make all at once; times and places can be set for each afterwards, and none is released before.
registration-per-item-do = One entry for each item
registration-entry-name = Name
registration-capacity = Places
registration-capacity-help = Empty: no limit. A team takes one. When places are added, those who wait move up.
registration-opens = Opens
registration-moment-help = Such as 2019-11-20 09:00.
registration-closes-help = From then on people can no longer change, substitute or withdraw.
registration-offer-hours = Time to confirm
registration-offer-hours-help = How long a place is held for the next on the list; 0: given without asking.
registration-hours = hours
registration-at-once = Given at once
registration-approval-needed = Each registration is reviewed
registration-approval-short = Reviewed
registration-approval-help = A place is held meanwhile; later changes are reviewed, too.
registration-team-least = Least members of a team
registration-team-most = Most members of a team
registration-team-size-help = 1 and 1 for individuals.
registration-age-least = Least age (years)
registration-age-most = Most age (years)
registration-age-on = Age counts on
registration-age-on-help = Empty: the first day of the event.
registration-divisions = Where the unit is
registration-divisions-help = None chosen: anywhere; the city itself covers all its counties.
registration-units = Units
registration-units-help = A full name a line; empty: any.
registration-skill = Least level of skill
registration-titles = Holders who sit out
registration-titles-rule-help = A title a line. Titles won in results published here are known; others are as declared.
registration-sex = Sex
registration-release = Released
registration-release-help = Ticked, the public can register within the times above.
registration-approve = Approve
registration-refuse = Refuse
registration-reason = Reason (needed to refuse; the person is told)
registration-out-reason = How it came about (the person is told)
registration-approve-all = Approve all
registration-approve-all-sure = Approve all of them?
registration-changes = Changes asked for
registration-change-approve = Approve the change
registration-change-refuse = Refuse
registration-offered = Offered, not confirmed yet
registration-waiting = Waiting list
registration-admitted = Admitted
registration-admitted-none = Nobody yet.
registration-take-out = Take out
registration-take-out-sure = Take this person out? The place goes to the next on the list.
registration-address = Address to register

done-registered = Registered; a confirmation is on its way. Please keep this page.
done-place-confirmed = Confirmed.
done-withdrawn = Withdrawn.
done-registration-changed = Changed.
done-change-asked = The change is with the host.
done-change-dropped = The change is taken back; what was registered stays.
done-substituted = The substitute is named and has a link of their own.
done-registrations-approved-shown = Those listed are approved; they have been written to. Not approved, because they came after the page was opened: { $count }; they are listed below.
done-registrations-approved = All approved; they have been written to.
done-registration-approved = Approved; the person has been written to.
done-registration-refused = Refused; the reason has been sent.
done-registration-taken-out = Taken out; the person has been written to.
done-change-approved = The change counts; the person has been written to.
done-change-refused = The change was refused; the reason has been sent.
fault-too-many-registrations = Too many registrations from your network address. Please wait a minute; what you typed is kept.

record-object-entry = Entry
record-verb-register = Registered
record-verb-promote = Moved up
record-verb-lapse = Offer lapsed
record-verb-accept = Place confirmed
record-verb-withdraw = Withdrawn
record-verb-approve = Approved
record-verb-refuse = Refused
record-verb-replace = Substitute named
record-verb-change-asked = Change asked for
record-verb-change-dropped = Change taken back
record-verb-changed = Details changed
record-verb-change-refused = Change refused
record-field-participants = Participants
record-field-participant = Participant
record-field-capacity = Places
record-field-open = Released
mail-kind-registration-disqualified = Disqualified
mail-registration-disqualified-subject = Disqualified: { $title }
mail-registration-disqualified-body =
    The host has disqualified you from “{ $title }” ({ $entry }); your place is no longer kept. Reason: { $opinion }

    If you have questions, please contact the host.
registration-leave = Withdraw at their request
registration-leave-sure = Withdraw this registration as the person asked? The place goes to the next on the list; they may register again.
registration-leave-help = For somebody who asked by telephone or letter, say how and when and withdraw at their request: they may register again. Whoever broke the rules or does not qualify is taken out and cannot.
done-registration-left = Withdrawn at their request; the person has been written to.
participant-log-left = Withdrawn at their request
record-verb-leave = Withdrawn at their request
registration-admit = Admit
registration-admit-or-leave = Admit or take out
registration-admit-help = The event has begun or is about to, and nobody moves up by themselves any more. While places are free you can admit somebody with a reason.
conflict-no-free-place = No place is free. Raise the number of places first.
fault-closes-after-event = Not after the last day of the event ({ $last }).
