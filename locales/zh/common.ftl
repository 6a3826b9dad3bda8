# 通用词语
product = 匠心
product-office = 技能竞赛与补助
product-foot = 匠心 · 技能竞赛、研修、实训基地与补助管理
product-times = 时间均为北京时间
common-skip = 跳到正文
common-other-language = English
common-saved = 已保存。
common-optional = （选填）
common-choose = 请选择
common-yuan = 元
common-errors = 有 { $count } 处需要改正
common-due = 限 { $day } 前
common-pages = 分页
common-range = 第 { $first }–{ $last } 条，共 { $total } 条
common-previous = 上一页
common-next = 下一页
common-page = { $page } / { $pages }
common-views = 视图

step-done = 已办
step-now = 正在办理
step-next = 待办
step-failed = 未通过

check-checked = 已核
check-given = 已交
check-missing = 缺
check-optional = 可不交

common-task = 事项
common-organisation = 单位
common-waiting = 已等
common-due-day = 期限
common-amount-yuan = 金额（元）
common-state = 状态
common-holder = 现由
common-elsewhere = 我送出、正由他人办理
common-days = { $count } 天
common-today = 今天
common-tomorrow = 明天
common-day = { $day }
common-holiday = 非工作日
common-things-wait = 有 { $count } 件事等您办
common-nothing-waits-today = 今天没有事等您办
common-nothing-waits = 都办完了
common-nothing-waits-help = 有新的事项到您这一环节，会列在这里，同时发邮件通知您。
common-overdue = 已过 { $day }

common-all = 全部
common-filter = 筛选
common-save = 保存
common-cancel = 取消
common-nothing-found = 没有找到符合条件的内容
done-saved = 已保存。
common-yes = 是
common-no = 否
common-to-mend = 需要改正
