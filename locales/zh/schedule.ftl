fault-not-a-time = 不是时间，请写成 09:30 的样子。
fault-not-a-length = 不是时长，请写成 01:30（1 小时 30 分）的样子；不能为零，最长 7 天。

# 场地与场次
nav-venues = 场地
venue-name = 场地名称
venue-address = 地址
venue-new = 新增场地
venue-add = 新增
venue-none = 还没有场地
venue-none-help = 先登记场地和其中的房间，安排日程时就可以选用。
venue-rooms = 房间
venue-room = 房间
venue-room-new = 新增房间
venue-room-add = 新增房间
venue-room-closed = 已停用
venue-no-rooms = 还没有房间。
venue-capacity = 容纳人数
venue-people = 人
venue-equipment = 设备
venue-equipment-help = 多项用顿号隔开，如：焊机、投影。
venue-opens = 每天开放自
venue-closes = 每天开放至
venue-hours = 开放时间
venue-hours-help = 两项都不填为全天开放；结束早于开始为次日。
venue-always = 全天
venue-active = 可以选用
venue-particulars = 基本情况
venue-blocks = 停用时段
venue-no-blocks = 没有停用时段。
venue-block = 增加停用时段
venue-unblock = 取消停用
venue-from = 自
venue-from-help = 写成 2019-11-28 09:00 的样子。
venue-to = 至
venue-reason = 原因
venue-span = { $from } 至 { $to }

schedule-open = 日程安排
schedule-title = 日程
schedule-none = 还没有场次
schedule-none-help = 先登记人员和场次，时间和房间可以自动编排。
schedule-released = 已发布第 { $number } 版
schedule-not-released = 尚未发布
schedule-number = 第 { $number } 版
schedule-new = 新增场次
schedule-edit = 修改场次
schedule-remove = 删除场次
schedule-session = 场次
schedule-sessions = 场次数
schedule-item = 竞赛项目
schedule-group = 组别
schedule-day = 日期
schedule-day-help = 日期和开始时间都不填为待安排。
schedule-start = 开始时间
schedule-length = 时长
schedule-length-help = 写成 01:30（1 小时 30 分）的样子。
schedule-heads = 预计人数
schedule-needs = 需要的设备
schedule-people = 人员
schedule-people-count = 人员（{ $count }）
schedule-after = 须排在其后的场次
schedule-after-help = 本场次在所选场次结束以后才能开始。
schedule-wish-day = 希望日期
schedule-wish-half = 希望时段
schedule-wish-room = 希望房间
schedule-fixed = 时间和房间固定，自动编排时不移动
schedule-is-fixed = 固定
schedule-time = 时间
schedule-export = 导出 schedule.json
schedule-conflicts = 冲突（{ $count }）
schedule-holding = 有 { $count } 项须先处理，才能发布。
schedule-nothing-holds = 各项提醒均已说明，可以发布。
schedule-answered = 已说明：{ $reason }
schedule-reason = 说明理由
schedule-answer = 说明
schedule-overlap = 重叠 { $count } 分钟
schedule-gap = 间隔 { $count } 分钟
schedule-over = 超出 { $count } 人
schedule-overload = 超出 { $count } 分钟
schedule-early = 早 { $count } 分钟
schedule-waiting = 待安排（{ $count }）
schedule-release = 发布
schedule-release-help = 发布后对外公开；只有本人场次有新增、变动或取消的人员会收到邮件，附日历文件。
schedule-release-name = 版本名称
schedule-release-name-help = 如：第一版、赛前调整。
schedule-release-do = 发布日程
schedule-release-sure = 确定发布吗？场次有变动的人员将收到邮件。
schedule-place = 自动编排
schedule-place-help = 为待安排的场次找时间和房间，并移开有冲突的场次；固定的不动，其余尽量少动。
schedule-place-do = 开始编排
schedule-unfit = 放不下的场次（{ $count }）
schedule-unfit-help = 这些场次比任何一间可用教室在编排时段内的空闲时间都长，其余场次已照常编排。请缩短或拆分，放宽每天的编排时段或教室开放时间，或者逐场填写时间。
schedule-unfit-longest = 时长 { $length }，最长的可用时段只有 { $longest }
schedule-unfit-never = 时长 { $length }，编排时段内没有可用的教室
schedule-first = 首日
schedule-last = 末日
schedule-from = 每天自
schedule-to = 每天至
schedule-break-from = 午休自
schedule-break-to = 午休至
schedule-break-help = 如 12:00 至 13:30，这段时间不排场次；不填则连排。固定的场次不受影响。
schedule-import = 导入 schedule.json
schedule-import-do = 导入
schedule-import-refused = 文件有 { $count } 处错误，没有导入
schedule-file = 文件
schedule-file-help = frab 或 pretalx 的 schedule.json；场次加入草稿，房间按名称对应。
schedule-person = 姓名
schedule-person-new = 新增人员
schedule-person-add = 新增人员
schedule-person-edit = 修改人员
schedule-person-remove = 移出本活动
schedule-nobody = 还没有人员
schedule-role = 身份
schedule-unit-help = 裁判与选手同一单位时会提示回避。
schedule-email = 邮箱
schedule-email-help = 填写后，本人场次变动时会收到邮件。
schedule-away = 不能到场的时段
schedule-away-help = 每行一段，如：2019-11-28 09:00 / 2019-11-28 12:00。
schedule-link = 个人日历链接
schedule-link-help = 只显示这一次，请复制后交给本人。持有链接的人都能看到本人的场次；可随时作废。
schedule-link-make = 生成日历链接
schedule-link-revoke = 作废日历链接
schedule-has-link = 有日历链接
schedule-subscribe = 订阅日历
schedule-changes = 变更记录
schedule-what = 变更
schedule-before = 原安排
schedule-now = 现安排
schedule-cancelled = 已取消的场次
schedule-rules = 日程检查规则
schedule-rules-lead = 本局各类冲突的处理方式。提醒须说明理由后才能发布；禁止发布的可以留在草稿里；不允许的不能保存。
schedule-buffer = 换房间所需时间
schedule-workload = 裁判每天工作上限
schedule-minute-unit = 分钟

