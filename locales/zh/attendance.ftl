# 签到与出勤

check-in-title = 签到
check-in-desk = 前往签到台
check-in-people = 应到 { $count } 人
check-in-direction = 方向
check-in-in = 签到
check-in-out = 签退
check-in-not-yet = 未签到
check-in-code = 签到码
check-in-code-help = 扫描签到证上的二维码，或输入二维码下方的字符。
check-in-enter = 登记
check-in-camera = 打开摄像头扫码
check-in-log = 本机登记情况
check-in-by-name = 按姓名登记
check-in-search = 姓名、单位或证件号码后四位
check-in-search-help = 忘带签到证时使用。断网时只能按单位或姓氏查找。
check-in-find = 查找
check-in-found = 找到 { $count } 人
check-in-recent = 最近由您登记
check-in-online = 网络正常，全部已发送。
check-in-offline = 没有网络，继续扫码即可，恢复后自动发送。
check-in-waiting = 待发送 { $count } 条。
check-in-sign-in-again = 登录已失效。请重新登录，待发送的记录不会丢失。
check-in-kept = 已存在本机，待发送
check-in-entered = 已登记
check-in-known = 早已登记
check-in-odd-twice-in = 此前已签到，尚未签退
check-in-odd-out-alone = 当天没有签到记录
check-in-odd-outside-days = 不在活动日期内
check-in-odd-outside-halves = 不在此人的场次时间内
check-in-seen = 知道了
check-in-not-on-list = 不在本机名单上
check-in-unsent = 本机还有签到记录没有发送。退出后它们留在本机，您再次登录并打开签到页时发送。确定退出吗？
check-in-refusal-unknown = 不是本活动的签到码
check-in-refusal-not-admitted = 此人未录取或已退出
check-in-refusal-direction = 没有说明是签到还是签退
check-in-refusal-time = 时间无法识别，未登记
check-in-refusal-ahead = 时间晚于发送时间，未登记。请校准手机时钟后重新扫码
check-in-refusal-old = 时间在四十天以前，未登记
check-in-refusal-mark = 记录不完整
check-in-refusal-taken = 同一条记录已用于另一人或另一方向，未登记。请重新扫码

fault-pass-unknown = 不是本活动的签到码，请重新扫描，或按姓名登记
fault-scan-mark-taken = 本页刚才已登记过另一人或另一方向，这一次没有登记。请核对后再按一次登记。
fault-pass-not-admitted = 此人未录取或已退出，不能签到
conflict-check-in-not-yet = 活动尚未备案。备案后才能印签到证、登记签到。
conflict-check-in-over = 活动已结项或取消，不能再登记签到。
fault-too-many-scans = 一次最多发送 500 条
fault-device = 设备标识不对
fault-not-scans = 签到记录无法读取
fault-half-to-come = 这个半天还没有开始
fault-nobody-ticked = 请至少勾选一人
done-scanned-in = 已签到。
done-scanned-out = 已签退。
done-scan-known = 这条记录早已登记。
done-odd-twice-in = 已登记，但此人此前已经签到，尚未签退。请核对是不是本人、该签到还是签退。
done-odd-out-alone = 已登记签退，但此人当天没有签到记录。请核对，漏签的用纸质签到表补登。
done-odd-outside-days = 已登记，但今天不在活动日期内，不计出勤。请核对日期和活动。
done-odd-outside-halves = 已登记，但现在不在此人的场次时间内（前后各两小时）。请核对日程。
done-scan-struck = 已作废，出勤已重新计算。
done-flag-answered = 已记录核实情况。
done-sheet-entered = 已补登，出勤已重新计算。
done-passes-made = 签到证已生成。

passes-title = 签到证
passes-count = 共 { $count } 张
passes-help = 打印后沿线裁开发给本人。二维码也可用手机相机扫描，登录后点一下即可登记。
passes-missing = 还有 { $count } 人没有签到证。
passes-make = 生成签到证
passes-none = 还没有签到证。
passes-qr = 签到二维码
pass-title = 签到证
pass-help = 请在入场时向工作人员出示此页或签到证上的二维码。
pass-not-valid = 已失效

