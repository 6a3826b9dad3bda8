//! Certificates of completion: what they rest on may fall away, and what was revoked does not come back by itself.

use crate::attendance::{NAMES, attended, class, put};
use crate::support::{Client, Server, on_both};
use jiangxin::domain::ids::{EventId, ParticipantId};

/// A class of three that was held; the first two attended all of it.
fn held(server: &Server, reference: &str) -> (EventId, Vec<ParticipantId>, Client) {
    let (event, ids) = class(server, reference, "seminar");
    server.advance_days(2);
    let host = server.sign_in("host");
    attended(&host, event, &ids);
    put(server, event, "held");
    (event, ids, host)
}

/// Strikes every scan of a person.
fn strike_all(host: &Client, event: EventId, id: ParticipantId) {
    let person = format!("/events/{event}/attendance/{id}");
    while let Some(scan) = host.get(&person).value("scan") {
        let struck = host.post(&format!("{person}/strike"), &[("scan", &scan), ("reason", "扫错了人")]);
        assert_eq!(struck.status, 303, "{}", struck.text());
    }
}

/// The forms that revoke, in the order of the page.
fn revokes(page: &str) -> Vec<String> {
    let actions = page.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    actions.filter(|action| action.ends_with("/revoke")).map(str::to_owned).collect()
}

fn codes(page: &str) -> Vec<String> {
    let rest = page.split("/certificates/").skip(1).filter_map(|rest| rest.split('<').next());
    rest.map(|code| code.trim().to_owned()).collect()
}

#[test]
fn a_struck_scan_is_noticed_by_whoever_can_revoke() {
    on_both(|server| {
        let (event, ids, host) = held(server, "HD-2019-9301");
        let (path, list) = (format!("/events/{event}"), format!("/events/{event}/completions"));
        assert_eq!(host.post(&list, &[]).status, 303);
        assert!(!host.get(&path).says("出勤存疑") && !host.get(&list).says("出勤存疑"));
        let code = codes(&host.get(&list).text()).remove(0);

        strike_all(&host, event, ids[0]);
        for client in [&host, &server.sign_in("clerk"), &server.sign_in("auditor")] {
            let page = client.get(&path);
            assert!(page.says("出勤存疑的有效证书（1）") && page.says(NAMES[0]), "{}", page.text());
            assert!(page.says(&format!("{list}#doubtful")));
        }
        let page = host.get(&list);
        assert!(page.says("现出勤 0/4 个半天"), "{}", page.text());
        assert!(revokes(&server.sign_in("auditor").get(&list).text()).is_empty(), "who reads does not revoke");
        // One form for each good certificate, the doubtful one's first.
        let forms = revokes(&page.text());
        assert_eq!(forms.len(), 2, "{forms:?}");
        let bare = host.post(&forms[0], &[("reason", " ")]);
        assert!(bare.status == 422 && bare.says("href=\"#revoke-"), "{}", bare.text());
        assert!(server.visitor().get(&format!("/certificates/{code}")).says(">有效<"));
        assert_eq!(host.post(&forms[0], &[("reason", "签到作废，出勤不足")]).status, 303);
        assert_eq!(host.post(&forms[0], &[("reason", "再点一次")]).status, 409);
        let verified = server.visitor().get(&format!("/certificates/{code}"));
        assert!(verified.says("签到作废，出勤不足") && !verified.says(">有效<"), "{}", verified.text());
        assert!(!host.get(&path).says("出勤存疑") && !host.get(&list).says("出勤存疑"));

        // After the event is closed a certificate can still be found wrong.
        put(server, event, "closed");
        assert_eq!(host.post(&list, &[]).status, 409);
        let forms = revokes(&host.get(&list).text());
        assert_eq!(host.post(&forms[0], &[("reason", "冒名参加")]).status, 303);
        assert!(host.get(&list).text().matches(">已撤销<").count() == 2);
    });
}

