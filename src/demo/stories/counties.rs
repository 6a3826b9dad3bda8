//! Hosts in the counties: 瑞安, whose own office does the first steps, and 平阳.

use crate::demo::story::{CONTEST, Do, Story};

pub(super) const STORIES: &[Story] = &[
    // Below the range of 20,000 to 50,000 yuan: an officer must decide, and a second person confirm.
    Story {
        key: "叉车",
        name: "温州市“香海杯”叉车司机技能竞赛",
        host: "host.ruian",
        estimate: 20_000,
        cost: 18_600,
        people: 22,
        form: &[("sponsorship", "3000"), ("theory_pct", "20"), ("practice_pct", "80")],
        papers: &["other_money"],
        diary: &[
            ("06-03", Do::Propose),
            ("06-06", Do::Approve),
            ("06-25", Do::File),
            ("07-09", Do::Hold),
            ("09-24", Do::Close),
            ("10-10", Do::Claim),
            ("10-14", Do::Accept),
            ("10-18", Do::FirstReview("8家企业22人参赛，规模较小，扣除赞助后净成本15600元，低于2万元")),
            ("11-12", Do::SecondReview("情况属实。原文未规定不足2万元如何处理，请审定")),
        ],
        ..CONTEST
    },
    Story {
        key: "针织花边",
        name: "温州市针织花边行业职工技能竞赛",
        host: "host.pingyang",
        estimate: 34_000,
        cost: 31_900,
        people: 58,
        form: &[("theory_pct", "20"), ("practice_pct", "80")],
        diary: &[
            ("09-18", Do::Propose),
            ("09-23", Do::Approve),
            ("10-14", Do::File),
            ("10-31", Do::Hold),
            ("11-11", Do::Close),
            ("11-15", Do::Claim),
        ],
        ..CONTEST
    },
];
