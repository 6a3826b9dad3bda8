//! Recognition in the demonstration: a round by ballot that came to titles, one that the panel marks, and a
//! call that is open. The people
//! are invented, and their numbers belong to nobody.

use super::papers::{About, paper};
use super::year::{Refusal, Year};
use crate::domain::ids::{NominationId, RoundId};
use crate::domain::money::Fen;
use crate::service::evaluations::TypedDraw;
use crate::service::evidence::Sent;
use crate::service::recognition::{self, Ballot, Checked, Typed};
use crate::storage;
use std::collections::BTreeMap;

/// One thing that is done.
#[derive(Clone, Copy)]
pub(super) enum Deed {
    /// Programme and last day.
    Call(&'static str, &'static str),
    /// Whether it is submitted, or left as a draft.
    Nominate(&'static Nominee, bool),
    Close,
    Check,
    /// The whole pool is fixed, with the number to come and the day on which it will be known.
    Fix(&'static str, &'static str),
    /// The panel is drawn by this number.
    Draw(&'static str),
    Convene,
    /// The panel declares and marks; one member has saved a mark and not handed in.
    Mark,
    /// Of nine present, in the order of the nominees.
    Propose(&'static [u32]),
    Publish,
    Decide(&'static str),
}

pub(super) struct Nominee {
    host: &'static str,
    nominator: &'static str,
    name: &'static str,
    identity: &'static str,
    trade: &'static str,
    statement: &'static str,
    papers: &'static [&'static str],
}

const PAPERS: &[&str] = &["form", "employment", "achievements"];
const FIRST: Nominee = Nominee {
    host: "host.chint",
    nominator: "unit",
    name: "演示庚",
    identity: "999999198003151010",
    trade: "仪器仪表装配工",
    statement: "从事电能表装配二十年，主持改进校表工装十二项，返修率由千分之六降到千分之二，带出技师八名。",
    papers: PAPERS,
};
const SECOND: Nominee = Nominee {
    name: "演示辛",
    identity: "999999198511201029",
    trade: "电工",
    statement: "负责车间供配电维护，编写点检手册一册，获企业创新奖两次。",
    ..FIRST
};
const THIRD: Nominee = Nominee {
    host: "host.pingyang",
    nominator: "industry",
    name: "演示壬",
    identity: "999999197908081032",
    trade: "针织花边设计",
    statement: "设计经编花边图样三百余种，获外观设计专利九件，所在企业近三年新增出口额过半来自其新品。",
    papers: PAPERS,
};
const FOURTH: Nominee = Nominee {
    host: "host",
    nominator: "industry",
    name: "演示癸",
    identity: "99999919900606104X",
    trade: "砌筑工",
    statement: "市级砌筑工竞赛裁判员，参编抹灰工艺规程，近五年培训砌筑工四百余人次。",
    papers: &["form", "certificate"],
};
const FIFTH: Nominee = Nominee {
    host: "host.school",
    nominator: "unit",
    name: "演示子",
    identity: "999999198801011055",
    trade: "数控车工",
    ..FOURTH
};

const SIXTH: Nominee = Nominee {
    host: "host.school",
    nominator: "unit",
    name: "演示丑",
    identity: "999999198302121065",
    trade: "数控车工",
    statement: "市级数控车工竞赛第二名，三年带徒六名，编写实训工单四十份。",
    ..FOURTH
};
const SEVENTH: Nominee = Nominee {
    host: "host.chint",
    nominator: "unit",
    name: "演示寅",
    identity: "99999919910725107X",
    trade: "电工",
    statement: "主持装配线电气改造，年停机时间由四十小时降到六小时。",
    ..FOURTH
};
const EIGHTH: Nominee = Nominee {
    host: "host.pingyang",
    nominator: "industry",
    name: "演示卯",
    identity: "999999198709301084",
    trade: "针织工",
    statement: "掌握五类经编机调试，获县级技术能手，培训挡车工二百余人次。",
    ..FOURTH
};

/// Month, day and hour of 2019.
pub(super) const DIARY: &[(&str, u32, Deed)] = &[
    ("04-01", 9, Deed::Call("private-enterprise", "2019-04-19")),
    ("04-10", 10, Deed::Nominate(&FIRST, true)),
    ("04-10", 11, Deed::Nominate(&SECOND, true)),
    ("04-16", 10, Deed::Nominate(&THIRD, true)),
    ("04-22", 9, Deed::Close),
    ("04-23", 14, Deed::Check),
    ("04-25", 9, Deed::Convene),
    ("04-26", 15, Deed::Propose(&[8, 5, 7])),
    ("04-29", 9, Deed::Publish),
    ("05-13", 16, Deed::Decide("示范人社发〔2019〕18号")),
    ("09-16", 9, Deed::Call("excellent", "2019-10-11")),
    ("09-24", 10, Deed::Nominate(&SIXTH, true)),
    ("09-25", 16, Deed::Nominate(&SEVENTH, true)),
    ("10-10", 11, Deed::Nominate(&EIGHTH, true)),
    ("10-12", 9, Deed::Close),
    ("10-15", 14, Deed::Check),
    ("10-15", 15, Deed::Fix("大乐透第 2019119 期样例开奖号", "2019-10-16")),
    ("10-16", 9, Deed::Draw("2019-10-15 大乐透 04 09 17 22 31 03 08")),
    ("10-17", 9, Deed::Convene),
    ("11-06", 15, Deed::Mark),
    ("11-11", 9, Deed::Call("city-chief-technician", "2019-12-18")),
    ("11-13", 10, Deed::Nominate(&FOURTH, true)),
    ("11-14", 15, Deed::Nominate(&FIFTH, false)),
];

pub(super) fn run(year: &mut Year, deed: Deed) -> Result<(), Refusal> {
    match deed {
        Deed::Call(programme, closes_on) => {
            let typed = text(&[("programme", programme), ("year", "2019"), ("closes_on", closes_on)]);
            let clerk = year.who("clerk")?;
            recognition::open(&year.app, &clerk, &typed)?;
            Ok(())
        }
        Deed::Nominate(nominee, submits) => nominate(year, nominee, submits),
        Deed::Check => {
            let clerk = year.who("clerk")?;
            for (id, version) in nominations(year)? {
                recognition::check(&year.app, &clerk, id, version, &Checked(text(CLEAN)))?;
            }
            Ok(())
        }
        Deed::Propose(votes) => {
            let mut typed = text(&[("present", "9"), ("minutes", "评审会到会九人，无记名投票，当场唱票。")]);
            for ((id, _), votes) in nominations(year)?.into_iter().zip(votes) {
                typed.insert(format!("votes.{id}"), votes.to_string());
            }
            let (clerk, (id, version)) = (year.who("clerk")?, round(year)?);
            Ok(recognition::propose(&year.app, &clerk, id, version, &Ballot(typed))?)
        }
        Deed::Fix(source, from) => {
            let (clerk, (id, version)) = (year.who("clerk")?, round(year)?);
            let (source, from, others) = (source.to_owned(), from.to_owned(), PANEL.len().to_string());
            let typed = TypedDraw { source, from, others, ..TypedDraw::default() };
            Ok(recognition::publish_seed(&year.app, &clerk, id, version, &typed)?)
        }
        Deed::Draw(seed) => {
            let (clerk, (id, version)) = (year.who("clerk")?, round(year)?);
            recognition::enter_seed(&year.app, &clerk, id, version, seed)?;
            let (id, version) = round(year)?;
            Ok(recognition::draw(&year.app, &clerk, id, version)?)
        }
        Deed::Mark => PANEL.iter().try_for_each(|(name, marks, hands_in)| mark(year, name, marks, *hands_in)),
        Deed::Close | Deed::Convene | Deed::Publish => {
            let (clerk, (id, version)) = (year.who("clerk")?, round(year)?);
            let step = match deed {
                Deed::Close => recognition::close,
                Deed::Convene => recognition::convene,
                _ => recognition::publish,
            };
            Ok(step(&year.app, &clerk, id, version)?)
        }
        Deed::Decide(document) => {
            let (decider, (id, version)) = (year.who("decider")?, round(year)?);
            recognition::decide(&year.app, &decider, id, version, document)?;
            Ok(())
        }
    }
}

/// Everybody in the pool, with the marks they give, and whether they hand them in.
const PANEL: &[(&str, &[&str], bool)] = &[
    ("judge.jiang", &["88.5", "91", "79"], true),
    ("judge.shen", &["86", "89.5", "81"], true),
    ("judge.han", &["90", "92", "76.5"], true),
    ("judge.yang", &["87", "90", "80"], true),
    ("evaluator", &["89"], false),
];

/// Who is kept from nobody declares and marks, in the order of their own list.
fn mark(year: &mut Year, name: &'static str, marks: &[&str], hands_in: bool) -> Result<(), Refusal> {
    let (who, (id, _)) = (year.who(name)?, round(year)?);
    let list = recognition::own_review(&year.app, &who, id)?.list;
    let mut declared: BTreeMap<String, String> =
        list.iter().map(|one| (format!("c-{}", one.number), "none".to_owned())).collect();
    declared.insert("true".to_owned(), "true".to_owned());
    recognition::declare(&year.app, &who, id, &declared)?;
    let given = list.iter().zip(marks).map(|(one, mark)| (format!("m-{}", one.number), (*mark).to_owned()));
    Ok(recognition::mark(&year.app, &who, id, &given.collect(), hands_in)?)
}

const CLEAN: &[(&str, &str)] = &[
    ("answer.criminal", "clean"),
    ("answer.tax", "clean"),
    ("answer.safety", "clean"),
    ("answer.credit", "clean"),
    ("source.criminal", "公安机关复函"),
    ("source.tax", "税务部门复函"),
    ("source.safety", "应急管理部门复函"),
    ("source.credit", "信用信息平台查询"),
    ("eligible", "true"),
];

fn text(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The latest round.
fn round(year: &Year) -> Result<(RoundId, i64), Refusal> {
    let rounds = year.app.store.read(storage::recognition::rounds)?;
    let latest = rounds.into_iter().max_by_key(|row| row.id);
    latest.map(|row| (row.id, row.version)).ok_or(Refusal::Missing("round"))
}

fn nominations(year: &Year) -> Result<Vec<(NominationId, i64)>, Refusal> {
    use crate::domain::access::Visibility;
    let (id, _) = round(year)?;
    let all = year.app.store.read(|conn| storage::recognition::of_round(conn, Visibility::All, id))?;
    Ok(all.into_iter().map(|(row, _)| (row.id, row.version)).collect())
}

fn nominate(year: &mut Year, of: &'static Nominee, submits: bool) -> Result<(), Refusal> {
    let (host, (round, _)) = (year.who(of.host)?, round(year)?);
    let typed = text(&[
        ("nominator", of.nominator),
        ("name", of.name),
        ("identity", of.identity),
        ("employer", "private"),
        ("skill_level", "senior-technician"),
        ("trade", of.trade),
        ("statement", of.statement),
    ]);
    let id = recognition::nominate(&year.app, &host, round, &Typed(typed))?;
    let about = About { title: of.name, reference: "2019", cost: Fen::ZERO, people: 1 };
    let papers = if submits { of.papers } else { &of.papers[..1] };
    for code in papers {
        let file_name = match *code {
            "form" => "推荐表.pdf",
            "employment" => "劳动合同.pdf",
            "certificate" => "职业资格证书.pdf",
            _ => "业绩材料.pdf",
        };
        let sent = Sent { file_name: file_name.to_owned(), ..paper("recognition", &about)? };
        recognition::upload(&year.app, &host, id, code, &sent)?;
    }
    if submits {
        let version = year.app.store.read(|conn| storage::recognition::get(conn, id))?.version;
        recognition::submit(&year.app, &host, id, version)?;
    }
    Ok(())
}