schedule-kind-room = 房间重复占用
schedule-kind-person = 同一人同时在两处
schedule-kind-gap = 换房间时间不足
schedule-kind-capacity = 超出容纳人数
schedule-kind-closed = 房间不开放
schedule-kind-equipment = 房间不合要求
schedule-kind-rest-day = 休息日或节假日
schedule-kind-interest = 裁判须回避
schedule-kind-workload = 裁判工作量过大
schedule-kind-away = 本人不能到场
schedule-kind-order = 先后顺序不对
schedule-kind-unplaced = 时间或房间未定
schedule-remedy-room = 请把其中一场改到别的时间或房间。
schedule-remedy-person = 请错开时间，或换一个人。
schedule-remedy-gap = 请拉开间隔，或安排在同一房间。
schedule-remedy-capacity = 请换大一些的房间，或分组进行。
schedule-remedy-closed = 请改到开放时间内，或换房间。
schedule-remedy-equipment = 请换有所需设备、且在限用范围内的房间。
schedule-remedy-rest-day = 请改到工作日；确需在休息日举行的，请说明理由。
schedule-remedy-interest = 请换一名与选手不同单位的裁判。
schedule-remedy-workload = 请减少该裁判当天的场次。
schedule-remedy-away = 请避开这个时段，或换一个人。
schedule-remedy-order = 请移到前一场结束以后。
schedule-remedy-unplaced = 请填写时间和房间，或自动编排。
schedule-severity-ignore = 不检查
schedule-severity-warn = 提醒
schedule-severity-block-release = 禁止发布
schedule-severity-block = 不允许
schedule-role-judge = 裁判
schedule-role-lecturer = 授课人
schedule-role-contestant = 选手
schedule-role-staff = 工作人员
schedule-half-morning = 上午
schedule-half-afternoon = 下午
schedule-half-evening = 晚上
schedule-aspect-added = 新增
schedule-aspect-removed = 取消
schedule-aspect-time = 时间调整
schedule-aspect-room = 房间调整
schedule-aspect-title = 名称调整
schedule-aspect-people = 人员调整

