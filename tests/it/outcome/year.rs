//! A year of bases with a panel and its sheets, as the tests of results need it.

use crate::support::chain;
use crate::support::years::earlier;
use crate::support::{Reply, Server};
use jiangxin::domain::base::{Level, State};
use jiangxin::domain::evaluation::conflict::Conflict;
use jiangxin::domain::evaluation::phase::{Phase, Seat};
use jiangxin::domain::ids::EvaluationId;
use jiangxin::storage::bases::{self, Particulars, Place};
use jiangxin::storage::evaluations;
use jiangxin::storage::scoring::conflicts::{self, ConflictRow};
use jiangxin::storage::scoring::entries::{self, EntryRow};
use jiangxin::storage::scoring::{panel, runs, sheets as papers};
use jiangxin::storage::{StorageError, Tx, people};

pub(super) const RUBRIC: &str = "项目,指标,分值,扣分规则,佐证材料
基础保障,专用场地,40,无场地0;标牌不明显-2,场地照片
培训,培训规模,60,每少1人-1,花名册
";
pub(super) const EVALUATORS: [&str; 5] = ["evaluator", "judge.jiang", "judge.shen", "judge.han", "judge.yang"];
const HOSTS: [&str; 7] = ["host", "host.school", "host.ruian", "host.chint", "host.pingyang", "host", "host.school"];

/// A year that is scored.
pub(super) struct Year<'s> {
    pub server: &'s Server,
    pub id: EvaluationId,
    pub path: String,
}

pub(super) fn user(tx: &mut Tx, name: &str) -> Result<people::User, StorageError> {
    people::user_by_email(tx, &format!("{name}@demo.example"))?.ok_or(StorageError::NotFound)
}

