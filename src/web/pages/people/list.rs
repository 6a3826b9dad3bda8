//! The list of organisations with their people.

use crate::domain::people::{OrganisationKind, Role};
use crate::service::files::Format;
use crate::service::people::{self, Directory, DirectoryFilter};
use crate::service::plans::hosts;
use crate::storage::people::{Organisation, User};
use crate::text::parts::{Empty, Pager, Tag, Tone};
use crate::text::{Page, Phrase, Say};
use crate::web::answer::Result;
use crate::web::forms::Asked;
use crate::web::pages::plan::division_name;
use crate::web::shell::View;
use crate::{family, key, phrase};
use rocket::http::RawStr;
use rocket::{Route, get, routes};
use serde::Serialize;

/// Organisations of one page.
const PAGE: usize = 50;

pub fn routes() -> Vec<Route> {
    routes![index, export]
}

fn filter(kind: Option<&str>, q: Option<Asked>) -> DirectoryFilter {
    DirectoryFilter { kind: kind.and_then(|kind| kind.parse().ok()), text: Asked::text(q).unwrap_or_default() }
}

#[get("/people?<kind>&<q>&<page>")]
async fn index(view: View, kind: Option<&str>, q: Option<Asked>, page: Option<u32>) -> Result {
    let filter = filter(kind, q);
    let may_edit = view.who()?.actor.holds(Role::Administrator);
    let narrowed = filter.clone();
    let (directory, unlinked) = view
        .act(move |app, who| {
            let unlinked = if may_edit { hosts::unlinked(app, who)?.len() } else { 0 };
            Ok((people::directory(app, who, &narrowed)?, unlinked))
        })
        .await?;
    let page = usize::try_from(page.unwrap_or(1).max(1)).unwrap_or(1);
    view.page(&People::new(&directory, &filter, page, may_edit, unlinked))
}

/// The list as a file, narrowed the same way.
#[get("/people/export?<kind>&<q>&<format>")]
async fn export(view: View, kind: Option<&str>, q: Option<Asked>, format: Option<&str>) -> Result {
    let (filter, format) = (filter(kind, q), Format::of(format)?);
    Ok(view.act(move |app, who| people::export(app, who, &filter, format)).await?.into())
}

/// Everybody who may come in, unit by unit.
#[derive(Debug, Serialize)]
pub struct People {
    pub may_edit: bool,
    pub units: Vec<Unit>,
    /// What was searched for.
    pub text: String,
    pub kinds: Vec<Kinds>,
    pub pager: Pager,
    pub empty: Empty,
    /// The list as a file, but for the kind of file.
    pub export: String,
    /// Items of published plans that are nobody's.
    pub unlinked: usize,
}

/// A choice of the filter.
#[derive(Debug, Serialize)]
pub struct Kinds {
    pub value: &'static str,
    pub label: Phrase,
    pub chosen: bool,
}

fn kinds(chosen: Option<OrganisationKind>) -> Vec<Kinds> {
    let kind = |kind: &OrganisationKind| Kinds {
        value: kind.as_str(),
        label: family!("organisation-kind", kind.as_str()),
        chosen: chosen == Some(*kind),
    };
    OrganisationKind::ALL.iter().map(kind).collect()
}

#[derive(Debug, Serialize)]
pub struct Unit {
    pub id: i64,
    pub name: String,
    pub kind: Phrase,
    pub division: String,
    pub active: bool,
    pub users: Vec<Person>,
}

#[derive(Debug, Serialize)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub roles: Vec<Phrase>,
    pub state: Tag,
}

impl People {
    fn nobody() -> People {
        let none = Directory { organisations: Vec::new(), users: Vec::new() };
        People::new(&none, &DirectoryFilter::default(), 1, false, 0)
    }

    fn new(directory: &Directory, filter: &DirectoryFilter, page: usize, may_edit: bool, unlinked: usize) -> People {
        let Directory { organisations, users } = directory;
        let people_of =
            |unit: &Organisation| users.iter().filter(|user| user.organisation == unit.id).map(person).collect();
        let unit = |unit: &Organisation| Unit {
            id: unit.id.get(),
            name: unit.name.clone(),
            kind: family!("organisation-kind", unit.kind.as_str()),
            division: division_name(unit.division),
            active: unit.active,
            users: people_of(unit),
        };
        let mut query = String::new();
        if let Some(kind) = filter.kind {
            query.push_str(&format!("&kind={kind}"));
        }
        if !filter.text.is_empty() {
            query.push_str(&format!("&q={}", RawStr::new(&filter.text).percent_encode()));
        }
        let query = query.trim_start_matches('&');
        let pager = Pager::new(&format!("/people?{query}"), page as u64, PAGE as u64, organisations.len() as u64);
        let skipped = usize::try_from(pager.page - 1).unwrap_or(0) * PAGE;
        let narrowed = !query.is_empty();
        People {
            may_edit,
            units: organisations.iter().skip(skipped).take(PAGE).map(unit).collect(),
            text: filter.text.clone(),
            kinds: kinds(filter.kind),
            pager,
            empty: Empty {
                title: if narrowed { phrase!("common-nothing-found") } else { phrase!("people-none") },
                help: None,
                action: None,
            },
            export: format!("/people/export?{query}"),
            unlinked,
        }
    }
}

fn person(user: &User) -> Person {
    let state = match (user.active, user.password_hash.is_some()) {
        (false, _) => Tag::new(Tone::Stop, phrase!("people-inactive")),
        (true, false) => Tag::new(Tone::Wait, phrase!("people-invited")),
        (true, true) => Tag::new(Tone::Done, phrase!("people-active")),
    };
    Person {
        id: user.id.get(),
        name: user.name.clone(),
        email: user.email.clone(),
        roles: user.roles.iter().map(|role| family!("role", role.as_str())).collect(),
        state,
    }
}

impl Page for People {
    const TEMPLATE: &'static str = "pages/people/index";

    fn title(&self, say: Say) -> String {
        say.t(key!("nav-people"))
    }

    fn sample() -> People {
        let person = |id, name: &str, role: &str, state| Person {
            id,
            name: name.to_owned(),
            email: format!("user{id}@demo.example"),
            roles: vec![family!("role", role)],
            state,
        };
        let unit = |id, name: &str, kind: &str, users| Unit {
            id,
            name: name.to_owned(),
            kind: family!("organisation-kind", kind),
            division: "温州市本级".to_owned(),
            active: true,
            users,
        };
        let active = Tag::new(Tone::Done, phrase!("people-active"));
        let invited = Tag::new(Tone::Wait, phrase!("people-invited"));
        let gone = Tag::new(Tone::Stop, phrase!("people-inactive"));
        People {
            may_edit: true,
            unlinked: 2,
            units: vec![
                unit(
                    1,
                    "温州市人力资源和社会保障局",
                    "bureau",
                    vec![person(1, "张初审", "clerk", active), person(2, "李复核", "reviewer", invited)],
                ),
                unit(2, "温州市建筑业协会", "association", vec![person(3, "周承办", "host", gone)]),
                unit(3, "温州技师学院", "school", Vec::new()),
            ],
            ..People::nobody()
        }
    }

    fn samples() -> Vec<People> {
        vec![People::sample(), People::nobody()]
    }
}
