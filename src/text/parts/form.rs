//! Forms: fields that keep what was typed and say what is wrong with it.

use crate::text::phrase::Phrase;
use serde::Serialize;

/// A form's fields with the summary of their errors: `{{> error-summary form}}`, then
/// `{{> fields form}}`, or `{{> field this}}` one by one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Form {
    pub fields: Vec<Field>,
    pub summary: Option<ErrorSummary>,
}

impl Form {
    /// Gathers the fields' errors into the summary, in the fields' order.
    pub fn new(fields: Vec<Field>) -> Form {
        Form { summary: ErrorSummary::of(&fields), fields }
    }

    /// A fault of the whole form, belonging to no field.
    #[must_use]
    pub fn fault(mut self, text: impl Into<Phrase>) -> Form {
        self.summary.get_or_insert_default().whole.push(text.into());
        self
    }

    /// One more fault of a field that has one: the summary names them one after the other.
    #[must_use]
    pub fn also(mut self, focus: &str, label: Phrase, text: Phrase) -> Form {
        let href = format!("#{focus}");
        let faults = &mut self.summary.get_or_insert_default().faults;
        let after = faults.iter().rposition(|fault| fault.href == href).map_or(faults.len(), |at| at + 1);
        faults.insert(after, Fault { href, label: Some(label), text });
        self
    }
}

/// All faults of a form at once, each a link to its field.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ErrorSummary {
    /// Faults of the whole form, belonging to no field.
    pub whole: Vec<Phrase>,
    pub faults: Vec<Fault>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Fault {
    /// `#f-name`.
    pub href: String,
    /// The field's name: “required” alone says nothing.
    pub label: Option<Phrase>,
    pub text: Phrase,
}

impl ErrorSummary {
    /// Nothing when no field has an error.
    pub fn of<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Option<ErrorSummary> {
        let fault = |field: &Field| {
            Some(Fault {
                href: format!("#{}", field.focus),
                label: Some(field.label.clone()),
                text: field.error.clone()?,
            })
        };
        let faults: Vec<Fault> = fields.into_iter().filter_map(fault).collect();
        (!faults.is_empty()).then_some(ErrorSummary { whole: Vec::new(), faults })
    }
}

/// What a field is filled in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Control {
    Text,
    Email,
    Tel,
    Password,
    Search,
    /// Whole numbers or decimals typed as text, with a numeric keyboard on phones.
    Number,
    /// Yuan, at most two decimals.
    Money,
    Date,
    Time,
    Textarea,
    Select,
    Radio,
    Checkbox,
    /// Several boxes under one heading, each named `name.value`.
    Checks,
    File,
    Hidden,
}

#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: Phrase,
    pub help: Option<Phrase>,
    pub chosen: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<Phrase>) -> Choice {
        Choice { value: value.into(), label: label.into(), help: None, chosen: false }
    }
}

/// One field of a form: `{{> field field}}`.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    pub name: String,
    /// `f-` and the name.
    pub id: String,
    /// What a link to the field focuses: the control, or the first choice.
    pub focus: String,
    pub control: Control,
    pub label: Phrase,
    pub help: Option<Phrase>,
    pub error: Option<Phrase>,
    /// What was typed. Never set on a password or a file.
    pub value: String,
    pub required: bool,
    pub choices: Vec<Choice>,
    /// What choosing nothing means, in place of the mark that it is optional.
    pub blank: Option<Phrase>,
    /// The `aria-describedby` of the control.
    pub described_by: Option<String>,
    pub autocomplete: Option<&'static str>,
    /// File types offered: `.pdf,.xlsx`.
    pub accept: Option<String>,
    pub multiple: bool,
    /// What stands behind the figure: 元, 人, 课时.
    pub unit: Option<Phrase>,
    /// Lines of a textarea.
    pub rows: u8,
    /// Ticked, for a checkbox.
    pub checked: bool,
    pub width: &'static str,
}