#[test]
fn what_was_revoked_comes_back_only_when_ticked() {
    on_both(|server| {
        let (event, ids, host) = held(server, "HD-2019-9302");
        let list = format!("/events/{event}/completions");
        assert!(host.get(&list).says("可新颁发 2 人，已有证书 0 人，出勤不足 1 人，证书已撤销 0 人"));
        assert_eq!(host.post(&list, &[]).status, 303);
        let first = host.get(&list).text();
        assert!(!first.contains(&format!("action=\"{list}\"")), "nothing is left to issue");

        // Nothing to issue is an answer, not an error.
        let again = host.post(&list, &[]);
        assert_eq!(again.status, 303, "{}", again.text());
        let page = host.get(&list);
        assert!(page.says("没有可新颁发的证书") && page.says("flash wait"), "{}", page.text());
        assert!(page.says("可新颁发 0 人，已有证书 2 人，出勤不足 1 人，证书已撤销 0 人"), "{}", page.text());
        assert!(page.says("测试学员丙 1/4"));

        assert_eq!(host.post(&revokes(&first)[0], &[("reason", "姓名有误")]).status, 303);
        assert_eq!(host.post(&list, &[]).status, 303);
        let page = host.get(&list);
        assert!(page.says("可新颁发 0 人，已有证书 1 人，出勤不足 1 人，证书已撤销 1 人"), "{}", page.text());
        assert_eq!(page.text().matches("<article").count(), 2, "none was issued by itself: {}", page.text());
        assert!(page.says("ZS-2019-0001 已撤销：姓名有误"), "{}", page.text());

        // Ticking those who have one or attended too little changes nothing; the revoked one gets a new number.
        let ticks: Vec<String> = ids.iter().map(|id| format!("again.{id}")).collect();
        let ticks: Vec<(&str, &str)> = ticks.iter().map(|tick| (tick.as_str(), "true")).collect();
        for _ in 0..2 {
            assert_eq!(host.post(&list, &ticks).status, 303);
        }
        let page = host.get(&list).text();
        assert_eq!(page.matches("<article").count(), 3, "{page}");
        assert!(page.contains("ZS-2019-0003") && !page.contains("ZS-2019-0004"), "{page}");
        let codes = codes(&page);
        let old = server.visitor().get(&format!("/certificates/{}", codes[0]));
        assert!(
            old.says(">已撤销<") && old.says("姓名有误") && old.says("已另发 ZS-2019-0003 号证书"),
            "{}",
            old.text()
        );
        let new = server.visitor().get(&format!("/certificates/{}", codes[2]));
        assert!(new.says(">有效<") && new.says("ZS-2019-0003") && !new.says("已另发"), "{}", new.text());
        let told = server.sign_in("auditor").get("/audit");
        assert!(told.says("所替代的证书") && told.says("ZS-2019-0001"), "{}", told.text());
    });
}

#[test]
fn a_doubt_of_presence_withholds_the_certificate_until_it_is_answered() {
    on_both(|server| {
        let (event, ids, host) = held(server, "HD-2019-9303");
        // A second phone took the first person in while they were in by another.
        let scan = format!(r#"[{{"mark":"z1","person":{},"direction":"in","at":"2019-11-18T01:00:00Z"}}]"#, ids[0]);
        let fields = [("device", "phone-z"), ("sent_at", ""), ("scans", scan.as_str())];
        put(server, event, "filed");
        assert!(host.post(&format!("/events/{event}/check-in/scans"), &fields).says("entered"));
        put(server, event, "held");
        let (list, table) = (format!("/events/{event}/completions"), format!("/events/{event}/attendance"));
        let page = host.get(&list);
        assert!(page.says("可新颁发 1 人") && page.says("出勤疑点未答复 1 人"), "{}", page.text());
        assert!(page.says("出勤疑点答复前暂不发证") && page.says("测试学员甲 重复签到"), "{}", page.text());
        assert_eq!(host.post(&list, &[]).status, 303);
        let page = host.get(&list).text();
        assert!(page.matches("<article").count() == 1 && page.contains(NAMES[1]), "{page}");
        assert_eq!(host.post(&list, &[(&format!("again.{}", ids[0]), "true")]).status, 303);
        assert_eq!(host.get(&list).text().matches("<article").count(), 1, "ticked or not");

        let flag = host.get(&table).value("flag").expect("a flag");
        let answer = [("flag", flag.as_str()), ("answer", "两扇门各扫了一次")];
        assert_eq!(host.post(&format!("{table}/answers"), &answer).status, 303);
        let page = host.get(&list);
        assert!(page.says("可新颁发 1 人") && !page.says("疑点"), "{}", page.text());
        assert_eq!(host.post(&list, &[]).status, 303);
        assert_eq!(host.get(&list).text().matches("<article").count(), 2);

        // A flag that comes up later puts the certificates in doubt, until it is answered.
        assert!(!host.get(&list).says("出勤存疑"));
        let late = format!(r#"[{{"mark":"z2","person":{},"direction":"in","at":"2019-11-19T01:00:00Z"}}]"#, ids[1]);
        put(server, event, "filed");
        let fields = [("device", "phone-z"), ("sent_at", ""), ("scans", late.as_str())];
        assert!(host.post(&format!("/events/{event}/check-in/scans"), &fields).says("entered"));
        put(server, event, "held");
        for page in [host.get(&list), server.sign_in("clerk").get(&format!("/events/{event}"))] {
            assert!(page.says("出勤存疑的有效证书（1）") && page.says(NAMES[1]), "{}", page.text());
        }
        let page = host.get(&list);
        assert!(page.says("ZS-2019-0001 · 出勤疑点未答复：重复签到"), "{}", page.text());
        let flag = host.get(&table).value("flag").expect("a flag");
        assert_eq!(host.post(&format!("{table}/answers"), &[("flag", &flag), ("answer", "本人在场")]).status, 303);
        assert!(!host.get(&list).says("出勤存疑"), "answered");
    });
}
