//! A form that something else was saved before: it comes back with what was typed and what is there now.

use crate::service::{Fault, ServiceError};
use rocket::http::Status;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

type Values = BTreeMap<String, String>;

/// The field in which a form says what it showed.
const SEEN: &str = "seen";

/// Whether a write was refused because something else was saved since the page was opened.
pub fn is_overtaken(error: &ServiceError) -> bool {
    matches!(error, ServiceError::Conflict(fault) if fault.code == "stale")
}

/// What a form shows, by field, short enough to be sent along in its field `seen`.
pub fn seen(shown: &Values) -> String {
    let short: Values = shown.iter().map(|(field, text)| (field.clone(), short(text))).collect();
    serde_json::to_string(&short).unwrap_or_default()
}

/// Lines end in a text area as they end on the server.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

fn short(text: &str) -> String {
    Sha256::digest(plain(text)).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What has become of each field: what the reader left alone is taken out of `typed`, so that what is there now is
/// shown; what both have written stays, with a fault that says what is there. `files`: files were sent along.
pub fn merge(typed: &mut Values, now: &Values, files: bool) -> Vec<Fault> {
    let seen: Values = typed.get(SEEN).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let mut faults = vec![Fault::new("", "form-overtaken")];
    if files {
        faults.push(Fault::new("", "form-overtaken-files"));
    }
    for (field, now) in now {
        let own = typed.get(field);
        let shown = seen.get(field);
        let kept = shown == Some(&short(now));
        if kept || own.map_or("", |own| own.trim()) == now.trim() || own.is_some_and(|own| plain(own) == plain(now)) {
            continue;
        }
        let alone = own.is_none_or(|own| shown == Some(&short(own)));
        let fault = Fault::new(field.clone(), "overtaken-field").with("now", blank(now));
        faults.push(fault.with("yours", if alone { "none" } else { "kept" }));
        if alone {
            typed.remove(field);
        }
    }
    faults
}

fn blank(text: &str) -> &str {
    if text.trim().is_empty() { "blank" } else { text }
}

/// The status of a form with these faults.
pub fn status(faults: &[Fault]) -> Status {
    match faults {
        [] => Status::Ok,
        _ if faults.iter().any(|fault| fault.code.contains("overtaken")) => Status::Conflict,
        _ => Status::UnprocessableEntity,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(of: &[(&str, &str)]) -> Values {
        of.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn each_field_goes_by_who_has_written_it() {
        let shown = values(&[("mine", "1"), ("theirs", "a\nb"), ("both", ""), ("same", ""), ("neither", "5")]);
        let now = values(&[("mine", "1"), ("theirs", "c"), ("both", "8"), ("same", "4"), ("neither", "5")]);
        let mut typed = values(&[("mine", "2"), ("theirs", "a\r\nb"), ("both", "9"), ("same", "4"), ("neither", "5")]);
        typed.insert(SEEN.to_owned(), seen(&shown));
        let faults = merge(&mut typed, &now, false);
        let said: Vec<(&str, &str)> =
            faults[1..].iter().map(|fault| (fault.field.as_str(), fault.args["yours"].as_str())).collect();
        assert_eq!(said, [("both", "kept"), ("theirs", "none")]);
        assert_eq!((typed.get("mine"), typed.get("theirs")), (Some(&"2".to_owned()), None));
        assert_eq!(typed["both"], "9");
        assert_eq!(status(&faults), Status::Conflict);
    }

    #[test]
    fn without_knowing_what_was_shown_nothing_typed_is_lost() {
        let mut typed = values(&[("mark", "9")]);
        let faults = merge(&mut typed, &values(&[("mark", ""), ("note", "x")]), true);
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert_eq!(typed["mark"], "9");
    }
}
