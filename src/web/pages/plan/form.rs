//! An item of the plan, typed into a form: a new one, a changed one, one added with a reason.

use crate::domain::plan::{Class, Kind, Level};
use crate::service::Fault;
use crate::storage::budgets::LineRow;
use crate::text::parts::{Choice, Control, Field, Form};
use crate::text::{Page, Phrase, Say};
use crate::web::errors::{FaultFamily, fault_phrase};
use crate::{family, key, phrase};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
pub struct ItemForm {
    pub year: i32,
    /// Where the form is sent to.
    pub action: String,
    /// Where one goes back to.
    pub back: String,
    pub version: i64,
    pub new: bool,
    /// The plan is published: the item is added with a reason.
    pub amendment: bool,
    pub form: Form,
}

impl ItemForm {
    pub fn fields(
        typed: &BTreeMap<String, String>,
        faults: &[Fault],
        lines: &[LineRow],
        amendment: bool,
    ) -> Form {
        let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
        let error = |name: &str| {
            let fault = faults.iter().find(|fault| fault.field == name);
            fault.map(|fault| fault_phrase(FaultFamily::Field, fault))
        };
        let field = |control: Control, name: &str, label: Phrase| {
            Field::new(control, name, label).value(value(name)).error(error(name))
        };
        let choices = |family: fn(&str) -> Phrase, codes: Vec<&'static str>| -> Vec<Choice> {
            codes.into_iter().map(|code| Choice::new(code, family(code))).collect()
        };
        let kinds = choices(|code| family!("event-kind", code), Kind::ALL.iter().map(|kind| kind.as_str()).collect());
        let levels =
            choices(|code| family!("event-level", code), Level::ALL.iter().map(|level| level.as_str()).collect());
        let classes =
            choices(|code| family!("event-class", code), Class::ALL.iter().map(|class| class.as_str()).collect());
        let line = |line: &LineRow| Choice::new(&line.code, Phrase::typed(format!("{} {}", line.code, line.name)));
        let mut fields = vec![
            field(Control::Select, "kind", phrase!("plan-kind")).choices(kinds).required(),
            field(Control::Text, "name", phrase!("plan-name")).required(),
            field(Control::Select, "level", phrase!("plan-level")).choices(levels).help(phrase!("plan-level-help")),
            field(Control::Select, "class", phrase!("plan-class")).choices(classes).help(phrase!("plan-class-help")),
            field(Control::Text, "trade", phrase!("plan-trade")).help(phrase!("plan-trade-help")).required(),
            field(Control::Text, "organiser", phrase!("plan-organiser")),
            field(Control::Text, "host", phrase!("plan-host")).help(phrase!("plan-host-help")).required(),
            field(Control::Date, "from", phrase!("plan-from")),
            field(Control::Date, "to", phrase!("plan-to")),
            field(Control::Text, "venue", phrase!("plan-venue")),
            field(Control::Number, "expected_people", phrase!("plan-people")).unit(phrase!("plan-people-unit")),
            field(Control::Select, "budget_line", phrase!("plan-line"))
                .choices(lines.iter().map(line))
                .help(phrase!("plan-line-help")),
            field(Control::Textarea, "note", phrase!("plan-note")).rows(3),
        ];
        if amendment {
            let reason = field(Control::Textarea, "reason", phrase!("plan-reason")).rows(3);
            fields.push(reason.help(phrase!("plan-reason-help")).required());
        }
        Form::new(fields)
    }
}

impl Page for ItemForm {
    const TEMPLATE: &'static str = "pages/plan/form";

    fn title(&self, say: Say) -> String {
        say.t(if self.new { key!("plan-item-new") } else { key!("plan-item-edit") })
    }

    fn sample() -> ItemForm {
        let typed = [("kind", "competition"), ("name", "建筑抹灰工技能竞赛"), ("from", "2019-13-01")];
        let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let faults = [Fault::new("host", "required"), Fault::new("from", "not-a-date")];
        ItemForm {
            year: 2019,
            action: "/plan/2019/items/new".to_owned(),
            back: "/plan/2019".to_owned(),
            version: 0,
            new: true,
            amendment: true,
            form: ItemForm::fields(&typed, &faults, &[], true),
        }
    }

    fn samples() -> Vec<ItemForm> {
        let empty = ItemForm::fields(&BTreeMap::new(), &[], &[], false);
        vec![ItemForm::sample(), ItemForm { new: false, amendment: false, form: empty, ..ItemForm::sample() }]
    }
}
