//! An item of the demonstration for teams of two: teams, people, numbers and marks are invented.

use super::contest::{JUDGES, assign, step};
use super::story::Story;
use super::year::{Refusal, Year};
use crate::domain::contest::phase::Step;
use crate::service::contests::{self, NewItem};
use crate::service::participants::contestants;
use crate::service::participants::entries::{self, EntryForm};
use crate::service::participants::roster;
use crate::storage;
use std::collections::BTreeMap;

const ITEM: &str = "钢筋工双人赛";

/// Name, identity number, unit, team.
const MEMBERS: [(&str, &str, &str, &str); 6] = [
    ("队员甲", "999999198001124019", "示范建工一公司", "示范一队"),
    ("队员乙", "999999198102124026", "示范建工一公司", "示范一队"),
    ("队员丙", "999999198203124033", "示范建工二公司", "示范二队"),
    ("队员丁", "999999198304124040", "示范建工二公司", "示范二队"),
    ("队员戊", "999999198405124058", "示范技工学校", "示范三队"),
    ("队员己", "999999198506124065", "示范技工学校", "示范三队"),
];

/// Of each team by each judge; theory is by the head judge alone.
const MARKS: [(&str, &str, [&str; 5]); 3] = [
    ("示范一队", "82", ["84", "85.5", "83", "86", "84.5"]),
    ("示范二队", "90", ["91", "89.5", "92", "90", "90.5"]),
    ("示范三队", "77", ["78", "80", "79.5", "77", "78.5"]),
];

/// Teams come by the roster, one contestant each; then marking begins.
pub(super) fn prepare(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (host, event) = (year.who(story.host)?, year.event(story.key)?);
    let new = NewItem {
        name: ITEM.to_owned(),
        tier: "2".to_owned(),
        theory: "30".to_owned(),
        practical: "70".to_owned(),
        trim_from: "5".to_owned(),
        chain: "practical,time,theory".to_owned(),
        minimum_field: "3".to_owned(),
        prizes: "2".to_owned(),
        appeal_minutes: "120".to_owned(),
        ..NewItem::default()
    };
    let id = contests::add(&year.app, &host, event, &new)?;
    year.contests.insert(story.key, id);
    let row = year.app.store.read(|conn| storage::events::get(conn, event))?;
    let entry = EntryForm {
        name: ITEM.to_owned(),
        team_least: "2".to_owned(),
        team_most: "2".to_owned(),
        ..EntryForm::usual(&row, year.app.now())
    };
    entries::add(&year.app, &host, event, &entry)?;
    let member = |(name, id, unit, team): &(&str, &str, &str, &str)| format!("{name},{id},{unit},{team}");
    let heading = "姓名,身份证号,单位,参赛队".to_owned();
    let lines: Vec<String> = std::iter::once(heading).chain(MEMBERS.iter().map(member)).collect();
    let kept = roster::upload(&year.app, &host, event, "参赛队名册.csv", lines.join("\n").as_bytes())?;
    roster::take(&year.app, &host, kept, "")?;
    contestants::generate(&year.app, &host, event)?;
    contests::draw(&year.app, &host, id)?;
    assign(year, &host, id)?;
    step(year, &host, id, Step::Open)
}

/// The day itself: all teams are there and are marked.
pub(super) fn judge(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (host, id) = (year.who(story.host)?, year.contest(story.key)?);
    let entrants = year.app.store.read(|conn| storage::contests::entrants(conn, id))?;
    let presence: BTreeMap<String, String> = entrants.iter().flat_map(contests::came).collect();
    contests::attend(&year.app, &host, id, &presence)?;
    for (index, mail_name) in JUDGES.into_iter().enumerate() {
        let judge = year.who(mail_name)?;
        for (team, theory, practical) in MARKS {
            let station = entrants.iter().find(|entrant| entrant.name == team).ok_or(Refusal::Missing(team))?;
            let mut typed = BTreeMap::from([("m-practical".to_owned(), practical[index].to_owned())]);
            if index == 0 {
                typed.insert("m-theory".to_owned(), theory.to_owned());
            }
            contests::write(&year.app, &judge, id, &station.station, &typed, true)?;
        }
    }
    Ok(())
}
