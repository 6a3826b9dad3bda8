//! A notice: the public page with its objection form, and beside it the office's part.

use super::list::running;
use crate::domain::money::Fen;
use crate::domain::notice::LineState;
use crate::service::Fault;
use crate::service::notices::{Desk, Filed, Objected, Published, PublishedLine};
use crate::text::parts::{Choice, Control, Field, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::{family, phrase};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

/// What the objection form sent.
#[derive(Default)]
pub struct Typed {
    pub line: String,
    pub filed: Filed,
}

#[derive(Debug, Serialize)]
pub struct NoticeView {
    pub path: String,
    pub reference: String,
    pub heading: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub state: Tag,
    pub lines: Vec<Line>,
    pub sum: Fen,
    /// The objection form, while the notice runs.
    pub form: Option<Form>,
    pub objections: Vec<Objection>,
    /// The reader may approve some lines now.
    pub ripe: usize,
}

/// One line: what the file shows, too.
#[derive(Debug, Serialize)]
pub struct Line {
    pub id: i64,
    pub number: u32,
    pub reference: String,
    pub unit: String,
    /// The person of an award, masked.
    pub person: Option<String>,
    pub title: String,
    pub place: Phrase,
    pub rule: Phrase,
    pub amount: Fen,
    pub state: Tag,
    pub ripe: bool,
}

/// An objection, for the office.
#[derive(Debug, Serialize)]
pub struct Objection {
    pub id: i64,
    pub line: i32,
    pub title: String,
    pub name: String,
    pub contact: String,
    pub reasons: String,
    pub filed_at: NaiveDateTime,
    pub answer: Option<String>,
    pub upheld: Option<Tag>,
    pub answered_by: Option<String>,
    pub answered_at: Option<NaiveDateTime>,
    pub may_answer: bool,
    pub fault: Option<Phrase>,
}

fn tone(state: LineState) -> Tone {
    match state {
        LineState::Published => Tone::Going,
        LineState::Held => Tone::Wait,
        LineState::Cleared => Tone::Done,
        LineState::Superseded | LineState::TakenOff => Tone::Plain,
    }
}

impl NoticeView {
    pub fn new(notice: &Published, desk: &Desk, today: NaiveDate, typed: &Typed, faults: &[Fault]) -> NoticeView {
        let line = |line: &PublishedLine| Line {
            id: line.id.get(),
            number: line.row.number,
            reference: line.row.reference.clone(),
            unit: line.row.unit.clone(),
            person: line.row.named(),
            title: line.row.title.clone(),
            place: line.place.clone().into(),
            rule: line.rule.clone().into(),
            amount: line.row.amount,
            state: Tag::new(tone(line.state), family!("notice-line", line.state.as_str())),
            ripe: desk.ripe.contains(&line.id),
        };
        NoticeView {
            path: format!("/notices/{}", notice.id),
            reference: notice.reference.clone(),
            heading: notice.title.clone(),
            first: notice.first,
            last: notice.last,
            state: running(notice.last, today),
            lines: notice.lines.iter().map(line).collect(),
            sum: notice.sum(),
            form: notice.open.then(|| form(notice, today, typed, faults)),
            objections: desk.objections.iter().map(objection).collect(),
            ripe: desk.ripe.len(),
        }
    }

    /// Says what was wrong with the answer to one objection.
    pub fn fault_of_answer(&mut self, id: i64, fault: Option<Phrase>) {
        if let Some(objection) = self.objections.iter_mut().find(|objection| objection.id == id) {
            objection.fault = fault;
        }
    }
}

fn form(notice: &Published, today: NaiveDate, typed: &Typed, faults: &[Fault]) -> Form {
    let field = |control, name: &str, label: Phrase, value: &str| {
        let fault = faults.iter().find(|fault| fault.field == name);
        Field::new(control, name, label)
            .value(value)
            .error(fault.map(|fault| fault_phrase(FaultFamily::Field, fault)))
            .required()
    };
    let open = notice.lines.iter().filter(|line| line.state.open_to_objection(notice.last, today));
    let choices = open.map(|line| {
        let row = &line.row;
        Choice::new(line.id.to_string(), Phrase::typed(format!("{}. {} {}", row.number, row.unit, row.title)))
    });
    let form = Form::new(vec![
        field(Control::Select, "line", phrase!("notice-object-line"), &typed.line).choices(choices),
        field(Control::Text, "name", phrase!("notice-object-name"), &typed.filed.name)
            .help(phrase!("notice-object-name-help"))
            .autocomplete("name"),
        field(Control::Text, "contact", phrase!("notice-object-contact"), &typed.filed.contact)
            .help(phrase!("notice-object-contact-help")),
        field(Control::Textarea, "reasons", phrase!("notice-object-reasons"), &typed.filed.reasons)
            .help(phrase!("notice-object-reasons-help")),
    ]);
    match faults.iter().find(|fault| fault.field.is_empty()) {
        Some(fault) => form.fault(fault_phrase(FaultFamily::Field, fault)),
        None => form,
    }
}

fn objection(shown: &Objected) -> Objection {
    let row = &shown.objection;
    let ruling = |upheld: bool| match upheld {
        true => Tag::new(Tone::Stop, phrase!("notice-upheld")),
        false => Tag::new(Tone::Done, phrase!("notice-dismissed")),
    };
    Objection {
        id: row.id.get(),
        line: shown.line,
        title: shown.title.clone(),
        name: row.objector_name.clone(),
        contact: row.contact.clone(),
        reasons: row.reasons.clone(),
        filed_at: row.filed_at,
        answer: row.answer.clone(),
        upheld: row.upheld.map(ruling),
        answered_by: shown.answered_by.clone(),
        answered_at: row.answered_at,
        may_answer: shown.may_answer,
        fault: None,
    }
}

impl Page for NoticeView {
    const TEMPLATE: &'static str = "pages/notices/show";

    fn title(&self, _: Say) -> String {
        self.heading.clone()
    }

    fn sample() -> NoticeView {
        let (published, desk) = example();
        let today = published.last;
        let faults = [Fault::new("name", "anonymous"), Fault::new("", "too-many-objections")];
        let typed = Typed { line: "1".to_owned(), filed: Filed { name: "匿名".to_owned(), ..Filed::default() } };
        NoticeView::new(&published, &desk, today, &typed, &faults)
    }

    fn samples() -> Vec<NoticeView> {
        let (published, desk) = example();
        let after = published.last.succ_opt().unwrap_or_default();
        let over = Published { open: false, ..published.clone() };
        vec![
            NoticeView::sample(),
            NoticeView::new(&published, &Desk::default(), published.first, &Typed::default(), &[]),
            NoticeView::new(&over, &desk, after, &Typed::default(), &[]),
        ]
    }
}

/// A notice of two lines, one of them held.
fn example() -> (Published, Desk) {
    use crate::domain::ids::{NoticeId, NoticeLineId, ObjectionId};
    use crate::domain::lang::Words;
    use crate::domain::notice::PublicRow;
    use crate::storage::notices::ObjectionRow;
    let day = |day| NaiveDate::from_ymd_opt(2019, 11, day).unwrap_or_default();
    let words = |zh: &str, en: &str| Words { zh: zh.to_owned(), en: en.to_owned() };
    let line = |number: u32, unit: &str, title: &str, yuan, state| PublishedLine {
        id: NoticeLineId::new(number.into()),
        row: PublicRow {
            number,
            reference: format!("JX-2019-{:04}", 41 + number),
            unit: unit.to_owned(),
            person: None,
            id_tail: None,
            title: title.to_owned(),
            rule: "competition.host".to_owned(),
            amount: Fen::yuan(yuan),
        },
        rule: words("承办职业技能竞赛补助", "Hosting a skill competition"),
        place: words("双高-七", "T2-7"),
        state,
    };
    let published = Published {
        id: NoticeId::new(1),
        reference: "GS-2019-0001".to_owned(),
        title: "2019年职业技能补助公示".to_owned(),
        first: day(18),
        last: day(25),
        lines: vec![
            line(1, "温州市示例建筑业协会", "建筑抹灰工技能竞赛承办补助", 50_000, LineState::Published),
            line(2, "温州示例技师学院", "叉车司机竞赛承办补助", 23_456, LineState::Held),
        ],
        open: true,
    };
    let filed = |id, answer: Option<&str>| Objected {
        objection: ObjectionRow {
            id: ObjectionId::new(id),
            notice_line_id: NoticeLineId::new(2),
            objector_name: "测试甲".to_owned(),
            contact: "objector@example.com".to_owned(),
            reasons: "参赛名单中有三人当日在外地,附车票。".to_owned(),
            filed_at: day(20).and_hms_opt(2, 30, 0).unwrap_or_default(),
            answer: answer.map(str::to_owned),
            upheld: answer.map(|_| false),
            answered_by: None,
            answered_at: answer.and_then(|_| day(21).and_hms_opt(2, 30, 0)),
        },
        line: 2,
        title: "叉车司机竞赛承办补助".to_owned(),
        answered_by: answer.map(|_| "张初审".to_owned()),
        may_answer: answer.is_none(),
    };
    let objections = vec![filed(1, Some("经核查签到表和监控记录,三人当日到场。")), filed(2, None)];
    (published, Desk { objections, ripe: vec![NoticeLineId::new(1)] })
}
