# 邮件。每类一个主题、一个正文;正文空行分段。不写身份证号、银行账号。
mail-greeting = { $name }，您好：
mail-reference = 编号：{ $reference }
mail-open = 请点以下链接查看和办理：
mail-open-button = 查看和办理
mail-link-fallback = 按钮打不开时，请把以下网址复制到浏览器：
mail-signature = 匠心 · 技能竞赛与补助
mail-automatic = 本邮件由系统发出，请勿直接回复。与本事项无关的，请忽略并删除。

mail-invitation-subject = 请开通您的匠心账号
mail-invitation-body =
    请开通您的匠心账号：打开下面的链接，设置密码即可。

    链接在 { $until } 前有效，只能使用一次，请勿转发。

mail-password-reset-subject = 重设您的密码
mail-password-reset-body =
    我们收到了重设您账号密码的请求。请打开下面的链接设置新密码。

    链接在 { $until } 前有效，只能使用一次。如果不是您本人操作，请不必理会，原密码仍然有效。

mail-plan-published-subject = { $year } 年度计划已发布
mail-plan-published-body =
    { $year } 年度计划已发布，列有贵单位承办的项目 { $count } 项。

    请按计划准备并申报赛事或培训方案。每项的补助标准和预计金额，可在计划页面查看。

mail-evaluation-opened-subject = { $year } 年度公共实训基地考评启动
mail-evaluation-opened-body =
    { $year } 年度公共实训基地考评已启动，贵单位的基地在名单内。计入的市级基地共 { $count } 个。

    名单、评分标准和规则已公开。请在 { $last }前（含当日）逐项自评、上传佐证材料并提交，逾期不能补报。

mail-panel-invited-subject = 您已抽中 { $year } 年度基地考评评审组
mail-panel-invited-body =
    您已被抽为 { $year } 年度公共实训基地考评评审组成员。

    请先申报有无需要回避的情形。评分应在 { $last }前完成。

mail-scoring-opened-subject = { $year } 年度基地考评开始评分
mail-scoring-opened-body =
    { $year } 年度公共实训基地考评的评分已开始，请在 { $last }前逐一评分并签字。

    签字后不能修改；全部签字前，各位专家互相看不到评分。

mail-recognition-called-subject = 选拔通知：{ $year } 年度{ $title }
mail-recognition-called-body =
    { $year } 年度“{ $title }”开始推荐申报，截止日期为{ $last }。

    条件、材料和评审方式见选拔页面。

mail-recognition-panel-subject = 您已抽中 { $year } 年度{ $title }评审组
mail-recognition-panel-body =
    您已被抽为 { $year } 年度“{ $title }”评审组成员。

    请先申报有无需要回避的情形，再开始评审。

mail-recognition-second-round-subject = 复评：{ $year } 年度{ $title }
mail-recognition-second-round-body =
    “{ $title }”有人选的评分分差过大，评审组已会商，请重新评分。

    原评分保留。

mail-scoring-reminder-subject = { $year } 年度基地考评：还有 { $count } 份评分表未签字
mail-scoring-reminder-body =
    { $year } 年度公共实训基地考评中，您还有 { $count } 份评分表没有签字，请在 { $last }前（含当日）完成。

    逾期不能再填写。有特殊情况的，请尽快联系市局。

mail-self-score-reminder-subject = { $year } 年度基地考评：“{ $title }”尚未提交自评
mail-self-score-reminder-body =
    “{ $title }”的 { $year } 年度自评尚未提交，请在 { $last }前（含当日）逐项打分、上传佐证材料并提交。

    逾期未提交的，视为未参加本年度考评，不定等级。

mail-panel-left-subject = { $year } 年度基地考评：您不再参加评审
mail-panel-left-body =
    { $year } 年度公共实训基地考评中，您不再参加评审组。原因：{ $opinion }

    有疑问的，请联系市局。

mail-recognition-left-subject = { $year }“{ $title }”评审：您不再参加
mail-recognition-left-body =
    { $year } 年度“{ $title }”的评审中，您的席位已由候补专家接替。原因：{ $opinion }

    有疑问的，请联系市局。

mail-recognition-nominated-subject = 收到推荐：{ $nominee }
mail-recognition-nominated-body =
    “{ $title }”的人选{ $nominee }已提交，等待核查。

