//! The register of titles as a file: what others granted before is taken over from a table, all of it or
//! nothing; what is here is given out, masked as the page is.

use super::terms_of;
use crate::domain::access::{self, Action, Area, Facts};
use crate::domain::heading::{Columns, TextTable};
use crate::domain::identity::{CreditCode, PersonName, ResidentId, digits_masked, last_four};
use crate::domain::ids::TitleId;
use crate::domain::money::Fen;
use crate::domain::people::OrganisationKind;
use crate::domain::recognition::{Programme, Subject};
use crate::domain::reference::{Reference, Series};
use crate::domain::text::{compact, tidy};
use crate::service::app::{App, Who};
use crate::service::error::{Fault, ServiceError};
use crate::service::files::{File, Format, cell, read_table};
use crate::service::holdings::as_held;
use crate::service::trail::{self, By};
use crate::sheets::Cell;
use crate::storage::people::Organisation;
use crate::storage::titles::{self as rows, NewTitle, TitleRow};
use crate::storage::{Conn, people};
use chrono::{Datelike, NaiveDate};
use serde_json::json;
use std::collections::BTreeSet;

/// Largest file, in bytes.
const MAX_BYTES: usize = 5 << 20;

#[derive(Clone, Copy, PartialEq)]
enum Field {
    Number,
    Programme,
    Name,
    Identity,
    Unit,
    GrantedOn,
    ValidUntil,
    Document,
    Paid,
}

const NAMES: &[(Field, &[&str])] = &[
    (Field::Number, &["编号", "证书编号", "number"]),
    (Field::Programme, &["称号", "项目", "title"]),
    (Field::Name, &["姓名或企业名称", "姓名", "企业名称", "name"]),
    (Field::Identity, &["身份证号或统一社会信用代码", "身份证号", "统一社会信用代码", "identity"]),
    (Field::Unit, &["单位", "工作单位", "unit"]),
    (Field::GrantedOn, &["授予日期", "granted on"]),
    (Field::ValidUntil, &["有效期至", "valid until"]),
    (Field::Document, &["文号", "document"]),
    (Field::Paid, &["已拨付（元）", "已拨付", "paid"]),
];

const NEEDED: &[Field] =
    &[Field::Number, Field::Programme, Field::Name, Field::Identity, Field::Unit, Field::GrantedOn, Field::Document];

/// An empty table with the headings that are understood.
///
/// # Errors
/// Rights.
pub fn template(who: &Who, format: Format) -> Result<File, ServiceError> {
    super::may_open(who)?;
    const WIDTHS: [u16; 9] = [16, 24, 20, 26, 30, 14, 14, 24, 14];
    let columns: Vec<(&str, u16)> = NAMES.iter().map(|(_, names)| names[0]).zip(WIDTHS).collect();
    format.list("称号导入模板", &columns, Vec::new())
}

/// The titles within the person's sight; numbers of identity are masked.
///
/// # Errors
/// Rights.
pub fn export(app: &App, who: &Who, format: Format) -> Result<File, ServiceError> {
    access::can(&who.actor, Action::RecognitionView, &Facts::NONE)?;
    let today = app.today();
    let seen = access::visibility(&who.actor, Area::Recognition);
    let all = app.store.read(|conn| Ok::<_, ServiceError>(rows::list(conn, seen, None, None)?))?;
    let line = |row: TitleRow| {
        let title = terms_of(&row.programme).map_or(row.programme.clone(), |one| one.title.zh.clone());
        let state = match as_held(&row, None).standing(today).as_str() {
            "valid" => "有效",
            "expired" => "已到期",
            _ => "已撤销",
        };
        let day = |day: Option<NaiveDate>| day.map_or(Cell::Blank, |day| cell(&day.to_string()));
        vec![
            cell(&row.number),
            cell(&title),
            cell(&row.name),
            cell(&digits_masked(&row.identity)),
            cell(&row.unit_name),
            day(Some(row.granted_on)),
            day(row.valid_until),
            cell(&row.document),
            cell(state),
            cell(&row.withdrawal),
        ]
    };
    let columns = [
        ("编号", 16),
        ("称号", 24),
        ("姓名或企业名称", 20),
        ("证件号", 24),
        ("单位", 30),
        ("授予日期", 14),
        ("有效期至", 14),
        ("文号", 24),
        ("状态", 10),
        ("撤销理由", 24),
    ];
    format.list("称号登记册", &columns, all.into_iter().map(line).collect())
}

