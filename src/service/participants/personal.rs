//! Personal data: deleted when its time is over, and handed to the person it is about.

use super::export::{COLUMNS, Places, cells, in_words, places};
use super::locked;
use super::own_data::{self, OwnData};
use crate::domain::access::{self, Action, Area, Facts};
use crate::domain::identity::{ResidentId, last_four};
use crate::domain::ids::EventId;
use crate::domain::participant::{Happening, Terms};
use crate::domain::text::tidy;
use crate::domain::time;
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::files::{File, Format, cell};
use crate::service::trail::{self, By};
use crate::sheets::Cell;
use crate::storage::contest_people::{self, Known, OnList};
use crate::storage::participants::{self, LogRow};
use crate::storage::personal::{self, Erased, Keeping, Participation};
use crate::storage::{Tx, event_terms};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

/// Deletes the personal data of every closed event whose time is over, each in a transaction of its own;
/// says of how many.
///
/// # Errors
/// The database failed; what was deleted before stays deleted.
pub fn erase_due(app: &App) -> Result<usize, ServiceError> {
    let today = app.today();
    let due = |keeping: &Keeping| {
        let terms = Terms { keep_days: keeping.keep_days, ..Terms::usual() };
        terms.erase_on(keeping.last_day).is_some_and(|day| day <= today)
    };
    let keeping = app.store.read(personal::keeping)?;
    let mut events = 0;
    for keeping in keeping.iter().filter(|keeping| due(keeping)) {
        app.store.write(|tx| erase_in(tx, keeping.event, app.now(), By::System, "").map(drop))?;
        events += 1;
    }
    Ok(events)
}

/// Deletes the personal data of an event before its time.
///
/// # Errors
/// Rights; `Invalid(reason)`; `Conflict(erased-already)`.
pub fn erase(app: &App, who: &Who, event: EventId, reason: &str) -> Result<Erased, ServiceError> {
    let reason = reason.trim();
    app.store.write(|tx| {
        let event = locked(tx, who, Action::ParticipantErase, event)?;
        if reason.is_empty() {
            return Err(ServiceError::invalid("reason", "required"));
        }
        if event_terms::get(tx, event.id)?.erased_at.is_some() {
            return Err(ServiceError::conflict("erased-already"));
        }
        erase_in(tx, event.id, app.now(), By::who(who), reason)
    })
}

fn erase_in(tx: &mut Tx, event: EventId, at: DateTime<Utc>, by: By, reason: &str) -> Result<Erased, ServiceError> {
    let erased = personal::erase(tx, event, at.naive_utc())?;
    let Erased { participants, rosters, addresses, letters } = erased;
    let after = json!({
        "rows": participants, "rosters": rosters, "addresses": addresses, "letters": letters, "reason": reason,
    });
    trail::record(tx, at, by, "participant.erase", "event", event.get(), None, Some(after))?;
    Ok(erased)
}

/// Headings after those of the roster.
const FURTHER: [(&str, u16); 5] = [("办理记录", 60), ("考勤", 40), ("成绩", 50), ("证书", 40), ("邮件", 60)];

/// What is kept of one person: what they take or took part in, and the claims that name them.
#[derive(Clone, Debug)]
struct Kept {
    participations: Vec<(Participation, Vec<LogRow>, OwnData)>,
    /// Places on lists of items that no registration stands for.
    lists: Vec<(OnList, OwnData)>,
    claims: Vec<(String, String, String)>,
}

/// In which form one person's data is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Json,
    Xlsx,
}

/// Whether somebody may ask for one person's data at all.
///
/// # Errors
/// Rights.
pub fn may_ask(who: &Who) -> Result<(), ServiceError> {
    Ok(access::can(&who.actor, Action::ParticipantExport, &Facts::NONE)?)
}

