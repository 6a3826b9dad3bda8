//! 浙江正泰仪器仪表有限责任公司, host of a real competition in testing electricity meters.

use crate::demo::story::{CONTEST, Do, SEMINAR, Story};
use crate::domain::plan::Kind;

const HOST: &str = "host.chint";

pub(super) const STORIES: &[Story] = &[
    Story {
        key: "电能表检定",
        name: "温州市职业技能系列大赛电能表检定项目",
        host: HOST,
        estimate: 50_000,
        cost: 46_200,
        people: 79,
        form: &[("sponsorship", "10000"), ("theory_pct", "20"), ("practice_pct", "80")],
        papers: &["other_money"],
        diary: &[
            ("04-15", Do::Propose),
            ("04-18", Do::Approve),
            ("05-10", Do::File),
            ("05-20", Do::Prepare),
            ("05-24", Do::Judge { all: true }),
            ("05-27", Do::Hold),
            ("05-27", Do::PublishResult),
            ("05-28", Do::Certify),
            ("06-05", Do::Close),
            ("06-10", Do::Claim),
            ("06-13", Do::Accept),
            ("06-18", Do::FirstReview("材料齐全，12支代表队79人参赛，与成绩册一致")),
            ("06-24", Do::SecondReview("同意")),
            ("07-17", Do::Decide("同意")),
        ],
        ..CONTEST
    },
    Story {
        key: "装配工",
        name: "温州市高低压电器装配工职工技能竞赛",
        host: HOST,
        estimate: 55_000,
        cost: 52_800,
        people: 89,
        form: &[("theory_pct", "0"), ("practice_pct", "100")],
        diary: &[
            ("06-24", Do::Propose),
            ("06-27", Do::Approve),
            ("07-18", Do::File),
            ("07-29", Do::Prepare),
            ("08-02", Do::Judge { all: true }),
            ("08-05", Do::Hold),
            ("08-05", Do::PublishResult),
            ("08-06", Do::Certify),
            ("08-14", Do::Close),
            ("08-19", Do::Claim),
            ("08-21", Do::Accept),
            ("08-23", Do::FirstReview("核定成本52800元，超过上限部分由单位自行承担")),
            ("09-03", Do::SecondReview("同意")),
            ("09-27", Do::Decide("同意按上限补助")),
        ],
        ..CONTEST
    },
    Story {
        key: "电工",
        name: "温州市电工职业技能竞赛",
        host: HOST,
        estimate: 36_000,
        cost: 33_400,
        people: 104,
        form: &[("theory_pct", "30"), ("practice_pct", "70")],
        diary: &[
            ("09-02", Do::Propose),
            ("09-04", Do::Approve),
            ("09-24", Do::File),
            ("10-12", Do::Hold),
            ("10-21", Do::Close),
            ("10-25", Do::Claim),
            ("10-29", Do::Accept),
            ("11-13", Do::FirstReview("材料齐全，核定成本33400元")),
        ],
        ..CONTEST
    },
    Story {
        key: "仪器仪表维修工",
        name: "温州市仪器仪表维修工技能竞赛",
        host: HOST,
        estimate: 40_000,
        people: 46,
        // Proposed on the last Friday: the clerk is warned of short notice.
        diary: &[("11-15", Do::Propose)],
        ..CONTEST
    },
    Story {
        key: "赴上海",
        name: "智能电气高技能人才赴上海培训班",
        kind: Kind::ClassAway,
        host: HOST,
        estimate: 190_000,
        cost: 182_500,
        people: 46,
        form: &[("institution", "上海交通大学"), ("institution_listed", "true"), ("private_enterprise_people", "46")],
        papers: &["training_agreement"],
        diary: &[
            ("07-08", Do::Propose),
            ("07-11", Do::Approve),
            ("08-01", Do::File),
            ("08-30", Do::Hold),
            ("09-10", Do::Close),
            ("09-17", Do::Claim),
            ("09-19", Do::Accept),
            ("09-24", Do::FirstReview("46人结业，名册与结业证书一致")),
            ("10-11", Do::SecondReview("同意")),
            ("10-30", Do::Decide("同意")),
        ],
        ..CONTEST
    },
    Story {
        key: "智能电网",
        name: "智能电网与电气安全高级研修班",
        host: HOST,
        estimate: 60_000,
        cost: 56_300,
        people: 58,
        form: &[
            ("in_city", "true"),
            ("hours_domestic", "16"),
            ("hours_foreign", "20"),
            ("private_enterprise_people", "52"),
        ],
        diary: &[
            ("08-05", Do::Propose),
            ("08-08", Do::Approve),
            ("08-29", Do::File),
            ("09-20", Do::Hold),
            ("09-27", Do::Close),
            ("10-08", Do::Claim),
            ("10-10", Do::Accept),
            ("10-14", Do::FirstReview("国外专家授课20课时，占总课时一半以上")),
            ("10-23", Do::SecondReview("同意")),
            ("11-08", Do::Decide("同意")),
        ],
        ..SEMINAR
    },
    Story {
        key: "示范企业",
        name: "技能人才自主评价市级示范企业奖励",
        host: HOST,
        papers: &["designation"],
        direct: Some((
            "enterprise.demonstration",
            &[("level", "city"), ("newly_built", "true"), ("built_on", "2019-09-30")],
        )),
        diary: &[
            ("10-16", Do::Claim),
            ("10-18", Do::Accept),
            ("10-22", Do::FirstReview("认定文件属实，首次建成")),
            ("10-29", Do::SecondReview("同意，金额请审定")),
            ("11-15", Do::Rule(60_000, "评价工作覆盖12个工种，全年评价480人，在下限基础上增加1万元")),
        ],
        ..CONTEST
    },
];
