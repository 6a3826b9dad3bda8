//! Levels of vocational skill (职业技能等级), lowest first.

use crate::domain::code::codes;
use crate::domain::text::compact;

codes! {
    /// A level of vocational skill: the eight of 人社部发〔2022〕14号. Ordered, lowest first.
    pub enum SkillLevel: "level of skill" {
        Apprentice = "apprentice",
        Junior = "junior",
        Intermediate = "intermediate",
        Senior = "senior",
        Technician = "technician",
        SeniorTechnician = "senior-technician",
        SpecialTechnician = "special-technician",
        ChiefTechnician = "chief-technician",
    }
}

impl SkillLevel {
    /// What people call it; the first word is the one that lists and templates have.
    #[must_use]
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            SkillLevel::Apprentice => &["学徒工", "学徒"],
            SkillLevel::Junior => &["初级工", "初级", "五级", "5级", "5", "五级工"],
            SkillLevel::Intermediate => &["中级工", "中级", "四级", "4级", "4", "四级工"],
            SkillLevel::Senior => &["高级工", "高级", "三级", "3级", "3", "三级工"],
            SkillLevel::Technician => &["技师", "二级", "2级", "2", "二级技师"],
            SkillLevel::SeniorTechnician => &["高级技师", "一级", "1级", "1", "一级技师"],
            SkillLevel::SpecialTechnician => &["特级技师"],
            SkillLevel::ChiefTechnician => &["首席技师"],
        }
    }

    /// As a list of what may be written has it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.words()[0]
    }

    /// As people write it: the name, the numbered level (`三级`, `3级`), or both (`高级工(三级)`).
    pub fn read(text: &str) -> Option<SkillLevel> {
        let text = compact(text).to_lowercase();
        let of = |word: &str| {
            let named = |level: &&SkillLevel| level.words().contains(&word);
            SkillLevel::ALL.iter().find(named).copied().or_else(|| word.parse().ok())
        };
        // What stands in brackets must not say something else.
        match text.trim_end_matches(')').split_once('(') {
            Some((name, again)) => of(name).filter(|level| of(again) == Some(*level)),
            None => match (text.strip_prefix("国家职业资格"), text.split_once('/')) {
                (Some(rest), _) => of(rest),
                (None, Some((name, again))) => of(name).filter(|level| of(again) == Some(*level)),
                (None, None) => of(&text),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_read_however_it_is_called() {
        use SkillLevel as L;
        for (text, level) in [
            ("高级工", Some(L::Senior)),
            ("高级工（三级）", Some(L::Senior)),
            ("高级工/三级", Some(L::Senior)),
            ("三 级", Some(L::Senior)),
            ("３", Some(L::Senior)),
            ("高级技师", Some(L::SeniorTechnician)),
            ("国家职业资格二级", Some(L::Technician)),
            ("senior-technician", Some(L::SeniorTechnician)),
            ("高级工（二级）", None),
            ("工程师", None),
            ("", None),
        ] {
            assert_eq!(SkillLevel::read(text), level, "{text}");
        }
        assert!(L::Technician > L::Senior);
        for level in L::ALL {
            for word in level.words() {
                assert_eq!(L::read(word), Some(*level), "{word}");
            }
        }
    }
}
