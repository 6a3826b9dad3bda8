//! The demonstration year: it loads without a refusal, everybody has something to do, and what it
//! left behind can be proven.

use crate::attendance::class;
use crate::support::{Server, on_both_after_a_year};
use jiangxin::demo;
use jiangxin::platform::clock::Clock;
use jiangxin::service::claims::assess;
use jiangxin::service::{record, setup};
use jiangxin::storage::{Store, claims, outbox};

#[test]
fn everybody_finds_something_to_do() {
    on_both_after_a_year(|server| {
        let expected = [
            ("host", &["建筑电工", "镶贴工", "防水工"][..]),
            ("host.chint", &["高低压电器装配工"]),
            ("host.school", &["工业机器人"]),
            ("clerk", &["架子工", "针织花边", "装配式建筑", "智能楼宇", "仪器仪表维修工"]),
            ("reviewer", &["温州市电工职业技能竞赛", "数控车工", "示范企业"]),
            ("decider", &["网络与信息安全", "香海杯", "茶艺师"]),
            ("treasurer", &["砌筑工", "赴上海"]),
            ("evaluator", &["镶贴工"]),
        ];
        for (mail_name, titles) in expected {
            let home = server.sign_in(mail_name).get("/");
            assert_eq!(home.status, 200, "{mail_name}");
            for title in titles {
                assert!(home.says(title), "{mail_name} finds {title}: {}", home.text());
            }
        }
        let results = server.visitor().get("/results");
        assert!(results.says("砌筑工") && !results.says("镶贴工"), "one is published, one is being judged");
        assert!(results.says("钢筋工双人赛"), "one is for teams");
    });
}

/// A class has passes, scans at two doors, somebody who came in twice and somebody below the share.
#[test]
fn the_class_has_an_attendance_worth_looking_at() {
    let server = Server::sqlite_after_a_year();
    let host = server.sign_in("host");
    let listed = host.get("/events?q=%E7%BB%BF%E8%89%B2%E6%96%BD%E5%B7%A5");
    let text = listed.text();
    let links = text.split("href=\"/events/").skip(1).filter_map(|rest| rest.split('"').next());
    let class = links.filter_map(|id| id.parse::<i64>().ok()).next().expect("the class");
    let page = host.get(&format!("/events/{class}/attendance"));
    assert!(page.says("重复签到") && page.says("door-west") && page.says("2/4") && page.says("4/4"), "{}", page.text());
    assert_eq!(page.text().matches("未达到").count(), 1, "{}", page.text());
    let passes = host.get(&format!("/events/{class}/passes"));
    assert_eq!(passes.text().matches("class=\"qr\"").count(), 12);
}