/// One person's data over all events the reader sees, found by identity number; where the number is not kept (a
/// list of contestants keeps its end, and a deletion leaves no more), by its end and the birth date, and where of
/// that no more than the year is left by its end and the name. The record says that it was taken, not whose it is.
///
/// # Errors
/// Rights; `Invalid(number)` when it is none, or nobody's.
pub fn person(app: &App, who: &Who, number: &str, name: &str, form: Form) -> Result<File, ServiceError> {
    access::can(&who.actor, Action::ParticipantExport, &Facts::NONE)?;
    // keys: fault-resident-id-length fault-resident-id-character fault-resident-id-date
    // keys: fault-resident-id-check-digit fault-damaged-by-spreadsheet
    let number: ResidentId = number.parse().map_err(|fault: crate::domain::identity::IdentityFault| {
        ServiceError::invalid("number", fault.key().trim_start_matches("fault-"))
    })?;
    let kept = app.store.read(|conn| {
        let visibility = access::visibility(&who.actor, Area::Participant);
        let (tail, name) = (last_four(number.as_str()), tidy(name));
        let known = Known { tail: &tail, born_on: number.birth_date(), name: &name };
        let mut participations = Vec::new();
        for one in personal::participations(conn, visibility, number.as_str(), known)? {
            let log = participants::log_of(conn, one.listed.row.id)?;
            let own = own_data::of(conn, &one.listed.row)?;
            participations.push((one, log, own));
        }
        let mut lists = Vec::new();
        for one in contest_people::on_lists(conn, visibility, known)? {
            // Where they are registered the registration brings their results.
            let registered = |(known, ..): &(Participation, Vec<LogRow>, OwnData)| {
                known.reference == one.event.reference && known.listed.row.name == one.entrant.name
            };
            if !participations.iter().any(registered) {
                let own = own_data::on_list(conn, &one.event, &one.entrant)?;
                lists.push((one, own));
            }
        }
        let visibility = access::visibility(&who.actor, Area::Claim);
        let claims = personal::in_claims(conn, visibility, number.as_str())?;
        Ok::<_, ServiceError>(Kept { participations, lists, claims })
    })?;
    if kept.participations.is_empty() && kept.lists.is_empty() && kept.claims.is_empty() {
        return Err(ServiceError::invalid("number", "nobody-found"));
    }
    let file = match form {
        Form::Json => kept.json(),
        Form::Xlsx => kept.sheet()?,
    };
    let first = kept.participations.first().map_or(0, |(one, ..)| one.listed.row.id.get());
    app.store.write(|tx| {
        let after = json!({ "rows": kept.participations.len() + kept.lists.len(), "claims": kept.claims.len() });
        let by = By::who(who);
        trail::record(tx, app.now(), by, "participant.export-person", "participant", first, None, Some(after))
    })?;
    Ok(file)
}

impl Kept {
    fn json(&self) -> File {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let participation = |(one, log, own): &(Participation, Vec<LogRow>, OwnData)| -> Value {
            let row = &one.listed.row;
            json!({
                "event": { "reference": one.reference, "name": one.event, "from": day(one.starts_on), "to": day(one.ends_on) },
                "item": one.listed.entry,
                "team": one.listed.team,
                "state": row.state,
                "source": row.source,
                "name": row.name,
                "resident_id": row.resident_id,
                "born_on": day(row.born_on),
                "sex": row.sex,
                "unit": row.unit,
                "division": row.division,
                "phone": row.phone,
                "email": row.email,
                "skill_level": row.skill_level,
                "titles": row.titles,
                "remarks": row.remarks,
                "employer": row.employer,
                "entered_at": at(row.created_at),
                "of_the_event": own.json(at),
                "log": log.iter().map(|line| json!({
                    "at": at(line.at), "what": line.what, "before": line.before, "after": line.after,
                    "reason": line.reason, "by": line.user,
                })).collect::<Vec<_>>(),
            })
        };
        let list = |(one, own): &(OnList, OwnData)| -> Value {
            let (row, event) = (&one.entrant, &one.event);
            json!({
                "event": {
                    "reference": event.reference, "name": event.name,
                    "from": day(event.starts_on), "to": day(event.ends_on),
                },
                "item": one.item,
                "name": row.name,
                "id_tail": row.id_tail,
                "born_on": day(row.born_on),
                "sex": row.sex,
                "unit": row.unit,
                "email": row.email,
                "of_the_event": own.json(at),
            })
        };
        let claim = |(reference, title, certificate): &(String, String, String)| json!({ "reference": reference, "title": title, "certificate": certificate });
        let all = json!({
            "participations": self.participations.iter().map(participation).collect::<Vec<_>>(),
            "contest_lists": self.lists.iter().map(list).collect::<Vec<_>>(),
            "claims": self.claims.iter().map(claim).collect::<Vec<_>>(),
        });
        let bytes = serde_json::to_vec_pretty(&all).unwrap_or_default();
        File { name: "个人信息.json".to_owned(), media_type: "application/json", bytes }
    }

