//! The directory as a file: what its page shows. Telephones and accounts are not in it.

use super::manage::{DirectoryFilter, directory};
use crate::domain::people::{OrganisationKind, Role, Roles};
use crate::service::app::{App, Who};
use crate::service::error::ServiceError;
use crate::service::files::{File, Format, cell};
use crate::sheets::Cell;
use crate::storage::people::{Organisation, User};

/// Headings with the widths of their columns.
const COLUMNS: [(&str, u16); 8] = [
    ("单位", 36),
    ("单位类别", 14),
    ("统一社会信用代码", 22),
    ("地区代码", 10),
    ("姓名", 14),
    ("电子邮箱", 32),
    ("角色", 28),
    ("状态", 10),
];

/// Organisations and their people as a file, one row a person, one for an organisation without any.
///
/// # Errors
/// Rights.
pub fn export(app: &App, who: &Who, filter: &DirectoryFilter, format: Format) -> Result<File, ServiceError> {
    let shown = directory(app, who, filter)?;
    let mut rows = Vec::new();
    for unit in &shown.organisations {
        let mut people = shown.users.iter().filter(|user| user.organisation == unit.id).peekable();
        if people.peek().is_none() {
            rows.push(cells(unit, None));
        }
        rows.extend(people.map(|user| cells(unit, Some(user))));
    }
    format.list("单位与人员", &COLUMNS, rows)
}

fn cells(unit: &Organisation, user: Option<&User>) -> Vec<Cell> {
    let state = match user {
        _ if !unit.active => "单位停用",
        None => "",
        Some(user) if !user.active => "停用",
        Some(user) if user.password_hash.is_none() => "待开通",
        Some(_) => "在用",
    };
    vec![
        cell(&unit.name),
        cell(kind(unit.kind)),
        cell(unit.credit_code.as_deref().unwrap_or_default()),
        cell(&unit.division.to_string()),
        cell(user.map_or("", |user| &user.name)),
        cell(user.map_or("", |user| &user.email)),
        cell(&user.map(|user| roles(user.roles)).unwrap_or_default()),
        cell(state),
    ]
}

fn roles(roles: Roles) -> String {
    roles.iter().map(role).collect::<Vec<_>>().join("、")
}

const fn kind(kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Bureau => "人力社保局",
        OrganisationKind::HostUnit => "承办单位",
        OrganisationKind::Enterprise => "企业",
        OrganisationKind::School => "院校",
        OrganisationKind::Association => "协会",
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Administrator => "管理员",
        Role::Clerk => "经办初审",
        Role::Reviewer => "复核",
        Role::Decider => "审定",
        Role::Treasurer => "财务拨付",
        Role::Host => "承办单位",
        Role::Evaluator => "评审专家",
        Role::Auditor => "监督审计",
    }
}