mail-recognition-listed-subject = 拟入选公示：{ $nominee }
mail-recognition-listed-body =
    “{ $title }”拟入选名单已公示，时间为{ $first }至{ $last }。

    公示期满、异议处理完毕后审定。

mail-recognition-objection-subject = 收到异议：{ $nominee }
mail-recognition-objection-body =
    有人以真实姓名对“{ $title }”的人选{ $nominee }提出异议，请核实并答复。

    答复前，这一人选暂缓审定。

mail-recognition-answered-subject = 异议答复：{ $nominee }
mail-recognition-answered-body =
    您对“{ $title }”人选{ $nominee }的异议已核实，答复如下：

    { $opinion }

mail-recognition-granted-subject = 已授予：{ $title } { $nominee }
mail-recognition-granted-body =
    { $nominee }已于{ $date }被授予“{ $title }”，编号 { $number }。

    奖励申领已生成，由单位补齐材料后提交。奖励由{ $payer ->
        [city] 市级财政
        [county] 县（市、区）财政
       *[other] { $payer }
    }支付。

mail-recognition-not-chosen-subject = 选拔结果：{ $title } { $nominee }
mail-recognition-not-chosen-body =
    { $nominee }本次未入选“{ $title }”。原因：{ $category }。

    { $held ->
        [yes] 同一称号只授予一次，不必再次申报。
       *[no] 感谢参与，下一年度可以再次申报。
    }

mail-recognition-withdrawing-subject = 拟撤销称号，待审定：{ $title }
mail-recognition-withdrawing-body =
    经办人员提出撤销{ $nominee }的称号 { $title }，等您审定。

mail-recognition-kept-subject = 称号予以保留：{ $title }
mail-recognition-kept-body =
    { $nominee }的称号 { $title } 经审定予以保留，理由如下：

    { $opinion }

mail-recognition-withdrawn-subject = 称号撤销：{ $title }
mail-recognition-withdrawn-body =
    { $nominee }的称号 { $title } 已撤销。理由：{ $opinion }

    { $amount ->
        [none] 这个称号没有发放过奖励，不需要退回。
       *[other] 应退回奖励 { $amount } 元。
    }

mail-base-submitted-subject = 收到基地申报：{ $title }
mail-base-submitted-body =
    { $host }申报了“{ $title }”，等您审核。

    需要退回的，请一次写明全部需补正之处。

mail-base-examined-subject = 基地待审定：{ $title }
mail-base-examined-body =
    { $host }申报的“{ $title }”已审核通过，等您审定。

mail-base-returned-subject = 基地申报需补正：{ $title }
mail-base-returned-body =
    “{ $title }”的申报已退回补正。需补正之处一次列明如下：

    { $opinion }

    补正后请重新提交。

mail-base-designated-subject = 基地已认定：{ $title }
mail-base-designated-body =
    “{ $title }”已于{ $date }认定为{ $level ->
        [provincial] 省级
       *[city] 市级
    }公共实训基地。

    可以从基地页面申领创建资助。

mail-base-declined-subject = 基地未予认定：{ $title }
mail-base-declined-body =
    “{ $title }”的申报未予认定，理由如下：

    { $opinion }

mail-base-revoking-subject = 拟撤销基地认定，待审定：{ $title }
mail-base-revoking-body =
    经办人员提出撤销{ $host }“{ $title }”的公共实训基地认定，等您审定。

mail-base-revoked-subject = 基地认定已撤销：{ $title }
mail-base-revoked-body =
    “{ $title }”的公共实训基地认定自{ $date }起撤销，理由如下：

    { $reason }

mail-base-kept-subject = 基地认定予以保留：{ $title }
mail-base-kept-body =
    “{ $title }”的认定经审定予以保留，理由如下：

    { $opinion }

mail-second-round-subject = 请复评：{ $title }
mail-second-round-body =
    “{ $title }”的评分分差过大，评审组已经会商，请您对该基地复评并签字。

mail-result-proposed-subject = { $year } 年度考评结果待审定
mail-result-proposed-body =
    { $year } 年度公共实训基地考评结果已报请审定，等您决定。

mail-result-sent-back-subject = { $year } 年度考评结果被退回
mail-result-sent-back-body =
    { $year } 年度公共实训基地考评结果未获同意，理由如下：

    { $opinion }

