//! What kind of employer somebody comes from: seminars are measured by how many private enterprises send.

use crate::domain::code::codes;
use crate::domain::text::compact;

codes! {
    /// Kind of an employer.
    pub enum Employer: "kind of employer" {
        Private = "private",
        State = "state",
        Institution = "institution",
        Other = "other",
    }
}

impl Employer {
    /// As people write it: `民营企业`, `国企`, `机关`, `其他`.
    pub fn read(text: &str) -> Option<Employer> {
        let text = compact(text).to_lowercase();
        let named = |kind: &&Employer| kind.words().contains(&text.as_str());
        Employer::ALL.iter().find(named).copied().or_else(|| text.parse().ok())
    }

    /// What people call it; the first word is the one that lists and templates have.
    #[must_use]
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Employer::Private => &["民营企业", "民营", "民企", "私营企业", "私营", "私企", "民营经济"],
            Employer::State => &["国有企业", "国有", "国企", "国有控股", "国有控股企业", "央企", "中央企业"],
            Employer::Institution => &["机关事业单位", "事业单位", "事业", "机关", "行政机关", "机关单位"],
            Employer::Other => &["其他", "其它", "社会组织", "个体", "个体工商户", "外资企业", "外企"],
        }
    }

    /// As a list of what may be written has it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.words()[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_employer_is_read_however_it_is_called() {
        use Employer as E;
        for (text, kind) in [
            ("民 企", Some(E::Private)),
            ("私营企业", Some(E::Private)),
            ("国企", Some(E::State)),
            ("机关", Some(E::Institution)),
            ("外资企业", Some(E::Other)),
            ("private", Some(E::Private)),
            ("温州样例机械厂", None),
            ("", None),
        ] {
            assert_eq!(Employer::read(text), kind, "{text}");
        }
        for kind in Employer::ALL {
            for word in kind.words() {
                assert_eq!(Employer::read(word), Some(*kind), "{word}");
            }
        }
    }
}
