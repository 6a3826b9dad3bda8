//! The words that offices use for kind, level and class.

use super::{Class, Kind, Level};
use crate::domain::fault::Problem;
use crate::domain::text::compact;

/// 竞赛, 高级研修班, 外出培训班 and what else they are called.
pub fn read_kind(text: &str) -> Option<Kind> {
    let text = compact(text).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["竞赛", "比赛", "大赛", "competition", "contest"]) {
        Some(Kind::Competition)
    } else if has(&["研修", "seminar"]) {
        Some(Kind::Seminar)
    } else if has(&["外出", "赴", "院校", "培训班", "class"]) {
        Some(Kind::ClassAway)
    } else {
        None
    }
}

/// A level with the class that some words carry: `国家级一类`, `省级行业`, `市级综合`.
///
/// An industry's own provincial competition (行业) is class 2 and one across industries (综合)
/// class 1: that is what the classes mean. Below the province there are no classes.
///
/// # Errors
/// [`Problem::NotForPlan`] for streets, towns and regions of several provinces,
/// [`Problem::NotOneItem`] for a whole plan, [`Problem::NotAChoice`] for anything else.
pub fn read_level(text: &str) -> Result<(Level, Option<Class>), Problem> {
    let plain = compact(text).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    if has(&["计划", "plan"]) {
        return Err(Problem::NotOneItem);
    }
    if has(&["街道", "乡", "镇", "社区", "区域", "street", "town", "region"]) {
        return Err(Problem::NotForPlan);
    }
    let level = if has(&["国家", "全国", "国赛", "national"]) {
        Level::National
    } else if has(&["省", "provinc"]) {
        Level::Provincial
    } else if has(&["县", "区级", "county", "district"]) {
        // Before the city: 县级市 is a county.
        Level::County
    } else if has(&["市", "city", "municipal"]) {
        Level::City
    } else if has(&["企业", "单位", "enterprise", "company"]) {
        Level::Enterprise
    } else {
        return Err(Problem::NotAChoice);
    };
    let classed = matches!(level, Level::National | Level::Provincial);
    // Class 2 first: ii类 contains i类.
    let class = if has(&["二类", "ⅱ类", "ii类", "class2", "行业"]) && !has(&["一类"]) {
        Some(Class::Two)
    } else if has(&["一类", "ⅰ类", "i类", "class1", "综合"]) {
        Some(Class::One)
    } else {
        None
    };
    Ok((level, class.filter(|_| classed)))
}

/// `1`, `一类`, `class 2`.
pub fn read_class(text: &str) -> Option<Class> {
    match compact(text).to_lowercase().as_str() {
        "1" | "一" | "一类" | "i" | "ⅰ" | "class1" => Some(Class::One),
        "2" | "二" | "二类" | "ii" | "ⅱ" | "class2" => Some(Class::Two),
        _ => None,
    }
}
