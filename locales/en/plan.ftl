# plan

plan-state-draft = draft
plan-state-published = published

plan-title = Annual plan { $year }
plan-year = { $year }
plan-published-on = published { $day }
plan-items = { $count ->
    [one] one item
   *[other] { $count } items
}
plan-item-open = no event yet
plan-item-struck = struck
plan-host-unknown = not registered yet
plan-name = Item
plan-kind = Kind
plan-level = Level
plan-level-help = For competitions only.
plan-class = Class
plan-class-help = National and provincial competitions only: class 1 across industries, class 2 one industry.
plan-trade = Trade or subject
plan-trade-help = The trade of a competition, the subject of a seminar.
plan-organiser = Organiser
plan-host = Host
plan-host-help = The full name. A registered organisation of exactly this name is linked.
plan-from = First day
plan-to = Last day
plan-when = Planned for
plan-venue = Venue
plan-people = Expected people
plan-people-unit = people
plan-line = Budget line
plan-line-help = What the grant is paid from. Lines are set up under Budget.
plan-note = Remarks
plan-source = Source
plan-amendment = Reason of the amendment
plan-event = Event
plan-particulars = Particulars
plan-reason = Reason
plan-reason-help = Name the ground, such as the amending document. It goes on the record.
plan-search = Item, host or trade
plan-item-new = Add an item
plan-item-edit = Edit the item
plan-amend-help = The plan is published: adding an item needs a reason.
plan-delete = Delete the item
plan-delete-sure = Delete this item from the plan?
plan-strike = Strike from the plan
plan-strike-title = Amend the plan
plan-strike-help = The plan is published. A struck item stays on the record with its reason.
plan-strike-sure = Strike this item from the published plan?
plan-struck-on = Struck on { $day }. Reason:
plan-propose = Propose the event
plan-propose-title = The event can be proposed now
plan-propose-help = What the plan says is filled in; add the rest and submit.
plan-publish = Publish the plan
plan-publish-title = Publish the annual plan
plan-publish-help = Afterwards items are added or struck with a reason only, and registered hosts are mailed.
plan-publish-sure = Publish? It cannot become a draft again.
plan-unlinked = { $count ->
    [one] The host of one item is not registered and will not be mailed.
   *[other] The hosts of { $count } items are not registered and will not be mailed.
}
plan-empty = The plan has no items yet
plan-empty-help = Add them one by one, or import a table.
plan-empty-host = Your organisation has no item in this year's plan.
plan-none = There is no annual plan yet
plan-none-help = Once a plan is published, the items your organisation hosts are listed here.
plan-none-clerk = Choose a year to begin.
plan-open-title = Begin another year
plan-open-year = Begin the plan of { $year }
plan-export-xlsx = Export XLSX
plan-export-csv = Export CSV
plan-import = Import a table
plan-file = Table
plan-file-help = XLSX, XLS or CSV, at most 5 MB. It is checked first; you see the result before anything is imported.
plan-several = The table holds several years, each for its own plan
plan-several-help = By the column 年度 (year); a plan that is not there is begun.
plan-check-file = Check the table
plan-template = Template
plan-template-help = Headings in the first row, one item a row below. Any order of columns; further columns are not read.
plan-template-xlsx = XLSX template
plan-template-csv = CSV template
plan-preview = Check before importing
plan-rows = { $count ->
    [one] one row
   *[other] { $count } rows
}
plan-change = Import will
plan-change-add = add
plan-change-replace = update
plan-change-same = leave as is
plan-changes = Sound rows
plan-faulty = Rows with faults
plan-faults = Faults
plan-faults-title = { $count ->
    [one] One row needs correction
   *[other] { $count } rows need correction
}
plan-faults-help = Nothing has been imported. Correct the table and upload it again, or leave these rows out and import the others.
plan-without-faulty = { $count ->
    [one] Leave out the row with faults
   *[other] Leave out the { $count } rows with faults
}
plan-take = Import
plan-take-sound = Import the sound rows only
plan-sound-title = No faults: ready to import
plan-taken = Imported.
plan-nothing-to-take = There is nothing to import.
plan-ignored = Columns not read: { $columns }
plan-published-years = The plan of { $years } is published: amend it item by item instead.
plan-row = Row
plan-row-number = Row { $row }
plan-column = Column
plan-value = Value
plan-remedy = Remedy
fault-too-short = Too short: at least { $hint } characters.
fault-not-a-date = Not a date: write it like { $hint }.
fault-too-early = Not before { $hint }.
fault-in-future = Not after today.
fault-not-a-number = Enter a whole number.
fault-not-hours = Enter teaching hours (45 minutes each) with at most two decimals, such as 4.5, and no more than 9,999.99.
fault-not-money = Enter an amount with at most two decimals.
fault-negative = It cannot be negative.
fault-not-one-hundred = The two percentages must add to 100.
fault-not-a-list = Must be a list in square brackets.
fault-not-a-choice = One of: { $hint }.
fault-not-wanted = Leave this blank here.
fault-repeated = The same as row { $hint }: delete one of them.
fault-unknown = There is no such entry. Known: { $hint }.
fault-other-year = Not of { $hint }: correct the year, or import it into its own year's plan.
fault-not-for-plan = A city's or county's plan does not hold this level: delete the row. Possible: { $hint }.
fault-not-one-item = This is a plan or many items, not one: list them one by one.
fault-as-above = “As above” names no organisation: write its full name.
fault-anonymous = Give the real name.
fault-no-column = The table has no such column: add it as in the template.
fault-other-amount = The amount should be { $hint } yuan.
fault-sheet-empty = The file is empty or has no row of headings.
fault-sheet-no-rows = The file has headings and no rows: write what is to be entered below them.
fault-sheet-encoding = The encoding cannot be read: save it as XLSX or CSV UTF-8.
fault-sheet-kind = Not a table: upload XLSX, XLS or CSV.
fault-sheet-too-large = The table is too large: split it.
fault-sheet-damaged = The file is damaged or has a password: save it as XLSX again.
conflict-plan-published = The plan is published: amend it item by item instead of importing.
conflict-item-repeated = The plan already holds an item of this name and host.
conflict-import-has-faults = The table has faults: nothing was imported.
done-plan-opened = The plan is begun: add or import items.
done-plan-published = The plan is published and its hosts are mailed.
done-plan-item-added = Added.
done-plan-item-deleted = Deleted.
done-plan-item-struck = Struck from the plan.
done-plan-imported = Imported.
plan-task = Propose: { $title }
plan-faulty-file = Rows to mend
plan-faulty-xlsx = Rows to mend (XLSX)
plan-faulty-csv = Rows to mend (CSV)
plan-faults-more = { $count ->
    [one] One more is
   *[other] { $count } more are
} in the file to be downloaded.
plan-changes-more = { $count ->
    [one] One more item is
   *[other] { $count } more items are
} not listed, and imported with these.