/// A title of the table, read.
struct Read {
    row: usize,
    number: String,
    programme: &'static Programme,
    name: String,
    identity: String,
    unit: String,
    granted_on: NaiveDate,
    valid_until: Option<NaiveDate>,
    document: String,
    paid: Fen,
}

/// Takes titles over that were granted elsewhere; the same file again changes nothing. How many are new. A credit code
/// whose check digit is wrong is taken where it was compared with the original: `confirmed`.
///
/// # Errors
/// Rights; `Invalid` with every fault of every row, and then nothing is entered.
pub fn import(app: &App, who: &Who, file: &str, bytes: &[u8], confirmed: bool) -> Result<usize, ServiceError> {
    super::may_open(who)?;
    let table = read_table(bytes, file, MAX_BYTES)?;
    let (read, faults) = read_rows(&table, app.today(), confirmed);
    let at = app.now();
    app.store.write(|tx| {
        let mut faults = faults;
        let mut new = Vec::new();
        for one in read {
            match stands(tx, &one)? {
                // The program gives these itself, to the titles it grants.
                Known::No if one.number.parse::<Reference>().is_ok_and(|known| known.series == Series::Title) => {
                    faults.push(row_fault("title-own-series", one.row, &one.number));
                    continue;
                }
                Known::No => {}
                Known::Same => continue,
                Known::Other(field) => {
                    let value = if field == "title-number" { &one.number } else { &one.name };
                    faults.push(Fault::new("file", field).with("row", one.row).with("value", value));
                    continue;
                }
            }
            match people::organisation_named(tx, &one.unit)? {
                Some(unit) if unit.kind == OrganisationKind::Bureau => {
                    faults.push(row_fault("title-bureau", one.row, &one.unit));
                }
                Some(unit) if !is_itself(&one, &unit) => {
                    faults.push(row_fault("title-enterprise", one.row, &one.name).with("unit", &one.unit));
                }
                Some(unit) => new.push((one, unit)),
                None => faults.push(row_fault("title-unit", one.row, &one.unit)),
            }
        }
        if !faults.is_empty() {
            faults.sort_by_key(|fault| fault.args.get("row").and_then(|row| row.parse::<usize>().ok()));
            return Err(ServiceError::Invalid(faults));
        }
        let count = new.len();
        for (one, unit) in new {
            let title = NewTitle {
                number: &one.number,
                programme: &one.programme.id,
                year: one.granted_on.year(),
                subject: one.programme.subject.as_str(),
                identity: &one.identity,
                name: &one.name,
                unit_name: &unit.name,
                organisation_id: unit.id.get(),
                division: &unit.division.to_string(),
                nomination_id: None,
                rule: &one.programme.award.rule,
                yearly_review: one.programme.yearly_review,
                granted_on: one.granted_on,
                document: &one.document,
                valid_until: one.valid_until,
                claim_id: None,
                created_at: at.naive_utc(),
                paid_elsewhere: one.paid.0,
            };
            let id: TitleId = rows::insert(tx, &title)?;
            let after = json!({ "number": one.number, "name": one.name, "unit": unit.id, "amount": one.paid.0 });
            trail::record(tx, at, By::who(who), "title.import", "title", id.get(), None, Some(after))?;
        }
        Ok(count)
    })
}

fn row_fault(code: &'static str, row: usize, value: &str) -> Fault {
    Fault::new("file", code).with("row", row).with("value", value)
}

/// The title of an enterprise stands with that enterprise: by its name, and its code where the register has one.
fn is_itself(one: &Read, unit: &Organisation) -> bool {
    let same_code = unit.credit_code.as_ref().is_none_or(|code| *code == one.identity);
    one.programme.subject == Subject::Person || (one.name == unit.name && same_code)
}

