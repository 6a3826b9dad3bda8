//! Who is told of a result, and of what: everyone of their own, in their language.

use super::case::{Contest, Standing};
use super::honours::{HonourLine, has_prize, honours_of, without_awards};
use super::publish::{DECIMALS, said};
use super::setup::PARTS;
use crate::domain::contest::medals::Award;
use crate::domain::ids::{OrganisationId, UserId};
use crate::domain::lang::Lang;
use crate::domain::message::MessageKind;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::trail::{self, Mail};
use crate::storage::contests::ItemRow;
use crate::storage::events::EventRow;
use crate::storage::{Tx, people};
use std::collections::BTreeMap;

/// What stands where there is nothing.
const NOTHING: &str = "—";
/// In Chinese and in English.
const UNOFFICIAL: [&str; 2] = [
    "非正式选手，括号内为相当的名次，不占名次",
    "unofficial: the rank in brackets is the one it would be, and is nobody's",
];

/// Mails each contestant their own marks, each unit those of its contestants, and the host the places.
/// `edition` is `first`, or `corrected` for a result that takes the place of an earlier one.
pub(super) fn published(app: &App, tx: &mut Tx, contest: &Contest, edition: &str) -> Result<(), ServiceError> {
    let id = contest.item.id;
    // Raised with every step: a corrected result is another happening.
    let version = contest.item.version;
    let mail = |kind: MessageKind, key: String| {
        Mail::new(kind, key)
            .reference(&contest.event.reference)
            .link(format!("/results/{id}"))
            .with("title", title(contest).as_str())
            .with("edition", edition)
    };
    let mut units: BTreeMap<&str, Vec<&Standing>> = BTreeMap::new();
    let ranked: Vec<&Standing> = contest.in_order().into_iter().filter(|one| one.scores.is_some()).collect();
    for standing in &ranked {
        let (Some(place), Some(scores)) = (standing.place, &standing.scores) else { continue };
        units.entry(standing.entrant.unit.as_str()).or_default().push(standing);
        let own = mail(MessageKind::ContestResult, format!("contest-result:{id}:v{version}:{}", standing.entrant.id))
            .with("rank", rank_of(standing, place.rank).as_str())
            .with("total", scores.total.fixed(DECIMALS).as_str())
            .with("award", award_of(contest, standing));
        to_contestant(app, tx, standing, own, |own, lang| {
            let own = own.with("marks", parts(contest, standing, lang).as_str());
            own.with("honours", honours_said(contest, standing, lang).as_str())
        })?;
    }
    let host = contest.event.organisation_id;
    let key = |unit: OrganisationId| format!("contest-published:{id}:v{version}:o{unit}");
    for (unit, standings) in &units {
        let Some(unit) = people::organisation_named(tx, unit)?.filter(|unit| unit.id != host) else { continue };
        let lines = |lang| {
            let own = standings.iter().map(|one| line(contest, one, lang));
            own.chain(no_awards(contest, lang)).collect::<Vec<_>>().join("\n\n")
        };
        to_unit(app, tx, unit.id, &mail(MessageKind::ContestPublished, key(unit.id)), lines)?;
    }
    let places: Vec<String> = ranked.iter().map(|one| place_of(one)).collect();
    let told = |lang| {
        let all = std::iter::once(places.join("；"));
        all.chain(no_awards(contest, lang)).collect::<Vec<_>>().join("\n\n")
    };
    to_unit(app, tx, host, &mail(MessageKind::ContestPublished, key(host)), told)
}

/// Tells all who were told of the result that it no longer counts, and why.
pub(super) fn reopened(app: &App, tx: &mut Tx, contest: &Contest, reason: &str) -> Result<(), ServiceError> {
    let (id, version) = (contest.item.id, contest.item.version);
    let mail = |whom: String| {
        Mail::new(MessageKind::ContestReopened, format!("contest-reopened:{id}:v{version}:{whom}"))
            .reference(&contest.event.reference)
            .link(format!("/results/{id}"))
            .with("title", title(contest).as_str())
            .with("opinion", reason)
    };
    let mut units: Vec<&str> = Vec::new();
    for standing in contest.standings.iter().filter(|one| one.scores.is_some()) {
        to_contestant(app, tx, standing, mail(format!("e{}", standing.entrant.id)), |mail, _| mail)?;
        if !units.contains(&standing.entrant.unit.as_str()) {
            units.push(&standing.entrant.unit);
        }
    }
    let host = contest.event.organisation_id;
    for unit in units {
        if let Some(unit) = people::organisation_named(tx, unit)?.filter(|unit| unit.id != host) {
            trail::mail_organisation(tx, app.now(), unit.id, &mail(format!("o{}", unit.id)))?;
        }
    }
    trail::mail_organisation(tx, app.now(), host, &mail(format!("o{host}")))
}

