# plan

plan-state-draft = 草稿
plan-state-published = 已发布
