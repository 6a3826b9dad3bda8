//! A base scored on a tablet on site, with the connection cut.

use super::check_in::Wire;
use super::chromium::Browser;
use crate::support::Server;
use jiangxin::demo;
use jiangxin::domain::ids::EvaluationId;
use jiangxin::storage::scoring::sheets;

/// A sheet of the demonstration that nobody has begun, by its number on the evaluator's list.
pub(super) const SHEET: &str = "/scoring/2/bases/8";

/// Has the page add up what stands on it.
const ADD: &str = "document.querySelector('form[data-draft]').dispatchEvent(new Event('input')); return true";

/// The value of a field as the page shows it.
pub(super) async fn value(browser: &Browser, name: &str) -> String {
    let script = "return document.querySelector(`[name='${arguments[0]}']`).value";
    browser.script(script, &[name]).await.as_str().unwrap_or_default().to_owned()
}

#[test]
fn marks_typed_without_a_connection_are_kept_and_signed() {
    let server = Server::sqlite_after_a_year();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let wire = Wire::to(server.port);
    let shown = runtime.block_on(async {
        let Some(browser) = Browser::open(wire.port).await else { return false };
        browser.resize(820, 1180);
        browser.goto("/sign-in").await;
        browser.type_into("email", "evaluator@demo.example").await;
        browser.type_into("password", demo::PASSWORD).await;
        browser.press("form[action='/sign-in'] button").await;
        browser.says("基地评分").await;
        browser.goto(SHEET).await;
        assert!(browser.fits().await, "nothing reaches beyond the width of a tablet");
        browser.shoot("scoring-sheet").await;
        browser.type_into("m-1.2", "6.5").await;

        wire.cut();
        browser.type_into("m-2.1", "7").await;
        browser.type_into("n-2.1", "现场工位 96 个").await;
        browser.script("document.querySelector(\"[name='m-1.1']\").click(); return true", &[]).await;
        // Saved into the void, then the page is thrown away.
        browser.script("document.querySelector(\"button[value='save']:not([tabindex])\").click(); return true", &[]).await;
        browser.until("return location.protocol !== 'http:' || document.readyState === 'complete'").await;

        wire.mend();
        browser.goto(SHEET).await;
        for (name, typed) in [("m-1.2", "6.5"), ("m-2.1", "7"), ("n-2.1", "现场工位 96 个")] {
            assert_eq!(value(&browser, name).await, typed, "{name} is kept");
        }
        let chosen = "return document.querySelector(\"[name='m-1.1']:checked\").value";
        assert_eq!(browser.script(chosen, &[]).await.as_str(), Some("8"), "so is a level that was pressed");
        browser.press("button[value='save']:not([tabindex])").await;
        browser.until("return document.querySelector('[name=version]').value === '1'").await;
        assert_eq!(value(&browser, "n-2.1").await, "现场工位 96 个");
        let left = "return Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length";
        assert_eq!(browser.script(left, &[]).await, 0, "what the server has is not kept twice");

        let rest = "for (const field of document.querySelectorAll(\"input[name^='m-']\")) {
            if (field.type === 'radio') { if (!document.querySelector(`[name='${field.name}']:checked`)) field.click(); }
            else if (!field.value) field.value = '4';
        } return true";
        browser.script(rest, &[]).await;
        let sum = "return document.getElementById('sum').value";
        let total = browser.script(sum, &[]).await;
        browser.type_into("m-2.1", "700").await;
        let marked = "return document.querySelector(\"[name='m-2.1']\").closest('.field').classList.contains('wrong')";
        assert_eq!(browser.script(marked, &[]).await, true, "a mark beyond its range is marked");
        assert_ne!(browser.script(sum, &[]).await, total, "and not counted");
        browser.type_into("m-2.1", "7").await;
        browser.script(ADD, &[]).await;
        let total = browser.script(sum, &[]).await;
        browser.press("button[value='sign']").await;
        browser.says("已签字").await;
        assert_eq!(browser.path().await, "/scoring/2");
        browser.goto(SHEET).await;
        assert_eq!(browser.script(sum, &[]).await, total, "a signed sheet keeps its total");
        browser.close().await;
        true
    });
    if shown {
        let who = server.who("evaluator").id();
        let all = server.app.store.read(|conn| sheets::of(conn, EvaluationId::new(2))).expect("sheets");
        let signed = all.iter().filter(|sheet| sheet.user_id == who && sheet.signed_at.is_some()).count();
        assert_eq!(signed, 7, "six by the demonstration, and this one");
    }
}
