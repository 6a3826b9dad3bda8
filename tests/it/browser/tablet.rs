//! Judges who share a tablet, and what they typed before it was accepted, in a real browser.

use super::chromium::Browser;
use super::contest::{run, sign_in};
use super::scoring::{SHEET, value};
use crate::contests::judged;
use crate::support::Server;

const KEPT: &str = "return Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length";

async fn kept(browser: &Browser) -> i64 {
    browser.script(KEPT, &[]).await.as_i64().unwrap_or(-1)
}

/// The address of a workstation that both judges mark.
fn sheet(server: &Server) -> String {
    let (contest, entrants) = judged(server, &server.sign_in("host"));
    format!("{}/stations/{}", contest.replace("/contests/", "/judging/"), entrants[0].station)
}

#[test]
fn what_one_judge_typed_is_not_shown_to_the_next() {
    let server = Server::sqlite();
    let sheet = sheet(&server);
    run(&server, async |browser| {
        sign_in(browser, "judge.one").await;
        browser.goto(&sheet).await;
        browser.type_into("m-practical", "71").await;
        assert_eq!(kept(browser).await, 1);
        // The session ends by itself; the tablet goes on to the next judge.
        sign_in(browser, "judge.two").await;
        browser.goto(&sheet).await;
        assert_eq!(value(browser, "m-practical").await, "", "nothing of the other judge's");
        browser.type_into("m-practical", "64").await;
        assert_eq!(kept(browser).await, 2);
        browser.press("form[action='/sign-out'] button").await;
        assert_eq!(kept(browser).await, 1, "signing out takes one's own away");

        sign_in(browser, "judge.one").await;
        browser.goto(&sheet).await;
        assert_eq!(value(browser, "m-practical").await, "71", "one's own is still there");
        browser.type_into("m-theory", "90").await;
        browser.press("button[value='seal']").await;
        browser.says("已密封").await;
        assert_eq!(kept(browser).await, 0, "what the office has is not kept on the tablet");
    });
}

#[test]
fn what_was_typed_survives_a_refused_save_and_a_reload() {
    let server = Server::sqlite();
    let sheet = sheet(&server);
    run(&server, async |browser| {
        sign_in(browser, "judge.one").await;
        browser.goto(&sheet).await;
        browser.type_into("m-theory", "101").await;
        browser.type_into("m-practical", "88.5").await;
        browser.press("button[value='seal']").await;
        assert!(browser.has(".error").await, "101 is refused");
        assert_eq!(value(browser, "m-practical").await, "88.5");
        browser.goto(&sheet).await;
        assert_eq!(value(browser, "m-theory").await, "101", "nothing was mended yet");
        browser.press("button[value='save']").await;
        browser.type_into("m-theory", "86").await;
        browser.goto(&sheet).await;
        assert_eq!(value(browser, "m-theory").await, "86");
        assert_eq!(value(browser, "m-practical").await, "88.5");
        browser.press("button[value='save']").await;
        browser.says("已保存").await;
        assert_eq!(kept(browser).await, 0);
        // What was stored meanwhile is told from what is refused after it.
        browser.type_into("m-theory", "870").await;
        browser.press("button[value='save']").await;
        browser.goto(&sheet).await;
        assert_eq!(value(browser, "m-theory").await, "870");
        assert_eq!(value(browser, "m-practical").await, "88.5");
    });
}

#[test]
fn the_sheet_of_a_base_survives_a_refused_save_too() {
    let server = Server::sqlite_after_a_year();
    run(&server, async |browser| {
        sign_in(browser, "evaluator").await;
        browser.goto(SHEET).await;
        browser.script("document.querySelector(\"[name='m-1.1']\").click(); return true", &[]).await;
        browser.type_into("m-1.2", "650").await;
        browser.type_into("n-1.2", "第一行\n第二行").await;
        browser.press("button[value='sign']").await;
        assert!(browser.has(".error").await, "650 is refused");
        browser.type_into("m-1.2", "6.5").await;
        browser.goto(SHEET).await;
        assert_eq!(value(browser, "m-1.2").await, "6.5");
        assert_eq!(value(browser, "n-1.2").await, "第一行\n第二行");
        let chosen = "return document.querySelector(\"[name='m-1.1']:checked\")?.value";
        assert_eq!(browser.script(chosen, &[]).await.as_str(), Some("8"));
    });
}
