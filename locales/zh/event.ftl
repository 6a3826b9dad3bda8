# event

event-kind-competition = 技能竞赛
event-kind-seminar = 高级研修班
event-kind-class-away = 赴外培训班

event-stage-proposal = 申报
event-stage-filing = 备案
event-stage-closing = 结项

event-state-draft = 草稿
event-state-submitted = 待审核
event-state-returned = 待补正
event-state-approved = 已通过
event-state-filed = 已备案
event-state-held = 已举办
event-state-closed = 已结项
event-state-cancelled = 已取消

event-step-submit = 提交
event-step-return = 退回补正
event-step-approve = 通过
event-step-file = 备案
event-step-mark-held = 确认举办
event-step-close = 结项
event-step-cancel = 取消
