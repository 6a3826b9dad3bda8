# 公开报名：报名项、报名表、候补、变更

registration-task = 审核 { $count } 份报名：{ $title }

mail-kind-registration-pending = 报名已收到
mail-registration-pending-subject = 报名已收到，等待{ $waits ->
    [team] 队员到齐
   *[review] 审核
}：{ $title }
mail-registration-pending-body =
    您已报名“{ $title }”（{ $entry }），名额已为您保留，{ $waits ->
        [team] 队员到齐（已 { $has } 人，共 { $needs } 人）后自动录取，无须审核。
       *[review] 承办单位审核后另行通知。
    }

    点击下面的链接可查看办理结果，也可在截止前修改、更换人员或者退出。链接仅供本人使用，请勿转发。
mail-kind-registration-admitted = 报名成功
mail-registration-admitted-subject = 报名成功：{ $title }
mail-registration-admitted-body =
    您已成功报名“{ $title }”（{ $entry }）。

    下面的链接中有签到二维码，到场时出示即可；截止前也可在其中修改、更换人员或者退出。链接仅供本人使用，请勿转发。
mail-kind-registration-waiting = 报名候补
mail-registration-waiting-subject = 已列入候补第 { $place } 位：{ $title }
mail-registration-waiting-body =
    “{ $title }”（{ $entry }）名额已满，您列入候补名单第 { $place } 位。

    一有空额即按报名先后递补，并另发邮件通知。下面的链接可随时查看当前位次，或者退出候补。
mail-kind-registration-offered = 候补递补
mail-registration-offered-subject = 候补已有名额，请于 { $deadline } 前确认：{ $title }
mail-registration-offered-body =
    “{ $title }”（{ $entry }）空出一个名额，为您保留至 { $deadline }。

    请打开下面的链接确认参加；逾期未确认的，名额由下一位递补。
mail-kind-registration-lapsed = 候补名额逾期
mail-registration-lapsed-subject = 保留的名额已过期：{ $title }
mail-registration-lapsed-body =
    “{ $title }”（{ $entry }）为您保留的名额未在期限内确认，不再保留。

    报名尚未截止的，可以重新报名。
mail-kind-registration-called-off = 活动取消
mail-registration-called-off-subject = 活动已取消：{ $title }
mail-registration-called-off-body =
    “{ $title }”{ $entry ->
        [none] {""}
       *[other] （{ $entry }）
    }已取消，您的报名随之失效，不必到场。原因：{ $opinion }

    如有疑问，请与承办单位联系。
mail-kind-registration-refused = 报名未通过
mail-registration-refused-subject = 报名未通过审核：{ $title }
mail-registration-refused-body =
    您报名“{ $title }”（{ $entry }）未通过审核。理由：{ $opinion }

    如有疑问，请与承办单位联系。
mail-kind-registration-withdrawn = 退出报名
mail-registration-withdrawn-subject = 已退出报名：{ $title }
mail-registration-withdrawn-body =
    您在“{ $title }”（{ $entry }）的报名已退出。说明：{ $opinion }
mail-kind-registration-replaced = 人员已更换
mail-registration-replaced-subject = 参加人员已更换：{ $title }
mail-registration-replaced-body =
    您在“{ $title }”（{ $entry }）的名额已更换为他人。

    如果这不是您本人所为，请立即与承办单位联系。
mail-kind-registration-changed = 变更已通过
mail-registration-changed-subject = 报名信息变更已通过：{ $title }
mail-registration-changed-body =
    您在“{ $title }”（{ $entry }）申请变更的报名信息已通过审核，即日起生效。
mail-kind-registration-change-refused = 变更未通过
mail-registration-change-refused-subject = 报名信息变更未通过：{ $title }
mail-registration-change-refused-body =
    您在“{ $title }”（{ $entry }）申请变更的报名信息未通过审核，原信息仍然有效。理由：{ $opinion }
mail-kind-team-incomplete = 团队人数不足
mail-team-incomplete-subject = 团队还缺 { $missing } 人：{ $title }
mail-team-incomplete-body =
    您的团队“{ $team }”报名了“{ $title }”（{ $entry }），目前还缺 { $missing } 人。

    { $stage ->
        [over] 报名已于 { $deadline } 截止，是否录取由承办单位决定，请尽快与其联系。
       *[soon] 报名将于 { $deadline } 截止。请打开下面的链接，生成邀请链接并发给队友，在截止前补齐人数；补不齐的，须由承办单位决定是否录取。
    }
