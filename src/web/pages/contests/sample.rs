//! An invented item for the samples of its pages.

use super::show::ContestView;
use crate::domain::access::Action;
use crate::domain::contest::checks::{Check, Finding};
use crate::domain::contest::exact::Exact;
use crate::domain::contest::medals::Award;
use crate::domain::contest::phase::Phase;
use crate::domain::contest::recusal::Effect;
use crate::domain::contest::run::RunFact;
use crate::domain::contest::scheme::Scheme;
use crate::domain::contest::standing::Place;
use crate::domain::contest::total::{Marks, total};
use crate::domain::ids::{
    AdditionId, AppealId, ChangeId, ContestId, EntrantId, EventId, MarkId, OrganisationId, UserId,
};
use crate::domain::people::DivisionCode;
use crate::service::Fault;
use crate::service::contests::{self, Answered, Contest, Passage, Source, Standing};
use crate::storage::contest_additions::AdditionRow;
use crate::storage::contest_corrections::{Reopening, RunChangeRow, SentBack};
use crate::storage::contest_marks::{ChangeRow, MarkRow};
use crate::storage::contest_members::Member;
use crate::storage::contest_objections::ObjectionRow;
use crate::storage::contest_recusals::Recusal;
use crate::storage::contests::{EntrantRow, ItemRow, Judge};
use crate::storage::events::EventRow;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

fn at(day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2019, 11, day).and_then(|day| day.and_hms_opt(1, 30, 0)).unwrap_or_default()
}

fn event() -> EventRow {
    EventRow {
        id: EventId::new(7),
        reference: "SJ-2019-0007".to_owned(),
        kind: crate::domain::event::Kind::Competition,
        organisation_id: OrganisationId::new(3),
        division: DivisionCode::CITY,
        plan_item_id: None,
        state: crate::domain::event::State::Held,
        returned: false,
        name: "样例市职业技能大赛".to_owned(),
        trade: "砌筑工".to_owned(),
        venue: "样例实训楼".to_owned(),
        starts_on: Some(at(16).date()),
        ends_on: Some(at(17).date()),
        details: r#"{"level":"city"}"#.to_owned(),
        submitter_id: None,
        waiting_since: at(17),
        version: 3,
        created_at: at(1),
        updated_at: at(17),
    }
}

fn item(phase: Phase) -> ItemRow {
    ItemRow {
        id: ContestId::new(1),
        event_id: EventId::new(7),
        name: "砌筑工".to_owned(),
        tier: Some(1),
        scheme: "[]".to_owned(),
        trim_from: 5,
        chain: "practical,time".to_owned(),
        minimum_field: 3,
        prizes: 3,
        tolerance: Some(2),
        appeal_minutes: 120,
        phase,
        first_signer_id: None,
        second_signer_id: None,
        submitter_id: None,
        publisher_id: None,
        published_at: (phase == Phase::Published).then(|| at(18)),
        waiting_since: at(17),
        version: 4,
        created_at: at(10),
        issuers: "*".to_owned(),
    }
}

fn standing(scheme: &Scheme, id: i64, name: &str, hundredths: [i64; 2], rank: usize, award: Option<Award>) -> Standing {
    let codes = ["theory", "practical"].into_iter().map(str::to_owned);
    let marks: Marks = codes.zip(hundredths.map(Exact::hundredths)).collect();
    let entrant = EntrantRow {
        id: EntrantId::new(id),
        item_id: ContestId::new(1),
        name: name.to_owned(),
        id_tail: format!("{id:04}"),
        born_on: NaiveDate::from_ymd_opt(1990, 1, 1),
        sex: Some("female".to_owned()),
        unit: "样例建工集团".to_owned(),
        email: "contestant@example.com".to_owned(),
        station: format!("{:02}", 9 - id),
        official: id != 3,
        present: if id == 4 { None } else { Some(true) },
        deduction: if id == 2 { "1.5".to_owned() } else { "0".to_owned() },
        seconds: Some(5_400),
    };
    let scores = total(scheme, &marks, Exact::ZERO, Some(5_400)).filter(|_| id != 4);
    let place = scores.is_some().then_some(Place { rank, joint: rank == 2 });
    Standing { entrant, team: Vec::new(), marks, points: scores.as_ref().map(|_| 720), scores, place, award }
}

