//! People's names, written one way.

use super::IdentityFault;
use super::serial::transparent_text;
use crate::domain::text;
use std::fmt;
use std::str::FromStr;

const LONGEST: usize = 64;
/// What is typed for the dot inside minority and foreign names; `·` (U+00B7) is the right one.
const DOTS: &[char] = &['•', '‧', '∙', '⋅', '・', '･', '●', '᛫', '‐', '.', '。'];
/// Surnames of two characters, the frequent ones: enough to hide a given name, not a directory.
const TWO_CHARACTER_SURNAMES: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "令狐", "宇文", "长孙", "慕容", "夏侯",
    "轩辕", "端木", "百里", "南宫", "独孤", "西门", "闻人", "澹台", "公羊", "赫连", "申屠", "钟离", "闾丘", "呼延",
];

/// A name in canonical form: no blanks inside a Chinese name (`张 三` is `张三`), single blanks in a
/// Latin one, `·` for every variant of the dot, full-width letters made plain.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

impl PersonName {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The surname with stars for the rest, as minors are published: `张**`, `欧阳**`, `A**`.
    #[must_use]
    pub fn surname_only(&self) -> String {
        let two =
            TWO_CHARACTER_SURNAMES.iter().find(|surname| self.0.starts_with(**surname) && self.0.len() > surname.len());
        let first = self.0.chars().next().map(String::from).unwrap_or_default();
        format!("{}**", two.map_or(first, |surname| (*surname).to_owned()))
    }
}

impl FromStr for PersonName {
    type Err = IdentityFault;

    fn from_str(text: &str) -> Result<PersonName, IdentityFault> {
        let name = without_inner_blanks(&text::tidy(text));
        let name = with_right_dots(&name);
        if name.is_empty() {
            return Err(IdentityFault::NameEmpty);
        }
        if name.chars().count() > LONGEST {
            return Err(IdentityFault::NameLength);
        }
        if name.chars().any(|c| c.is_control() || "<>\"\\{}[]|;:@#$%^&*=+?!/_".contains(c))
            || !name.chars().any(char::is_alphabetic)
        {
            return Err(IdentityFault::NameCharacter);
        }
        if has_loose_dot(&name) {
            return Err(IdentityFault::NameDot);
        }
        Ok(PersonName(name))
    }
}

/// A blank stays only between two words in Latin (or other spaced) letters.
fn without_inner_blanks(name: &str) -> String {
    let mut joined = String::with_capacity(name.len());
    for word in name.split(' ') {
        let spaced =
            joined.chars().last().is_some_and(is_spaced_script) && word.chars().next().is_some_and(is_spaced_script);
        if spaced {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// Letters, and the marks written with them (`J. Smith`), of scripts that put blanks between words.
fn is_spaced_script(c: char) -> bool {
    (c.is_alphabetic() || matches!(c, '.' | '\'' | '-' | '(' | ')' | ',')) && (c as u32) < 0x2E80
}

/// Dots between two Chinese characters become `·`; a Latin initial keeps its full stop.
fn with_right_dots(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let chinese = |index: Option<usize>| {
        let c = index.and_then(|index| characters.get(index));
        c.is_some_and(|c| !is_spaced_script(*c) && c.is_alphabetic())
    };
    let dotted = characters.iter().enumerate().map(|(index, &c)| {
        let always = DOTS.contains(&c) && !matches!(c, '.' | '‐' | '。');
        let between = DOTS.contains(&c) && chinese(index.checked_sub(1)) && chinese(Some(index + 1));
        if always || between { '·' } else { c }
    });
    dotted.collect()
}

/// A dot that joins nothing: at the beginning, at the end (but for an initial's: `Smith J.`), or after another.
fn has_loose_dot(name: &str) -> bool {
    let is_dot = |c: char| c == '·' || DOTS.contains(&c);
    let last: Vec<char> = name.chars().rev().take(2).collect();
    let initial = matches!(last.as_slice(), ['.', before] if is_spaced_script(*before));
    name.starts_with(is_dot) || (name.ends_with(is_dot) && !initial) || name.contains("··")
}

transparent_text!(PersonName);

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
/// Masked: logs hold no personal data.
impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonName({})", self.surname_only())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_person_has_one_spelling() {
        for (text, kept) in [
            ("张 三", "张三"),
            (" 张\u{3000}三\u{200b} ", "张三"),
            ("阿不都•热合曼", "阿不都·热合曼"),
            ("阿不都.热合曼", "阿不都·热合曼"),
            ("阿不都･热合曼", "阿不都·热合曼"),
            ("阿不都．热合曼", "阿不都·热合曼"),
            ("Ａｎｎａ", "Anna"),
            ("阿不都 · 热合曼", "阿不都·热合曼"),
            ("J. Smith", "J. Smith"),
            ("Smith J.", "Smith J."),
            ("Anna  Maria", "Anna Maria"),
            ("Anne-Marie O'Neil", "Anne-Marie O'Neil"),
            ("𠮷田", "𠮷田"),
        ] {
            assert_eq!(text.parse::<PersonName>().map(|name| name.to_string()), Ok(kept.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_no_name_holds_is_refused() {
        for (text, fault) in [
            (" \u{3000}", IdentityFault::NameEmpty),
            ("<张三>", IdentityFault::NameCharacter),
            ("张\u{7}三", IdentityFault::NameCharacter),
            ("123", IdentityFault::NameCharacter),
            ("阿不都·", IdentityFault::NameDot),
            ("阿不都 • ", IdentityFault::NameDot),
            ("阿不都.", IdentityFault::NameDot),
            ("·热合曼", IdentityFault::NameDot),
            ("阿不都··热合曼", IdentityFault::NameDot),
        ] {
            assert_eq!(text.parse::<PersonName>(), Err(fault), "{text}");
        }
        assert_eq!("三".repeat(65).parse::<PersonName>(), Err(IdentityFault::NameLength));
    }

    #[test]
    fn minors_show_their_surname() {
        let shown = |text: &str| text.parse::<PersonName>().unwrap().surname_only();
        assert_eq!(["张三", "欧阳小明", "欧阳", "Anna B"].map(shown), ["张**", "欧阳**", "欧**", "A**"]);
        assert_eq!(format!("{:?}", "张三".parse::<PersonName>().unwrap()), "PersonName(张**)");
    }

    proptest! {
        #[test]
        fn reading_a_name_again_changes_nothing(text in "[张三欧阳热 \u{3000}·•.aB'-]{1,12}") {
            if let Ok(name) = text.parse::<PersonName>() {
                prop_assert_eq!(name.to_string().parse(), Ok(name));
            }
        }
    }
}