mail-result-published-subject = 考评结果开始公示：{ $title }
mail-result-published-body =
    “{ $title }”的 { $year } 年度考评结果自{ $first }至{ $last }公示。

    公示期满、核准之后，本基地的各项得分和评语另行寄送。

mail-result-objection-subject = 收到异议：{ $title }
mail-result-objection-body =
    有人对“{ $title }”的考评结果提出实名异议，该基地暂停核准，等您答复。

mail-result-set-aside-subject = 考评结果重新审定：{ $title }
mail-result-set-aside-body =
    对“{ $title }”考评结果的异议成立，该基地将重新审定并公示：

    { $opinion }

mail-evaluation-result-subject = { $year } 年度考评结果：{ $title }
mail-evaluation-result-body =
    “{ $title }”{ $year } 年度考评等级：{ $grade ->
        [excellent] 优秀
        [qualified] 合格
        [unqualified] 不合格
       *[not_graded] 不定等级
    }（{ $why ->
        [place] 在名额之内
        [voted] 同分跨线，经评审组表决
        [no-places] 本年度没有优秀名额
        [beyond-places] 未进入优秀名额
        [tie-across-line] 同分跨线，均不占名额
        [not-voted] 同分跨线，表决未选定
        [below-minimum] 未达到优秀最低分
        [veto] 一票否决
        [below-pass] 未达到合格分
        [absent] 截止日前没有提交自评，未参加
       *[no-score] 评分人数不足，没有有效得分
    }）。

    得分：{ $score }{ $found ->
        [none] {""}
       *[other] 。一票否决的事实：{ $found }
    }{ $last ->
        [none] {""}
       *[other] 。请在{ $last }前完成整改并报告
    }{ $amount ->
        [none] {""}
       *[other] 。奖励 { $amount } 元，申领已生成，由单位补齐材料后提交
    }

    各项得分（评审组平均分 / 满分）：
    { $marks }

    评审组评语：
    { $remarks }

mail-evaluation-mend-subject = 限期整改：{ $title }
mail-evaluation-mend-body =
    “{ $title }”年度考评不合格，请在{ $last }前完成整改并报告。

    原因：{ $why ->
        [veto] 一票否决
        [below-pass] 未达到合格分
       *[other] 考评结果不合格
    }（得分 { $score }）。{ $opinion }

mail-event-submitted-subject = 收到方案申报：{ $title }
mail-event-submitted-body =
    { $host }申报了“{ $title }”的方案，等您审核。

    需要退回的，请一次写明全部需补正之处。

mail-event-returned-subject = 方案需补正：{ $title }
mail-event-returned-body =
    “{ $title }”的方案已退回补正。需补正之处一次列明如下：

    { $opinion }

    补正后请重新提交。

mail-event-approved-subject = 方案已通过：{ $title }
mail-event-approved-body =
    “{ $title }”的方案已通过审核，可以按方案组织实施。

    时间、地点或内容有变动的，请事先在系统中说明。活动结束后，请及时提交结项材料。

mail-event-closed-subject = 已结项：{ $title }
mail-event-closed-body =
    “{ $title }”的结项材料已收齐，活动已结项。

    现在可以申领补助。已有的人数、成绩和决算会自动带入，不必重填。

mail-event-cancelled-subject = 已取消：{ $title }
mail-event-cancelled-body =
    “{ $title }”已取消。

    原因：{ $opinion }

mail-claim-submitted-subject = 申领已收到：{ $title }
mail-claim-submitted-body =
    “{ $title }”的补助申领已收到，正等待受理。

    材料如需补正，我们会一次告知全部内容。来电来函请注明编号。

mail-claim-returned-subject = 申领需补正：{ $title }
mail-claim-returned-body =
    “{ $title }”的补助申领已退回补正。需补正之处一次列明如下：

    { $opinion }

    补正后请重新提交，原已提交的材料不必重传。

mail-claim-accepted-subject = 申领已受理：{ $title }
mail-claim-accepted-body =
    “{ $title }”的补助申领材料齐全，已受理，进入初审。

    每办完一步，我们都会发邮件告知。办理进程随时可查。

