//! The style guide: every shared part on one page, for those who make pages.

use crate::text::families::{self, Family};
use crate::text::parts::*;
use crate::text::{Page, Phrase, Say};
use crate::{key, phrase};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Guide {
    pub flashes: Vec<Flash>,
    pub tags: Vec<Tag>,
    pub stats: Vec<Stat>,
    pub tabs: Vec<Tab>,
    pub steps: Vec<Step>,
    pub ledger: Ledger,
    pub explanation: Explanation,
    pub refused: Explanation,
    pub form: Form,
    pub papers: Vec<Check>,
    pub files: Vec<FileRow>,
    pub pager: Pager,
    pub empty: Empty,
    /// Every family of names, to be read through.
    pub words: Vec<Vocabulary>,
}

/// One family of names.
#[derive(Debug, Serialize)]
pub struct Vocabulary {
    pub prefix: &'static str,
    pub names: Vec<Phrase>,
}

/// A figure with its name.
#[derive(Debug, Serialize)]
pub struct Stat {
    pub label: Phrase,
    pub value: Phrase,
    pub note: Option<Phrase>,
    /// Reached so far, 0–100, for figures with a target.
    pub share: Option<u8>,
}

fn typed(text: &str) -> Phrase {
    Phrase::typed(text)
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, month, day).unwrap_or_default()
}

fn moment(month: u32, of_month: u32) -> NaiveDateTime {
    day(month, of_month).and_hms_opt(1, 30, 0).unwrap_or_default()
}

/// The names of states, steps and kinds; sentences are left out.
fn vocabulary() -> Vec<Vocabulary> {
    let short = |family: &Family| !matches!(family.prefix, "error-help" | "error-title" | "registration-lead");
    let names = |family: Family| Vocabulary {
        prefix: family.prefix,
        names: family.values.iter().map(|value| Phrase::family(family.prefix, value)).collect(),
    };
    families::names().into_iter().filter(short).map(names).collect()
}

fn explanation() -> Explanation {
    let step = |label: Phrase, note: Option<&str>, value: &str, bound: bool| Reckoning {
        label,
        note: note.map(typed),
        value: typed(value),
        bound,
        article: bound.then(|| "双高-七".to_owned()),
    };
    Explanation {
        outcome: Tag::new(Tone::Done, Phrase::both("可以拨付", "payable")),
        rule: Phrase::both("承办职业技能竞赛补助", "Hosting a skill competition"),
        article: Phrase::both("双高-七 · 温州市政策 2019 版", "T2-7 · Wenzhou policy 2019"),
        quote: Some("给予举办省、市职业技能比赛的承办单位不超过10万元的经费补助，其中省级一类、二类比赛补助分别不超过10万、8万元，市级比赛补助2-5万元".to_owned()),
        steps: vec![
            step(Phrase::both("核定成本", "Approved cost"), Some("经费决算表.xlsx"), "86,400.00", false),
            step(Phrase::both("减：企业赞助", "less: sponsorship"), Some("赞助协议.pdf"), "−20,000.00", false),
            step(Phrase::both("净成本", "Net cost"), None, "66,400.00", false),
            step(Phrase::both("市级比赛上限", "Ceiling, city level"), None, "50,000.00", true),
        ],
        failed: Vec::new(),
        first: None,
        missing: Vec::new(),
        settings: vec![Setting { label: Phrase::both("取整", "Rounding"), value: Phrase::both("舍去角分，取整元", "down to the whole yuan") }],
        amount: Some(Phrase::both("50,000 元", "50,000 yuan")),
        capitals: Some("人民币伍万元整".to_owned()),
        because: Some(Phrase::both("净成本高于市级比赛上限，按上限核定。", "The net cost is above the ceiling, so the ceiling is granted.")),
        next: None,
    }
}

