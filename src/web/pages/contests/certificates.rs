//! Certificates of an item, each on a page of its own when printed; and the page behind a code.

use crate::domain::access::Action;
use crate::domain::ids::CertificateId;
use crate::domain::lang::Lang;
use crate::service::Fault;
use crate::service::contests::{Again, Certificate, Certificates, Contest, Doubt, Doubtful, Printed, Withheld};
use crate::text::parts::{Form, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::docx;
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::web::pages::attendance::completions::{again, again_form, tally};
use crate::web::qr::{Qr, modules, qr};
use crate::{family, key, phrase};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct CertificatesView {
    pub path: String,
    pub item: String,
    pub event: String,
    pub sheets: Vec<SheetView>,
    /// Who attended too little, with their half-days: `1/4`.
    pub withheld: Vec<(Phrase, String)>,
    /// The attendance of the event, where doubts are answered.
    pub attendance: String,
    /// Name and what is in doubt about their presence.
    pub doubted: Vec<(String, Phrase)>,
    /// Of how few attendance was taken, so that it withholds nothing.
    pub not_taken: Option<Phrase>,
    /// Good certificates whose holders would get none now, and why.
    pub doubtful: Vec<Phrase>,
    pub without_awards: bool,
    /// How many are due one, how many are not and why; none for a reader who could not issue any.
    pub tally: Option<Phrase>,
    /// Why none can be issued now, for whoever could.
    pub not_yet: Option<Phrase>,
    /// The form that issues; none where there is nothing to issue or the reader may not.
    pub issue: Option<Form>,
}

#[derive(Debug, Serialize)]
pub struct SheetView {
    pub id: i64,
    pub of: CertificateView,
    pub organiser: String,
    pub address: String,
    pub qr: Option<Qr>,
    /// The form that revokes it.
    pub revoke: Option<String>,
    /// What was wrong with the reason.
    pub fault: Option<Phrase>,
}

/// What a certificate says.
#[derive(Debug, Serialize)]
pub struct CertificateView {
    pub number: String,
    pub name: String,
    /// Of a team, by name.
    pub members: Option<Phrase>,
    pub event: String,
    pub item: String,
    pub rank: i32,
    pub award: Option<Phrase>,
    pub issued_on: NaiveDate,
    pub state: Tag,
    pub revoked: Option<String>,
    /// The number of the one issued in its place.
    pub replaced: Option<String>,
}

impl From<&Certificate> for CertificateView {
    fn from(of: &Certificate) -> CertificateView {
        let state = match of.revoked {
            None if of.under_review => Tag::new(Tone::Wait, phrase!("certificate-under-review")),
            Some(_) => Tag::new(Tone::Stop, phrase!("certificate-revoked")),
            None => Tag::new(Tone::Done, phrase!("certificate-valid")),
        };
        CertificateView {
            number: of.number.clone(),
            name: of.name.clone(),
            members: Phrase::listed(of.members.iter().map(Phrase::typed)),
            event: of.event.clone(),
            item: of.item.clone(),
            rank: of.rank,
            award: Some(&of.award).filter(|award| !award.is_empty()).map(|award| family!("contest-award", award)),
            issued_on: of.issued_on,
            state,
            revoked: of.revoked.clone(),
            replaced: of.replaced.clone(),
        }
    }
}

/// The certificates that are good, as one document in Chinese, a page each; `None` if it cannot be written.
pub fn document(printed: &[Printed]) -> Option<Vec<u8>> {
    let page = |of: &Printed| {
        let one = &of.certificate;
        let said = phrase!(
            "certificate-text",
            event = one.event.as_str(),
            item = one.item.as_str(),
            rank = i64::from(one.rank)
        );
        let award = Some(&one.award).filter(|award| !award.is_empty()).map(|award| family!("contest-award", award));
        let award = award.map(|award| format!(" {}", award.say(Lang::Zh))).unwrap_or_default();
        let code = modules(&of.address);
        let members = (!one.members.is_empty()).then(|| one.members.join("、"));
        let members = members
            .map(|names| phrase!("certificate-members", names = names.as_str()).say(Lang::Zh).into_owned())
            .into_iter();
        docx::Page {
            heading: phrase!("certificate-heading").say(Lang::Zh).into_owned(),
            name: one.name.clone(),
            lines: members
                .chain([
                    format!("{}{award}", said.say(Lang::Zh)),
                    String::new(),
                    of.organiser.clone(),
                    one.issued_on.format("%Y年%-m月%-d日").to_string(),
                ])
                .collect(),
            picture: code.map(|(size, dark)| docx::png(size, &dark)),
            foot: format!("{} {}", phrase!("certificate-number").say(Lang::Zh), one.number),
        }
    };
    let pages: Vec<docx::Page> = printed.iter().filter(|of| of.certificate.revoked.is_none()).map(page).collect();
    docx::docx(&pages)
}

/// Who was revoked is left out unless ticked; nothing to send where nobody is due and nobody could be ticked.
fn issue_form(shown: &Certificates) -> Option<Form> {
    if shown.not_yet.is_some() || (shown.tally.issue == 0 && shown.again.is_empty()) {
        return None;
    }
    let of = |of: &Again| again(of.entrant.to_string(), &of.name, (&of.number, &of.reason));
    Some(again_form(shown.again.iter().map(of).collect()))
}

impl CertificatesView {
    pub fn new(contest: &Contest, may: &[Action], shown: &Certificates) -> CertificatesView {
        let path = format!("/contests/{}", contest.item.id);
        let may = may.contains(&Action::ContestCertify);
        let sheet = |of: &Printed| SheetView {
            id: of.id.get(),
            of: CertificateView::from(&of.certificate),
            organiser: of.organiser.clone(),
            address: of.address.clone(),
            qr: qr(&of.address),
            fault: None,
            revoke: (may && of.certificate.revoked.is_none()).then(|| format!("{path}/certificates/{}/revoke", of.id)),
        };
        CertificatesView {
            item: contest.item.name.clone(),
            event: contest.event.name.clone(),
            sheets: shown.all.iter().map(sheet).collect(),
            withheld: shown
                .withheld
                .iter()
                .map(|one| (withheld(one), format!("{}/{}", one.share.attended, one.share.of)))
                .collect(),
            attendance: format!("/events/{}/attendance#flags", contest.event.id),
            doubted: shown
                .doubted
                .iter()
                .map(|(name, flag)| (name.clone(), family!("attendance-flag", flag.as_str())))
                .collect(),
            not_taken: (shown.taken.seen > 0 && !shown.taken.counts())
                .then(|| phrase!("certificates-not-taken", seen = shown.taken.seen, of = shown.taken.of)),
            doubtful: if may { shown.doubtful.iter().map(doubtful).collect() } else { Vec::new() },
            without_awards: shown.without_awards,
            tally: may.then(|| tally(shown.tally)),
            not_yet: shown.not_yet.as_ref().filter(|_| may).map(|fault| fault_phrase(FaultFamily::Conflict, fault)),
            issue: may.then(|| issue_form(shown)).flatten(),
            path,
        }
    }
}

/// A contestant, or a member with the team.
fn withheld(of: &Withheld) -> Phrase {
    match &of.team {
        None => Phrase::typed(of.name.as_str()),
        Some(team) => phrase!("certificates-member-of", name = of.name.as_str(), team = team.as_str()),
    }
}

fn doubtful(of: &Doubtful) -> Phrase {
    let (name, number) = (of.name.as_str(), of.number.as_str());
    match of.why {
        Doubt::Attendance(share) => {
            let share = format!("{}/{}", share.attended, share.of);
            phrase!("certificates-doubt-attendance", name = name, number = number, share = share.as_str())
        }
        Doubt::NoAward => phrase!("certificates-doubt-no-award", name = name, number = number),
        Doubt::Flag(flag) => {
            let flag = family!("attendance-flag", flag.as_str());
            let said = |lang| {
                phrase!("certificates-doubt-flag", name = name, number = number, flag = flag.say(lang).into_owned())
            };
            Phrase::both(said(Lang::Zh).say(Lang::Zh), said(Lang::En).say(Lang::En))
        }
    }
}

impl CertificatesView {
    /// Says at its form what was wrong with a revocation.
    pub fn wrong(&mut self, of: CertificateId, faults: &[Fault]) {
        for sheet in self.sheets.iter_mut().filter(|sheet| sheet.id == of.get()) {
            sheet.fault = faults.first().map(|fault| fault_phrase(FaultFamily::Field, fault));
        }
    }
}

fn sample_certificate(revoked: Option<&str>) -> Certificate {
    Certificate {
        number: "ZS-2019-0001".to_owned(),
        name: "测试选手甲".to_owned(),
        members: if revoked.is_none() {
            vec!["测试队员乙".to_owned(), "测试队员丙".to_owned()]
        } else {
            Vec::new()
        },
        event: "样例市职业技能大赛".to_owned(),
        item: "砌筑工".to_owned(),
        rank: 1,
        award: if revoked.is_none() { "gold".to_owned() } else { String::new() },
        issued_on: NaiveDate::from_ymd_opt(2019, 11, 18).unwrap_or_default(),
        revoked: revoked.map(str::to_owned),
        replaced: revoked.map(|_| "ZS-2019-0003".to_owned()),
        under_review: false,
    }
}

impl Page for CertificatesView {
    const TEMPLATE: &'static str = "pages/contests/certificates";

    fn title(&self, say: Say) -> String {
        say.t(key!("certificates"))
    }

    fn sample() -> CertificatesView {
        let printed = |id, revoked| Printed {
            id: crate::domain::ids::CertificateId::new(id),
            certificate: sample_certificate(revoked),
            organiser: "样例建筑行业协会".to_owned(),
            address: "http://127.0.0.1:8000/certificates/sample-code".to_owned(),
        };
        let contest = super::sample::contest(crate::domain::contest::phase::Phase::Published);
        let share = crate::domain::participant::attendance::Share { attended: 1, of: 4 };
        let shown = Certificates {
            all: vec![printed(1, None), printed(2, Some("名次更正。"))],
            withheld: vec![
                Withheld { name: "测试选手丙".to_owned(), team: None, share },
                Withheld { name: "测试队员丁".to_owned(), team: Some("测试二队".to_owned()), share },
            ],
            doubted: vec![("测试选手丁".to_owned(), crate::domain::participant::attendance::FlagKind::Twice)],
            again: vec![Again {
                entrant: crate::domain::ids::EntrantId::new(2),
                name: "测试选手乙".to_owned(),
                number: "ZS-2019-0002".to_owned(),
                reason: "冒名参赛。".to_owned(),
            }],
            doubtful: vec![
                Doubtful {
                    name: "测试选手甲".to_owned(),
                    number: "ZS-2019-0001".to_owned(),
                    why: Doubt::Attendance(share),
                },
                Doubtful { name: "测试选手丁".to_owned(), number: "ZS-2019-0004".to_owned(), why: Doubt::NoAward },
                Doubtful {
                    name: "测试选手戊".to_owned(),
                    number: "ZS-2019-0005".to_owned(),
                    why: Doubt::Flag(crate::domain::participant::attendance::FlagKind::Twice),
                },
            ],
            taken: crate::domain::participant::attendance::Recorded { seen: 1, of: 4 },
            without_awards: true,
            tally: crate::domain::participant::completion::Tally { issue: 1, has: 1, short: 1, revoked: 1, doubted: 1 },
            not_yet: None,
        };
        let mut page = CertificatesView::new(&contest, &[Action::ContestCertify], &shown);
        page.wrong(CertificateId::new(1), &[Fault::new("reason", "required")]);
        page
    }

    fn samples() -> Vec<CertificatesView> {
        vec![
            CertificatesView::sample(),
            CertificatesView {
                sheets: Vec::new(),
                not_yet: Some(family!("conflict", "appeals-run")),
                issue: None,
                doubted: Vec::new(),
                ..CertificatesView::sample()
            },
            CertificatesView {
                tally: None,
                issue: None,
                not_taken: None,
                doubtful: Vec::new(),
                without_awards: false,
                ..CertificatesView::sample()
            },
        ]
    }
}

/// What anyone with the code sees.
#[derive(Debug, Serialize)]
pub struct Verified {
    pub of: CertificateView,
}

impl Page for Verified {
    const TEMPLATE: &'static str = "pages/results/certificate";

    fn title(&self, say: Say) -> String {
        say.t(key!("certificate-verify"))
    }

    fn sample() -> Verified {
        Verified { of: CertificateView::from(&sample_certificate(None)) }
    }

    fn samples() -> Vec<Verified> {
        vec![Verified::sample(), Verified { of: CertificateView::from(&sample_certificate(Some("名次更正。"))) }]
    }
}
