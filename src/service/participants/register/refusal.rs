//! A condition that does not hold, as a fault of the form: page and interface say the same, what was
//! seen and what is required.

use crate::domain::divisions::DivisionCode;
use crate::domain::participant::eligibility::Unmet;
use crate::platform::assets;
use crate::service::error::Fault;

/// One fault per condition, at the field that it is about.
pub fn refusals(prefix: &str, unmet: &[Unmet]) -> Vec<Fault> {
    unmet.iter().map(|unmet| refusal(prefix, unmet)).collect()
}

fn refusal(prefix: &str, unmet: &Unmet) -> Fault {
    let at = |field: &str| format!("{prefix}{field}");
    match unmet {
        Unmet::Age { seen, least, most, on } => {
            let number = at("resident_id");
            let fault = match (least, most) {
                (Some(least), Some(most)) => {
                    Fault::new(number, "unmet-age-between").with("min", least).with("max", most)
                }
                (Some(least), None) => Fault::new(number, "unmet-age-least").with("min", least),
                (None, most) => Fault::new(number, "unmet-age-most").with("max", most.unwrap_or_default()),
            };
            fault.with("seen", seen).with("date", on)
        }
        Unmet::Region { seen, required } => {
            let seen = seen.map_or_else(|| "—".to_owned(), name);
            let required: Vec<String> = required.iter().map(|code| name(*code)).collect();
            Fault::new(at("division"), "unmet-region").with("seen", seen).with("required", required.join("、"))
        }
        Unmet::Employer { seen, required } => {
            Fault::new(at("unit"), "unmet-employer").with("seen", seen).with("required", required.join("、"))
        }
        Unmet::Skill { seen, required } => {
            let seen = seen.map_or("none", |level| level.as_str());
            Fault::new(at("skill_level"), "unmet-skill").with("seen", seen).with("required", required)
        }
        Unmet::Title { seen, excluded } => {
            Fault::new(at("titles"), "unmet-title").with("seen", seen.join("、")).with("required", excluded.join("、"))
        }
        Unmet::Sex { seen, required } => {
            Fault::new(at("resident_id"), "unmet-sex").with("seen", seen).with("required", required)
        }
        // Anybody can type anybody's number: which item it is stays theirs.
        Unmet::OtherItem { .. } => Fault::new(at("resident_id"), "unmet-other-item"),
    }
}

fn name(code: DivisionCode) -> String {
    let known = assets::divisions().ok().and_then(|all| all.get(code).map(|division| division.name.clone()));
    known.unwrap_or_else(|| code.to_string())
}