mail-kind-teams-incomplete = 有团队人数不足
mail-teams-incomplete-subject = { $stage ->
    [over] 报名已截止，有团队人数不足：{ $entry }
   *[soon] 报名即将截止，有团队人数不足：{ $entry }
    }
mail-teams-incomplete-body =
    “{ $title }”（{ $entry }）下列团队人数不足：{ $teams }。

    { $stage ->
        [over] 报名已于 { $deadline } 截止。人数不足的团队不会自动录取，请决定是否录取；录取的，须写明理由。
       *[soon] 报名将于 { $deadline } 截止，已同时提醒各队。
    }
mail-kind-registration-review = 报名待审核
mail-registration-review-subject = 有报名待审核：{ $entry }
mail-registration-review-body =
    “{ $title }”（{ $entry }）有报名或者变更申请等待审核，请打开下面的链接办理。

    同一报名项每天只提醒一次。

fault-agree = 请阅读个人信息的用途和保存期限，并勾选同意。
fault-registered-already = 此身份证号已在本次活动报名，不能重复报名。请从确认邮件中的链接查看或修改；如非本人所报，请联系主办单位。
fault-taken-out = 主办单位已取消此人在本次活动的资格，不能再报名。如有疑问，请联系主办单位。
fault-person-twice-in-team = 同一人在团队中填了两次。请删去一处。
fault-team-name-taken = 已有团队使用这个名称。请换一个名称。
fault-team-too-large = 团队人数超过上限 { $max } 人。请减少成员。
fault-team-size-fixed = 已有人报名，团队人数不能再改。
fault-fewer-than-taken = 名额不能少于已占用的 { $min } 个。
fault-entry-name-taken = 本活动已有同名的报名项。请换一个名称。
fault-closes-before-it-opens = 截止时间应晚于开始时间。
fault-unmet-age-between = 年龄应为 { $min } 至 { $max } 周岁（以 { $date } 为准），此人为 { $seen } 周岁。
fault-unmet-age-least = 年龄应满 { $min } 周岁（以 { $date } 为准），此人为 { $seen } 周岁。
fault-unmet-age-most = 年龄不得超过 { $max } 周岁（以 { $date } 为准），此人为 { $seen } 周岁。
fault-unmet-region = 单位应在 { $required }，所填为 { $seen }。
fault-unmet-employer = 限下列单位人员报名：{ $required }。所填单位为“{ $seen }”，请填写单位全称。
fault-unmet-skill = 技能等级应为{ $required ->
    [apprentice] 学徒工
    [junior] 初级工（五级）
    [intermediate] 中级工（四级）
    [senior] 高级工（三级）
    [technician] 技师（二级）
    [senior-technician] 高级技师（一级）
    [special-technician] 特级技师
   *[chief-technician] 首席技师
    }及以上，所填为{ $seen ->
    [apprentice] 学徒工
    [junior] 初级工（五级）
    [intermediate] 中级工（四级）
    [senior] 高级工（三级）
    [technician] 技师（二级）
    [senior-technician] 高级技师（一级）
    [special-technician] 特级技师
    [chief-technician] 首席技师
   *[none] 无等级
    }。
fault-unmet-title = 已获“{ $seen }”的人员不参加本项目（不参加的称号：{ $required }）。
fault-unmet-sex = 本项目限{ $required ->
    [female] 女性
   *[male] 男性
    }报名，按身份证号此人为{ $seen ->
    [female] 女性
   *[male] 男性
    }。
fault-unmet-other-item = 每人限报一项，此身份证号已在本次活动报名。请从确认邮件中的链接查看或修改；如非本人所报，请联系主办单位。

conflict-registration-not-yet = 报名尚未开始。
conflict-registration-over = 报名已经截止。
conflict-after-cut-off = 报名已经截止，不能再自行修改、更换或者退出。请与承办单位联系。
conflict-offer-over = 确认期限已过，名额已由下一位递补。
conflict-nothing-changed = 填写内容与原来相同，没有需要变更的信息。
conflict-team-too-small = 该团队还缺 { $count } 人。人数不足的团队须写明理由才能录取。
conflict-team-full = 该团队人数已满。
conflict-team-gone = 该团队已经退出。
conflict-entries-complete = 每个竞赛项目都已有报名项。

