//! Walking a claim by its page, as its people do.

use super::{Client, Reply, Server};
use jiangxin::domain::budget::Line;
use jiangxin::domain::claim::State;
use jiangxin::domain::ids::{BudgetLineId, ClaimId};
use jiangxin::domain::money::Fen;
use jiangxin::domain::people::Role;
use jiangxin::mail::SentMail;
use jiangxin::storage::{StorageError, budgets, people};

pub const PDF: &[u8] = b"%PDF-1.4\n";

/// A city competition that cost 86,400, of which 20,000 came from sponsors: bound by the ceiling.
pub const CONTEST: &[(&str, &str)] = &[
    ("fact.level", "city"),
    ("fact.in_plan", "true"),
    ("fact.held_on", "2019-10-20"),
    ("fact.cost_statement", "true"),
    ("fact.approved_cost", "86400"),
    ("fact.sponsorship", "20000"),
];

/// A competition under the range: an officer must decide.
pub const SMALL: &[(&str, &str)] = &[
    ("fact.level", "city"),
    ("fact.in_plan", "true"),
    ("fact.held_on", "2019-10-20"),
    ("fact.cost_statement", "true"),
    ("fact.approved_cost", "12000"),
];

pub fn version(page: &Reply) -> String {
    page.value("version").expect("a page with a form")
}

/// Presses a button of a page, as it looks now.
pub fn press(who: &Client, path: &str, step: &str, fields: &[(&str, &str)]) -> Reply {
    let seen = version(&who.get(path));
    let mut all = vec![("version", seen.as_str())];
    all.extend(fields);
    who.post(&format!("{path}/{step}"), &all)
}

/// As [`press`], and it is done.
pub fn done(who: &Client, path: &str, step: &str, fields: &[(&str, &str)]) {
    let reply = press(who, path, step, fields);
    assert_eq!(reply.status, 303, "{step}: {}", reply.text());
}

/// A draft under a rule.
pub fn draft(host: &Client, rule: &str, title: &str, facts: &[(&str, &str)]) -> String {
    host.get(&format!("/claims/new?rule={rule}"));
    let mut fields = vec![("version", rule), ("title", title)];
    fields.extend(facts);
    let made = host.post("/claims/new", &fields);
    assert_eq!(made.status, 303, "{}", made.text());
    made.location.expect("the claim's page")
}

/// Hands papers in.
pub fn papers(host: &Client, path: &str, codes: &[&str]) {
    for paper in codes {
        let kept = host.upload(&format!("{path}/papers"), &[("requirement", paper)], "file", "样例.pdf", PDF);
        assert_eq!(kept.status, 303, "{paper}: {}", kept.text());
    }
}

/// A competition's claim, submitted with all its papers.
pub fn submitted(host: &Client, title: &str, facts: &[(&str, &str)]) -> String {
    let path = draft(host, "competition.host", title, facts);
    papers(host, &path, &["cost_statement", "results", "other_money"]);
    done(host, &path, "submit", &[("promise", "true")]);
    path
}

/// The claim of a page.
pub fn id(path: &str) -> ClaimId {
    super::money::last_number(Some(path)).parse().expect("an id")
}

/// The mails sent since the last look.
pub struct Letters<'s> {
    server: &'s Server,
    seen: usize,
}

impl<'s> Letters<'s> {
    pub fn new(server: &'s Server) -> Letters<'s> {
        Letters { server, seen: server.mail().len() }
    }

    /// What was mailed since, one line each: whom and about what; every one of them fit to be sent.
    pub fn since(&mut self) -> Vec<String> {
        let all = self.server.mail();
        let new = &all[self.seen..];
        new.iter().for_each(fit);
        let name = |mail: &SentMail| mail.to.split('@').next().unwrap_or_default().to_owned();
        let mut lines: Vec<String> =
            new.iter().map(|mail| format!("{}: {}", name(mail), mail.rendered.subject)).collect();
        lines.sort();
        self.seen = all.len();
        lines
    }
}

/// HTML and text, with number and link, without account or identity.
fn fit(mail: &SentMail) {
    let (text, html) = (&mail.rendered.text, &mail.rendered.html);
    for part in [text, html] {
        assert!(part.contains("http://127.0.0.1:8000/"), "a link: {part}");
        let digits = part.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
        assert!(digits < Some(15), "no identity, no account: {part}");
    }
    assert!(html.contains("<html") && !text.contains("<p"), "both forms");
    assert!(text.contains("-2019-") || text.contains("/plan/"), "a reference number: {text}");
}

impl Server {
    pub fn figures(&self, line: BudgetLineId) -> Line {
        self.app.store.read(|conn| budgets::line(conn, line)).expect("the line").figures()
    }

    /// The figures that the entries of a line add up to.
    pub fn entered(&self, line: BudgetLineId) -> Line {
        let entries = self.app.store.read(|conn| budgets::entries(conn, line, 0, 1_000)).expect("the ledger");
        entries.iter().rev().fold(Line::default(), |line, entry| {
            line.enter(entry.kind, Fen(entry.amount)).expect("every entry keeps the law")
        })
    }

    /// Gives somebody a further role, or another language.
    pub fn change(&self, mail_name: &str, role: Option<Role>, lang: &str) {
        let email = format!("{mail_name}@demo.example");
        let changed = self.app.store.write(|tx| -> Result<(), StorageError> {
            let user = people::user_by_email(tx, &email)?.ok_or(StorageError::NotFound)?;
            let data = people::UserData {
                organisation_id: user.organisation.get(),
                email: user.email.clone(),
                name: user.name.clone(),
                phone: user.phone.clone(),
                lang: lang.to_owned(),
                active: true,
            };
            let roles = role.map_or(user.roles, |role| user.roles.with(role));
            people::update_user(tx, user.id, user.version, &data, roles)
        });
        changed.expect("a person");
    }
}

/// Takes a decided claim, confirmed by somebody else where that is due, through notice, approval
/// and payment.
pub fn confirmed_and_paid(server: &Server, path: &str) {
    if server.claim(id(path)).state == State::ToConfirm {
        done(&server.sign_in("reviewer"), path, "confirm", &[("opinion", "同意。")]);
    }
    let notice = server.publish(&server.sign_in("clerk"), &[id(path)]);
    server.advance_days(10);
    let approved = server.sign_in("decider").post(&format!("{notice}/approval"), &[("all", "1")]);
    assert_eq!(approved.status, 303, "{}", approved.text());
    let treasurer = server.sign_in("treasurer");
    let made = treasurer.post("/payments", &[("claim", &id(path).to_string())]);
    assert_eq!(made.status, 303, "{}", made.text());
    let batch = made.location.expect("the batch");
    done(&treasurer, &batch, "send", &[]);
    let number = super::money::last_number(Some(&batch)).to_owned();
    let date = server.app.today().to_string();
    let payment = format!("FK-{}-{number:0>4}-01", &date[..4]);
    let fields = [("payment", payment.as_str()), ("result", "成功"), ("date", &date), ("reason", "")];
    let taken = treasurer.post(&format!("{batch}/answers"), &fields);
    assert_eq!(taken.status, 303, "{}", taken.text());
}
