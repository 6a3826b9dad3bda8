//! The fields of a roster, what their columns are called, and which column is which.

use crate::domain::code::codes;
use crate::domain::heading::Columns;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

codes! {
    /// A field of a roster. Its order is that of the template.
    pub enum Field: "roster field" {
        Name = "name",
        Id = "id",
        Unit = "unit",
        /// Kind of the unit.
        Employer = "employer",
        Division = "division",
        Phone = "phone",
        Email = "email",
        Level = "level",
        /// What the person takes part in, by its name.
        Entry = "entry",
        Team = "team",
        Remarks = "remarks",
    }
}

/// What a column may be called; the first Chinese name is the one of the template.
pub const NAMES: &[(Field, &[&str])] = &[
    (Field::Name, &["姓名", "名字", "选手姓名", "参赛选手", "选手", "学员姓名", "学员", "name", "full name"]),
    (
        Field::Id,
        &[
            "身份证号",
            "身份证",
            "身份证号码",
            "公民身份号码",
            "证件号",
            "证件号码",
            "居民身份证号码",
            "id number",
            "id",
            "resident id",
        ],
    ),
    (
        Field::Unit,
        &[
            "单位",
            "工作单位",
            "单位名称",
            "所在单位",
            "单位全称",
            "学校",
            "选送单位",
            "代表队",
            "unit",
            "organisation",
            "employer",
        ],
    ),
    (
        Field::Employer,
        &["单位性质", "企业性质", "单位类型", "单位类别", "企业类型", "employer kind", "kind of employer"],
    ),
    (
        Field::Division,
        &[
            "所属县(市、区)",
            "所属县市区",
            "县市区",
            "所属区县",
            "区县",
            "所在地",
            "地区",
            "属地",
            "division",
            "county",
            "region",
        ],
    ),
    (
        Field::Phone,
        &["手机", "手机号", "手机号码", "联系电话", "联系方式", "电话", "移动电话", "phone", "mobile", "telephone"],
    ),
    (Field::Email, &["邮箱", "电子邮箱", "电子邮件", "邮件", "email", "e-mail"]),
    (Field::Level, &["技能等级", "职业技能等级", "职业资格等级", "等级", "现有等级", "skill level", "level"]),
    (Field::Entry, &["参赛项目", "竞赛项目", "项目", "工种", "参赛工种", "赛项", "参加项目", "item", "entry", "trade"]),
    (Field::Team, &["团队", "参赛队", "队名", "组别", "team"]),
    (Field::Remarks, &["备注", "说明", "remarks", "note"]),
];

/// Which column (from 0) is which field. A column is of one field at most, and a field has one column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(BTreeMap<Field, usize>);

impl Mapping {
    /// The columns recognised by their headings.
    pub fn of(heading: &[String]) -> Mapping {
        Mapping(Columns::find(heading, NAMES).pairs().iter().copied().collect())
    }

    /// As chosen: of each column its field, or none. Where two columns claim one field, `Err` says which.
    ///
    /// # Errors
    /// Fields that were chosen for more than one column.
    pub fn chosen(columns: impl IntoIterator<Item = (usize, Field)>) -> Result<Mapping, Vec<Field>> {
        let (mut mapping, mut twice) = (Mapping::default(), Vec::new());
        for (index, field) in columns {
            if mapping.0.insert(field, index).is_some() && !twice.contains(&field) {
                twice.push(field);
            }
        }
        if twice.is_empty() { Ok(mapping) } else { Err(twice) }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has(&self, field: Field) -> bool {
        self.0.contains_key(&field)
    }

    /// The field of a column.
    pub fn field(&self, column: usize) -> Option<Field> {
        self.0.iter().find(|(_, index)| **index == column).map(|(field, _)| *field)
    }

    /// What the column of a field is called: its heading, or the template's.
    pub fn title<'t>(&self, heading: &'t [String], field: Field) -> &'t str {
        self.columns(heading).said(field)
    }

    pub(super) fn columns<'t>(&self, heading: &'t [String]) -> Columns<'t, Field> {
        Columns::chosen(heading, NAMES, self.0.iter().map(|(field, index)| (*field, *index)))
    }
}
