//! Certificates of completion: the list that is printed, and the page behind a code.

use crate::domain::ids::{CertificateId, EventId, ParticipantId};
use crate::domain::lang::Lang;
use crate::domain::participant::attendance::FlagKind;
use crate::domain::participant::completion::Tally;
use crate::service::ServiceError;
use crate::service::completions::{self, Again, Completion, Completions, Doubtful, Why};
use crate::text::parts::{Choice, Control, Field, Form, Tag, Tone};
use crate::text::{Page, Phrase, Say, format};
use crate::web::answer::{Answer, Result};
use crate::web::docx;
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::forms::Checked;
use crate::web::pages::notices::id;
use crate::web::qr::{Qr, modules, qr};
use crate::web::shell::View;
use crate::{family, key, phrase};
use chrono::NaiveDate;
use rocket::http::Status;
use rocket::{Route, get, post, routes};
use serde::Serialize;
use std::collections::BTreeSet;

pub fn routes() -> Vec<Route> {
    routes![list, document, issue, revoke]
}

#[derive(Debug, Serialize)]
pub struct CompletionList {
    pub event_path: String,
    pub name: String,
    pub path: String,
    pub asked: String,
    pub sheets: Vec<Sheet>,
    /// The document with all that are good, if there are any.
    pub file: Option<String>,
    /// Name and `1/4`.
    pub withheld: Vec<(String, String)>,
    /// Name and what is in doubt about their presence.
    pub doubted: Vec<(String, Phrase)>,
    /// Good ones whose attendance no longer bears them out.
    pub doubtful: Vec<DoubtfulLine>,
    /// How many are due one, how many are not and why; none where nothing can be issued.
    pub tally: Option<Phrase>,
    /// The form that issues; none where there is nothing to issue or the reader may not.
    pub issue: Option<Form>,
    pub fault: Option<FaultLine>,
}

/// What was wrong with a form, and the field to be mended.
#[derive(Debug, Serialize)]
pub struct FaultLine {
    pub text: Phrase,
    pub field: String,
}

/// A certificate that is good although its attendance no longer bears it out.
#[derive(Debug, Serialize)]
pub struct DoubtfulLine {
    pub id: i64,
    pub name: String,
    pub number: String,
    pub now: Phrase,
    /// The form that revokes it.
    pub revoke: Option<String>,
}

/// What stands against a certificate now.
pub fn doubt(of: &Doubtful) -> Phrase {
    match of.why {
        Why::Short(share) => phrase!("completions-doubtful-now", attended = share.attended, expected = share.of),
        Why::Left => phrase!("completions-doubtful-left"),
        Why::Doubted(flag) => {
            let kind = family!("attendance-flag", flag.as_str());
            let said = |lang| format!("{}{}", phrase!("completions-doubtful-flag").say(lang), kind.say(lang));
            Phrase::both(said(Lang::Zh), said(Lang::En))
        }
    }
}

#[derive(Debug, Serialize)]
pub struct Sheet {
    pub id: i64,
    pub of: CompletionView,
    pub address: String,
    pub qr: Option<Qr>,
    /// The form that revokes it; a doubtful one has its form in their list.
    pub revoke: Option<String>,
}

/// What a certificate of completion says.
#[derive(Debug, Serialize)]
pub struct CompletionView {
    pub number: String,
    pub name: String,
    pub event: String,
    pub organiser: String,
    pub days: Option<(NaiveDate, NaiveDate)>,
    pub attended: i32,
    pub expected: i32,
    pub issued_on: NaiveDate,
    pub state: Tag,
    pub revoked: Option<String>,
    /// The number of the one issued in its place.
    pub replaced: Option<String>,
}

impl From<&Completion> for CompletionView {
    fn from(of: &Completion) -> CompletionView {
        let state = match of.revoked {
            Some(_) => Tag::new(Tone::Stop, phrase!("certificate-revoked")),
            None => Tag::new(Tone::Done, phrase!("certificate-valid")),
        };
        CompletionView {
            number: of.number.clone(),
            name: of.name.clone(),
            event: of.event.clone(),
            organiser: of.organiser.clone(),
            days: of.days,
            attended: of.attended,
            expected: of.expected,
            issued_on: of.issued_on,
            state,
            revoked: of.revoked.clone(),
            replaced: of.replaced.clone(),
        }
    }
}

/// Who was revoked is left out unless ticked; nothing to send where nobody is due and nobody could be ticked.
fn issue_form(shown: &Completions) -> Option<Form> {
    if !shown.may || !shown.ready || (shown.tally.issue == 0 && shown.again.is_empty()) {
        return None;
    }
    let of = |of: &Again| again(of.participant.to_string(), &of.name, (&of.number, &of.reason));
    Some(again_form(shown.again.iter().map(of).collect()))
}

/// Somebody whose certificate was revoked, by the last one's number and why it was; of any kind of certificate.
pub fn again(value: String, name: &str, (number, reason): (&str, &str)) -> Choice {
    let said = phrase!("completions-again-of", number = number, reason = reason);
    Choice { help: Some(said), ..Choice::new(value, Phrase::typed(name)) }
}