fault-place-taken = 已有同名的场地或房间。
fault-whole-number = 请填不超过 { $max } 的整数。
fault-not-a-day = 不是日期，请写成 2019-11-28 的样子。
fault-not-a-moment = 不是时刻，请写成 2019-11-28 09:00 的样子。
fault-not-a-span = 须晚于前一项。
fault-not-spans = 第 { $lines } 行不是时段。请每行写一段，如：2019-11-28 09:00 / 2019-11-28 12:00。
fault-no-sessions = 文件中没有场次，没有导入任何内容。
fault-not-a-schedule = 不是 frab 或 pretalx 的 schedule.json。
fault-schedule-block = 按本局规则不允许：{ $kind ->
    [room] 房间重复占用
    [person] 同一人同时在两处
    [gap] 换房间时间不足
    [capacity] 超出容纳人数
    [closed] 房间不开放
    [equipment] 房间缺少设备
    [rest-day] 休息日或节假日
    [interest] 裁判须回避
    [workload] 裁判工作量过大
    [away] 本人不能到场
    [order] 先后顺序不对
   *[other] 时间或房间未定
}{ $other ->
    [none] 。
   *[other] （{ $other }）。
}
schedule-blocked = 停用 { $time }{ $why ->
    [yes] （{ $reason }）
   *[no] {""}
}
schedule-open-hours = 开放时间 { $opens }–{ $closes }
fault-release-name-taken = 第 { $number } 版（{ $date }发布）已用这个名称，请换一个。
conflict-schedule-held = 还有冲突没有处理或提醒没有说明，不能发布。
conflict-schedule-same = 与上一版相比没有变化，无需发布。
done-placed = 已编排，没有冲突。
done-placed-in-part = 已编排；仍有冲突，请看下方清单。
done-placed-but-unfit = 已编排；有场次放不下，见下。
done-warning-answered = 已记下说明。
done-schedule-released = 已发布，并通知了场次有变动的人员。
done-schedule-imported = 已导入草稿。
done-schedule-removed = 已删除。
done-link-revoked = 链接已作废。
mail-kind-schedule-changed = 日程变动
mail-schedule-changed-subject = { $title }：{ $told ->
    [elsewhere] 本邮箱不再接收场次通知
   *[changed] 您的场次安排
}
mail-schedule-changed-body =
    { $told ->
        [elsewhere] “{ $title }”的场次通知今后不再发往本邮箱。场次安排不变：
       *[changed] “{ $title }”的日程已发布，您的场次如下。
    }

    { $sessions }

    { $told ->
        [elsewhere] 附件会把这些场次从本邮箱的日历中移除。
       *[changed] 附件可加入日历；以后如有变动，日历中的同一条会随之更新。
    }
mail-kind-schedule-called-off = 活动取消
mail-schedule-called-off-subject = 活动已取消：{ $title }
mail-schedule-called-off-body =
    “{ $title }”已取消，下列场次不再举行，您不必到场。原因：{ $opinion }

    { $sessions }

    附件会把这些场次从日历中移除。
schedule-rooms-allowed = 限用房间
schedule-rooms-allowed-help = 只能安排在所选房间；都不选则不限。
across-title = 跨活动冲突
across-none = 没有跨活动的冲突
across-help = 同一人（同一账号或同一邮箱）或同一房间在两个活动中时间冲突的列在这里，轻重按本局的冲突规则。
calendar-schedule = 日程
calendar-results = 成绩

schedule-kind-other-days = 不在活动日期内
schedule-kind-past = 时间已过
schedule-remedy-other-days = 请改到活动的起止日期之内；确需提前或延后的（如赛前会议），请说明理由。
schedule-remedy-past = 请改到今后的时间；补记已举行的场次，请说明理由。
fault-not-of-event = 不在活动日期（{ $first } 至 { $last }）之内。
fault-day-over = 已经过去，今天是 { $today }。
fault-too-many-days = 一次最多编排 { $max } 天。
fault-here-already = 以这一身份已有“{ $name }”，不必重复登记；确系另一人的，请填写各自的邮箱。
