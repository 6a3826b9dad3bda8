# event

event-kind-competition = competition
event-kind-seminar = seminar
event-kind-class-away = class away

event-stage-proposal = proposal
event-stage-filing = filing
event-stage-closing = closing

event-state-draft = draft
event-state-submitted = waiting for review
event-state-returned = to be mended
event-state-approved = approved
event-state-filed = filed
event-state-held = held
event-state-closed = closed
event-state-cancelled = cancelled

event-step-submit = Submission
event-step-return = Return
event-step-approve = Approval
event-step-file = Filing
event-step-mark-held = Held
event-step-close = Closing
event-step-cancel = Cancellation

event-level-national = national
event-level-provincial = provincial
event-level-provincial-1 = provincial, class 1
event-level-provincial-2 = provincial, class 2
event-level-city = city
event-level-county = county
event-level-enterprise = enterprise
event-class-1 = class 1
event-class-2 = class 2
event-view-mine = Waiting for me
event-view-going = Under way
event-view-over = Over
event-view-all = All
event-name = Name
event-when = When
event-venue = Venue
event-since = Since
event-unnamed = Without a name
event-new = Propose an event
event-search = Reference, name or venue
event-none = No events here
event-none-host = Propose one from an item of the annual plan, or one outside it.
event-none-office = Events are listed here once their hosts submit them.
event-estimate = Estimate of the grant
event-estimate-help = By what is known so far and the policy in force; it follows what you fill in. The decision counts.
calendar-month = Calendar { $year }-{ $month }
calendar-previous = Previous month
calendar-next = Next month
calendar-choose = Month
calendar-help = Skill competitions, seminars and classes that are approved.
calendar-before = Under way since the month before
calendar-empty = No approved events this month
calendar-empty-help = Events are listed once they are approved.
