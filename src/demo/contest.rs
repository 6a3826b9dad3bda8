//! Items of competitions in the demonstration: contestants, judges and marks are all invented.

use super::story::Story;
use super::year::{Refusal, Year};
use crate::domain::contest::checks::Severity;
use crate::domain::contest::phase::Step;
use crate::domain::ids::ContestId;
use crate::service::Who;
use crate::service::contests::{self, NewItem, finding_key};
use crate::storage;
use crate::storage::contests::EntrantRow;
use std::collections::{BTreeMap, BTreeSet};

/// The head judge first.
pub(super) const JUDGES: [&str; 5] = ["evaluator", "judge.jiang", "judge.shen", "judge.han", "judge.yang"];

struct Contestant {
    name: &'static str,
    unit: &'static str,
    official: bool,
    theory: &'static str,
    /// Of the practical part, in the order of the judges.
    marks: [&'static str; 5],
}

const fn contestant(
    name: &'static str,
    unit: &'static str,
    theory: &'static str,
    marks: [&'static str; 5],
) -> Contestant {
    Contestant { name, unit, official: true, theory, marks }
}

const FIELD: &[Contestant] = &[
    contestant("演示甲", "示范建工一公司", "86", ["91", "90.5", "92", "89", "91.5"]),
    contestant("演示乙", "示范建工二公司", "92", ["88", "87", "89.5", "88.5", "90"]),
    contestant("演示丙", "示范装饰公司", "78", ["85", "86", "84", "87.5", "86"]),
    contestant("演示丁", "示范建工一公司", "81", ["79", "80", "82.5", "78", "81"]),
    contestant("演示戊", "示范技工学校", "75", ["76", "78", "77", "75.5", "79"]),
    Contestant {
        official: false, ..contestant("演示己", "示范邻市代表队", "88", ["87", "88.5", "86", "88", "87.5"])
    },
];

/// The item is set up: scheme, contestants, workstations by lot, judges; then marking begins.
pub(super) fn prepare(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (host, event) = (year.who(story.host)?, year.event(story.key)?);
    let new = NewItem {
        name: story.key.to_owned(),
        tier: "2".to_owned(),
        theory: share(story, "theory_pct", "30"),
        practical: share(story, "practice_pct", "70"),
        trim_from: "5".to_owned(),
        chain: "practical,time,theory".to_owned(),
        minimum_field: "5".to_owned(),
        prizes: "3".to_owned(),
        appeal_minutes: "120".to_owned(),
        ..NewItem::default()
    };
    let id = contests::add(&year.app, &host, event, &new)?;
    year.contests.insert(story.key, id);
    let row = |of: &Contestant| format!("{},{},{}\n", of.name, of.unit, if of.official { "是" } else { "否" });
    let list = format!("姓名,单位,正式\n{}", FIELD.iter().map(row).collect::<String>());
    contests::import(&year.app, &host, id, "选手名单.csv", list.as_bytes())?;
    contests::draw(&year.app, &host, id)?;
    assign(year, &host, id)?;
    step(year, &host, id, Step::Open)
}

/// All judges, the head judge first.
pub(super) fn assign(year: &mut Year, host: &Who, id: ContestId) -> Result<(), Refusal> {
    for (index, judge) in JUDGES.into_iter().enumerate() {
        let judge = year.who(judge)?;
        contests::assign(&year.app, host, id, judge.id(), index == 0)?;
    }
    Ok(())
}

/// A weight as the story has it.
fn share(story: &Story, name: &str, usual: &str) -> String {
    let found = story.form.iter().find(|(field, _)| *field == name);
    found.map_or(usual, |(_, value)| *value).to_owned()
}

/// The day itself. Without `all` the head judge has the last two workstations still to mark.
pub(super) fn judge(year: &mut Year, story: &'static Story, all: bool) -> Result<(), Refusal> {
    let (host, id) = (year.who(story.host)?, year.contest(story.key)?);
    let entrants = year.app.store.read(|conn| storage::contests::entrants(conn, id))?;
    let presence: BTreeMap<String, String> = entrants.iter().flat_map(contests::came).collect();
    contests::attend(&year.app, &host, id, &presence)?;
    for (index, mail_name) in JUDGES.into_iter().enumerate() {
        let judge = year.who(mail_name)?;
        let left = if all || index > 0 { 0 } else { 2 };
        for of in FIELD.iter().take(FIELD.len() - left) {
            let of_name = |entrant: &&EntrantRow| entrant.name == of.name;
            let station = &entrants.iter().find(of_name).ok_or(Refusal::Missing(of.name))?.station;
            let mut typed = BTreeMap::from([("m-practical".to_owned(), of.marks[index].to_owned())]);
            if index == 0 {
                typed.insert("m-theory".to_owned(), of.theory.to_owned());
            }
            contests::write(&year.app, &judge, id, station, &typed, true)?;
        }
    }
    Ok(())
}

/// Signed by the host and the head judge, submitted by the host, published by the office.
pub(super) fn publish(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (host, id) = (year.who(story.host)?, year.contest(story.key)?);
    let (head, clerk) = (year.who(JUDGES[0])?, year.who("clerk")?);
    step(year, &host, id, Step::Sign)?;
    contests::sign(&year.app, &head, id, version(year, id)?)?;
    let (contest, _) = contests::show(&year.app, &host, id)?;
    for (finding, _) in contest.findings.iter().filter(|(finding, _)| finding.check.severity() == Severity::Warning) {
        contests::answer_warning(&year.app, &host, id, &finding_key(finding), "已与裁判组核对，按技术文件办理。")?;
    }
    step(year, &host, id, Step::Submit)?;
    step(year, &clerk, id, Step::Publish)
}

/// When the appeal time is over.
pub(super) fn certify(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (host, id) = (year.who(story.host)?, year.contest(story.key)?);
    contests::issue(&year.app, &host, id, &BTreeSet::new())?;
    Ok(())
}

fn version(year: &Year, id: ContestId) -> Result<i64, Refusal> {
    Ok(year.app.store.read(|conn| storage::contests::get(conn, id))?.version)
}

pub(super) fn step(year: &Year, who: &Who, id: ContestId, step: Step) -> Result<(), Refusal> {
    Ok(contests::take(&year.app, who, id, version(year, id)?, step)?)
}
