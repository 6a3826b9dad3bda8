//! What people send who make mistakes, lose their connection or mean harm: refused with a page that
//! says why, and nothing of it is kept.

use crate::support::{Client, Server, on_both};
use jiangxin::domain::ids::ClaimId;
use jiangxin::storage::evidence::{self, Owner};
use std::io::{Read, Write};
use std::net::TcpStream;

const PDF: &[u8] = b"%PDF-1.4\n";

fn claim(host: &Client) -> String {
    host.get("/claims/new?rule=competition.host");
    let fields = [("version", "competition.host"), ("title", "抹灰工技能竞赛"), ("fact.level", "city")];
    host.post("/claims/new", &fields).location.expect("the claim's page")
}

/// How many papers the claim at `path` has.
fn papers(server: &Server, path: &str) -> usize {
    let id = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a claim's page");
    server.app.store.read(|conn| evidence::of(conn, Owner::Claim(ClaimId::new(id)))).expect("papers").len()
}

/// Sends a whole request; what the server says before it hangs up.
fn raw(server: &Server, bytes: &[u8]) -> String {
    talk(server, bytes, false)
}

/// Sends these bytes and, where the line is cut, nothing more.
fn talk(server: &Server, bytes: &[u8], cut: bool) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).expect("a server");
    // A server that refuses may close before everything is sent.
    let _ = stream.write_all(bytes);
    if cut {
        let _ = stream.shutdown(std::net::Shutdown::Write);
    }
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn a_file_beyond_the_limit_is_refused_and_nothing_is_kept() {
    on_both(|server| {
        let host = server.sign_in("host");
        let path = claim(&host);
        let (to, requirement) = (format!("{path}/papers"), [("requirement", "cost_statement")]);
        let large = [PDF, &vec![b'x'; 21 << 20]].concat();
        let refused = host.upload(&to, &requirement, "file", "a.pdf", &large);
        assert_eq!(refused.status, 422);
        assert!(refused.says("20"), "the page says the limit");
        assert_eq!(papers(server, &path), 0);

        // Past what a form may hold at all it is not even read.
        let head = format!(
            "POST {to} HTTP/1.1\r\nHost: x\r\nCookie: {}\r\nContent-Type: multipart/form-data; boundary=B\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            host.cookies(),
            65usize << 20
        );
        let part = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n";
        let body = vec![b'x'; 65 << 20];
        let said = talk(server, &[head.as_bytes(), part.as_bytes(), &body].concat(), true);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{}", said.lines().next().unwrap_or_default());
        assert_eq!(papers(server, &path), 0);
        assert_eq!(host.upload(&to, &requirement, "file", "a.pdf", PDF).status, 303, "and the next one is taken");
    });
}

#[test]
fn a_connection_lost_in_mid_upload_leaves_nothing() {
    on_both(|server| {
        let host = server.sign_in("host");
        let path = claim(&host);
        let form = format!(
            "--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n\
             --B\r\nContent-Disposition: form-data; name=\"requirement\"\r\n\r\ncost_statement\r\n\
             --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\nhalf of it",
            host.token()
        );
        let head = format!(
            "POST {path}/papers HTTP/1.1\r\nHost: x\r\nCookie: {}\r\nContent-Type: multipart/form-data; boundary=B\r\n\
             Content-Length: 900000\r\nConnection: close\r\n\r\n",
            host.cookies()
        );
        let said = talk(server, format!("{head}{form}").as_bytes(), true);
        assert!(!said.starts_with("HTTP/1.1 303"), "{}", said.lines().next().unwrap_or_default());
        assert_eq!(papers(server, &path), 0);
        assert_eq!(host.get(&path).status, 200, "the server is well");
    });
}

#[test]
fn a_text_of_ten_megabytes_is_refused_with_a_page() {
    on_both(|server| {
        let (admin, host) = (server.sign_in("admin"), server.sign_in("host"));
        let long = "长".repeat((10 << 20) / 3);
        let unit = [("kind", "association"), ("name", long.as_str()), ("division", "330300")];
        let refused = admin.post("/people/organisations", &unit);
        assert!(matches!(refused.status, 413 | 422), "{}", refused.status);
        assert!(refused.says("<h1"), "a page");
        let path = claim(&host);
        let version = host.get(&path).value("version").unwrap_or_default();
        let edited = host.post(&format!("{path}/edit"), &[("version", &version), ("title", &long)]);
        assert!(matches!(edited.status, 413 | 422), "{}", edited.status);
        assert!(host.get(&path).says("抹灰工技能竞赛"));
        let long = "长".repeat(101);
        let unit = [("kind", "association"), ("name", long.as_str()), ("division", "330300")];
        let refused = admin.post("/people/organisations", &unit);
        assert_eq!(refused.status, 422);
        assert!(refused.says("最多 100 个字"));
    });
}

