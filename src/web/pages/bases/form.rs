//! Forms of a base: entering one, changing one, applying for a level.

use crate::domain::base::{Level, may_apply};
use crate::service::Fault;
use crate::service::bases::Typed;
use crate::text::Phrase;
use crate::text::parts::{Choice, Control, Field};
use crate::web::pages::form_page::{FormPage, with_faults};
use crate::{family, phrase};

fn value<'t>(typed: &'t Typed, field: &str) -> &'t str {
    typed.0.get(field).map_or("", String::as_str)
}

fn particulars(typed: &Typed) -> Vec<Field> {
    let of = |name: &str| value(typed, name).to_owned();
    let line = |name: &str, label| Field::new(Control::Text, name, label).value(of(name)).required();
    let number = |name: &str, label, unit| Field::new(Control::Number, name, label).value(of(name)).unit(unit);
    vec![
        line("name", phrase!("base-name")),
        line("industry", phrase!("base-industry")),
        line("address", phrase!("base-address")),
        line("trades", phrase!("base-trades")).help(phrase!("base-trades-help")),
        number("area", phrase!("base-area"), phrase!("base-square-metres")),
        number("workstations", phrase!("base-workstations"), phrase!("base-places")),
        number("teachers", phrase!("base-teachers"), phrase!("base-people")),
        Field::new(Control::Textarea, "equipment", phrase!("base-equipment")).value(of("equipment")),
    ]
}

fn level(typed: &Typed, current: Option<Level>) -> Field {
    let open = Level::ALL.iter().copied().filter(|level| may_apply(current, *level));
    let choices: Vec<Choice> =
        open.map(|level| Choice::new(level.as_str(), family!("base-level", level.as_str()))).collect();
    let typed = value(typed, "level");
    // With one choice left there is nothing to choose.
    let chosen = match choices.as_slice() {
        [only] => only.value.clone(),
        _ => typed.to_owned(),
    };
    Field::new(Control::Radio, "level", phrase!("base-level-wanted")).choices(choices).value(chosen).required()
}

fn statement(typed: &Typed) -> Field {
    Field::new(Control::Textarea, "statement", phrase!("base-statement"))
        .help(phrase!("base-statement-help"))
        .value(value(typed, "statement"))
        .rows(8)
        .required()
}

/// A new base with its first application.
pub fn creation(typed: &Typed, faults: &[Fault]) -> FormPage {
    let mut fields = particulars(typed);
    fields.extend([level(typed, None), statement(typed)]);
    let page = FormPage::new(phrase!("base-new"), "/bases/new", phrase!("common-save"), Vec::new());
    let page = page.crumb("/bases/applications", phrase!("base-applications")).lead(phrase!("base-new-lead"));
    FormPage { form: with_faults(fields, faults), ..page }
}

/// A base that is known.
pub fn editing(base: i64, version: i64, typed: &Typed, faults: &[Fault]) -> FormPage {
    let mut fields = particulars(typed);
    if typed.0.contains_key("statement") {
        fields.push(statement(typed));
    }
    let name = value(typed, "name").to_owned();
    let page = FormPage::new(phrase!("base-edit"), format!("/bases/{base}/edit"), phrase!("common-save"), Vec::new());
    let page = page.crumb(&format!("/bases/{base}"), Phrase::typed(name)).version(version);
    FormPage { form: with_faults(fields, faults), ..page }
}

/// A further application of a base.
pub fn application(base: i64, name: &str, current: Option<Level>, typed: &Typed, faults: &[Fault]) -> FormPage {
    let fields = vec![level(typed, current), statement(typed)];
    let action = format!("/bases/{base}/apply");
    let page = FormPage::new(phrase!("base-apply"), action, phrase!("common-save"), Vec::new());
    let page = page.crumb(&format!("/bases/{base}"), Phrase::typed(name));
    FormPage { form: with_faults(fields, faults), ..page }
}
