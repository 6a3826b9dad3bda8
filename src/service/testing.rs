//! An office for tests: a real database, two host units, a bureau with everybody in it.

use super::app::{App, Who};
use crate::domain::ids::{BudgetLineId, OrganisationId, UserId};
use crate::domain::money::Fen;
use crate::domain::people::{OrganisationKind, Role};
use crate::platform::clock::Clock;
use crate::platform::policies::embedded_policies;
use crate::service::accounts;
use crate::storage::people::{self, OrganisationData, UserData};
use crate::storage::{StorageError, Store, Tx, budgets};
use chrono::{DateTime, NaiveDateTime, Utc};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// The office, and the file it lives in.
pub struct Office {
    pub app: App,
    pub host: Who,
    pub colleague: Who,
    pub stranger: Who,
    pub clerk: Who,
    pub second_clerk: Who,
    pub reviewer: Who,
    pub decider: Who,
    pub second_decider: Who,
    pub treasurer: Who,
    pub auditor: Who,
    pub county_clerk: Who,
    /// May do everything an officer may: the four-people rule is all that holds them.
    pub everything: Who,
    file: PathBuf,
}

impl Drop for Office {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", self.file.display()));
        }
    }
}

/// A new office on Monday 2019-11-18 at 09:00 in Wenzhou.
pub fn office() -> Office {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/target/tmp"));
    std::fs::create_dir_all(&folder).unwrap();
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let file = folder.join(format!("office-{}-{number}.sqlite", std::process::id()));
    let _ = std::fs::remove_file(&file);
    let at: DateTime<Utc> = "2019-11-18T01:00:00Z".parse().unwrap();
    let store = Store::open(&file.display().to_string()).unwrap();
    let calendar = crate::platform::assets::calendar().unwrap();
    found(App::new(store, Clock::fixed(at), embedded_policies().unwrap(), calendar, "http://127.0.0.1".into()), file)
}

fn found(app: App, file: PathBuf) -> Office {
    let at = app.now().naive_utc();
    let officers: [(&str, &[Role]); 8] = [
        ("张初审", &[Role::Clerk]),
        ("钱经办", &[Role::Clerk]),
        ("李复核", &[Role::Reviewer]),
        ("王审定", &[Role::Decider]),
        ("赵审定", &[Role::Decider]),
        ("孙出纳", &[Role::Treasurer]),
        ("吴审计", &[Role::Auditor]),
        ("郑全能", &[Role::Clerk, Role::Reviewer, Role::Decider, Role::Treasurer]),
    ];
    let ids = app.store.write(|tx| -> Result<Vec<UserId>, StorageError> {
        let bureau = organisation(tx, "温州市人力社保局", OrganisationKind::Bureau, "330300", at)?;
        let county = organisation(tx, "瑞安市人力社保局", OrganisationKind::Bureau, "330381", at)?;
        let host = organisation(tx, "温州市示例建筑业协会", OrganisationKind::Association, "330300", at)?;
        let other = organisation(tx, "温州示例技师学院", OrganisationKind::School, "330300", at)?;
        let mut ids = vec![
            user(tx, host, "周承办", &[Role::Host], at)?,
            user(tx, host, "周同事", &[Role::Host], at)?,
            user(tx, other, "外单位", &[Role::Host], at)?,
        ];
        for (name, roles) in officers {
            ids.push(user(tx, bureau, name, roles, at)?);
        }
        ids.push(user(tx, county, "冯县办", &[Role::Clerk], at)?);
        Ok(ids)
    });
    let ids = ids.unwrap();
    let mut people = ids.into_iter().map(|id| app.store.read(|conn| accounts::who(conn, id)).unwrap().unwrap());
    let mut next = || people.next().unwrap();
    let (host, colleague, stranger) = (next(), next(), next());
    let (clerk, second_clerk, reviewer, decider) = (next(), next(), next(), next());
    let (second_decider, treasurer, auditor, everything, county_clerk) = (next(), next(), next(), next(), next());
    drop(people);
    Office {
        host,
        colleague,
        stranger,
        clerk,
        second_clerk,
        reviewer,
        decider,
        second_decider,
        treasurer,
        auditor,
        county_clerk,
        everything,
        app,
        file,
    }
}

fn organisation(
    tx: &mut Tx,
    name: &str,
    kind: OrganisationKind,
    division: &str,
    at: NaiveDateTime,
) -> Result<OrganisationId, StorageError> {
    let data = OrganisationData {
        kind: kind.as_str(),
        name: name.to_owned(),
        credit_code: None,
        division: division.to_owned(),
        address: String::new(),
        contact_name: String::new(),
        contact_phone: String::new(),
        account_name: name.to_owned(),
        account_number: "6222021204020001000".to_owned(),
        bank_name: "示例银行温州分行".to_owned(),
        bank_code: String::new(),
        active: true,
    };
    people::insert_organisation(tx, &data, at)
}

fn user(
    tx: &mut Tx,
    organisation: OrganisationId,
    name: &str,
    roles: &[Role],
    at: NaiveDateTime,
) -> Result<UserId, StorageError> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let data = UserData {
        organisation_id: organisation.get(),
        email: format!("person{number}@example.com"),
        name: name.to_owned(),
        phone: String::new(),
        lang: "zh".to_owned(),
        active: true,
    };
    people::insert_user(tx, &data, roles.iter().copied().collect(), at)
}

impl Office {
    /// A budget line of the city in 2019.
    pub fn line(&self, code: &str, appropriation: Fen) -> BudgetLineId {
        let at = self.app.now().naive_utc();
        let made = self.app.store.write(|tx| budgets::insert_for_tests(tx, code, appropriation, at));
        made.unwrap()
    }
}