    fn sheet(&self) -> Result<File, ServiceError> {
        let places = places();
        let own = [("编号", 16), ("赛事或培训", 32), ("开始日期", 12), ("结束日期", 12)];
        let columns: Vec<(&str, u16)> = own.into_iter().chain(COLUMNS).chain(FURTHER).collect();
        let day = |day: Option<NaiveDate>| day.map_or(Cell::Blank, Cell::Date);
        let row = |(one, log, data): &(Participation, Vec<LogRow>, OwnData)| {
            let told: Vec<String> = log.iter().map(|line| told(line, &places)).collect();
            let own = [cell(&one.reference), cell(&one.event), day(one.starts_on), day(one.ends_on)];
            own.into_iter()
                .chain(cells(&one.listed, &places))
                .chain([cell(&told.join("\n"))])
                .chain(data.cells(at).map(|text| cell(&text)))
                .collect()
        };
        let list = |(one, data): &(OnList, OwnData)| {
            let (row, event) = (&one.entrant, &one.event);
            let sex = row.sex.as_deref().map_or("", |sex| if sex == "male" { "男" } else { "女" });
            let of_person = |(heading, _): (&str, u16)| match heading {
                "姓名" => cell(&row.name),
                "身份证号" => cell(&format!("末四位 {}", row.id_tail)),
                "性别" => cell(sex),
                "出生日期" => day(row.born_on),
                "单位" => cell(&row.unit),
                "邮箱" => cell(&row.email),
                "参赛项目" => cell(&one.item),
                _ => Cell::Blank,
            };
            let own = [cell(&event.reference), cell(&event.name), day(event.starts_on), day(event.ends_on)];
            own.into_iter()
                .chain(COLUMNS.map(of_person))
                .chain([cell("竞赛项目选手名单")])
                .chain(data.cells(at).map(|text| cell(&text)))
                .collect()
        };
        let claim = |(reference, title, certificate): &(String, String, String)| {
            let mut cells = vec![cell(reference), cell(title)];
            cells.resize(columns.len() - FURTHER.len(), Cell::Blank);
            cells.push(cell(&format!("补助申领人员名单；证书 {certificate}")));
            cells.resize(columns.len(), Cell::Blank);
            cells
        };
        let rows = self.participations.iter().map(row);
        let rows = rows.chain(self.lists.iter().map(list)).chain(self.claims.iter().map(claim)).collect();
        Format::Xlsx.list("个人信息", &columns, rows)
    }
}

fn at(moment: chrono::NaiveDateTime) -> String {
    time::in_shanghai(moment.and_utc()).format("%Y-%m-%d %H:%M").to_string()
}

fn told(line: &LogRow, places: &Places) -> String {
    let what = line.what.parse::<Happening>().map_or_else(|_| line.what.clone(), |what| happened(what).to_owned());
    let said = |text: &str| in_words(text, places);
    let parts = [at(line.at), what, said(&line.before), said(&line.after), line.reason.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

const fn happened(what: Happening) -> &'static str {
    match what {
        Happening::Entered => "录入名册",
        Happening::Updated => "由花名册更新",
        Happening::Excepted => "不符合报名条件，例外准入",
        Happening::Registered => "报名",
        Happening::Admitted => "录取",
        Happening::Refused => "审核未通过",
        Happening::Waiting => "列入候补",
        Happening::Offered => "候补递补",
        Happening::Confirmed => "确认名额",
        Happening::Withdrawn => "退出",
        Happening::Left => "本人要求退出",
        Happening::Replaced => "更换为他人",
        Happening::TookOver => "接替他人",
        Happening::Lapsed => "逾期未确认",
        Happening::ChangeAsked => "申请变更",
        Happening::ChangeDropped => "撤回变更申请",
        Happening::Changed => "变更",
        Happening::ChangeRefused => "变更未通过",
        Happening::Erased => "删除个人信息",
    }
}