mail-claim-declined-subject = 申领未获通过：{ $title }
mail-claim-declined-body =
    “{ $title }”的补助申领未获通过。

    理由：{ $opinion }

    逐项依据可在申领页面查看。如有异议，请与办理部门联系。

mail-claim-ended-subject = 申领已终止：{ $title }
mail-claim-ended-body =
    “{ $title }”的补助申领已终止办理，不再拨付。

    理由：{ $opinion }

    如有异议，请与办理部门联系。

mail-claim-first-reviewed-subject = 初审已通过：{ $title }
mail-claim-first-reviewed-body =
    “{ $title }”的补助申领已通过初审，进入复核。

mail-claim-second-reviewed-subject = 复核已通过：{ $title }
mail-claim-second-reviewed-body =
    “{ $title }”的补助申领已通过复核，等待审定。

mail-claim-decided-subject = 补助已审定：{ $title }
mail-claim-decided-body =
    “{ $title }”的补助已审定，金额 { $amount } 元。

    接下来公示 5 个工作日。公示无异议的，核准后拨付。金额怎样算出，可在申领页面查看。

mail-claim-confirm-needed-subject = 请确认裁定：{ $title }
mail-claim-confirm-needed-body =
    “{ $title }”须由专人裁定金额，拟定 { $amount } 元，请您作为第二人确认。

    裁定理由：{ $opinion }

mail-claim-approved-subject = 补助已核准：{ $title }
mail-claim-approved-body =
    “{ $title }”公示期满，补助 { $amount } 元已核准，转入拨付。

    请核对收款账户。账户有误会使款项退回。

mail-claim-withdrawn-subject = 申领已撤回：{ $title }
mail-claim-withdrawn-body =
    “{ $title }”的补助申领已由申领单位撤回，不再办理。

mail-notice-published-subject = 开始公示：{ $title }
mail-notice-published-body =
    “{ $title }”自 { $first } 起公示，至 { $last } 止。

    公示期间有实名异议的，只暂缓所涉一项，其他各项照常办理。

mail-notice-objection-subject = 收到异议：{ $title }
mail-notice-objection-body =
    公示中的“{ $title }”收到一件实名异议，该项暂缓办理，其他各项照常。

    异议核实答复后，会再发邮件告知。

mail-objection-answered-subject = 异议已答复：{ $title }
mail-objection-answered-body =
    对“{ $title }”的异议已有答复：

    { $opinion }

mail-payment-sent-subject = 补助已拨付：{ $title }
mail-payment-sent-body =
    “{ $title }”的补助 { $amount } 元已于 { $date } 拨付。

    到账时间以开户银行为准。三个工作日仍未到账的，请与办理部门联系。

mail-payment-rejected-subject = 款项被退回：{ $title }
mail-payment-rejected-body =
    “{ $title }”的补助款项被银行退回。

    银行说明：{ $opinion }

    请登录系统核对户名、账号和开户行，改正后我们会重新拨付。

mail-plan-item-added-subject = 年度计划增列项目：{ $title }
mail-plan-item-added-body =
    “{ $title }”已列入 { $year } 年度计划，由贵单位承办。

    增列理由：{ $opinion }

    请按计划申报方案。补助标准和预计金额，可在计划页面查看。

mail-plan-item-struck-subject = 年度计划撤下项目：{ $title }
mail-plan-item-struck-body =
    “{ $title }”已从 { $year } 年度计划中撤下，请勿再组织实施。

    理由：{ $opinion }

mail-event-received-subject = 方案已收到：{ $title }
mail-event-received-body =
    “{ $title }”的方案已收到，正等待审核。

    如需补正，我们会一次告知全部内容。来电来函请注明编号。

mail-event-filed-subject = 已备案：{ $title }
mail-event-filed-body =
    “{ $title }”的实施方案已备案。

    活动结束后，请承办单位登记举办情况，并提交结项材料。

mail-event-held-subject = 已举办：{ $title }
mail-event-held-body =
    “{ $title }”已登记举办，等待承办单位提交结项材料。

    所需材料见页面清单，缺少的内容会一次列出。

mail-claim-sent-back-subject = 申领退回重审：{ $title }
mail-claim-sent-back-body =
    “{ $title }”的补助申领由办理部门退回重新审核，贵单位不必重交材料。

    理由：{ $opinion }

