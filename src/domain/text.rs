//! Text as people type and paste it, made comparable: full-width forms, odd spaces, invisible marks.

/// Full-width letters, digits and punctuation become ASCII; every kind of blank becomes a space;
/// marks that nobody sees (zero width, direction, byte order) are dropped. Nothing else changes.
///
/// `１２３４　ＡＢＣ` → `1234 ABC`.
#[must_use]
pub fn half_width(text: &str) -> String {
    text.chars().filter(|&c| !is_invisible(c)).map(half_width_char).collect()
}

/// [`half_width`], with every blank removed: for identifiers, where blanks only group digits.
#[must_use]
pub fn compact(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// [`half_width`], trimmed, with each run of blanks made one space: for names and single lines.
#[must_use]
pub fn tidy(text: &str) -> String {
    half_width(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a spreadsheet has turned a long number into a float (`3.30302E+17`): its last digits
/// are lost and cannot be guessed.
#[must_use]
pub fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(&mantissa.replacen('.', "", 1)) && digits(exponent.strip_prefix('+').unwrap_or(exponent))
}

fn half_width_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c if c.is_whitespace() && !matches!(c, '\n' | '\r' | '\t') => ' ',
        c => c,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// The text without what nobody sees: control characters but line breaks and tabs, marks of width,
/// direction and byte order. Nothing else changes.
#[must_use]
pub fn visible(text: &str) -> String {
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    text.chars().filter(|&c| !is_invisible(c) && !control(c)).collect()
}

/// A name as it stands in a line, a list and the head of a mail: no breaks, nothing nobody sees, and
/// the brackets it was typed with.
#[must_use]
pub fn one_line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn makes_pasted_text_comparable() {
        assert_eq!(half_width("Ａ１：（½）温州"), "A1:(½)温州");
        assert_eq!(compact(" ３３０３\u{3000}02\u{a0}\u{202d}19 "), "33030219");
        assert_eq!(tidy("\u{feff} 温州  技师\t学院\u{3000}"), "温州 技师 学院");
        assert_eq!(tidy("a\u{202e}d\u{2066}e\u{e0041}"), "ade");
        assert_eq!(visible("甲\0\u{202e}乙\r\n\t（丙）"), "甲乙\r\n\t（丙）");
    }

    #[test]
    fn knows_numbers_a_spreadsheet_has_damaged() {
        for text in ["3.30302E+17", "6E18", "6.2e+18"] {
            assert!(is_scientific(text), "{text}");
        }
        for text in ["330302199001011234", "E5", "1.2.3E4", "91350100M000100Y43", ""] {
            assert!(!is_scientific(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn doing_it_twice_changes_nothing(text in ".{0,40}") {
            let once = half_width(&text);
            prop_assert_eq!(half_width(&once), once.clone());
            prop_assert_eq!(compact(&once), compact(&text));
        }
    }
}
