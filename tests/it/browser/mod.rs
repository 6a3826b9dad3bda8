//! The whole main path in a real browser: from an item of the plan to the paid grant, with every
//! person at their own page.

mod check_in;
mod chromium;
mod contest;
mod scoring;
mod tablet;

use crate::support::Server;
use crate::support::entries::person;
use chromium::Browser;
use jiangxin::demo;
use jiangxin::service::participants::entries::EntryForm;
use std::path::PathBuf;

const NAME: &str = "温州市装配式建筑木工技能竞赛";

#[test]
fn from_the_plan_to_the_paid_grant() {
    let server = Server::sqlite_after_a_year();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let shown = runtime.block_on(async {
        let Some(browser) = Browser::open(server.port).await else { return false };
        let path = Path { server: &server, browser };
        let event = path.registered().await;
        path.held(&event).await;
        let claim = path.claimed(&event).await;
        path.decided(&claim).await;
        path.published().await;
        path.paid(&claim).await;
        path.browser.close().await;
        true
    });
    if shown {
        everybody_was_told(&server);
    }
}

/// Somebody registers on a page: with a fault first, mends it, confirms, and sees the QR code.
#[test]
fn somebody_registers() {
    let server = Server::sqlite();
    let event = server.approved_event("样例砌筑赛");
    let entry = server.entry(event, |form| EntryForm { age_most: "40".to_owned(), ..form });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let Some(browser) = Browser::open(server.port).await else { return };
        browser.goto("/lang?lang=zh&to=/register").await;
        browser.says("样例砌筑赛").await;
        browser.shoot("register-list").await;
        browser.goto(&format!("/register/{entry}")).await;
        browser.shoot("register-form").await;
        for (name, value) in person(1) {
            match name {
                "agreed" => {}
                "division" | "skill_level" => browser.set(name, &value).await,
                _ => browser.type_into(name, if name == "phone" { "12" } else { &value }).await,
            }
        }
        browser.press("form[action^='/register/'] button").await;
        browser.says("手机").await;
        browser.says("勾选同意").await;
        browser.type_into("phone", "13800000000").await;
        browser.set("agreed", "true").await;
        browser.press("form[action^='/register/'] button").await;
        browser.says("报名已提交").await;
        browser.says("报名成功").await;
        browser.says("签到码").await;
        browser.shoot("participation").await;
        browser.close().await;
    });
}

/// Everybody concerned has had mail about it, and none of it carries a number that it should not.
fn everybody_was_told(server: &Server) {
    let mail = server.mail();
    let about: Vec<_> = mail.iter().filter(|mail| mail.rendered.text.contains("装配式建筑木工")).collect();
    for mail_name in ["host", "clerk", "reviewer", "decider", "treasurer"] {
        let address = format!("{mail_name}@demo.example");
        assert!(about.iter().any(|mail| mail.to == address), "{address} was told");
    }
    let told =
        |words: &str| about.iter().any(|mail| mail.to == "host@demo.example" && mail.rendered.subject.contains(words));
    for words in ["受理", "审定", "公示", "拨付"] {
        assert!(told(words), "the host was told: {words}");
    }
    assert!(mail.iter().all(|mail| !mail.rendered.text.contains("3303000000000001")), "no account number in a mail");
}

struct Path<'s> {
    server: &'s Server,
    browser: Browser,
}

