//! Long lists: a plan of 400 rows from its file to its pages, and what lists are searched for.

use crate::support::{Server, on_both};
use jiangxin::sheets;
use std::fmt::Write;

#[test]
fn a_plan_of_four_hundred_rows_is_mended_taken_and_paged() {
    on_both(|server| {
        let clerk = server.sign_in("clerk");
        let mut file = "项目名称,级别,职业(工种),承办单位,开始日期\n".to_owned();
        for row in 1..=400 {
            let level = if row % 20 == 0 { "街道级" } else { "市级" };
            let day = if row % 50 == 0 { "冬月" } else { "2019-12-20" };
            let _ = writeln!(file, "样例第{row:03}技能竞赛,{level},电工,样例行业协会,{day}");
        }
        clerk.get("/plan/2019/import");
        let kept = clerk.upload("/plan/2019/import", &[], "file", "plan.csv", file.as_bytes());
        let path = kept.location.expect("a preview");
        let page = clerk.get(&path);
        assert_eq!(page.text().matches(">新增</span>").count(), 376);
        assert_eq!(page.text().matches("<td>第 ").count(), 28, "{}", page.text());
        assert_eq!(clerk.post(&path, &[]).status, 409, "not with faults by accident");

        // The rows to be mended come as a file, and go back in as they are.
        for format in ["csv", "xlsx"] {
            let given = clerk.get(&format!("{path}/faulty?format={format}"));
            assert_eq!(given.status, 200);
            let table = sheets::read(&given.bytes, "a").expect("a table");
            assert_eq!(table.headings()[2..], ["项目名称", "级别", "职业(工种)", "承办单位", "开始日期"]);
            assert_eq!(table.len(), 24);
            let row =
                table.rows().find(|row| row.by("项目名称") == "样例第100技能竞赛").expect("a row with two faults");
            assert_eq!(row.get(0), "101", "its number in the file");
            assert!(row.get(1).contains("级别") && row.get(1).contains("开始日期"), "{}", row.get(1));
        }
        let host = server.sign_in("host").get(&format!("{path}/faulty"));
        assert_eq!(host.status, 404, "a host need not know of an import");
        assert_eq!(clerk.post(&path, &[("without_faulty", "true")]).status, 303);
        let mended = clerk
            .get(&format!("{path}/faulty?format=csv"))
            .text()
            .replace("街道级", "市级")
            .replace("冬月", "2019-12-20");
        let kept = clerk.upload("/plan/2019/import", &[], "file", "mended.csv", mended.as_bytes());
        let path = kept.location.expect("a preview");
        assert_eq!(clerk.get(&path).text().matches(">新增</span>").count(), 24);
        assert_eq!(clerk.post(&path, &[]).status, 303);

        let rows = |path: &str| clerk.get(path).text().matches("<a href=\"/plan/items/").count();
        assert_eq!((rows("/plan/2019"), rows("/plan/2019?page=8"), rows("/plan/2019?page=9")), (50, 50, 0));
        assert_eq!(rows("/plan/2019?q=%E7%AC%AC1"), 50, "100 to 199, the first page of two");
        assert_eq!(rows("/plan/2019?q=%E7%AC%AC399"), 1);
        let file = clerk.get("/plan/2019/export?format=csv");
        assert_eq!(sheets::read(&file.bytes, "a").expect("a table").len(), 400);
    });
}

#[test]
fn organisations_notices_mail_and_the_record_are_searched() {
    on_both(|server| {
        let admin = server.sign_in("admin");
        for number in 1..=60 {
            let name = format!("样例第{number:02}协会");
            let unit = [("kind", "association"), ("name", name.as_str()), ("division", "330300")];
            assert_eq!(admin.post("/people/organisations", &unit).status, 303);
        }
        let units = |path: &str| admin.get(path).text().matches("class=\"card unit\"").count();
        assert_eq!(units("/people?q=%E6%A0%B7%E4%BE%8B%E7%AC%AC"), 50);
        assert_eq!(units("/people?q=%E6%A0%B7%E4%BE%8B%E7%AC%AC&page=2"), 10);
        assert_eq!(units("/people?q=%E6%A0%B7%E4%BE%8B%E7%AC%AC07"), 1);
        assert_eq!(units("/people?q=clerk%40demo.example"), 1, "an organisation by one of its people");
        assert!(admin.get("/people?q=nobody-so-called").says("没有找到"));

        let auditor = server.sign_in("auditor");
        let entries =
            |query: &str| auditor.get(&format!("/audit?{query}")).text().matches("data-label=\"时间\"").count();
        assert_eq!(entries("q=organisation.add"), 50);
        assert_eq!(entries("q=organisation.add&page=2"), 24, "those of the beginning, too");
        assert_eq!(entries("q=organisation.add&from=2019-11-18&to=2019-11-18"), 50);
        assert_eq!(entries("q=organisation.add&to=2019-11-17"), 14, "the beginning's alone");
        let none = server.visitor().get("/notices?q=nothing");
        assert!(none.status == 200 && none.says("value=\"nothing\""));
    });
}

/// What a county's people see of the record and of the mail is their own people's.
#[test]
fn a_county_sees_its_own_record_and_mail() {
    on_both(|server| {
        let admin = server.sign_in("admin");
        let found =
            server.app.store.read(|conn| jiangxin::storage::people::user_by_email(conn, "clerk.ruian@demo.example"));
        let bureau = found.expect("a database").expect("a county's clerk").organisation;
        let add = |organisation: i64, email: &str, role: &str| {
            let user = [("name", "新来"), ("email", email), ("lang", "zh"), (role, "on")];
            let reply = admin.post(&format!("/people/organisations/{organisation}/users"), &user);
            assert_eq!(reply.status, 303, "{}", reply.text());
        };
        add(bureau.get(), "audit.ruian@demo.example", "roles.auditor");
        let city = server.app.store.read(|conn| jiangxin::storage::people::user_by_email(conn, "clerk@demo.example"));
        add(city.expect("a database").expect("a clerk").organisation.get(), "new.city@demo.example", "roles.clerk");
        let county = sign_in_first(server, "audit.ruian@demo.example");
        let outbox = county.get("/outbox");
        assert!(outbox.says("audit.ruian@demo.example") && !outbox.says("new.city@demo.example"), "{}", outbox.text());
        assert!(server.sign_in("auditor").get("/outbox").says("new.city@demo.example"));
        let record = county.get("/audit");
        assert!(record.says("新来") && !record.says("user.add"), "{}", record.text());
        assert!(server.sign_in("auditor").get("/audit").says("user.add"));
    });
}

/// Takes the invitation up and signs in.
fn sign_in_first(server: &Server, email: &str) -> crate::support::Client {
    let mails = server.mail();
    let mail = mails.iter().find(|mail| mail.to == email).expect("an invitation");
    let token = mail.rendered.text.split("/welcome/").nth(1).and_then(|rest| rest.split_whitespace().next());
    let token = token.expect("a link");
    let client = server.visitor();
    client.get(&format!("/welcome/{token}"));
    let chosen = [("password", "a good long sentence"), ("again", "a good long sentence")];
    assert_eq!(client.post(&format!("/welcome/{token}"), &chosen).status, 303);
    let form = [("email", email), ("password", "a good long sentence"), ("next", "/")];
    assert_eq!(client.post("/sign-in", &form).status, 303);
    client
}
