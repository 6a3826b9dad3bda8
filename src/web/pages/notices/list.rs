//! All notices, for anyone.

use crate::service::notices::PAGE;
use crate::storage::notices::NoticeRow;
use crate::text::parts::{Empty, Pager, Tag, Tone};
use crate::text::{Page, Say};
use crate::{key, phrase};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct NoticeList {
    pub rows: Vec<Row>,
    /// What was searched for.
    pub text: String,
    pub pager: Pager,
    pub empty: Empty,
    /// The reader may publish; how many claims wait for it.
    pub waiting: Option<usize>,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub path: String,
    pub title: String,
    pub reference: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub lines: i64,
    pub state: Tag,
}

/// Whether the period still runs, in a word.
pub(super) fn running(last: NaiveDate, today: NaiveDate) -> Tag {
    if today <= last {
        Tag::new(Tone::Going, phrase!("notice-running"))
    } else {
        Tag::new(Tone::Plain, phrase!("notice-over"))
    }
}

impl NoticeList {
    pub fn new(
        rows: Vec<(NoticeRow, i64)>,
        total: i64,
        text: &str,
        page: u64,
        waiting: Option<usize>,
        today: NaiveDate,
    ) -> NoticeList {
        let path = match text {
            "" => "/notices".to_owned(),
            text => format!("/notices?q={}", rocket::http::RawStr::new(text).percent_encode()),
        };
        let row = |(notice, lines): (NoticeRow, i64)| Row {
            path: format!("/notices/{}", notice.id),
            state: running(notice.ends_on, today),
            title: notice.title,
            reference: notice.reference,
            first: notice.published_on,
            last: notice.ends_on,
            lines,
        };
        NoticeList {
            rows: rows.into_iter().map(row).collect(),
            text: text.to_owned(),
            pager: Pager::new(&path, page, PAGE.unsigned_abs(), total.unsigned_abs()),
            empty: Empty {
                title: phrase!("notice-none"),
                help: Some(phrase!("notice-none-help")),
                action: waiting.map(|_| ("/notices/new".to_owned(), phrase!("notice-new"))),
            },
            waiting,
        }
    }
}

impl Page for NoticeList {
    const TEMPLATE: &'static str = "pages/notices/list";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-notices"))
    }

    fn sample() -> NoticeList {
        let day = |month, day| NaiveDate::from_ymd_opt(2019, month, day).unwrap_or_default();
        let notice = |id, serial: u32, first, last| NoticeRow {
            id: crate::domain::ids::NoticeId::new(id),
            reference: format!("GS-2019-{serial:04}"),
            division: "330300".to_owned(),
            title: format!("2019年职业技能竞赛补助公示(第{serial}批)"),
            published_on: first,
            ends_on: last,
            published_at: first.and_hms_opt(1, 0, 0).unwrap_or_default(),
        };
        let rows = vec![(notice(2, 2, day(11, 18), day(11, 25)), 3), (notice(1, 1, day(9, 27), day(10, 11)), 12)];
        NoticeList::new(rows, 2, "", 1, Some(4), day(11, 20))
    }

    fn samples() -> Vec<NoticeList> {
        vec![NoticeList::sample(), NoticeList::new(Vec::new(), 0, "样例", 1, None, NaiveDate::default())]
    }
}
