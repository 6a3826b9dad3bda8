use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Standard output, standard error, number of faults.
fn run(name: &str, bytes: &[u8], buffer: u32) -> Result<(String, String, usize), String> {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("jiangxin-schedule-{}-{run}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    std::fs::write(&file, bytes).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let faults = Check { file, buffer }.check(&mut out, &mut err);
    std::fs::remove_dir_all(&folder).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let place = format!("{}/", folder.display());
    faults.map(|faults| (text(out), text(err), faults)).map_err(|failure| failure.to_string().replace(&place, ""))
}

const TABLE: &str = "id,day,room,start,duration,persons
S1,2019-11-18,A101,09:00,01:30,P1;P2;P1
S2,2019-11-18,A101,10:00,00:45,P3
S3,2019-11-18,B201,10:30,01:00,P1; P4
S4,2019-11-18,B202,10:50,00:30,P4
S5,2019-11-18,礼堂,23:30,01:30,P5
S6,2019-11-19,A101,01:10,00:20,P5
S7,2019-11-19,A101,01:30,00:20,
";

#[test]
fn one_line_a_conflict() {
    let (out, err, faults) = run("a.csv", TABLE.as_bytes(), 15).unwrap();
    assert_eq!((err.as_str(), faults), ("", 0));
    insta::assert_snapshot!(out, @r#"
    {"kind":"room","sessions":["S1","S2"],"who":null,"where":["A101"],"minutes":30,"from":"2019-11-18 10:00","to":"2019-11-18 10:30","name":null}
    {"kind":"gap","sessions":["S1","S3"],"who":"P1","where":["A101","B201"],"minutes":0,"from":"2019-11-18 10:30","to":"2019-11-18 10:30","name":null}
    {"kind":"person","sessions":["S3","S4"],"who":"P4","where":["B201","B202"],"minutes":30,"from":"2019-11-18 10:50","to":"2019-11-18 11:20","name":null}
    {"kind":"gap","sessions":["S5","S6"],"who":"P5","where":["礼堂","A101"],"minutes":10,"from":"2019-11-19 01:00","to":"2019-11-19 01:10","name":null}
    "#);
    let (wide, _, _) = run("a.csv", TABLE.as_bytes(), 0).unwrap();
    assert_eq!(
        wide,
        out.lines().filter(|line| !line.contains("\"gap\"")).map(|line| format!("{line}\n")).collect::<String>()
    );
}

#[test]
fn understands_every_encoding_width_and_order() {
    let (expected, _, _) = run("a.csv", TABLE.as_bytes(), 15).unwrap();
    let gb = encoding_rs::GB18030.encode(TABLE).0.into_owned();
    assert_eq!(run("a.csv", &gb, 15).unwrap().0, expected);
    assert_eq!(run("a.csv", &[b"\xEF\xBB\xBF", TABLE.as_bytes()].concat(), 15).unwrap().0, expected);
    let wide =
        TABLE.replace("09:00", "０９：００").replace("P1;P2", "Ｐ１；P2").replace("2019-11-19", "2019年11月19日");
    assert_eq!(run("a.csv", wide.as_bytes(), 15).unwrap().0, expected);
    let mut lines: Vec<&str> = TABLE.lines().collect();
    lines[1..].reverse();
    assert_eq!(run("a.csv", lines.join("\r\n").as_bytes(), 15).unwrap().0, expected);
    let mut rows = TABLE.lines().map(|line| line.split(',').map(sheets::Cell::text).collect::<Vec<_>>());
    let columns = rows.next().unwrap().into_iter().map(|cell| match cell {
        sheets::Cell::Text(title) => sheets::Column::new(title, 10),
        _ => unreachable!(),
    });
    let sheet =
        sheets::Sheet { name: "a".into(), columns: columns.collect(), rows: rows.collect(), ..Default::default() };
    assert_eq!(run("a.xlsx", &sheets::xlsx(&sheet).unwrap(), 15).unwrap().0, expected);
}

#[test]
fn every_bad_row_is_named_and_stops_no_other() {
    let text = "id,day,room,start,duration,persons,备注
S1,2019-11-18,A101,09:00,01:30,P1,x
S1,2019-11-18,A101,09:00,01:30,P1,x
,2019-02-30,A101,25:00,00:00,P1,
S3,2019-11-18,A101,,1.5,P1,
S4,2019-11-18,A101,09:00,01:30,P1,P2,x
S5,2019-11-18

S6,2019-11-18,A101,10:00,00:30,P9,
S7,2019-11-18,,10:00,00:30,P9,
";
    let (out, err, faults) = run("a.csv", text.as_bytes(), 15).unwrap();
    insta::assert_snapshot!(err, @"
    提示：列“备注”不是日程的列，已忽略
    第 3 行，id 列：编号“S1”与第 2 行重复，未予检查
    第 4 行，id 列：没有填写
    第 4 行，day 列：“2019-02-30”不是日期，请写成 2019-11-18 的样子，或写第几天（1、2、3）
    第 4 行，start 列：“25:00”不是时间，请写成 09:30 的样子
    第 4 行，duration 列：“00:00”不是时长，请写成 01:30（1 小时 30 分）的样子，不能为零，最长 7 天
    第 5 行，start 列：没有填写
    第 5 行，duration 列：“1.5”不是时长，请写成 01:30（1 小时 30 分）的样子，不能为零，最长 7 天
    第 6 行，第 8 列：“x”在标题之外，可能错位，未予检查
    第 7 行，start 列：没有填写
    第 7 行，duration 列：没有填写
    ");
    insta::assert_snapshot!(out, @r#"
    {"kind":"room","sessions":["S1","S6"],"who":null,"where":["A101"],"minutes":30,"from":"2019-11-18 10:00","to":"2019-11-18 10:30","name":null}
    {"kind":"person","sessions":["S6","S7"],"who":"P9","where":["A101"],"minutes":30,"from":"2019-11-18 10:00","to":"2019-11-18 10:30","name":null}
    "#);
    assert_eq!(faults, err.lines().count() - 1);
}

#[test]
fn says_why_nothing_was_checked() {
    insta::assert_snapshot!(run("a.csv", b"id,day,start\n1,2,3\n", 15).unwrap_err(), @"a.csv：缺少列 room、duration。标题行须有 id、day、room、start、duration、persons");
    insta::assert_snapshot!(run("a.csv", b"id,day,room,start,duration,id\n", 15).unwrap_err(), @"a.csv：列“id”出现了两次，不知以哪一列为准");
    insta::assert_snapshot!(run("a.csv", b"", 15).unwrap_err(), @"a.csv：文件是空的，或没有标题行");
    insta::assert_snapshot!(run("a.json", b"{", 15).unwrap_err(), @"a.json：不是 JSON（EOF while parsing an object at line 1 column 1）");
    insta::assert_snapshot!(run("a.json", b"{\"a\":1}", 15).unwrap_err(), @"a.json：没有 schedule.conference.days，不是 frab 或 pretalx 的 schedule.json");
}

#[test]
fn reads_the_schedule_of_frab_and_pretalx() {
    let json = r#"{"schedule":{"version":"1","conference":{"acronym":"x","time_zone_name":"Asia/Shanghai","days":[
      {"index":1,"date":"2019-11-18","rooms":{
        "Ａ101":[
          {"id":11,"guid":"g1","date":"2019-11-18T09:00:00+08:00","start":"09:00","duration":"01:00","room":"A101","title":"开幕",
           "persons":[{"id":1,"public_name":"张三"}]},
          {"id":12,"date":"2019-11-18T02:30:00+01:00","start":"02:30","duration":"00:45","persons":[]}],
        "B201":[
          {"id":13,"start":"09:50","duration":"00:30","persons":[{"id":1,"public_name":"张三"},{"code":"XYZ","name":"李四"}]},
          {"id":14,"start":"10:20","duration":"0:00","persons":[{}]}],
        "空":[]}}]}}}"#;
    let (out, err, faults) = run("a.json", json.as_bytes(), 15).unwrap();
    insta::assert_snapshot!(out, @r#"
    {"kind":"room","sessions":["11","12"],"who":null,"where":["A101"],"minutes":30,"from":"2019-11-18 09:30","to":"2019-11-18 10:00","name":null}
    {"kind":"person","sessions":["11","13"],"who":"1","where":["A101","B201"],"minutes":10,"from":"2019-11-18 09:50","to":"2019-11-18 10:00","name":"张三"}
    "#);
    insta::assert_snapshot!(err, @r#"
    days[0].rooms["B201"][1].duration：“0:00”不是时长，请写成 01:30（1 小时 30 分）的样子，不能为零，最长 7 天
    days[0].rooms["B201"][1].persons[0]：没有填写
    "#);
    assert_eq!(faults, 2);
}

#[test]
fn what_is_no_list_of_people_is_a_fault_and_an_id_of_a_faulty_row_counts() {
    let json = r#"{"schedule":{"conference":{"days":[{"date":"2019-11-29","rooms":{
        "A":[{"id":1,"start":"09:00","duration":"01:00","persons":"foo"},
             {"id":2,"start":"11:00","duration":"01:00","persons":null}],"B":7}}]}}}"#;
    let (_, err, faults) = run("a.json", json.as_bytes(), 15).unwrap();
    assert_eq!(faults, 2, "{err}");
    assert!(err.contains(r#"days[0].rooms["A"][0].persons"#) && err.contains(r#"days[0].rooms["B"]"#), "{err}");
    let table = "id,day,room,start,duration,persons\n1,2019-11-29,A,25:00,01:00,\n1,2019-11-29,A,09:00,01:00,\n";
    let (_, err, faults) = run("a.csv", table.as_bytes(), 15).unwrap();
    assert!(faults == 2 && err.contains("与第 2 行重复"), "{err}");
}

#[test]
fn days_may_be_numbered() {
    let text = "id,day,room,start,duration,persons\na,1,R,23:00,02:00,\nb,2,R,00:30,01:00,\nc,3,R,00:30,01:00,\n";
    insta::assert_snapshot!(run("a.csv", text.as_bytes(), 15).unwrap().0, @r#"{"kind":"room","sessions":["a","b"],"who":null,"where":["R"],"minutes":30,"from":"2 00:30","to":"2 01:00","name":null}"#);
}

#[test]
fn days_of_two_kinds_are_refused_with_their_rows() {
    let text =
        "id,day,room,start,duration,persons\na,1,R,09:00,02:00,\nb,2026-11-01,R,09:30,01:00,\nc,2,R,10:00,01:00,\n";
    insta::assert_snapshot!(run("a.csv", text.as_bytes(), 15).unwrap_err(), @"a.csv：日期有两种写法，彼此无法比较：第 2、4 行写的是第几天，第 3 行写的是日期。请统一写成日期（如 2019-11-18），或统一写第几天（1、2、3）");
    let days = |days: &str| format!(r#"{{"schedule":{{"conference":{{"days":[{days}]}}}}}}"#);
    let session = r#""rooms":{"R":[{"id":"ID","start":"09:00","duration":"01:00"}]}"#;
    let (one, two) = (session.replace("ID", "a"), session.replace("ID", "b"));
    let json = days(&format!(r#"{{"index":1,{one}}},{{"date":"2019-11-18",{two}}}"#));
    assert!(run("a.json", json.as_bytes(), 15).unwrap_err().contains("彼此无法比较"));
    let rows: String = (0..12).map(|row| format!("n{row},{},R,09:00,01:00,\n", row + 1)).collect();
    let many = format!("id,day,room,start,duration,persons\n{rows}x,2019-11-18,R,09:00,01:00,\n");
    assert!(
        run("a.csv", many.as_bytes(), 15)
            .unwrap_err()
            .contains("第 2、3、4、5、6、7、8、9、10、11 等 12 行写的是第几天，第 14 行")
    );
}

#[test]
fn full_width_signs_are_understood_everywhere() {
    let (expected, _, _) = run("a.csv", TABLE.as_bytes(), 15).unwrap();
    let wide = TABLE
        .replace("P1;P2;P1", "Ｐ１；P2、P1")
        .replace("2019-11-18", "２０１９－１１－１８")
        .replace("2019-11-19", "2019—11—19")
        .replace("10:00", "１０：００")
        .replace("10:30", "10点30分")
        .replace("01:30,P", "０１：３０,P")
        .replace("01:10", "1∶10");
    let (out, err, faults) = run("a.csv", wide.as_bytes(), 15).unwrap();
    assert_eq!((out, err.as_str(), faults), (expected.clone(), "", 0));
    let commas = TABLE.replace(',', "，").replace(';', "；");
    let (out, err, faults) = run("a.csv", commas.as_bytes(), 15).unwrap();
    assert_eq!((out, err.as_str(), faults), (expected, "", 0), "typed with full-width commas throughout");
}
