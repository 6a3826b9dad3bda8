//! Whether the host that a plan names is a registered organisation.

use crate::domain::text::compact;

/// How well an organisation answers to the host a plan names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HostFit {
    /// The text names it among others, or is part of its name: a person must say.
    Perhaps,
    /// The text is its name or its credit code; blanks, width and case apart.
    Same,
}

/// Shortest name, in characters, that counts when it is found inside another.
const TELLING: usize = 4;

/// How an organisation of this name and credit code fits the host as the plan names it.
pub fn host_fit(host: &str, name: &str, credit_code: Option<&str>) -> Option<HostFit> {
    let plain = |text: &str| compact(text).to_lowercase();
    let (host, name, code) = (plain(host), plain(name), plain(credit_code.unwrap_or_default()));
    if host.is_empty() || name.is_empty() {
        return None;
    }
    if host == name || host == code {
        return Some(HostFit::Same);
    }
    let inside = |part: &str, whole: &str| part.chars().count() >= TELLING && whole.contains(part);
    let perhaps = inside(&name, &host) || inside(&host, &name) || (!code.is_empty() && host.contains(&code));
    perhaps.then_some(HostFit::Perhaps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_linked_by_its_whole_name_or_code_only() {
        let school = |host| host_fit(host, "温州技师学院", Some("12330300MB1234567X"));
        for host in ["温州技师学院", " 温州　技师学院 ", "12330300mb1234567x"] {
            assert_eq!(school(host), Some(HostFit::Same), "{host}");
        }
        for host in ["温州技师学院、温州市总工会", "温州技师学院(滨海校区)", "技师学院", "单位12330300MB1234567X"]
        {
            assert_eq!(school(host), Some(HostFit::Perhaps), "{host}");
        }
        for host in ["", "温州", "学院", "瑞安市总工会"] {
            assert_eq!(school(host), None, "{host}");
        }
        assert_eq!(host_fit("x", "", None), None);
    }
}