attendance-title = 出勤
attendance-name = 姓名
attendance-tail = 证件号码后四位 { $tail }
attendance-people = 人员
attendance-expected = 应到（人）
attendance-seen = 来过（人）
attendance-met = 达到要求
attendance-not-met = 未达到
attendance-not-over = 未结束
attendance-rule = 半天内到场时间达到 { $present } 算出勤，只签到未签退的算到该半天结束；出勤半天数达到应到的 { $share } 算达到要求，达到的才计入人数、发给证书。
attendance-by-schedule = 半天按已发布的日程划分。
attendance-by-days = 没有已发布的日程，按活动日期每天上午、下午计。
attendance-present = 到
attendance-part = 部分
attendance-absent = 缺
attendance-to-come = 未开始
attendance-share = 出勤半天
attendance-result = 结果
attendance-none = 还没有已录取的人员
attendance-none-help = 名单录入后，这里按半天列出每人的出勤。
attendance-flags = 需要核实（{ $count }）
attendance-flag-twice = 重复签到
attendance-flag-elsewhere = 同时在别处
attendance-flag-out-alone = 无签到的签退
attendance-flag-outside-days = 不在活动日期
attendance-flag-clock = 设备时钟不准
attendance-flag-rush = 疑似代签
attendance-flag-said-twice = 尚未签退，又在另一设备签到（{ $devices }）
attendance-flag-said-elsewhere = 同一时间在“{ $event }”也有签到，重叠 { $unit ->
    [days] { $whole } 天{ $rest ->
        [0] {""}
       *[other] { " " }{ $rest } 小时
    }
    [hours] { $whole } 小时{ $rest ->
        [0] {""}
       *[other] { " " }{ $rest } 分钟
    }
   *[minutes] { $whole } 分钟
}
attendance-flag-said-out-alone = 当天没有签到记录（设备 { $device }）
attendance-flag-said-outside-days = 扫码日期不在活动日期内（设备 { $device }）
attendance-flag-said-clock = 设备 { $device } 的时钟{ $way ->
    [ahead] 快
   *[behind] 慢
} { $unit ->
    [days] { $whole } 天{ $rest ->
        [0] {""}
       *[other] { " " }{ $rest } 小时
    }
    [hours] { $whole } 小时{ $rest ->
        [0] {""}
       *[other] { " " }{ $rest } 分钟
    }
   *[minutes] { $whole } 分钟
}，时间已校正
attendance-flag-said-rush = 设备 { $device } 在 10 秒内为 { $people } 人签到
attendance-answer = 核实情况
attendance-answer-do = 记录
attendance-answered = { $by }核实：{ $answer }
attendance-manual = 按纸质签到表补登
attendance-manual-help = 只补登有本人签字的半天；已计为出勤的不受影响。补登与扫码分开标明，原表请存档。
attendance-manual-do = 补登
attendance-manual-reason = 事由
attendance-manual-reason-help = 例如：现场停电，11月28日上午用纸质签到表。
attendance-half-day = 半天
attendance-scans = 签到记录（{ $count }）
attendance-no-scans = 没有签到记录。
attendance-at = 时间
attendance-device = 设备
attendance-by = 登记人
attendance-by-hand = 纸质表补登
attendance-received = 收到时间
attendance-strike = 作废
attendance-strike-reason = 作废理由
attendance-struck = 已作废
attendance-struck-because = 已作废：{ $reason }

attendance-withheld = 出勤未达要求、不发证书（出勤半天/应到）：
conflict-not-for-completion = 研修班、培训班举办完毕并有签到记录后，才能颁发结业证书。
conflict-no-papers = 还没有可以生成材料的名单、签到或成绩。

completions-title = 结业证书
completions-help = 出勤达到应到的 { $share } 才发证，打印时每张一页。
completions-not-ready = 标记为已举办、并有签到记录后可以颁发。
completions-issue = 颁发结业证书
completions-text = 参加{ $event }，出勤 { $attended }/{ $expected } 个半天，准予结业。
completion-heading = 结业证书
completions-tally = 可新颁发 { $due } 人，已有证书 { $has } 人，出勤不足 { $short } 人，证书已撤销 { $revoked } 人{ $doubted ->
    [0] {""}
   *[other] ，出勤疑点未答复 { $doubted } 人
}。
completions-doubtful = 出勤存疑的有效证书（{ $count }）
completions-doubtful-help = 颁发后有签到记录作废、出现未答复的出勤疑点，或者本人已退出。请核对：确实不足的写明理由撤销；签到作废有误的，按纸质表补登；疑点已查清的，答复即可。
completions-doubtful-answer = 去答复疑点
completions-doubtful-flag = 出勤疑点未答复：
completions-doubtful-now = 现出勤 { $attended }/{ $expected } 个半天
completions-doubtful-left = 已不在参加人员之列
completions-again = 重新颁发给证书已撤销的人员
completions-again-help = 不勾选则不发。重新颁发用新编号，原证书仍为已撤销，查验页注明新编号。
completions-again-of = { $number } 已撤销：{ $reason }
completion-replaced = 已另发 { $number } 号证书。
done-completions-nothing = 没有可新颁发的证书，各类人数见下。
completion-verify = 结业证书查验
completion-event = 活动
completion-attended = 出勤半天
done-completions-issued = 结业证书已颁发。
done-completion-revoked = 结业证书已撤销。

event-measured = 由签到和日程得出 { $value }
event-measured-differs = 与签到、日程不一致（填写 → 测得）：
papers-generate = 由系统生成名单、签到表等材料
papers-generate-help = 包括名单、签到表、课程表或已公布的成绩；再次生成时替换上一次的。
done-papers-generated = 材料已生成并放入本活动档案。

schedule-origin = 授课老师来源
schedule-origin-help = 按工作单位所在地选择，据此统计各类课时。非授课老师不填。
schedule-origin-provincial = 省内
schedule-origin-domestic = 省外（境内）
schedule-origin-hmt = 港澳台
schedule-origin-foreign = 国外

record-verb-scan = 签到扫码
record-verb-strike-scan = 作废签到记录
record-verb-sign-sheet = 按纸质表补登出勤
record-verb-answer-flag = 核实签到疑点
record-verb-make-passes = 生成签到证
record-verb-generate = 由系统生成材料

attendance-set = 出勤规则
attendance-set-help = 半天内到场多久算出勤。改动后全部重新计算；达到要求的比例在数据条款中设定。
attendance-set-share = 设定比例
attendance-part-of-half = 半天内到场时间至少占
completions-doubted = 出勤疑点答复前暂不发证：
