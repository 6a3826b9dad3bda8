fault-not-a-time = Not a time: write it like 09:30.
fault-not-a-length = Not a length: write it like 01:30 (an hour and a half); not zero, seven days at most.

# Venues and sessions
nav-venues = Venues
venue-name = Name of the venue
venue-address = Address
venue-new = New venue
venue-add = Add
venue-none = No venues yet
venue-none-help = Enter venues with their rooms first; schedules then choose among them.
venue-rooms = Rooms
venue-room = Room
venue-room-new = New room
venue-room-add = Add the room
venue-room-closed = Not offered
venue-no-rooms = No rooms yet.
venue-capacity = Holds
venue-people = people
venue-equipment = Equipment
venue-equipment-help = Separate by commas: welders, projector.
venue-opens = Opens every day at
venue-closes = Closes every day at
venue-hours = Open
venue-hours-help = Both blank: always open. Closing earlier than opening: the next day.
venue-always = Always
venue-active = Offered
venue-particulars = Particulars
venue-blocks = Blocked times
venue-no-blocks = None.
venue-block = Block a time
venue-unblock = Unblock
venue-from = From
venue-from-help = Like 2019-11-28 09:00.
venue-to = To
venue-reason = Why
venue-span = { $from } to { $to }

schedule-open = Schedule
schedule-title = Schedule
schedule-none = No sessions yet
schedule-none-help = Enter people and sessions; times and rooms can be found automatically.
schedule-released = Release { $number } is public
schedule-not-released = Not released yet
schedule-number = Release { $number }
schedule-new = New session
schedule-edit = Change the session
schedule-remove = Remove the session
schedule-session = Session
schedule-sessions = Sessions
schedule-item = Item
schedule-group = Group
schedule-day = Day
schedule-day-help = Leave day and start blank to place it later.
schedule-start = Start
schedule-length = Length
schedule-length-help = Like 01:30 (an hour and a half).
schedule-heads = People expected
schedule-needs = Equipment needed
schedule-people = People
schedule-people-count = People ({ $count })
schedule-after = After these sessions
schedule-after-help = This session begins when they have ended.
schedule-wish-day = Wished day
schedule-wish-half = Wished part of the day
schedule-wish-room = Wished room
schedule-fixed = Time and room are fixed; automatic placement leaves them
schedule-is-fixed = fixed
schedule-time = Time
schedule-export = Export schedule.json
schedule-conflicts = Conflicts ({ $count })
schedule-holding = { $count } must be dealt with before the release.
schedule-nothing-holds = Every warning is answered; it can be released.
schedule-answered = Answered: { $reason }
schedule-reason = The reason
schedule-answer = Answer
schedule-overlap = { $count } minutes in common
schedule-gap = { $count } minutes between
schedule-over = { $count } people too many
schedule-overload = { $count } minutes too many
schedule-early = { $count } minutes early
schedule-waiting = Not placed yet ({ $count })
schedule-release = Release
schedule-release-help = The schedule becomes public. Only those whose own session is new, different or called off are mailed, with calendar files.
schedule-release-name = Name of the release
schedule-release-name-help = Such as: first version, before the contest.
schedule-release-do = Release the schedule
schedule-release-sure = Release it? Whoever is concerned will be mailed.
schedule-place = Automatic placement
schedule-place-help = Finds times and rooms for what has none and moves what is in conflict. What is fixed stays; everything else moves as little as possible.
schedule-place-do = Place
schedule-unfit = Sessions that fit nowhere ({ $count })
schedule-unfit-help = They are longer than any suitable room is free within the hours given; the others were placed. Shorten or divide them, widen the hours of placement or of the rooms, or enter their times yourself.
schedule-unfit-longest = { $length } long, the longest time there is lasts { $longest }
schedule-unfit-never = { $length } long, no suitable room is free within the hours given
schedule-first = First day
schedule-last = Last day
schedule-from = Every day from
schedule-to = Every day to
schedule-break-from = Break from
schedule-break-to = Break to
schedule-break-help = As 12:00 to 13:30: nothing is placed then. Leave both empty for none. Fixed sessions stay where they are.
schedule-import = Import schedule.json
schedule-import-do = Import
schedule-import-refused = { $count } faults in the file: nothing was imported
schedule-file = File
schedule-file-help = The schedule.json of frab or pretalx. Sessions are added to the draft, rooms found by name.
schedule-person = Name
schedule-person-new = New person
schedule-person-add = Add the person
schedule-person-edit = Change the person
schedule-person-remove = Take out of the event
schedule-nobody = Nobody yet
schedule-role = Part
schedule-unit-help = A judge and a contestant of the same unit are called to attention.
schedule-email = E-mail
schedule-email-help = Mailed when one's own sessions change.
schedule-away = Not available
schedule-away-help = A line each: 2019-11-28 09:00 / 2019-11-28 12:00.
schedule-link = Personal calendar link
schedule-link-help = Shown this once: copy it and pass it on. Whoever has it sees the person's sessions; it can be ended any time.
schedule-link-make = Make a calendar link
schedule-link-revoke = End the calendar link
schedule-has-link = has a calendar link
schedule-subscribe = Subscribe
schedule-changes = Changes
schedule-what = What
schedule-before = Before
schedule-now = Now
schedule-cancelled = Called off
schedule-rules = Rules of schedules
schedule-rules-lead = How this bureau treats each conflict. A warning is answered with a reason before release; what blocks the release may stay in a draft; what is blocked cannot be saved.
schedule-buffer = Time needed from room to room
schedule-workload = Longest day of a judge
schedule-minute-unit = minutes