impl Path<'_> {
    /// Signs in at the page.
    async fn as_person(&self, mail_name: &str) {
        let browser = &self.browser;
        browser.forget().await;
        browser.goto("/sign-in").await;
        browser.type_into("email", &format!("{mail_name}@demo.example")).await;
        browser.type_into("password", demo::PASSWORD).await;
        browser.press("form[action='/sign-in'] button").await;
        assert_eq!(browser.path().await, "/", "{mail_name} is in");
        browser.shoot(&format!("home-{mail_name}")).await;
    }

    async fn hand_in(&self, event: &str, papers: &[&str]) {
        for paper in papers {
            self.browser.goto(event).await;
            self.browser.attach(&format!("#f-file-{paper}"), &file(paper)).await;
            self.browser.press(&format!("#f-file-{paper} + button")).await;
        }
    }

    /// The host registers the item, the clerk approves it.
    async fn registered(&self) -> String {
        let browser = &self.browser;
        self.as_person("host").await;
        browser.goto("/events/new").await;
        browser.shoot("event-new").await;
        browser.follow(NAME).await;
        browser.shoot("plan-item").await;
        browser.press("form[action$='/propose'] button").await;
        let event = browser.path().await.trim_end_matches("/edit").to_owned();
        browser.goto(&format!("{event}/edit")).await;
        browser.shoot("event-form").await;
        browser.set("starts_on", "2019-11-19").await;
        browser.set("ends_on", "2019-11-20").await;
        browser.type_into("estimated_cost", "42000").await;
        browser.set("entry_fee_charged", "false").await;
        browser.type_into("contact_name", "周承办").await;
        browser.type_into("contact_phone", "0577-88000000").await;
        browser.press("form[action$='/edit'] button").await;
        self.hand_in(&event, &["implementation_plan", "budget", "host_certificate"]).await;
        browser.shoot("event-draft").await;
        browser.press("form[action$='/submit'] button").await;
        self.as_person("clerk").await;
        browser.goto(&event).await;
        browser.says("只有").await;
        browser.shoot("event-to-approve").await;
        browser.press("button[value='approve']").await;
        event
    }

    /// The host files it, holds it and closes it with its papers.
    async fn held(&self, event: &str) {
        let browser = &self.browser;
        self.as_person("host").await;
        browser.goto(&format!("{event}/edit")).await;
        browser.type_into("theory_pct", "20").await;
        browser.type_into("practice_pct", "80").await;
        browser.type_into("safety_plan", "设安全员两名").await;
        browser.press("form[action$='/edit'] button").await;
        self.hand_in(event, &["technical_document", "safety_plan"]).await;
        browser.press("form[action$='/file'] button").await;
        self.server.advance_days(3);
        self.as_person("host").await;
        browser.goto(event).await;
        browser.press("form[action$='/mark-held'] button").await;
        browser.goto(&format!("{event}/edit")).await;
        browser.type_into("actual_people", "36").await;
        browser.type_into("final_cost", "41200").await;
        browser.press("form[action$='/edit'] button").await;
        self.hand_in(event, &["programme", "roster", "results", "summary", "photos", "cost_statement"]).await;
        browser.press("form[action$='/close'] button").await;
        browser.shoot("event-closed").await;
    }

    /// The host claims; the sum is explained before anything is sent.
    async fn claimed(&self, event: &str) -> String {
        let browser = &self.browser;
        browser.goto(event).await;
        browser.press("form[action$='/claim'] button").await;
        let claim = browser.path().await.trim_end_matches("/edit").to_owned();
        browser.goto(&claim).await;
        browser.says("41,200").await;
        browser.shoot("claim-draft").await;
        browser.set("promise", "true").await;
        browser.press("button[formaction$='/submit']").await;
        browser.shoot("claim-submitted").await;
        claim
    }

    /// Clerk, reviewer and decider, each at their own work list.
    async fn decided(&self, claim: &str) {
        let browser = &self.browser;
        let steps: [(&str, &[&str]); 3] =
            [("clerk", &["accept", "first-review"]), ("reviewer", &["second-review"]), ("decider", &["decide"])];
        for (mail_name, steps) in steps {
            self.as_person(mail_name).await;
            browser.says("木工").await;
            browser.goto(claim).await;
            for step in steps {
                browser.shoot(&format!("claim-{step}")).await;
                browser.type_into("opinion", "同意").await;
                browser.press(&format!("button[formaction$='/{step}']")).await;
            }
        }
    }

    /// The clerk publishes; anyone reads it; the decider approves when its days are over.
    async fn published(&self) {
        let browser = &self.browser;
        self.as_person("clerk").await;
        browser.goto("/notices/new").await;
        browser.shoot("notice-new").await;
        browser.type_into("title", "2019年第五批技能竞赛补助公示").await;
        browser.choose("claim", "木工").await;
        browser.press("form[action='/notices'] button").await;
        let notice = browser.path().await;
        browser.forget().await;
        browser.goto(&notice).await;
        browser.says("温州市建筑业协会").await;
        browser.shoot("notice").await;
        self.server.advance_days(8);
        self.as_person("decider").await;
        browser.goto(&notice).await;
        browser.shoot("notice-to-approve").await;
        browser.press("button[name='all']").await;
    }

    /// The treasurer orders and confirms; the host sees it paid.
    async fn paid(&self, claim: &str) {
        let browser = &self.browser;
        self.as_person("treasurer").await;
        browser.goto("/budget").await;
        browser.shoot("budget").await;
        browser.goto("/payments").await;
        browser.shoot("payments").await;
        browser.choose("claim", "木工").await;
        browser.press("form[action='/payments'] button").await;
        let batch = browser.path().await;
        browser.press("form[action$='/send'] button").await;
        browser.goto(&batch).await;
        browser.shoot("batch").await;
        // The host's other approved claim is in the batch, too; each answer leaves one fewer to give.
        for _ in 0..2 {
            browser.goto(&batch).await;
            browser.choose("payment", "建筑业").await;
            browser.set("result", "成功").await;
            browser.set("date", &self.server.app.today().to_string()).await;
            browser.press("form[action$='/answers'] button").await;
        }
        self.as_person("host").await;
        browser.goto(claim).await;
        browser.says("已拨付").await;
        browser.shoot("claim-paid").await;
    }
}

/// A small file to hand in, different for each paper.
fn file(paper: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("papers");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join(format!("{paper}.pdf"));
    std::fs::write(&file, format!("%PDF-1.4\n% {paper}\n")).expect("a file");
    file
}
