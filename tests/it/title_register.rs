//! What the register of titles takes over, and the numbers that are the program's own.

use crate::recognition::{CLEAN, SKILLED, WANG, convene, done, mark_all, nominate, open};
use crate::support::{Client, Reply, Server, on_both};
use jiangxin::storage::StorageError;
use jiangxin::storage::people;
use jiangxin::storage::titles::{self, NewTitle};

const HEADING: &str = "编号,称号,姓名或企业名称,身份证号或统一社会信用代码,单位,授予日期,有效期至,文号,已拨付（元）\n";

fn send(who: &Client, text: &str, more: &[(&str, &str)]) -> Reply {
    who.get("/titles");
    who.upload("/titles/import", more, "file", "称号.csv", format!("{HEADING}{text}").as_bytes())
}

#[test]
fn the_import_says_every_fault_with_what_to_write() {
    on_both(|server| {
        let clerk = server.sign_in("clerk");
        let person = |number: &str, until: &str, document: &str| {
            format!("{number},优秀技能人才,王样例,{},温州技师学院,2017-11-20,{until},{document},\n", WANG.1)
        };
        let own = send(&clerk, &person("CH-2019-0001", "", "样例发〔2017〕1号"), &[]);
        assert!(own.status == 422 && own.says("是本系统给所授称号编的号"), "{}", own.text());
        let bureau = person("WZ-1", "", "样例发").replace("温州技师学院", "瑞安市人力资源和社会保障局");
        assert!(send(&clerk, &bureau, &[]).says("是人社局"));

        let chint = "浙江正泰仪器仪表有限责任公司";
        let enterprise = |name: &str, code: &str| {
            format!("WZ-9,市级自主评价和认定示范企业,{name},{code},{chint},2017-11-20,,样例发〔2017〕2号,\n")
        };
        let faulty = [person("", "长期", ""), person("WZ-2", "2016-05-31", "样例发"), enterprise(chint, WANG.1)];
        let refused = send(&clerk, &faulty.concat(), &[]);
        assert_eq!(refused.status, 422);
        for words in [
            "第 2 行：编号为空",
            "长期有效的留空",
            "第 2 行：文号为空",
            "第 3 行：有效期至“2016-05-31”有误",
            "第 4 行：证件号有误（尾号 0019）",
            "有 6 处需要改正",
        ] {
            assert!(refused.says(words), "{words}: {}", refused.text());
        }
        let other = send(&clerk, &enterprise("别的企业", "91330382145573321X"), &[]);
        assert!(other.status == 422 && other.says("须登记在企业自己名下"), "{}", other.text());
        let doubtful = enterprise(chint, "91330302MA2XXXXXX0");
        let asked = send(&clerk, &doubtful, &[]);
        assert!(
            asked.status == 422 && asked.says("校验位不符") && asked.says("identity_confirmed"),
            "{}",
            asked.text()
        );
        assert_eq!(send(&clerk, &doubtful, &[("identity_confirmed", "true")]).status, 303);

        let columns = clerk.upload("/titles/import", &[], "file", "称号.csv", "编号,称号\n1,2\n".as_bytes());
        assert!(columns.status == 422 && columns.says("缺少列：姓名或企业名称"), "{}", columns.text());
        let kind = clerk.get("/titles/file?format=exe");
        assert!(kind.status == 422 && kind.says("可以下载 xlsx 或 csv"), "{}", kind.text());
    });
}

/// A title of an earlier version's import, with a number of the program's own series.
fn taken(server: &Server, number: &str) {
    let unit = server.who("host.school").organisation();
    let new = NewTitle {
        number,
        programme: "topnotch",
        year: 2018,
        subject: "person",
        identity: "330381198505050036",
        name: "赵样例",
        unit_name: "温州技师学院",
        organisation_id: unit.get(),
        division: "330300",
        nomination_id: None,
        rule: "person.award",
        yearly_review: false,
        granted_on: "2018-05-01".parse().expect("a day"),
        document: "样例发〔2018〕1号",
        valid_until: None,
        claim_id: None,
        created_at: server.app.now().naive_utc(),
        paid_elsewhere: 0,
    };
    let kept = server.app.store.write(|tx| {
        people::organisation(tx, unit)?;
        titles::insert(tx, &new).map(|_| ()).or(Err(StorageError::NotFound))
    });
    kept.expect("a title");
}

#[test]
fn a_decision_passes_over_a_number_that_is_taken() {
    on_both(|server| {
        taken(server, "CH-2019-0001");
        let round = open(server, &[("programme", "excellent")]);
        let path = nominate(&server.sign_in("host.school"), &round, WANG, SKILLED, &["form", "certificate"]);
        let draft = [("nominator", "unit"), ("name", "李样例")];
        let school = server.sign_in("host.school");
        let left = school.post(&format!("{round}/nominate"), &draft).location.expect("a draft");
        server.advance_days(7);
        let clerk = server.sign_in("clerk");
        let school = server.sign_in("host.school");
        for page in [school.get(&left), clerk.get(&round)] {
            assert!(page.says("未提交（已截止）"), "{}", page.text());
        }
        assert!(!school.get(&left).says(&format!("{left}/submit")) && !school.get("/").says("李样例"));
        assert!(!clerk.get(&round).says("份草稿"), "{}", clerk.get(&round).text());
        done(&clerk, &round, "close", &[]);
        done(&clerk, &path, "check", &CLEAN);
        convene(server, &clerk, &round, 5);
        mark_all(server, &round, &[("王样例", "90")]);
        done(&clerk, &round, "propose", &[("minutes", "样例纪要")]);
        done(&clerk, &round, "publish", &[]);
        let nobody = server.visitor().post(&format!("{round}/objections"), &[("reasons", "不服")]);
        assert!(nobody.status == 422 && nobody.says("有 4 处需要改正"), "all at once: {}", nobody.text());
        server.advance_days(10);
        done(&server.sign_in("decider"), &round, "decide", &[("document", "样例发〔2019〕12号")]);
        assert!(server.visitor().get("/honours").says("CH-2019-0002"));
    });
}
