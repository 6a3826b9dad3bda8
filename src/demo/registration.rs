//! Registrations of the demonstration: people, numbers and units are invented.

use super::story::Story;
use super::year::{Refusal, Year};
use crate::domain::lang::Lang;
use crate::service::participants::entries::{self, EntryForm};
use crate::service::participants::register::{Sent, Typed, register};
use crate::storage::events;

/// Students: more of them than places.
const STUDENTS: &[(&str, &str, &str)] = &[
    ("报名甲", "999999200106010018", "温州示例技师学院"),
    ("报名乙", "999999200106010026", "温州示例技师学院"),
    ("报名丙", "999999200106010034", "温州示例技师学院"),
    ("报名丁", "999999200106010042", "温州示例技师学院"),
    ("报名戊", "999999200106010050", "温州示例技师学院"),
    ("报名己", "999999200106010069", "温州示例技师学院"),
    ("报名庚", "999999200106010077", "温州示例技师学院"),
];
/// Workers: places are left, and the host has yet to look at them.
const WORKERS: &[(&str, &str, &str)] = &[
    ("报名辛", "999999198806010211", "示范机器人公司"),
    ("报名壬", "99999919880601022X", "示范机器人公司"),
    ("报名癸", "999999198806010238", "示范机器人公司"),
];

/// Opens two entries: one for students, which fills and has a waiting list, and one for workers, which
/// has places left.
pub(super) fn open(year: &mut Year, story: &'static Story) -> Result<(), Refusal> {
    let (host, event) = (year.who(story.host)?, year.event(story.key)?);
    let app = &year.app;
    let row = app.store.read(|conn| events::get(conn, event))?;
    let usual = EntryForm { age_least: "16".to_owned(), ..EntryForm::usual(&row, app.now()) };
    let students = EntryForm { name: "学生组".to_owned(), capacity: "4".to_owned(), ..usual.clone() };
    let workers = EntryForm {
        name: "职工组".to_owned(),
        capacity: "40".to_owned(),
        approval: true,
        skill: "intermediate".to_owned(),
        titles: "全国技术能手".to_owned(),
        ..usual
    };
    for (form, people) in [(students, STUDENTS), (workers, WORKERS)] {
        let entry = entries::add(app, &host, event, &form)?;
        for (number, person) in people.iter().enumerate() {
            register(app, Lang::Zh, entry, &sent(number, person))?;
        }
    }
    Ok(())
}

fn sent(number: usize, (name, resident_id, unit): &(&str, &str, &str)) -> Sent {
    let person = Typed {
        name: (*name).to_owned(),
        resident_id: (*resident_id).to_owned(),
        unit: (*unit).to_owned(),
        division: "330304".to_owned(),
        phone: format!("1380000000{}", number % 10),
        email: format!("baoming{number}@demo.example"),
        skill_level: "intermediate".to_owned(),
        titles: String::new(),
        employer: "private".to_owned(),
    };
    Sent { person, agreed: true, ..Sent::default() }
}
