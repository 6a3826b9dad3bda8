//! Each role's first page: what waits for me, since when, due when.

use crate::domain::money::Fen;
use crate::text::parts::{Empty, Pager, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::{key, phrase};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Worklist {
    pub today: NaiveDate,
    /// By the State Council's calendar.
    pub workday: bool,
    /// How many tasks wait in all, on this page and others.
    pub total: u64,
    pub tasks: Vec<Task>,
    pub pager: Pager,
    /// What is shown in place of tasks.
    pub empty: Empty,
    /// What this role starts most often.
    pub actions: Vec<(String, Phrase)>,
    /// What this person sent on and others have now.
    pub elsewhere: Vec<Elsewhere>,
}

/// One thing to do.
#[derive(Debug, Serialize)]
pub struct Task {
    pub title: Phrase,
    pub path: String,
    pub reference: String,
    pub organisation: String,
    /// `2 天`.
    pub waiting: Phrase,
    /// The last day, with the tone of its nearness.
    pub due: Option<Tag>,
    pub amount: Option<Fen>,
}

/// One thing that waits for somebody else.
#[derive(Debug, Serialize)]
pub struct Elsewhere {
    pub title: Phrase,
    pub path: String,
    pub reference: String,
    pub state: Tag,
    /// Who has it, or until when it is public.
    pub holder: Phrase,
}

impl Worklist {
    fn filled(tasks: Vec<Task>) -> Worklist {
        let count = tasks.len() as u64;
        Worklist {
            today: NaiveDate::default(),
            workday: true,
            total: count,
            tasks,
            pager: Pager::new("/", 1, 50, count),
            empty: Empty {
                title: phrase!("common-nothing-waits"),
                help: Some(phrase!("common-nothing-waits-help")),
                action: None,
            },
            actions: vec![("/claims/new".to_owned(), phrase!("claim-new"))],
            elsewhere: Vec::new(),
        }
    }
}

impl Page for Worklist {
    const TEMPLATE: &'static str = "pages/worklist";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-worklist"))
    }

    fn sample() -> Worklist {
        let task = |title: &str, number: u32, organisation: &str, days: i64, due: Tag, yuan: i64| Task {
            title: Phrase::typed(title),
            path: format!("/claims/{number}"),
            reference: format!("JX-2019-{number:04}"),
            organisation: organisation.to_owned(),
            waiting: phrase!("common-days", count = days),
            due: Some(due),
            amount: Some(Fen::yuan(yuan)),
        };
        let day = |day| NaiveDate::from_ymd_opt(2019, 11, day).unwrap_or_default();
        let tasks = vec![
            task(
                "复核：建筑抹灰工技能竞赛承办补助",
                42,
                "温州市建筑业协会",
                2,
                Tag::new(Tone::Stop, phrase!("common-today")),
                50_000,
            ),
            task(
                "复核：泵阀智能制造高级研修班补助",
                57,
                "温州技师学院",
                1,
                Tag::new(Tone::Wait, phrase!("common-tomorrow")),
                30_000,
            ),
            task(
                "答复异议：叉车司机竞赛公示",
                38,
                "瑞安市东山街道总工会",
                1,
                Tag::new(Tone::Plain, phrase!("common-day", day = day(27))),
                20_000,
            ),
        ];
        let elsewhere = vec![Elsewhere {
            title: Phrase::typed("网络与信息安全管理员竞赛承办补助"),
            path: "/claims/31".to_owned(),
            reference: "JX-2019-0031".to_owned(),
            state: Tag::new(Tone::Going, phrase!("step-now")),
            holder: phrase!("common-office"),
        }];
        Worklist { today: day(22), elsewhere, ..Worklist::filled(tasks) }
    }

    fn samples() -> Vec<Worklist> {
        vec![Worklist::sample(), Worklist { workday: false, ..Worklist::filled(Vec::new()) }]
    }
}
