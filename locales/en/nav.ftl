nav-label = Main
nav-menu = Menu
nav-waiting = { $count ->
    [one] one thing waits
   *[other] { $count } things wait
}
nav-sign-in = Sign in
nav-sign-out = Sign out
nav-worklist = Work list
nav-plan = Annual plan
nav-events = Events
nav-judging = Judging
nav-registration = Registration
nav-scoring = Scoring of bases
nav-results = Results
nav-claims = Claims
nav-bases = Bases
nav-recognition = Recognition
nav-notices = Notices
nav-calendar = Calendar
nav-budget = Budget
nav-payments = Payments
nav-people = People
nav-outbox = Mail
nav-audit = Audit
