# Recognition: programmes, calls, nominations, review, notice, register of titles

recognition-lead = Each programme has one round a year. Conditions, places and the method are public with the call and do not change afterwards.
recognition-programme = Programme
recognition-review = Method
recognition-by-vote = Secret ballot of experts, at least { $bar } of those present
recognition-by-score = Marks of at least { $least } experts, mean { $minimum } or above
recognition-granted = Granted
recognition-target-is = target: { $count } by { $day }
recognition-rounds = Rounds
recognition-no-round = none yet
recognition-open = Publish a call
recognition-open-lead = Conditions, places and dates are public at once, and there is one call a year.
recognition-year = Year
recognition-closes-on = Nominations until
recognition-closes-on-help = This day included. It must be after today.
recognition-places = Places
recognition-places-help = At most so many; places may stay empty. Blank if not limited.
recognition-places-are = at most { $count }, and places may stay empty
recognition-places-about = about { $count }
recognition-places-open = whoever reaches the standard
recognition-counties = Places by county
recognition-counties-help = One a line, such as “330302=3”. Blank if none.
recognition-term = Term of the title
recognition-term-help = In years. Blank if for good.
recognition-term-is = { $count } years
recognition-call = The call
recognition-conditions = Conditions
recognition-materials = Materials
recognition-material = Material
recognition-file = File
recognition-no-paper = not handed in
recognition-quote = The text
recognition-nominee = Nominee
recognition-nominator = Put forward by
recognition-nominate = Put somebody forward
recognition-nominate-lead = A draft can be kept and completed before it is submitted. The identity number serves the check only; pages show its last four characters.
recognition-unit = Unit
recognition-name = Name
recognition-enterprise = Enterprise
recognition-identity = Identity
recognition-resident-id = Resident ID
recognition-resident-id-help = Once entered it is not shown again; left blank it stays.
recognition-code-confirmed = Checked: this is the code
recognition-credit-code = Unified social credit code
recognition-identity-kept = Once entered, a blank leaves it as it is.
recognition-email = Nominee’s e-mail
recognition-email-help = To be told the result. Blank if none.
recognition-trade = Trade
recognition-employer = Employer
recognition-skill = Skill level
recognition-honour = Highest skill honour
recognition-years = Years in the trade
recognition-newly-built = Newly built
recognition-built-on = Built on
recognition-built-on-help = The day on which it was completed or passed inspection; the award goes by the policy of that day.
recognition-statement = Achievements
recognition-statement-help = What was done and what came of it; the panel reads this.
recognition-particulars = The nominee
recognition-submit = Submit
recognition-submit-help = All conditions and materials are checked at once. Afterwards nothing can be changed; it can be taken back until nominations close.
recognition-take-back = Take it back
recognition-take-back-sure = It then has no part in this round. Take it back?
recognition-met = met
recognition-not-met = not met
recognition-lacking = not said
recognition-seen = stated:
recognition-direct = Without review:
recognition-votes = Votes
recognition-votes-are = { $count } votes
recognition-votes-for = Votes for { $name } ({ $unit })
recognition-score = Mean
recognition-check = Eligibility and clean record
recognition-check-save = Save the check
recognition-source = Source
recognition-source-help = The letter or system that answered.
recognition-eligible = Do the papers bear the conditions out?
recognition-eligible-yes = Yes
recognition-eligible-no = No
recognition-opinion = Opinion
recognition-opinion-help = Needed where a condition is not met or something is on record.
recognition-uphold = Upheld: strike the nominee out
recognition-uphold-sure = The nominee leaves the list, and nobody moves up. Go on?
recognition-nominations = Nominations
recognition-list = Proposed list
recognition-granted-list = Titles granted
recognition-list-empty = Nobody; the places stay empty.
recognition-notice = Notice from { $first } to { $last } (working days, the first day not counted).
recognition-panel-later = The panel is drawn once nominations are closed, while they are being checked.
recognition-unusual = The number is not between { $least } and { $most }; please state why.
recognition-object-help = While the notice runs anybody may object in their real name. Only that line is held.
recognition-laureates = From competitions
recognition-laureates-help = Who won this title in a competition stands without review. Their unit completes the papers; checks and notice remain.
recognition-unit-unknown = The unit is not registered; add it first.
recognition-paid-elsewhere = Paid before this register
recognition-take = Take in
recognition-marks = Marks
recognition-marks-help = Out of 100, two decimals at most. Save as you go; hand in when everybody is marked. What is handed in is sealed.
recognition-mark = Mark
recognition-remark = Remark
recognition-present = Present
recognition-people = { $count } people
recognition-minutes = Minutes of the meeting
recognition-minutes-help = When, who was present, the conclusion. Never who voted for whom.
recognition-document = Document number
recognition-close-help = Possible from the day after the last one. Drafts not submitted are out.
recognition-convene-help = When everybody is checked and the panel is drawn. Who did not pass is not given to the panel.
recognition-propose-help = Only totals are entered, nobody’s ballot. The list follows from the votes and the places.
recognition-propose-marks-help = The list follows from the marks and the places.
recognition-publish-help = The list is public for 5 working days, and the units are written to.
recognition-decide-help = After the notice. A line with an open objection is held and follows in a further decision; the others are decided. Titles are granted, each with its claim. Not by who entered the result.
recognition-cancel = Call the round off
recognition-cancel-reason = Reason
recognition-cancel-sure = This cannot be undone, and everybody put forward is told. Go on?
recognition-honours = Honours
recognition-no-honours = No titles yet
recognition-register = Register of titles
recognition-no-titles = No titles on the register
recognition-title = Title
recognition-holder = Holder
recognition-number = Number
recognition-granted-on = Granted on
recognition-valid-until = Valid until
recognition-review-due = yearly review due
recognition-yearly = Yearly review
recognition-reviews = Reviews
recognition-kept = Conclusion
recognition-kept-yes = keeps the title
recognition-kept-no = should not keep it
recognition-kept-help = If it should not be kept, what you write is the reason of a proposal to withdraw it; a decider withdraws or keeps it.
recognition-claim = Claim of the award
recognition-withdraw = Withdraw the title
recognition-withdraw-propose = Propose to withdraw the title
recognition-withdraw-proposed = Withdrawal proposed
recognition-withdraw-waits = A decider has to decide.
recognition-withdraw-answers = Proposals answered by keeping the title
recognition-withdraw-reason-help = The facts, and what it rests on. Somebody else decides; the unit reads the reason once the title is withdrawn.
recognition-keep = Keep the title
recognition-keep-reason = Why it is kept
recognition-keep-help = Needed to keep it.
recognition-withdraw-reason = Reason
recognition-withdraw-help = An award that was paid is to be paid back; the treasurer enters it on the budget page.
recognition-withdraw-sure = This cannot be undone, and the same title is not granted again. Go on?
recognition-withdrawn = Withdrawn
recognition-to-recover = { $amount } yuan to be paid back, { $recovered } yuan entered so far.
recognition-recover = Enter a recovery
recognition-recover-note = Note
recognition-recover-help = Voucher, account and the like. This award was not paid from here; the recovery is kept with the title alone.
recognition-recover-line = Enter it on the budget line
recognition-lessened = The award of a later title was decided less by this one and is not worked out anew by itself; while it is not paid, a clerk can correct its facts and have it decided again:
recognition-known-titles = Titles in the register
recognition-look-of = Review of { $year }:

