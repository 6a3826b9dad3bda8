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

event-level-national = 国家级
event-level-provincial = 省级
event-level-provincial-1 = 省级一类
event-level-provincial-2 = 省级二类
event-level-city = 市级
event-level-county = 县级
event-level-enterprise = 企业级
event-class-1 = 一类
event-class-2 = 二类
event-view-mine = 待我办理
event-view-going = 进行中
event-view-over = 已结束
event-view-all = 全部
event-name = 名称
event-when = 时间
event-venue = 地点
event-since = 自
event-unnamed = 未命名
event-new = 申报赛事或培训
event-search = 编号、名称或地点
event-none = 这里没有赛事或培训
event-none-host = 可以从年度计划里的项目申报，也可以申报计划外的活动。
event-none-office = 承办单位提交方案后列在这里。
event-estimate = 补助估算
event-estimate-help = 按现有内容和现行政策估算，随填报更新，以审定为准。
calendar-month = { $year } 年 { $month } 月日程
calendar-previous = 上个月
calendar-next = 下个月
calendar-choose = 月份
calendar-help = 已批准的技能竞赛、研修班和培训班。
calendar-before = 上月开始、本月继续
calendar-empty = 这个月没有已批准的活动
calendar-empty-help = 方案批准后即列在日程里。
