people-sign-in = 登录
people-email = 电子邮箱
people-password = 密码
people-forgotten = 忘记密码
people-sign-in-wrong = 邮箱或密码不对。请检查后重试；连续输错会暂停登录几分钟。
people-motto = 一技之长，算得清，办得明
people-about = 从年度计划到补助到账：赛事与研修的申报、审核、公示与拨付，每一笔怎样算出，都有依据可查。
people-public-calendar = 赛事与培训日程
people-public-notices = 公示公告
people-sign-in-throttled = 尝试次数太多，请过一分钟再试。
done-signed-out = 已退出。
role-administrator = 管理员
role-clerk = 经办初审
role-reviewer = 复核
role-decider = 审定
role-treasurer = 财务拨付
role-host = 承办单位

organisation-kind-bureau = 人力社保局
organisation-kind-host-unit = 承办单位
organisation-kind-enterprise = 企业
organisation-kind-school = 院校
organisation-kind-association = 协会

role-evaluator = 评审专家
role-auditor = 监督审计
