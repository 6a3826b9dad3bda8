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
    /// As people write it: `民营企业`, `国企`, `事业单位`, `其他`.
    pub fn read(text: &str) -> Option<Employer> {
        const WORDS: &[(Employer, &[&str])] = &[
            (Employer::Private, &["民营企业", "民营", "民企", "私营企业", "私营", "私企", "民营经济"]),
            (Employer::State, &["国有企业", "国有", "国企", "国有控股", "国有控股企业", "央企", "中央企业"]),
            (Employer::Institution, &["事业单位", "事业", "机关", "机关事业单位", "行政机关", "机关单位"]),
            (Employer::Other, &["其他", "其它", "社会组织", "个体", "个体工商户", "外资企业", "外企"]),
        ];
        let text = compact(text).to_lowercase();
        let named = |(_, words): &&(Employer, &[&str])| words.contains(&text.as_str());
        WORDS.iter().find(named).map(|(kind, _)| *kind).or_else(|| text.parse().ok())
    }

    /// As a template of a roster writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Employer::Private => "民营企业",
            Employer::State => "国有企业",
            Employer::Institution => "事业单位",
            Employer::Other => "其他",
        }
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
            assert_eq!(Employer::read(kind.word()), Some(*kind));
        }
    }
}