pub(super) fn title(contest: &Contest) -> String {
    format!("{} {}", contest.event.name, contest.item.name)
}

/// Writes to a contestant, and to every member of a team. Whoever has an account with this address is written to
/// in their own language, others in Chinese.
fn to_contestant(
    app: &App,
    tx: &mut Tx,
    standing: &Standing,
    mail: Mail,
    complete: impl Fn(Mail, Lang) -> Mail,
) -> Result<(), ServiceError> {
    let entrant = &standing.entrant;
    if standing.team.is_empty() {
        return to_person(app, tx, (&entrant.email, &entrant.name), mail, &complete);
    }
    for member in &standing.team {
        let own = mail.clone().of(&format!("m{}", member.participant));
        to_person(app, tx, (&member.email, &member.name), own, &complete)?;
    }
    Ok(())
}

fn to_person(
    app: &App,
    tx: &mut Tx,
    (email, name): (&str, &str),
    mail: Mail,
    complete: &impl Fn(Mail, Lang) -> Mail,
) -> Result<(), ServiceError> {
    let Ok(address) = email.parse() else { return Ok(()) };
    match people::user_by_email(tx, email)?.filter(|user| user.active) {
        Some(user) => trail::mail_to(tx, app.now(), &user, complete(mail, user.lang.parse().unwrap_or_default())),
        None => trail::mail_outside(tx, app.now(), address, name, complete(mail, Lang::Zh)),
    }
}

/// The medal, that the place wins a prize, or that there are none; blank for a place without any.
// keys: contest-award-prize contest-award-too-few
fn award_of(contest: &Contest, standing: &Standing) -> &'static str {
    match standing.award {
        _ if without_awards(contest) => "too-few",
        Some(award) => award.as_str(),
        None if has_prize(contest, standing) => "prize",
        None => "",
    }
}

/// That the field is too small, where it is.
fn no_awards(contest: &Contest, lang: Lang) -> Option<String> {
    let said = match lang {
        Lang::Zh => "参赛人数不足，只作选拔，不设奖。",
        Lang::En => "Too few took part: a selection only, without awards.",
    };
    without_awards(contest).then(|| said.to_owned())
}

/// What a contestant is honoured with, and what cannot be decided.
fn honours_said(contest: &Contest, standing: &Standing, lang: Lang) -> String {
    if !standing.entrant.official {
        return UNOFFICIAL[lang as usize].to_owned();
    }
    let honours: Vec<String> = honours_of(contest, standing).iter().map(|line| said(line, lang)).collect();
    if honours.is_empty() { NOTHING.to_owned() } else { honours.join(semicolon(lang)) }
}

const fn semicolon(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    }
}

fn to_unit(
    app: &App,
    tx: &mut Tx,
    unit: OrganisationId,
    mail: &Mail,
    places: impl Fn(Lang) -> String,
) -> Result<(), ServiceError> {
    for user in people::members(tx, unit)? {
        let lang = user.lang.parse().unwrap_or_default();
        trail::mail_to(tx, app.now(), &user, mail.clone().with("places", places(lang).as_str()))?;
    }
    Ok(())
}

/// `1`; in brackets for who is not official and takes no rank.
fn rank_of(standing: &Standing, rank: usize) -> String {
    if standing.entrant.official { rank.to_string() } else { format!("({rank})") }
}

/// The contestant; of a team its members, too.
fn named(standing: &Standing, lang: Lang) -> String {
    let name = &standing.entrant.name;
    match (standing.team.is_empty(), lang) {
        (true, _) => name.clone(),
        (false, Lang::Zh) => format!("{name}（{}）", standing.members().join("、")),
        (false, Lang::En) => format!("{name} ({})", standing.members().join(", ")),
    }
}

/// `测试甲 1`.
fn place_of(standing: &Standing) -> String {
    let rank = standing.place.map_or(0, |place| place.rank);
    format!("{} {}", standing.entrant.name, rank_of(standing, rank))
}

