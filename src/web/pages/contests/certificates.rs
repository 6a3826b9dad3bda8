//! Certificates of an item, each on a page of its own when printed; and the page behind a code.

use crate::domain::access::Action;
use crate::domain::ids::CertificateId;
use crate::domain::lang::Lang;
use crate::service::Fault;
use crate::service::contests::{Certificate, Contest, Printed, Withheld};
use crate::text::parts::{Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::docx;
use crate::web::errors::{FaultFamily, fault_phrase};
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
    pub withheld: Vec<(String, String)>,
    pub may: bool,
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
    pub event: String,
    pub item: String,
    pub rank: i32,
    pub award: Option<Phrase>,
    pub issued_on: NaiveDate,
    pub state: Tag,
    pub revoked: Option<String>,
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
            event: of.event.clone(),
            item: of.item.clone(),
            rank: of.rank,
            award: Some(&of.award).filter(|award| !award.is_empty()).map(|award| family!("contest-award", award)),
            issued_on: of.issued_on,
            state,
            revoked: of.revoked.clone(),
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
        docx::Page {
            heading: phrase!("certificate-heading").say(Lang::Zh).into_owned(),
            name: one.name.clone(),
            lines: vec![
                format!("{}{award}", said.say(Lang::Zh)),
                String::new(),
                of.organiser.clone(),
                one.issued_on.format("%Y年%-m月%-d日").to_string(),
            ],
            picture: code.map(|(size, dark)| docx::png(size, &dark)),
            foot: format!("{} {}", phrase!("certificate-number").say(Lang::Zh), one.number),
        }
    };
    let pages: Vec<docx::Page> = printed.iter().filter(|of| of.certificate.revoked.is_none()).map(page).collect();
    docx::docx(&pages)
}

impl CertificatesView {
    pub fn new(contest: &Contest, may: &[Action], printed: &[Printed], withheld: &[Withheld]) -> CertificatesView {
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
            sheets: printed.iter().map(sheet).collect(),
            withheld: withheld
                .iter()
                .map(|one| (one.name.clone(), format!("{}/{}", one.share.attended, one.share.of)))
                .collect(),
            may,
            path,
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
        event: "样例市职业技能大赛".to_owned(),
        item: "砌筑工".to_owned(),
        rank: 1,
        award: if revoked.is_none() { "gold".to_owned() } else { String::new() },
        issued_on: NaiveDate::from_ymd_opt(2019, 11, 18).unwrap_or_default(),
        revoked: revoked.map(str::to_owned),
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
        let printed = [printed(1, None), printed(2, Some("名次更正。"))];
        {
            let share = crate::domain::participant::attendance::Share { attended: 1, of: 4 };
            let withheld = [Withheld { name: "测试选手丙".to_owned(), share }];
            let mut page = CertificatesView::new(&contest, &[Action::ContestCertify], &printed, &withheld);
            page.wrong(CertificateId::new(1), &[Fault::new("reason", "required")]);
            page
        }
    }

    fn samples() -> Vec<CertificatesView> {
        vec![
            CertificatesView::sample(),
            CertificatesView { sheets: Vec::new(), may: true, ..CertificatesView::sample() },
            CertificatesView { may: false, ..CertificatesView::sample() },
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
