//! What the office itself does in the year: budget, plan, notices, payments.

use super::bases;
use super::evaluation::{self, Deed};
use super::year::{Refusal, Year};
use crate::domain::ids::{ClaimId, NoticeId, NoticeLineId};
use crate::domain::payment::PaymentState;
use crate::service::notices::{Filed, Ruling};
use crate::service::{ServiceError, budgets, notices, payments, plans};
use crate::storage;

/// One thing the office does, with the people who do it by mail name.
pub(super) enum Task {
    Lines,
    ImportPlan,
    PublishPlan,
    Publish {
        title: &'static str,
        claims: &'static [&'static str],
    },
    Object {
        claim: &'static str,
        name: &'static str,
        contact: &'static str,
        reasons: &'static str,
    },
    Dismiss {
        claim: &'static str,
        answer: &'static str,
    },
    /// The lines of these claims, which stand in one notice.
    Approve(&'static [&'static str]),
    Batch(&'static [&'static str]),
    Send(&'static str),
    Paid(&'static str),
    Base(bases::Deed),
    /// A deed of the evaluation of that year.
    Evaluation(i32, evaluation::Deed),
    Bounced {
        claim: &'static str,
        reason: &'static str,
    },
}

/// Month, day and hour of 2019.
pub(super) const DIARY: &[(&str, u32, Task)] = &[
    ("01-08", 9, Task::Lines),
    ("01-15", 14, Task::ImportPlan),
    ("01-22", 10, Task::PublishPlan),
    ("01-28", 9, Task::Base(bases::Deed::TakeOver("2019"))),
    ("02-18", 9, Task::Evaluation(2017, Deed::Pool)),
    ("02-18", 10, Task::Evaluation(2017, Deed::Open { self_until: "2019-03-08", score_until: "2019-04-12" })),
    ("03-06", 10, Task::Evaluation(2017, Deed::SelfScores)),
    ("03-08", 14, Task::Evaluation(2017, Deed::Fix("样例开奖号", "2019-03-11"))),
    ("03-11", 9, Task::Evaluation(2017, Deed::Draw("样例开奖号 03 07 11 19 28 30"))),
    ("03-13", 10, Task::Evaluation(2017, Deed::Declare)),
    ("03-14", 9, Task::Evaluation(2017, Deed::Begin)),
    ("04-10", 15, Task::Evaluation(2017, Deed::Score)),
    ("04-15", 9, Task::Evaluation(2017, Deed::Propose)),
    ("04-16", 10, Task::Evaluation(2017, Deed::Decide)),
    ("04-25", 9, Task::Evaluation(2017, Deed::Approve)),
    ("05-13", 9, Task::Base(bases::Deed::Apply("旅游"))),
    ("06-18", 10, Task::Base(bases::Deed::Designate("旅游"))),
    ("06-24", 10, Task::Evaluation(2017, Deed::Mended)),
    (
        "07-22",
        9,
        Task::Publish {
            title: "2019年第一批技能竞赛和研修班补助公示", claims: &["抹灰工", "电能表检定", "泵阀"]
        },
    ),
    ("07-31", 10, Task::Approve(&["抹灰工", "电能表检定", "泵阀"])),
    ("08-05", 10, Task::Batch(&["抹灰工", "电能表检定", "泵阀"])),
    ("08-06", 9, Task::Send("抹灰工")),
    ("08-08", 15, Task::Paid("抹灰工")),
    ("08-08", 15, Task::Paid("电能表检定")),
    ("08-08", 15, Task::Paid("泵阀")),
    // The week after National Day, with a Saturday worked in exchange.
    ("10-08", 9, Task::Publish { title: "2019年第二批技能竞赛补助公示", claims: &["焊工", "装配工"] }),
    ("10-16", 10, Task::Approve(&["焊工", "装配工"])),
    ("10-21", 10, Task::Batch(&["焊工", "装配工"])),
    ("10-22", 9, Task::Send("焊工")),
    ("10-24", 15, Task::Paid("焊工")),
    ("09-16", 9, Task::Evaluation(2018, Deed::Open { self_until: "2019-10-11", score_until: "2019-11-29" })),
    ("10-10", 10, Task::Evaluation(2018, Deed::SelfScores)),
    ("10-11", 14, Task::Evaluation(2018, Deed::Fix("样例开奖号", "2019-10-14"))),
    ("10-14", 9, Task::Evaluation(2018, Deed::Draw("样例开奖号 02 08 15 21 24 33"))),
    ("10-17", 10, Task::Evaluation(2018, Deed::Declare)),
    ("10-18", 9, Task::Evaluation(2018, Deed::Begin)),
    ("10-25", 15, Task::Bounced { claim: "装配工", reason: "收款账户已变更，银行退回" }),
    (
        "11-04",
        9,
        Task::Publish {
            title: "2019年第三批技能竞赛和培训补助公示", claims: &["砌筑工", "赴上海", "茶艺师"]
        },
    ),
    ("11-05", 15, Task::Evaluation(2018, Deed::Score)),
    (
        "11-07",
        11,
        Task::Object {
            claim: "茶艺师",
            name: "演示甲",
            contact: "yanshi.jia@demo.example",
            reasons: "本人参加了比赛，听说茶具由赞助商提供，申领材料没有写明赞助。",
        },
    ),
    ("11-13", 10, Task::Approve(&["砌筑工", "赴上海"])),
    (
        "11-14",
        9,
        Task::Publish {
            title: "2019年第四批技能竞赛和研修班补助公示", claims: &["钢筋工", "智能电网"]
        },
    ),
    ("11-14", 10, Task::Batch(&["赴上海"])),
    ("11-15", 9, Task::Send("赴上海")),
    (
        "11-15",
        10,
        Task::Dismiss {
            claim: "茶艺师", answer: "经核实，茶具由学院自有，未接受赞助，有资产登记为证。异议不成立。"
        },
    ),
    ("11-15", 9, Task::Base(bases::Deed::Apply("家政"))),
    (
        "11-15",
        11,
        Task::Object {
            claim: "智能电网",
            name: "演示乙",
            contact: "yanshi.yi@demo.example",
            reasons: "公示的国外专家授课20课时，与课程表上的16课时不一致，请核实。",
        },
    ),
];

/// Code, name and first appropriation, in yuan, of each line of the year.
const LINES: &[(&str, &str, &str)] = &[
    ("竞赛补助", "职业技能竞赛承办补助", "1200000"),
    ("研修班补助", "高级研修班承办补助", "300000"),
    ("外出培训补助", "高技能人才外出培训补助", "600000"),
    ("示范企业奖励", "技能人才自主评价示范企业奖励", "1000000"),
];
const PLAN: &str = "demo/plan-2019.csv";
const PLAN_NAME: &str = "2019年度竞赛和培训计划.csv";

pub(super) fn run(year: &mut Year, task: &Task) -> Result<(), Refusal> {
    match task {
        Task::Lines => lines(year),
        Task::Base(deed) => bases::run(year, deed),
        Task::Evaluation(of, deed) => evaluation::run(year, *of, *deed),
        Task::ImportPlan => import_plan(year),
        Task::PublishPlan => publish_plan(year),
        Task::Publish { title, claims } => publish(year, title, claims),
        Task::Object { claim, name, contact, reasons } => {
            let filed = Filed { name: (*name).into(), contact: (*contact).into(), reasons: (*reasons).into() };
            let (notice, line) = line_of(year, claim)?;
            notices::object(&year.app, notice, line, &filed)?;
            Ok(())
        }
        Task::Dismiss { claim, answer } => dismiss(year, claim, answer),
        Task::Approve(claims) => approve(year, claims),
        Task::Batch(claims) => batch(year, claims),
        Task::Send(claim) => send(year, claim),
        Task::Paid(claim) => answer(year, claim, PaymentState::Paid, ""),
        Task::Bounced { claim, reason } => answer(year, claim, PaymentState::Rejected, reason),
    }
}

fn lines(year: &mut Year) -> Result<(), Refusal> {
    let treasurer = year.who("treasurer")?;
    for (code, name, amount) in LINES {
        let line = budgets::NewLine {
            year: "2019".into(),
            code: (*code).into(),
            name: (*name).into(),
            amount: (*amount).into(),
        };
        let id = budgets::create(&year.app, &treasurer, &line)?;
        year.lines.insert(code, id);
    }
    Ok(())
}

fn import_plan(year: &mut Year) -> Result<(), Refusal> {
    let clerk = year.who("clerk")?;
    let file = crate::platform::assets::DATA.get_file(PLAN).ok_or(Refusal::Missing(PLAN))?;
    plans::open_year(&year.app, &clerk, 2019)?;
    let import = plans::import::upload(&year.app, &clerk, Some(2019), PLAN_NAME, file.contents())?;
    plans::import::take(&year.app, &clerk, import, false)?;
    Ok(())
}

fn publish_plan(year: &mut Year) -> Result<(), Refusal> {
    let decider = year.who("decider")?;
    let plan = year.app.store.read(|conn| storage::plans::find(conn, 2019, "330300"))?;
    let plan = plan.ok_or(Refusal::Missing("the plan"))?;
    plans::publish(&year.app, &decider, plan.id, plan.version)?;
    let items = year.app.store.read(|conn| storage::plans::all_items(conn, plan.id))?;
    year.items = items.into_iter().map(|item| (item.name, item.id)).collect();
    Ok(())
}

fn publish(year: &mut Year, title: &str, claims: &[&'static str]) -> Result<(), Refusal> {
    let clerk = year.who("clerk")?;
    let ids = ids(year, claims)?;
    notices::publish(&year.app, &clerk, title, &ids)?;
    Ok(())
}

fn ids(year: &Year, claims: &[&'static str]) -> Result<Vec<ClaimId>, Refusal> {
    claims.iter().map(|key| year.claim(key)).collect()
}

/// The notice and line in which a claim stands.
fn line_of(year: &Year, claim: &'static str) -> Result<(NoticeId, NoticeLineId), Refusal> {
    let id = year.claim(claim)?;
    let line = year.app.store.read(|conn| storage::notices::latest_line(conn, id))?;
    line.map(|line| (line.notice_id, line.id)).ok_or(Refusal::Missing(claim))
}

fn dismiss(year: &mut Year, claim: &'static str, answer: &str) -> Result<(), Refusal> {
    let clerk = year.who("clerk")?;
    let (_, line) = line_of(year, claim)?;
    let open = year.app.store.read(|conn| storage::notices::open_objections(conn, line))?;
    for objection in open {
        notices::answer(&year.app, &clerk, objection.id, Ruling::Dismissed, answer)?;
    }
    Ok(())
}

fn approve(year: &mut Year, claims: &[&'static str]) -> Result<(), Refusal> {
    let decider = year.who("decider")?;
    let lines = claims.iter().map(|claim| line_of(year, claim)).collect::<Result<Vec<_>, _>>()?;
    let Some((notice, _)) = lines.first() else { return Ok(()) };
    let named: Vec<NoticeLineId> = lines.iter().map(|(_, line)| *line).collect();
    notices::approve(&year.app, &decider, *notice, &named)?;
    Ok(())
}

fn batch(year: &mut Year, claims: &[&'static str]) -> Result<(), Refusal> {
    let treasurer = year.who("treasurer")?;
    let chosen = ids(year, claims)?;
    let id = payments::create(&year.app, &treasurer, &chosen)?;
    year.batches.extend(claims.iter().map(|claim| (*claim, id)));
    Ok(())
}

fn send(year: &mut Year, claim: &'static str) -> Result<(), Refusal> {
    let treasurer = year.who("treasurer")?;
    let id = *year.batches.get(claim).ok_or(Refusal::Missing(claim))?;
    let batch = year.app.store.read(|conn| storage::payments::get(conn, id))?;
    payments::send(&year.app, &treasurer, id, batch.version)?;
    Ok(())
}

fn answer(year: &mut Year, claim: &'static str, state: PaymentState, reason: &str) -> Result<(), Refusal> {
    let treasurer = year.who("treasurer")?;
    let batch = *year.batches.get(claim).ok_or(Refusal::Missing(claim))?;
    let id = year.claim(claim)?;
    let row = year.app.store.read(|conn| storage::claims::get(conn, id).map_err(ServiceError::from))?;
    let result = if state == PaymentState::Paid { "成功" } else { "退回" };
    let typed = payments::Typed {
        payment: row.reference,
        result: result.into(),
        date: year.app.today().to_string(),
        reason: reason.into(),
    };
    payments::answer_one(&year.app, &treasurer, batch, &typed)?;
    Ok(())
}
