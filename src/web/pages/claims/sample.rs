//! A claim for the template test and the style guide, obviously invented.

use super::show::{Act, Button, ClaimView, ListView};
use super::words::state_tag;
use crate::domain::claim::State;
use crate::domain::policy::Outcome;
use crate::service::evidence::ACCEPT;
use crate::text::Phrase;
use crate::text::parts::{
    Check, CheckState, Control, Explanation, Field, FileRow, Form, Ledger, LedgerRow, Reckoning, RowKind, Step,
    StepState, Upload,
};
use crate::web::explanation::outcome_tag;
use crate::{family, phrase};

/// A claim before its reviewer.
pub fn view() -> ClaimView {
    let line = |label: &str, value: &str, bound: bool| Reckoning {
        label: Phrase::typed(label),
        note: None,
        value: Phrase::typed(value),
        bound,
        article: None,
    };
    let explanation = Explanation {
        outcome: outcome_tag(Outcome::Payable),
        rule: Phrase::typed("技能竞赛承办补助"),
        article: Phrase::typed("双高-七 · 温州市政策 2019 版"),
        quote: Some("市级比赛补助2-5万元".to_owned()),
        steps: vec![line("净成本", "66,400 元", false), line("上限", "50,000 元", true)],
        failed: Vec::new(),
        first: None,
        missing: Vec::new(),
        settings: Vec::new(),
        amount: Some(Phrase::typed("50,000 元")),
        capitals: Some("人民币伍万元整".to_owned()),
        because: None,
        next: None,
    };
    let opinion =
        Field::new(Control::Textarea, "opinion", phrase!("claim-opinion")).help(phrase!("claim-opinion-help"));
    let button = |step: &'static str, class| Button {
        path: format!("/claims/42/{step}"),
        label: family!("claim-step", step),
        class,
    };
    let step = |state: StepState, label: &'static str| Step {
        state,
        state_words: family!("step", state.as_str()),
        label: family!("claim-step", label),
        who: Some("张初审".to_owned()),
        at: None,
        due: "2019-11-25".parse().ok(),
        note: None,
    };
    let file = FileRow {
        name: "决算表.xlsx".into(),
        path: "/papers/7".into(),
        size: Some(86_016),
        note: None,
        remove: Some("/papers/7/remove".into()),
    };
    let paper = |code: &str, label: &str, state, files| {
        let upload = Upload { path: "/claims/42/papers".into(), requirement: code.to_owned(), accept: ACCEPT };
        Check { state, label: Phrase::typed(label), help: None, files, upload: Some(upload) }
    };
    ClaimView {
        title: "建筑抹灰工技能竞赛".to_owned(),
        path: "/claims/42".to_owned(),
        reference: "JX-2019-0042".to_owned(),
        organisation: "温州市示例建筑业协会".to_owned(),
        rule: Phrase::typed("技能竞赛承办补助"),
        state: state_tag(State::FirstReviewed),
        version: 5,
        act: Some(Act {
            heading: family!("task", "second-review").with("title", "建筑抹灰工技能竞赛"),
            hint: phrase!("claim-hint-due", day = chrono::NaiveDate::default()),
            remark: Some("成绩册没有裁判长签字。".to_owned()),
            form: Form::new(vec![opinion]),
            buttons: vec![button("second-review", ""), button("send-back", "plain"), button("reject", "danger")],
            links: vec![("/claims/42/facts".to_owned(), family!("claim-step", "correct-facts"))],
        }),
        waits: None,
        warnings: vec![(
            "/claims/41".to_owned(),
            family!("claim-duplicate", "same-time").with("reference", "JX-2019-0041").with("title", "砌筑工技能竞赛"),
        )],
        unpayable: Some(phrase!("claim-unpayable-bureau", county = "样例区")),
        differing: Some(Phrase::typed("核定成本 86,400 元 → 99,999 元")),
        measured: Some(Phrase::typed("实际参加人数 40 → 36")),
        explanation: Some(explanation),
        facts: vec![(Phrase::typed("核定成本"), Phrase::typed("86,400 元"))],
        lists: vec![ListView {
            heading: phrase!("claim-people"),
            columns: super::register::sample_columns(),
            rows: vec![super::register::sample_row(7, "测试甲", "6,000")],
            edit: Some("/claims/42/people".to_owned()),
            fixed: true,
        }],
        papers: vec![
            paper("cost_statement", "经费决算表及票据", CheckState::Given, vec![file]),
            paper("results", "成绩册", CheckState::Missing, Vec::new()),
        ],
        may_upload: true,
        upload_fault: None,
        account: vec![(phrase!("claim-account-number"), Phrase::typed("***************1000"))],
        steps: vec![step(StepState::Done, "first-review"), step(StepState::Now, "second-review")],
        undated: true,
        ledger: Some(Ledger {
            caption: phrase!("claim-budget"),
            rows: vec![LedgerRow::new(RowKind::Sum, phrase!("claim-budget-available"), Phrase::typed("355,000"))],
        }),
        line: Some(Form::new(vec![Field::new(Control::Select, "new_line", phrase!("claim-new-line"))])),
        refused: None,
        kept: None,
        event: Some("/events/7".to_owned()),
    }
}

/// The same claim for somebody who has nothing to do.
pub fn waiting() -> ClaimView {
    ClaimView {
        act: None,
        waits: Some(phrase!("claim-waits-office")),
        warnings: Vec::new(),
        unpayable: None,
        differing: None,
        measured: None,
        explanation: None,
        ledger: None,
        line: None,
        refused: Some(family!("conflict", "wrong-state")),
        kept: Some("同意。".to_owned()),
        event: None,
        undated: false,
        upload_fault: Some(phrase!("fault-file-kind")),
        ..view()
    }
}