#[test]
fn marks_that_nobody_sees_are_dropped_from_names() {
    on_both(|server| {
        let admin = server.sign_in("admin");
        let unit =
            [("kind", "association"), ("name", "样例\0协\u{202e}会\r\nBcc: evil@example.com"), ("division", "330300")];
        let added = admin.post("/people/organisations", &unit);
        assert_eq!(added.status, 303, "{}", added.text());
        let page = admin.get("/people?q=Bcc");
        assert!(page.says("样例协会 Bcc: evil@example.com") && !page.says("\u{202e}"), "{}", page.text());

        // A person's name is at the head of every mail to them.
        let found = server
            .app
            .store
            .read(|conn| jiangxin::storage::people::organisation_named(conn, "样例协会 Bcc: evil@example.com"));
        let id = found.expect("a database").expect("the organisation").id;
        let user = [
            ("name", "甲\r\nBcc: evil@example.com\r\n\r\n<b>"),
            ("email", "jia@demo.example"),
            ("lang", "zh"),
            ("roles.host", "on"),
        ];
        assert_eq!(admin.post(&format!("/people/organisations/{id}/users"), &user).status, 303);
        let mails = server.mail();
        let mail = mails.iter().find(|mail| mail.to.as_str() == "jia@demo.example").expect("an invitation");
        assert!(!mail.rendered.subject.contains(['\r', '\n']));
        let head = mail.eml.split("\r\n\r\n").next().unwrap_or_default();
        assert!(!head.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{head}");
        assert!(!mail.rendered.html.contains("<b>"), "nor is it markup");
        let with_break =
            [("email", "b@demo.example\r\nRCPT TO:<evil@example.com>"), ("name", "乙"), ("roles.host", "on")];
        assert_eq!(admin.post(&format!("/people/organisations/{id}/users"), &with_break).status, 422);
    });
}

#[test]
fn no_list_fails_on_what_is_asked_of_it() {
    on_both(|server| {
        let (admin, clerk) = (server.sign_in("admin"), server.sign_in("clerk"));
        let auditor = server.sign_in("auditor");
        assert_eq!(clerk.post("/plan", &[("year", "2019")]).status, 303);
        let long = "a".repeat(5_000);
        for asked in ["%00", "%25%27%22%5C_", "%F0%9F%92%A9%E2%80%AE", "%FF", &long] {
            for (who, list) in [
                (&admin, "/people"),
                (&admin, "/people/export"),
                (&admin, "/outbox"),
                (&auditor, "/audit"),
                (&clerk, "/events"),
                (&clerk, "/events/export"),
                (&clerk, "/claims"),
                (&clerk, "/plan/2019"),
                (&clerk, "/notices"),
            ] {
                for name in ["q", "kind", "state", "rule", "object", "page", "from", "view", "division"] {
                    let reply = who.get(&format!("{list}?{name}={asked}&id=1"));
                    assert!(reply.status < 500, "{list}?{name}={asked}: {}", reply.status);
                }
            }
        }
    });
}

#[test]
fn a_cookie_that_was_tampered_with_opens_nothing() {
    on_both(|server| {
        let clerk = server.sign_in("clerk");
        let cookies = clerk.cookies();
        let token = cookies.split("jx_session=").nth(1).and_then(|rest| rest.split(';').next()).expect("a session");
        let other = if token.starts_with('a') { 'b' } else { 'a' };
        let flipped = format!("{other}{}", &token[1..]);
        let long = "x".repeat(6_000);
        for value in [flipped.as_str(), "", "%00", "' OR 1=1 --", &token[1..], &long] {
            let request =
                format!("GET /claims HTTP/1.1\r\nHost: x\r\nCookie: jx_session={value}\r\nConnection: close\r\n\r\n");
            let said = raw(server, request.as_bytes());
            assert!(said.starts_with("HTTP/1.1 303"), "{value}: {}", said.lines().next().unwrap_or_default());
            assert!(said.to_ascii_lowercase().contains("location: /sign-in"), "{value}");
        }
        let flash = "GET /sign-in HTTP/1.1\r\nHost: x\r\nCookie: jx_done=<script>; jx_lang=../../x\r\nConnection: close\r\n\r\n";
        let said = raw(server, flash.as_bytes());
        assert!(said.starts_with("HTTP/1.1 200") && !said.contains("<script>;"), "{said}");
        assert_eq!(clerk.get("/").status, 200, "the true one still does");
    });
}

#[test]
fn a_files_name_is_a_name_and_nothing_else() {
    on_both(|server| {
        let host = server.sign_in("host");
        let path = claim(&host);
        let names =
            ["../../etc/passwd.pdf", "..\\..\\boot.pdf", "a\u{202e}fdp.exe", "x%0d%0aSet-Cookie: a=b.pdf", ".pdf"];
        for (number, name) in names.iter().enumerate() {
            let content = [PDF, number.to_string().as_bytes()].concat();
            let kept =
                host.upload(&format!("{path}/papers"), &[("requirement", "cost_statement")], "file", name, &content);
            assert_eq!(kept.status, 303, "{name}: {}", kept.text());
        }
        let page = host.get(&path).text();
        let ids: Vec<&str> = page.split("href=\"/papers/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.len(), names.len());
        for id in ids {
            let given = host.get(&format!("/papers/{id}"));
            let disposition = given.disposition.expect("a file to keep");
            assert!(
                disposition.starts_with("attachment; filename*=UTF-8''") && disposition.ends_with(".pdf"),
                "{disposition}"
            );
            assert!(
                !disposition.contains(['/', '\\', '\r', '\n', ';'].as_slice()) || disposition.matches(';').count() == 1
            );
            assert!(!disposition.contains("..") && !disposition.contains("%2F") && !disposition.contains("%E2%80%AE"));
        }
        for path in [
            "/static/../Cargo.toml",
            "/static/%2e%2e/Cargo.toml",
            "/static/..%2fCargo.toml",
            "/papers/../../etc/passwd",
        ] {
            let said = raw(server, format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes());
            assert!(!said.starts_with("HTTP/1.1 200"), "{path}");
        }
    });
}

#[test]
fn a_table_that_would_swamp_the_office_is_refused() {
    let server = Server::sqlite();
    let clerk = server.sign_in("clerk");
    clerk.get("/plan/2019/import");
    let columns = vec!["列"; 100_000].join(",");
    let nul = "项目名称,级别\n甲\0乙,市级\n";
    for (content, words) in [(columns.as_bytes(), "太大"), (nul.as_bytes(), "看不懂文件的编码")] {
        let refused = clerk.upload("/plan/2019/import", &[], "file", "a.csv", content);
        assert_eq!(refused.status, 422);
        assert!(refused.says(words), "{words}: {}", refused.text());
    }
    let large = vec![b'a'; 6 << 20];
    let refused = clerk.upload("/plan/2019/import", &[], "file", "a.csv", &large);
    assert!(refused.status == 422 && refused.says("5"), "{}", refused.status);
}

/// The same form sent twice, from two tabs or by two clicks.
#[test]
fn a_second_click_does_nothing_and_a_stale_tab_is_told() {
    on_both(|server| {
        let admin = server.sign_in("admin");
        let unit = [("kind", "association"), ("name", "样例两次协会"), ("division", "330300")];
        assert_eq!(admin.post("/people/organisations", &unit).status, 303);
        let again = admin.post("/people/organisations", &unit);
        assert!(again.status == 422 && again.says("样例两次协会"), "said on its field, what was typed kept");
        let found = server.app.store.read(|conn| jiangxin::storage::people::organisation_named(conn, "样例两次协会"));
        let path = format!("/people/organisations/{}", found.expect("a database").expect("one").id);
        let version = admin.get(&path).value("version").expect("a form");
        let edit = |name: &str| {
            let form = [("version", version.as_str()), ("kind", "association"), ("name", name), ("division", "330300")];
            admin.post(&path, &[form.as_slice(), &[("active", "on")]].concat()).status
        };
        assert_eq!(edit("样例一次协会"), 303);
        assert_eq!(edit("样例另一个名"), 409, "the other tab is behind");
        assert!(admin.get("/people?q=样例一次").says("样例一次协会"));
        assert!(matches!(
            server.sign_in("host").post(&path, &[("version", "1"), ("name", "x")]).status,
            403 | 404 | 422
        ));
    });
}