impl<'s> Year<'s> {
    /// A year of so many city bases of several units, open to the panel's sheets.
    pub fn new(server: &'s Server, bases: usize) -> Year<'s> {
        Year::of(server, bases, RUBRIC)
    }

    /// The same, by another rubric of two indicators with 40 and 60 points.
    pub fn of(server: &'s Server, bases: usize, rubric: &str) -> Year<'s> {
        let at = server.app.now().naive_utc();
        let day = "2018-05-01".parse().expect("a day");
        let made = server.app.store.write(|tx| {
            for number in 1..=bases {
                let host = user(tx, HOSTS[(number - 1) % HOSTS.len()])?;
                let division = people::organisation(tx, host.organisation)?.division;
                let of = Particulars { name: format!("样例基地{number}"), ..Particulars::default() };
                let base = bases::insert(tx, host.organisation, division, &of, at)?;
                let application = bases::apply(tx, base, Level::City, "", at)?;
                let place = Place { designated_on: Some(day), ..Place::default() };
                bases::put_place(tx, application, 0, State::Designated, &place, at)?;
                bases::designate(tx, base, Some((Level::City, day)))?;
            }
            Ok::<_, StorageError>(())
        });
        made.expect("bases");
        server.advance_days(50);
        let form = [("year", "2019"), ("self_until", "2020-01-20"), ("score_until", "2020-02-20"), ("spread", "15")];
        let opened = server.sign_in("clerk").upload("/evaluations/new", &form, "rubric", "标准.csv", rubric.as_bytes());
        assert_eq!(opened.status, 303, "{}", opened.text());
        let path = opened.location.expect("the year");
        let id: EvaluationId = chain::id(&path).get().try_into().expect("an id");
        let year = Year { server, id, path };
        year.draw();
        year
    }

    /// The same bases in another year whose rules let the panel vote between those across the line.
    pub fn voting(server: &'s Server, bases: usize) -> Year<'s> {
        let first = Year::new(server, bases);
        let at = server.app.now().naive_utc();
        let row = server.app.store.read(|conn| evaluations::get(conn, first.id)).expect("the year");
        let rules = row.rules.replace("\"exclude\"", "\"panel_vote\"");
        assert_ne!(rules, row.rules);
        let made = server.app.store.write(|tx| {
            let day = server.app.today();
            earlier(tx, first.id, Some(&rules), (day, at))
        });
        let id = made.expect("a year");
        let year = Year { server, id, path: format!("/evaluations/{id}") };
        year.draw();
        year
    }

    /// A panel of five that has declared and scores.
    pub fn draw(&self) {
        let (id, at) = (self.id, self.server.app.now().naive_utc());
        let drawn = self.server.app.store.write(|tx| {
            for (seq, name) in (1..).zip(EVALUATORS) {
                let member = user(tx, name)?.id;
                panel::insert(tx, id, member, seq, Seat::Member, "")?;
                panel::declare(tx, id, member, at)?;
            }
            for (step, phase) in (0..).zip([Phase::Panel, Phase::Scoring]) {
                runs::put_phase(tx, id, step, phase, at)?;
            }
            Ok::<_, StorageError>(())
        });
        drawn.expect("a panel");
    }

    pub fn entries(&self) -> Vec<EntryRow> {
        self.server.app.store.read(|conn| entries::of(conn, self.id)).expect("entries")
    }

    pub fn base(&self, number: usize) -> EntryRow {
        self.entries().remove(number - 1)
    }

    pub fn recuse(&self, number: usize, evaluators: &[&str]) {
        let (entry, at) = (self.base(number).id, self.server.app.now().naive_utc());
        let noted = self.server.app.store.write(|tx| {
            for name in evaluators {
                let user_id = user(tx, name)?.id;
                let row = ConflictRow {
                    entry_id: entry,
                    user_id,
                    reason: Conflict::ALL[0],
                    note: String::new(),
                    found: true,
                };
                conflicts::put(tx, &row, at)?;
            }
            Ok::<_, StorageError>(())
        });
        noted.expect("conflicts");
    }

    /// The base takes part, and these sheets are signed: the first indicator full, the second the rest.
    pub fn sign(&self, number: usize, round: i32, totals: &[(&str, i64)]) {
        let (entry, at) = (self.base(number), self.server.app.now().naive_utc());
        let signed = self.server.app.store.write(|tx| {
            if entry.self_scored_at.is_none() {
                let host = user(tx, "host")?.id;
                entries::send_self_score(tx, entry.id, entry.version, host, at)?;
            }
            for (name, total) in totals {
                let by = user(tx, name)?.id;
                let sheet = papers::insert(tx, entry.id, by, round)?;
                let first = (*total).min(40);
                papers::put_mark(tx, sheet, "1.1", &first.to_string(), "")?;
                papers::put_mark(tx, sheet, "2.1", &(total - first).to_string(), "")?;
                papers::put(tx, sheet, 0, &format!("样例评语：基地{number}"))?;
                papers::sign(tx, sheet, 1, &total.to_string(), at)?;
            }
            Ok::<_, StorageError>(())
        });
        signed.expect("sheets");
    }

    pub fn all(&self, number: usize, totals: [i64; 5]) {
        let totals: Vec<(&str, i64)> = EVALUATORS.into_iter().zip(totals).collect();
        self.sign(number, 1, &totals);
    }

    /// On every sheet of the base so many points less for the first indicator, and more for the second.
    pub fn shift(&self, number: usize, points: i64) {
        let entry = self.base(number).id;
        let shifted = self.server.app.store.write(|tx| {
            for sheet in papers::of(tx, self.id)?.into_iter().filter(|sheet| sheet.entry_id == entry) {
                for mark in papers::marks(tx, sheet.id)? {
                    let given: i64 = mark.mark.parse().expect("a whole mark");
                    let given = if mark.line == "1.1" { given - points } else { given + points };
                    papers::put_mark(tx, sheet.id, &mark.line, &given.to_string(), "")?;
                }
            }
            Ok::<_, StorageError>(())
        });
        shifted.expect("marks");
    }

    /// Ends the scoring, as the clerk does with every sheet signed.
    pub fn scored(&self) {
        let at = self.server.app.now().naive_utc();
        let run = self.server.app.store.read(|conn| runs::get(conn, self.id)).expect("the run");
        let moved = self.server.app.store.write(|tx| runs::put_phase(tx, self.id, run.version, Phase::Scored, at));
        moved.expect("the phase");
    }

    pub fn run(&self) -> runs::RunRow {
        self.server.app.store.read(|conn| runs::get(conn, self.id)).expect("the run")
    }

    pub fn at(&self, last: &str) -> String {
        format!("{}/{last}", self.path)
    }

    pub fn of_base(&self, number: usize, last: &str) -> String {
        format!("{}/bases/{}/{last}", self.path, self.base(number).id)
    }

    pub fn seen(&self, who: &str, last: &str) -> Reply {
        self.server.sign_in(who).get(&self.at(last))
    }
}
