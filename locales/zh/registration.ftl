# 公开报名：报名项、报名表、候补、变更

registration-task = 审核 { $count } 份报名：{ $title }

mail-kind-registration-pending = 报名已收到
mail-registration-pending-subject = 报名已收到，等待审核：{ $title }
mail-registration-pending-body =
    您已报名“{ $title }”（{ $entry }），名额已为您保留，承办单位审核后另行通知。

    点击下面的链接可查看审核结果，也可在截止前修改、更换人员或者退出。链接仅供本人使用，请勿转发。
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
    “{ $title }”（{ $entry }）为您保留的名额未在期限内确认，已由下一位递补。

    报名截止前仍可重新报名。
mail-kind-registration-refused = 报名未通过
mail-registration-refused-subject = 报名未通过审核：{ $title }
mail-registration-refused-body =
    您报名“{ $title }”（{ $entry }）未通过审核。理由：{ $opinion }

    如有疑问，请与承办单位联系。
mail-kind-registration-withdrawn = 退出报名
mail-registration-withdrawn-subject = 已退出报名：{ $title }
mail-registration-withdrawn-body =
    您在“{ $title }”（{ $entry }）的报名已退出，名额不再保留。说明：{ $opinion }
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
mail-kind-registration-review = 报名待审核
mail-registration-review-subject = 有报名待审核：{ $entry }
mail-registration-review-body =
    “{ $title }”（{ $entry }）有报名或者变更申请等待审核，请打开下面的链接办理。

    同一报名项每天只提醒一次。

fault-agree = 请阅读个人信息的用途和保存期限，并勾选同意。
fault-registered-already = 此人已在本项目报名，不能重复报名。请从确认邮件中的链接查看或修改。
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
fault-unmet-other-item = 每人限报一项，此人已报名“{ $seen }”。请先退出该项目。

conflict-registration-not-yet = 报名尚未开始。
conflict-registration-over = 报名已经截止。
conflict-after-cut-off = 报名已经截止，不能再自行修改、更换或者退出。请与承办单位联系。
conflict-offer-over = 确认期限已过，名额已由下一位递补。
conflict-nothing-changed = 填写内容与原来相同，没有需要变更的信息。
conflict-team-full = 该团队人数已满。
conflict-team-gone = 该团队已经退出。
conflict-entries-complete = 每个竞赛项目都已有报名项。