recognition-state-open = nominations open
recognition-state-checking = being checked
recognition-state-panel = with the panel
recognition-state-proposed = to be published
recognition-state-notice = on notice
recognition-state-decided = decided
recognition-state-cancelled = called off

recognition-step-close = Close nominations
recognition-step-convene = Give to the panel
recognition-step-propose = Enter the panel’s result
recognition-step-publish = Publish the list
recognition-step-decide = Decide
recognition-step-cancel = Call off

nomination-state-draft = draft
nomination-state-submitted = submitted
nomination-state-withdrawn = taken back
nomination-state-admitted = passed the check
nomination-state-excluded = did not pass the check
nomination-state-proposed = proposed
nomination-state-not-chosen = not chosen
nomination-state-struck-out = struck out
nomination-state-granted = granted

recognition-reason-condition = conditions not met
recognition-reason-record = something on record
recognition-reason-under-bar = below the panel’s bar
recognition-reason-places = all places taken
recognition-reason-tie = level with others across the line
recognition-reason-county-quota = all places of the county taken
recognition-reason-objection = an objection was upheld
recognition-reason-held = holds the same title already
recognition-reason-no-score = too few marks
recognition-reason-cancelled = the round was called off

recognition-nominator-unit = unit
recognition-nominator-county = county
recognition-nominator-industry = industry
recognition-nominator-expert = expert
recognition-nominator-self = self
recognition-applied-itself = the enterprise itself