/// Asks to whom certificates are issued again, where there is somebody.
pub fn again_form(again: Vec<Choice>) -> Form {
    if again.is_empty() {
        return Form::new(Vec::new());
    }
    let field = Field::new(Control::Checks, "again", phrase!("completions-again"));
    let boxes = again.into_iter().map(|one| (one, false));
    Form::new(vec![field.help(phrase!("completions-again-help")).boxes(boxes)])
}

fn said_of(kind: FlagKind) -> Phrase {
    family!("attendance-flag", kind.as_str())
}

/// How many are due a certificate, and how many are not and why.
pub fn tally(of: Tally) -> Phrase {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    phrase!(
        "completions-tally",
        due = count(of.issue),
        has = count(of.has),
        short = count(of.short),
        revoked = count(of.revoked),
        doubted = count(of.doubted)
    )
}

impl CompletionList {
    fn new(shown: &Completions, fault: Option<FaultLine>) -> CompletionList {
        let event_path = format!("/events/{}", shown.event.id);
        let path = format!("{event_path}/completions");
        let sheet = |of: &Completion| Sheet {
            id: of.id.get(),
            of: CompletionView::from(of),
            address: of.address.clone(),
            qr: qr(&of.address),
            revoke: (shown.may && of.revoked.is_none() && !shown.doubtful.iter().any(|doubt| doubt.id == of.id))
                .then(|| format!("{path}/{}/revoke", of.id)),
        };
        let doubtful = |of: &Doubtful| DoubtfulLine {
            id: of.id.get(),
            name: of.name.clone(),
            number: of.number.clone(),
            now: doubt(of),
            revoke: shown.may.then(|| format!("{path}/{}/revoke", of.id)),
        };
        CompletionList {
            name: shown.event.name.clone(),
            asked: shown.asked.in_words(),
            sheets: shown.all.iter().map(sheet).collect(),
            file: shown.all.iter().any(|of| of.revoked.is_none()).then(|| format!("{path}/file")),
            withheld: match shown.ready {
                true => shown.withheld.iter().map(|(name, has, of)| (name.clone(), format!("{has}/{of}"))).collect(),
                false => Vec::new(),
            },
            doubted: match shown.ready {
                true => shown.doubted.iter().map(|(name, kind)| (name.clone(), said_of(*kind))).collect(),
                false => Vec::new(),
            },
            doubtful: shown.doubtful.iter().map(doubtful).collect(),
            tally: shown.ready.then(|| tally(shown.tally)),
            issue: issue_form(shown),
            fault,
            event_path,
            path,
        }
    }
}

/// The certificates that are good, as one document in Chinese, a page each; `None` if it cannot be written.
fn pages(all: &[Completion]) -> Option<Vec<u8>> {
    let page = |of: &Completion| {
        let said = phrase!(
            "completions-text",
            event = of.event.as_str(),
            attended = i64::from(of.attended),
            expected = i64::from(of.expected)
        );
        let mut lines = vec![said.say(Lang::Zh).into_owned(), String::new()];
        lines.extend(of.days.map(|(first, last)| format::span(Lang::Zh, first, last, false)));
        lines.extend([of.organiser.clone(), format::date(Lang::Zh, of.issued_on)]);
        docx::Page {
            heading: phrase!("completion-heading").say(Lang::Zh).into_owned(),
            name: of.name.clone(),
            lines,
            picture: modules(&of.address).map(|(size, dark)| docx::png(size, &dark)),
            foot: format!("{} {}", phrase!("certificate-number").say(Lang::Zh), of.number),
        }
    };
    let good: Vec<docx::Page> = all.iter().filter(|of| of.revoked.is_none()).map(page).collect();
    docx::docx(&good)
}

#[get("/events/<id>/completions/file")]
async fn document(view: View, id: i64) -> Result {
    let event = self::id::<EventId>(id)?;
    let shown = view.act(move |app, who| completions::list(app, who, event)).await?;
    if shown.all.iter().all(|of| of.revoked.is_some()) {
        return Err(ServiceError::NotFound.into());
    }
    let bytes = pages(&shown.all).ok_or(ServiceError::Busy)?;
    let name = format!("{} 结业证书.docx", shown.event.name);
    Ok(Answer::File { name, media_type: crate::domain::media::Media::Docx.as_str().to_owned(), bytes })
}

async fn page(view: View, event: EventId, fault: Option<FaultLine>) -> Result {
    let shown = view.act(move |app, who| completions::list(app, who, event)).await?;
    let status = if fault.is_none() { Status::Ok } else { Status::UnprocessableEntity };
    view.page_as(status, &CompletionList::new(&shown, fault))
}

#[get("/events/<id>/completions")]
async fn list(view: View, id: i64) -> Result {
    page(view, self::id(id)?, None).await
}

