//! The bureau, its counties, and the units of real competitions with invented people.

use crate::domain::ids::OrganisationId;
use crate::domain::time;
use crate::family;
use crate::service::people::{NewOrganisation, NewUser, add_organisation, add_user};
use crate::service::trail::By;
use crate::service::{ServiceError, accounts};
use crate::storage::{Store, Tx, people};
use crate::text::Phrase;
use crate::web::pages::sign_in::DemoUser;
use chrono::{DateTime, NaiveDate, Utc};

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "jiangxin-demo";

struct Office {
    kind: &'static str,
    name: &'static str,
    division: &'static str,
    /// Real public bodies and firms of the seed data, and units called 样例; all people and accounts are
    /// invented.
    account: &'static str,
    users: &'static [(&'static str, &'static str, &'static [&'static str])],
}

/// Name, mail name and roles of each user. Names say what they do.
const OFFICES: &[Office] = &[
    Office {
        kind: "bureau",
        name: "温州市人力资源和社会保障局",
        division: "330300",
        account: "",
        users: &[
            ("管理员", "admin", &["administrator"]),
            ("张初审", "clerk", &["clerk"]),
            ("李复核", "reviewer", &["reviewer"]),
            ("王审定", "decider", &["decider"]),
            ("赵拨付", "treasurer", &["treasurer"]),
            ("钱审计", "auditor", &["auditor"]),
            ("孙经办", "clerk2", &["clerk"]),
        ],
    },
    Office {
        kind: "bureau",
        name: "瑞安市人力资源和社会保障局",
        division: "330381",
        account: "",
        users: &[
            ("陈瑞安", "clerk.ruian", &["clerk"]),
            ("林瑞安", "reviewer.ruian", &["reviewer"]),
            ("黄瑞安", "decider.ruian", &["decider"]),
            ("吴瑞安", "treasurer.ruian", &["treasurer"]),
        ],
    },
    Office {
        kind: "association",
        name: "温州市建筑业协会",
        division: "330300",
        account: "3303000000000001",
        users: &[("周承办", "host", &["host"])],
    },
    Office {
        kind: "enterprise",
        name: "浙江正泰仪器仪表有限责任公司",
        division: "330382",
        account: "3303820000000002",
        users: &[("郑承办", "host.chint", &["host"])],
    },
    Office {
        kind: "school",
        name: "温州技师学院",
        division: "330300",
        account: "3303000000000003",
        users: &[("冯承办", "host.school", &["host"])],
    },
    Office {
        kind: "host-unit",
        name: "瑞安市东山街道总工会",
        division: "330381",
        account: "3303810000000004",
        users: &[("褚承办", "host.ruian", &["host"])],
    },
    Office {
        kind: "association",
        name: "平阳县针织花边商会",
        division: "330326",
        account: "3303260000000005",
        users: &[("杨承办", "host.pingyang", &["host"])],
    },
    Office {
        kind: "association",
        name: "温州市职业技能评价专家库",
        division: "330300",
        account: "",
        users: &[
            ("卫专家", "evaluator", &["evaluator"]),
            ("蒋裁判", "judge.jiang", &["evaluator"]),
            ("沈裁判", "judge.shen", &["evaluator"]),
            ("韩裁判", "judge.han", &["evaluator"]),
            ("杨裁判", "judge.yang", &["evaluator"]),
        ],
    },
    Office {
        kind: "school",
        name: "样例鞋革职业培训学校",
        division: "330302",
        account: "3303020000000011",
        users: &[("何承办", "host.shoes", &["host"])],
    },
    Office {
        kind: "association",
        name: "样例泵阀技术服务中心",
        division: "330324",
        account: "3303240000000012",
        users: &[("吕承办", "host.yongjia", &["host"])],
    },
    Office {
        kind: "association",
        name: "样例眼镜产业服务中心",
        division: "330304",
        account: "3303040000000013",
        users: &[("施承办", "host.glasses", &["host"])],
    },
    Office {
        kind: "enterprise",
        name: "样例水产加工有限公司",
        division: "330305",
        account: "3303050000000014",
        users: &[("孔承办", "host.dongtou", &["host"])],
    },
    Office {
        kind: "school",
        name: "样例印刷包装培训学校",
        division: "330327",
        account: "3303270000000015",
        users: &[("曹承办", "host.cangnan", &["host"])],
    },
    Office {
        kind: "school",
        name: "样例旅游职业学校",
        division: "330328",
        account: "3303280000000016",
        users: &[("严承办", "host.wencheng", &["host"])],
    },
];

pub(super) fn address(mail_name: &str) -> String {
    format!("{mail_name}@demo.example")
}

/// One sign-in per role, for the sign-in page and the welcome.
pub fn users() -> Vec<DemoUser> {
    let shown = ["host", "clerk", "reviewer", "decider", "treasurer", "admin", "auditor", "evaluator"];
    let all = || OFFICES.iter().flat_map(|office| office.users.iter().map(move |user| (office, user)));
    let find = |wanted: &str| all().find(|(_, (_, mail_name, _))| *mail_name == wanted);
    shown
        .iter()
        .filter_map(|wanted| find(wanted))
        .map(|(office, (name, mail_name, roles))| DemoUser {
            role: roles.first().map_or_else(|| Phrase::typed(""), |role| family!("role", role)),
            name: (*name).to_owned(),
            organisation: office.name.to_owned(),
            email: address(mail_name),
            password: PASSWORD.to_owned(),
        })
        .collect()
}

/// Adds all organisations and users, as of New Year 2019.
///
/// # Errors
/// The database failed.
pub fn load(store: &Store) -> Result<(), ServiceError> {
    let hash = accounts::hash(PASSWORD)?;
    let at = time::start_of_day(NaiveDate::from_ymd_opt(2019, 1, 2).unwrap_or_default());
    store.write(|tx| OFFICES.iter().try_for_each(|office| add(tx, office, &hash, at)))
}

fn add(tx: &mut Tx, office: &Office, hash: &str, at: DateTime<Utc>) -> Result<(), ServiceError> {
    let named = |text: &str| if office.account.is_empty() { String::new() } else { text.to_owned() };
    let organisation = NewOrganisation {
        kind: office.kind.to_owned(),
        name: office.name.to_owned(),
        division: office.division.to_owned(),
        account_name: named(office.name),
        account_number: office.account.to_owned(),
        bank_name: named("温州示范银行演示支行"),
        bank_code: named("000000000000"),
        ..NewOrganisation::default()
    };
    let id: OrganisationId = add_organisation(tx, By::System, at, &organisation)?;
    for (name, mail_name, roles) in office.users {
        let user = NewUser {
            email: address(mail_name),
            name: (*name).to_owned(),
            lang: "zh".to_owned(),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            ..NewUser::default()
        };
        let id = add_user(tx, By::System, at, id, &user)?;
        people::set_password(tx, id, hash)?;
    }
    Ok(())
}
