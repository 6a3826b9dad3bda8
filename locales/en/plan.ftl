# plan

plan-state-draft = draft
plan-state-published = published
