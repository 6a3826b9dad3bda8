//! What a form sent, as it was typed: values and files by name. Parsing it into domain types is the
//! handler's first step; a failed one shows the same form again with everything kept.

use super::session::Visitor;
use crate::domain::text::visible;
use rocket::data::{Data, FromData, Outcome, ToByteUnit};
use rocket::form::{DataField, Form, FromForm, FromFormField, Options, ValueField};
use rocket::http::Status;
use rocket::request::{FromRequest, Request};
use std::collections::BTreeMap;
use subtle_eq::same;

/// An uploaded file, whole. `name` is the sender's; it is never used as a path.
pub struct Upload {
    pub field: String,
    pub name: String,
    pub bytes: Vec<u8>,
    /// The file was cut at the limit and must be refused.
    pub too_large: bool,
}

/// The fields of a form.
#[derive(Default)]
pub struct Fields {
    values: BTreeMap<String, Vec<String>>,
    files: Vec<Upload>,
}

impl Fields {
    /// The trimmed text of a field; empty when absent.
    pub fn text(&self, name: &str) -> &str {
        self.values.get(name).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// The text of a field as it was typed, blanks and all: for passwords.
    pub fn raw(&self, name: &str) -> &str {
        self.values.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Every value of a field that can be chosen several times.
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// The version of the row a form was filled from; one that no row has where it was not sent.
    pub fn version(&self) -> i64 {
        self.text("version").parse().unwrap_or(-1)
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// The file sent in a field, if one was chosen.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.field == name && !file.name.is_empty())
    }

    /// Every file sent in fields whose names begin with `prefix`, the prefix taken off.
    pub fn files_of<'f>(&'f self, prefix: &'f str) -> impl Iterator<Item = (&'f str, &'f Upload)> {
        let chosen = self.files.iter().filter(|file| !file.name.is_empty());
        chosen.filter_map(move |file| Some((file.field.strip_prefix(prefix)?, file)))
    }

    /// Field names and first values, for showing a form again.
    pub fn typed(&self) -> BTreeMap<String, String> {
        let first = |values: &Vec<String>| values.first().cloned().unwrap_or_default();
        self.values
            .iter()
            .filter(|(name, _)| *name != "csrf")
            .map(|(name, values)| (name.clone(), first(values)))
            .collect()
    }

    /// Values whose names begin with `prefix`, the prefix taken off.
    pub fn prefixed(&self, prefix: &str) -> BTreeMap<String, String> {
        let named = |(name, value): (String, String)| name.strip_prefix(prefix).map(|rest| (rest.to_owned(), value));
        self.typed().into_iter().filter_map(named).collect()
    }
}

#[rocket::async_trait]
impl<'r> FromForm<'r> for Fields {
    type Context = Fields;

    fn init(_: Options) -> Fields {
        <Fields as Default>::default()
    }

    fn push_value(fields: &mut Fields, field: ValueField<'r>) {
        let name = field.name.source().to_string();
        // What nobody sees is dropped, so that a name reads as it is and no database refuses it; a
        // password is kept to the letter.
        let kept = ["password", "again", "present"].contains(&name.as_str());
        let value = if kept { field.value.to_owned() } else { visible(field.value) };
        fields.values.entry(name).or_default().push(value);
    }

    async fn push_data(fields: &mut Fields, field: DataField<'r, '_>) {
        let limit = field.request.limits().get("file").unwrap_or(20.mebibytes());
        let name = field.file_name.map(|name| name.dangerous_unsafe_unsanitized_raw().as_str().to_owned());
        // A failed read counts as cut: the file is refused, and the other fields are kept.
        let (bytes, complete) = match field.data.open(limit).into_bytes().await {
            Ok(read) => (read.value.clone(), read.is_complete()),
            Err(_) => (Vec::new(), false),
        };
        fields.files.push(Upload {
            field: field.name.source().to_string(),
            name: base_name(&name.unwrap_or_default()),
            bytes,
            too_large: !complete,
        });
    }

    fn finalize(fields: Fields) -> rocket::form::Result<'r, Fields> {
        Ok(fields)
    }
}

/// The last part of whatever path a browser may have sent, on one line, without what nobody sees.
fn base_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    visible(last).chars().filter(|character| !character.is_control()).take(120).collect()
}

/// A text of the address, such as what a list is searched for: without what nobody sees, and not
/// longer than anything it could be found in.
#[derive(Clone, Debug, Default)]
pub struct Asked(String);

const LONGEST_ASKED: usize = 100;

impl Asked {
    /// What was asked for; `None` where nothing was.
    pub fn text(asked: Option<Asked>) -> Option<String> {
        asked.map(|asked| asked.0).filter(|text| !text.is_empty())
    }
}

impl<'v> FromFormField<'v> for Asked {
    fn from_value(field: ValueField<'v>) -> rocket::form::Result<'v, Asked> {
        let text = visible(field.value);
        Ok(Asked(text.trim().chars().filter(|c| !c.is_control()).take(LONGEST_ASKED).collect()))
    }
}

/// The most that is read, in MiB, of a form that is refused for its size.
const MOST_READ: u64 = 128;

/// Whether a form says of itself that it is larger than the limits allow.
fn too_large(request: &Request<'_>) -> bool {
    let many = request.content_type().is_some_and(|kind| kind.top() == "multipart");
    let limit = request.limits().get(if many { "data-form" } else { "form" });
    let length = request.headers().get_one("Content-Length").and_then(|length| length.parse::<u64>().ok());
    length.zip(limit).is_some_and(|(length, limit)| length > limit.as_u64())
}

/// A form whose cross-site token is the visitor's own. Every `POST` takes its body through this.
pub struct Checked(pub Fields);

#[rocket::async_trait]
impl<'r> FromData<'r> for Checked {
    type Error = &'static str;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Checked, &'static str> {
        let rocket::outcome::Outcome::Success(visitor) = Visitor::from_request(request).await else {
            return Outcome::Error((Status::ServiceUnavailable, "no visitor"));
        };
        if too_large(request) {
            // Read to its end, or the browser, still sending, shows a broken connection in place of our page.
            let _ = data.open(MOST_READ.mebibytes()).stream_to(rocket::tokio::io::sink()).await;
            return Outcome::Error((Status::PayloadTooLarge, "too large"));
        }
        let fields = match Form::<Fields>::from_data(request, data).await {
            rocket::outcome::Outcome::Success(form) => form.into_inner(),
            rocket::outcome::Outcome::Error((status, _)) => return Outcome::Error((status, "not a form")),
            rocket::outcome::Outcome::Forward((data, status)) => return Outcome::Forward((data, status)),
        };
        if same(fields.text("csrf"), &visitor.form_token) {
            Outcome::Success(Checked(fields))
        } else {
            Outcome::Error((Status::Forbidden, "stale form"))
        }
    }
}

mod subtle_eq {
    /// Compares without telling by its time where two texts differ.
    pub fn same(left: &str, right: &str) -> bool {
        let differing = left.bytes().zip(right.bytes()).fold(0, |sum, (left, right)| sum | (left ^ right));
        !left.is_empty() && left.len() == right.len() && differing == 0
    }
}
