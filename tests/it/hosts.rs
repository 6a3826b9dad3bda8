//! Plan items whose host is not registered yet: linked when it is, by hand where its name does not
//! decide.

use crate::support::{Client, Server, on_both};

/// A published plan with one item of each of these hosts.
fn publish(server: &Server, hosts: &[&str]) {
    let (clerk, decider) = (server.sign_in("clerk"), server.sign_in("decider"));
    assert_eq!(clerk.post("/plan", &[("year", "2019")]).status, 303);
    for (number, host) in hosts.iter().enumerate() {
        let name = format!("样例第{number}技能竞赛");
        let item = [("kind", "competition"), ("name", name.as_str()), ("level", "city"), ("trade", "电工")];
        let item: Vec<_> = item.into_iter().chain([("host", *host), ("from", "2019-12-20")]).collect();
        assert_eq!(clerk.post("/plan/2019/items/new", &item).status, 303, "{host}");
    }
    let version = decider.get("/plan/2019").value("version").expect("a form that publishes");
    assert_eq!(decider.post("/plan/2019/publish", &[("version", &version)]).status, 303);
}

fn register(admin: &Client, name: &str, code: &str) {
    let unit = [("kind", "association"), ("name", name), ("division", "330300"), ("credit_code", code)];
    let reply = admin.post("/people/organisations", &unit);
    assert_eq!(reply.status, 303, "{}", reply.text());
}

fn unit(server: &Server, name: &str) -> i64 {
    let found = server.app.store.read(|conn| jiangxin::storage::people::organisation_named(conn, name));
    found.expect("a database").expect("an organisation").id.get()
}

#[test]
fn registering_a_host_links_what_is_published_under_its_name_or_code() {
    on_both(|server| {
        publish(server, &["样例 钳工协会", "91350100M000100Y43", "另一个协会"]);
        let admin = server.sign_in("admin");
        assert!(admin.get("/people").says("3 项计划项目还没有对应到单位"));
        register(&admin, "样例钳工协会", "91350100M000100Y43");
        assert!(admin.get("/people").says("1 项计划项目还没有对应到单位"));
        let page = admin.get("/people/hosts");
        assert!(page.says("另一个协会") && !page.says("钳工"), "{}", page.text());
        assert!(server.sign_in("auditor").get("/audit").says("plan.link"), "written down");

        // Its first member is told, and finds the items in the work list.
        let id = unit(server, "样例钳工协会");
        let user = [("name", "新承办"), ("email", "new@demo.example"), ("lang", "zh"), ("roles.host", "on")];
        let invited = admin.post(&format!("/people/organisations/{id}/users"), &user);
        assert_eq!(invited.status, 303, "{}", invited.text());
        let mails = server.mail();
        let told: Vec<_> = mails.iter().filter(|mail| mail.to.as_str() == "new@demo.example").collect();
        assert!(told.iter().any(|mail| mail.rendered.text.contains("承办的项目 2 项")), "{}", told.len());
        let link = told.iter().find_map(|mail| mail.rendered.text.split("/welcome/").nth(1));
        let token = link.and_then(|rest| rest.split_whitespace().next()).expect("an invitation");
        let host = server.visitor();
        host.get(&format!("/welcome/{token}"));
        let chosen = [("password", "a good long sentence"), ("again", "a good long sentence")];
        assert_eq!(host.post(&format!("/welcome/{token}"), &chosen).status, 303);
        let signed_in = host
            .post("/sign-in", &[("email", "new@demo.example"), ("password", "a good long sentence"), ("next", "/")]);
        assert_eq!(signed_in.status, 303);
        let work = host.get("/");
        assert!(work.says("申报方案：样例第0技能竞赛") && work.says("申报方案：样例第1技能竞赛"), "{}", work.text());
        assert!(!work.says("样例第2技能竞赛"));
        assert_eq!(host.post("/plan/items/1/propose", &[]).status, 303);
        assert!(!host.get("/").says("申报方案：样例第0技能竞赛"), "proposed is done");
    });
}

#[test]
fn a_name_that_may_mean_two_is_not_linked_but_shown() {
    on_both(|server| {
        publish(server, &["样例钳工协会、样例焊工协会", "样例 焊工协会"]);
        let admin = server.sign_in("admin");
        register(&admin, "样例钳工协会", "");
        register(&admin, "样例焊 工协会", "");
        // The second item was linked to the only one so called; a namesake changes nothing.
        register(&admin, "样例焊工 协会", "");
        let page = admin.get("/people/hosts");
        assert!(page.says("样例第0技能竞赛") && !page.says("样例第1技能竞赛"), "{}", page.text());
        for candidate in ["样例钳工协会", "样例焊 工协会", "样例焊工 协会"] {
            assert!(page.says(&format!(">{candidate}</option>")), "{candidate}");
        }
        let item = page
            .text()
            .split("action=\"/people/hosts/")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .map(str::to_owned);
        let path = format!("/people/hosts/{}", item.expect("a form"));
        let chosen = unit(server, "样例钳工协会").to_string();
        for name in ["clerk", "auditor", "host"] {
            let other = server.sign_in(name);
            assert!(matches!(other.get("/people/hosts").status, 403), "{name}");
            assert!(matches!(other.post(&path, &[("organisation", &chosen)]).status, 403 | 404), "{name}");
        }
        assert_eq!(admin.post(&path, &[("organisation", "x")]).status, 422);
        assert_eq!(admin.post(&path, &[("organisation", &chosen)]).status, 303);
        assert_eq!(admin.post(&path, &[("organisation", &chosen)]).status, 409, "a second click");
        assert!(admin.get("/people/hosts").says("都对应到了单位"));
    });
}
