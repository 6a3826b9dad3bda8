# Check-in and attendance

check-in-title = Check-in
check-in-desk = To the check-in desk
check-in-people = { $count } expected
check-in-direction = Direction
check-in-in = In
check-in-out = Out
check-in-not-yet = Not yet in
check-in-code = Pass code
check-in-code-help = Scan the QR code of the pass, or type the characters below it.
check-in-enter = Enter
check-in-camera = Scan with the camera
check-in-log = Entered on this phone
check-in-by-name = By name
check-in-search = Name, organisation or last four of the ID number
check-in-search-help = For those without their pass. Offline, only organisations and surnames can be searched.
check-in-find = Find
check-in-found = { $count } found
check-in-recent = Entered by you last
check-in-online = Online, everything has been sent.
check-in-offline = No connection. Go on scanning; it will be sent by itself.
check-in-waiting = { $count } waiting to be sent.
check-in-sign-in-again = You are signed out. Sign in again; nothing that waits is lost.
check-in-kept = Kept on this phone, to be sent
check-in-entered = Entered
check-in-known = Entered before
check-in-odd-twice-in = Signed in before, not signed out since
check-in-odd-out-alone = Not signed in that day
check-in-odd-outside-days = Not on a day of the event
check-in-odd-outside-halves = Far from this person’s sessions
check-in-seen = Noted
check-in-not-on-list = Not on this phone's list
check-in-unsent = Scans on this phone have not been sent. They stay on it and are sent when you sign in again and open the check-in. Sign out?
check-in-refusal-unknown = Not a pass of this event
check-in-refusal-not-admitted = Not admitted, or withdrawn
check-in-refusal-direction = Neither in nor out
check-in-refusal-time = Its time cannot be read; not entered
check-in-refusal-ahead = Its time is later than it was sent; not entered. Set the phone’s clock and scan again
check-in-refusal-old = More than forty days ago; not entered
check-in-refusal-mark = The scan is incomplete
check-in-refusal-taken = The same scan was entered for somebody else or the other way; not entered. Scan again

fault-pass-unknown = Not a pass of this event. Scan again, or enter the person by name
fault-scan-mark-taken = This page has just entered somebody else, or the other way; this one was not entered. Look again and press once more.
fault-pass-not-admitted = Not admitted, or withdrawn: cannot check in
conflict-check-in-not-yet = The arrangements are not filed yet. Passes and check-in come after the filing.
conflict-check-in-over = The event is closed or cancelled; nobody is checked in any more.
fault-too-many-scans = At most 500 scans at once
fault-device = Not the name of a device
fault-not-scans = The scans cannot be read
fault-half-to-come = This half-day has not begun
fault-nobody-ticked = Tick at least one person
done-scanned-in = Checked in.
done-scanned-out = Checked out.
done-scan-known = This scan was there already.
done-odd-twice-in = Entered, but this person was signed in before and has not signed out since. Make sure who it is, and whether it should be out.
done-odd-out-alone = Signed out, but this person was not signed in that day. Look into it; enter what was missed from the sheet of paper.
done-odd-outside-days = Entered, but today is not a day of the event, so it does not count. Check the date and the event.
done-odd-outside-halves = Entered, but this is more than two hours away from this person’s sessions. Check the schedule.
done-scan-struck = Struck; attendance has been worked out again.
done-flag-answered = The finding is kept.
done-sheet-entered = Entered; attendance has been worked out again.
done-passes-made = The passes are made.

passes-title = Passes
passes-count = { $count } in all
passes-help = Print, cut along the lines and hand out. Any phone's camera reads the QR code; signed in, one tap enters the scan.
passes-missing = { $count } have no pass yet.
passes-make = Make passes
passes-none = No passes yet.
passes-qr = QR code for check-in
pass-title = Pass
pass-help = Show this page, or the QR code on your pass, at the entrance.
pass-not-valid = No longer valid