schedule-kind-room = Room taken twice
schedule-kind-person = One person in two places
schedule-kind-gap = Too little time from room to room
schedule-kind-capacity = More people than the room holds
schedule-kind-closed = Room closed
schedule-kind-equipment = Unsuitable room
schedule-kind-rest-day = Rest day or holiday
schedule-kind-interest = Judge with a conflict of interest
schedule-kind-workload = Judge over workload
schedule-kind-away = Person not available
schedule-kind-order = Wrong order
schedule-kind-unplaced = No time or room yet
schedule-remedy-room = Move one of the two to another time or room.
schedule-remedy-person = Move one of the two, or ask somebody else.
schedule-remedy-gap = Leave more time, or use the same room.
schedule-remedy-capacity = Take a larger room, or split the group.
schedule-remedy-closed = Move it into the opening hours, or to another room.
schedule-remedy-equipment = Take a room that has the equipment and is among those allowed.
schedule-remedy-rest-day = Move it to a working day, or give the reason.
schedule-remedy-interest = Ask a judge of another unit.
schedule-remedy-workload = Take sessions of that day off this judge.
schedule-remedy-away = Move it, or ask somebody else.
schedule-remedy-order = Move it behind the end of the other.
schedule-remedy-unplaced = Enter time and room, or have them found.
schedule-severity-ignore = Ignore
schedule-severity-warn = Warn
schedule-severity-block-release = Blocks release
schedule-severity-block = Blocked
schedule-role-judge = Judge
schedule-role-lecturer = Lecturer
schedule-role-contestant = Contestant
schedule-role-staff = Staff
schedule-half-morning = Morning
schedule-half-afternoon = Afternoon
schedule-half-evening = Evening
schedule-aspect-added = new
schedule-aspect-removed = called off
schedule-aspect-time = other time
schedule-aspect-room = other room
schedule-aspect-title = other name
schedule-aspect-people = other people

fault-place-taken = There is a venue or room of this name.
fault-whole-number = Enter a whole number of at most { $max }.
fault-not-a-day = Not a day: write it like 2019-11-28.
fault-not-a-moment = Not a moment: write it like 2019-11-28 09:00.
fault-not-a-span = This must be later than the one before.
fault-not-spans = Not a span of time: line { $lines }. A line each: 2019-11-28 09:00 / 2019-11-28 12:00.
fault-no-sessions = The file holds no sessions; nothing was imported.
fault-not-a-schedule = Not a schedule.json of frab or pretalx.
fault-schedule-block = This bureau's rules do not allow it: { $kind ->
    [room] room taken twice
    [person] one person in two places
    [gap] too little time from room to room
    [capacity] more people than the room holds
    [closed] room closed
    [equipment] room lacks equipment
    [rest-day] rest day or holiday
    [interest] judge with a conflict of interest
    [workload] judge over workload
    [away] person not available
    [order] wrong order
   *[other] no time or room
}{ $other ->
    [none] .
   *[other] {" "}({ $other }).
}
schedule-blocked = out of use { $time }{ $why ->
    [yes] {" "}({ $reason })
   *[no] {""}
}
schedule-open-hours = open { $opens }–{ $closes }
fault-release-name-taken = Release { $number } of { $date } has this name. Choose another.
conflict-schedule-held = Conflicts are unresolved or warnings unanswered: it cannot be released.
conflict-schedule-same = Nothing has changed since the last release.
done-placed = Placed without a conflict.
done-placed-in-part = Placed; the conflicts that remain are listed below.
done-placed-but-unfit = Placed; some sessions fit nowhere, see below.
done-warning-answered = The reason is noted.
done-schedule-released = Released; those concerned are mailed.
done-schedule-imported = Imported into the draft.
done-schedule-removed = Removed.
done-link-revoked = The link has ended.
mail-kind-schedule-changed = Schedule changed
mail-schedule-changed-subject = { $title }: { $told ->
    [elsewhere] no more letters to this address
   *[changed] your sessions
}
mail-schedule-changed-body =
    { $told ->
        [elsewhere] Letters about your sessions of “{ $title }” no longer go to this address. The sessions are as they were:
       *[changed] The schedule of “{ $title }” is released. Your sessions:
    }

    { $sessions }

    { $told ->
        [elsewhere] The attachments take them out of this address’s calendar.
       *[changed] The attachments go into your calendar; a later change updates the same entry.
    }
mail-kind-schedule-called-off = Event called off
mail-schedule-called-off-subject = Called off: { $title }
mail-schedule-called-off-body =
    “{ $title }” is called off. These sessions do not take place, and you need not come. Reason: { $opinion }

    { $sessions }

    The attachments take them out of your calendar.
schedule-rooms-allowed = Only in these rooms
schedule-rooms-allowed-help = It is placed in one of those chosen; choose none for any.
across-title = Conflicts between events
across-none = No conflicts between events
across-help = People (the same account or address) and rooms that two events want at once, as grave as your bureau holds them to be.
calendar-schedule = Schedule
calendar-results = Results

schedule-kind-other-days = Not on a day of the event
schedule-kind-past = In the past
schedule-remedy-other-days = Move it to a day of the event; if it must be earlier or later, as a briefing, say why.
schedule-remedy-past = Move it to a time to come; if it has taken place and is only written down now, say so.
fault-not-of-event = Not a day of the event ({ $first } to { $last }).
fault-day-over = This is over: today is { $today }.
fault-too-many-days = { $max } days at a time at most.
fault-here-already = “{ $name }” is here in this role already. If it is somebody else, enter the address of each.
