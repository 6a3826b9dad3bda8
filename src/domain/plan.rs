//! The annual plan.

use super::code::codes;

codes! {
    /// Where a year's plan is.
    pub enum PlanState: "plan state" {
        Draft = "draft",
        /// 列入年度计划 and published; items change only by amendment.
        Published = "published",
    }
}
