//! A schedule that looks like one, for the samples of the pages.

use super::show::{ScheduleView, Typed};
use crate::domain::calendar::Calendar;
use crate::domain::event::{Kind, State};
use crate::domain::fault::{Problem, RowFault};
use crate::domain::ids::{EventId, EventPersonId, OrganisationId, RoomId, SittingId, VenueId};
use crate::domain::schedule::release::{Aspect, Change, Entry, Part};
use crate::domain::schedule::{Role, Rules};
use crate::service::Fault;
use crate::service::schedules::{Book, Released};
use crate::storage::events::EventRow;
use crate::storage::schedules::{PartRow, PersonRow, SittingRow};
use crate::storage::venues::{RoomRow, VenueRow};
use chrono::{NaiveDate, NaiveDateTime};

fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2019, 11, day).and_then(|day| day.and_hms_opt(hour, minute, 0)).unwrap_or_default()
}

pub fn event() -> EventRow {
    EventRow {
        id: EventId::new(7),
        reference: "HD-2019-0007".to_owned(),
        kind: Kind::Competition,
        organisation_id: OrganisationId::new(1),
        division: crate::domain::people::DivisionCode::CITY,
        plan_item_id: None,
        state: State::Approved,
        returned: false,
        name: "样例焊工技能竞赛".to_owned(),
        trade: "焊工".to_owned(),
        venue: "样例技师学院".to_owned(),
        starts_on: NaiveDate::from_ymd_opt(2019, 11, 28),
        ends_on: NaiveDate::from_ymd_opt(2019, 11, 29),
        details: "{}".to_owned(),
        submitter_id: None,
        waiting_since: at(18, 1, 0),
        version: 1,
        created_at: at(18, 1, 0),
        updated_at: at(18, 1, 0),
    }
}

fn sitting(id: i64, title: &str, start: Option<NaiveDateTime>, room: Option<i64>) -> SittingRow {
    SittingRow {
        id: SittingId::new(id),
        event_id: EventId::new(7),
        title: title.to_owned(),
        item: "焊工".to_owned(),
        grp: "第一组".to_owned(),
        room_id: room,
        starts_at: start,
        minutes: 120,
        heads: 60,
        needs: String::new(),
        after_ids: String::new(),
        wish_day: None,
        wish_half: None,
        wish_room: None,
        fixed: id == 1,
        allowed_rooms: String::new(),
        guid: String::new(),
    }
}

fn person(id: i64, name: &str) -> PersonRow {
    PersonRow {
        id: EventPersonId::new(id),
        event_id: EventId::new(7),
        name: name.to_owned(),
        unit: "样例单位".to_owned(),
        role: Role::Judge,
        email: Some("judge@example.com".to_owned()),
        user_id: None,
        away: String::new(),
        feed_hash: (id == 1).then(|| "x".to_owned()),
        origin: String::new(),
    }
}

fn room(id: i64, name: &str) -> RoomRow {
    RoomRow {
        id: RoomId::new(id),
        venue_id: VenueId::new(1),
        name: name.to_owned(),
        capacity: Some(40),
        equipment: "焊机".to_owned(),
        opens: None,
        closes: None,
        active: true,
        version: 1,
    }
}

pub fn book() -> Book {
    let part = |sitting, person| PartRow {
        sitting_id: SittingId::new(sitting),
        person_id: EventPersonId::new(person),
        role: Role::Judge,
    };
    Book {
        frame: Default::default(),
        elsewhere: Vec::new(),
        other_events: std::collections::BTreeMap::new(),
        strays: std::collections::BTreeSet::new(),
        recusals: Vec::new(),
        event: event(),
        version: 3,
        sittings: vec![
            sitting(1, "理论考试", Some(at(28, 9, 0)), Some(1)),
            sitting(2, "实际操作", Some(at(28, 11, 5)), Some(2)),
            sitting(3, "技术点评", None, None),
        ],
        parts: vec![part(1, 1), part(2, 1), part(2, 2)],
        numbers: std::collections::BTreeMap::new(),
        people: vec![person(1, "示例裁判甲"), person(2, "示例裁判乙")],
        venues: vec![VenueRow {
            id: VenueId::new(1),
            organisation_id: OrganisationId::new(1),
            division: "330300".to_owned(),
            name: "样例技师学院".to_owned(),
            address: "样例路 1 号".to_owned(),
            version: 1,
        }],
        usable: [VenueId::new(1)].into(),
        rooms: vec![room(1, "阶梯教室"), room(2, "焊接实训室")],
        blocks: Vec::new(),
        others: Vec::new(),
        acks: Vec::new(),
        rules: Rules::default(),
        released: 1,
        may_edit: true,
        may_release: true,
        sees_addresses: true,
    }
}

pub fn view(full: bool) -> ScheduleView {
    let calendar = Calendar::default();
    if full {
        let typed = Typed {
            faults: vec![Fault::new("name", "required")],
            faulty: vec![RowFault::new(1, "days[0].rooms[\"A\"][0].duration", "0:00", Problem::NotALength)],
            unfit: vec![(SittingId::new(1), 60), (SittingId::new(2), 0)],
            ..Typed::default()
        };
        return ScheduleView::new(&book(), &calendar, &typed);
    }
    let nothing = Book { sittings: vec![], parts: vec![], released: 0, may_edit: false, may_release: false, ..book() };
    ScheduleView::new(&nothing, &calendar, &Typed::default())
}

pub fn released() -> Released {
    let entry = |id, title: &str, hour, room: &str| Entry {
        id,
        sequence: 0,
        title: title.to_owned(),
        item: "焊工".to_owned(),
        group: String::new(),
        start: at(28, hour, 0),
        minutes: 90,
        room: room.to_owned(),
        place: "样例技师学院".to_owned(),
        parts: vec![Part { person: 1, name: "示例讲师".to_owned(), role: Role::Lecturer }],
        cancelled: false,
    };
    let (before, after) = (entry(1, "理论考试", 9, "阶梯教室"), entry(1, "理论考试", 10, "阶梯教室"));
    Released {
        number: 2,
        name: "第二版".to_owned(),
        by: "周承办".to_owned(),
        at: at(20, 2, 0),
        entries: vec![after.clone(), entry(2, "实际操作", 13, "焊接实训室")],
        changes: vec![
            Change { aspects: vec![Aspect::Time], before: Some(before.clone()), after: Some(after) },
            Change { aspects: vec![Aspect::Removed], before: Some(before), after: None },
        ],
    }
}
