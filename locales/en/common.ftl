# Words used everywhere
product = Jiangxin
product-office = Skill competitions and grants
product-foot = Jiangxin · competitions, seminars, training bases and grants
product-times = All times are Beijing time
common-skip = Skip to content
common-other-language = 中文
common-saved = Saved.
common-optional = (optional)
common-choose = Choose one
common-yuan = yuan
common-errors = { $count ->
    [one] One thing needs mending
   *[other] { $count } things need mending
}
common-due = due { $day }
common-pages = Pages
common-range = { $first }–{ $last } of { $total }
common-previous = Previous
common-next = Next
common-page = { $page } / { $pages }
common-views = Views

step-done = done
step-now = under way
step-next = to come
step-failed = not passed

check-checked = checked
check-given = handed in
check-missing = missing
check-optional = not required

common-task = Matter
common-organisation = Organisation
common-waiting = Waiting
common-due-day = Due
common-amount-yuan = Amount (yuan)
common-state = State
common-holder = With
common-office = the office
common-until = public until { $day }
common-elsewhere = Sent on, waiting for others
common-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
common-today = today
common-tomorrow = tomorrow
common-day = { $day }
common-holiday = not a working day
common-things-wait = { $count ->
    [one] One thing waits for you
   *[other] { $count } things wait for you
}
common-nothing-waits-today = Nothing waits for you today
common-nothing-waits = All done
common-nothing-waits-help = Whatever reaches your step is listed here, and you are told by mail.
common-overdue = was due { $day }

common-all = All
common-filter = Filter
common-save = Save
common-cancel = Cancel
common-nothing-found = Nothing found
done-saved = Saved.
common-yes = yes
common-no = no
common-to-mend = To be mended
done-notice-published = Published; the units have been told.
done-objection-filed = Received. We will answer by the contact you gave.
done-objection-answered = Answered.
done-claims-approved = Approved.
done-budget-line-created = The line is made.
done-budget-changed = The appropriation is changed.
done-budget-recovered = Entered.
done-claim-placed = Placed.
done-batch-created = The batch is made.
done-batch-sent = Marked as ordered.
done-answers-taken = Entered; the units have been told.
done-answers-known = Known already; nothing changed.
calendar-years = Working-day calendar
calendar-years-help = From the State Council's notices. For a year not loaded no date is promised. When a notice is amended, load that year again; dates already published stay.
calendar-year = Year
calendar-days-off = Days off
calendar-make-up = Make-up workdays
calendar-papers = Notices
calendar-load = Load a year
calendar-file = File of the year
calendar-file-help = JSON in the shape of holiday-cn.
policy-title = Policy
policy-version = Version { $version }
policy-valid = valid { $from } to { $to }
policy-valid-from = valid from { $from }
policy-help = Grants are computed by these articles; where the text leaves a choice, the setting made is shown.
calendar-paper = Notice of the State Council
