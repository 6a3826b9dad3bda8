# 参加人员、花名册与个人信息

participant-title = 参加人员
participant-none = 还没有参加人员。
participant-search = 姓名、单位或身份证号末四位
participant-name = 姓名
participant-unit = 单位
participant-entry = 参赛项目
participant-team = 团队
participant-source = 来源
participant-tail = 身份证号末四位 { $tail }
participant-facts = 基本情况
participant-log = 办理记录
participant-id = 身份证号
participant-sex = 性别
participant-sex-male = 男
participant-sex-female = 女
participant-born = 出生日期
participant-division = 所属县（市、区）
participant-phone = 手机
participant-email = 邮箱
participant-level = 技能等级
participant-titles = 已获称号
participant-remarks = 备注
participant-offered-until = 名额保留至 { $moment }

participant-state-pending = 待审核
participant-state-admitted = 已录取
participant-state-waiting = 候补
participant-state-offered = 候补待确认
participant-state-refused = 未通过
participant-state-withdrawn = 已退出
participant-state-replaced = 已更换
participant-state-lapsed = 逾期未确认

participant-source-roster = 花名册
participant-source-public = 网上报名
participant-source-office = 单位录入

participant-log-entered = 录入名册
participant-log-updated = 由花名册更新
participant-log-registered = 报名
participant-log-admitted = 录取
participant-log-refused = 审核未通过
participant-log-waiting = 列入候补
participant-log-offered = 候补递补
participant-log-confirmed = 确认名额
participant-log-withdrawn = 退出
participant-log-replaced = 更换为他人
participant-log-lapsed = 逾期未确认
participant-log-change-asked = 申请变更
participant-log-changed = 变更
participant-log-change-refused = 变更未通过
participant-log-erased = 删除个人信息

participant-level-apprentice = 学徒工
participant-level-junior = 初级工（五级）
participant-level-intermediate = 中级工（四级）
participant-level-senior = 高级工（三级）
participant-level-technician = 技师（二级）
participant-level-senior-technician = 高级技师（一级）
participant-level-special-technician = 特级技师
participant-level-chief-technician = 首席技师
