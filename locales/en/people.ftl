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


people-new-organisation = New organisation
people-new-user = New user
people-new-user-lead = An invitation is mailed; they choose their own password.
people-new-user-of = For { $unit }. An invitation is mailed; they choose their own password.
people-invite-again = Invite again
people-deactivate = Deactivate
people-activate = Activate
people-inactive = inactive
people-invited = invited
people-active = active
people-kind = Kind
people-unit-name = Name
people-unit-name-help = As on the seal and the bank account.
people-division = Division
people-credit-code = Credit code
people-address = Address
people-contact-name = Contact
people-contact-phone = Telephone
people-account-name = Account name
people-account-name-help = The same as the organisation, or the bank sends the money back.
people-account-number = Account number
people-bank-name = Bank
people-bank-code = Bank code
people-unit-active = Active (otherwise nobody of it can sign in)
people-name = Name
people-email-help = For signing in and for mail.
people-phone = Telephone
people-lang = Language of mail
people-roles = Roles
people-no-users = Nobody here yet.
people-none = No organisations to show.
people-account = My account
people-sign-out-everywhere = Sign out everywhere
people-change-password = Change password
people-change-password-lead = Afterwards every device has to sign in again.
people-present-password = Present password
people-new-password = New password
people-new-password-help = At least { $min } characters; a sentence is easy to remember.
people-new-password-again = New password again
people-send-link = Send the link
people-forgotten-lead = Write your address; a link to a new password is mailed to it.
people-choose-password = Choose a password
people-welcome = Hello { $name }. Choose a password, then sign in.
language-zh = Chinese
language-en = English
done-invited = The invitation is on its way.
done-password-changed = The password is set; please sign in.
done-link-sent = If the address has an account, the link is on its way.
people-search = Organisation, credit code, name or address
people-hosts = Plan items without an organisation
people-hosts-lead = These items are in a published plan, but their host is not registered, or its name does not point to one organisation alone. Registering a host by the plan’s name or by its credit code links its items.
people-hosts-count = { $count } plan { $count ->
    [one] item belongs
   *[other] items belong
} to no organisation yet
people-hosts-belongs = Belongs to
people-hosts-link = Link
people-hosts-none = Every published item has its organisation.
done-plan-linked = Linked; the organisation is told by mail.

people-task-bureau = Register the bureau of { $county } and invite its treasurer: it pays { $count ->
    [one] one claim
   *[other] { $count } claims
}
people-task-treasurer = Invite the treasurer: { $title } pays { $count ->
    [one] one claim
   *[other] { $count } claims
}