/// What each part came to, of how much, and what was deducted.
fn parts(contest: &Contest, standing: &Standing, lang: Lang) -> String {
    let modules = standing.scores.as_ref().map(|scores| &scores.modules);
    let part = |(code, max): (&str, crate::domain::contest::exact::Exact)| {
        let worth = modules?.get(code)?;
        let name = contest.scheme.line(code).map_or(code, |line| part_name(code, &line.name, lang));
        Some(format!("{name} {}/{max}", worth.fixed(DECIMALS)))
    };
    let deducted = Some(standing.entrant.deduction.as_str()).filter(|deduction| *deduction != "0");
    let deducted = deducted.map(|deduction| match lang {
        Lang::Zh => format!("扣分 {deduction}"),
        Lang::En => format!("deduction {deduction}"),
    });
    let all = contest.scheme.by_criterion();
    all.into_iter().filter_map(part).chain(deducted).collect::<Vec<_>>().join(semicolon(lang))
}

/// A usual part as the reader calls it, any other as the scheme does.
fn part_name<'n>(code: &str, name: &'n str, lang: Lang) -> &'n str {
    match (lang, code) {
        (Lang::En, "theory") if PARTS.contains(&(code, name)) => "Theory",
        (Lang::En, "practical") if PARTS.contains(&(code, name)) => "Practical",
        (Lang::En, "oral") if PARTS.contains(&(code, name)) => "Oral",
        _ => name,
    }
}

/// A contestant's whole result as their unit reads it.
fn line(contest: &Contest, standing: &Standing, lang: Lang) -> String {
    let rank = rank_of(standing, standing.place.map_or(0, |place| place.rank));
    let total = standing.scores.as_ref().map(|scores| scores.total.fixed(DECIMALS)).unwrap_or_default();
    let (name, parts) = (named(standing, lang), parts(contest, standing, lang));
    let mut said_of = match lang {
        Lang::Zh => format!("{name}：第 {rank} 名，总分 {total}（{parts}）"),
        Lang::En => format!("{name}: rank {rank}, total {total} ({parts})"),
    };
    if let Some(award) = standing.award.filter(|_| !without_awards(contest)) {
        said_of.push_str(match (lang, award) {
            (Lang::Zh, Award::Gold) => "，金牌",
            (Lang::Zh, Award::Silver) => "，银牌",
            (Lang::Zh, Award::Bronze) => "，铜牌",
            (Lang::Zh, Award::Medallion) => "，优胜奖",
            (Lang::En, Award::Gold) => ", gold",
            (Lang::En, Award::Silver) => ", silver",
            (Lang::En, Award::Bronze) => ", bronze",
            (Lang::En, Award::Medallion) => ", medallion for excellence",
        });
    } else if has_prize(contest, standing) && !without_awards(contest) {
        said_of.push_str(if lang == Lang::Zh { "，获奖" } else { ", wins a prize" });
    }
    let given = honours_of(contest, standing).into_iter().filter(HonourLine::is_given);
    let honours: Vec<String> = given.map(|line| said(&line, lang)).collect();
    if !honours.is_empty() {
        let (colon, comma) = if lang == Lang::Zh { ("，荣誉：", "、") } else { ("; honours: ", ", ") };
        said_of.push_str(colon);
        said_of.push_str(&honours.join(comma));
    }
    said_of
}

/// Tells whoever submitted a result that it was sent back, and why.
pub(super) fn sent_back(
    app: &App,
    tx: &mut Tx,
    item: &ItemRow,
    event: &EventRow,
    submitter: UserId,
    reason: &str,
) -> Result<(), ServiceError> {
    let (id, version) = (item.id, item.version);
    let mail = Mail::new(MessageKind::ContestSentBack, format!("contest-sent-back:{id}:v{version}"))
        .reference(&event.reference)
        .link(format!("/contests/{id}"))
        .with("title", format!("{} {}", event.name, item.name).as_str())
        .with("opinion", reason);
    let user = people::user(tx, submitter)?;
    trail::mail_to(tx, app.now(), &user, mail)
}

/// Tells who asked for a change that it is not made, and why.
pub(super) fn refused(
    app: &App,
    tx: &mut Tx,
    contest: &Contest,
    request: &str,
    asked_by: UserId,
    reason: &str,
) -> Result<(), ServiceError> {
    let id = contest.item.id;
    let mail = Mail::new(MessageKind::ContestChangeRefused, format!("contest-change-refused:{id}:{request}"))
        .reference(&contest.event.reference)
        .link(format!("/contests/{id}"))
        .with("title", title(contest).as_str())
        .with("opinion", reason);
    let user = people::user(tx, asked_by)?;
    trail::mail_to(tx, app.now(), &user, mail)
}