/// From this item into others and from others into it, in every state.
fn passages(entrants: &[EntrantRow]) -> Vec<Passage> {
    let (this, clock) = (ContestId::new(1), Some(at(18).and_utc()));
    let one = |from, into, source, begun| Passage {
        from: ContestId::new(from),
        from_name: "砌筑工预赛".to_owned(),
        into: ContestId::new(into),
        into_name: "砌筑工决赛".to_owned(),
        places: 2,
        source,
        matter: String::new(),
        missing: Vec::new(),
        surplus: Vec::new(),
        appeals_until: clock,
        begun,
    };
    let differs = |passage| Passage { missing: entrants[2..3].to_vec(), surplus: entrants[1..2].to_vec(), ..passage };
    vec![
        one(1, 4, Source::Stands, false),
        differs(one(1, 5, Source::Stands, false)),
        differs(one(2, this.get(), Source::Stands, true)),
        one(3, this.get(), Source::Withdrawn, false),
        one(6, this.get(), Source::Disputed, false),
    ]
}

/// The item in that phase.
pub fn contest(phase: Phase) -> Contest {
    let scheme = Scheme::parts(&[("theory", "理论", 20), ("practical", "实操", 80)]);
    let judge = |id, name: &str, head| Judge {
        user: UserId::new(id),
        name: name.to_owned(),
        unit: "样例技师学院".to_owned(),
        head,
    };
    let mark = MarkRow {
        id: MarkId::new(1),
        entrant_id: EntrantId::new(1),
        line: "practical".to_owned(),
        judge_id: UserId::new(21),
        round: 1,
        mark: "88.5".to_owned(),
        note: String::new(),
        sealed_at: Some(at(17)),
    };
    let change = |id, approved: bool| ChangeRow {
        id: ChangeId::new(id),
        mark_id: mark.id,
        before: "88.5".to_owned(),
        after: "85.5".to_owned(),
        reason: "录入时看错一位。".to_owned(),
        asked_by: UserId::new(5),
        asked_at: at(17),
        approved_by: approved.then_some(6),
        approved_at: approved.then(|| at(18)),
        closed_by: None,
        closed_at: None,
        closed_reason: String::new(),
    };
    let recusal = |entrant, effect| Recusal {
        entrant: EntrantId::new(entrant),
        judge: UserId::new(22),
        reason: "teacher".to_owned(),
        effect,
    };
    let objection = |id, answer: Option<&str>| ObjectionRow {
        id: AppealId::new(id),
        item_id: ContestId::new(1),
        objector_name: "测试甲".to_owned(),
        contact: "objector@example.com".to_owned(),
        reasons: "第二模块的用时记录与现场计时不一致。".to_owned(),
        filed_at: at(18),
        answer: answer.map(str::to_owned),
        answered_at: answer.map(|_| at(18)),
        upheld: answer.map(|_| true),
    };
    let finding = |check, entrant, detail: &str| Finding { check, entrant, detail: detail.to_owned() };
    let answered = Answered { answer: "技术文件规定并列。".to_owned(), by: "周承办".to_owned() };
    let published = phase == Phase::Published;
    let addition = AdditionRow {
        id: AdditionId::new(1),
        entrant_id: EntrantId::new(2),
        line: "theory".to_owned(),
        judge_id: UserId::new(22),
        round: 1,
        mark: "80".to_owned(),
        reason: "回避后由替补裁判按纸质评分表补登。".to_owned(),
        asked_by: UserId::new(6),
        asked_at: at(17),
        approved_by: None,
        approved_at: None,
        closed_by: None,
        closed_at: None,
        closed_reason: String::new(),
    };
    let mate = |id, name: &str| Member {
        participant: crate::domain::ids::ParticipantId::new(id),
        name: name.to_owned(),
        unit: "样例建工集团".to_owned(),
        email: String::new(),
        id_tail: "0001".to_owned(),
        born_on: None,
        sex: None,
    };
    let mut standings = vec![
        standing(&scheme, 1, "测试选手甲", [9_000, 8_550], 1, Some(Award::Gold)),
        standing(&scheme, 2, "测试选手乙", [8_000, 8_600], 2, None),
        standing(&scheme, 3, "测试选手丙", [8_000, 8_600], 2, None),
        standing(&scheme, 4, "测试选手丁", [0, 0], 9, None),
    ];
    standings[2].team = vec![mate(1, "测试队员乙"), mate(2, "测试队员丙")];
    let entrants: Vec<EntrantRow> = standings.iter().map(|one| one.entrant.clone()).collect();
    let closed = AdditionRow {
        id: AdditionId::new(2),
        round: 2,
        mark: "8".to_owned(),
        reason: "补登。".to_owned(),
        closed_by: Some(5),
        closed_at: Some(at(18)),
        closed_reason: "与纸质评分表不符。".to_owned(),
        ..addition.clone()
    };
    Contest {
        item: item(phase),
        event: event(),
        chain: Vec::new(),
        judges: vec![judge(21, "测试裁判甲", true), judge(22, "测试裁判乙", false)],
        recusals: vec![recusal(2, Effect::AtOnce), recusal(3, Effect::AwaitsDecoding)],
        seen_by: if phase == Phase::Judging { vec![UserId::new(6)] } else { Vec::new() },
        changes: vec![(change(1, true), mark.clone()), (change(2, false), mark.clone())],
        run_changes: vec![RunChangeRow {
            id: ChangeId::new(3),
            entrant_id: EntrantId::new(1),
            field: RunFact::Time,
            before: "5400".to_owned(),
            after: "5640".to_owned(),
            reason: "现场计时记录为准。".to_owned(),
            asked_by: UserId::new(5),
            asked_at: at(17),
            approved_by: None,
            approved_at: None,
            closed_by: None,
            closed_at: None,
            closed_reason: String::new(),
        }],
        additions: vec![addition, closed],
        returns: vec![SentBack {
            reason: "第二模块总分与纸质评分表不符，请核对。".to_owned(),
            by: "陈经办".to_owned(),
            at: at(18),
        }],
        reopenings: vec![Reopening {
            id: 1,
            objection: Some(AppealId::new(2)),
            reason: "经核对计时表，用时记录有误。".to_owned(),
            published_at: at(17),
            by: "陈经办".to_owned(),
            at: at(18),
        }],
        marks: vec![mark],
        objections: if published {
            vec![objection(1, None), objection(2, Some("经核对计时表，一致。"))]
        } else {
            Vec::new()
        },
        passages: passages(&entrants),
        standings,
        findings: vec![
            (finding(Check::MissingSheet, Some(4), "theory"), None),
            (finding(Check::MarkWithdrawn, Some(2), "theory"), None),
            (finding(Check::Outlier, Some(1), "practical 21"), None),
            (finding(Check::ChangePending, Some(1), "time r3"), None),
            (finding(Check::ChangedAfterSigning, Some(1), "practical 1"), None),
            (finding(Check::NothingCorrected, None, "1"), None),
            (finding(Check::NotSigned, None, "0"), None),
            (finding(Check::EntrantCorrected, Some(1), "born r4"), None),
            (finding(Check::BeforeEvent, None, "2019-11-15"), None),
            (finding(Check::ListDiffers, None, "2 +3 -2"), None),
            (finding(Check::SourceUnsettled, None, "3"), None),
            (finding(Check::TimeOfOne, Some(3), ""), None),
            (finding(Check::AllAlike, None, "practical 21"), None),
            (finding(Check::Tie, Some(2), "2"), Some(answered)),
        ],
        scheme,
    }
}