impl Field {
    pub fn new(control: Control, name: &str, label: impl Into<Phrase>) -> Field {
        let id = format!("f-{name}");
        let focus = if matches!(control, Control::Radio | Control::Checks) { format!("{id}-0") } else { id.clone() };
        let width = match control {
            Control::Money | Control::Number | Control::Date | Control::Time | Control::Tel => "narrow",
            _ => "",
        };
        Field {
            name: name.to_owned(),
            id,
            focus,
            control,
            label: label.into(),
            help: None,
            error: None,
            value: String::new(),
            required: false,
            choices: Vec::new(),
            blank: None,
            described_by: None,
            autocomplete: None,
            accept: None,
            multiple: false,
            unit: None,
            rows: 4,
            checked: false,
            width,
        }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<Phrase>) -> Field {
        self.help = Some(help.into());
        self.describe()
    }

    /// What is wrong with the value and how to mend it.
    #[must_use]
    pub fn error(mut self, error: Option<Phrase>) -> Field {
        self.error = error;
        self.describe()
    }

    /// Ignored for passwords and files: they are never sent back.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Field {
        if !matches!(self.control, Control::Password | Control::File) {
            self.value = value.into();
            self.choose();
        }
        self
    }

    #[must_use]
    pub fn choices(mut self, choices: impl IntoIterator<Item = Choice>) -> Field {
        self.choices = choices.into_iter().collect();
        self.choose();
        self
    }

    #[must_use]
    pub fn blank(mut self, means: impl Into<Phrase>) -> Field {
        self.blank = Some(means.into());
        self
    }

    /// Boxes of which any may be ticked.
    #[must_use]
    pub fn boxes(mut self, boxes: impl IntoIterator<Item = (Choice, bool)>) -> Field {
        self.choices = boxes.into_iter().map(|(choice, chosen)| Choice { chosen, ..choice }).collect();
        self
    }

    #[must_use]
    pub fn required(mut self) -> Field {
        self.required = true;
        self
    }

    #[must_use]
    pub fn checked(mut self, checked: bool) -> Field {
        self.checked = checked;
        self
    }

    #[must_use]
    pub fn autocomplete(mut self, autocomplete: &'static str) -> Field {
        self.autocomplete = Some(autocomplete);
        self
    }

    #[must_use]
    pub fn accept(mut self, types: impl Into<String>) -> Field {
        self.accept = Some(types.into());
        self
    }

    #[must_use]
    pub fn multiple(mut self) -> Field {
        self.multiple = true;
        self
    }

    #[must_use]
    pub fn unit(mut self, unit: impl Into<Phrase>) -> Field {
        self.unit = Some(unit.into());
        self
    }

    #[must_use]
    pub fn rows(mut self, rows: u8) -> Field {
        self.rows = rows;
        self
    }

    fn choose(&mut self) {
        for choice in &mut self.choices {
            choice.chosen = choice.value == self.value;
        }
    }

    fn describe(mut self) -> Field {
        let parts = [(self.help.is_some(), "help"), (self.error.is_some(), "error")];
        let ids: Vec<String> =
            parts.iter().filter(|(there, _)| *there).map(|(_, part)| format!("{}-{part}", self.id)).collect();
        self.described_by = (!ids.is_empty()).then(|| ids.join(" "));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_gathered_and_described() {
        let form = Form::new(vec![
            Field::new(Control::Text, "a", Phrase::typed("A"))
                .help(Phrase::typed("h"))
                .error(Some(Phrase::typed("bad"))),
            Field::new(Control::Radio, "b", Phrase::typed("B")).error(Some(Phrase::typed("choose"))),
            Field::new(Control::Text, "c", Phrase::typed("C")),
        ]);
        assert_eq!(form.fields[0].described_by.as_deref(), Some("f-a-help f-a-error"));
        let hrefs: Vec<_> =
            form.summary.iter().flat_map(|summary| &summary.faults).map(|fault| fault.href.clone()).collect();
        assert_eq!(hrefs, ["#f-a", "#f-b-0"]);
    }

    #[test]
    fn a_password_is_never_sent_back() {
        assert_eq!(Field::new(Control::Password, "p", Phrase::typed("P")).value("secret").value, "");
    }
}
