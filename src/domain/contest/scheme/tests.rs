use super::*;
use crate::domain::heading::TextTable;

/// The marking scheme of EuroSkills 2023, skill 17.
fn euroskills() -> TextTable {
    let text = include_bytes!("../../../../data/es2023_s17_cis_marking_scheme.csv");
    let table = crate::sheets::read(text, "scheme.csv").unwrap();
    let mut rows = vec![table.headings().to_vec()];
    rows.extend(table.rows().map(|row| row.cells().map(str::to_owned).collect()));
    TextTable::from_rows(&rows)
}

fn marks(text: &str) -> Exact {
    Exact::decimal(text, 2).unwrap()
}

#[test]
fn a_real_scheme_is_read_and_adds_up() {
    let scheme = read_scheme(&euroskills()).unwrap();
    assert_eq!((scheme.0.len(), scheme.total()), (149, marks("100")));
    let text = |sums: Vec<String>| sums.join(" ");
    let criteria = scheme.by_criterion().into_iter().map(|(name, marks)| format!("{name}={marks}"));
    assert_eq!(text(criteria.collect()), "A=17 B=23 C=17 D=22 E=16 F=5");
    let methods = scheme.by_method().into_iter().map(|(method, marks)| format!("{method}={marks}"));
    assert_eq!(text(methods.collect()), "measurement=76 judgement=24");
    let counted = |method| scheme.0.iter().filter(|line| line.method == method).count();
    assert_eq!((counted(Method::Measurement), counted(Method::Judgement)), (123, 26));
    let days: std::collections::BTreeSet<u8> = scheme.0.iter().map(|line| line.day).collect();
    assert!(days.into_iter().eq(1..=3));
    let standards = [(1, 5), (2, 5), (3, 25), (4, 25), (5, 40)].map(|(section, share)| (section, Exact::whole(share)));
    assert_eq!(scheme.faults(&standards), []);
    let other = [(1, 10), (2, 5), (3, 25), (4, 25)].map(|(section, share)| (section, Exact::whole(share)));
    assert_eq!(
        scheme.faults(&other),
        [
            SchemeFault::OtherShare { section: 1, share: marks("10"), marks: marks("5") },
            SchemeFault::OtherShare { section: 5, share: Exact::ZERO, marks: marks("40") },
        ]
    );
    let third = scheme.line("A1.3").unwrap();
    assert_eq!(
        (third.group_name.as_str(), third.method, third.criterion()),
        ("Website Layout", Method::Measurement, "A")
    );
}

#[test]
fn every_fault_of_every_row_at_once() {
    let cells = |row: &str| row.split(',').map(str::to_owned).collect::<Vec<_>>();
    let rows = [
        "sub_id,sub_name,type,desc,max,wsos",
        "A1,布局,M,页眉,０．５,3",
        ",x,K,,零,三",
        "A1,布局,J,页脚,1.005,",
        "B1,x,测量,y,1,",
    ];
    let table = TextTable::from_rows(&rows.map(cells));
    let faults = read_scheme(&table).unwrap_err();
    let found: Vec<String> =
        faults.iter().map(|fault| format!("{} {} {}", fault.row, fault.column, fault.key)).collect();
    insta::assert_snapshot!(found.join("\n"), @"
    3 sub_id fault-required
    3 desc fault-required
    3 type fault-not-a-choice
    3 max fault-out-of-range
    3 wsos fault-not-a-number
    4 max fault-out-of-range
    ");
    let none = read_scheme(&TextTable::from_rows(&[cells("a,b"), cells("1,2")])).unwrap_err();
    assert_eq!(
        none.iter().map(|fault| fault.column.as_str()).collect::<Vec<_>>(),
        ["子项", "评分方式", "评分点", "满分"]
    );
}

#[test]
fn parts_add_to_one_hundred() {
    for weights in [&[20, 80][..], &[30, 70], &[25, 55, 20], &[0, 100]] {
        let codes = [("theory", "理论"), ("practical", "实操"), ("oral", "答辩")];
        let parts: Vec<_> = codes.iter().zip(weights).map(|((code, name), weight)| (*code, *name, *weight)).collect();
        let scheme = Scheme::parts(&parts);
        assert_eq!(scheme.faults(&[]), [], "{weights:?}");
        assert_eq!(scheme.0.len(), weights.iter().filter(|weight| **weight > 0).count());
    }
    let short = Scheme::parts(&[("theory", "理论", 20), ("practical", "实操", 70), ("theory", "理论", 5)]);
    assert_eq!(short.faults(&[]), [SchemeFault::Repeated("theory".into()), SchemeFault::NotOneHundred(marks("95"))]);
    assert_eq!(Scheme::default().faults(&[]), [SchemeFault::Empty]);
    assert_eq!(short.0[0].worth(marks("87.5")), marks("17.5"));
}