attendance-title = Attendance
attendance-name = Name
attendance-tail = ID ends in { $tail }
attendance-people = People
attendance-expected = Expected
attendance-seen = Seen
attendance-met = Requirement met
attendance-not-met = Not met
attendance-not-over = Not over
attendance-rule = Present is who was there for { $present } of a half-day's time; without a scan out, until its end. Whoever attends { $share } of the half-days meets the requirement, counts and gets the certificate.
attendance-by-schedule = Half-days follow the released schedule.
attendance-by-days = No schedule is released: mornings and afternoons of the event's days count.
attendance-present = Present
attendance-part = Part
attendance-absent = Absent
attendance-to-come = To come
attendance-share = Half-days
attendance-result = Result
attendance-none = Nobody has been admitted yet
attendance-none-help = Once there is a list of people, their attendance by half-day stands here.
attendance-flags = To be looked at ({ $count })
attendance-flag-twice = In twice
attendance-flag-elsewhere = Elsewhere at the time
attendance-flag-out-alone = Out without in
attendance-flag-outside-days = Outside the event's days
attendance-flag-clock = Clock is off
attendance-flag-rush = One for all?
attendance-flag-said-twice = still in, and in again at another device ({ $devices })
attendance-flag-said-elsewhere = also in at “{ $event }”, for { $unit ->
    [days] { $whole } days{ $rest ->
        [0] {""}
       *[other] { " " }{ $rest } h
    }
    [hours] { $whole } h{ $rest ->
        [0] {""}
       *[other] { " " }{ $rest } min
    }
   *[minutes] { $whole } min
} of the same time
attendance-flag-said-out-alone = no scan in that day (device { $device })
attendance-flag-said-outside-days = scanned on a day that is not the event's (device { $device })
attendance-flag-said-clock = the clock of device { $device } is { $unit ->
    [days] { $whole } days{ $rest ->
        [0] {""}
       *[other] { " " }{ $rest } h
    }
    [hours] { $whole } h{ $rest ->
        [0] {""}
       *[other] { " " }{ $rest } min
    }
   *[minutes] { $whole } min
} { $way ->
    [ahead] fast
   *[behind] slow
}; times were put right
attendance-flag-said-rush = device { $device } took in { $people } people within 10 seconds
attendance-answer = What was found
attendance-answer-do = Keep
attendance-answered = { $by } found: { $answer }
attendance-manual = Enter a signed sheet of paper
attendance-manual-help = Only half-days with the person's signature; whoever is present already stays so. Marked as entered by hand; keep the sheet.
attendance-manual-do = Enter
attendance-manual-reason = Reason
attendance-manual-reason-help = For example: power cut, sheet of paper on the morning of 28 November.
attendance-half-day = Half-day
attendance-scans = Scans ({ $count })
attendance-no-scans = No scans.
attendance-at = Time
attendance-device = Device
attendance-by = Entered by
attendance-by-hand = From a sheet of paper
attendance-received = Received
attendance-strike = Strike
attendance-strike-reason = Reason for striking
attendance-struck = struck
attendance-struck-because = Struck: { $reason }

attendance-withheld = No certificate for want of attendance (half-days attended/expected):
conflict-not-for-completion = Certificates of completion follow once a seminar or class was held and its attendance recorded.
conflict-no-papers = There is no list of people, attendance or result to make papers of yet.

completions-title = Certificates of completion
completions-help = For whoever attended { $share } of the half-days; each prints on a page of its own.
completions-not-ready = They can be issued once the event is marked as held and has attendance.
completions-issue = Issue certificates of completion
completions-text = has completed { $event }, present on { $attended } of { $expected } half-days.
completion-heading = Certificate of completion
completions-tally = To be issued: { $due }. With a certificate: { $has }. Attended too little: { $short }. Certificate revoked: { $revoked }.{ $doubted ->
    [0] {""}
   *[other] {" "}Attendance in doubt and not answered: { $doubted }.
}
completions-doubtful = Valid certificates whose attendance is in doubt ({ $count })
completions-doubtful-help = Since the certificate was issued scans were struck, a flag appeared that nobody has answered, or the person has left. Check them: revoke with a reason what does not hold, enter the sheet of paper where a scan was struck by mistake, and answer a flag that was looked into.
completions-doubtful-answer = Answer flags
completions-doubtful-flag = attendance in doubt, not answered:{" "}
completions-doubtful-now = now present on { $attended } of { $expected } half-days
completions-doubtful-left = no longer takes part
completions-again = Issue again to those whose certificate was revoked
completions-again-help = Nobody not ticked gets one. The new certificate has a new number; the old one stays revoked, and its page names the new number.
completions-again-of = { $number } revoked: { $reason }
completion-replaced = Certificate { $number } was issued in its place.
done-completions-nothing = There was no certificate to issue; the numbers are below.
completion-verify = Verify a certificate of completion
completion-event = Event
completion-attended = Half-days attended
done-completions-issued = The certificates of completion are issued.
done-completion-revoked = The certificate of completion is revoked.

event-measured = { $value } by attendance and schedule
event-measured-differs = Otherwise than attendance and schedule have it (written → measured):
papers-generate = Make list, attendance sheet and other papers
papers-generate-help = The list of people, attendance, timetable or published results; made again, they replace the earlier ones.
done-papers-generated = The papers are made and in the event's file.

schedule-origin = Where the lecturer comes from
schedule-origin-help = By the employer's place; teaching hours are counted by it. Leave blank for others.
schedule-origin-provincial = Zhejiang
schedule-origin-domestic = Elsewhere in the mainland
schedule-origin-hmt = Hong Kong, Macao, Taiwan
schedule-origin-foreign = Abroad

record-verb-scan = scans at the door
record-verb-strike-scan = scan struck
record-verb-sign-sheet = attendance entered from paper
record-verb-answer-flag = flag of attendance answered
record-verb-make-passes = passes made
record-verb-generate = paper made by the system

attendance-set = What counts
attendance-set-help = How much of a half-day makes somebody present. A change works everything out anew; the share of half-days asked for is set with the terms of data.
attendance-set-share = Set the share
attendance-part-of-half = At least this part of a half-day's time
completions-doubted = No certificate until a flag is answered:
