# Participants, rosters and personal data

participant-title = Participants
participant-none = Nobody takes part yet.
participant-search = Name, organisation or last four of the ID number
participant-name = Name
participant-unit = Organisation
participant-entry = Item
participant-team = Team
participant-source = Came by
participant-tail = ID ending { $tail }
participant-facts = Particulars
participant-log = What happened
participant-id = ID number
participant-sex = Sex
participant-sex-male = male
participant-sex-female = female
participant-born = Date of birth
participant-division = County, city or district
participant-phone = Mobile phone
participant-email = E-mail
participant-level = Skill level
participant-titles = Titles held
participant-remarks = Remarks
participant-offered-until = Place held until { $moment }

participant-state-pending = To be examined
participant-state-admitted = Admitted
participant-state-waiting = Waiting list
participant-state-offered = Offered a place
participant-state-refused = Not admitted
participant-state-withdrawn = Withdrawn
participant-state-replaced = Replaced
participant-state-lapsed = Offer lapsed

participant-source-roster = Roster
participant-source-public = Registration
participant-source-office = Entered by hand

participant-log-entered = Entered
participant-log-updated = Updated from a roster
participant-log-registered = Registered
participant-log-admitted = Admitted
participant-log-refused = Not admitted
participant-log-waiting = Put on the waiting list
participant-log-offered = Moved up and offered a place
participant-log-confirmed = Took the place
participant-log-withdrawn = Withdrew
participant-log-replaced = Replaced by another person
participant-log-lapsed = Offer lapsed
participant-log-change-asked = Asked for a change
participant-log-changed = Changed
participant-log-change-refused = Change refused
participant-log-erased = Personal data deleted

participant-level-apprentice = Apprentice
participant-level-junior = Junior worker (level 5)
participant-level-intermediate = Intermediate worker (level 4)
participant-level-senior = Senior worker (level 3)
participant-level-technician = Technician (level 2)
participant-level-senior-technician = Senior technician (level 1)
participant-level-special-technician = Special-grade technician
participant-level-chief-technician = Chief technician
