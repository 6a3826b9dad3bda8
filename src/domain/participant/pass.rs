//! What the QR code of a participant says, and what is kept of it on a phone at the door.

use crate::domain::text::half_width;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// No letter that is read as a digit (I, L, O), and no U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a new code: 50 bits.
pub const PASS_LENGTH: usize = 10;
/// What stands before the code in the address that the QR code holds.
const IN_ADDRESS: &str = "/pass/";

/// A new code of random bytes.
#[must_use]
pub fn new_pass(chance: [u8; PASS_LENGTH]) -> String {
    chance.iter().map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()])).collect()
}

/// The code in what was scanned, pasted or typed: the end of an address, or the code itself, in
/// either case, with blanks or dashes between, `O` for `0`, `I` or `L` for `1`. A longer code is
/// kept to the letter.
#[must_use]
pub fn read_pass(text: &str) -> String {
    let text = half_width(text);
    let after = text.rsplit_once(IN_ADDRESS).map_or(text.as_str(), |(_, code)| code);
    let code = after.split(['?', '#', '/']).next().unwrap_or_default().trim();
    let plain: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if plain.chars().count() != PASS_LENGTH {
        return code.to_owned();
    }
    let told = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    plain.chars().map(told).collect()
}

/// For a person to read aloud or type: `K7QF3-M2X9A`.
#[must_use]
pub fn shown_pass(code: &str) -> String {
    match code.split_at_checked(PASS_LENGTH / 2) {
        Some((first, rest)) if code.len() == PASS_LENGTH => format!("{first}-{rest}"),
        _ => code.to_owned(),
    }
}

/// What a phone at the door keeps in place of the code: whoever finds the phone cannot print passes.
#[must_use]
pub fn pass_hash(code: &str) -> String {
    Sha256::digest(code.as_bytes()).iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A name as it is kept on a phone at the door and shown to anyone with the code: `张*丰`, `李*`.
#[must_use]
pub fn masked_name(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    match letters.as_slice() {
        [] => String::new(),
        [only] => format!("{only}*"),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_however_it_comes() {
        for text in [
            "K7QF3M2X90",
            "k7qf3-m2x9o",
            " K7QF3 M2X90 ",
            "http://127.0.0.1:8000/pass/K7QF3M2X90",
            "https://example.gov.cn/pass/K7QF3M2X90?x=1",
            "\u{ff2b}7QF3M2X90",
        ] {
            assert_eq!(read_pass(text), "K7QF3M2X90", "{text}");
        }
        let long = "aBc-_def0123456789aBc-_def0123456789aBc-_de";
        assert_eq!(read_pass(long), long);
        assert_eq!(read_pass(""), "");
        assert_eq!(shown_pass("K7QF3M2X90"), "K7QF3-M2X90");
    }

    #[test]
    fn of_a_name_the_middle_is_hidden() {
        for (name, masked) in [("张三丰", "张*丰"), ("李四", "李*"), ("王", "王*"), ("", ""), ("欧阳娜娜", "欧**娜")]
        {
            assert_eq!(masked_name(name), masked);
        }
    }

    proptest! {
        #[test]
        fn a_new_code_reads_as_itself(chance: [u8; PASS_LENGTH]) {
            let code = new_pass(chance);
            prop_assert_eq!(read_pass(&code), code.clone());
            prop_assert_eq!(read_pass(&shown_pass(&code)), code);
        }
    }
}
