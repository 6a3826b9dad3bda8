//! Values and limits in words.

use super::Explainer;
use crate::domain::lang::Lang;
use crate::domain::money::Fen;
use crate::domain::policy::assessment::Limit;
use crate::domain::policy::rule::FactDef;
use crate::domain::policy::value::{Kind, KindName, Shown, Unreadable};
use crate::domain::ratio::Ratio;

pub(super) fn yuan(amount: Fen, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{} 元", amount.grouped()),
        Lang::En => format!("{} yuan", amount.grouped()),
    }
}

impl Explainer<'_> {
    /// A value, with the labels of the fact it belongs to.
    #[must_use]
    pub(super) fn shown(&self, fact: Option<&FactDef>, value: &Shown) -> String {
        match value {
            Shown::Yes(yes) => self.word(if *yes { "是" } else { "否" }, if *yes { "yes" } else { "no" }).to_owned(),
            Shown::Yuan(amount) => yuan(*amount, self.lang),
            Shown::Count(number) => number.to_string(),
            Shown::Hours(_) => {
                let hours = value.plain();
                self.pick(format!("{hours} 课时"), format!("{hours} hours"))
            }
            Shown::Months(number) => self.pick(format!("{number} 个月"), format!("{number} months")),
            Shown::Choice(code) => match fact.map(|fact| &fact.kind) {
                Some(Kind::Choice(choices)) => choices
                    .iter()
                    .find(|choice| choice.code == *code)
                    .map_or_else(|| code.clone(), |choice| choice.label.get(self.lang).to_owned()),
                _ => code.clone(),
            },
            Shown::Date(_) | Shown::Text(_) => value.plain().into_owned(),
            Shown::Ratio(text) => match text.parse::<Ratio>().ok().and_then(Ratio::percent) {
                Some(percent) => format!("{percent}%"),
                None => text.clone(),
            },
        }
    }

    /// A requirement, as strict as the text is.
    #[must_use]
    pub(super) fn limit(&self, fact: Option<&FactDef>, limit: &Limit) -> String {
        let show = |value: &Shown| self.shown(fact, value);
        match limit {
            Limit::Readable { kind, why } => self.readable(*kind, *why).to_owned(),
            Limit::Exactly(value) => match value {
                Shown::Yuan(_) => self.pick(format!("定额 {}", show(value)), format!("fixed at {}", show(value))),
                _ => show(value),
            },
            Limit::OneOf(values) => {
                let shown: Vec<String> = values.iter().map(show).collect();
                self.pick(shown.join("、"), shown.join(" or "))
            }
            Limit::AtMost(value) => self.pick(format!("不超过 {}", show(value)), format!("at most {}", show(value))),
            Limit::AtLeast(value) => self.pick(format!("不少于 {}", show(value)), format!("at least {}", show(value))),
            Limit::Between(min, max) => {
                let (min, max) = (show(min), show(max));
                self.pick(format!("{min}至 {max}"), format!("{min} to {max}"))
            }
            Limit::Outside(min, max) => {
                let (min, max) = (show(min), show(max));
                self.pick(format!("早于 {min} 或晚于 {max}"), format!("before {min} or after {max}"))
            }
            Limit::About(value) => self.pick(format!("{} 左右", show(value)), format!("about {}", show(value))),
            Limit::Usually(value) => self.pick(format!("一般按 {}", show(value)), format!("usually {}", show(value))),
            Limit::From(value) => self.pick(format!("自 {} 起", show(value)), format!("from {} on", show(value))),
            Limit::NotBefore { fact, date } => {
                let (label, date) = (self.label(Some(fact)), self.shown(None, date));
                self.pick(format!("不早于{label} {date}"), format!("not before {label} {date}"))
            }
            Limit::WithinMonths { fact, date, months } => {
                let (label, date, months) = (self.label(Some(fact)), self.shown(None, date), self.shown(None, months));
                self.pick(format!("{label} {date} 后 {months}内"), format!("within {months} of {label} {date}"))
            }
            Limit::AboveZero => self.word("大于 0", "above 0").to_owned(),
            Limit::Given => self.word("必填", "must be given").to_owned(),
        }
    }

    fn readable(&self, kind: KindName, why: Unreadable) -> &'static str {
        match (kind, why) {
            (KindName::Hours, Unreadable::TooManyDecimals) => self.word("至多两位小数", "at most two decimals"),
            (KindName::Money, Unreadable::TooManyDecimals) => {
                self.word("以元为单位，至多两位小数", "yuan with at most two decimals")
            }
            (_, Unreadable::TooLarge) => self.word("较小的数（数字过大）", "a smaller number"),
            (KindName::Money, _) => self.word("金额（元，至多两位小数）", "a sum in yuan with at most two decimals"),
            (KindName::Count, _) => self.word("整数", "a whole number"),
            (KindName::Hours, _) => self.word("课时数（至多两位小数）", "hours with at most two decimals"),
            (KindName::Date, _) => self.word("日期，如 2019-09-03", "a date such as 2019-09-03"),
            (KindName::Bool, _) => self.word("“是”或“否”", "true or false"),
            (KindName::Choice, _) => self.word("可选项之一", "one of the options"),
            (KindName::Text, _) => self.word("文字", "text"),
        }
    }
}