fn refused() -> Explanation {
    let failed = |label: Phrase, seen: Phrase, required: Phrase| Condition {
        label,
        seen,
        required,
        article: Some("双高-七".to_owned()),
    };
    Explanation {
        outcome: Tag::new(Tone::Stop, Phrase::both("不符合条件", "ineligible")),
        quote: None,
        steps: Vec::new(),
        failed: vec![
            failed(
                Phrase::both("比赛级别", "Level"),
                Phrase::both("县级", "county"),
                Phrase::both("省级或市级", "provincial or city"),
            ),
            failed(
                Phrase::both("参赛费", "Entry fee"),
                Phrase::both("已收取", "charged"),
                Phrase::both("不得收取", "none"),
            ),
        ],
        first: None,
        missing: vec![Phrase::both("经费决算表", "Cost statement"), Phrase::both("核定成本", "Approved cost")],
        settings: Vec::new(),
        amount: None,
        capitals: None,
        because: None,
        next: None,
        ..explanation()
    }
}

fn form() -> Form {
    let wrong = |zh: &str, en: &str| Some(Phrase::both(zh, en));
    Form::new(vec![
        Field::new(Control::Text, "title", Phrase::both("活动名称", "Name of the event"))
            .help(Phrase::both("与年度计划中的名称一致。", "As in the annual plan."))
            .value("“建设集团杯”建筑抹灰工技能竞赛")
            .required(),
        Field::new(Control::Select, "level", Phrase::both("级别", "Level"))
            .choices([
                Choice::new("provincial", Phrase::both("省级", "provincial")),
                Choice::new("city", Phrase::both("市级", "city")),
            ])
            .value("city")
            .required(),
        Field::new(Control::Date, "held_on", Phrase::both("举办日期", "Date")).value("2019-11-30").required(),
        Field::new(Control::Money, "approved_cost", Phrase::both("核定成本", "Approved cost"))
            .help(Phrase::both("按决算表填写，可到分。", "From the cost statement, to the fen."))
            .value("8,64O0")
            .error(wrong(
                "不是金额：“8,64O0”中有字母 O。请填数字，如 86400.00。",
                "Not an amount: “8,64O0” has a letter O. Write digits, such as 86400.00.",
            ))
            .required(),
        Field::new(Control::Number, "trainees", Phrase::both("参赛人数", "Contestants"))
            .unit(Phrase::both("人", "people"))
            .value("57"),
        Field::new(Control::Radio, "fee", Phrase::both("是否收取参赛费", "Entry fee charged"))
            .choices([
                Choice::new("false", Phrase::both("未收取", "no")),
                Choice {
                    help: Some(Phrase::both("收取参赛费的不予补助", "no grant in that case")),
                    ..Choice::new("true", Phrase::both("已收取", "yes"))
                },
            ])
            .error(wrong("请选择是否收取参赛费。", "Say whether an entry fee was charged."))
            .required(),
        Field::new(Control::File, "statement", Phrase::both("经费决算表", "Cost statement"))
            .help(Phrase::both("PDF 或 XLSX，不超过 10 MB，须盖章。", "PDF or XLSX, up to 10 MB, stamped."))
            .accept(".pdf,.xlsx")
            .required(),
        Field::new(Control::Textarea, "note", Phrase::both("补充说明", "Remarks"))
            .value("抹灰工两组，分两天进行。")
            .rows(3),
        Field::new(
            Control::Checkbox,
            "honest",
            Phrase::both(
                "以上内容属实，未从其他财政渠道领取同一补助。",
                "All of this is true, and no other public money was received for it.",
            ),
        )
        .checked(true),
    ])
}

fn papers() -> Vec<Check> {
    let file = |name: &str, size: u64| FileRow {
        name: name.to_owned(),
        path: "#".to_owned(),
        size: Some(size),
        note: None,
        remove: None,
    };
    let check = |state, zh: &str, en: &str, files: Vec<FileRow>| Check {
        state,
        label: Phrase::both(zh, en),
        help: None,
        files,
        upload: None,
    };
    vec![
        check(CheckState::Checked, "经费决算表", "Cost statement", vec![file("经费决算表.xlsx", 86_016)]),
        check(
            CheckState::Given,
            "成绩册（裁判长签字）",
            "Results signed by the head referee",
            vec![file("成绩册.pdf", 1_258_291)],
        ),
        Check {
            help: Some(Phrase::both("发票须为承办单位抬头。", "Made out to the host.")),
            ..check(CheckState::Missing, "发票", "Invoices", Vec::new())
        },
        check(CheckState::Optional, "赞助协议", "Sponsorship agreement", Vec::new()),
    ]
}