title-state-valid = valid
title-state-expired = expired
title-state-withdrawn = withdrawn



recognition-honour-none = none
recognition-honour-county = county
recognition-honour-city = city
recognition-honour-provincial = provincial
recognition-honour-national = national

recognition-record-criminal = Criminal record
recognition-record-tax = Tax record
recognition-record-safety = Safety record
recognition-record-credit = Credit record

recognition-answer-clean = clean
recognition-answer-found = something on record

recognition-condition-employer = Employer:
recognition-condition-skill-level = Skill level at least:
recognition-condition-honour = Skill honour at least:
recognition-condition-age-at-most = Age on the last day at most:
recognition-condition-years-in-trade = Years in the trade at least:
recognition-condition-in-city = Works in the city:
recognition-condition-newly-built = Newly built:

fault-round-in-past = The last day must be after today.
fault-county-twice = { $value } stands twice; write each county once.
fault-county-places-over = The counties’ places add up to { $asked }, over the { $max } places in all.
fault-county-places = “{ $value }” cannot be read; write “330302=3”.
fault-no-county-places = This programme has no places by county.
fault-resident-id-wrong = The resident ID is not right; please check it.
fault-credit-code-doubtful = The check digit of the credit code does not fit. Correct it; if it is right, tick the box below and save again.
fault-credit-code-wrong = The code has 18 digits or capital letters.
fault-nominated-twice = This round has the nominee already.
fault-condition-not-met = The condition is not met; see “Conditions” for what was stated and what is asked.
fault-material-missing = Missing: { $material }.
fault-title-twice = The same title was granted before; it is not granted twice.
fault-laureate-name = { $name } won the title and stands without review; nobody else can take the place.
fault-laureate-identity = Not the number registered for the contest: it ends with { $tail }.
fault-built-in-future = The day it was built cannot be after today.
fault-built-outside-policy = The day is outside the term of the policy (from { $first }{ $last ->
    [none] {""}
   *[other] {" "}to { $last }
}), which would not award it; please check.
fault-mark-range = A mark is between 0 and 100, with two decimals at most.
fault-more-votes-than-present = More votes than the { $max } present.

conflict-round-exists = The programme has its call of that year.
conflict-round-not-over = Nominations run until { $last_day }; they can be closed from the day after.
conflict-round-closed = Nominations closed on { $last_day }.
conflict-checks-open = { $count } nominees are not checked yet.
conflict-review-not-due = Reviewed this year already, or not due.
conflict-title-withdrawn = The title is withdrawn already.
conflict-title-proposed = Its withdrawal is proposed already; a decider has to decide.
conflict-title-not-proposed = No withdrawal waits to be decided. A clerk proposes it first.
conflict-nothing-to-recover = Nothing of this title is to be entered as recovered here.
conflict-claim-register-changed = The register has { $paid } yuan paid before for titles of this kind; this claim takes off { $stated } yuan. Return it to its unit, which saves the claim once to have it worked out anew, and submits it again.
conflict-claim-register-changed-own = The register now has { $paid } yuan for earlier awards of this kind, and this claim takes off { $stated } yuan. Please open the claim and save it once: it is worked out anew; then submit it.
conflict-claim-title-followed = The holder has since been granted a further title of this kind, whose award was worked out without this claim; it cannot be taken up again.
conflict-claim-under-floor = The file of an instalment is not closed under the floor: { $paid } yuan paid so far, { $lacking } yuan short of { $floor } yuan.
conflict-claim-title-withdrawn = The title that this award is for was withdrawn: the claim goes no further.
conflict-claim-base-revoked = The designation that this grant is for was revoked: the claim goes no further.
conflict-laureate-unit = The winner’s unit is not registered here; register it first.

done-round-opened = The call is published.
done-round-closed = Nominations are closed.
done-round-convened = The panel has them.
done-round-proposed = The panel’s result is entered.
done-round-published = The list is public.
done-round-decided = { $count ->
    [one] Decided: one title is granted; where it carries an award, the claim is made.
   *[other] Decided: { $count } titles are granted; where they carry an award, the claims are made.
}
done-round-decided-none = Decided: no title is granted.
done-round-cancelled = The round is called off.
done-nominated = Kept as a draft; hand the papers in and submit it.
done-nomination-submitted = Submitted.
done-nomination-withdrawn = Taken back.
done-nomination-checked = The check is saved.
done-laureate-taken = Taken in; the unit completes it.
done-title-withdrawn = The title is withdrawn.
done-title-proposed = Proposed; a decider has been told.
done-title-kept = The title stays; the office has been told.
done-title-recovered = The recovery is entered.