/// The page of it, for somebody who may do everything of that phase.
pub fn view(phase: Phase) -> ContestView {
    let may: &[Action] = match phase {
        Phase::SetUp => &[Action::ContestSetUp, Action::ContestRun, Action::ContestOpen],
        Phase::Judging => &[Action::ContestRun, Action::ContestSign, Action::ContestCorrect],
        Phase::Submitted => &[Action::ContestSendBack, Action::ContestPublish],
        Phase::Published => {
            &[Action::ContestAnswer, Action::ContestCertify, Action::ContestReopen, Action::ContestAdvance]
        }
        _ => &[Action::ContestChange, Action::ContestCorrect, Action::ContestSubmit],
    };
    let meanwhile = |field, now: &str, yours: &str| {
        let what = if field == "p-1" { "p" } else { "d" };
        Fault::new(field, "written-meanwhile").with("what", what).with("now", now).with("yours", yours)
    };
    let faults = [
        Fault::new("d-2", "out-of-range").with("hint", "0–100"),
        meanwhile("p-1", "no", "none"),
        meanwhile("d-1", "5", "kept"),
    ];
    let faults = if phase == Phase::Judging { &faults[..] } else { &[] };
    let free =
        [Judge {
            user: UserId::new(23), name: "测试裁判丙".to_owned(), unit: "样例职校".to_owned(), head: false
        }];
    let contest = contest(phase);
    let lacks = contests::lacks(&contest).unwrap_or_default();
    ContestView::new(&contest, &lacks, may, &free, UserId::new(6), &BTreeMap::new(), faults)
}