mail-claim-facts-corrected-subject = 申报内容有更正：{ $title }
mail-claim-facts-corrected-body =
    办理部门更正了“{ $title }”的申报内容，补助已重新计算，此前的审核重新进行。

    更正理由：{ $opinion }

    更正前后的内容和新的计算结果，可在申领页面查看。如有异议，请与办理部门联系。

mail-reviews-voided-subject = 您的审核意见已作废：{ $title }
mail-reviews-voided-body =
    “{ $title }”须重新审核，您此前签署的意见不再有效，仍留在办理进程中。

    理由：{ $opinion }

mail-budget-line-changed-subject = 预算科目已调整：{ $title }
mail-budget-line-changed-body =
    “{ $title }”的补助 { $amount } 元改由“{ $line }”列支。

    理由：{ $opinion }

mail-payment-ordered-subject = 正在拨付：{ $title }
mail-payment-ordered-body =
    “{ $title }”的补助 { $amount } 元已列入拨付批次，等待银行回执。

    到账或退回，都会再发邮件告知。

mail-account-corrected-subject = 收款账户已改正：{ $title }
mail-account-corrected-body =
    “{ $title }”的收款账户已改正，我们会重新拨付。

    如果不是贵单位所改，请立即与办理部门联系。

mail-payment-recovered-subject = 款项已收回：{ $title }
mail-payment-recovered-body =
    “{ $title }”退回的补助 { $amount } 元已经收到并入账。

mail-claim-archived-subject = 已归档：{ $title }
mail-claim-archived-body =
    “{ $title }”的补助申领已办结归档，材料仍可随时查阅。

mail-task-waiting-subject = 待办：{ $step } · { $title }
mail-task-waiting-body =
    “{ $title }”等您办理。

    期限和前面各环节的意见，见办理页面。


mail-kind-invitation = 开通账号
mail-kind-password-reset = 重设密码
mail-kind-plan-published = 计划发布
mail-kind-event-submitted = 方案申报
mail-kind-recognition-called = 选拔通知
mail-kind-recognition-panel = 选拔抽中评审
mail-kind-recognition-second-round = 选拔复评
mail-kind-recognition-nominated = 推荐提交
mail-kind-recognition-listed = 拟入选公示
mail-kind-recognition-objection = 选拔异议
mail-kind-recognition-answered = 选拔异议答复
mail-kind-recognition-granted = 称号授予
mail-kind-recognition-not-chosen = 未入选
mail-kind-recognition-withdrawn = 称号撤销
mail-kind-recognition-withdrawing = 拟撤销称号
mail-kind-recognition-kept = 称号保留
mail-kind-evaluation-opened = 考评启动
mail-kind-second-round = 复评
mail-kind-result-proposed = 考评结果待审定
mail-kind-result-sent-back = 考评结果退回
mail-kind-result-published = 考评结果公示
mail-kind-result-objection = 考评结果异议
mail-kind-result-set-aside = 考评结果重新审定
mail-kind-evaluation-result = 考评结果
mail-kind-evaluation-mend = 限期整改
mail-kind-panel-invited = 基地考评抽中评审
mail-kind-scoring-opened = 基地考评开始评分
mail-kind-scoring-reminder = 基地考评评分提醒
mail-kind-self-score-reminder = 基地自评提醒
mail-kind-panel-left = 不再参加基地考评
mail-kind-recognition-left = 不再参加评审
mail-kind-base-submitted = 基地申报
mail-kind-base-examined = 基地待审定
mail-kind-base-returned = 基地退回
mail-kind-base-designated = 基地认定
mail-kind-base-declined = 基地未予认定
mail-kind-base-revoking = 拟撤销基地认定
mail-kind-base-revoked = 基地认定撤销
mail-kind-base-kept = 基地认定保留
mail-kind-event-returned = 方案退回
mail-kind-event-approved = 方案通过
mail-kind-event-closed = 结项
mail-kind-event-cancelled = 取消
mail-kind-claim-submitted = 申领收到
mail-kind-claim-returned = 申领退回
mail-kind-claim-accepted = 申领受理
mail-kind-claim-declined = 申领未通过
mail-kind-claim-first-reviewed = 初审通过
mail-kind-claim-second-reviewed = 复核通过
mail-kind-claim-decided = 审定
mail-kind-claim-confirm-needed = 请求确认
mail-kind-notice-published = 开始公示
mail-kind-notice-objection = 收到异议
mail-kind-objection-answered = 答复异议
mail-kind-claim-approved = 核准
mail-kind-payment-sent = 已拨付
mail-kind-payment-rejected = 款项退回
mail-kind-claim-withdrawn = 申领撤回
mail-kind-plan-item-added = 计划增列
mail-kind-plan-item-struck = 计划撤下
mail-kind-event-received = 方案收到
mail-kind-event-filed = 备案
mail-kind-event-held = 举办
mail-kind-claim-sent-back = 退回重审
mail-kind-claim-facts-corrected = 内容更正
mail-kind-reviews-voided = 意见作废
mail-kind-budget-line-changed = 科目调整
mail-kind-payment-ordered = 列入拨付
mail-kind-account-corrected = 账户改正
mail-kind-payment-recovered = 款项收回
mail-kind-claim-archived = 归档
mail-kind-claim-ended = 申领终止
mail-kind-task-waiting = 待办

