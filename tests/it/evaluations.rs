//! The yearly evaluation: what is fixed and public before anybody scores.

use crate::support::{Client, Server, on_both};
use jiangxin::domain::base::{Level, State};
use jiangxin::storage::bases::{self, Particulars, Place};
use jiangxin::storage::{StorageError, people};

const RUBRIC: &str = "项目,指标,分值,扣分规则,佐证材料
基础保障,专用场地,40,无场地0;标牌不明显-2,场地照片
培训,培训规模,60,每少1人-1,花名册
一票否决,弄虚作假,,,
";

/// Bases of the demonstration's host, each with the designations it ever had.
fn designated(server: &Server, all: &[(&str, &[(Level, &str)])]) {
    let at = server.app.now().naive_utc();
    let done = server.app.store.write(|tx| {
        let user = people::user_by_email(tx, "host@demo.example")?.ok_or(StorageError::NotFound)?;
        let division = people::organisation(tx, user.organisation)?.division;
        for (name, levels) in all {
            let of = Particulars { name: (*name).to_owned(), ..Particulars::default() };
            let base = bases::insert(tx, user.organisation, division, &of, at)?;
            for (level, day) in *levels {
                let day = day.parse().ok();
                let application = bases::apply(tx, base, *level, "", at)?;
                let place = Place { designated_on: day, ..Place::default() };
                bases::put_place(tx, application, 0, State::Designated, &place, at)?;
                bases::designate(tx, base, Some((*level, day.unwrap_or_default())))?;
            }
        }
        Ok::<_, StorageError>(())
    });
    done.expect("bases");
}

#[test]
fn a_year_is_fixed_once_after_its_cut_off_day_and_public() {
    on_both(|server| {
        const CITY: &[(Level, &str)] = &[(Level::City, "2018-05-01")];
        let names: Vec<String> = (1..=7).map(|number| format!("样例基地{number}")).collect();
        let mut all: Vec<(&str, &[(Level, &str)])> = names.iter().map(|name| (name.as_str(), CITY)).collect();
        all.push(("样例省级基地", &[(Level::City, "2017-01-01"), (Level::Provincial, "2019-06-01")]));
        all.push(("样例次年基地", &[(Level::City, "2020-01-01")]));
        designated(server, &all);
        let open = |clerk: &Client, year: &str, rubric: &str| {
            clerk.upload(
                "/evaluations/new",
                &[("year", year), ("self_until", "2020-02-20"), ("score_until", "2020-03-20")],
                "rubric",
                "评分标准.csv",
                rubric.as_bytes(),
            )
        };
        let early = open(&server.sign_in("clerk"), "2019", &RUBRIC.replace("60", "50"));
        assert_eq!(early.status, 422);
        assert!(early.says("截止日") && early.says("分值合计为 90"), "both at once: {}", early.text());

        server.advance_days(50);
        let clerk = server.sign_in("clerk");
        assert_eq!(server.sign_in("reviewer").get("/evaluations/new").status, 403);
        assert!(matches!(server.sign_in("clerk.ruian").get("/evaluations/new").status, 403 | 404), "the city's bases");
        let sample = server.visitor().get("/evaluations/rubric");
        let unbound = clerk.upload(
            "/evaluations/new",
            &[("year", "2019"), ("self_until", "2020-02-20")],
            "rubric",
            "样表.csv",
            &sample.bytes,
        );
        assert!(unbound.status == 422 && unbound.says("没有写上限分值"), "{}", unbound.text());
        let opened = open(&clerk, "2019", RUBRIC);
        assert_eq!(opened.status, 303, "{}", opened.text());
        let path = opened.location.expect("the year");
        assert_eq!(open(&clerk, "2019", RUBRIC).status, 409, "once");

        let page = server.visitor().get(&path);
        assert!(page.says("市级基地共 7 个") && page.says("优秀最多 1 个"), "{}", page.text());
        assert!(page.says("样例基地7") && !page.says("样例省级基地") && !page.says("样例次年基地"));
        for words in ["标牌不明显：扣 2 分", "弄虚作假", "均不占名额", "场地照片"] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(server.visitor().get("/evaluations").says("2019"));
        let mails = server.mail();
        let told = mails.iter().filter(|mail| mail.rendered.subject.contains("2019 年度公共实训基地考评启动"));
        assert!(told.clone().count() > 0 && told.clone().all(|mail| mail.to.as_str().starts_with("host@")));
        assert!(server.sign_in("auditor").get("/audit?object=evaluation").says("年度考评"));
    });
}
