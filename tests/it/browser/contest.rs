//! A schedule released, and an item judged on a tablet and published, in a real browser.

use super::chromium::Browser;
use crate::schedule::{event, rooms};
use crate::support::Server;
use jiangxin::demo;
use jiangxin::storage::contests;

pub(super) async fn sign_in(browser: &Browser, mail_name: &str) {
    browser.forget().await;
    browser.goto("/sign-in").await;
    browser.type_into("email", &format!("{mail_name}@demo.example")).await;
    browser.type_into("password", demo::PASSWORD).await;
    browser.press("form[action='/sign-in'] button").await;
}

pub(super) fn run(server: &Server, test: impl AsyncFnOnce(&Browser)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let Some(browser) = Browser::open(server.port).await else { return };
        test(&browser).await;
        browser.close().await;
    });
}

#[test]
fn a_schedule_is_made_and_released() {
    let server = Server::sqlite();
    let _ = rooms(&server.sign_in("clerk"));
    let event = event(&server);
    run(&server, async |browser| {
        sign_in(browser, "host").await;
        let schedule = format!("{event}/schedule");
        for (title, start, room) in [("理论考试", "09:00", "阶梯教室"), ("实际操作", "13:00", "焊接实训室")]
        {
            browser.goto(&format!("{schedule}/new-session")).await;
            browser.type_into("title", title).await;
            browser.set("day", "2019-11-28").await;
            browser.set("start", start).await;
            browser.type_into("length", "01:30").await;
            browser.choose("room", room).await;
            browser.press("form[action$='/sessions'] button").await;
            assert_eq!(browser.path().await, schedule, "{title} is in");
        }
        browser.shoot("schedule-draft").await;
        browser.type_into("name", "第一版").await;
        browser.press("form[action$='/release'] button").await;
        browser.forget().await;
        browser.goto("/calendar?month=2019-11").await;
        browser.press("a[href^='/schedule/']").await;
        browser.says("理论考试").await;
        browser.says("第一版").await;
        browser.shoot("schedule-public").await;
    });
}

/// The demonstration's item that waits for its head judge, with the workstations still to be marked.
fn waiting(server: &Server) -> (i64, Vec<String>) {
    let found = server.app.store.read(|conn| -> Result<_, jiangxin::storage::StorageError> {
        let all = contests::list(conn, jiangxin::domain::access::Visibility::All, 100)?;
        let (item, _) = all.into_iter().find(|(item, _)| item.name == "镶贴工").expect("the item");
        let marks = jiangxin::storage::contest_marks::of_item(conn, item.id)?;
        let entrants = contests::entrants(conn, item.id)?;
        let open = entrants
            .into_iter()
            .filter(|entrant| !marks.iter().any(|mark| mark.entrant_id == entrant.id && mark.line == "theory"));
        Ok((item.id.get(), open.map(|entrant| entrant.station).collect()))
    });
    found.expect("the database")
}

#[test]
fn judged_on_a_tablet_by_the_keyboard_and_published_by_another() {
    let server = Server::sqlite_after_a_year();
    let (item, stations) = waiting(&server);
    assert_eq!(stations.len(), 2);
    run(&server, async |browser| {
        sign_in(browser, "evaluator").await;
        browser.resize(820, 1180);
        browser.goto("/judging").await;
        browser.follow("镶贴工").await;
        for station in &stations {
            browser.follow(station).await;
            assert!(browser.fits().await, "nothing reaches beyond the width of a tablet");
            // Marks are typed and left with the tabulator alone.
            browser.type_into("m-theory", "80").await;
            browser.keys("\u{e004}").await;
            browser.keys("77.5").await;
            browser.press("button[value='seal']").await;
            browser.goto(&format!("/judging/{item}")).await;
        }
        browser.says("已密封").await;
        browser.press("form[action$='/sign'] button").await;
        sign_in(browser, "host").await;
        let contest = format!("/contests/{item}");
        browser.goto(&contest).await;
        browser.press("form[action$='/sign'] button").await;
        while browser.has("input[name='answer']").await {
            browser.type_into("answer", "已与裁判组核对").await;
            browser.press("form[action$='/answers'] button").await;
        }
        browser.press("form[action$='/submit'] button").await;
        assert!(!browser.has("form[action$='/publish']").await, "not by who submitted it");
        sign_in(browser, "clerk").await;
        browser.goto(&contest).await;
        browser.press("form[action$='/publish'] button").await;
        browser.forget().await;
        browser.goto(&format!("/results/{item}")).await;
        browser.says("演示甲").await;
        assert!(browser.has("#objection").await, "objections can be made while the clock runs");
        browser.shoot("result-public").await;
    });
    assert!(server.mail().iter().any(|mail| mail.rendered.subject.contains("成绩已公布")));
}