#[post("/events/<id>/completions", data = "<form>")]
async fn issue(view: View, id: i64, form: Checked) -> Result {
    let event = self::id::<EventId>(id)?;
    let ticked = form.0.prefixed("again.");
    let again: BTreeSet<_> = ticked.keys().filter_map(|id| id.parse().ok()).map(ParticipantId::new).collect();
    let issued = view.act(move |app, who| completions::issue(app, who, event, &again)).await?;
    let path = format!("/events/{id}/completions");
    // Why there was nothing to issue stands on the page, in numbers.
    Ok(match issued.numbers.is_empty() {
        true => Answer::done(path, "completions-nothing"),
        false => Answer::done(path, "completions-issued"),
    })
}

#[post("/events/<id>/completions/<certificate>/revoke", data = "<form>")]
async fn revoke(view: View, id: i64, certificate: i64, form: Checked) -> Result {
    let (event, which) = (self::id::<EventId>(id)?, self::id::<CertificateId>(certificate)?);
    let reason = form.0.text("reason").to_owned();
    match view.act(move |app, who| completions::revoke(app, who, event, which, &reason)).await {
        Ok(()) => Ok(Answer::done(format!("/events/{id}/completions"), "completion-revoked")),
        Err(ServiceError::Invalid(faults)) => {
            let field = format!("revoke-{certificate}");
            let said = |fault| FaultLine { text: fault_phrase(FaultFamily::Field, fault), field };
            let fault = faults.first().map(said);
            page(view, event, fault).await
        }
        Err(error) => Err(error.into()),
    }
}

fn sample_completion(revoked: Option<&str>) -> Completion {
    let day = |day| NaiveDate::from_ymd_opt(2019, 11, day);
    Completion {
        id: CertificateId::new(if revoked.is_some() { 2 } else { 1 }),
        number: "ZS-2019-0001".to_owned(),
        name: "测试学员甲".to_owned(),
        event: "样例高级研修班".to_owned(),
        organiser: "样例建筑行业协会".to_owned(),
        days: day(18).zip(day(19)),
        attended: 4,
        expected: 4,
        issued_on: day(20).unwrap_or_default(),
        revoked: revoked.map(str::to_owned),
        replaced: revoked.map(|_| "ZS-2019-0004".to_owned()),
        address: "http://127.0.0.1:8000/certificates/sample-code".to_owned(),
    }
}

impl Page for CompletionList {
    const TEMPLATE: &'static str = "pages/attendance/completions";

    fn title(&self, say: Say) -> String {
        say.t(key!("completions-title"))
    }

    fn sample() -> CompletionList {
        let shown = Completions {
            event: crate::web::pages::schedule::sample_event(),
            all: vec![sample_completion(None), sample_completion(Some("出勤更正。"))],
            withheld: vec![("测试学员乙".to_owned(), 1, 4)],
            doubted: vec![("测试学员丁".to_owned(), FlagKind::Twice)],
            doubtful: vec![
                Doubtful {
                    id: CertificateId::new(1),
                    number: "ZS-2019-0001".to_owned(),
                    name: "测试学员甲".to_owned(),
                    why: Why::Short(crate::domain::participant::attendance::Share { attended: 1, of: 4 }),
                },
                Doubtful {
                    id: CertificateId::new(2),
                    number: "ZS-2019-0003".to_owned(),
                    name: "测试学员戊".to_owned(),
                    why: Why::Doubted(FlagKind::Elsewhere),
                },
            ],
            again: vec![Again {
                participant: ParticipantId::new(13),
                name: "测试学员丙".to_owned(),
                number: "ZS-2019-0002".to_owned(),
                reason: "出勤更正。".to_owned(),
            }],
            tally: crate::domain::participant::completion::Tally { issue: 2, has: 1, short: 1, revoked: 1, doubted: 1 },
            asked: crate::domain::ratio::Ratio { num: 4, den: 5 },
            may: true,
            ready: true,
        };
        let fault = FaultLine { text: family!("fault", "required"), field: "revoke-1".to_owned() };
        CompletionList::new(&shown, Some(fault))
    }

    fn samples() -> Vec<CompletionList> {
        let none = CompletionList {
            sheets: Vec::new(),
            file: None,
            withheld: Vec::new(),
            doubted: Vec::new(),
            doubtful: Vec::new(),
            tally: None,
            issue: None,
            fault: None,
            ..CompletionList::sample()
        };
        vec![CompletionList::sample(), none]
    }
}

/// What anyone with the code sees.
#[derive(Debug, Serialize)]
pub struct VerifiedCompletion {
    pub of: CompletionView,
}

impl Page for VerifiedCompletion {
    const TEMPLATE: &'static str = "pages/attendance/completion";

    fn title(&self, say: Say) -> String {
        say.t(key!("completion-verify"))
    }

    fn sample() -> VerifiedCompletion {
        VerifiedCompletion { of: CompletionView::from(&sample_completion(None)) }
    }

    fn samples() -> Vec<VerifiedCompletion> {
        let revoked = VerifiedCompletion { of: CompletionView::from(&sample_completion(Some("出勤更正。"))) };
        vec![VerifiedCompletion::sample(), revoked]
    }
}
