//! 温州市建筑业协会: its competitions of 2009 led it to write to the bureau afterwards for help with
//! what it had spent. Here it asks in time.

use crate::demo::story::{CONTEST, Do, SEMINAR, Story};

pub(super) const STORIES: &[Story] = &[
    Story {
        key: "抹灰工",
        name: "温州市“建设集团杯”建筑抹灰工技能竞赛",
        estimate: 80_000,
        cost: 78_600,
        people: 50,
        form: &[("sponsorship", "20000"), ("theory_pct", "30"), ("practice_pct", "70")],
        papers: &["other_money"],
        diary: &[
            ("05-08", Do::Propose),
            ("05-13", Do::Approve),
            ("05-30", Do::File),
            ("06-20", Do::Hold),
            ("06-28", Do::Close),
            ("07-01", Do::Claim),
            ("07-03", Do::Accept),
            ("07-05", Do::FirstReview("决算与票据相符，赞助已扣除")),
            ("07-10", Do::SecondReview("同意初审意见")),
            ("07-17", Do::Decide("同意按上限补助")),
            ("08-20", Do::Archive),
        ],
        ..CONTEST
    },
    Story {
        key: "砌筑工",
        name: "温州市“市建杯”建筑砌筑工技能竞赛",
        estimate: 50_000,
        cost: 48_300,
        people: 47,
        form: &[("theory_pct", "30"), ("practice_pct", "70")],
        diary: &[
            ("07-29", Do::Propose),
            ("08-02", Do::Approve),
            ("08-22", Do::File),
            ("08-27", Do::Prepare),
            ("09-04", Do::Judge { all: true }),
            ("09-05", Do::Hold),
            ("09-05", Do::PublishResult),
            ("09-06", Do::Certify),
            ("09-12", Do::Close),
            ("09-25", Do::Claim),
            ("09-29", Do::Accept),
            ("10-09", Do::FirstReview("材料齐全，核定成本48300元")),
            ("10-16", Do::SecondReview("同意")),
            ("10-30", Do::Decide("同意")),
        ],
        ..CONTEST
    },
    Story {
        key: "钢筋工",
        name: "温州市“市建杯”建筑钢筋工技能竞赛",
        estimate: 45_000,
        cost: 43_100,
        people: 41,
        form: &[("theory_pct", "30"), ("practice_pct", "70")],
        diary: &[
            ("07-29", Do::Propose),
            ("08-02", Do::Approve),
            ("08-22", Do::File),
            ("09-05", Do::Hold),
            ("09-16", Do::Close),
            ("10-09", Do::Claim),
            ("10-11", Do::Accept),
            ("10-15", Do::FirstReview("与砌筑工竞赛同期举办，票据已分开核对")),
            ("10-22", Do::SecondReview("同意")),
            ("11-08", Do::Decide("同意")),
        ],
        ..CONTEST
    },
    Story {
        key: "建筑电工",
        name: "温州市建筑电工技能竞赛",
        estimate: 40_000,
        cost: 36_500,
        people: 52,
        form: &[("theory_pct", "40"), ("practice_pct", "60")],
        diary: &[
            ("09-10", Do::Propose),
            ("09-12", Do::Approve),
            ("09-29", Do::File),
            ("10-17", Do::Hold),
            ("10-24", Do::Close),
            ("10-28", Do::Claim),
            (
                "11-13",
                Do::Return("一、决算表中材料损耗缺少发票；二、成绩册没有裁判长签名；三、请补交裁判劳务费发放表。"),
            ),
        ],
        ..CONTEST
    },
    Story {
        key: "架子工",
        name: "温州市架子工技能竞赛",
        estimate: 45_000,
        cost: 41_200,
        people: 38,
        form: &[("sponsorship", "5000"), ("theory_pct", "20"), ("practice_pct", "80")],
        papers: &["other_money"],
        diary: &[
            ("09-17", Do::Propose),
            ("09-20", Do::Approve),
            ("10-10", Do::File),
            ("10-28", Do::Hold),
            ("11-06", Do::Close),
            ("11-14", Do::Claim),
        ],
        ..CONTEST
    },
    Story {
        key: "镶贴工",
        name: "温州市建筑镶贴工技能竞赛",
        estimate: 42_000,
        people: 43,
        form: &[("theory_pct", "30"), ("practice_pct", "70")],
        diary: &[
            ("10-08", Do::Propose),
            ("10-11", Do::Approve),
            ("10-29", Do::File),
            ("11-12", Do::Prepare),
            ("11-13", Do::Judge { all: false }),
            ("11-14", Do::Hold),
        ],
        ..CONTEST
    },
    Story {
        key: "防水工",
        name: "温州市建筑防水工技能竞赛",
        estimate: 38_000,
        people: 40,
        diary: &[("11-14", Do::Draft)],
        ..CONTEST
    },
    Story {
        key: "装配式建筑",
        name: "装配式建筑施工高级研修班",
        estimate: 42_000,
        cost: 38_600,
        people: 44,
        form: &[
            ("in_city", "true"),
            ("hours_provincial", "14"),
            ("hours_domestic", "22"),
            ("private_enterprise_people", "31"),
        ],
        diary: &[
            ("09-02", Do::Propose),
            ("09-05", Do::Approve),
            ("09-26", Do::File),
            ("10-18", Do::Hold),
            ("10-25", Do::Close),
            ("10-30", Do::Claim),
            ("11-12", Do::Accept),
        ],
        ..SEMINAR
    },
];
