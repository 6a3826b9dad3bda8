//! Amounts and dates in capitals, as payment papers demand them (支付结算办法, annex 1).

use crate::domain::money::Fen;
use chrono::{Datelike, NaiveDate};

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];

/// An amount in capitals: `人民币壹万陆仟肆佰零玖元零贰分`.
///
/// 整 closes after 元 and after 角, never after 分 (one rule demands it after 角, the other allows
/// it). A run of zeros is one 零; a 0 in the place of 元 or 角 before something is written as 零.
/// Below zero (a recovery) it reads `人民币负…`.
#[must_use]
pub fn rmb_in_capitals(amount: Fen) -> String {
    let fen = amount.0.unsigned_abs();
    let (yuan, jiao, cents) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut text = String::from(if amount.0 < 0 { "人民币负" } else { "人民币" });
    if yuan > 0 || fen == 0 {
        text.push_str(&whole(yuan));
        text.push('元');
    }
    let decimals_follow_zero = yuan > 0 && (yuan.is_multiple_of(10) || jiao == 0);
    if (jiao, cents) != (0, 0) && decimals_follow_zero {
        text.push('零');
    }
    if jiao > 0 {
        text.push(digit(jiao));
        text.push('角');
    }
    if cents > 0 {
        text.push(digit(cents));
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

/// A date in capitals: `贰零壹玖年零壹月壹拾伍日`. 零 stands before months 1, 2 and 10 and before
/// days 1 to 9, 10, 20 and 30, so that nothing can be written in front of them.
#[must_use]
pub fn date_in_capitals(date: NaiveDate) -> String {
    let year: String =
        format!("{:04}", date.year()).chars().filter_map(|c| c.to_digit(10)).map(|d| digit(d.into())).collect();
    let month = if matches!(date.month(), 1 | 2 | 10) { "零" } else { "" };
    let day = if date.day() < 10 || date.day().is_multiple_of(10) { "零" } else { "" };
    format!("{year}年{month}{}月{day}{}日", whole(date.month().into()), whole(date.day().into()))
}

fn digit(value: u64) -> char {
    DIGITS[(value % 10) as usize]
}

/// A whole number: groups of four digits, then 万, then 亿 over everything above.
fn whole(number: u64) -> String {
    const YI: u64 = 100_000_000;
    const WAN: u64 = 10_000;
    match number {
        0 => String::from("零"),
        1..WAN => group(number),
        WAN..YI => joined(number / WAN, '万', number % WAN, 1_000),
        _ => joined(number / YI, '亿', number % YI, YI / 10),
    }
}

/// `high` of a unit, then `low`; 零 between them when `low` does not fill its first place.
fn joined(high: u64, unit: char, low: u64, first_place: u64) -> String {
    let mut text = whole(high);
    text.push(unit);
    if low > 0 {
        if low < first_place {
            text.push('零');
        }
        text.push_str(&whole(low));
    }
    text
}

/// 1 to 9999; zeros inside are one 零, zeros at the end are nothing.
fn group(number: u64) -> String {
    let mut text = String::new();
    let mut gap = false;
    for (place, name) in PLACES.iter().enumerate().rev() {
        let value = number / 10u64.pow(place as u32) % 10;
        if value == 0 {
            gap = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push('零');
        }
        text.push(digit(value));
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn writes_zeros_as_one() {
        for (fen, text) in [
            (0, "人民币零元整"),
            (5, "人民币伍分"),
            (50, "人民币伍角整"),
            (53, "人民币伍角叁分"),
            (100, "人民币壹元整"),
            (105, "人民币壹元零伍分"),
            (1_000, "人民币壹拾元整"),
            (1_010, "人民币壹拾元零壹角整"),
            (10_001_000, "人民币壹拾万零壹拾元整"),
            (1_000_050_000, "人民币壹仟万零伍佰元整"),
            (100_000_000_100, "人民币壹拾亿零壹元整"),
            (10_001_000_000, "人民币壹亿零壹万元整"),
            (200_003_000_400, "人民币贰拾亿零叁万零肆元整"),
            (1_000_000_000_000, "人民币壹佰亿元整"),
            (-2_500_000, "人民币负贰万伍仟元整"),
        ] {
            assert_eq!(rmb_in_capitals(Fen(fen)), text, "{fen}");
        }
    }

    #[test]
    fn dates_cannot_be_altered_by_a_stroke_in_front() {
        for (date, text) in [
            ("2019-01-15", "贰零壹玖年零壹月壹拾伍日"),
            ("2019-02-10", "贰零壹玖年零贰月零壹拾日"),
            ("2020-03-01", "贰零贰零年叁月零壹日"),
            ("2019-10-20", "贰零壹玖年零壹拾月零贰拾日"),
            ("2019-11-21", "贰零壹玖年壹拾壹月贰拾壹日"),
            ("2019-12-30", "贰零壹玖年壹拾贰月零叁拾日"),
        ] {
            assert_eq!(date_in_capitals(date.parse().unwrap()), text);
        }
    }

    /// Reads capitals back by adding up what stands there; knows nothing of how they are written.
    fn read_back(text: &str) -> i64 {
        let text = text.strip_prefix("人民币").unwrap();
        let (sign, text) = text.strip_prefix('负').map_or((1, text), |rest| (-1, rest));
        let (mut total, mut section, mut value) = (0i64, 0i64, 0i64);
        for c in text.chars() {
            match c {
                '拾' | '佰' | '仟' => {
                    section += std::mem::take(&mut value) * [10, 100, 1000]["拾佰仟".find(c).unwrap() / 3]
                }
                '万' => section = (section + std::mem::take(&mut value)) * 10_000,
                '亿' => section = (section + std::mem::take(&mut value)) * 100_000_000,
                '元' => total += (std::mem::take(&mut section) + std::mem::take(&mut value)) * 100,
                '角' => total += std::mem::take(&mut value) * 10,
                '分' => total += std::mem::take(&mut value),
                '整' => {}
                digit => value = DIGITS.iter().position(|d| *d == digit).unwrap() as i64,
            }
        }
        sign * total
    }

    proptest! {
        #[test]
        fn says_the_amount_and_is_unambiguous(fen in prop_oneof![-100_000i64..100_000, -9_999_999_999i64..=9_999_999_999]) {
            let text = rmb_in_capitals(Fen(fen));
            prop_assert_eq!(read_back(&text), fen, "{}", text);
            prop_assert!(!text.contains("零零") && !text.contains("零元整") || fen == 0, "{}", text);
            prop_assert_eq!(text.ends_with('分'), fen % 10 != 0);
            prop_assert_eq!(text.ends_with('整'), fen % 10 == 0);
        }
    }
}