recognition-review-now = Review
recognition-ballot = Secret ballot
recognition-declare-lead = Before you see any papers, say of each nominee whether you are in any conflict. Then you have no part in the review of that nominee.
recognition-voted = You have voted. Only each nominee’s totals are kept, never who voted how.
recognition-handed-in = Your marks are handed in and sealed; they cannot be changed.
recognition-hand-in = Hand in the marks
recognition-hand-in-sure = They cannot be changed afterwards. Hand them in?
recognition-ballot-help = Choose for or against each, and send once; it cannot be changed. The program adds up the votes and does not keep who voted how.
recognition-ballot-sure = A ballot cannot be changed. Cast it?
recognition-ballot-cast = Cast the ballot
recognition-vote-yes = For
recognition-vote-no = Against
recognition-first-mark = Your first mark: { $mark }
recognition-nothing-to-review = There is nobody for you to review.
recognition-progress = Progress of the review
recognition-progress-help = Marks are sealed from everybody until all members have handed them in. Where they are too far apart the panel meets and marks again; both rounds are kept.
recognition-members = Members
recognition-apart = { $points } points apart: the panel meets
recognition-meeting = Minutes of the meeting
recognition-meeting-help = One meeting about everybody whose marks are too far apart. Then only the members who review them mark them again.
recognition-meeting-keep = Keep the minutes and mark again
recognition-ballots = { $cast } of { $all } have voted.
recognition-ballots-help = Only each nominee’s totals are kept. A nominee with fewer than three ballots has no result, so that nobody can tell who voted how.
recognition-replace-help = Before marks are handed in, or the ballot is cast, a member can be replaced by the next substitute, for all nominees; marks only saved do not count.
recognition-short = Nominees whom too few members review
recognition-short-help = For a nominee whom recusals leave with too few members the next substitute is called in, for this nominee alone, and declares conflicts first. As long as somebody can be called there is no list; whom nobody can be called in for has no result.
recognition-granted-line = granted
recognition-missing = What is missing
recognition-missing-nominations = Nobody has been submitted yet.
recognition-missing-drafts = Drafts not submitted: { $count }.
recognition-missing-checks = Nominees not checked: { $count }.
recognition-missing-admitted = Nobody passed the check; the list can be empty.
recognition-missing-panel = The panel is not drawn.
recognition-missing-members = Nominees with too few members, because of recusals, while a substitute is free: { $count }. Call one in, or replace members.
recognition-missing-nobody = Nominees with too few members whom no substitute can be called in for: { $count }. They will have no result; the page of the panel names them.
recognition-missing-declarations = Members who have not declared conflicts: { $count }.
recognition-missing-marks = Marks still to come: { $count }.
recognition-missing-meeting = Nominees whose marks are too far apart: { $count }. The panel has to meet.
recognition-missing-ballots = Members who have not voted: { $count }.
recognition-missing-proposed = Nobody is proposed; all places stay empty.
recognition-missing-held = Lines held by an objection: { $count }. The others can be decided.
recognition-missing-treasurers = The county pays the awards of { $count } on the list, and its bureau has no treasurer here: nobody could accept them. Please have the administrator register the bureau and invite its treasurer; the notice and the decision go on meanwhile.
recognition-task-draft = Submit the nomination: { $title }
recognition-task-check = Check { $count } nominees: { $title }
recognition-task-draw = Draw the panel: { $title }
recognition-task-meet = Meet about { $count } nominees: { $title }
recognition-task-call = Call in a member for nominees ({ $count }): { $title }
recognition-task-answer = Answer { $count } objections: { $title }
recognition-task-close = Close nominations: { $title }
recognition-task-convene = Give to the panel: { $title }
recognition-task-propose = Enter the result: { $title }
recognition-task-publish = Publish the list: { $title }
recognition-task-decide = Decide: { $title }
recognition-task-declare = Declare conflicts: { $title }
recognition-task-mark = Mark { $count } nominees: { $title }
recognition-task-vote = Vote: { $title }
recognition-task-look = Yearly review { $title }: { $count } titles
recognition-task-recover = Title withdrawn; recover the award: { $title }
recognition-task-withdraw = Decide on withdrawing a title: { $title }
conflict-declare-first = Please declare first whether you are in any conflict.
conflict-marks-sealed = Your marks are handed in and sealed; they cannot be changed. What you typed now was not kept.
conflict-members-free = Nominees with too few members while a substitute is free: { $count }. Call one in, or replace a member, on the page of the panel first.
conflict-ballots-silent = Nominees with fewer than three ballots because members have not voted, while a substitute is free: { $count }. Wait for the votes, or replace who has not voted.
conflict-marks-open = Marks still to come: { $count }.
conflict-marks-apart = Marks of { $count } nominees are too far apart: the panel meets and marks again first.
conflict-marks-not-apart = No meeting is due: marks are missing, not too far apart, or it was held.
conflict-ballot-cast = You have voted already.
conflict-ballots-few = Only { $count } voted; totals need at least 3.
conflict-panel-not-drawn = Draw the panel first.
done-ballot-cast = Your ballot is cast.
done-meeting-held = The minutes are kept.
done-marks-handed-in = The marks are handed in.