outbox-state-queued = 待发
outbox-state-sent = 已发
outbox-state-dead = 未送达
outbox-all = 全部
outbox-kind = 邮件
outbox-to = 收件人
outbox-created = 生成时间
outbox-attempts = 尝试次数
outbox-next = 下次尝试
outbox-sent = 发出时间
outbox-error = 原因
outbox-unwritten = 正文在首次发送时写定，之后不再变化。
outbox-redrive = 重新发送
outbox-newer = 较新
outbox-older = 较早
outbox-empty = 没有邮件
outbox-empty-help = 事项每有进展，系统会给相关人员发邮件，都列在这里。
done-requeued = 已重新排队发送。
outbox-forgotten = 已随个人信息删除
outbox-forgotten-at = 收件人和正文已于 { $at } 随活动的个人信息一并删除；邮件种类、时间和状态保留。
outbox-secret = 这封邮件含有一次性登录链接，正文不在这里显示。
outbox-search = 收件人或编号
mail-kind-contest-result = 竞赛成绩
mail-contest-result-subject = { $edition ->
    [corrected] 更正后的成绩
   *[first] 成绩公布
}：{ $title } 第 { $rank } 名
mail-contest-result-body = { $edition ->
    [corrected] 您参加的{ $title }成绩已更正并重新公布，以前公布的不再有效。
   *[first] 您参加的{ $title }成绩已公布。
}总分 { $total }，名次第 { $rank }。

    各部分得分：{ $marks }

    奖项：{ $award }

    荣誉：{ $honours }

    如有异议，请在公布页所示时限内以真实姓名提出。
mail-kind-contest-published = 成绩公布
mail-contest-published-subject = { $edition ->
    [corrected] 更正后的成绩已公布
   *[first] 成绩已公布
}：{ $title }
mail-contest-published-body = { $edition ->
    [corrected] { $title }的成绩已更正并重新公布，以前公布的不再有效。
   *[first] { $title }的成绩已公布。
}有关选手：

    { $places }
mail-kind-contest-reopened = 成绩撤回
mail-contest-reopened-subject = 成绩撤回更正：{ $title }
mail-contest-reopened-body = { $title }已公布的成绩撤回更正，原成绩不再有效。

    理由：{ $opinion }

    更正后重新公布并再次通知。已颁发的证书，与更正后的成绩不符的将撤销并换发。
mail-kind-contest-objection = 成绩异议
mail-contest-objection-subject = 成绩异议：{ $title }
mail-contest-objection-body = { $title }的成绩有异议提出，须由人社部门核查后答复。
mail-kind-contest-change-refused = 更正申请未批准
mail-contest-change-refused-subject = 更正申请未批准：{ $title }
mail-contest-change-refused-body = 您为{ $title }提出的更正申请未获批准，原记录不变。

    理由：{ $opinion }
mail-kind-contest-sent-back = 成绩退回
mail-contest-sent-back-subject = 成绩退回：{ $title }
mail-contest-sent-back-body = 您提交的{ $title }成绩已退回，没有公布。

    理由：{ $opinion }

    请核对，需要更正的按规定申请更正，再重新提交。
