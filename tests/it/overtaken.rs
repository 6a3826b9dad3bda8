//! A form that something else was saved before comes back with what was typed and what is there now.

use crate::panels::checked;
use crate::recognition::{CLEAN, JUDGES, convene, form, open};
use crate::scoring::{begun, in_an_office, is, members, opened};
use crate::support::{Client, Reply, on_both};

/// The fields of a page that say what it was filled from, as it was opened.
fn filled(page: &Reply) -> [(&'static str, String); 2] {
    let seen = page.value("seen").expect("what the form showed").replace("&quot;", "\"");
    [("version", page.value("version").expect("a version")), ("seen", seen)]
}

fn send(client: &Client, path: &str, filled: &[(&'static str, String); 2], fields: &[(&str, &str)]) -> Reply {
    let from = filled.iter().map(|(name, value)| (*name, value.as_str()));
    client.post(path, &from.chain(fields.iter().copied()).collect::<Vec<_>>())
}

/// Two windows of one sheet: the second learns what the first has saved, loses nothing, and saves the next time.
fn two_windows(client: &Client, path: &str) {
    let page = is(client.get(path), 200);
    let one = filled(&page);
    is(send(client, path, &one, &[("m-1.1", "30"), ("n-1.1", "两个车间"), ("m-2.1", "50")]), 303);
    let second = [("m-1.1", "35"), ("n-1.1", ""), ("m-2.1", ""), ("n-2.1", "我写的说明"), ("do", "save")];
    let stale = is(send(client, path, &one, &second), 409);
    for words in
        ["在别处保存过", "value=\"35\"", "改为“30”", "仍是您填写的内容", "我写的说明", "两个车间", "value=\"50\""]
    {
        assert!(stale.says(words), "{words}: {}", stale.text());
    }
    assert!(!stale.says("选的文件没有保存"), "no file was sent");
    let again = filled(&stale);
    let kept = [("m-1.1", "35"), ("n-1.1", "两个车间"), ("m-2.1", "50"), ("n-2.1", "我写的说明"), ("do", "save")];
    is(send(client, path, &again, &kept), 303);
    let page = is(client.get(path), 200);
    assert!(page.says("value=\"35\"") && page.says("我写的说明"), "{}", page.text());
    let english = {
        is(client.get("/lang?lang=en&to=/"), 303);
        let stale = is(send(client, path, &one, &[("m-1.1", "12")]), 409);
        is(client.get("/lang?lang=zh&to=/"), 303);
        stale
    };
    assert!(english.says("saved elsewhere") && english.says("“35”"), "{}", english.text());
}

#[test]
fn a_self_score_in_two_windows() {
    in_an_office(|server| {
        opened(server);
        let host = server.sign_in("host");
        two_windows(&host, "/self-scores/1");
        let page = is(host.get("/self-scores/1"), 200);
        let old = [("version", "0"), ("seen", "no list"), ("m-1.1", "41")];
        let stale = is(host.upload("/self-scores/1", &old, "p-1.1", "场地.pdf", b"%PDF-1.4"), 409);
        assert!(stale.says("选的文件没有保存") && stale.says("value=\"41\""), "{}", stale.text());
        let wrong = is(send(&host, "/self-scores/1", &filled(&page), &[("m-1.1", "99"), ("do", "send")]), 422);
        assert!(wrong.says("0–40"), "what is wrong is said as before: {}", wrong.text());
    });
}

#[test]
fn a_sheet_of_a_base_in_two_windows() {
    in_an_office(|server| {
        begun(server, 5);
        let judge = server.sign_in(members(server).last().expect("a member"));
        two_windows(&judge, "/scoring/1/bases/1");
    });
}

#[test]
fn a_nomination_and_its_check_in_two_windows() {
    on_both(|server| {
        let round = open(server, &[("programme", "city-chief-technician")]);
        let host = server.sign_in("host");
        let fields = form(("王样例", "330302198001010019"), &[("trade", "砌筑工"), ("skill_level", "technician")]);
        let made = host.post(&format!("{round}/nominate"), &fields).location.expect("a nomination");
        let edit = format!("{made}/edit");
        let one = filled(&host.get(&made));
        let fields: Vec<_> = fields.iter().copied().filter(|(name, _)| *name != "identity").collect();
        let with = |name: &str, text: &'static str| -> Vec<_> {
            fields.iter().map(|(field, value)| if *field == name { (*field, text) } else { (*field, *value) }).collect()
        };
        is(send(&host, &edit, &one, &with("statement", "先保存的业绩")), 303);
        let stale = is(send(&host, &edit, &one, &with("statement", "后写的业绩")), 409);
        for words in ["在别处保存过", "先保存的业绩", "后写的业绩", "仍是您填写的内容"] {
            assert!(stale.says(words), "{words}: {}", stale.text());
        }
        let untouched = is(send(&host, &edit, &one, &with("trade", "钢筋工")), 409);
        assert!(untouched.says("value=\"钢筋工\"") && untouched.says("这里已是现有内容"), "{}", untouched.text());
        is(send(&host, &edit, &filled(&untouched), &with("trade", "钢筋工")), 303);
    });
    on_both(|server| {
        let (_, [path, ..]) = checked(server, "city-chief-technician");
        let clerk = server.sign_in("clerk");
        let one = filled(&clerk.get(&path));
        let check = |source: &'static str| -> Vec<(&str, &str)> {
            CLEAN
                .iter()
                .map(|(name, value)| if *name == "source.tax" { (*name, source) } else { (*name, *value) })
                .collect()
        };
        is(send(&clerk, &format!("{path}/check"), &one, &check("税务局复函甲")), 303);
        let stale = is(send(&clerk, &format!("{path}/check"), &one, &check("税务局复函乙")), 409);
        assert!(
            stale.says("在别处保存过") && stale.says("复函甲") && stale.says("value=\"税务局复函乙\""),
            "{}",
            stale.text()
        );
    });
}

#[test]
fn marks_of_a_round_in_two_windows() {
    on_both(|server| {
        let (round, _) = checked(server, "city-chief-technician");
        convene(server, &server.sign_in("clerk"), &round, 5);
        let (judge, path) = (server.sign_in(JUDGES[0]), format!("{round}/marks"));
        let first = [("w-1", "/"), ("m-1", "80"), ("r-1", "先写的"), ("w-2", "/"), ("m-2", "70")];
        is(judge.post(&path, &first), 303);
        let page = is(judge.get(&format!("{round}/review")), 200);
        assert!(page.says("value=\"80/先写的\""), "{}", page.text());
        let second = [("w-1", "/"), ("m-1", "90"), ("r-1", ""), ("w-2", "/"), ("m-2", ""), ("w-3", "/"), ("m-3", "60")];
        let stale = is(judge.post(&path, &second), 409);
        for words in ["改为“80”", "value=\"90\"", "先写的", "value=\"70\"", "value=\"60\""] {
            assert!(stale.says(words), "{words}: {}", stale.text());
        }
        let again =
            [("w-1", "80/先写的"), ("m-1", "90"), ("r-1", "先写的"), ("w-2", "70/"), ("m-2", "70"), ("m-3", "60")];
        is(judge.post(&path, &again), 303);
        let page = is(judge.get(&format!("{round}/review")), 200);
        assert!(page.says("value=\"90/先写的\"") && page.says("value=\"60/\""), "{}", page.text());
    });
}