recognition-register-file = Export the register
recognition-import = Import titles already held
recognition-import-file = Table of titles
recognition-import-help = XLSX or CSV, as in the template. One fault and nothing is imported; the same file again changes nothing.
recognition-template = Download the template
fault-title-programme = Row { $row }: there is no title “{ $value }”; write it in full.
fault-title-name = Row { $row }: the name “{ $value }” is wrong; compare the certificate.
fault-title-identity = Row { $row }: the number is wrong (ends with { $value }); compare the original and format the cell as text.
fault-title-unit = Row { $row }: “{ $value }” is not registered; register it, or write its full name.
fault-title-day = Row { $row }: the date “{ $value }” is wrong; write 2019-12-18.
fault-title-number = Row { $row }: the number “{ $value }” is taken, in the register or the file.
fault-title-paid = Row { $row }: the sum “{ $value }” is wrong; yuan, two decimals at most.
fault-title-repeated = Row { $row }: “{ $value }” has the same title in the register or the file, with other particulars.
done-titles-imported = The titles are imported.
done-titles-same = All titles of the file were here already; nothing changed.

fault-round-year = { $year } is no year to open now; { $first } to { $last }.
fault-present-few = Fewer than { $least } members present come to no result.
fault-title-future = Row { $row }: granted on “{ $value }”: that is to come. Please check.
fault-title-other-name = Row { $row }: the register has another name than “{ $value }” under this number. Please check.
recognition-record-first = first round { $marks }
recognition-record-remarks = Remarks: { $remarks }
fault-nominator-not-yours = You cannot put anybody forward as “{ $kind ->
    [unit] unit
    [county] county
    [industry] industry
    [expert] expert
    [enterprise] the enterprise itself
   *[self] self
}”. Associations put forward for their industry, bureaus of counties for the county, evaluators as experts, other units as units.
fault-nominator-not-asked = Under this programme nobody is put forward as “{ $kind ->
    [unit] unit
    [county] county
    [industry] industry
    [expert] expert
    [enterprise] the enterprise itself
   *[self] self
}”.
conflict-not-a-nominator = Your organisation puts nobody forward under this programme.
fault-title-columns = The table lacks these columns: { $names }. Add them as in the template.
fault-title-no-number = Row { $row }: the number is blank; write the one on the certificate.
fault-title-own-series = Row { $row }: “{ $value }” is of the series this program numbers its own titles by; write the number on the original certificate.
fault-title-bureau = Row { $row }: “{ $value }” is a bureau; write the holder's unit.
fault-title-enterprise = Row { $row }: the title of an enterprise stands with that enterprise; “{ $value }” and the unit “{ $unit }” differ in name or credit code.
fault-title-code-doubtful = Row { $row }: the check digit of the credit code (ends with { $value }) is wrong. Compare it with the original; if it is right, tick the box and import once more.
fault-title-until = Row { $row }: valid until “{ $value }” is wrong. It is a date such as 2022-12-18, not before the day of granting; leave it blank where there is no end.
fault-title-document = Row { $row }: the document's number is blank.
nomination-out = not submitted in time