impl Page for Guide {
    const TEMPLATE: &'static str = "pages/guide";

    fn title(&self, say: Say) -> String {
        say.t(key!("demo-guide"))
    }

    fn sample() -> Guide {
        let tones = [
            (Tone::Plain, Phrase::both("草稿", "draft")),
            (Tone::Going, Phrase::both("复核中", "second review")),
            (Tone::Wait, Phrase::both("后天到期", "due in 2 days")),
            (Tone::Stop, Phrase::both("今天到期", "due today")),
            (Tone::Done, Phrase::both("已拨付", "paid")),
        ];
        let stat = |zh: &str, en: &str, value: &str, share| Stat {
            label: Phrase::both(zh, en),
            value: typed(value),
            note: None,
            share,
        };
        let tab = |zh: &str, en: &str, count, current| Tab {
            path: "#".to_owned(),
            label: Phrase::both(zh, en),
            count,
            current,
        };
        Guide {
            flashes: vec![
                Flash {
                    tone: Tone::Wait,
                    text: Phrase::both("离公示期满还有 2 个工作日。", "Two working days remain of the notice."),
                },
                Flash {
                    tone: Tone::Stop,
                    text: Phrase::both(
                        "预算余额不足，没有改动任何内容。",
                        "The budget line is too low; nothing was altered.",
                    ),
                },
            ],
            tags: tones.map(|(tone, text)| Tag::new(tone, text)).into(),
            stats: vec![
                stat("竞赛补助预算", "Competition budget", "1,200,000", None),
                stat("已承诺", "Committed", "845,000", Some(70)),
                stat("可用", "Available", "355,000", None),
                Stat {
                    note: Some(Phrase::both("目标 20 项", "target 20 items")),
                    ..stat("市级竞赛", "City competitions", "17", Some(85))
                },
            ],
            tabs: vec![
                tab("全部", "All", Some(42), false),
                tab("待我办", "With me", Some(3), true),
                tab("公示中", "On notice", None, false),
                tab("已办结", "Closed", Some(18), false),
            ],
            steps: vec![
                Step::new(StepState::Done, Phrase::both("提交", "Submitted")).by("周承办").at(moment(9, 5)),
                Step::new(StepState::Done, Phrase::both("受理", "Accepted")).by("张初审").at(moment(9, 6)),
                Step::new(StepState::Done, Phrase::both("初审", "First review"))
                    .by("张初审")
                    .at(moment(9, 12))
                    .note("材料齐全，成本真实。"),
                Step::new(StepState::Now, Phrase::both("复核", "Second review")).by("李复核").due(day(9, 19)),
                Step::new(StepState::Next, Phrase::both("审定", "Decision")),
                Step::new(StepState::Next, Phrase::both("公示 5 个工作日", "Notice, 5 working days")),
                Step::new(StepState::Next, Phrase::both("核准、拨付", "Approval, payment")),
            ],
            ledger: Ledger {
                caption: Phrase::both("预算", "Budget"),
                rows: vec![
                    LedgerRow::new(
                        RowKind::Plain,
                        Phrase::both("竞赛补助 2019", "Competitions 2019"),
                        typed("1,200,000"),
                    ),
                    LedgerRow::new(RowKind::Plain, Phrase::both("已承诺", "Committed"), typed("−845,000"))
                        .note(Phrase::both("17 项", "17 items")),
                    LedgerRow::new(RowKind::Sum, Phrase::both("可用", "Available"), typed("355,000")),
                ],
            },
            explanation: explanation(),
            refused: refused(),
            form: form(),
            papers: papers(),
            files: vec![FileRow {
                name: "公示表.xlsx".to_owned(),
                path: "#".to_owned(),
                size: Some(24_000),
                note: Some(Phrase::both("已隐去个人信息", "masked")),
                remove: None,
            }],
            pager: Pager::new("/guide", 2, 50, 120),
            empty: Empty {
                title: Phrase::both("还没有申领", "No claims yet"),
                help: Some(Phrase::both(
                    "赛事结项后即可申领，人数和决算会自动带入。",
                    "Claim once an event is closed; its figures are filled in for you.",
                )),
                action: Some(("/claims/new".to_owned(), phrase!("claim-new"))),
            },
            words: vocabulary(),
        }
    }
}