registration-title = 报名
registration-none = 目前没有开放报名的赛事或培训。
registration-none-help = 已列入日程的活动，报名开放后会显示在这里。
registration-entry = 报名项目
registration-places = 名额
registration-closes = 报名截止
registration-places-unlimited = 不限名额
registration-places-left = 剩余 { $free } 个，共 { $capacity } 个
registration-places-full = 共 { $capacity } 个，已满，可报名候补
registration-places-waiting = 共 { $capacity } 个，{ $free ->
    [0] 已满
   *[other] 空 { $free } 个
}，候补 { $waiting } 位
registration-shut = 未开放
registration-not-yet = 尚未开始
registration-over = 已截止
registration-full = 可候补
registration-open = 报名中
registration-heading = 报名
registration-join = 加入团队“{ $team }”
registration-substitute-for = 更换 { $name }：由谁参加
registration-send = 提交报名
registration-send-waiting = 提交报名（候补）
registration-join-send = 加入
registration-substitute-send = 更换
registration-when = 时间
registration-where = 地点
registration-host = 承办单位
registration-window = 报名时间
registration-approval = 报名后由承办单位审核
registration-rules = 报名条件
registration-rule-first-day = 活动第一天
registration-rule-age-between = 年满 { $min } 周岁，不超过 { $max } 周岁（以{ $day }为准）
registration-rule-age-least = 年满 { $min } 周岁（以{ $day }为准）
registration-rule-age-most = 不超过 { $max } 周岁（以{ $day }为准）
registration-rule-region = 单位在 { $places }
registration-rule-employer = 限下列单位：{ $units }
registration-rule-skill = 技能等级为{ $level }及以上
registration-rule-without = 已获下列称号的不参加：{ $titles }
registration-rule-sex = 限{ $sex }性
registration-rule-one-item = 每人限报一项
registration-team = 团队
registration-team-missing = 本队还缺 { $count } 人。请在 { $moment } 前补齐；补不齐的，须由承办单位决定是否录取。
registration-teams-short = 人数不足的团队
registration-teams-short-help = 人数不足的团队不会自动录取。截止前两天和截止时，系统各提醒一次团队和承办单位；确需录取的，在审核时写明理由。
registration-team-lacks = 已有 { $has } 人，还缺 { $count } 人
registration-team-name = 团队名称
registration-team-help = 每队 { $least } 至 { $most } 人，一队占一个名额
registration-first-member = 队长（联系人）
registration-members-help = 其他成员可以现在填写，也可以报名后用邀请链接自行加入。
registration-member = 第 { $number } 名成员
registration-unit-help = 营业执照或者法人证书上的全称。
registration-email-help = 确认邮件和查看链接发到这个邮箱。
registration-titles-help = 例如“2018年温州市技术能手”，多个用顿号隔开。
registration-data = 个人信息的使用
registration-data-purpose = 使用目的：
registration-purpose-usual = 用于核对报名条件、安排赛程或课程、签到、公布成绩、发放证书。
registration-data-keep = 活动结束并结项满 { $days } 天后，自动删除身份证号、出生日期、电话、邮箱等信息，只留姓名、单位、身份证号末四位和成绩（参赛选手另留出生年份、性别）；没有参加的，全部删除。随时可以向承办单位查询或者要求更正。
registration-agree = 已阅读并同意上述个人信息的使用和保存期限，所填内容真实
registration-course = 报名步骤
registration-course-send = 填写并提交报名表
registration-course-mail = 收到确认邮件，其中有仅供本人使用的链接
registration-course-approval = 承办单位审核，结果以邮件通知
registration-course-check-in = 到场出示链接中的二维码签到
registration-own = 我的报名
registration-lead-pending = 报名已收到，名额已保留，等待承办单位审核。
registration-lead-team = 报名已收到，名额已保留，等待队员到齐（已 { $has } 人，共 { $needs } 人）；到齐后自动录取，无须审核。
registration-team-waits = 待队员到齐
registration-lead-admitted = 报名成功。请按时到场，出示下面的二维码签到。
registration-waiting-lead = 候补第 { $place } 位（共 { $waiting } 位）。一有空额即按先后递补，并发邮件通知。
registration-lead-offered = 已为您空出一个名额，请在期限前确认。
registration-lead-refused = 未通过审核，理由见办理记录。
registration-lead-withdrawn = 已退出，名额不再保留。
registration-lead-taken-out = 主办单位已取消您的资格，名额不再保留。原因：{ $reason }
registration-lead-withdrawn-waiting = 已按您的要求退出候补，不再递补。
registration-lead-withdrawn-offered = 已放弃为您保留的名额，名额转给下一位。
registration-lead-called-off = 活动已取消，报名随之失效。
registration-lead-not-reached = 活动已经开始，候补不再递补。
registration-lead-over = 活动已经举办。
registration-waiting-at-once = 递补后直接录取，届时如不能参加，请及时退出。
registration-waiting-confirm = 递补后名额为您保留 { $hours } 小时，须在期限内回到本页确认，逾期由下一位递补。
registration-again = 重新报名
registration-lead-replaced = 已更换为他人参加。
registration-lead-lapsed = 保留的名额逾期未确认，不再保留。
registration-confirm = 确认参加
registration-pass = 签到码
registration-pass-help = 到场出示二维码；扫不出时报签到码即可。
registration-join-link = 把这个链接发给要加入团队的人（只显示这一次）：
registration-invite = 生成邀请链接
registration-invite-help = 新链接生成后，原来的链接随即失效。
registration-sessions = 我的场次
registration-sessions-none = 日程已发布，还没有安排您的场次。
registration-calendar = 日历订阅地址（只含您的场次，日程变动后自动更新）：
registration-calendar-help = 复制到手机或电脑日历的“订阅日历”里。这个地址是保密的，知道的人都能看到您的场次，但不能改动报名。
registration-schedule = 完整日程
registration-details = 报名信息
registration-change = 修改信息
registration-change-send = 提交修改
registration-change-looked-at = 修改须经承办单位审核，通过前原信息仍然有效。
registration-change-waits = 修改申请正在等待承办单位审核。
registration-change-stale = 您打开本页之后，报名信息已在别处改动。您填写的内容仍在下面，现在登记的内容写在各栏旁边；核对后请再提交一次。
registration-now = 现在登记的是：{ $value }
registration-substitute = 更换人员
registration-withdraw = 退出报名
registration-withdraw-sure = 退出后名额立即递补给下一位，确定退出吗？
registration-withdraw-waiting-sure = 退出后不再保留候补位次，重新报名须从末位排起。确定退出吗？
registration-withdraw-all = 全队退出
registration-withdraw-all-sure = 全队退出后名额立即递补给下一队，确定退出吗？
registration-cut-off = { $moment } 前可自行修改、更换或者退出。
registration-cut-off-waiting = { $moment } 前可自行修改信息；不再等候的，可以随时退出。
registration-cut-off-over = { $moment } 后不能再修改，仍可以退出。
registration-entries = 报名项
registration-entries-none = 还没有报名项。新建并开放后，公众即可在“报名”页面报名。
registration-entry-new = 新建报名项
registration-entry-edit = 修改报名项
registration-to-review = 待审核
registration-per-item = 按竞赛项目建立
registration-per-item-help = 还有 { $count } 个竞赛项目没有报名项。一次全部建立，时间、名额之后可逐项修改，修改前不开放。
registration-per-item-do = 每个项目建一个报名项
registration-entry-name = 名称
registration-capacity = 名额
registration-capacity-help = 留空为不限。团队报名时一队占一个名额。增加名额后，活动开始前候补自动递补。
registration-opens = 报名开始
registration-moment-help = 例如 2019-11-20 09:00。
registration-closes-help = 此后本人不能再修改、更换或者退出。
registration-offer-hours = 候补确认期限
registration-offer-hours-help = 递补的名额保留多久等本人确认；0 为不需确认，直接录取。
registration-hours = 小时
registration-at-once = 直接录取
registration-approval-needed = 报名须经审核
registration-approval-short = 须经审核
registration-approval-help = 审核前名额先保留；录取后修改信息也须审核。
registration-team-least = 团队最少人数
registration-team-most = 团队最多人数
registration-team-size-help = 个人报名两项都填 1。
registration-age-least = 最低年龄（周岁）
registration-age-most = 最高年龄（周岁）
registration-age-on = 年龄计算日
registration-age-on-help = 留空以活动第一天为准。
registration-divisions = 单位所在地
registration-divisions-help = 不选为不限；选市本级包括全市。
registration-units = 限定单位
registration-units-help = 每行一个单位全称，留空为不限。
registration-skill = 最低技能等级
registration-titles = 不参加的称号获得者
registration-titles-rule-help = 每行一个称号。本系统公布的成绩所授称号自动核对，其余以本人填报为准。
registration-sex = 性别限制
registration-release = 开放报名
registration-release-help = 勾选后，公众在报名时间内即可报名。
registration-approve = 通过
registration-refuse = 不通过
registration-reason = 理由（不通过时必填，将告知本人）
registration-out-reason = 经过或者理由（将告知本人）
registration-approve-all = 全部通过
registration-approve-all-sure = 确定全部通过吗？
registration-changes = 变更申请
registration-change-approve = 同意变更
registration-change-refuse = 不同意
registration-offered = 候补待确认
registration-waiting = 候补名单
registration-admitted = 已录取
registration-admitted-none = 还没有人录取。
registration-take-out = 取消资格
registration-take-out-sure = 确定取消此人的资格吗？名额将递补给下一位。
registration-address = 报名链接