enum Known {
    No,
    Same,
    /// Somebody else's number, or the same title otherwise: by the fault's code.
    Other(&'static str),
}

fn stands(conn: &mut Conn, one: &Read) -> Result<Known, ServiceError> {
    let held = rows::of_identity(conn, &one.identity)?;
    if held.iter().any(|(row, _)| row.name != one.name) {
        return Ok(Known::Other("title-other-name"));
    }
    if let Some((row, _)) = held.iter().find(|(row, _)| row.programme == one.programme.id) {
        let same = (row.number.as_str(), row.name.as_str(), row.granted_on) == (&one.number, &one.name, one.granted_on);
        return Ok(if same { Known::Same } else { Known::Other("title-repeated") });
    }
    Ok(if rows::has_number(conn, &one.number)? { Known::Other("title-number") } else { Known::No })
}

// keys: fault-title-future fault-title-other-name
// keys: fault-title-programme fault-title-name fault-title-identity fault-title-unit fault-title-day
// keys: fault-title-number fault-title-paid fault-title-repeated fault-title-document fault-title-no-number
// keys: fault-title-code-doubtful fault-title-until fault-title-own-series fault-title-bureau fault-title-enterprise
fn read_rows(table: &TextTable, today: NaiveDate, confirmed: bool) -> (Vec<Read>, Vec<Fault>) {
    let columns = Columns::find(&table.heading, NAMES);
    let lacking = NEEDED.iter().filter(|field| !columns.has(**field));
    let lacking = lacking.filter_map(|field| NAMES.iter().find(|(one, _)| one == field));
    let lacking: Vec<&str> = lacking.map(|(_, names)| names[0]).collect();
    if !lacking.is_empty() {
        let names = lacking.join("\u{3001}");
        return (Vec::new(), vec![Fault::new("file", "title-columns").with("names", names)]);
    }
    let mut faults = Vec::new();
    let (mut read, mut numbers, mut titles) = (Vec::<Read>::new(), BTreeSet::new(), BTreeSet::new());
    for (row, cells) in &table.rows {
        let cell = |field| tidy(columns.cell(cells, field));
        let mut wrong = |code: &'static str, value: &str| {
            faults.push(Fault::new("file", code).with("row", row).with("value", value));
        };
        let programme = terms_of(&cell(Field::Programme));
        if programme.is_none() {
            wrong("title-programme", &cell(Field::Programme));
        }
        let subject = programme.map(|one| one.subject);
        let name = cell(Field::Name);
        if name.is_empty() || (subject == Some(Subject::Person) && name.parse::<PersonName>().is_err()) {
            wrong("title-name", &name);
        }
        let typed = compact(&cell(Field::Identity));
        let identity = match subject {
            // Eighteen digits that are somebody's number are no enterprise's code.
            Some(Subject::Enterprise) if typed.parse::<ResidentId>().is_ok() => None,
            Some(Subject::Enterprise) => match CreditCode::parse(&typed) {
                Ok((_, Some(_))) if !confirmed => {
                    wrong("title-code-doubtful", &last_four(&typed));
                    continue;
                }
                read => read.ok().map(|(code, _)| code.as_str().to_owned()),
            },
            _ => {
                typed.parse::<ResidentId>().ok().filter(|id| id.is_plausible_on(today)).map(|id| id.as_str().to_owned())
            }
        };
        if identity.is_none() && subject.is_some() {
            // The number itself is not repeated: a page or a log would keep it.
            wrong("title-identity", &last_four(&typed));
        }
        let number = cell(Field::Number);
        if number.is_empty() {
            wrong("title-no-number", "");
        } else if !numbers.insert(number.clone()) {
            wrong("title-number", &number);
        }
        let day = |text: &str| text.replace(['/', '.'], "-").parse::<NaiveDate>().ok();
        let granted_on = day(&cell(Field::GrantedOn));
        if granted_on.is_none() {
            wrong("title-day", &cell(Field::GrantedOn));
        } else if granted_on.is_some_and(|day| day > today) {
            wrong("title-future", &cell(Field::GrantedOn));
        }
        let until = cell(Field::ValidUntil);
        let valid_until = day(&until).filter(|last| granted_on.is_none_or(|first| *last >= first));
        if !until.is_empty() && valid_until.is_none() {
            wrong("title-until", &until);
        }
        if cell(Field::Document).is_empty() {
            wrong("title-document", "");
        }
        let paid_text = cell(Field::Paid);
        let paid = if paid_text.is_empty() { Some(Fen::ZERO) } else { paid_text.parse::<Fen>().ok() };
        let paid = paid.filter(|paid| paid.0 >= 0);
        if paid.is_none() {
            wrong("title-paid", &paid_text);
        }
        if let (Some(programme), Some(identity)) = (programme, &identity)
            && !titles.insert((programme.id.clone(), identity.clone()))
        {
            wrong("title-repeated", &name);
        }
        let (Some(programme), Some(identity), Some(granted_on), Some(paid)) = (programme, identity, granted_on, paid)
        else {
            continue;
        };
        let (unit, document) = (cell(Field::Unit), cell(Field::Document));
        read.push(Read { row: *row, number, programme, name, identity, unit, granted_on, valid_until, document, paid });
    }
    (read, faults)
}
