use super::*;
use crate::domain::ids::ClaimId;
use crate::domain::policy::FactSheet;
use crate::service::claims::{NewDraft, create};
use crate::service::testing::{Office, office};
use crate::storage::audit;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n";

fn draft(office: &Office) -> ClaimId {
    let draft = NewDraft {
        rule: "competition.host".into(),
        title: "抹灰工竞赛".into(),
        facts: FactSheet::default(),
        event: None,
        budget_line: None,
    };
    create(&office.app, &office.host, &draft).unwrap()
}

fn sent(name: &str, bytes: &[u8]) -> Sent {
    Sent { file_name: name.into(), bytes: bytes.into(), cut: false }
}

fn code(error: &ServiceError) -> &str {
    match error {
        ServiceError::Invalid(faults) => faults[0].code,
        ServiceError::Conflict(fault) => fault.code,
        ServiceError::NotFound => "not-found",
        ServiceError::Denied(_) => "denied",
        _ => "other",
    }
}

#[test]
fn a_paper_is_kept_once_and_given_to_those_who_may_see_the_claim() {
    let office = office();
    let (app, owner) = (&office.app, Owner::Claim(draft(&office)));
    let id = upload(app, &office.host, owner, "cost_statement", &sent("决算.exe", PDF)).unwrap();
    let again = upload(app, &office.colleague, owner, "cost_statement", &sent("b.pdf", PDF)).unwrap();
    assert_eq!(id, again, "a second click");
    upload(app, &office.host, owner, "results", &sent("b.pdf", PDF)).unwrap();
    let listed = list(app, &office.clerk, owner).unwrap();
    let names: Vec<_> = listed.iter().map(|paper| (paper.requirement.as_str(), paper.file_name.as_str())).collect();
    assert_eq!(names, [("cost_statement", "决算.exe.pdf"), ("results", "b.pdf")]);
    assert_eq!(listed[0].uploaded_by, "周承办");
    for reader in [&office.host, &office.clerk, &office.auditor, &office.treasurer] {
        assert_eq!(download(app, reader, id).unwrap().bytes, PDF);
    }
    for outsider in [&office.stranger, &office.county_clerk] {
        assert_eq!(code(&download(app, outsider, id).unwrap_err()), "not-found");
        assert_eq!(code(&list(app, outsider, owner).unwrap_err()), "not-found");
    }
    let missing = EvidenceId::new(9_999);
    assert_eq!(code(&download(app, &office.host, missing).unwrap_err()), "not-found");
}

#[test]
fn a_removed_paper_stays_for_the_auditor_alone() {
    let office = office();
    let (app, owner) = (&office.app, Owner::Claim(draft(&office)));
    let id = upload(app, &office.host, owner, OTHER, &sent("a.pdf", PDF)).unwrap();
    assert_eq!(code(&remove(app, &office.stranger, id).unwrap_err()), "not-found");
    assert_eq!(code(&remove(app, &office.clerk, id).unwrap_err()), "denied");
    remove(app, &office.host, id).unwrap();
    remove(app, &office.host, id).unwrap();
    assert!(list(app, &office.host, owner).unwrap().is_empty());
    assert_eq!(code(&download(app, &office.clerk, id).unwrap_err()), "not-found");
    assert_eq!(download(app, &office.auditor, id).unwrap().bytes, PDF);
    assert!(!list(app, &office.auditor, owner).unwrap()[0].stands());
    let entries = app.store.read(|conn| audit::newest(conn, None, 0, 9)).unwrap();
    let actions: Vec<_> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["evidence.remove", "evidence.upload", "claim.create"]);
}

#[test]
fn what_is_no_paper_is_refused_with_its_reason() {
    let office = office();
    let (app, owner) = (&office.app, Owner::Claim(draft(&office)));
    let large = vec![b' '; MAX_BYTES + 1];
    let cut = Sent { cut: true, ..sent("a.pdf", PDF) };
    let refused = [
        (OTHER, sent("", b""), "file-missing"),
        (OTHER, sent("a.pdf", b""), "file-empty"),
        (OTHER, sent("a.pdf", b"<html>"), "file-kind"),
        (OTHER, sent("a.pdf", &large), "file-too-large"),
        (OTHER, cut, "file-too-large"),
        ("no_such_paper", sent("a.pdf", PDF), "unknown-requirement"),
    ];
    for (requirement, sent, expected) in refused {
        let error = upload(app, &office.host, owner, requirement, &sent).unwrap_err();
        assert_eq!(code(&error), expected);
    }
    assert_eq!(code(&upload(app, &office.stranger, owner, OTHER, &sent("a.pdf", PDF)).unwrap_err()), "not-found");
    assert_eq!(code(&upload(app, &office.clerk, owner, OTHER, &sent("a.pdf", PDF)).unwrap_err()), "denied");
}

#[test]
fn names_are_made_harmless() {
    for (name, clean) in [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\x\\决算 表.PDF", "决算 表.PDF"),
        ("a\u{202e}fdp.exe", "afdp.exe.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
    ] {
        assert_eq!(clean_name(name, Media::Pdf), clean);
    }
    let long = clean_name(&format!("{}.pdf", "长".repeat(300)), Media::Pdf);
    assert_eq!((long.chars().count(), long.ends_with("长.pdf")), (124, true));
}