/// In the demonstration no phone shows the day that it has got to: a phone whose clock is right is not flagged,
/// and one that is wrong still is.
#[test]
fn the_demonstrations_day_makes_no_clock_wrong() {
    let server = Server::sqlite_by_the_demo_clock();
    let host = server.sign_in("host");
    let (event, ids) = class(&server, "HD-2019-9120", "seminar");
    let table = format!("/events/{event}/attendance");
    let real = Clock::System.now();
    for (device, person, off) in [("phone-a", ids[0], 0), ("phone-b", ids[1], 3)] {
        let says = (real + chrono::Duration::hours(off)).to_rfc3339();
        let scans = format!(r#"[{{"mark":"{device}","person":{person},"direction":"in","at":"{says}"}}]"#);
        let fields = [("device", device), ("sent_at", says.as_str()), ("scans", scans.as_str())];
        let reply = host.post(&format!("/events/{event}/check-in/scans"), &fields);
        assert!(reply.says("entered"), "{}", reply.text());
        let shown = host.get(&format!("{table}/{person}"));
        assert!(shown.says("2019-11-18 09:0"), "{}", shown.text());
    }
    let page = host.get(&table);
    assert_eq!(page.text().matches("设备时钟不准").count(), 1, "{}", page.text());
    assert!(page.says("设备 phone-b 的时钟快"), "{}", page.text());
}

#[test]
fn what_the_year_left_behind_is_proven() {
    on_both_after_a_year(|server| {
        let store = &server.app.store;
        let entries = record::verify(store).expect("a whole chain");
        assert!(entries > 400, "{entries} entries");
        let policies = setup::published_policies(store).expect("a policy");
        let mut proven = 0;
        for id in ids(store) {
            let Ok(row) = store.read(|conn| claims::assessment(conn, id)) else { break };
            assess::recompute(policies.versions(), &row).unwrap_or_else(|why| panic!("assessment {id}: {why}"));
            proven += 1;
        }
        assert!(proven > 15, "{proven} assessments");
    });
}

#[test]
fn it_is_loaded_once_and_only_its_last_letters_are_still_to_go() {
    on_both_after_a_year(|server| {
        let store = &server.app.store;
        let states = |store: &Store| store.read(outbox::counts).expect("counts");
        let before = states(store);
        demo::prepare(store, "http://127.0.0.1:8000").expect("nothing to do");
        assert_eq!(states(store), before, "the year is not lived twice");
        let count = |wanted: &str| before.iter().find(|(state, _)| state == wanted).map_or(0, |(_, count)| *count);
        assert!(count("sent") > 100 && (1..60).contains(&count("queued")) && count("dead") == 0, "{before:?}");
        let letters = server.mail();
        assert_eq!(letters.len() as i64, count("queued"));
        let sent = store.read(|conn| outbox::list(conn, Some("sent"), 0, 1_000)).expect("letters");
        for row in sent {
            assert!(row.body_text.is_some_and(|text| text.contains("http://127.0.0.1:8000/")), "{}", row.key);
        }
    });
}

fn ids(_: &Store) -> impl Iterator<Item = jiangxin::domain::ids::AssessmentId> {
    (1..).map(jiangxin::domain::ids::AssessmentId::new)
}

#[test]
fn a_loading_that_was_cut_short_begins_again() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("demo-{}", std::process::id()));
    let path = folder.join("demo.sqlite");
    std::fs::create_dir_all(&folder).expect("a folder for tests");
    // Killed when the people were there and the year had begun.
    let store = Store::open(&path.display().to_string()).expect("a database");
    store.write(|tx| jiangxin::storage::meta::put(tx, "demo", "loading")).expect("begun");
    demo::found(&store).expect("people");
    drop(store);
    let lock = std::fs::File::create(folder.join("demo.sqlite.loading")).expect("a lock");
    lock.lock().expect("another program that loads");
    let waits = demo::open(&path, "http://127.0.0.1:8000").err().expect("one sentence").to_string();
    assert!(waits.contains("另一个程序正在装载演示数据"), "{waits}");
    drop(lock);
    let (store, found) = demo::open(&path, "http://127.0.0.1:8000").expect("healed");
    assert_eq!(found, demo::Found::CutShort);
    let entries = record::verify(&store).expect("a whole chain");
    assert!(entries > 400, "{entries} entries");
    drop(store);
    let (store, found) = demo::open(&path, "http://127.0.0.1:8000").expect("as it was");
    assert_eq!((found, record::verify(&store).expect("a whole chain")), (demo::Found::Sound, entries));
    drop(store);
    let _ = std::fs::remove_dir_all(folder);
}

/// The program itself, killed while it loads.
#[test]
fn a_killed_start_is_followed_by_a_sound_one() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("killed-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for tests");
    let start = || {
        std::process::Command::new(env!("CARGO_BIN_EXE_jiangxin"))
            .args(["serve", "--demo", "--port", "0"])
            .current_dir(&folder)
            .env_remove("DATABASE_URL")
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the program")
    };
    let mut first = start();
    let path = folder.join("var/demo.sqlite");
    // Its own database says when it is half-way.
    let half_way = || {
        let connected = diesel::Connection::establish(&path.display().to_string());
        let Ok(mut conn): Result<diesel::SqliteConnection, _> = connected else { return false };
        let sql = "SELECT count(*) > 30 AS reached FROM audit_log";
        let reached: Result<Reached, _> = diesel::RunQueryDsl::get_result(diesel::sql_query(sql), &mut conn);
        reached.is_ok_and(|row| row.reached)
    };
    while !(path.exists() && half_way()) {
        assert!(first.try_wait().expect("its state").is_none(), "it still loads");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    first.kill().expect("killed");
    first.wait().expect("its end");
    let mut second = start();
    let mut out = std::io::BufReader::new(second.stdout.take().expect("its output"));
    let mut said = String::new();
    while !said.contains("Ctrl-C") {
        let read = std::io::BufRead::read_line(&mut out, &mut said).expect("its words");
        assert!(read > 0, "it ended: {said}");
    }
    second.kill().expect("stopped");
    let output = second.wait_with_output().expect("its end");
    assert!(String::from_utf8_lossy(&output.stderr).contains("上次演示数据没有装完"), "{said}");
    let _ = std::fs::remove_dir_all(folder);
}

#[derive(diesel::QueryableByName)]
struct Reached {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    reached: bool,
}
