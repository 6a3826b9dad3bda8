//! How many steps of a claim a second the office takes: `cargo bench --bench claims`. Goal: 1,500.
//!
//! One step is one use case of `service::claims` called as a page calls it, in one transaction on a
//! SQLite file with the settings of the office (WAL, `synchronous=FULL`): rights on the row read,
//! the state machine, the claim's row, its sign-off, the ledger where money moves, a link of the
//! record's chain, and the mail to everybody concerned; then the commit, which is on the disk
//! before the step is done. Claims are made beforehand and led from submission to decision one
//! after the other; acceptance and decision also move the budget line. The folder is `TMPDIR`'s.

use jiangxin::demo;
use jiangxin::domain::claim::{State, Step};
use jiangxin::domain::ids::{BudgetLineId, ClaimId};
use jiangxin::platform::clock::Clock;
use jiangxin::platform::{assets, policies};
use jiangxin::service::budgets::{self, NewLine};
use jiangxin::service::claims::{self, NewDraft, Ruled, Signed};
use jiangxin::service::evidence::{self, Owner, Sent};
use jiangxin::service::{App, Who, accounts, setup};
use jiangxin::storage::{self, Store, people};
use std::time::{Duration, Instant};

const CLAIMS: usize = 400;
const URL: &str = "https://jiangxin.example";
const PAPERS: [&str; 4] = ["plan_notice", "cost_statement", "other_money", "results"];
const FACTS: [(&str, &str); 6] = [
    ("level", "city"),
    ("in_plan", "true"),
    ("held_on", "2019-10-20"),
    ("cost_statement", "true"),
    ("approved_cost", "86400"),
    ("sponsorship", "20000"),
];

/// The demonstration's office with all its people, and a line that suffices for everything.
struct Office {
    app: App,
    host: Who,
    clerk: Who,
    reviewer: Who,
    decider: Who,
    line: BudgetLineId,
}

fn main() {
    let folder = std::env::temp_dir().join(format!("jiangxin-bench-claims-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let office = open(&folder.join("bench.sqlite").to_string_lossy());
    let claims: Vec<ClaimId> = (0..CLAIMS).map(|number| draft(&office, number)).collect();

    let mut whole = Duration::ZERO;
    let mut steps = 0;
    let mut time = |name: &str, step: &dyn Fn(Signed) -> State| {
        let signed: Vec<Signed> = claims.iter().map(|claim| signed(&office.app, *claim)).collect();
        let begun = Instant::now();
        for signed in signed {
            std::hint::black_box(step(signed));
        }
        let took = begun.elapsed();
        report(name, CLAIMS, took);
        whole += took;
        steps += CLAIMS;
    };
    let Office { app, host, clerk, reviewer, decider, line } = &office;
    time("submit", &|signed| claims::submit(app, host, &signed, true).expect("submitted").state);
    time("accept", &|signed| claims::accept(app, clerk, &signed, Some(*line)).expect("accepted").state);
    time("first review", &|signed| claims::sign(app, clerk, Step::FirstReview, &signed).expect("reviewed").state);
    time("second review", &|signed| claims::sign(app, reviewer, Step::SecondReview, &signed).expect("reviewed").state);
    time("decide", &|signed| claims::decide(app, decider, &signed, &Ruled::AsAssessed).expect("decided").state);
    report("all steps", steps, whole);
    std::fs::remove_dir_all(folder).expect("removed");
}

fn report(name: &str, steps: usize, took: Duration) {
    let each = took.as_secs_f64() / steps as f64;
    println!("{name:14} {steps:5} steps, {:5.0} a second, {:4.0} µs each", 1.0 / each, each * 1e6);
}

fn open(file: &str) -> Office {
    let store = Store::open(file).expect("a database");
    demo::prepare(&store, URL).expect("the demonstration");
    let clock = Clock::fixed("2019-11-18T01:00:00Z".parse().expect("an instant"));
    let files = policies::texts().filter(|(name, _)| policies::is_policy(name));
    let app = setup::office(&store, clock, files, assets::calendar().expect("a calendar"), URL.to_owned());
    let app = app.expect("an office");
    let new = NewLine {
        year: "2019".to_owned(),
        code: "bench".to_owned(),
        name: "bench".to_owned(),
        amount: "90000000".to_owned(),
    };
    let line = budgets::create(&app, &who(&app, "treasurer"), &new).expect("a line");
    Office {
        host: who(&app, "host"),
        clerk: who(&app, "clerk"),
        reviewer: who(&app, "reviewer"),
        decider: who(&app, "decider"),
        line,
        app,
    }
}

fn who(app: &App, name: &str) -> Who {
    let found = app.store.read(|conn| {
        let user = people::user_by_email(conn, &format!("{name}@demo.example"))?.expect("one of the demonstration");
        accounts::who(conn, user.id)
    });
    found.expect("the database answers").expect("active")
}

/// A draft with all its papers.
fn draft(office: &Office, number: usize) -> ClaimId {
    let draft = NewDraft {
        rule: "competition.host".to_owned(),
        title: format!("技能竞赛 {number}"),
        facts: FACTS.iter().copied().collect(),
        event: None,
        budget_line: None,
    };
    let claim = claims::create(&office.app, &office.host, &draft).expect("a draft");
    for paper in PAPERS {
        let sent = Sent { file_name: format!("{paper}.pdf"), bytes: b"%PDF-1.4".to_vec(), cut: false };
        evidence::upload(&office.app, &office.host, Owner::Claim(claim), paper, &sent).expect("handed in");
    }
    claim
}

fn signed(app: &App, claim: ClaimId) -> Signed {
    let row = app.store.read(|conn| storage::claims::get(conn, claim)).expect("the claim");
    Signed { claim, version: row.version, opinion: "材料齐全，同意。".to_owned() }
}
