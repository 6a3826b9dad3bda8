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