done-registered = 报名已提交，确认邮件已发出。请收藏本页。
done-place-confirmed = 已确认参加。
done-withdrawn = 已退出。
done-registration-changed = 修改已生效。
done-change-asked = 修改申请已提交，等待承办单位审核。
done-change-dropped = 变更申请已撤回，原信息仍然有效。
done-substituted = 人员已更换，新的链接已发给接替的人。
done-registrations-approved-shown = 所列报名已通过，结果已发邮件通知。打开页面之后又有 { $count } 份新的报名没有一并通过，列在下面，等待审核。
done-registrations-approved = 已全部通过，结果已发邮件通知。
done-registration-approved = 已通过，结果已发邮件通知。
done-registration-refused = 已记为未通过，理由已发邮件告知。
done-registration-taken-out = 已取消资格，本人已获邮件通知。
done-change-approved = 变更已生效，已发邮件通知。
done-change-refused = 变更未通过，理由已发邮件告知。
fault-too-many-registrations = 同一网络地址提交过于频繁，请稍候一分钟再提交。所填内容已保留。

record-object-entry = 报名项
record-verb-register = 报名
record-verb-promote = 候补递补
record-verb-lapse = 候补逾期
record-verb-accept = 确认参加
record-verb-withdraw = 退出
record-verb-approve = 审核通过
record-verb-refuse = 审核不通过
record-verb-replace = 更换人员
record-verb-change-asked = 申请变更
record-verb-change-dropped = 撤回变更申请
record-verb-changed = 变更信息
record-verb-change-refused = 不同意变更
record-field-participants = 人员编号
record-field-participant = 人员编号
record-field-capacity = 名额
record-field-open = 开放
mail-kind-registration-disqualified = 取消资格
mail-registration-disqualified-subject = 参加资格已取消：{ $title }
mail-registration-disqualified-body =
    您在“{ $title }”（{ $entry }）的参加资格已由承办单位取消，名额不再保留。理由：{ $opinion }

    如有疑问，请与承办单位联系。
registration-leave = 按本人要求退出
registration-leave-sure = 按本人要求退出报名？名额将递补给下一位，本人仍可重新报名。
registration-leave-help = 本人来电、来函要求退出的，写明经过，按本人要求退出，此后仍可重新报名。违规或不符合条件的，取消资格，此后不能再报名。
done-registration-left = 已按本人要求退出，本人已获邮件通知。
participant-log-left = 本人要求退出
record-verb-leave = 本人要求退出
registration-admit = 录取
registration-admit-or-leave = 录取或退出
registration-admit-help = 活动已经开始或者即将开始，候补不再自动递补；有空额的，可以写明理由后录取。
conflict-no-free-place = 已没有空余名额。请先增加名额。
fault-closes-after-event = 不能晚于活动最后一天（{ $last }）。
