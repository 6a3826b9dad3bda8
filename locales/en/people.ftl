people-sign-in = Sign in
people-email = E-mail address
people-password = Password
people-forgotten = Password forgotten
people-sign-in-wrong = The address or the password is wrong. Check both and try again; after several wrong attempts there is a pause of some minutes.
people-motto = Skill, counted fairly and settled openly
people-about = From the annual plan to the paid grant: competitions and seminars proposed, reviewed, published and paid, with the grounds for every figure.
people-public-calendar = Calendar of events
people-public-notices = Public notices
people-sign-in-throttled = Too many attempts; try again in a minute.
done-signed-out = You are signed out.
role-administrator = Administrator
role-clerk = Clerk
role-reviewer = Reviewer
role-decider = Decider
role-treasurer = Treasurer
role-host = Host
role-evaluator = Evaluator
role-auditor = Auditor

organisation-kind-bureau = bureau
organisation-kind-host-unit = host
organisation-kind-enterprise = enterprise
organisation-kind-school = school
organisation-kind-association = association

