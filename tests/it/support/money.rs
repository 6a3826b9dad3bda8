//! Claims that stand where money begins: decided, with the four seats of the demonstration's people.

use super::{Client, Server};
use jiangxin::domain::budget::EntryKind;
use jiangxin::domain::claim::{Assessed, Claim, Seats, State};
use jiangxin::domain::ids::{BudgetLineId, ClaimId, UserId};
use jiangxin::domain::money::Fen;
use jiangxin::domain::policy::FactSheet;
use jiangxin::service::claims::assess;
use jiangxin::service::{ServiceError, Who, accounts};
use jiangxin::storage::budgets::{self, NewEntry};
use jiangxin::storage::claims::{self, ClaimRow, NewClaim};
use jiangxin::storage::{StorageError, meta, people};

/// An account with a number that no text may show outside.
pub const ACCOUNT: &str = "6222021204020001000";

impl Server {
    /// Somebody of the demonstration, as use cases know them.
    pub fn who(&self, mail_name: &str) -> Who {
        let email = format!("{mail_name}@demo.example");
        let found = self.app.store.read(|conn| {
            let user = people::user_by_email(conn, &email)?.ok_or(StorageError::NotFound)?;
            accounts::who(conn, user.id)
        });
        found.expect("a person").expect("an active person")
    }

    /// A line made by the treasurer over the page; gives back its id.
    pub fn line(&self, treasurer: &Client, year: &str, code: &str, yuan: &str) -> BudgetLineId {
        let fields = [("year", year), ("code", code), ("name", "职业技能竞赛补助"), ("amount", yuan)];
        let made = treasurer.post("/budget", &fields);
        assert_eq!(made.status, 303, "{}", made.text());
        last_number(made.location.as_deref()).parse().expect("an id")
    }

    /// A decided claim of a host for a city competition, its sum committed on the line.
    pub fn decided(&self, host: &str, title: &str, yuan: i64, line: Option<BudgetLineId>) -> ClaimId {
        let (host, at) = (self.who(host), self.app.now().naive_utc());
        let [first, second, decider] = ["clerk", "reviewer", "decider"].map(|name| self.who(name).id());
        let amount = Fen::yuan(yuan);
        let cost = yuan.to_string();
        let facts: FactSheet = [
            ("level", "city"),
            ("role", "host"),
            ("in_plan", "true"),
            ("held_on", "2019-10-12"),
            ("cost_statement", "true"),
            ("approved_cost", cost.as_str()),
        ]
        .into_iter()
        .collect();
        let account = serde_json::json!({ "name": host.organisation_name, "number": ACCOUNT, "bank": "示例银行温州分行", "bank_code": "103333000001" });
        let made = self.app.store.write(|tx| -> Result<ClaimId, ServiceError> {
            let organisation = people::organisation(tx, host.organisation())?;
            let reference = format!("JX-2019-{:04}", meta::next_serial(tx, "JX", 2019)?);
            let new = NewClaim {
                reference: &reference,
                rule: "competition.host",
                organisation_id: organisation.id.get(),
                division: &organisation.division.to_string(),
                event_id: None,
                title,
                subject_key: title,
                state: State::Draft.as_str(),
                facts: &serde_json::to_string(&facts).expect("JSON"),
                account: &account.to_string(),
                budget_line_id: line.map(BudgetLineId::get),
                waiting_since: at,
                created_at: at,
            };
            let id = claims::insert(tx, &new)?;
            assess::keep(&self.app, tx, id, "competition.host", &facts, host.id(), at)?;
            let seats = Seats {
                submitter: Some(host.id()),
                first_reviewer: Some(first),
                second_reviewer: Some(second),
                decider: Some(decider),
                ..Seats::default()
            };
            let chain = Claim {
                state: State::Decided,
                seats,
                assessed: Some(Assessed::Payable(amount)),
                amount: Some(amount),
                ..Claim::DRAFT
            };
            claims::put_chain(tx, id, 0, &chain, at)?;
            if let Some(line) = line {
                for kind in [EntryKind::Reserve, EntryKind::Commit] {
                    let user: UserId = first;
                    budgets::post(tx, line, &NewEntry { claim: Some(id), kind, amount, note: "", user, at })?;
                }
                claims::put_budget(tx, id, Some(line), amount)?;
            }
            Ok(id)
        });
        let id = made.expect("a claim");
        assert_eq!(self.claim(id).amount, amount.0, "the rule gives what the test says");
        id
    }

    pub fn claim(&self, id: ClaimId) -> ClaimRow {
        self.app.store.read(|conn| claims::get(conn, id)).expect("the claim")
    }

    /// Publishes these claims as the clerk; gives back the notice's path.
    pub fn publish(&self, clerk: &Client, claims: &[ClaimId]) -> String {
        let ids: Vec<String> = claims.iter().map(ToString::to_string).collect();
        let fields: Vec<(&str, &str)> = [("title", "2019年职业技能补助公示")]
            .into_iter()
            .chain(ids.iter().map(|id| ("claim", id.as_str())))
            .collect();
        let published = clerk.post("/notices", &fields);
        assert_eq!(published.status, 303, "{}", published.text());
        published.location.expect("the notice")
    }

    /// A claim after its notice: approved.
    pub fn approved(&self, host: &str, title: &str, yuan: i64, line: Option<BudgetLineId>) -> ClaimId {
        let id = self.decided(host, title, yuan, line);
        let path = self.publish(&self.sign_in("clerk"), &[id]);
        self.advance_days(8);
        let approved = self.sign_in("decider").post(&format!("{path}/approval"), &[("all", "1")]);
        assert_eq!(approved.status, 303, "{}", approved.text());
        id
    }
}

/// The number at the end of an address.
pub fn last_number(location: Option<&str>) -> &str {
    location.and_then(|path| path.rsplit('/').next()).unwrap_or_default()
}
